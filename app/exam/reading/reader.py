"""The networks for reading on demand, loaded when they are first asked for."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from capture.screen.layout import ScanLayout
from inference.findings import Box

if TYPE_CHECKING:  # they bring libraries that the window need not wait for
    from app.exam.reading.lesion_reading import LesionReading, Pixels
    from inference.detector import LesionDetector
    from inference.explanation.saliency import Saliency


class LesionReader:
    """Reads one picture at a time; every method may take seconds and belongs into a thread."""

    def __init__(self, load: "Callable[[], LesionDetector]") -> None:
        """Nothing is loaded yet.

        Args:
            load: Loads networks that nobody else uses.
        """
        self._load = load
        self._detector: LesionDetector | None = None
        self._one_at_a_time = threading.Lock()

    def read(self, pixels: "Pixels", layout: ScanLayout, box: Box | None) -> "LesionReading | None":
        """See `read_lesion`."""
        from app.exam.reading.lesion_reading import read_lesion

        with self._one_at_a_time:
            return read_lesion(self._loaded(), pixels, layout, box)

    def explain(
        self,
        pixels: "Pixels",
        layout: ScanLayout,
        box: Box,
        *,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> "Saliency | None":
        """See `explain_lesion`."""
        from app.exam.reading.lesion_reading import explain_lesion

        with self._one_at_a_time:
            return explain_lesion(self._loaded(), pixels, layout, box, progress=progress, cancelled=cancelled)

    def _loaded(self) -> "LesionDetector":
        if self._detector is None:
            self._detector = self._load()
        return self._detector

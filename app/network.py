"""The network and what follows it, assembled from the settings. The heavy imports wait until they are needed."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.settings import AnalysisSettings
from capture.errors import MinamoError

if TYPE_CHECKING:
    from inference.detector import Detector, NetworkInfo
    from inference.pipeline import Pipeline
    from inference.tracking.rules import Rules


def load_network(settings: AnalysisSettings) -> "Detector":
    """The shipped weights on the chosen device.

    Raises:
        ModelError: Weights are missing, changed or unfit for this machine; the text says what to do.
    """
    from inference.detector import load_detector

    return load_detector(settings.device, threads=settings.threads or None, fast=settings.faster_format)


def pipeline_for(detector: "Detector", settings: AnalysisSettings) -> "Pipeline":
    """A new pipeline, which knows no track yet."""
    from inference.pipeline import Pipeline
    from inference.tracking.tracker import Tracker

    tracker = Tracker(
        detector.info.shown_confidence,
        detector.info.operating_points,
        rules=rules_of(settings),
        memory_ms=settings.score_memory_s * 1000,
    )
    return Pipeline(detector, tracker)


def rules_of(settings: AnalysisSettings) -> "Rules":
    """How tracks are followed and shown."""
    from inference.tracking.rules import Rules

    return Rules(
        show=settings.show_evidence,
        hold_ms=settings.hold_ms,
        tentative_ms=settings.tentative_ms,
        lost_ms=settings.lost_ms,
    )


def spans_that_matter(settings: AnalysisSettings) -> dict[str, float]:
    """The settings that change what is found; results made with others are made again."""
    return settings.model_dump(include={*_SPANS})


_SPANS = ("show_evidence", "hold_ms", "tentative_ms", "lost_ms", "score_memory_s")


def release_of(info: "NetworkInfo") -> str:
    """What the weights are called; where they have no name, the beginning of their hash."""
    return info.release or info.weights_sha256[:12]


def loading() -> MinamoError:
    """What the window says until the network is there."""
    return MinamoError("The network is being loaded; boxes appear in a moment")


class SharedNetwork:
    """Loads the network once, in the thread that asks first; the others wait. A failure is tried again when asked."""

    def __init__(self, load: "Callable[[], Detector]") -> None:
        """Nothing is loaded yet."""
        self._load = load
        self._lock = threading.Lock()
        self._detector: Detector | None = None

    def get(self) -> "Detector":
        """The network; the first call takes seconds.

        Raises:
            ModelError: It cannot be loaded.
        """
        with self._lock:
            if self._detector is None:
                self._detector = self._load()
            return self._detector

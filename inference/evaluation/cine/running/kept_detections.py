"""The detector's answers on a clip, kept in a file named by weights, drawing and recipe: the network runs once."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inference.detector import DRAWING, Detector, NetworkInfo, Recogniser, Sight
from inference.findings import Box, Detection

Row = tuple[float, float, float, float, float, float | None]


class KeptDetector:
    """A detector that looks at each picture once in its life; say which picture comes with `turn_to`."""

    def __init__(self, detector: Detector, folder: Path, recipe_key: str) -> None:
        """Read what is kept.

        Args:
            detector: The network.
            folder: Of the kept files.
            recipe_key: Of the clip.
        """
        self._detector = detector
        info = detector.info
        self._path = folder / f"{info.weights_sha256[:12]}-{info.precision}-{DRAWING}-{recipe_key}.json"
        self._kept: dict[str, tuple[list[Row], float | None]] = {}
        if self._path.is_file():
            self._kept = json.loads(self._path.read_text("utf-8"))
        self._index = 0
        self._changed = False

    @property
    def info(self) -> NetworkInfo:
        """See `Detector`."""
        return self._detector.info

    def turn_to(self, index: int) -> None:
        """The next `detect` is about this picture of the signal."""
        self._index = index

    @property
    def limits(self) -> tuple[float, float]:
        """See `Recogniser`; without one nothing is refused."""
        return self._detector.limits if isinstance(self._detector, Recogniser) else (0.0, 0.0)

    def detect(self, pixels: npt.NDArray[np.uint8]) -> tuple[Detection, ...]:
        """See `Detector`; the network is asked only for pictures it has not seen."""
        return self.look(pixels).detections

    def look(self, pixels: npt.NDArray[np.uint8]) -> Sight:
        """See `Recogniser`; the network is asked only for pictures it has not seen."""
        kept = self._kept.get(str(self._index))
        if kept is None:
            detector = self._detector
            sight = detector.look(pixels) if isinstance(detector, Recogniser) else Sight(detector.detect(pixels), None)
            breast = None if sight.breast is None else round(sight.breast, 4)
            kept = [_row(one) for one in sight.detections], breast
            self._kept[str(self._index)] = kept
            self._changed = True
        return Sight(tuple(Detection(Box(*row[:4]), row[4], row[5]) for row in kept[0]), kept[1])

    def of(self, index: int) -> tuple[Detection, ...]:
        """What is kept of a picture; nothing where the pipeline did not ask."""
        rows, _ = self._kept.get(str(index), ([], None))
        return tuple(Detection(Box(*row[:4]), row[4], row[5]) for row in rows)

    def save(self) -> None:
        """Write the file in one step, if anything is new."""
        if not self._changed:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".partial")
        partial.write_text(json.dumps(self._kept), "utf-8")
        partial.replace(self._path)
        self._changed = False


def _row(one: Detection) -> Row:
    box = one.box
    malignancy = None if one.malignancy is None else round(one.malignancy, 6)
    left, top, right, bottom = (round(float(edge), 3) for edge in (box.left, box.top, box.right, box.bottom))
    return left, top, right, bottom, round(float(one.confidence), 6), malignancy

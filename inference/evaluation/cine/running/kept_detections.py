"""The detector's answers on a clip, kept in a file named by weights and recipe: the network runs once."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inference.detector import Detector, NetworkInfo
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
        self._path = folder / f"{info.weights_sha256[:12]}-{info.precision}-{recipe_key}.json"
        self._kept: dict[str, list[Row]] = json.loads(self._path.read_text("utf-8")) if self._path.is_file() else {}
        self._index = 0
        self._changed = False

    @property
    def info(self) -> NetworkInfo:
        """See `Detector`."""
        return self._detector.info

    def turn_to(self, index: int) -> None:
        """The next `detect` is about this picture of the signal."""
        self._index = index

    def detect(self, pixels: npt.NDArray[np.uint8]) -> tuple[Detection, ...]:
        """See `Detector`; the network is asked only for pictures it has not seen."""
        rows = self._kept.get(str(self._index))
        if rows is None:
            found = self._detector.detect(pixels)
            rows = [_row(one) for one in found]
            self._kept[str(self._index)] = rows
            self._changed = True
        return tuple(Detection(Box(*row[:4]), row[4], row[5]) for row in rows)

    def of(self, index: int) -> tuple[Detection, ...]:
        """What is kept of a picture; nothing where the pipeline did not ask."""
        return tuple(Detection(Box(*row[:4]), row[4], row[5]) for row in self._kept.get(str(index), []))

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

"""The same still three times: as it is, without the marks that were found, and then with false ones."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from capture.frame import Frame
from inference.detector import LesionDetector
from inference.evaluation.metrics import Prediction
from inference.evaluation.stills import predict_stills
from inference.findings import Box
from inference.marks.find import find_marks
from inference.marks.picture import Mask
from inference.marks.remove import remove_from
from inference.preparation import to_grey
from inference.training.augmentation import draw_marks
from inference.training.cases import Case, lesion_boxes, load_picture

CONDITIONS = ("as_is", "cleaned", "false_marks")
_ANY_SIDE_PX = 1 << 30
_MOST_TRIES = 200


def cleaned(frame: Frame, marks: Mask) -> Frame:
    """The frame without the marks found in it, (h, w)."""
    return _with_pixels(frame, remove_from(frame.pixels, marks))


def with_false_marks(case: Case, frame: Frame, marks: Mask) -> Frame:
    """The frame without its marks and with others, as training draws them, at its lesions and elsewhere.

    Every still gets at least one; which ones hangs on the case's name alone.
    """
    clean = cleaned(frame, marks)
    grey = to_grey(clean.pixels)
    boxes = [_moved(box, frame) for box in lesion_boxes(load_picture(case, _ANY_SIDE_PX).mask)]
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(case.id.encode()).digest()[:8], "big"))
    drawn = grey
    for _ in range(_MOST_TRIES):
        drawn = draw_marks(rng, grey.copy(), boxes)
        if (drawn != grey).any():
            break
    changed = (drawn != grey)[:, :, None]
    return _with_pixels(clean, np.where(changed, drawn[:, :, None], clean.pixels))


def predict_conditions(
    cases: list[Case], detector: LesionDetector, progress: Callable[[str, int], None]
) -> Iterator[tuple[str, list[Prediction]]]:
    """The whole chain over the cases, once in each condition; `progress` gets the condition and the cases done."""
    marks: dict[str, Mask] = {}  # found once for each case

    def found(case: Case, frame: Frame) -> Mask:
        if case.id not in marks:
            marks[case.id] = find_marks(to_grey(frame.pixels))
        return marks[case.id]

    changes: dict[str, Callable[[Case, Frame], Frame] | None] = {
        "as_is": None,
        "cleaned": lambda case, frame: cleaned(frame, found(case, frame)),
        "false_marks": lambda case, frame: with_false_marks(case, frame, found(case, frame)),
    }
    for name in CONDITIONS:
        yield name, list(predict_stills(cases, detector, partial(progress, name), changes[name]))


def _moved(box: Box, frame: Frame) -> tuple[float, float, float, float]:
    left, top = frame.layout.origin_px
    return box.left - left, box.top - top, box.right - left, box.bottom - top


def _with_pixels(frame: Frame, pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Frame:
    kept = np.ascontiguousarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB) if pixels.ndim == 2 else pixels, np.uint8)
    kept.flags.writeable = False
    return replace(frame, pixels=kept)

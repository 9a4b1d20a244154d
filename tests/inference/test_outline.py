"""Outlines come back to the pixels that the finder drew them in, and boxes of small lesions to their outlines."""

import cv2
import numpy as np

from inference.detector import OUTLINE_CUTS
from inference.findings import Box
from inference.outline import OutlineMap, fitted_to_outline, outline_in_box
from inference.preparation import FINDER_SIDE_PX, cut_round, letterbox
from tests.inference.made_up import ellipse

SIZE = (300, 400)


def map_of(mask: np.ndarray, rows: slice, columns: slice) -> OutlineMap:
    """What a finder without error draws of a cut of a picture: one value for 4 px of its input."""
    square, placed = letterbox(mask[rows, columns].astype(np.uint8) * 255, FINDER_SIDE_PX)
    small = cv2.resize(square, (64, 64), interpolation=cv2.INTER_AREA).astype(np.float32)
    return OutlineMap(small / 25.5 - 5, placed, columns.start, rows.start)


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    return float(2 * (one & other).sum() / (one.sum() + other.sum()))


def test_an_outline_comes_back_to_the_pixels_it_was_drawn_in() -> None:
    """Through the letterbox and the finder's map of one value for 4 px, and back; from the whole and from cuts."""
    mask, box = ellipse(60, 40, (230, 130)), Box(170, 90, 291, 171)
    whole = map_of(mask, slice(0, SIZE[0]), slice(0, SIZE[1]))
    cuts = [map_of(mask, *cut_round(SIZE, box, sides)) for sides in OUTLINE_CUTS]
    for maps, least in (([whole], 0.97), (cuts, 0.985), ([whole, *cuts], 0.98)):
        own = outline_in_box(maps, box, SIZE)
        assert own is not None
        assert own.shape == SIZE
        assert overlap(own, mask) > least
    assert outline_in_box([whole], Box(10, 10, 60, 60), SIZE) is None


def test_a_loose_box_of_a_small_lesion_is_fitted_to_its_outline() -> None:
    mask = ellipse(18, 12, (230, 130))
    given, loose = Box(212, 118, 249, 143), Box(200, 100, 261, 161)
    fitted = fitted_to_outline(loose, map_of(mask, slice(0, SIZE[0]), slice(0, SIZE[1])), SIZE)
    assert loose.iou(given) < 0.3
    assert fitted.iou(given) > 0.85


def test_a_large_box_stays_and_so_does_a_small_one_without_an_outline() -> None:
    mask, box = ellipse(60, 40, (230, 130)), Box(160, 86, 301, 175)
    whole = map_of(mask, slice(0, SIZE[0]), slice(0, SIZE[1]))
    assert fitted_to_outline(box, whole, SIZE) == box
    nothing = OutlineMap(np.full((64, 64), -5, np.float32), whole.placed)
    assert fitted_to_outline(Box(200, 100, 261, 161), nothing, SIZE) == Box(200, 100, 261, 161)


def test_an_outline_is_cut_at_the_edge_of_the_picture_and_never_beyond_it() -> None:
    mask = ellipse(60, 40, (20, 15))
    box = Box(-40, -25, 81, 56)
    own = outline_in_box([map_of(mask, *cut_round(SIZE, box, sides)) for sides in OUTLINE_CUTS], box, SIZE)
    assert own is not None
    assert overlap(own, mask) > 0.97
    assert outline_in_box([map_of(mask, *cut_round(SIZE, box, 2))], Box(-200, -200, -100, -100), SIZE) is None

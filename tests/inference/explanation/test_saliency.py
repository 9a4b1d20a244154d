"""A saliency picture shows what moves the score, and nothing else."""

import math

import numpy as np
import pytest

from inference.explanation.saliency import PATCH, Saliency, saliency_of, tissue_like
from inference.findings import Box

SIDE = 192
BOX = Box(40, 40, 40 + SIDE / 1.7, 40 + SIDE / 1.7)  # seen at the scorer's own size


class Looker:
    """Scores by the mean of one part of what it sees."""

    def __init__(self, rows: slice, columns: slice, way: float = 8.0) -> None:
        self.rows, self.columns, self.way = rows, columns, way
        self.looks = 0

    def view_logit(self, view: np.ndarray) -> float:
        self.looks += 1
        assert view.shape == (SIDE, SIDE)
        assert view.dtype == np.float32
        return float(self.way * view[self.rows, self.columns].mean())

    def calibrated(self, logit: float) -> float:
        return 1 / (1 + math.exp(-logit))


def picture() -> np.ndarray:
    grey = np.random.default_rng(1).integers(60, 140, (240, 240), dtype=np.uint8)
    grey[90:120, 110:150] = np.random.default_rng(2).integers(180, 240, (30, 40), dtype=np.uint8)
    return grey


def bright_part(box: Box) -> tuple[slice, slice]:
    half, (x, y) = SIDE / 2, box.centre
    top, left = round(90 - (y - half)), round(110 - (x - half))
    return slice(top, top + 30), slice(left, left + 40)


def explained(looker: Looker, **how: object) -> Saliency | None:
    return saliency_of(looker, picture(), BOX, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("way", [8.0, -8.0])
def test_the_place_that_the_score_hangs_on_is_the_strongest_and_has_its_sign(way: float) -> None:
    rows, columns = bright_part(BOX)
    made = explained(Looker(rows, columns, way))
    assert made is not None
    row, column = made.peak
    assert rows.start - 6 <= row < rows.stop + 6
    assert columns.start - 6 <= column < columns.stop + 6
    assert np.sign(made.effect[row, column]) == np.sign(way)  # bright tissue raises the one and lowers the other
    far = made.effect[: rows.start - round(3 * PATCH * SIDE)]
    assert np.abs(far).max() < 0.1 * np.abs(made.effect).max()


def test_it_tells_how_far_the_score_moves_without_its_strongest_place() -> None:
    made = explained(Looker(*bright_part(BOX)))
    assert made is not None
    assert made.strongest < made.score


def test_a_score_that_hangs_on_nothing_has_an_empty_picture() -> None:
    made = explained(Looker(slice(0, 1), slice(0, 1), 0.0))
    assert made is not None
    assert np.abs(made.effect).max() == 0
    assert made.strongest == made.score == 0.5


def test_its_area_is_what_the_scorer_saw() -> None:
    made = explained(Looker(*bright_part(BOX)))
    assert made is not None
    assert (made.area.width, made.area.height) == pytest.approx((SIDE, SIDE))
    assert made.area.centre == BOX.centre
    assert made.view.shape == made.effect.shape == (SIDE, SIDE)


def test_it_tells_how_far_it_is_and_stops_when_it_is_asked_to() -> None:
    shares: list[float] = []
    looker = Looker(*bright_part(BOX))
    assert explained(looker, progress=shares.append, cancelled=lambda: len(shares) >= 10) is None
    assert looker.looks == 11  # the whole picture, and ten places
    assert shares == sorted(shares)
    whole: list[float] = []
    assert explained(looker, progress=whole.append) is not None
    assert whole[-1] == 1.0


def test_what_hides_a_place_is_tissue_of_its_depth_with_its_own_speckle() -> None:
    rng = np.random.default_rng(4)
    depth = np.linspace(0.7, 0.3, SIDE)[:, None]
    view = (depth + rng.normal(0, 0.05, (SIDE, SIDE))).astype(np.float32)
    view[60:130, 60:130] -= 0.25  # a dark mass
    view[:, :20] = 0  # beside the picture
    tissue = tissue_like(view)
    inside = tissue[80:110, 80:110]
    beside = view[80:110, 140:170]
    assert abs(inside.mean() - beside.mean()) < 0.12
    assert inside.std() == pytest.approx(beside.std(), rel=0.5)
    assert (tissue[:, :15] == 0).all()  # the ground stays the ground


def test_a_lesion_at_the_edge_has_no_effect_outside_the_picture() -> None:
    box = Box(0, 0, SIDE / 1.7, SIDE / 1.7)
    made = saliency_of(Looker(slice(60, 120), slice(60, 120)), picture(), box)  # type: ignore[arg-type]
    assert made is not None
    assert np.abs(made.effect[:20, :20]).max() == 0

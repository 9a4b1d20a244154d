"""The outline with the most votes inside is the scan's, whatever single rows of it show."""

import numpy as np
import numpy.typing as npt
import pytest

from capture.screen.find_layout import find_layout
from capture.screen.finding.beside import made_alike_by_votes
from capture.screen.finding.outline import Line, Outline
from capture.screen.finding.pieces import parted_by_votes
from capture.screen.finding.region_fit import fit_region, shifted
from capture.screen.layout import Rect
from inference.evaluation.screens.measure import Agreement, compare, looks
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Recipe, Signal
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import Arrangement, Shape

SIZE = (240, 320)
ZONE = Rect(0, 0, 320, 240)
ABOUT = Rect(70, 50, 250, 190)
Mask = npt.NDArray[np.bool_]


def upright() -> Outline:
    return Outline(Line(60.5, 0.0, 0.0), Line(259.5, 0.0, 0.0), 40.5, 199.5)


def slanted() -> Outline:
    return Outline(Line(112.5, -0.25, 0.0), Line(207.5, 0.25, 0.0), 40.5, 199.5)


def curved() -> Outline:
    return Outline(Line(170.0, -0.5, 0.0), Line(150.0, 0.5, 0.0), 39.0, 200.0, (160.0, 20.0), 21.24, 180.0)


def held(outline: Outline) -> Mask:
    y, x = np.mgrid[0 : SIZE[0], 0 : SIZE[1]].astype(float)
    return outline.holds(x, y)


def agreement(first: Mask, second: Mask) -> float:
    return float((first & second).sum() / (first | second).sum())


def smeared_votes(outline: Outline) -> npt.NDArray[np.float32]:
    """Blocks that the scan touches live a little, noise votes everywhere, and a shadow votes against."""
    rng = np.random.default_rng(2)
    inside = held(outline)
    blocks = inside.reshape(SIZE[0] // 8, 8, SIZE[1] // 8, 8).any(axis=(1, 3))
    touched = np.repeat(np.repeat(blocks, 8, axis=0), 8, axis=1)
    votes = np.where(inside, 0.6, np.where(touched, -0.3, -0.8)) + rng.normal(0, 0.5, SIZE)
    votes[130:170, 165:195] = -0.5
    return np.clip(votes, -1, 1).astype(np.float32)


@pytest.mark.parametrize("outline", [upright(), slanted(), curved()], ids=["rectangle", "trapezoid", "sector"])
def test_the_shape_is_found_through_smear_noise_and_a_shadow(outline: Outline) -> None:
    found = fit_region(smeared_votes(outline), ABOUT, ZONE)
    assert found is not None
    assert found.is_rectangle is outline.is_rectangle
    assert (found.outer is None) is (outline.outer is None)
    assert agreement(held(found), held(outline)) >= 0.97


def test_a_rectangle_with_a_dark_upper_corner_stays_one() -> None:
    votes = smeared_votes(upright())
    votes[40:80, 60:90] = -0.6
    found = fit_region(votes, ABOUT, ZONE)
    assert found is not None
    assert found.is_rectangle


def test_nothing_reaches_beyond_the_zone() -> None:
    found = fit_region(np.ones(SIZE, np.float32), ABOUT, Rect(50, 30, 270, 210))
    assert found is not None
    left, top, right, bottom = found.bounds
    assert left >= 49
    assert top >= 29
    assert right <= 270
    assert bottom <= 210


def test_two_panels_that_were_taken_for_one_are_parted_at_a_narrow_gap_and_a_shadow_parts_nothing() -> None:
    rng = np.random.default_rng(2)
    votes = np.clip(0.5 + rng.normal(0, 0.4, SIZE), -1, 1).astype(np.float32)
    whole = Rect(20, 20, 300, 220)
    shadowed = votes.copy()
    shadowed[60:, 150:170] = -0.5
    assert parted_by_votes(whole, shadowed) == [whole]
    votes[:, 158:163] = -0.5
    assert parted_by_votes(whole, votes) == [Rect(20, 20, 158, 220), Rect(163, 20, 300, 220)]


def test_where_all_vote_against_it_nothing_is_found() -> None:
    assert fit_region(np.full(SIZE, -0.5, np.float32), ABOUT, ZONE) is None


def test_an_outline_is_moved_to_where_its_twin_votes() -> None:
    outline = curved()
    votes = smeared_votes(outline)
    found = shifted(outline.moved(-14.0, 0.0), votes, (5.0, 0.0), across=1, down=0)
    assert agreement(held(found), held(outline)) >= 0.97


def twins(empty_above: int) -> npt.NDArray[np.float32]:
    """Votes of two like sectors side by side; the left one is dark above that row, as contrast is."""
    beside = np.full((SIZE[0], 2 * SIZE[1]), -0.8, np.float32)
    for at in (0, SIZE[1]):
        beside[:, at : at + SIZE[1]] = np.where(held(curved()), 0.7, -0.8)
    beside[:empty_above, : SIZE[1]] = -0.8
    return beside


def test_the_outline_of_two_is_the_one_that_holds_what_lives_in_either() -> None:
    votes = twins(empty_above=130)
    cut = fit_region(votes, Rect(20, 130, 300, 200), Rect(0, 0, 320, 240))
    assert cut is not None
    first, second = made_alike_by_votes(curved().moved(320.0, 0.0), cut, votes)
    again = made_alike_by_votes(cut, curved().moved(320.0, 0.0), votes)
    for one in (second, again[0]):
        assert agreement(held(one), held(curved())) >= 0.97
    assert first.bounds[1] == curved().bounds[1]


def test_a_twin_of_which_next_to_nothing_lives_is_not_laid_over_the_other() -> None:
    votes = twins(empty_above=SIZE[0])
    one, other = curved().moved(320.0, 0.0), curved().moved(20.0, 0.0)
    first, second = made_alike_by_votes(one, other, votes)
    assert min(first.bounds[2], second.bounds[2]) <= max(first.bounds[0], second.bounds[0])


def found_on(arrangement: Arrangement, shape: Shape, size: tuple[int, int], signal: Signal, quality: int) -> Agreement:
    screen = MadeScreen(Recipe("Philips", 12, size, arrangement, shape, signal, quality), Library.shipped())
    return compare(find_layout(looks(screen)), screen.truth)


@pytest.mark.parametrize(
    ("arrangement", "shape"),
    [
        (Arrangement.INSET, Shape.RECTANGLE),
        (Arrangement.INSET, Shape.SECTOR),
        (Arrangement.ELASTOGRAPHY, Shape.SECTOR),
        (Arrangement.DUAL, Shape.TRAPEZOID),
    ],
)
def test_panels_are_found_on_a_small_compressed_screen(arrangement: Arrangement, shape: Shape) -> None:
    found = found_on(arrangement, shape, (640, 480), Signal.PROGRESSIVE, 75)
    assert found.right_count
    assert found.iou >= 0.95


def test_panels_are_found_on_an_interlaced_compressed_signal() -> None:
    found = found_on(Arrangement.DUAL, Shape.TRAPEZOID, (720, 480), Signal.NTSC, 75)
    assert found.right_count
    assert found.iou >= 0.93

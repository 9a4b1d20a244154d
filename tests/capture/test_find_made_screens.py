"""On made-up screens of many makers every panel is found, with its shape and kind; on what is no scan, nothing is."""

from collections.abc import Callable, Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from sklearn.datasets import load_sample_images

from capture.screen.find_layout import find_layout
from capture.screen.layout import PanelKind
from capture.source import Screen
from inference.evaluation.screens.measure import Agreement, compare, looks
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Recipe, Signal
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import Arrangement, Shape
from tests.capture.drawn_screens import desktop, patient_list

Picture = npt.NDArray[np.uint8]
SMALL = (800, 600)
TWO = (Arrangement.DUAL, Arrangement.DUAL_FROZEN, Arrangement.STACKED, Arrangement.DOPPLER, Arrangement.ELASTOGRAPHY)


@cache
def made(maker: str, arrangement: Arrangement, shape: Shape, seed: int = 4) -> MadeScreen:
    return MadeScreen(Recipe(maker, seed, SMALL, arrangement, shape), Library.shipped())


def agreement(screen: MadeScreen) -> Agreement:
    return compare(find_layout(looks(screen)), screen.truth)


def screens(pictures: Sequence[Picture], step_ms: int = 66) -> list[Screen]:
    return [Screen(pixels, number, number * step_ms * 1_000_000, 0) for number, pixels in enumerate(pictures)]


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("maker", ["GE", "Philips", "Esaote"])
def test_a_scan_of_any_shape_is_found_on_screens_of_makers(maker: str, shape: Shape) -> None:
    found = agreement(made(maker, Arrangement.SINGLE, shape))
    assert found.iou >= 0.97
    assert found.right_shapes
    assert found.right_kinds


@pytest.mark.parametrize("arrangement", TWO)
def test_two_panels_are_found_with_their_kinds(arrangement: Arrangement) -> None:
    found = agreement(made("Mindray", arrangement, Shape.RECTANGLE))
    assert found.right_count
    assert found.right_kinds
    assert found.worst_panel_iou >= 0.95


def test_contrast_beside_b_mode_is_found_while_its_bubbles_live() -> None:
    found = agreement(made("Siemens", Arrangement.CONTRAST, Shape.RECTANGLE))
    assert found.right_kinds
    assert found.iou >= 0.9


@pytest.mark.parametrize("shape", Shape)
def test_the_small_picture_in_a_corner_is_a_panel_of_its_own(shape: Shape) -> None:
    found = agreement(made("Samsung", Arrangement.INSET, shape))
    assert found.right_count
    assert found.iou >= 0.9


def test_a_body_mark_over_the_corner_is_left_out() -> None:
    screen = made("Siemens", Arrangement.SINGLE, Shape.RECTANGLE)
    layout = find_layout(looks(screen))
    assert layout is not None
    (panel,) = layout.panels
    assert panel.mask is not None
    assert not panel.mask[-5:, -5:].any()
    assert panel.mask[:, : panel.rect.width // 2].all()
    assert compare(layout, screen.truth).iou >= 0.97


def test_colour_in_the_only_panel_is_named() -> None:
    layout = find_layout(looks(made("GE", Arrangement.COLOUR, Shape.TRAPEZOID)))
    assert layout is not None
    assert [panel.kind for panel in layout.panels] == [PanelKind.DOPPLER]


@pytest.mark.parametrize("signal", [Signal.NTSC, Signal.PAL])
def test_a_sector_that_the_signal_squeezes_is_found(signal: Signal) -> None:
    size = (720, 480) if signal is Signal.NTSC else (720, 576)
    recipe = Recipe("Philips", 4, size, Arrangement.SINGLE, Shape.SECTOR, signal)
    assert agreement(MadeScreen(recipe, Library.shipped())).iou >= 0.95


def film(step: int) -> Picture:
    china = load_sample_images().images[0]
    return np.ascontiguousarray(china[2 * step : 2 * step + 380, 3 * step : 3 * step + 560])


def scrolling_list(step: int) -> Picture:
    return np.ascontiguousarray(np.roll(patient_list(40), 17 * step, axis=0)[::2, ::2])


def pointer_on_desktop(step: int) -> Picture:
    page = desktop()
    cv2.circle(page, (600 + 40 * step, 500), 12, (255, 255, 255), -1)
    return page


def flicker(step: int) -> Picture:
    return np.full((480, 640, 3), 40 * (step % 2) + 60, np.uint8)


@pytest.mark.parametrize("show", [film, scrolling_list, pointer_on_desktop, flicker])
def test_what_moves_and_is_no_scan_gives_nothing(show: Callable[[int], Picture]) -> None:
    assert find_layout(screens([show(step) for step in range(5)])) is None


@pytest.mark.parametrize("size", [(1, 1), (2, 4000), (15, 20), (16, 16), (33, 700), (4000, 18)])
@pytest.mark.parametrize("count", [1, 3, 5])
def test_noise_of_any_size_does_no_harm(size: tuple[int, int], count: int) -> None:
    rng = np.random.default_rng(3)
    layout = find_layout(screens([rng.integers(0, 256, (*size, 3), np.uint8) for _ in range(count)]))
    for panel in () if layout is None else layout.panels:
        assert panel.rect.width > 0
        assert panel.rect.height > 0


def test_two_patients_pictures_side_by_side_are_two_panels_or_one_but_nothing_written_beside_them() -> None:
    screen = made("GE", Arrangement.DUAL, Shape.RECTANGLE)
    still = [screen.picture(0.2)] * 5  # both stand: a page that compares two examinations
    layout = find_layout(screens(still))
    assert layout is not None
    found = compare(layout, screen.truth)
    assert found.leaked_px <= 0.1 * screen.truth.mask().sum()

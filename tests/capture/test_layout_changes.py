"""A scanner's new layout is found again in the same place on the screen, whatever the rate; nothing passes before."""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from capture.screen.edge_watch import EdgeWatch
from capture.screen.find_layout import find_layout
from capture.screen.gatekeeper import Gatekeeper
from capture.source import Screen
from inference.evaluation.screens.measure import compare, looks
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Recipe
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import Arrangement, Shape

Picture = npt.NDArray[np.uint8]


@cache
def made(arrangement: Arrangement, maker: str = "GE") -> MadeScreen:
    return MadeScreen(Recipe(maker, 11, (640, 480), arrangement, Shape.RECTANGLE), Library.shipped())


def shown(pixels: Picture, number: int, hz: float) -> Screen:
    return Screen(pixels, number, round(1e9 * number / hz), 0)


@pytest.mark.parametrize("hz", [1, 5, 30, 120])
def test_a_scan_is_found_at_any_rate(hz: int) -> None:
    keeper, screen = Gatekeeper("a device", None, None), made(Arrangement.SINGLE)
    most = max(3, hz)
    gates = (keeper.gate_for(shown(screen.picture(number / hz), number, hz)) for number in range(most))
    gate = next((gate for gate in gates if gate is not None), None)
    assert gate is not None
    assert compare(gate.layout, screen.truth).iou >= 0.95


@pytest.mark.parametrize(
    ("before", "after"),
    [(Arrangement.DUAL, Arrangement.STACKED), (Arrangement.SINGLE, Arrangement.DUAL)],
)
@pytest.mark.parametrize("maker", ["GE", "Mindray"])
def test_another_arrangement_is_found_within_a_second_and_nothing_of_the_old_passes_meanwhile(
    before: Arrangement, after: Arrangement, maker: str
) -> None:
    keeper, hz, found_s = Gatekeeper("a device", None, None), 15, None
    for number in range(10):
        gate = keeper.gate_for(shown(made(before, maker).picture(number / hz), number, hz))
    assert gate is not None
    for number in range(10, 10 + hz):
        gate = keeper.gate_for(shown(made(after, maker).picture(number / hz), number, hz))
        if gate is not None:
            found = compare(gate.layout, made(after, maker).truth)
            assert found.iou >= 0.9
            found_s = (number - 10) / hz
            break
    assert found_s is not None


def test_a_lifted_probe_a_pointer_and_a_dark_picture_do_not_shut_the_gate() -> None:
    screen = made(Arrangement.DUAL)
    layout = find_layout(looks(screen))
    assert layout is not None
    watch = EdgeWatch(layout)
    pixels = screen.picture(0.3)
    assert watch.agrees(pixels)
    pointed = pixels.copy()
    rect = screen.truth.panels[0].rect
    cv2.fillPoly(pointed, [np.array([(rect.right, 200), (rect.right, 224), (rect.right + 12, 218)])], (255, 255, 255))
    assert watch.agrees(pointed)
    dark = pixels.copy()
    dark[screen.truth.mask()] //= 4
    assert watch.agrees(dark)
    lifted = pixels.copy()
    lifted[screen.truth.mask()] = 0
    assert watch.agrees(lifted)


def test_a_panel_that_is_gone_and_a_gap_that_is_filled_are_noticed() -> None:
    screen = made(Arrangement.DUAL)
    layout = find_layout(looks(screen))
    assert layout is not None
    pixels = screen.picture(0.3)
    left, right = (panel.rect for panel in screen.truth.panels)
    without = pixels.copy()
    without[right.top : right.bottom, right.left : right.right] = 0
    wide = pixels.copy()
    wide[left.top : left.bottom, left.left : right.right] = cv2.resize(
        pixels[left.top : left.bottom, left.left : left.right], (right.right - left.left, left.height)
    )
    for changed in (without, wide):
        watch = EdgeWatch(layout)
        assert watch.agrees(pixels)
        assert not watch.agrees(changed)

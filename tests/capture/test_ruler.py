"""The depth ruler beside a scan is read to within one per cent, or not at all."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.screen.layout import Rect
from capture.screen.ruler.read import read_ruler
from tests.capture.drawn_rulers import PANEL, Picture, Ruler, focus_mark, menu_over, ruler_screen

RULERS = {
    "cm, ticks of 2.5 mm": Ruler(),
    "cm, at the left": Ruler(left=True),
    "mm, by tens": Ruler(unit_mm=1.0),
    "cm, ticks of 1 mm": Ruler(0.04, 1.0),
    "deep, numbers at 5 cm": Ruler(0.22, 10.0, 50.0),
    "numbers with a point": Ruler(0.15, 5.0, 25.0),
    "a zoom that begins at 17 mm": Ruler(0.05, 2.5, zero_mm=17.0),
    "coloured": Ruler(ink=(250, 150, 30)),
}


@pytest.mark.parametrize("name", RULERS)
def test_a_ruler_is_read_with_its_unit(name: str) -> None:
    ruler = RULERS[name]
    read = read_ruler(ruler_screen(ruler), PANEL)
    assert read is not None
    assert read.mm_per_px == pytest.approx(ruler.mm_per_px, rel=0.003)
    assert read.tick_mm == pytest.approx(ruler.tick_mm)


@given(mm_per_px=st.floats(0.035, 0.09), left=st.booleans(), unit_mm=st.sampled_from([1.0, 10.0]))
@settings(max_examples=12, deadline=None)
def test_whatever_the_depth_it_is_right_or_unknown(mm_per_px: float, left: bool, unit_mm: float) -> None:
    read = read_ruler(ruler_screen(Ruler(mm_per_px, left=left, unit_mm=unit_mm)), PANEL)
    assert read is None or read.mm_per_px == pytest.approx(mm_per_px, rel=0.01)


def scaled(screen: Picture) -> Picture:
    smaller = cv2.resize(screen, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(smaller, screen.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def compressed(screen: Picture) -> Picture:
    _, sent = cv2.imencode(".jpg", screen, [cv2.IMWRITE_JPEG_QUALITY, 60])
    return np.asarray(cv2.imdecode(sent, cv2.IMREAD_COLOR), np.uint8)


def woven(screen: Picture) -> Picture:
    blurred = cv2.GaussianBlur(screen, (0, 0), 0.6)
    noise = np.random.default_rng(0).normal(0, 2, (*screen.shape[:2], 1))
    return np.clip(blurred + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("harm", [scaled, compressed, woven])
def test_a_scaled_compressed_or_noisy_screen_gives_the_same_scale(harm) -> None:
    read = read_ruler(harm(ruler_screen(Ruler())), PANEL)
    assert read is not None
    assert read.mm_per_px == pytest.approx(0.0625, rel=0.01)


def test_ticks_hidden_by_a_focus_mark_do_not_matter() -> None:
    for y in (240, 400, 555):
        read = read_ruler(focus_mark(ruler_screen(Ruler()), y), PANEL)
        assert read is not None
        assert read.mm_per_px == pytest.approx(0.0625, rel=0.005)


def test_without_numbers_or_a_ruler_nothing_is_said() -> None:
    assert read_ruler(ruler_screen(), PANEL) is None
    assert read_ruler(ruler_screen(Ruler(numbered=False)), PANEL) is None


def test_a_ruler_under_a_menu_or_cut_off_is_not_guessed() -> None:
    screen = ruler_screen(Ruler())
    assert read_ruler(menu_over(screen, Rect(880, 60, 1200, 560)), PANEL) is None
    cut = screen.copy()
    cut[:, PANEL.right + 26 :] = 0  # the numbers lose their right halves
    read = read_ruler(cut, PANEL)
    assert read is None or read.mm_per_px == pytest.approx(0.0625, rel=0.01)


def test_numbers_that_do_not_count_up_are_not_read() -> None:
    screen = ruler_screen(Ruler())
    swapped = screen.copy()
    first, third = (slice(80 + cm * 160 - 12, 80 + cm * 160 + 13) for cm in (1, 3))
    swapped[first, PANEL.right + 20 : PANEL.right + 60] = screen[third, PANEL.right + 20 : PANEL.right + 60]
    swapped[third, PANEL.right + 20 : PANEL.right + 60] = screen[first, PANEL.right + 20 : PANEL.right + 60]
    read = read_ruler(swapped, PANEL)
    assert read is None or read.mm_per_px == pytest.approx(0.0625, rel=0.01)


def test_a_ruler_between_two_panels_is_taken_for_neither() -> None:
    left, right = Rect(60, 80, 560, 720), Rect(640, 80, 1140, 720)
    screen = ruler_screen(Ruler(), panel=left)
    screen = ruler_screen(None, panel=right, onto=screen)
    assert read_ruler(screen, left, [right]) is None
    assert read_ruler(screen, right, [left]) is None


def test_two_panels_with_different_depths_keep_their_own_rulers() -> None:
    left, right = Rect(120, 80, 600, 720), Rect(640, 80, 1120, 720)
    screen = ruler_screen(Ruler(left=True), panel=left)
    screen = ruler_screen(Ruler(0.15, 5.0, 25.0), panel=right, onto=screen)
    for panel, other, scale in ((left, right, 0.0625), (right, left, 0.15)):
        read = read_ruler(screen, panel, [other])
        assert read is not None
        assert read.mm_per_px == pytest.approx(scale, rel=0.005)


def test_two_rulers_of_one_panel_that_disagree_give_none() -> None:
    screen = ruler_screen(Ruler(left=True))
    both = ruler_screen(replace(Ruler(), mm_per_px=0.08), onto=screen)
    assert read_ruler(both, PANEL) is None


def test_the_numbers_of_two_rulers_one_above_the_other_are_not_taken_for_those_of_one() -> None:
    upper, lower = Rect(300, 80, 900, 390), Rect(300, 410, 900, 720)
    screen = ruler_screen(Ruler(0.12, 2.5), panel=upper)
    screen = ruler_screen(Ruler(0.12, 2.5), panel=lower, onto=screen)
    read = read_ruler(screen, Rect(300, 80, 900, 720))  # found as one panel
    assert read is None or read.mm_per_px == pytest.approx(0.12, rel=0.01)
    for panel, other in ((upper, lower), (lower, upper)):
        own = read_ruler(screen, panel, [other])
        assert own is not None
        assert own.mm_per_px == pytest.approx(0.12, rel=0.005)

"""The scan in the window: whole, in proportion, never an old picture as a new one."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from app.live.live_view import LiveView, fit
from app.live.view_state import StatusWord
from capture.errors import UnreadableFile
from tests.app.fakes import frame, live_state, speckle, track


def picture_of(view: LiveView) -> np.ndarray:
    """What the widget paints, RGB."""
    image = view.grab().toImage().convertToFormat(view.grab().toImage().Format.Format_RGB888)
    width, height = image.width(), image.height()
    return np.array(image.constBits()).reshape(height, image.bytesPerLine())[:, : width * 3].reshape(height, width, 3)


@pytest.fixture
def view(qtbot) -> LiveView:
    view = LiveView()
    qtbot.addWidget(view)
    view.resize(800, 480)
    return view


def test_the_whole_picture_is_shown_pixel_for_pixel_where_it_fits(view: LiveView) -> None:
    pixels = speckle(640, 480)
    view.show_state(live_state(picture=frame(0, pixels)), hidden=False)
    painted = picture_of(view)
    assert np.array_equal(painted[:, 80:720], pixels)
    assert not painted[:, :80].any()
    assert not painted[:, 720:].any()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (320, 900), (50, 40), (1, 1)])
def test_a_picture_of_any_size_is_shown_whole_and_in_proportion(view: LiveView, width: int, height: int) -> None:
    white = np.full((height, width, 3), 255, dtype=np.uint8)
    view.show_state(live_state(picture=frame(0, white)), hidden=False)
    lit = picture_of(view)[:, :, 0] > 128
    across, down = np.flatnonzero(lit.any(axis=0)), np.flatnonzero(lit.any(axis=1))
    shown_width, shown_height = across[-1] - across[0] + 1, down[-1] - down[0] + 1
    assert shown_width == 800 or shown_height == 480
    assert shown_width / shown_height == pytest.approx(width / height, rel=0.02)


def test_a_part_of_a_larger_array_is_shown_as_it_is(view: LiveView) -> None:
    whole = speckle(900, 600)
    view.show_state(live_state(picture=frame(0, whole[60:540, 100:740])), hidden=False)
    assert np.array_equal(picture_of(view)[:, 80:720], whole[60:540, 100:740])


@pytest.mark.parametrize("word", [StatusWord.NO_SIGNAL, StatusWord.SCAN_AREA_LOST])
def test_an_old_picture_does_not_pass_for_a_live_one(view: LiveView, word: StatusWord) -> None:
    white = np.full((480, 640, 3), 255, dtype=np.uint8)
    state = live_state(word, track(), picture=frame(0, white))
    view.show_state(state, hidden=False)
    assert np.median(picture_of(view)[:, 80:720]) < 100


@pytest.mark.parametrize("off", ["muted", "look_first", "hidden"])
def test_boxes_are_off_when_the_user_says_so(view: LiveView, off: str) -> None:
    black = frame(0, np.zeros((480, 640, 3), dtype=np.uint8))
    state = live_state(StatusWord.LIVE, track(), picture=black)
    view.show_state(state, hidden=False)
    assert picture_of(view).any()
    if off != "hidden":
        state = replace(state, **{off: True})
    view.show_state(state, hidden=off == "hidden")
    assert not picture_of(view).any()


def test_each_distinct_frame_is_reported_as_painted_once(view: LiveView, qtbot) -> None:
    seen: list[int] = []
    view.frame_painted.connect(lambda painted: seen.append(painted.index))
    first, second = live_state(picture=frame(4)), live_state(picture=frame(5))
    for state in (first, first, second):
        view.show_state(state, hidden=False)
        view.grab()
    assert seen == [4, 5]


def test_without_a_picture_the_view_says_what_to_do(view: LiveView) -> None:
    view.show_state(replace(live_state(StatusWord.WAITING), frame=None), hidden=False)
    assert picture_of(view).any()


@pytest.mark.parametrize("word", [StatusWord.WAITING, StatusWord.NO_SIGNAL, StatusWord.SCAN_AREA_LOST])
def test_where_there_is_no_picture_one_button_leads_on(view: LiveView, qtbot, word: StatusWord) -> None:
    view.show_state(replace(live_state(word), frame=None), hidden=False)
    assert view._help.isVisibleTo(view)
    with qtbot.waitSignal(view.help_asked) as asked:
        view._help.click()
    assert asked.args == [word]
    view.show_state(live_state(), hidden=False)
    assert not view._help.isVisibleTo(view)


def test_a_source_that_failed_says_why_and_leads_back(view: LiveView, qtbot) -> None:
    state = live_state(StatusWord.NO_SIGNAL)
    generic = replace(state, frame=None)
    view.show_state(generic, hidden=False)
    before = picture_of(view)
    fault = UnreadableFile("{file} is empty (0 bytes); copy it again or choose another file", file="a.mp4")
    view.show_state(replace(generic, health=replace(state.health, notice=fault)), hidden=False)
    assert not np.array_equal(picture_of(view), before)
    with qtbot.waitSignal(view.help_asked) as asked:
        view._help.click()
    assert asked.args == [StatusWord.WAITING]


def test_fit_centres_and_keeps_proportions() -> None:
    assert fit(200, 100, QRectF(0, 0, 400, 400)) == QRectF(0, 100, 400, 200)

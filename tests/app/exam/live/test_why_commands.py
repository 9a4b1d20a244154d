"""Key W: measured descriptors of the chosen finding, and what the network looked at, beside the scan."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.exam.window.why.saliency_paint import LOWERS, RAISES, saliency_image
from app.exam.window.why.why_panel import WhyPanel
from app.live.view_state import StatusWord, ViewState
from app.live.window.actions import WindowSettings
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from inference.explanation.saliency import saliency_of
from inference.preparation import to_grey
from tests.app.exam.live.test_lesion_commands import mass, picture, press, state
from tests.app.exam.reading.made_detector import BOX, MadeDetector, scan
from tests.app.fakes import FakeActions, FakeSession, recording_state, track

Make = Callable[..., tuple[MainWindow, FakeSession, MadeDetector]]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    windows: list[MainWindow] = []

    def make(view: ViewState, detector: MadeDetector | None = None) -> tuple[MainWindow, FakeSession, MadeDetector]:
        actions, session = FakeActions(), FakeSession(view)
        made = detector or MadeDetector()
        actions.detector = made  # type: ignore[assignment]
        window = MainWindow(WindowSettings(language="en"), actions=actions)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.show_session(session)
        return window, session, made

    yield make
    for window in windows:
        window.lesions.stop()


def rows(window: MainWindow) -> dict[str, str]:
    panel = window._page.why
    return {title.text(): value.text() for title, value in panel._rows if title.isVisibleTo(panel)}


def measured(window: MainWindow, qtbot: QtBot) -> WhyPanel:
    qtbot.waitUntil(lambda: bool(rows(window)))
    return window._page.why


def turn(window: MainWindow, session: FakeSession, view: ViewState, qtbot: QtBot) -> None:
    session.state = view
    session.on_news()
    qtbot.waitUntil(lambda: window.stage.state is view)


def test_the_measured_descriptors_of_the_finding_are_shown_and_marked_as_measured(make: Make, qtbot: QtBot) -> None:
    window, _, _ = make(state(mass()))
    press(window, Command.WHY)
    panel = measured(window, qtbot)
    assert rows(window)["Orientation (depth/width)"] == "0.67 · parallel"
    assert len(rows(window)) == 8
    assert "Measured from the outline; not the clinician's entry." in panel._note.text()
    assert "not yet reviewed" in panel._note.text()
    assert panel._heading.text() == "Why: finding 1"
    press(window, Command.WHY)
    assert not panel.isVisible()


def test_what_could_not_be_measured_says_why(make: Make, qtbot: QtBot) -> None:
    window, _, _ = make(state(mass()), MadeDetector(outlines=False))
    press(window, Command.WHY)
    measured(window, qtbot)
    assert set(rows(window).values()) == {"The lesion has no outline"}


def test_several_findings_need_a_choice_and_none_is_said(make: Make, qtbot: QtBot) -> None:
    window, session, _ = make(state(mass(1), track(2, (10, 30, 60, 80))))
    press(window, Command.WHY)
    assert "Choose one with its number, then ask why" in window.notice.text
    press(window, Command.LESION_2)
    press(window, Command.WHY)
    qtbot.waitUntil(lambda: window._page.why._heading.text() == "Why: finding 2")
    press(window, Command.WHY)
    turn(window, session, state(), qtbot)
    window.commands[Command.WHY].setEnabled(True)
    press(window, Command.WHY)
    assert "No finding is on screen" in window.notice.text


def test_a_moving_picture_is_not_read_by_itself_and_a_still_one_is(make: Make, qtbot: QtBot) -> None:
    window, session, _ = make(state(mass()))
    press(window, Command.WHY)
    measured(window, qtbot)
    why = window.lesions.why
    first = why._asked
    turn(window, session, state(mass(), shown=picture(5)), qtbot)
    assert why._asked is first
    turn(window, session, state(mass(), word=StatusWord.PAUSED, shown=picture(6)), qtbot)
    qtbot.waitUntil(lambda: "00:00.1" in window._page.why._of.text())
    assert why._asked is not None
    assert why._asked.frame.index == 6


def test_a_recording_is_read_anew_where_it_stands_still_only(make: Make, qtbot: QtBot) -> None:
    still = replace(recording_state(), frame=picture(30), tracks=(mass(),), findings=state(mass()).findings)
    assert still.timeline is not None
    playing = replace(still, frame=picture(31), timeline=replace(still.timeline, playing=True))
    window, session, _ = make(playing)
    press(window, Command.WHY)
    measured(window, qtbot)
    turn(window, session, replace(playing, frame=picture(32)), qtbot)
    asked = window.lesions.why._asked
    assert asked is not None
    assert asked.frame.index == 31
    turn(window, session, replace(still, frame=picture(33)), qtbot)
    qtbot.waitUntil(lambda: window.lesions.why._asked is not None and window.lesions.why._asked.frame.index == 33)


def test_the_saliency_picture_is_a_copy_beside_the_scan_with_its_caution(make: Make, qtbot: QtBot) -> None:
    window, _, _ = make(state(mass()))
    before = picture().pixels.copy()
    press(window, Command.SALIENCY)
    panel = window._page.why
    qtbot.waitUntil(lambda: panel._picture._made is not None)
    assert "not a proof" in panel._proof.text()
    assert panel._proof.isVisibleTo(panel)
    frame = window.stage.state.frame
    assert frame is not None
    assert (frame.pixels == before).all()
    assert not panel._picture.grab().isNull()
    assert panel.isAncestorOf(panel._picture)


def test_it_shows_how_far_it_is_and_can_be_cancelled(make: Make, qtbot: QtBot) -> None:
    window, _, detector = make(state(mass()))
    looks = 0
    plain = detector.view_logit

    def slow(view: object) -> float:
        nonlocal looks
        looks += 1
        if looks == 20:
            window.lesions.why._cancel()
        return plain(view)  # type: ignore[arg-type]

    detector.view_logit = slow  # type: ignore[method-assign]
    press(window, Command.SALIENCY)
    panel = window._page.why
    assert panel._progress.isVisibleTo(panel)
    qtbot.waitUntil(lambda: window.lesions.why._looking is None)
    assert looks < 30
    assert panel._picture._made is None
    assert panel._look.isVisibleTo(panel)


def test_hidden_or_muted_it_is_not_shown(make: Make, qtbot: QtBot) -> None:
    window, _, _ = make(state(mass()))
    press(window, Command.WHY)
    measured(window, qtbot)
    press(window, Command.HIDE)
    assert not window._page.why.isVisible()
    press(window, Command.HIDE)
    assert window._page.why.isVisible()
    press(window, Command.MUTE)
    assert not window._page.why.isVisible()


def test_a_network_that_fails_is_said_and_the_panel_closes(make: Make, qtbot: QtBot) -> None:
    window, _, _ = make(state(mass()), MadeDetector(fault=True))
    press(window, Command.WHY)
    qtbot.waitUntil(lambda: "gave no numbers" in window.notice.text)
    assert not window._page.why.isVisible()


def test_another_session_forgets_it(make: Make, qtbot: QtBot) -> None:
    window, _, _ = make(state(mass()))
    press(window, Command.WHY)
    measured(window, qtbot)
    window.show_session(FakeSession(state(mass())))
    assert not window._page.why.isVisible()
    assert window.lesions.why._asked is None


def test_the_colours_of_the_picture_are_those_of_the_legend() -> None:
    made = saliency_of(MadeDetector(), to_grey(scan()), BOX)  # type: ignore[arg-type]
    assert made is not None
    up = replace(made, effect=abs(made.effect))
    down = replace(made, effect=-abs(made.effect))
    row, column = made.peak
    size = made.view.shape[0]
    for shown, name in ((up, RAISES), (down, LOWERS)):
        image = saliency_image(shown)
        colour = image.pixelColor(column * image.width() // size, row * image.height() // size)
        reds = colour.red() > colour.blue()
        assert reds is (name == RAISES)

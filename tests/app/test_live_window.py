"""The window around a session: opens, shows, forwards, survives, and lets everything go."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.live.view_state import StatusWord
from app.live.window.actions import SourceChoice, WindowSettings
from app.live.window.keys import DEFAULT_KEYS, LESIONS, Command
from app.live.window.main_window import MainWindow
from app.scanners.profile import DrawnArea, ScannerProfile
from app.scanners.profile_shelf import ProfileShelf
from capture.errors import DeviceLost, UnreadableFile
from capture.screen.layout import ScanLayout
from capture.screen.signature import sign
from tests.app.fakes import FakeActions, FakeSession, frame, live_state, recording_state, track

BROKEN = UnreadableFile("{file} is empty (0 bytes); copy it again or choose another file", file="a.mp4")
Make = Callable[..., tuple[MainWindow, FakeActions]]


@pytest.fixture
def make(qtbot) -> Make:
    def make(*sessions: FakeSession, **settings: object) -> tuple[MainWindow, FakeActions]:
        actions = FakeActions(*sessions)
        window = MainWindow(WindowSettings(**settings), actions=actions)  # type: ignore[arg-type]
        qtbot.addWidget(window)
        window.show()
        return window, actions

    let_go()  # windows of tests before would hear the same keys
    return make


def let_go() -> None:
    """Delete what was closed."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def press(window: MainWindow, command: Command) -> None:
    window.commands[command].trigger()


def shows_start_page(window: MainWindow) -> bool:
    return window.start_page.isVisibleTo(window)


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left = Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, Qt.KeyboardModifier.NoModifier))


def test_the_first_page_offers_sources_recordings_and_the_demo(make: Make) -> None:
    window, actions = make(FakeSession(recording_state()))
    assert shows_start_page(window)
    window.start_page._demo.click()
    assert actions.calls == [("open_demo",)]
    assert not shows_start_page(window)


def test_a_dropped_file_is_opened_and_the_session_before_is_closed(make: Make) -> None:
    first, second = FakeSession(live_state()), FakeSession(recording_state())
    window, actions = make(second)
    window.show_session(first)
    drop(window, Path("clip.mp4"))
    assert actions.calls == [("open_file", Path("clip.mp4"))]
    assert (first.closed, second.closed) == (1, 0)
    assert window.stage.state.word is StatusWord.REPLAY


def test_a_file_that_cannot_be_opened_is_said_and_what_runs_goes_on(make: Make) -> None:
    running = FakeSession(live_state())
    window, actions = make()
    window.show_session(running)
    actions.fault = BROKEN
    drop(window, Path("a.mp4"))
    assert window.notice.text == "a.mp4 is empty (0 bytes); copy it again or choose another file"
    assert running.closed == 0
    assert window.stage.session is running


def test_a_live_source_frees_the_device_before_it_is_opened_and_a_fault_leads_to_the_start_page(
    make: Make, qtbot
) -> None:
    running = FakeSession(live_state())
    window, actions = make()
    window.show_session(running)
    actions.fault = DeviceLost("{source} could not be opened", source="Grabber")
    window.open_live(SourceChoice("/dev/video0", "Grabber"))
    qtbot.waitUntil(lambda: running.closed == 1)
    assert shows_start_page(window)
    assert window.notice.text == "Grabber could not be opened"


def test_a_session_that_cannot_start_is_said(make: Make) -> None:
    window, _ = make(FakeSession(live_state(), fault=BROKEN))
    window.open_demo()
    assert "is empty" in window.notice.text
    assert shows_start_page(window)


def test_a_lost_device_can_be_tried_again_with_one_button(make: Make, qtbot) -> None:
    first, second = FakeSession(live_state()), FakeSession(live_state())
    window, actions = make(first, second)
    choice = SourceChoice("/dev/video0", "Grabber")
    window.open_live(choice)
    qtbot.waitUntil(lambda: window.stage.session is first)
    lost = DeviceLost("{name} was unplugged", name="Grabber")
    first.state = replace(first.state, word=StatusWord.NO_SIGNAL, health=replace(first.state.health, notice=lost))
    window.stage.refresh()
    assert window.notice.text == "Grabber was unplugged"
    window.notice._button.click()
    assert actions.calls == [("open_live", choice)] * 2
    assert first.closed == 1
    assert window.stage.session is second


def test_a_notice_is_said_once_and_taken_back_when_it_is_over(make: Make) -> None:
    session = FakeSession(live_state())
    window, _ = make()
    window.show_session(session)
    told = replace(session.state, health=replace(session.state.health, notice="The network is being loaded"))
    session.state = told
    window.stage.refresh()
    assert window.notice.text == "The network is being loaded"
    window.notice.dismiss()
    window.stage.refresh()
    assert window.notice.text == ""
    session.state = live_state()
    window.stage.refresh()
    session.state = told
    window.stage.refresh()
    assert window.notice.text == "The network is being loaded"
    session.state = live_state()
    window.stage.refresh()
    assert window.notice.text == ""


def test_when_the_scan_area_is_lost_the_button_opens_the_layout_dialog(make: Make) -> None:
    window, _ = make()
    window.show_session(FakeSession(replace(live_state(StatusWord.SCAN_AREA_LOST), frame=None)))
    window.live_view._help.click()
    assert window.dialogs.layout is not None
    assert window.dialogs.layout.isVisible()
    assert not window.dialogs.layout.isModal()


def test_a_burst_of_news_costs_one_view(make: Make, qtbot) -> None:
    session = FakeSession(live_state())
    window, _ = make()
    window.show_session(session)
    window.stage._timer.stop()  # which views now and then without news
    QApplication.processEvents()
    before = session.views
    session.state = live_state(picture=frame(9))
    for _ in range(50):
        session.on_news()
    with qtbot.waitSignal(window.stage.picture_changed):
        pass
    assert session.views == before + 1
    assert window.stage.state.frame is session.state.frame


KEYS = [
    (Command.PLAY, ("toggle_play",)),
    (Command.HOME, ("seek", 0)),
    (Command.END, ("seek", 99)),
    (Command.BACK, ("step", -1)),
    (Command.FORWARD, ("step", 1)),
    (Command.LESION_2, ("select", 2)),
    (Command.NEXT, ("select", 1)),
    (Command.PREVIOUS, ("select", 2)),
]


@pytest.mark.parametrize(("command", "call"), KEYS)
def test_a_key_reaches_the_session(make: Make, qtbot, command: Command, call: tuple[object, ...]) -> None:
    session = FakeSession(recording_state())
    window, _ = make()
    window.show_session(session)
    with qtbot.waitExposed(window):
        window.activateWindow()
    qtbot.keySequence(window, window.commands[command].shortcut())
    assert session.calls == [call]


def test_mute_look_first_loop_and_hide_switch_on_and_off_and_the_buttons_show_it(make: Make) -> None:
    session = FakeSession(recording_state())
    window, _ = make()
    window.show_session(session)
    for command in (Command.MUTE, Command.LOOK_FIRST, Command.LOOP, Command.HIDE, Command.AXILLA):
        for on in (True, False):
            press(window, command)
            assert window.commands[command].isChecked() is on


def test_hiding_from_the_patient_leaves_no_number_of_a_finding_anywhere(make: Make) -> None:
    window, _ = make()
    window.show_session(FakeSession(live_state(StatusWord.LIVE, track(1, malignancy=0.82))))
    press(window, Command.HIDE)
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window)]
    assert not any("0.82" in text or "0.71" in text for text in texts)


def test_in_the_axilla_nothing_is_scored(make: Make) -> None:
    window, _ = make()
    window.show_session(FakeSession(recording_state()))
    press(window, Command.AXILLA)
    state = window.stage.state
    assert state.abstained is not None
    assert all(each.malignancy is None for each in state.tracks)
    assert all(each.track.malignancy is None and not each.trend for each in state.findings)
    assert state.timeline is not None
    assert all(lane.malignancy is None for lane in state.timeline.lanes)


def test_a_dismissed_finding_is_counted_and_comes_back(make: Make) -> None:
    session = FakeSession(live_state(StatusWord.LIVE, track(1), track(2, malignancy=0.1)))
    window, _ = make()
    window.show_session(session)
    press(window, Command.DISMISS)  # two are shown, none is chosen
    assert "Choose one" in window.notice.text
    press(window, Command.LESION_2)
    press(window, Command.DISMISS)
    assert session.calls[-1] == ("dismiss", 2)
    assert window.commands[Command.RESTORE].isEnabled()
    press(window, Command.RESTORE)
    assert session.calls[-1] == ("restore_dismissed",)


def test_choosing_a_finding_twice_lets_it_go(make: Make) -> None:
    session = FakeSession(live_state(StatusWord.LIVE, track(1)))
    window, _ = make()
    window.show_session(session)
    press(window, Command.LESION_1)
    press(window, Command.LESION_1)
    assert session.calls == [("select", 1), ("select", None)]


def test_a_snapshot_says_where_it_is_and_a_fault_what_to_do(make: Make) -> None:
    window, actions = make()
    window.show_session(FakeSession(live_state()))
    press(window, Command.SNAPSHOT)
    assert "0001.png" in window.notice.text
    actions.fault = BROKEN
    press(window, Command.SNAPSHOT)
    assert "is empty" in window.notice.text


def test_recording_and_keeping_are_for_live_sources_and_stepping_is_for_recordings(make: Make) -> None:
    window, actions = make()
    window.show_session(FakeSession(live_state()))
    press(window, Command.RECORD)
    press(window, Command.KEEP)
    assert actions.calls == [("toggle_recording",), ("keep_last_30_s",)]
    assert not window.commands[Command.FORWARD].isEnabled()
    window.show_session(FakeSession(recording_state()))
    assert not window.commands[Command.RECORD].isEnabled()
    assert window.commands[Command.FORWARD].isEnabled()
    window.show_session(None)
    assert not any(window.commands[command].isEnabled() for command in (Command.PLAY, Command.SNAPSHOT))


def test_every_command_has_a_button_whose_tooltip_names_its_key(make: Make) -> None:
    window, _ = make()
    for command, action in window.commands.items():
        key = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        assert key
        assert key in action.toolTip()
        buttons = [button for button in window.findChildren(QToolButton) if button.defaultAction() is action]
        on_the_card = command is Command.DISMISS or command in LESIONS
        assert bool(buttons) != on_the_card, command


def test_keys_are_the_users_own(make: Make) -> None:
    window, _ = make(keys={"snapshot": "F9", "record": ""})
    assert window.commands[Command.SNAPSHOT].shortcut().toString() == "F9"
    assert window.commands[Command.RECORD].shortcut().isEmpty()
    assert window.commands[Command.PLAY].shortcut().toString() == DEFAULT_KEYS[Command.PLAY]


def test_no_key_stands_for_two_things() -> None:
    assert len(set(DEFAULT_KEYS.values())) == len(DEFAULT_KEYS) == len(Command)


def test_mirrored_puts_the_findings_on_the_left_and_is_remembered(make: Make) -> None:
    window, actions = make()
    window.show_session(FakeSession(live_state()))
    QApplication.processEvents()
    assert window.findings_panel.x() > window.live_view.x()
    press(window, Command.MIRROR)
    QApplication.processEvents()
    assert window.findings_panel.x() == 0
    assert actions.saved[-1].mirrored


def test_place_and_full_screen_are_remembered(make: Make) -> None:
    window, actions = make(geometry=(40, 30, 1000, 640))
    assert window.geometry().getRect() == (40, 30, 1000, 640)
    window.close()
    assert actions.saved[-1].geometry == (40, 30, 1000, 640)
    second, _ = make(geometry=(90_000, 30, 1000, 640))  # that screen is gone
    assert second.geometry().x() < 10_000


def test_closing_closes_the_session_and_lets_everything_go(qapp) -> None:
    let_go()
    before = len(QApplication.topLevelWidgets())
    sessions = [FakeSession(live_state(StatusWord.LIVE, track())) for _ in range(3)]
    windows = []
    for session in sessions:
        window = MainWindow(WindowSettings(), actions=FakeActions())
        window.show()
        window.show_session(session)
        press(window, Command.KEYS)
        press(window, Command.SOURCE)
        press(window, Command.LAYOUT)
        QApplication.processEvents()
        window.close()
        window.deleteLater()
        windows.append(weakref.ref(window))
        del window
    let_go()
    assert [session.closed for session in sessions] == [1, 1, 1]
    assert [window() for window in windows] == [None, None, None]
    assert len(QApplication.topLevelWidgets()) == before


def test_hundreds_of_repaints_leave_no_object_behind(make: Make) -> None:
    session = FakeSession(live_state(StatusWord.LIVE, track(1), track(2, (400, 300, 460, 350), 0.08)))
    window, _ = make()
    window.show_session(session)

    def play(pictures: int) -> int:
        for index in range(pictures):
            session.state = replace(session.state, frame=pictures_of[index % 4])
            window.stage.refresh()
            window.live_view.repaint()
        let_go()
        return len(gc.get_objects())

    pictures_of = [frame(index) for index in range(4)]
    play(50)
    first = play(200)
    assert play(200) - first < 50


# -- scanners ----------------------------------------------------------------------------------------------------------


def with_scanners(actions: FakeActions, folder: Path, *names: str) -> None:
    actions.scanners = ProfileShelf(folder)
    for name in names:
        actions.scanners.keep(ScannerProfile("", name, f"lavfi:{name}", name))


@pytest.fixture
def shelf_first(tmp_path: Path) -> FakeActions:
    let_go()
    actions = FakeActions(*(FakeSession(live_state()) for _ in range(6)))
    with_scanners(actions, tmp_path / "scanners", "Aplio", "Logiq", "Room 10")
    return actions


def opened(actions: FakeActions) -> list[str]:
    return [call[1].name for call in actions.calls if call[0] == "open_live"]  # type: ignore[attr-defined]


def test_a_key_goes_from_scanner_to_scanner_and_round_and_the_way_back_is_one_press(
    qtbot: QtBot, shelf_first: FakeActions
) -> None:
    window = MainWindow(WindowSettings(), actions=shelf_first)
    qtbot.addWidget(window)
    window.show()
    for _ in range(4):
        window.commands[Command.NEXT_SCANNER].trigger()
    assert opened(shelf_first) == ["Aplio", "Logiq", "Room 10", "Aplio"]
    window.commands[Command.PREVIOUS_SCANNER].trigger()
    assert opened(shelf_first)[-1] == "Room 10"
    assert window.notice.text == "Scanner: Room 10"
    window.notice._button.click()
    assert opened(shelf_first)[-1] == "Aplio"


def test_an_exam_goes_on_when_the_scanner_is_changed(qtbot: QtBot, shelf_first: FakeActions) -> None:
    window = MainWindow(WindowSettings(), actions=shelf_first)
    qtbot.addWidget(window)
    window.show()
    window.commands[Command.NEXT_SCANNER].trigger()
    window.commands[Command.EXAM].trigger()
    qtbot.waitUntil(lambda: shelf_first.exam.running)
    window.commands[Command.NEXT_SCANNER].trigger()
    assert opened(shelf_first) == ["Aplio", "Logiq"]
    assert shelf_first.exam.running
    assert window.stage.session is not None


def test_without_a_saved_scanner_the_key_says_what_to_do(make: Make) -> None:
    window, _ = make()
    window.commands[Command.NEXT_SCANNER].trigger()
    assert "No scanner is saved yet" in window.notice.text


def test_saved_scanners_are_offered_on_the_first_page(qtbot: QtBot, shelf_first: FakeActions) -> None:
    window = MainWindow(WindowSettings(), actions=shelf_first)
    qtbot.addWidget(window)
    window.show()
    buttons = [button for button in window.start_page.findChildren(QPushButton) if button.text() == "Logiq"]
    buttons[0].click()
    assert opened(shelf_first) == ["Logiq"]


def test_a_stream_that_was_used_is_offered_again_without_its_password(make: Make) -> None:
    window, actions = make(FakeSession(live_state()), FakeSession(live_state()))
    window.open_live(SourceChoice("rtsp://anna:secret@host/live", "rtsp"))
    window.open_live(SourceChoice("udp://@:5000", "udp"))
    assert actions.saved[-1].streams == ("udp://@:5000", "rtsp://host/live")


def test_a_scanner_that_is_dropped_on_the_window_is_taken(
    qtbot: QtBot, shelf_first: FakeActions, tmp_path: Path
) -> None:
    window = MainWindow(WindowSettings(), actions=shelf_first)
    qtbot.addWidget(window)
    window.show()
    file = tmp_path / "there.minamo-scanner.json"
    shelf_first.scanners.export(shelf_first.scanners.all()[0].id, file)
    file.write_text(file.read_text().replace("lavfi:Aplio", "udp://@:5000"))
    drop(window, file)
    assert [each.name for each in shelf_first.scanners.all()] == ["Aplio", "Aplio (2)", "Logiq", "Room 10"]
    assert window.dialogs.source is not None
    assert window.dialogs.source.isVisible()


def test_a_corrected_area_of_what_runs_is_used_without_opening_it_anew(qtbot: QtBot, shelf_first: FakeActions) -> None:
    window = MainWindow(WindowSettings(), actions=shelf_first)
    qtbot.addWidget(window)
    window.show()
    choice = SourceChoice("udp://@:5000", "udp")
    window.open_live(choice)
    session = window.stage.session
    assert isinstance(session, FakeSession)
    layout = ScanLayout.whole(320, 240)
    area = DrawnArea(layout, sign(np.zeros((240, 320, 3), np.uint8)))
    calls = len(shelf_first.calls)
    window._use_source(replace(choice, area=area))
    assert window.stage.session is not None
    assert shelf_first.calls[calls:] == [("remember_layout", layout, area.signature)]
    window.stage.session.state = replace(live_state(), word=StatusWord.NO_SIGNAL)  # type: ignore[attr-defined]
    window.stage.refresh()
    window._use_source(replace(choice, area=area))  # what has gone is opened anew
    assert shelf_first.calls[-1][0] == "open_live"

"""From a finding to a lesion of the exam: confirmed by one key, measured, edited, kept; live is never covered."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.exam.content.lesion import Lesion, Plane, TermSystem
from app.exam.content.model import now
from app.exam.content.picture import ContrastStudy
from app.exam.lesions.calipers import caliper
from app.exam.lesions.changing import confirmed, with_category, with_plane
from app.exam.lesions.earlier import EarlierLesion
from app.live.view_state import StatusWord, ViewState
from app.live.window.actions import WindowSettings
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from capture.frame import Frame
from capture.screen.layout import Panel, Rect, ScanLayout
from inference.findings import Track
from tests.app.exam.reading.made_detector import BOX, MadeDetector, scan
from tests.app.fakes import FakeActions, FakeSession, live_state, track

LAYOUT = ScanLayout((Panel(Rect(0, 0, 400, 400), mm_per_px=(0.1, 0.1)),), (0, 0), (400, 400))
MASS = (BOX.left, BOX.top, BOX.right, BOX.bottom)


def picture(index: int = 0, *, scaled: bool = True) -> Frame:
    pixels = scan()
    pixels.flags.writeable = False
    return Frame(pixels, index, index * 33_000_000, 0, LAYOUT if scaled else ScanLayout.whole(400, 400))


def mass(id: int = 1) -> Track:
    return track(id, MASS, size_mm=None)


def state(*tracks: Track, word: StatusWord = StatusWord.LIVE, shown: Frame | None = None) -> ViewState:
    return live_state(word, *tracks, picture=shown or picture())


Make = Callable[..., tuple[MainWindow, FakeActions, FakeSession]]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    windows: list[MainWindow] = []

    def make(view: ViewState, detector: MadeDetector | None = None) -> tuple[MainWindow, FakeActions, FakeSession]:
        actions, session = FakeActions(), FakeSession(view)
        actions.detector = detector or MadeDetector()  # type: ignore[assignment]
        window = MainWindow(WindowSettings(language="en", examiner="Sato^Jun"), actions=actions)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.show_session(session)
        return window, actions, session

    yield make
    for window in windows:
        window.lesions.stop()


def press(window: MainWindow, command: Command) -> None:
    window.commands[command].trigger()


def begin(window: MainWindow, actions: FakeActions, qtbot: QtBot) -> None:
    press(window, Command.EXAM)
    qtbot.waitUntil(lambda: actions.exam.content is not None)
    press(window, Command.EXAM_SIDE)


def kept(actions: FakeActions) -> tuple[Lesion, ...]:
    content = actions.exam.content
    return () if content is None else content.lesions


def confirm(window: MainWindow, actions: FakeActions, qtbot: QtBot) -> Lesion:
    """Press the key, and wait until the measured lesion is on the disk."""
    count = len(kept(actions))
    press(window, Command.LESION_CONFIRM)
    qtbot.waitUntil(lambda: len(kept(actions)) > count and bool(kept(actions)[-1].planes[0].calipers))
    return kept(actions)[-1]


def test_one_key_makes_a_measured_lesion_of_the_finding(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    lesion = confirm(window, actions, qtbot)
    assert (lesion.number, lesion.track_ids, lesion.malignancy, lesion.place.side) == (1, (1,), 0.82, "right")
    assert lesion.diameters_mm[:2] == (pytest.approx(12.1, abs=0.2), pytest.approx(8.1, abs=0.2))
    assert lesion.one_plane
    assert lesion.place.depth_mm == pytest.approx(12, abs=0.3)
    assert (lesion.category, lesion.verdict, lesion.descriptors) == (None, None, ())
    content = actions.exam.content
    assert content is not None
    assert [each.id for each in content.snapshots] == [lesion.planes[0].snapshot_id]
    assert window._page.form.isVisible()
    assert window.findChildren(QDialog) == []


def test_without_an_exam_a_side_or_a_clear_finding_it_says_what_to_do(make: Make, qtbot: QtBot) -> None:
    window, actions, session = make(state(mass()))
    assert not window.commands[Command.LESION_CONFIRM].isEnabled()
    window.lesions.commands._actions[Command.LESION_CONFIRM].setEnabled(True)
    press(window, Command.LESION_CONFIRM)
    assert "No exam is running" in window.notice.text
    press(window, Command.EXAM)
    qtbot.waitUntil(lambda: actions.exam.content is not None)
    press(window, Command.LESION_CONFIRM)
    assert "which breast" in window.notice.text
    press(window, Command.EXAM_SIDE)
    session.state = state(mass(1), track(2, (10, 30, 60, 80)))
    session.on_news()
    qtbot.waitUntil(lambda: len(window.stage.state.findings) == 2)
    press(window, Command.LESION_CONFIRM)
    assert "Several findings" in window.notice.text
    assert kept(actions) == ()


def test_what_the_network_did_not_see_is_marked_by_hand(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(), MadeDetector(outlines=False))
    begin(window, actions, qtbot)
    press(window, Command.LESION_CONFIRM)
    qtbot.waitUntil(lambda: len(kept(actions)) == 1)
    lesion = kept(actions)[0]
    assert (lesion.track_ids, lesion.malignancy, len(lesion.planes)) == ((), None, 1)
    assert "marked by hand" in window.notice.text
    assert not window._page.form.verdict.isVisibleTo(window._page.form)
    window.notice._button.click()
    qtbot.waitUntil(lambda: kept(actions) == ())


def test_a_lesion_is_written_with_its_picture_at_once(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, actions, _ = make(state(), MadeDetector(outlines=False))
    begin(window, actions, qtbot)
    written: list[object] = []
    put = actions.exam.put
    monkeypatch.setattr(actions.exam, "put", lambda item: (written.append(item), put(item)))
    press(window, Command.LESION_CONFIRM)
    lesions = [item for item in written if isinstance(item, Lesion)]
    assert [len(lesion.planes) for lesion in lesions] == [1]
    assert lesions[0].snapshot_ids == (lesions[0].planes[0].snapshot_id,)


def test_a_plane_taken_away_or_replaced_can_be_brought_back(make: Make, qtbot: QtBot) -> None:
    window, actions, session = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    press(window, Command.LESION_PLANE)
    qtbot.waitUntil(lambda: not kept(actions)[0].one_plane)
    whole = kept(actions)[0]
    window._page.measure.plane_changed.emit(1, None)
    qtbot.waitUntil(lambda: kept(actions)[0].one_plane)
    window.notice._button.click()
    qtbot.waitUntil(lambda: kept(actions)[0] == whole)
    session.state = state(mass(), shown=picture(7))
    session.on_news()
    qtbot.waitUntil(lambda: window.stage.state is session.state)
    press(window, Command.LESION_PLANE)
    qtbot.waitUntil(lambda: kept(actions)[0].planes[1] != whole.planes[1])
    window.notice._button.click()
    qtbot.waitUntil(lambda: kept(actions)[0].planes == whole.planes)


def test_the_same_finding_is_no_second_lesion(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    press(window, Command.LESION_CONFIRM)
    assert "is lesion 1 already" in window.notice.text
    assert len(kept(actions)) == 1


def test_a_second_picture_becomes_the_second_plane_with_the_third_diameter(make: Make, qtbot: QtBot) -> None:
    window, actions, session = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    session.state = state(mass(5), shown=picture(9))  # turned: another track
    session.on_news()
    qtbot.waitUntil(lambda: window.stage.state.findings[0].track.id == 5)
    press(window, Command.LESION_PLANE)
    qtbot.waitUntil(lambda: not kept(actions)[0].one_plane)
    lesion = kept(actions)[0]
    assert len(lesion.planes) == 2
    assert lesion.diameters_mm[2] == pytest.approx(12.1, abs=0.2)
    press(window, Command.LESION_CONFIRM)  # the other track is this lesion too
    assert "is lesion 1 already" in window.notice.text


def test_a_picture_without_a_scale_gives_calipers_and_no_size(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass(), shown=picture(scaled=False)))
    begin(window, actions, qtbot)
    lesion = confirm(window, actions, qtbot)
    assert lesion.diameters_mm == (None, None, None)
    assert lesion.place.depth_mm is None
    assert "scale of the picture is not known" in window._page.form._size.text()


def test_no_outline_is_said_and_calipers_are_drawn_by_hand(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()), MadeDetector(outlines=False))
    begin(window, actions, qtbot)
    press(window, Command.LESION_CONFIRM)
    form = window._page.form
    qtbot.waitUntil(lambda: "Draw the calipers by hand" in form._reading.text())
    press(window, Command.LESION_MEASURE)
    view = window._page.measure.views[0]
    start, end = view._to_screen((140, 180)).toPoint(), view._to_screen((260, 180)).toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: bool(kept(actions)) and kept(actions)[0].diameters_mm[0] is not None)
    assert kept(actions)[0].diameters_mm[0] == pytest.approx(12, abs=0.3)


def test_a_network_that_fails_is_said_and_the_lesion_stays(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()), MadeDetector(fault=True))
    begin(window, actions, qtbot)
    press(window, Command.LESION_CONFIRM)
    qtbot.waitUntil(lambda: "gave no numbers" in window.notice.text)
    qtbot.waitUntil(lambda: len(kept(actions)) == 1)


def test_two_quick_changes_are_both_kept_while_the_disk_is_behind(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    form = window._page.form
    form.descriptors.setFocus()
    qtbot.keyClick(form.descriptors, Qt.Key.Key_1)
    qtbot.keyClick(form.descriptors, Qt.Key.Key_2)
    form.category.entered.emit("4A")
    qtbot.waitUntil(lambda: kept(actions)[0].category is not None)
    lesion = kept(actions)[0]
    assert {each.feature: each.term for each in lesion.descriptors} == {"shape": "oval", "orientation": "not parallel"}
    assert lesion.category is not None
    assert lesion.category.by == "Sato^Jun"


def test_a_field_that_is_left_after_the_form_was_closed_loses_nothing(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    press(window, Command.LESION_FORM)
    press(window, Command.LESION_FORM)
    form = window._page.form
    assert not form.isVisible()
    form.category.entered.emit("3")
    form._note.setText("soft")
    form._note.editingFinished.emit()
    qtbot.waitUntil(lambda: kept(actions)[0].note == "soft")
    assert kept(actions)[0].category is not None


def test_the_keys_of_findings_choose_lesions_while_the_form_is_open(make: Make, qtbot: QtBot) -> None:
    window, actions, session = make(state(mass(1)))
    begin(window, actions, qtbot)
    first = confirm(window, actions, qtbot)
    session.state = state(mass(2))
    session.on_news()
    qtbot.waitUntil(lambda: window.stage.state.findings[0].track.id == 2)
    second = confirm(window, actions, qtbot)
    assert second.number == 2
    chosen = window.lesions.commands
    for command, id in (
        (Command.LESION_1, first.id),
        (Command.NEXT, second.id),
        (Command.NEXT, first.id),
        (Command.PREVIOUS, second.id),
    ):
        press(window, command)
        assert chosen._chosen_id == id
    assert ("select", 1) not in session.calls
    press(window, Command.LESION_FORM)  # to the words
    press(window, Command.LESION_FORM)  # and back to the findings
    press(window, Command.LESION_2)
    assert ("select", 2) in session.calls


def test_a_lesion_taken_out_can_be_brought_back_with_its_number(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    lesion = confirm(window, actions, qtbot)
    window._page.form._remove.click()
    qtbot.waitUntil(lambda: kept(actions) == ())
    assert "Lesion 1 was taken out" in window.notice.text
    window.notice._button.click()
    qtbot.waitUntil(lambda: kept(actions) == (lesion,))


def test_the_live_scan_is_never_covered(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    press(window, Command.LESION_MEASURE)
    page = window._page
    scan_area = QRect(window.live_view.mapTo(window, window.live_view.rect().topLeft()), window.live_view.size())
    for part in (page.form, page.measure):
        assert part.isVisible()
        area = QRect(part.mapTo(window, part.rect().topLeft()), part.size())
        assert not area.intersects(scan_area)
    assert window.live_view.height() >= 240
    press(window, Command.LESION_FORM)  # to the words
    assert page.form.isVisible()
    press(window, Command.LESION_FORM)  # and back to the findings
    assert not page.measure.isVisible()
    assert window.findings_panel.isVisible()


def test_hidden_from_the_patient_means_form_and_calipers_too(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    press(window, Command.LESION_MEASURE)
    press(window, Command.HIDE)
    assert not window._page.form.isVisible()
    assert not window._page.measure.isVisible()
    press(window, Command.HIDE)
    assert window._page.form.isVisible()


def test_the_words_are_kept_for_the_next_time(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    window._page.form.system_chosen.emit(TermSystem.JABTS)
    assert actions.saved[-1].terms == "JABTS"
    assert "JABTS category" in window._page.form.category._title.text()


def test_an_exam_that_is_gone_on_with_shows_its_lesions(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    lesion = with_category(confirm(window, actions, qtbot), TermSystem.BI_RADS, "3", "Sato")
    window.lesions.commands._put(lesion)
    exam = actions.exam.view.exam
    assert exam is not None
    press(window, Command.EXAM)
    qtbot.waitUntil(lambda: not actions.exam.view.ending)
    assert not window._page.form.isVisible()
    actions.exam.go_on(exam.id)
    qtbot.waitUntil(lambda: actions.exam.content is not None)
    press(window, Command.LESION_FORM)
    assert window.lesions.commands._chosen == lesion
    press(window, Command.LESION_MEASURE)  # its picture is loaded from the folder
    view = window._page.measure.views[0]
    qtbot.waitUntil(lambda: view._picture is not None)


def test_a_picture_that_is_missing_is_said_in_its_place(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    content, folder = actions.exam.content, actions.exam.folder
    assert content is not None
    assert folder is not None
    (folder / content.snapshots[0].plain).unlink()
    window.lesions._pictures.clear()
    press(window, Command.LESION_MEASURE)
    view = window._page.measure.views[0]
    qtbot.waitUntil(lambda: "missing or damaged" in view._words)
    assert view._plane is not None  # the calipers are still known
    assert len(view._plane.calipers) == 2


def test_a_picture_kept_before_can_be_chosen_as_a_plane(make: Make, qtbot: QtBot) -> None:
    window, actions, session = make(state(mass()))
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    session.state = replace(state(mass(), shown=picture(3)))
    session.on_news()
    actions.exam.snapshot(session.state, None)
    qtbot.waitUntil(lambda: actions.exam.content is not None and len(actions.exam.content.snapshots) == 2)
    content = actions.exam.content
    assert content is not None
    window._page.measure.picture_chosen.emit(1, content.snapshots[1].id)
    qtbot.waitUntil(lambda: len(kept(actions)[0].planes) == 2 and bool(kept(actions)[0].planes[1].calipers))
    assert kept(actions)[0].planes[1].snapshot_id == content.snapshots[1].id


def test_the_same_lesion_of_an_earlier_exam_gives_the_change_of_size(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    then = confirmed(None, 2, "right", now())
    calipers = (caliper((0, 0), (100, 0), (0.1, 0.1)), caliper((0, 0), (0, 60), (0.1, 0.1)))
    then = with_plane(then, 0, Plane(snapshot_id="old", calipers=calipers))
    actions.earlier = (EarlierLesion(then, now()),)
    begin(window, actions, qtbot)
    confirm(window, actions, qtbot)
    links, form = window._page.form.links, window._page.form
    qtbot.waitUntil(lambda: links._earlier.count() == 2)
    assert not form._change.isVisibleTo(form)
    links.earlier_chosen.emit(then.id)
    qtbot.waitUntil(lambda: kept(actions)[0].earlier_lesion_id == then.id)
    assert "10 mm before, now 12 mm" in form._change.text()
    assert "planes not named" in form._change.text()
    links.earlier_chosen.emit(None)
    assert not form._change.isVisibleTo(form)


def test_a_contrast_study_is_linked_to_its_lesion_by_a_click(make: Make, qtbot: QtBot) -> None:
    window, actions, _ = make(state(mass()))
    begin(window, actions, qtbot)
    lesion = confirm(window, actions, qtbot)
    links = window._page.form.links
    assert not links._chips.isVisibleTo(window._page.form)
    actions.exam.put(ContrastStudy(id="study", taken_at=now(), folder="contrast-1"))
    qtbot.waitUntil(lambda: "study" in links._studies)

    def linked() -> str | None:
        content = actions.exam.content
        assert content is not None
        return content.contrast_studies[0].lesion_id

    links._studies["study"].click()
    qtbot.waitUntil(lambda: linked() == lesion.id)
    assert links._studies["study"].isChecked()
    links._studies["study"].click()
    qtbot.waitUntil(lambda: linked() is None)

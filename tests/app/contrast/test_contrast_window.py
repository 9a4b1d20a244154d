"""The window on a contrast study: one key starts it, the curve grows, regions are drawn, nothing blocks."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtWidgets import QDialog, QToolButton

from app.contrast.view import ContrastView, StudyState
from app.live.contrast.contrast_strip import MAPS, PARAMETERS, RECORD
from app.live.contrast.curve_plot import CurvePlot
from app.live.contrast.panel_places import PanelPlace, panel_places
from app.live.contrast.region_layer import Part, Tool
from app.live.view_state import ViewState
from app.live.window.actions import WindowSettings
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from capture.screen.layout import PanelKind
from inference.contrast.regions import Region
from tests.app.contrast.fake_study import B_MODE_ONLY, LESION, REFERENCE, Workbench, contrast_frame
from tests.app.fakes import FakeActions, FakeSession, live_state


class DeskSession(FakeSession):
    """Shows the studies of a workbench beside one picture."""

    def __init__(self, work: Workbench) -> None:
        super().__init__(live_state())
        self.work = work
        self.contrast = work.desk
        self.frame = contrast_frame(0)

    def view(self, now_ns: int) -> ViewState:
        self.views += 1
        return replace(self.state, frame=self.frame, contrast=self.work.desk.view(self.frame))


class Room:
    """A window on a workbench."""

    def __init__(self, window: MainWindow, work: Workbench, session: DeskSession) -> None:
        self.window, self.work, self.session = window, work, session
        self.strip, self.layer = window._page.contrast, window._page.regions

    @property
    def plot(self) -> CurvePlot:
        assert self.strip.plot is not None
        return self.strip.plot

    def press(self, command: Command) -> None:
        self.window.commands[command].trigger()

    def until(self, seen: Callable[[ContrastView], bool]) -> ContrastView:
        view = self.work.until(seen)
        self.window.stage.refresh()
        return view

    def play(self, first: int, last: int) -> None:
        for index in range(first, last):
            self.work.desk.put(contrast_frame(index))
        self.session.frame = contrast_frame(last - 1)
        self.until(lambda view: view.curves is not None and len(view.curves.times_s) >= last - 1)

    def places(self) -> dict[PanelKind, PanelPlace]:
        places = panel_places(self.session.frame, self.window.live_view.target())
        return {place.kind: place for place in places}


@pytest.fixture
def room(qtbot, tmp_path: Path) -> Iterator[Room]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # windows of tests before would hear the same keys
    work = Workbench(tmp_path)
    work.desk.put(contrast_frame(0))
    session = DeskSession(work)
    window = MainWindow(WindowSettings(language="en"), actions=FakeActions())
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.show_session(session)
    yield Room(window, work, session)
    work.desk.stop()


def test_the_strip_offers_the_timer_as_soon_as_there_is_a_contrast_panel(room: Room) -> None:
    assert room.strip.isVisible()
    assert "T at the injection starts the timer" in room.strip._state._whole
    assert room.strip.plot is None
    room.session.frame = contrast_frame(1, layout=B_MODE_ONLY)
    room.work.desk.put(room.session.frame)
    room.window.stage.refresh()
    assert not room.strip.isVisible()
    room.press(Command.CONTRAST_TIMER)
    assert room.window.notice.text == "This layout has no contrast panel. Draw one in the layout dialog (key Ctrl+K)."


def test_one_key_starts_the_timer_and_the_curve_grows(room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 60)
    assert room.strip._clock.text() == "0:02"
    assert room.strip._phase.text() == "early vascular phase"
    assert room.plot.isVisible()
    lines = room.plot._lines
    assert set(lines) == {"lesion_raw", "lesion_clean", "reference_raw", "reference_clean"}
    assert len(lines["lesion_raw"].xData) == 59
    room.play(60, 100)
    assert len(lines["lesion_raw"].xData) == 99
    assert room.strip.side.currentIndex() == RECORD
    room.press(Command.CONTRAST_TIMER)
    assert "runs already" in room.window.notice.text


def test_no_dialog_opens_while_a_study_runs(room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 30)
    room.press(Command.CONTRAST_INJECTION)
    assert [dialog for dialog in room.window.findChildren(QDialog) if dialog.isVisible()] == []
    assert len(room.work.desk.view(None).injections) == 2


def test_a_stopped_study_shows_its_parameters_signs_and_maps_and_where_it_is_kept(room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 60)
    room.press(Command.CONTRAST_STUDY)
    room.until(lambda view: view.kept is not None)
    table = room.strip.parameters.table
    assert room.strip.side.currentIndex() == PARAMETERS
    assert [table.item(0, column).text() for column in range(4)] == [
        "PE [a.u.]",
        "0.21 (0.19–0.23)",
        "0.08",
        "2.6 (2.3–2.9)",
    ]
    assert table.item(2, 1).text() == "refused: the recording ends before the wash-out"
    assert room.strip.signs.table.item(0, 2).text() == "1.36 (1.1–1.6)"
    assert room.strip.signs.table.item(1, 1).text() == "refused: the lesion is too small for this sign"
    assert "not trained" in room.strip.signs._caption.text()
    assert "Research use only" in room.strip.signs._caption.text()
    assert room.window.notice.text == "Contrast study kept: study-1"
    assert "lesion_fit" in room.plot._lines


def test_maps_lie_over_the_b_mode_one_after_the_other(room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 60)
    room.press(Command.CONTRAST_STUDY)
    room.until(lambda view: view.kept is not None)
    bare = room.window.live_view.grab().toImage()
    shown = []
    for _ in range(3):
        room.press(Command.CONTRAST_MAP)
        shown.append(room.layer._map.name if room.layer._map is not None else "")
    assert shown == ["PE", "TTP", ""]
    assert room.strip.side.currentIndex() == MAPS
    room.press(Command.CONTRAST_MAP)
    overlaid = room.window.live_view.grab().toImage()
    place = room.places()
    on_bmode = place[PanelKind.B_MODE].to_screen((60, 50)).toPoint()
    on_contrast = place[PanelKind.CONTRAST].to_screen((60, 50)).toPoint()
    assert overlaid.pixelColor(on_bmode) != bare.pixelColor(on_bmode)
    assert overlaid.pixelColor(on_contrast) == bare.pixelColor(on_contrast)


def drag(qtbot, room: Room, *points: QPointF) -> None:
    layer = room.layer
    qtbot.mousePress(layer, Qt.MouseButton.LeftButton, pos=points[0].toPoint())
    for point in points[1:]:
        qtbot.mouseMove(layer, point.toPoint())
    qtbot.mouseRelease(layer, Qt.MouseButton.LeftButton, pos=points[-1].toPoint())


@pytest.fixture
def editing(room: Room) -> Room:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 63)  # the tissue stands at (0, 0) again after pi seconds
    return room


@pytest.mark.parametrize("kind", [PanelKind.CONTRAST, PanelKind.B_MODE])
def test_a_region_is_moved_on_either_panel_and_taken_back(qtbot, editing: Room, kind: PanelKind) -> None:
    place = editing.places()[kind]
    drag(qtbot, editing, place.to_screen((60, 50)), place.to_screen((55, 45)), place.to_screen((50, 40)))
    view = editing.until(lambda view: not view.recomputing)
    assert view.lesion is not None
    moved = Region.parse(view.lesion.text)
    assert moved.centre_px == pytest.approx((50, 40), abs=0.5)
    assert moved.radii_px == (24, 16)
    assert view.reference is not None
    assert view.reference.text == REFERENCE
    editing.press(Command.CONTRAST_UNDO)
    view = editing.until(lambda view: not view.recomputing)
    assert view.lesion is not None
    assert view.lesion.text == LESION


def test_a_region_that_is_computed_before_the_window_looks_is_drawn_where_it_is_from_then_on(
    qtbot, editing: Room
) -> None:
    work, place = editing.work, editing.places()[PanelKind.CONTRAST]
    ask = work.desk.set_regions

    def answered_at_once(lesion: str | None, reference: str | None) -> None:
        ask(lesion, reference)
        work.until(lambda view: not view.recomputing)

    work.desk.set_regions = answered_at_once  # type: ignore[method-assign]
    drag(qtbot, editing, place.to_screen((60, 50)), place.to_screen((55, 45)), place.to_screen((50, 40)))
    editing.press(Command.CONTRAST_UNDO)
    editing.until(lambda view: not view.recomputing)
    shown = editing.layer._region(Part.LESION)
    assert shown is not None
    assert shown.text() == LESION


def test_the_regions_stay_on_the_tissue_when_the_picture_gets_another_size(editing: Room) -> None:
    editing.window.stage._timer.stop()  # no picture comes
    view, before = editing.window.live_view, editing.window.live_view.target()
    view.resize(view.width() - 60, view.height() - 90)
    assert view.target() != before
    regions = editing.window._page.regions
    assert regions._target == view.target()
    assert regions.geometry() == view.rect()


def test_a_handle_is_dragged(qtbot, editing: Room) -> None:
    place = editing.places()[PanelKind.CONTRAST]
    drag(qtbot, editing, place.to_screen((60, 66)), place.to_screen((60, 75)))
    view = editing.until(lambda view: not view.recomputing)
    assert view.lesion is not None
    assert Region.parse(view.lesion.text).radii_px == pytest.approx((24, 25), abs=0.5)


def test_an_ellipse_is_drawn_for_the_reference(qtbot, editing: Room) -> None:
    editing.press(Command.CONTRAST_REGION)
    editing.press(Command.CONTRAST_ELLIPSE)
    place = editing.places()[PanelKind.CONTRAST]
    drag(qtbot, editing, place.to_screen((10, 10)), place.to_screen((40, 30)))
    view = editing.until(lambda view: not view.recomputing)
    assert view.reference is not None
    drawn = Region.parse(view.reference.text)
    assert drawn.centre_px == pytest.approx((25, 20), abs=0.5)
    assert drawn.radii_px == pytest.approx((15, 10), abs=0.5)
    assert editing.window.contrast.tool is Tool.MOVE
    assert editing.window.contrast.part is Part.REFERENCE


def test_a_polygon_ends_with_a_double_click(qtbot, editing: Room) -> None:
    editing.press(Command.CONTRAST_POLYGON)
    place = editing.places()[PanelKind.CONTRAST]
    corners = [(20, 20), (80, 20), (80, 70)]
    for corner in corners:
        qtbot.mouseClick(editing.layer, Qt.MouseButton.LeftButton, pos=place.to_screen(corner).toPoint())
    qtbot.mouseDClick(editing.layer, Qt.MouseButton.LeftButton, pos=place.to_screen(corners[-1]).toPoint())
    view = editing.until(lambda view: not view.recomputing)
    assert view.lesion is not None
    drawn = Region.parse(view.lesion.text)
    assert [pytest.approx(corner, abs=0.5) for corner in drawn.points_px] == corners


def test_a_region_is_drawn_by_hand_and_a_slip_is_refused_with_words(qtbot, editing: Room) -> None:
    editing.press(Command.CONTRAST_FREEHAND)
    place = editing.places()[PanelKind.CONTRAST]
    line = [place.to_screen(point) for point in [(20, 20), (50, 21), (80, 20), (80, 70), (50, 71), (20, 70)]]
    drag(qtbot, editing, *line)
    view = editing.until(lambda view: not view.recomputing)
    assert view.lesion is not None
    assert Region.parse(view.lesion.text).area_px == pytest.approx(60 * 50, rel=0.05)


def test_hidden_from_the_patient_no_curve_number_or_region_is_on_screen(room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 60)
    assert room.layer.isVisible()
    room.press(Command.HIDE)
    assert not room.layer.isVisible()
    assert not room.plot.isVisible()
    assert not room.strip.side.isVisible()
    assert "Hidden" in room.strip._veil.text()
    room.press(Command.HIDE)
    assert room.plot.isVisible()


def test_the_record_is_filled_in_beside_the_curve(qtbot, room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 30)
    form = room.strip.form
    form._dose.setText("0,015")
    form._unit.setCurrentIndex(1)
    form._mi.setText("nothing")
    form._range.setText("20")  # no scanner uses it
    form._dose.editingFinished.emit()
    injection = room.work.desk.view(None).injection
    assert injection is not None
    assert (injection.dose, injection.dose_unit, injection.mi) == (0.015, "mL/kg", None)
    assert form._mi.property("wrong") == "true"
    assert form._range.property("wrong") == "true"
    qtbot.keyClicks(form._note, "s")  # a letter in a field is no command
    assert ("snapshot" in [call[0] for call in room.window._doer.calls]) is False


def test_injections_are_switched_in_the_list(room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 30)
    room.press(Command.CONTRAST_INJECTION)
    room.window.stage.refresh()
    box = room.strip._injections
    assert [box.itemText(place) for place in range(box.count())] == ["Injection 1: lesion 1", "Injection 2: lesion 2"]
    assert box.currentIndex() == 1
    box.activated.emit(0)
    assert room.work.desk.view(None).chosen == 0


def test_the_curve_is_shown_in_decibels_on_request(room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 60)
    room.press(Command.CONTRAST_DB)
    assert room.plot._lines["lesion_clean"].yData.max() < 0
    assert room.plot._plot.getAxis("left").labelText == "dB below white"


def test_the_numbers_of_the_axis_are_those_of_the_curve_when_its_label_changes(room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 60)
    for _ in ("dB", "back"):
        room.press(Command.CONTRAST_DB)
    axis = room.plot._plot.getAxis("left")
    assert axis.labelText == "echo power, a.u."
    assert axis.range[1] < 1
    assert axis.autoSIPrefixScale == 1.0


def test_every_contrast_command_has_a_button_that_names_its_key(room: Room) -> None:
    room.press(Command.CONTRAST_TIMER)
    actions = {button.defaultAction() for button in room.window.findChildren(QToolButton)}
    for command in Command:
        if command.value.startswith("contrast"):
            action = room.window.commands[command]
            assert action in actions, command
            assert action.shortcut().toString() in action.toolTip()


def test_the_contrast_demo_opens_with_one_click(qtbot) -> None:
    actions = FakeActions(FakeSession(live_state()))
    window = MainWindow(WindowSettings(language="en"), actions=actions)
    qtbot.addWidget(window)
    window.show()
    window.start_page._contrast.click()
    assert actions.calls == [("open_contrast_demo",)]


def test_the_layer_takes_no_mouse_where_nothing_can_be_edited(room: Room) -> None:
    assert not room.layer.isVisible()
    room.press(Command.CONTRAST_TIMER)
    room.play(1, 30)
    assert room.layer.isVisible()
    assert room.window.live_view.childAt(QPoint(100, 100)) is room.layer
    assert room.work.desk.view(None).state is StudyState.COLLECTING

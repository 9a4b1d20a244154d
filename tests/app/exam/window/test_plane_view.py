"""Calipers by mouse and keys, on a kept picture: drag, draw, fine steps, undo, zoom, loupe."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.exam.content.lesion import Plane
from app.exam.content.model import now
from app.exam.lesions.caliper_edit import snapped_anew
from app.exam.lesions.changing import confirmed, with_plane
from app.exam.window.lesion.measure_strip import MeasureStrip, MeasureView
from app.exam.window.lesion.plane_view import PlanePicture, PlaneView
from app.live.window.keys import make_actions, name_actions
from app.snapshot import as_image
from capture.screen.layout import Panel, Rect, ScaleOrigin, ScanLayout
from tests.app.exam.reading.made_detector import scan
from tests.app.fakes import frame

LAYOUT = ScanLayout((Panel(Rect(0, 0, 400, 400), mm_per_px=(0.1, 0.1)),), (0, 0), (400, 400))
LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., PlaneView]


def ring() -> tuple[tuple[float, float], ...]:
    turn = np.linspace(0, 2 * math.pi, 120, endpoint=False)
    return tuple((200 + 60 * math.cos(t), 180 + 40 * math.sin(t)) for t in turn)


def picture(id: str = "1") -> PlanePicture:
    return PlanePicture(id, as_image(frame(pixels=scan())), LAYOUT)


PLANE = snapped_anew(Plane(snapshot_id="1", outline_px=ring()), LAYOUT)


@pytest.fixture
def view(qtbot: QtBot) -> PlaneView:
    view = PlaneView()
    qtbot.addWidget(view)
    view.resize(800, 800)  # two screen pixels a picture pixel
    view.show()
    qtbot.waitExposed(view)
    view.show_plane(picture(), PLANE)
    view.setFocus()
    return view


def told(view: PlaneView) -> list[Plane]:
    planes: list[Plane] = []
    view.changed.connect(planes.append)
    return planes


def drag(qtbot: QtBot, view: PlaneView, start: tuple[float, float], end: tuple[float, float]) -> None:
    first, last = (QPoint(round(x * 2), round(y * 2)) for x, y in (start, end))
    qtbot.mousePress(view, LEFT, pos=first)
    qtbot.mouseMove(view, (first + last) / 2)
    qtbot.mouseMove(view, last)
    qtbot.mouseRelease(view, LEFT, pos=last)


def test_a_dragged_end_is_told_once_with_its_new_size(view: PlaneView, qtbot: QtBot) -> None:
    view.set_snapping(False)
    planes = told(view)
    drag(qtbot, view, (260, 180), (300, 180))
    assert len(planes) == 1
    assert max(each.length_mm or 0 for each in planes[0].calipers) == pytest.approx(16, abs=0.1)


def test_an_end_near_the_outline_snaps_onto_it_and_with_snapping_off_stays_free(view: PlaneView, qtbot: QtBot) -> None:
    planes = told(view)
    drag(qtbot, view, (260, 180), (200, 224))  # 4 px below the outline
    ends = [place for each in planes[0].calipers for place in (each.start_px, each.end_px)]
    assert min(math.dist(place, (200, 220)) for place in ends) < 0.5
    view.undo()
    view.set_snapping(False)
    drag(qtbot, view, (260, 180), (200, 224))
    ends = [place for each in planes[-1].calipers for place in (each.start_px, each.end_px)]
    assert min(math.dist(place, (200, 224)) for place in ends) < 0.6


def test_a_caliper_is_drawn_where_there_is_no_outline(view: PlaneView, qtbot: QtBot) -> None:
    view.show_plane(picture("2"), Plane(snapshot_id="2"))
    planes = told(view)
    drag(qtbot, view, (100, 100), (200, 100))
    assert [each.length_mm for each in planes[0].calipers] == [pytest.approx(10, abs=0.1)]
    view.show_plane(picture("2"), planes[0])
    qtbot.mouseClick(view, LEFT, pos=QPoint(600, 600))  # a click draws nothing
    assert len(planes) == 1


def test_arrow_keys_move_the_chosen_end_in_fine_steps(view: PlaneView, qtbot: QtBot) -> None:
    planes = told(view)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    before = PLANE.calipers[0].start_px
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert planes[-1].calipers[0].start_px == pytest.approx((before[0] - 1, before[1]))
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert planes[-1].calipers[0].start_px == pytest.approx((before[0] - 6, before[1]))
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert planes[-1].calipers[0].start_px == pytest.approx((before[0] - 6, before[1] - 0.5))
    assert not planes[-1].calipers[0].snapped


def test_undo_goes_back_step_by_step_and_return_sets_them_onto_the_outline(view: PlaneView, qtbot: QtBot) -> None:
    planes = told(view)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    moved = planes[-1]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert planes[-1] == PLANE
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planes[-1] == moved
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planes[-1] == PLANE
    assert not view.can_undo
    view.undo()  # nothing more to take back
    assert planes[-1] == PLANE


def test_delete_takes_the_caliper_of_the_chosen_end_away(view: PlaneView, qtbot: QtBot) -> None:
    planes = told(view)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert planes == []
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert planes[-1].calipers == PLANE.calipers[1:]


def test_tab_leaves_after_the_last_end(view: PlaneView) -> None:
    for _ in range(4):
        assert view.focusNextPrevChild(True)
    assert view._end == (1, 1)
    view.focusNextPrevChild(True)
    assert view._end is None


def test_the_wheel_zooms_about_the_mouse_and_a_drag_still_measures_the_tissue(view: PlaneView, qtbot: QtBot) -> None:
    place = QPointF(520, 360)  # the right end of the mass
    point = view._to_picture(place)
    for _ in range(6):
        wheel = QWheelEvent(
            place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        view.wheelEvent(wheel)
    assert view._ratio() > 7
    there = view._to_screen(point)
    assert (there.x(), there.y()) == pytest.approx((place.x(), place.y()), abs=1)
    view.set_snapping(False)
    planes = told(view)
    start = view._to_screen((260, 180)).toPoint()
    qtbot.mousePress(view, LEFT, pos=start)
    qtbot.mouseMove(view, start + QPoint(round(view._ratio() * 10), 0))
    assert not view.grab().isNull()  # with the loupe
    qtbot.mouseRelease(view, LEFT, pos=start + QPoint(round(view._ratio() * 10), 0))
    assert max(each.length_mm or 0 for each in planes[-1].calipers) == pytest.approx(13, abs=0.15)


def test_a_new_picture_forgets_the_steps_of_the_one_before(view: PlaneView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.can_undo
    view.show_plane(picture("2"), Plane(snapshot_id="2"))
    assert not view.can_undo


def test_a_measurement_that_arrives_under_the_hand_waits_for_it(view: PlaneView, qtbot: QtBot) -> None:
    view.show_plane(picture(), Plane(snapshot_id="1"))
    planes = told(view)
    qtbot.mousePress(view, LEFT, pos=QPoint(200, 200))
    qtbot.mouseMove(view, QPoint(400, 200))
    view.show_plane(picture(), PLANE)
    qtbot.mouseMove(view, QPoint(402, 200))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(402, 200))
    assert len(planes[-1].calipers) == 1


def test_without_a_picture_it_says_what_to_do(qtbot: QtBot) -> None:
    view = PlaneView()
    qtbot.addWidget(view)
    view.show_plane(None, None, "Choose a picture of the lesion.")
    assert not view.grab().isNull()
    qtbot.mouseClick(view, LEFT)
    qtbot.keyClick(view, Qt.Key.Key_Return)


@pytest.fixture
def strip(qtbot: QtBot) -> Iterator[MeasureStrip]:
    owner = QWidget()
    qtbot.addWidget(owner)
    actions = make_actions(owner)
    name_actions(actions, {})
    yield MeasureStrip(actions, owner)
    owner.close()


def test_the_strip_tells_which_plane_was_changed_chosen_and_held(strip: MeasureStrip) -> None:
    lesion = with_plane(confirmed(None, 3, "left", now()), 0, PLANE)
    pictures = (("1", "1 · 10:00:00"), ("2", "2 · 10:01:00"))
    strip.show_view(MeasureView(lesion, pictures, {"1": picture()}))
    changes: list[tuple[int, Plane | None]] = []
    chosen: list[tuple[int, str]] = []
    strip.plane_changed.connect(lambda at, plane: changes.append((at, plane)))
    strip.picture_chosen.connect(lambda at, id: chosen.append((at, id)))
    strip._directions[0].setCurrentIndex(1)
    strip._directions[0].activated.emit(1)
    assert changes[-1][1] is not None
    assert (changes[-1][0], changes[-1][1].direction) == (0, "transverse")
    strip._pictures[1].setCurrentIndex(2)
    strip._pictures[1].activated.emit(2)
    assert chosen == [(1, "2")]
    strip._away[0].click()
    assert changes[-1] == (0, None)
    assert "12 × 8.0 × – mm, one plane only" in strip._size.text()


def test_the_strip_says_when_the_planes_are_not_upright(strip: MeasureStrip) -> None:
    lesion = confirmed(None, 1, "left", now())
    for at, direction in enumerate(("radial", "radial")):
        plane = PLANE.model_copy(update={"snapshot_id": str(at + 1), "direction": direction})
        lesion = with_plane(lesion, at, plane)
    strip.show_view(MeasureView(lesion, (("1", "a"), ("2", "b")), {}))
    assert strip._held.isVisibleTo(strip)
    second = lesion.planes[1].model_copy(update={"direction": "antiradial"})
    strip.show_view(MeasureView(with_plane(lesion, 1, second), (("1", "a"), ("2", "b")), {}))
    assert not strip._held.isVisibleTo(strip)
    assert isinstance(picture().image, QImage)


def test_a_picture_without_a_scale_offers_to_state_it_and_a_stated_one_is_said(strip: MeasureStrip) -> None:
    lesion = with_plane(confirmed(None, 1, "left", now()), 0, PLANE)
    shown = picture()
    bare = replace(shown, layout=ScanLayout.whole(400, 400))
    strip.show_view(MeasureView(lesion, (("1", "a"),), {"1": bare}))
    assert strip.set_scale_button.isVisibleTo(strip)
    assert "Ctrl+Shift+K" in strip.set_scale_button.defaultAction().toolTip()
    stated = replace(shown.layout.panels[0], scale_origin=ScaleOrigin.STATED)
    told = replace(shown, layout=replace(shown.layout, panels=(stated,)))
    strip.show_view(MeasureView(lesion, (("1", "a"),), {"1": told}))
    assert not strip.set_scale_button.isVisibleTo(strip)
    assert strip._size.text().endswith("(scale stated by the user)")

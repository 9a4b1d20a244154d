"""What is decided without a window or a thread: shapes, places, axes, phases, numbers that are typed."""

import itertools
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from app.contrast.injection import number_of
from app.contrast.keeping import write_whole
from app.contrast.phases import Phase, phase_at
from app.contrast.shown import shift_at
from app.contrast.study_axis import StudyAxis
from app.contrast.studying import StudyFigures
from app.contrast.suggestion import suggested_lesion
from app.contrast.view import ContrastView, CurveView
from app.live.contrast.contrast_texts import clock_text, number_text
from app.live.contrast.curve_plot import FLOOR_DB, in_db, lines_of, span_s
from app.live.contrast.panel_places import map_place, panel_places
from app.live.contrast.region_shape import dragged, ellipse_between, freehand_of, handles, nearest, polygon_of
from capture.errors import RecordingFailed
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from inference.contrast.regions import Region
from tests.app.contrast.fake_study import PHASES, TWO_PANELS, bolus, contrast_frame
from tests.app.fakes import finding, track

numbers = st.floats(-500, 500)
sizes = st.floats(2, 200)


@given(numbers, numbers, sizes, sizes, st.floats(-180, 180), st.integers(0, 3), sizes, st.floats(-math.pi, math.pi))
def test_a_dragged_handle_of_an_ellipse_stays_under_the_mouse(
    x: float, y: float, across: float, down: float, turn: float, handle: int, far: float, way: float
) -> None:
    region = Region("ellipse", (), (x, y), (across, down), turn)
    to = (x + far * math.cos(way), y + far * math.sin(way))
    moved = dragged(region, handle, to)
    assert moved.centre_px == region.centre_px
    if handle % 2 == 0:  # the long axis follows the mouse
        assert handles(moved)[handle] == pytest.approx(to, abs=1e-6)
        assert moved.radii_px[1] == region.radii_px[1]
    else:
        assert moved.angle_deg == region.angle_deg


@given(st.integers(3, 80), st.integers(0, 15), numbers, numbers)
def test_a_dragged_corner_of_a_polygon_takes_its_neighbours_along(count: int, handle: int, x: float, y: float) -> None:
    turns = np.linspace(0, 2 * np.pi, count, endpoint=False)
    region = Region("polygon", tuple((float(np.cos(turn)), float(np.sin(turn))) for turn in turns))
    place = handle % len(handles(region))
    moved = dragged(region, place, (x, y))
    assert len(handles(moved)) <= 16
    assert handles(moved)[place] == pytest.approx((x, y), abs=1e-6)
    others = [number for number in range(len(handles(region))) if number != place]
    assert all(handles(moved)[other] == handles(region)[other] for other in others)
    assert Region.parse(moved.text()) == moved


def test_shapes_are_drawn_as_the_hand_draws_them() -> None:
    assert ellipse_between((10, 20), (50, 40)).text() == "ellipse:30,30,20,10,0"
    assert polygon_of([(0, 0), (0.1, 0), (9, 0)]) is None
    square = [(float(x), 0.0) for x in range(50)] + [(50.0, float(y)) for y in range(50)]
    drawn = freehand_of(square, 0.5)
    assert drawn is not None
    assert len(drawn.points_px) == 3
    assert freehand_of([(1.0, 1.0)], 0.5) is None
    assert nearest([(0, 0), (10, 0)], (8, 0), within=3) == 1
    assert nearest([(0, 0), (10, 0)], (5, 9), within=3) is None


@given(st.floats(0, 119), st.floats(0, 99))
def test_a_point_on_either_panel_leads_to_the_same_tissue(x: float, y: float) -> None:
    layout = ScanLayout(
        (Panel(Rect(0, 0, 60, 50)), Panel(Rect(120, 0, 240, 100), PanelKind.CONTRAST)), (0, 0), (240, 100)
    )
    places = panel_places(contrast_frame(0, layout=layout), QRectF(7, 9, 480, 200))
    assert [place.kind for place in places] == [PanelKind.CONTRAST, PanelKind.B_MODE]
    for place in places:
        assert place.to_panel(place.to_screen((x, y))) == pytest.approx((x, y), abs=1e-6)
        assert place.area.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(place.to_screen((x, y)))
    below = map_place(places)
    assert below is not None
    assert below.kind is PanelKind.B_MODE
    assert places[0].to_screen((0, 0)) == QPointF(7 + 240, 9)


def test_without_a_contrast_panel_nothing_is_drawn() -> None:
    assert panel_places(contrast_frame(0, layout=ScanLayout.whole(240, 100)), QRectF(0, 0, 240, 100)) == ()
    assert map_place(()) is None


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 5), st.floats(0.01, 3)), min_size=2, max_size=30))
def test_times_and_numbers_of_a_study_ascend_however_often_the_source_is_lost(
    steps: list[tuple[bool, int, float]],
) -> None:
    axis = StudyAxis()
    index, time_s, arrived_s = 0, 0.0, 100.0
    placed = []
    for lost, number, step_s in steps:
        index, time_s = (0, 0.0) if lost else (index + number, time_s + step_s)
        arrived_s += step_s
        frame = replace(contrast_frame(index, time_s=time_s), arrived_ns=round(arrived_s * 1e9))
        placed.append(axis.place(frame))
    assert all(first.index < second.index for first, second in itertools.pairwise(placed))
    assert all(first.time_ns < second.time_ns for first, second in itertools.pairwise(placed))


def study(until_s: float | None = None) -> ContrastView:
    times_s = np.arange(600) / 20
    curves = CurveView(times_s, np.zeros(600, np.bool_), bolus(times_s), bolus(times_s), bolus(times_s))
    return ContrastView(curves=curves, until_s=until_s)


def test_the_curve_of_a_recording_grows_with_its_picture_and_has_no_fit_before_its_end() -> None:
    assert set(lines_of(study(), db=False)) == {"lesion_raw", "lesion_clean", "lesion_fit"}
    lines = lines_of(study(until_s=10.0), db=False)
    assert set(lines) == {"lesion_raw", "lesion_clean"}
    assert lines["lesion_raw"].times_s[-1] == pytest.approx(10.0)
    assert lines_of(ContrastView(), db=False) == {}


def test_the_axis_stands_still_while_the_curve_grows() -> None:
    assert span_s(lines_of(study(until_s=3.0), db=False)) == (0.0, 20.0)
    assert span_s(lines_of(study(until_s=12.0), db=False)) == (0.0, 20.0)
    assert span_s(lines_of(study(), db=False)) == (0.0, 40.0)


def test_decibels_end_at_the_floor() -> None:
    assert in_db(np.array([1.0, 0.1, 0.0, np.nan])) == pytest.approx([0, -10, FLOOR_DB, np.nan], nan_ok=True)


def test_the_region_follows_the_tissue_of_the_picture_on_screen() -> None:
    curves = CurveView(np.array([1.0, 2.0, 3.0]), np.zeros(3, np.bool_))
    figures = StudyFigures(curves, shifts_px=np.array([[0.0, 0.0], [2.0, 1.0], [4.0, 2.0]]))
    assert shift_at(figures, 2.0) == (2.0, 1.0)
    assert shift_at(figures, 2.9) == (2.0, 1.0)
    assert shift_at(figures, 0.5) == (0.0, 0.0)
    assert shift_at(figures, None) == (4.0, 2.0)
    assert shift_at(None, 2.0) == (0.0, 0.0)


def test_phases_are_those_of_the_site_and_none_without_an_injection() -> None:
    assert phase_at(PHASES, 59.9) == PHASES[0]
    assert phase_at(PHASES, 60.0) == PHASES[1]
    assert phase_at(PHASES, -1.0) is None
    assert phase_at(PHASES, None) is None
    assert phase_at((Phase("ours", 5, 9),), 4.9) is None


@pytest.mark.parametrize(
    ("text", "value"), [("0.015", 0.015), (" 0,5 ", 0.5), ("", None), ("a lot", None), ("-1", None), ("nan", None)]
)
def test_a_dose_is_a_number_or_not_known(text: str, value: float | None) -> None:
    assert number_of(text, 1000) == value


def test_numbers_are_short_and_the_clock_reads_from_afar() -> None:
    assert [number_text(value) for value in (None, 0.0, 0.0456, 12.345, 123.4, 4567.0, 0.00001)] == [
        "–",
        "0",
        "0.0456",
        "12.3",
        "123",
        "4567",
        "1.0e-05",
    ]
    assert [clock_text(value) for value in (None, 0.0, 74.9, -3.5, -0.4)] == ["–:––", "0:00", "1:14", "-0:03", "0:00"]


def test_the_lesion_that_the_detector_follows_is_proposed_where_it_is_clear_which() -> None:
    on_bmode = finding(1, track(1, (30, 20, 70, 60)))
    assert suggested_lesion([on_bmode], TWO_PANELS) == "ellipse:50.0,40.0,20.0,20.0,0"
    on_contrast = finding(2, track(2, (150, 20, 190, 60)), selected=True)
    assert suggested_lesion([on_bmode, on_contrast], TWO_PANELS) == "ellipse:50.0,40.0,20.0,20.0,0"
    assert suggested_lesion([on_bmode, replace(on_contrast, selected=False)], TWO_PANELS) is None
    assert suggested_lesion([on_bmode], ScanLayout.whole(240, 100)) is None


def test_a_folder_that_fails_half_way_leaves_the_one_before(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    write_whole(folder, lambda part: (part / "a").write_text("first"))

    def fail(part: Path) -> None:
        (part / "a").write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(RecordingFailed, match="No space left"):
        write_whole(folder, fail)
    assert (folder / "a").read_text() == "first"
    write_whole(folder, lambda part: (part / "b").write_text("second"))
    assert [path.name for path in folder.iterdir()] == ["b"]
    assert [path.name for path in tmp_path.iterdir()] == ["study"]

"""A box is painted where it was measured, or between two places where it was."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.screen.layout import ScanLayout
from inference.findings import Analysis, Box, Track, TrackState
from inference.interpolation import tracks_at
from tests.inference.scripted import MS, box_at, frame_of, scaled_layout, speckle

PIXELS = speckle(64, 48)


def track(number: int, box: Box, state: TrackState = TrackState.CONFIRMED, score: float = 0.5) -> Track:
    return Track(number, state, box, 0.8, score, score / 2, 1.0, False, 0, 0, (box.width, box.height))


def analysis(time_ms: float, *tracks: Track, layout: ScanLayout | None = None) -> Analysis:
    return Analysis(frame_of(PIXELS, round(time_ms), time_ms, layout), tracks)


BEFORE = analysis(100, track(1, box_at(100, 100), score=0.5))
AFTER = analysis(200, track(1, box_at(140, 80, 80, 60), score=0.9))


def test_halfway_in_time_is_halfway_in_place_and_size():
    (between,) = tracks_at(150 * MS, BEFORE, AFTER)
    assert between.box == box_at(120, 90, 70, 50)
    assert between.size_mm == pytest.approx((70, 50))


def test_the_score_is_the_one_known_by_then():
    (between,) = tracks_at(199 * MS, BEFORE, AFTER)
    assert between.malignancy == 0.5


def test_an_analysed_frame_gets_its_own_boxes():
    assert tracks_at(100 * MS, BEFORE, AFTER) == BEFORE.tracks
    assert tracks_at(200 * MS, BEFORE, AFTER) == AFTER.tracks


@pytest.mark.parametrize("time_ms", [0, 99, 201, 1e6])
def test_nothing_is_painted_outside_the_two_analyses(time_ms):
    assert tracks_at(round(time_ms * MS), BEFORE, AFTER) == ()


def test_nothing_is_painted_when_the_analyses_come_in_the_wrong_order():
    assert tracks_at(150 * MS, AFTER, BEFORE) == ()


@pytest.mark.parametrize("state", [TrackState.TENTATIVE, TrackState.LOST])
def test_a_track_that_is_not_confirmed_on_either_side_is_not_painted(state):
    other = analysis(200, track(1, box_at(140, 80), state))
    assert tracks_at(150 * MS, BEFORE, other) == ()
    assert tracks_at(150 * MS, replace(other, frame=BEFORE.frame), AFTER) == ()
    assert tracks_at(200 * MS, BEFORE, other) == ()


def test_a_track_known_on_one_side_only_is_not_painted():
    assert tracks_at(150 * MS, BEFORE, analysis(200, track(2, box_at(140, 80)))) == ()


def test_nothing_is_painted_across_a_change_of_depth():
    shallow, deep = scaled_layout(64, 48, (0.1, 0.1)), scaled_layout(64, 48, (0.2, 0.2))
    before = analysis(100, track(1, box_at(10, 10)), layout=shallow)
    after = analysis(200, track(1, box_at(12, 10)), layout=deep)
    assert tracks_at(150 * MS, before, after) == ()


def test_a_ruler_read_twice_or_only_now_is_no_change_of_depth():
    before = analysis(100, track(1, box_at(10, 10)), layout=scaled_layout(64, 48, (0.1, 0.1)))
    for scale in [(0.1004, 0.1004), None]:
        after = analysis(200, track(1, box_at(12, 10)), layout=scaled_layout(64, 48, scale))
        assert len(tracks_at(150 * MS, before, after)) == 1


@given(st.integers(101, 199))
def test_an_interpolated_box_lies_between_its_two_ends(time_ms):
    (between,) = tracks_at(time_ms * MS, BEFORE, AFTER)
    start, end = BEFORE.tracks[0].box, AFTER.tracks[0].box
    for edge in ("left", "top", "right", "bottom"):
        low, high = sorted((getattr(start, edge), getattr(end, edge)))
        assert low <= getattr(between.box, edge) <= high

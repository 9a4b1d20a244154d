"""Pairing tracks with detections."""

from hypothesis import given
from hypothesis import strategies as st

from inference.tracking.assignment import Gate, pair_up
from tests.inference.scripted import box_at

GATE = Gate(iou=0.15, distance=0.6, size_ratio=3.0)
boxes = st.lists(
    st.builds(box_at, st.floats(0, 600), st.floats(0, 400), st.floats(5, 200), st.floats(5, 200)), max_size=12
)


def test_nothing_pairs_with_nothing():
    assert pair_up([], [box_at(10, 10)], GATE) == []
    assert pair_up([box_at(10, 10)], [], GATE) == []


def test_two_lesions_keep_their_own_detections_in_whatever_order_they_come():
    tracks = [box_at(100, 100), box_at(180, 100)]
    assert pair_up(tracks, [box_at(184, 101), box_at(105, 98)], GATE) == [(0, 1), (1, 0)]


def test_a_box_too_far_away_is_no_pair_even_without_a_rival():
    assert pair_up([box_at(100, 100)], [box_at(170, 100)], GATE) == []


def test_a_small_box_inside_a_large_one_is_another_thing():
    assert pair_up([box_at(100, 100, 120, 100)], [box_at(100, 100, 30, 20)], GATE) == []


def test_the_total_counts_so_that_one_near_pair_does_not_orphan_another_track():
    tracks = [box_at(100, 100), box_at(130, 100)]
    assert pair_up(tracks, [box_at(118, 100), box_at(90, 100)], GATE) == [(0, 1), (1, 0)]


def test_where_boxes_lie_over_each_other_the_size_tells_them_apart():
    tracks = [box_at(100, 100, 80, 60), box_at(100, 100, 50, 40)]
    assert pair_up(tracks, [box_at(102, 100, 50, 40), box_at(101, 100, 80, 60)], GATE) == [(0, 1), (1, 0)]


@given(boxes, boxes)
def test_every_pair_is_one_to_one_and_within_the_gate(tracks, detections):
    pairs = pair_up(tracks, detections, GATE)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    for row, column in pairs:
        track, detection = tracks[row], detections[column]
        areas = sorted((track.width * track.height, detection.width * detection.height))
        assert areas[1] <= GATE.size_ratio * areas[0] * 1.0001

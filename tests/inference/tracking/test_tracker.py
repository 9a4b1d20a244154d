"""Ids hold, spans are times and not frames, and nothing on the screen was not measured."""

import json
import math
import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.findings import Box, Detection, Track, TrackState
from inference.tracking.motion import Motion
from inference.tracking.rules import Rules
from inference.tracking.tracker import Tracker
from tests.inference.scripted import MS, POINTS, SHOWN, box_at, seen_at, shown
from tests.inference.tracking import golden_tracker

STILL = Motion().carry
HOUR_NS = 3_600_000_000_000


def make_tracker(**rules: float) -> Tracker:
    return Tracker(SHOWN, POINTS, rules=Rules(**rules))


def play(tracker: Tracker, rate_hz: float, start_ms: float, end_ms: float, *seen: Detection) -> tuple[Track, ...]:
    """The same detections in every frame from start to end, both inclusive."""
    tracks: tuple[Track, ...] = ()
    for number in range(math.floor((end_ms - start_ms) * rate_hz / 1000 + 1e-6) + 1):
        tracks = tracker.update(round((start_ms + number * 1000 / rate_hz) * MS), seen, STILL)
    return tracks


def first_shown_ms(rate_hz: float, confidence: float) -> float:
    tracker = make_tracker()
    for number in range(round(2 * rate_hz)):
        time_ms = number * 1000 / rate_hz
        if shown(tracker.update(round(time_ms * MS), [seen_at(100, 100, confidence)], STILL)):
            return time_ms
    raise AssertionError("never shown")


def test_recorded_detections_give_exactly_the_recorded_tracks():
    frames = json.loads(golden_tracker.DETECTIONS.read_text(encoding="utf-8"))
    assert golden_tracker.run(frames) == json.loads(golden_tracker.TRACKS.read_text(encoding="utf-8"))


def test_two_lesions_that_cross_hide_and_slide_keep_their_ids_and_false_alarms_are_never_shown():
    frames = json.loads(golden_tracker.TRACKS.read_text(encoding="utf-8"))
    confirmed = [track for frame in frames for track in frame["tracks"] if track["state"] == "confirmed"]
    assert {track["id"] for track in confirmed} == {1, 2}
    for number, large in ((1, False), (2, True)):
        widths = [track["box"][2] - track["box"][0] for track in confirmed if track["id"] == number]
        assert all((width > 75) is large for width in widths)


@pytest.mark.parametrize("confidence", [0.7, 0.76])
def test_a_lesion_is_shown_after_the_same_time_at_every_rate(confidence):
    shown_ms = {rate_hz: first_shown_ms(rate_hz, confidence) for rate_hz in (15, 25, 30, 60, 240)}
    assert all(0 <= late - shown_ms[240] <= 1000 / rate_hz for rate_hz, late in shown_ms.items())
    assert 50 < shown_ms[240] < 500


@pytest.mark.parametrize("rate_hz", [10, 15, 30, 60])
def test_a_very_confident_lesion_is_shown_at_its_second_picture(rate_hz):
    assert first_shown_ms(rate_hz, 0.95) == pytest.approx(1000 / rate_hz)


def test_the_more_confident_the_sooner():
    late_ms = [first_shown_ms(60, confidence) for confidence in (0.7, 0.75, 0.8, 0.85, 0.9)]
    assert late_ms == sorted(late_ms, reverse=True)
    assert late_ms[0] > late_ms[-1] + 300


def test_one_picture_alone_is_never_shown():
    tracker = make_tracker()
    for _ in range(5):
        assert not shown(tracker.update(0, [seen_at(100, 100, 0.99)], STILL))


def test_a_flash_that_comes_back_too_seldom_is_not_shown():
    tracker = make_tracker()
    for number in range(60):
        seen = [seen_at(100, 100)] if number % 4 == 0 else []
        assert not shown(tracker.update(number * 33 * MS, seen, STILL))


def test_weak_detections_are_never_shown_however_long_they_stay():
    assert not shown(play(make_tracker(), 30, 0, 60_000, seen_at(100, 100, SHOWN)))


def test_detections_that_speak_against_a_mass_start_nothing():
    assert play(make_tracker(start_confidence=0.2), 30, 0, 1000, seen_at(100, 100, 0.19)) == ()


def test_a_weak_detection_holds_a_shown_mass_but_not_for_ever():
    tracker = make_tracker()
    play(tracker, 30, 0, 1000, seen_at(100, 100, 0.8))
    assert len(shown(play(tracker, 30, 1033, 1200, seen_at(101, 100, 0.35)))) == 1
    assert not shown(play(tracker, 30, 1233, 3000, seen_at(101, 100, 0.35)))


def test_a_mass_that_comes_into_view_is_shown_as_soon_as_it_is_clear():
    tracker = make_tracker()
    play(tracker, 30, 0, 2000, seen_at(100, 100, 0.2))
    for number in range(30):
        if shown(tracker.update((2033 + 33 * number) * MS, [seen_at(100, 100, 0.9)], STILL)):
            break
    assert number * 33 <= 217


def test_a_missed_look_is_bridged_where_the_motion_of_the_picture_is_known():
    tracker = make_tracker()
    play(tracker, 25, 0, 400, seen_at(100, 100, 0.8))
    (track,) = tracker.update(440 * MS, [], Motion(1, 0, 12, -5).carry)
    assert track.state is TrackState.CONFIRMED
    assert track.box.centre == pytest.approx((112, 95), abs=1)
    assert track.last_seen_ns == 400 * MS


def test_a_missed_look_is_not_bridged_where_the_motion_is_unknown():
    tracker = make_tracker()
    play(tracker, 25, 0, 400, seen_at(100, 100, 0.8))
    (track,) = tracker.update(440 * MS, [], None)
    assert track.state is TrackState.LOST


def test_a_track_without_detections_is_lost_then_ended():
    tracker = make_tracker(hold_ms=150, lost_ms=1500)
    play(tracker, 30, 0, 500, seen_at(100, 100))
    assert [track.state for track in play(tracker, 30, 533, 700)] == [TrackState.LOST]
    assert play(tracker, 30, 733, 1950) != ()
    assert play(tracker, 30, 1983, 2100) == ()


def test_a_lost_box_stays_where_it_was_last_measured():
    tracker = make_tracker()
    (before,) = play(tracker, 30, 0, 500, seen_at(100, 100))
    (lost,) = tracker.update(900 * MS, [], None)
    (later,) = tracker.update(1000 * MS, [], None)
    assert lost.box == later.box == before.box


def test_a_lesion_found_again_at_its_place_gets_its_id_and_score_back():
    tracker = make_tracker()
    (before,) = play(tracker, 30, 0, 1000, seen_at(100, 100, malignancy=0.9))
    play(tracker, 30, 1033, 2000)
    (after,) = tracker.update(2033 * MS, [seen_at(104, 98, malignancy=0.9)], STILL)
    assert (after.id, after.state) == (before.id, TrackState.CONFIRMED)
    assert after.first_seen_ns == 0
    assert after.malignancy == pytest.approx(0.9, abs=0.01)


def test_a_lesion_that_left_with_the_probe_is_found_again_where_the_probe_brings_it_back():
    tracker = make_tracker()
    (before,) = play(tracker, 30, 0, 500, seen_at(500, 100))
    for step in range(10):
        tracker.update((533 + step * 33) * MS, [], Motion(1, 0, 20, 0).carry)
    for step in range(10):
        tracker.update((900 + step * 33) * MS, [], Motion(1, 0, -20, 0).carry)
    (after,) = tracker.update(1250 * MS, [seen_at(500, 100)], STILL)
    assert (after.id, after.state) == (before.id, TrackState.CONFIRMED)


@pytest.mark.parametrize("other", [seen_at(190, 100), seen_at(100, 100, size=120), seen_at(100, 100, size=28)])
def test_another_lesion_elsewhere_or_of_another_size_does_not_inherit_the_id(other):
    tracker = make_tracker()
    (before,) = play(tracker, 30, 0, 500, seen_at(100, 100))
    play(tracker, 30, 533, 900)
    assert [track.id for track in shown(play(tracker, 30, 933, 1300, other))] == [before.id + 1]


def test_a_new_scene_ends_every_track_and_reuses_no_id():
    tracker = make_tracker()
    (before,) = play(tracker, 30, 0, 500, seen_at(100, 100))
    tracker.reset()
    assert tracker.tracks == ()
    (after,) = play(tracker, 30, 533, 1000, seen_at(100, 100))
    assert after.id > before.id


def test_a_known_change_of_depth_keeps_ids_and_scales_the_boxes():
    tracker = make_tracker()
    (before,) = play(tracker, 30, 0, 500, seen_at(300, 100))
    tracker.rescale(0.5, 0.5, about=(320, 0), to=(300, 0))
    assert tracker.tracks[0].box.centre == pytest.approx((290, 50), abs=1)
    (after,) = tracker.update(533 * MS, [seen_at(290, 50, size=30)], None)
    assert (after.id, after.state) == (before.id, TrackState.CONFIRMED)
    assert after.box.width == pytest.approx(30, abs=1)


def test_a_frozen_panel_keeps_its_track_as_it_is_however_long():
    tracker = make_tracker()
    (before,) = play(tracker, 30, 0, 500, seen_at(100, 100))
    for time_ms in range(533, 10_000, 33):
        assert tracker.update(time_ms * MS, [], None, held=lambda _: True) == (before,)
    (after,) = tracker.update(10_033 * MS, [seen_at(100, 100)], STILL)
    assert (after.id, after.state) == (before.id, TrackState.CONFIRMED)


def test_the_same_picture_again_changes_nothing():
    tracker = make_tracker()
    before = play(tracker, 30, 0, 500, seen_at(100, 100))
    assert tracker.update(before[0].last_seen_ns, [seen_at(300, 200, 0.99)], STILL) == before


def test_a_rewound_recording_starts_with_new_ids():
    tracker = make_tracker()
    (before,) = play(tracker, 30, 1000, 1500, seen_at(100, 100))
    (after,) = tracker.update(0, [seen_at(100, 100)], STILL)
    assert after.id > before.id
    assert after.first_seen_ns == 0


def test_a_jump_of_hours_ends_the_tracks():
    tracker = make_tracker()
    (before,) = play(tracker, 30, 0, 500, seen_at(100, 100))
    (after,) = tracker.update(5 * HOUR_NS, [seen_at(100, 100)], STILL)
    assert after.id > before.id


def test_a_second_box_on_a_tracked_lesion_starts_no_second_track():
    tracker = make_tracker()
    tracks = play(tracker, 30, 0, 1000, seen_at(100, 100, 0.9), seen_at(104, 102, 0.6))
    assert len(tracks) == 1


def test_a_fast_lesion_is_followed_by_its_own_motion():
    tracker = make_tracker()
    ids = set()
    for number in range(60):
        seen = [seen_at(50 + number * 9, 100)]  # 270 px, four and a half box widths, a second
        ids |= {track.id for track in tracker.update(number * 33 * MS, seen, None)}
    assert ids == {1}


def test_a_shown_box_does_not_lag_behind_a_jerk_of_the_probe():
    tracker = make_tracker()
    play(tracker, 30, 0, 1000, seen_at(100, 100))
    (track,) = tracker.update(1033 * MS, [seen_at(128, 90)], None)
    assert track.box.centre == pytest.approx((128, 90), abs=3)


def test_a_trembling_detection_gives_a_steadier_box():
    tracker = make_tracker()
    chance = random.Random(4)
    seen, boxes = [], []
    for number in range(90):
        seen.append(100 + chance.gauss(0, 3))
        (track,) = tracker.update(number * 33 * MS, [seen_at(seen[-1], 100)], STILL)
        boxes.append(track.box.centre[0])
    assert statistics.pstdev(boxes[10:]) < 0.8 * statistics.pstdev(seen[10:])


def test_a_fast_probe_is_followed_by_the_motion_of_the_picture():
    tracker = make_tracker()
    ids = set()
    for number in range(20):
        seen = [seen_at(50 + number * 55, 100)]
        ids |= {track.id for track in tracker.update(number * 66 * MS, seen, Motion(1, 0, 55, 0).carry)}
    assert ids == {1}


@given(st.integers(15, 60), st.floats(-60, 60), st.floats(-60, 60), st.integers(0, 10_000))
@settings(max_examples=40)
def test_two_lesions_apart_never_exchange_their_ids(rate_hz, speed_one, speed_two, seed):
    tracker, chance = make_tracker(), random.Random(seed)  # not hypothesis' own, whose normal noise knows no bounds
    owner: dict[int, int] = {}
    for number in range(3 * rate_hz):
        time_s = number / rate_hz
        centres = [(250 + speed_one * time_s, 60.0), (250 + speed_two * time_s, 130.0)]
        seen = [
            seen_at(x + chance.gauss(0, 2), y + chance.gauss(0, 2), chance.uniform(0.2, 0.9))
            for x, y in centres
            if chance.random() > 0.2
        ]
        chance.shuffle(seen)
        for track in tracker.update(round(time_s * 1000 * MS), seen, None):
            lesion = min((0, 1), key=lambda one: math.dist(centres[one], track.box.centre))
            if track.last_seen_ns == round(time_s * 1000 * MS):
                assert owner.setdefault(track.id, lesion) == lesion


anything = st.floats(allow_nan=True, allow_infinity=True)
wild_boxes = st.builds(Box, anything, anything, anything, anything)
near_boxes = st.builds(box_at, st.floats(-100, 800), st.floats(-100, 700), st.floats(0, 300), st.floats(0, 300))
detections = st.builds(Detection, wild_boxes | near_boxes, anything | st.floats(0, 1), st.none() | anything)
times_ns = st.integers(0, 2000 * MS) | st.sampled_from([0, HOUR_NS, 30 * HOUR_NS, -HOUR_NS])
motions = st.none() | st.builds(
    Motion, st.floats(0.8, 1.25), st.floats(-0.2, 0.2), st.floats(-99, 99), st.floats(-99, 99)
)


@given(st.lists(st.tuples(times_ns, st.lists(detections, max_size=8), motions), max_size=25))
@settings(max_examples=60)
def test_whatever_comes_in_what_goes_out_is_finite_bounded_and_unique(frames):
    tracker = make_tracker()
    seen_ids: set[int] = set()
    for time_ns, found, motion in frames:
        tracks = tracker.update(time_ns, found, None if motion is None else motion.carry)
        ids = [track.id for track in tracks]
        assert ids == sorted(set(ids))
        assert all(number in seen_ids or number > max(seen_ids, default=0) for number in ids)
        seen_ids |= set(ids)
        for track in tracks:
            edges = (track.box.left, track.box.top, track.box.right, track.box.bottom)
            assert all(math.isfinite(edge) for edge in edges)
            assert track.box.width > 0
            assert track.box.height > 0
            assert 0 <= track.confidence <= 1
            assert track.malignancy is None or 0 < track.malignancy < 1


def test_hundreds_of_detections_are_bounded_to_the_most_confident():
    tracker = Tracker(SHOWN, POINTS, most=20)
    crowd = [seen_at(100 * (n % 30), 80 * (n // 30), 0.5 + n / 2000) for n in range(600)]
    for number in range(4):
        tracks = tracker.update(number * 33 * MS, crowd, STILL)
    assert len(tracks) == 20
    assert min(track.confidence for track in tracks) >= 0.5 + 580 / 2000 - 1e-9

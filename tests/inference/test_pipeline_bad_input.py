"""Whatever a source delivers, the pipeline answers, in bounded time and memory, with finite boxes."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.findings import Analysis, Box, Detection
from inference.pipeline import Pipeline
from tests.inference.scripted import MS, DarkMassDetector, Pixels, box_at, frame_of, speckle

HOUR_MS = 3_600_000.0
SCAN = speckle(160, 120)
SCENES = [SCAN, np.roll(SCAN, 9, axis=1), speckle(160, 120, seed=9), np.zeros_like(SCAN), SCAN[:90, :130]]

anything = st.floats(allow_nan=True, allow_infinity=True)
edges = anything | st.floats(-50, 250)
boxes = st.builds(Box, edges, edges, edges, edges) | st.builds(
    box_at, st.floats(-60, 220), st.floats(-60, 180), st.floats(0, 200), st.floats(0, 200)
)
detections = st.lists(st.builds(Detection, boxes, anything | st.floats(0, 1), st.none() | anything), max_size=6)
# ordinary steps, none, a little back, hours back and forth, a very slow and a very fast source
steps_ms = st.sampled_from([33.3, 16.7, 0.0, -20.0, HOUR_MS, -HOUR_MS, 1000.0, 4.17])
steps = st.sampled_from([1, 1, 1, 0, -3, 500])  # of the index


class Wild(DarkMassDetector):
    """Finds what it is told to."""

    found: tuple[Detection, ...] = ()

    def detect(self, pixels: Pixels) -> tuple[Detection, ...]:
        return self.found


def assert_sound(analysis: Analysis, seen_ids: set[int]) -> None:
    ids = [track.id for track in analysis.tracks]
    assert ids == sorted(set(ids))
    assert all(number in seen_ids or number > max(seen_ids, default=0) for number in ids)
    seen_ids |= set(ids)
    assert len(ids) <= 50
    for track in analysis.tracks:
        assert all(math.isfinite(edge) for edge in (track.box.left, track.box.top, track.box.right, track.box.bottom))
        assert track.box.width > 0
        assert track.box.height > 0
        assert 0 <= track.confidence <= 1
        assert track.malignancy is None or 0 < track.malignancy < 1


@given(st.lists(st.tuples(steps_ms, steps, detections, st.sampled_from(range(len(SCENES)))), max_size=30))
@settings(max_examples=40, deadline=None)
def test_times_indices_boxes_scores_and_scenes_of_any_kind_are_answered(frames):
    detector = Wild()
    pipeline = Pipeline(detector)
    seen_ids: set[int] = set()
    time_ms, index = 5 * HOUR_MS, 1000
    for step_ms, step, found, scene in frames:
        time_ms, index = max(time_ms + step_ms, 0.0), max(index + step, 0)
        detector.found = tuple(found)
        assert_sound(pipeline.analyse(frame_of(SCENES[scene], index, time_ms)), seen_ids)


@given(st.sampled_from([1.0, 5.0, 240.0, 1000.0]), st.floats(0.72, 0.95))
@settings(max_examples=8, deadline=None)
def test_a_source_of_any_rate_shows_a_steady_mass_under_one_id(rate_hz, confidence):
    detector = Wild()
    detector.found = (Detection(box_at(80, 60), confidence, 0.5),)
    pipeline = Pipeline(detector)
    ids = set()
    for number in range(max(4, round(0.6 * rate_hz))):
        analysis = pipeline.analyse(frame_of(SCAN, number, number * 1000 / rate_hz))
        ids |= {track.id for track in analysis.tracks if number > 0}
    assert ids == {1}
    assert analysis.tracks[0].state.value == "confirmed"


def test_hundreds_of_detections_for_a_long_time_take_bounded_memory():
    detector = Wild()
    pipeline = Pipeline(detector)
    chance = np.random.default_rng(0)
    for number in range(80):
        detector.found = tuple(
            Detection(box_at(*chance.uniform(0, 160, 2), *chance.uniform(2, 60, 2)), chance.uniform(), chance.uniform())
            for _ in range(400)
        )
        analysis = pipeline.analyse(frame_of(np.roll(SCAN, number, axis=1), number, number * 33))
    assert len(analysis.tracks) <= 50
    assert all(track.last_seen_ns <= 79 * 33 * MS for track in analysis.tracks)

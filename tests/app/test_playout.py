"""The play-out paints a box where it was measured, within a constant delay, and never goes back."""

import itertools
from collections import deque
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.session.playout import RING_FRAMES, DelayMeter, Limits, Painting, Playout, Timeliness, decide, still_needed
from capture.frame import Frame
from inference.findings import Analysis, Track
from tests.app.bright_spot import analysis_of, tiny_frame, track

MS = 1_000_000
LIMITS = Limits(delay_ms=100, max_age_ms=300)
START_NS = 50_000 * MS  # monotonic clocks do not start at 0


def box_left(time_ns: int) -> float:
    """Where the lesion truly is: it moves 1 px in 100 ms."""
    return 10 + time_ns / (100 * MS)


@dataclass
class Machine:
    """A source and a network in made-up time, and the view's repaint at every event."""

    frame_ms: float = 1000 / 60
    analysis_ms: float = 20.0
    jitter_ms: tuple[float, ...] = (0.0,)
    arrival_jitter_ms: tuple[float, ...] = (0.0,)
    tracks_from_s: float = 0.0
    tracks_until_s: float = 1e9
    muted_from_s: float = 1e9

    def run(self, seconds: float) -> list[tuple[int, Painting, Timeliness]]:
        meter, playout = DelayMeter(LIMITS), Playout()
        ring: deque[Frame] = deque(maxlen=RING_FRAMES)
        analyses: list[Analysis] = []
        shown: list[tuple[int, Painting, Timeliness]] = []
        busy_until_ns, running, mailbox, count, news = 0, None, None, 0, False
        step_ns, next_frame_ns, now_ns = MS, START_NS, START_NS
        while now_ns < START_NS + seconds * 1e9:
            if now_ns >= next_frame_ns:
                frame = tiny_frame(count, time_ns=now_ns - START_NS, arrived_ns=now_ns)
                ring.append(frame)
                meter.arrived(frame)
                mailbox = frame
                count += 1
                jitter_ms = self.arrival_jitter_ms[count % len(self.arrival_jitter_ms)]
                next_frame_ns = START_NS + round((count * self.frame_ms + jitter_ms) * MS)
                news = True
            if running is not None and now_ns >= busy_until_ns:
                tracks = self._tracks(running)
                analyses = [*still_needed(analyses, ring[0].index), analysis_of(running, *tracks, finished_ns=now_ns)]
                meter.analysed(running.index, now_ns)
                running, news = None, True
            if running is None and mailbox is not None:
                running, mailbox = mailbox, None
                busy_until_ns = now_ns + round((self.analysis_ms + self.jitter_ms[count % len(self.jitter_ms)]) * MS)
            if not news:  # the window repaints when a frame or an analysis comes
                now_ns += step_ns
                continue
            news = False
            timeliness = meter.timeliness(now_ns)
            muted = now_ns - START_NS >= self.muted_from_s * 1e9
            painting = decide(
                playout,
                ring,
                analyses,
                now_ns,
                delay_ns=meter.delay_ns,
                limit_ns=100 * MS,
                slack_ns=meter.interval_ns,
                bare=muted or timeliness is Timeliness.DELAYED,
            )
            if painting is not None:
                playout = painting.playout
                shown.append((now_ns, painting, timeliness))
            now_ns += step_ns
        return shown

    def _tracks(self, frame: Frame) -> tuple[Track, ...]:
        there = self.tracks_from_s * 1e9 <= frame.time_ns < self.tracks_until_s * 1e9
        return (track(1, box_left(frame.time_ns)),) if there else ()


MACHINES = st.builds(
    Machine,
    frame_ms=st.sampled_from([1000 / 15, 1000 / 30, 1000 / 60]),
    analysis_ms=st.floats(3, 140),
    jitter_ms=st.lists(st.floats(0, 60), min_size=1, max_size=7).map(tuple),
    tracks_from_s=st.floats(0, 1.0),
    tracks_until_s=st.floats(1.0, 2.5),
    muted_from_s=st.floats(1.0, 3.0),
)


@settings(max_examples=60, deadline=None)
@given(MACHINES)
def test_every_painted_box_lies_where_the_lesion_is_in_that_very_frame(machine: Machine) -> None:
    for _, painting, _ in machine.run(2.0):
        for each in painting.tracks:
            assert painting.enclosed
            assert each.box.left == pytest.approx(box_left(painting.frame.time_ns), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(MACHINES)
def test_the_picture_never_goes_back_in_time(machine: Machine) -> None:
    indices = [painting.frame.index for _, painting, _ in machine.run(2.0)]
    assert indices == sorted(indices)


@settings(max_examples=60, deadline=None)
@given(MACHINES)
def test_no_picture_waits_longer_than_the_limit(machine: Machine) -> None:
    painted = -1
    for _, painting, _ in machine.run(2.0):
        assert painting.playout.lag_ns <= 100 * MS
        if painting.frame.index != painted:  # the last of a slow source may stand, but none is handed out late
            assert painting.age_ns <= (100 + machine.frame_ms + 2) * MS
            painted = painting.frame.index


@settings(max_examples=40, deadline=None)
@given(MACHINES)
def test_the_delay_never_changes_by_a_jump(machine: Machine) -> None:
    shown = machine.run(2.0)
    for (before_ns, before, _), (after_ns, after, _) in itertools.pairwise(shown):
        change_ns = abs(after.playout.lag_ns - before.playout.lag_ns)
        assert change_ns <= (after_ns - before_ns) / 3 + 1


def test_a_machine_that_keeps_up_paints_every_frame_with_its_own_analysis() -> None:
    settled = [painting for now_ns, painting, _ in Machine(analysis_ms=10).run(3) if now_ns > START_NS + 2e9]
    assert all(painting.own and painting.tracks for painting in settled)
    first_seen = {painting.frame.index: painting.age_ns for painting in reversed(settled)}
    assert max(first_seen.values()) < 20 * MS  # at once when its analysis is there
    indices = {painting.frame.index for painting in settled}
    assert indices == set(range(min(indices), max(indices) + 1))  # and leaves none out


def test_a_slower_machine_paints_every_frame_with_boxes_between_two_analyses() -> None:
    settled = [painting for now_ns, painting, _ in Machine(analysis_ms=40).run(3) if now_ns > START_NS + 2e9]
    assert all(painting.enclosed and painting.tracks for painting in settled)
    assert any(not painting.own for painting in settled)
    assert len({painting.playout.lag_ns for painting in settled}) == 1  # constant
    indices = {painting.frame.index for painting in settled}
    assert indices == set(range(min(indices), max(indices) + 1))


def test_jitter_of_the_arrivals_leaves_no_frame_out() -> None:
    machine = Machine(analysis_ms=30, arrival_jitter_ms=(0, 3, -2, 4, 1, -4, 2))
    settled = [painting for now_ns, painting, _ in machine.run(6) if now_ns > START_NS + 3e9]
    indices = {painting.frame.index for painting in settled}
    assert len(indices) >= 0.98 * (max(indices) - min(indices) + 1)


def test_with_nothing_to_draw_frames_are_painted_as_they_arrive() -> None:
    for _, painting, _ in Machine(analysis_ms=40, tracks_from_s=1e9).run(1):
        assert painting.age_ns < 17 * MS
        assert painting.tracks == ()


def test_muted_the_boxes_go_at_once_and_the_delay_soon() -> None:
    shown = [each for each in Machine(analysis_ms=40, muted_from_s=1.0).run(2) if each[0] >= START_NS + 1e9]
    assert all(painting.tracks == () for _, painting, _ in shown)
    assert shown[-1][1].playout.lag_ns == 0


def test_a_network_far_too_slow_is_said_to_be_delayed_and_no_box_is_painted() -> None:
    shown = [each for each in Machine(analysis_ms=250).run(3) if each[0] > START_NS + 1e9]
    assert all(timeliness is Timeliness.DELAYED for _, _, timeliness in shown)
    assert all(painting.tracks == () and painting.age_ns < 18 * MS for _, painting, _ in shown[40:])


def test_until_the_first_analysis_the_ai_is_delayed() -> None:
    meter = DelayMeter(LIMITS)
    assert meter.timeliness(START_NS) is Timeliness.DELAYED
    frame = tiny_frame(0, arrived_ns=START_NS)
    meter.arrived(frame)
    meter.analysed(0, START_NS + 2000 * MS)  # loading the network took 2 s
    assert meter.timeliness(START_NS + 2000 * MS) is Timeliness.IN_TIME
    assert meter.delay_ns == 0  # and the loading is not taken for the network's speed


def test_a_network_that_hangs_is_delayed_at_the_limit_and_recovers() -> None:
    meter = DelayMeter(LIMITS)
    for index in range(2):
        meter.arrived(tiny_frame(index, arrived_ns=START_NS + index * 16 * MS))
    meter.analysed(0, START_NS + 10 * MS)
    assert meter.timeliness(START_NS + 300 * MS) is Timeliness.IN_TIME
    assert meter.timeliness(START_NS + 400 * MS) is Timeliness.DELAYED
    meter.analysed(1, START_NS + 500 * MS)
    for index in range(2, 40):
        meter.arrived(tiny_frame(index, arrived_ns=START_NS + 500 * MS + index * 16 * MS))
        meter.analysed(index, START_NS + 510 * MS + index * 16 * MS)
    assert meter.timeliness(START_NS + 1200 * MS) is Timeliness.IN_TIME


def test_a_dismissed_track_is_not_painted_and_causes_no_delay() -> None:
    frames = [tiny_frame(index, arrived_ns=START_NS + index * 16 * MS) for index in range(5)]
    analyses = [analysis_of(frame, track(7)) for frame in frames]
    painting = decide(
        Playout(),
        frames,
        analyses,
        START_NS + 80 * MS,
        delay_ns=50 * MS,
        limit_ns=100 * MS,
        bare=False,
        dismissed=frozenset({7}),
    )
    assert painting is not None
    assert painting.tracks == ()
    assert painting.frame.index == 4


def test_a_frozen_picture_keeps_the_boxes_that_were_measured_in_it() -> None:
    frame = tiny_frame(3, arrived_ns=START_NS)
    painting = decide(
        Playout(0, START_NS, 3),
        [frame],
        [analysis_of(frame, track())],
        START_NS + 60_000 * MS,
        delay_ns=20 * MS,
        limit_ns=100 * MS,
        bare=False,
    )
    assert painting is not None
    assert painting.own
    assert len(painting.tracks) == 1


def test_without_a_frame_there_is_nothing_to_paint() -> None:
    assert decide(Playout(), [], [], START_NS, delay_ns=0, limit_ns=100 * MS, bare=False) is None

"""A recording plays by its own times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recording.playhead import Playhead

MS = 1_000_000
TIMES_NS = (0, 40 * MS, 80 * MS, 200 * MS, 240 * MS)  # a variable frame rate
NOW_NS = 7_000 * MS

times = st.lists(st.integers(1, 500), min_size=1, max_size=20).map(
    lambda gaps: tuple(sum(gaps[:count]) * MS for count in range(len(gaps)))
)


def test_it_plays_in_real_time() -> None:
    playhead = Playhead(TIMES_NS)
    playhead.play(NOW_NS)
    assert [playhead.number_at(NOW_NS + ms * MS) for ms in (0, 39, 41, 100, 199, 201, 241)] == [0, 0, 1, 2, 2, 3, 4]


@pytest.mark.parametrize(("speed", "number"), [(0.25, 1), (0.5, 2), (1.0, 3), (4.0, 4)])
def test_it_plays_at_the_chosen_speed(speed: float, number: int) -> None:
    playhead = Playhead(TIMES_NS)
    playhead.set_speed(speed, NOW_NS)
    playhead.play(NOW_NS)
    assert playhead.number_at(NOW_NS + 201 * MS) == number


def test_the_speed_is_kept_between_a_quarter_and_four_times() -> None:
    playhead = Playhead(TIMES_NS)
    playhead.set_speed(100, NOW_NS)
    assert playhead.speed == 4
    playhead.set_speed(0, NOW_NS)
    assert playhead.speed == 0.25


def test_a_change_of_speed_does_not_move_the_picture() -> None:
    playhead = Playhead(TIMES_NS)
    playhead.play(NOW_NS)
    playhead.number_at(NOW_NS + 90 * MS)
    playhead.set_speed(0.25, NOW_NS + 90 * MS)
    assert playhead.number_at(NOW_NS + 100 * MS) == 2


def test_it_stops_on_the_last_picture_and_plays_again_from_the_first() -> None:
    playhead = Playhead(TIMES_NS)
    playhead.play(NOW_NS)
    assert playhead.number_at(NOW_NS + 9999 * MS) == 4
    assert not playhead.playing
    playhead.play(NOW_NS + 10_000 * MS)
    assert playhead.number_at(NOW_NS + 10_000 * MS) == 0


def test_looping_it_starts_again_after_the_last_picture_stood_its_time() -> None:
    playhead = Playhead(TIMES_NS)
    playhead.looping = True
    playhead.play(NOW_NS)
    assert playhead.number_at(NOW_NS + 279 * MS) == 4
    assert playhead.number_at(NOW_NS + 281 * MS) == 0
    assert playhead.playing


def test_a_step_pauses_and_stays_within_the_recording() -> None:
    playhead = Playhead(TIMES_NS)
    playhead.play(NOW_NS)
    playhead.step(-3, NOW_NS + 90 * MS)
    assert (playhead.number_at(NOW_NS + 500 * MS), playhead.playing) == (0, False)
    playhead.step(100, NOW_NS)
    assert playhead.number_at(NOW_NS) == 4


def test_a_still_does_not_play() -> None:
    playhead = Playhead((0,))
    playhead.play(NOW_NS)
    assert not playhead.playing
    assert playhead.number_at(NOW_NS) == 0


@given(times, st.integers(-5, 30))
def test_every_picture_can_be_reached_exactly(times_ns: tuple[int, ...], number: int) -> None:
    playhead = Playhead(times_ns)
    playhead.seek(number, NOW_NS)
    assert playhead.number_at(NOW_NS) == min(max(number, 0), len(times_ns) - 1)


@given(times, st.sampled_from([0.25, 1.0, 2.0, 4.0]), st.booleans())
def test_when_the_next_picture_is_due_it_comes(times_ns: tuple[int, ...], speed: float, looping: bool) -> None:
    playhead = Playhead(times_ns)
    playhead.looping = looping
    playhead.set_speed(speed, NOW_NS)
    playhead.play(NOW_NS)
    now_ns, number = NOW_NS, playhead.number_at(NOW_NS)
    for _ in range(10):
        due_ns = playhead.next_due_ns(now_ns)
        if due_ns is None:
            break
        assert due_ns > now_ns
        now_ns = due_ns + 5  # rounding of the speed
        after = playhead.number_at(now_ns)
        assert after == (number + 1) % len(times_ns) or (after == len(times_ns) - 1 and not playhead.playing)
        number = after

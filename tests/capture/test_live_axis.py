"""The one time axis of a live source, whatever its own clock does."""

import random
from collections.abc import Iterator

import pytest

from capture.sources.live.axis import LiveAxis
from capture.sources.live.catch_up import CatchUp

MS, S = 1_000_000, 1_000_000_000
HOURS_8_S = 8 * 3600


def test_times_of_the_source_are_followed_while_they_move_as_the_arrival_does() -> None:
    axis = LiveAxis()
    arrivals_ms = (5_000, 5_040, 5_061, 5_105)  # arrival jitters
    placed = [axis.place(own * 33_000_000, ms * 1_000_000) for own, ms in enumerate(arrivals_ms)]
    assert placed == [0, 33_000_000, 66_000_000, 99_000_000]


@pytest.mark.parametrize("own_ns", [None, 0, -(10**12), 10**15])
def test_a_clock_that_stands_jumps_or_is_missing_is_replaced_by_the_arrival(own_ns: int | None) -> None:
    axis = LiveAxis()
    axis.place(1_000_000_000, 5_000_000_000)
    placed = axis.place(own_ns, 5_040_000_000)
    assert placed == 40_000_000
    assert axis.place(None if own_ns is None else own_ns + 33_000_000, 5_080_000_000) > placed


def test_two_pictures_that_arrive_at_once_are_still_one_after_the_other() -> None:
    axis = LiveAxis()
    placed = [axis.place(None, 7) for _ in range(3)]
    assert placed == sorted(set(placed))


@pytest.mark.parametrize("silence_ns", [120 * MS, 2 * S])
@pytest.mark.parametrize("paused", [False, True])
def test_after_a_silence_the_axis_is_right_again_whether_or_not_the_clock_went_on(
    paused: bool, silence_ns: int
) -> None:
    axis = LiveAxis()
    for own in range(60):
        axis.place(own * 33 * MS, own * 33 * MS)
    for step in range(1, 60):
        own_ns = (59 + step) * 33 * MS + (0 if paused else silence_ns)
        placed = axis.place(own_ns, 59 * 33 * MS + silence_ns + step * 33 * MS)
    assert placed == pytest.approx((59 + 59) * 33 * MS + silence_ns, abs=20 * MS)
    assert axis.lag_ns == pytest.approx(0, abs=20 * MS)


def test_a_burst_after_a_silence_is_late_at_first_and_does_not_run_ahead() -> None:
    axis = LiveAxis()
    for own in range(60):
        axis.place(own * 33 * MS, own * 33 * MS)
    lags = []
    for step in range(60):  # two seconds of pictures at once
        axis.place((60 + step) * 33 * MS, 60 * 33 * MS + 2 * S + step * MS)
        lags.append(axis.lag_ns)
    assert lags[0] == pytest.approx(2 * S, abs=10 * MS)
    assert lags[-1] is not None
    assert lags[-1] < 150 * MS
    assert axis.place(120 * 33 * MS, 120 * 33 * MS + 5 * MS) == 120 * 33 * MS


def eight_hours(hz: float, drift: float) -> Iterator[tuple[int, int, int]]:
    """(true time, the source's own time, arrival) of each picture: a clock that drifts, leaps and begins again."""
    random_ = random.Random(1)
    own_offset_ns = 5 * S
    for number in range(round(HOURS_8_S * hz)):
        true_ns = round(number * S / hz)
        if number % 100_000 == 99_999:  # every few hours
            own_offset_ns += random_.choice((3600 * S, -3600 * S, -own_offset_ns))
        if number % 5_000 == 4_999 and random_.random() < 0.5:
            continue  # one is missing
        late_ns = round(random_.expovariate(1 / (3 * MS)))
        yield true_ns, own_offset_ns + round(true_ns * (1 + drift)), 77 * S + true_ns + late_ns


@pytest.mark.parametrize("drift", [0.0, 1e-4, -1e-3])
def test_over_eight_hours_the_axis_keeps_to_the_true_time_and_no_lag_grows(drift: float) -> None:
    axis = LiveAxis()
    worst_ns, most_lag_ns, last_ns = 0, 0, -1
    for true_ns, own_ns, arrived_ns in eight_hours(10.0, drift):
        placed = axis.place(own_ns, arrived_ns)
        assert placed > last_ns
        last_ns = placed
        worst_ns = max(worst_ns, abs(placed - true_ns))
        most_lag_ns = max(most_lag_ns, axis.lag_ns or 0)
    assert worst_ns < 80 * MS
    assert most_lag_ns < 120 * MS


def test_a_queue_that_grew_while_this_machine_was_busy_is_lag_and_no_pause_of_the_clock() -> None:
    axis = LiveAxis()
    for own in range(60):
        axis.place(own * 33 * MS, own * 33 * MS)
    for own in range(60, 160):  # a second's delay, and never again a moment to wait
        axis.place(own * 33 * MS, own * 33 * MS + S, waited=False)
    assert axis.lag_ns == S


def test_a_decoder_that_is_always_too_slow_leaves_pictures_out_and_the_lag_does_not_grow() -> None:
    hz, decode_ns = 20.0, round(1.3 * S / 20)  # it takes 1.3 times as long as the pictures come
    axis, catch_up = LiveAxis(), CatchUp()
    free_ns, most_lag_ns, taken = 0, 0, 0
    for number in range(round(HOURS_8_S * hz)):
        made_ns = round(number * S / hz)
        waited = made_ns > free_ns
        now_ns = max(made_ns, free_ns)
        if not catch_up.takes(key=True, lag_ns=axis.lag_of(made_ns, now_ns), waited=waited):
            continue
        free_ns = now_ns + decode_ns
        axis.place(made_ns, free_ns, waited=waited)
        most_lag_ns, taken = max(most_lag_ns, axis.lag_ns or 0), taken + 1
    assert most_lag_ns < 333 * MS
    assert taken / number > 0.6


def test_where_pictures_need_each_other_everything_up_to_a_key_frame_is_left_out() -> None:
    catch_up = CatchUp()
    keys = [place % 10 == 0 for place in range(40)]
    assert all(catch_up.takes(key=key, lag_ns=500 * MS, waited=False) for key in keys)
    lags_ms = [1500] * 5 + [300] * 35
    taken = [
        catch_up.takes(key=key, lag_ns=lag_ms * MS, waited=False) for key, lag_ms in zip(keys, lags_ms, strict=True)
    ]
    assert taken == [False] * 10 + [True] * 30

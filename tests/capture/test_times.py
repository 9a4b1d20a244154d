"""Times of recordings start at 0 and ascend strictly, whatever the file says."""

from hypothesis import given
from hypothesis import strategies as st

from capture.sources.times import ascending_times_ns, even_times_ns

MS = 1_000_000
stated = st.lists(st.one_of(st.none(), st.floats(-1e5, 1e5)), min_size=1, max_size=60)


@given(stated)
def test_any_times_are_turned_into_ascending_ones(times_s: list[float | None]) -> None:
    times_ns = ascending_times_ns(times_s, 0.04)
    assert len(times_ns) == len(times_s)
    assert times_ns[0] == 0
    assert list(times_ns) == sorted(set(times_ns))


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=60), st.integers(-1000, 1000))
def test_good_times_are_kept(steps_ms: list[int], start_ms: int) -> None:
    moments_ms = [start_ms]
    for step_ms in steps_ms:
        moments_ms.append(moments_ms[-1] + step_ms)
    times_ns = ascending_times_ns([ms / 1000 for ms in moments_ms], 0.04)
    assert all(abs(time_ns - (ms - start_ms) * MS) <= 1000 for time_ns, ms in zip(times_ns, moments_ms, strict=True))


def test_a_repeated_time_is_placed_between_its_neighbours() -> None:
    assert ascending_times_ns([0.0, 0.04, 0.04, 0.12], 0.04) == (0, 40 * MS, 80 * MS, 120 * MS)


def test_missing_times_are_placed_evenly_within_and_at_either_end() -> None:
    times_ns = ascending_times_ns([None, 1.0, None, 1.2, None], 0.04)
    assert times_ns == (0, 100 * MS, 200 * MS, 300 * MS, 400 * MS)


def test_a_clock_that_starts_anew_goes_on_one_interval_later() -> None:
    assert ascending_times_ns([95443.0, 95443.1, 0.0, 0.1], 0.1) == (0, 100 * MS, 200 * MS, 300 * MS)


def test_no_times_at_all_are_even_ones() -> None:
    assert ascending_times_ns([None, None, None], 0.05) == even_times_ns(3, 20) == (0, 50 * MS, 100 * MS)

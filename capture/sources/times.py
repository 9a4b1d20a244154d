"""Times of a recording's pictures that start at 0 and ascend, whatever the file says."""

from collections.abc import Sequence

import numpy as np

NS_PER_S = 1_000_000_000
JUMP_BACK_S = 1.0  # a clock that falls back by more than this was restarted, not shuffled


def even_times_ns(count: int, rate_hz: float) -> tuple[int, ...]:
    """Times of `count` pictures at a constant rate."""
    return tuple(round(number * NS_PER_S / rate_hz) for number in range(count))


def ascending_times_ns(stated_s: Sequence[float | None], usual_s: float) -> tuple[int, ...]:
    """Turn the times a file states into times that start at 0 and ascend strictly.

    Times that ascend are kept as they are, so a variable frame rate stays what it is. Repairs, in this order:
    where the clock falls back by more than a second (an overflow, two takes joined), the rest continues one usual
    interval after; a picture without a time, or one that does not come later than all before it, is placed evenly
    between its neighbours that have good times, or one usual interval apart at either end.

    Args:
        stated_s: Time of each picture in s, in the order they are shown; None where the file states none.
        usual_s: The interval to use where no two good times tell it.
    """
    numbers: list[int] = []
    times_s: list[float] = []
    shift_s = 0.0
    for number, stated in enumerate(stated_s):
        if stated is None:
            continue
        if times_s and stated + shift_s < times_s[-1] - JUMP_BACK_S:
            shift_s = times_s[-1] + usual_s * (number - numbers[-1]) - stated
        time_s = stated + shift_s
        if not times_s or time_s > times_s[-1]:
            numbers.append(number)
            times_s.append(time_s)
    if not numbers:
        return even_times_ns(len(stated_s), 1 / usual_s)

    step_s = float(np.median(np.diff(times_s) / np.diff(numbers))) if len(numbers) > 1 else usual_s
    every = np.arange(len(stated_s))
    placed_s = np.interp(every, numbers, times_s)
    placed_s = np.where(every < numbers[0], times_s[0] + (every - numbers[0]) * step_s, placed_s)
    placed_s = np.where(every > numbers[-1], times_s[-1] + (every - numbers[-1]) * step_s, placed_s)
    times_ns = [round(float(time_s - placed_s[0]) * NS_PER_S) for time_s in placed_s]
    for number in range(1, len(times_ns)):  # two times within one nanosecond
        times_ns[number] = max(times_ns[number], times_ns[number - 1] + 1)
    return tuple(times_ns)

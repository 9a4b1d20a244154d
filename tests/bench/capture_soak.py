"""Eight hours of a live source in seconds: the clock is simulated, the code is the product's."""

import gc
import time
from typing import Any

import numpy as np
import psutil

from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout
from capture.source import Screen
from capture.sources.live.axis import LiveAxis
from capture.sources.simulated import SimulatedReader
from tests.capture.test_live_axis import eight_hours

HZ = 60.0
DRIFT = 1e-4
PICTURES_HZ = 2.0


def eight_hours_of_clocks() -> dict[str, Any]:
    """60 pictures a second with jitter, a clock that drifts, leaps and begins again, one lost now and then."""
    axis = LiveAxis()
    most_lag_ns = worst_ns = count = 0
    last_hour: list[int] = []
    for true_ns, own_ns, arrived_ns in eight_hours(HZ, DRIFT):
        placed_ns = axis.place(own_ns, arrived_ns)
        lag_ns = axis.lag_ns or 0
        worst_ns, most_lag_ns, count = max(worst_ns, abs(placed_ns - true_ns)), max(most_lag_ns, lag_ns), count + 1
        if count % 600 == 0:
            last_hour.append(lag_ns)
    return {
        "pictures": count,
        "most_lag_ms": most_lag_ns / 1e6,
        "lag_first_hour_p99_ms": float(np.percentile(last_hour[: len(last_hour) // 8], 99)) / 1e6,
        "lag_last_hour_p99_ms": float(np.percentile(last_hour[-len(last_hour) // 8 :], 99)) / 1e6,
        "worst_time_error_ms": worst_ns / 1e6,
    }


class _Quick:
    """Pictures as fast as they are read, by a simulated clock; now and then black, frozen or of another size."""

    name = "simulated"

    def __init__(self) -> None:
        self._scan = SimulatedReader(size=(160, 120), paced=False)
        self._pictures = [self._scan.render(moment) for moment in range(200)]
        self._empty = np.zeros((120, 160, 3), np.uint8)
        self._empty.flags.writeable = False
        self._number = 0

    def read(self, timeout_s: float) -> Screen | None:
        del timeout_s
        number, self._number = self._number, self._number + 1
        kind = number // 500 % 8
        pixels = self._empty if kind == 3 else self._pictures[0 if kind == 5 else number % 200]
        if kind == 6:
            pixels = np.ascontiguousarray(pixels[: 100 + number % 5])
            pixels.flags.writeable = False
        return Screen(pixels, number, round(number * 1e9 / PICTURES_HZ), time.monotonic_ns())

    def close(self) -> None:
        """Nothing to close."""


def eight_hours_of_pictures() -> dict[str, Any]:
    """What a source that runs for eight hours keeps in memory."""
    source = GatedSource(_Quick(), layout=ScanLayout.whole(160, 120))
    process, count = psutil.Process(), round(8 * 3600 * PICTURES_HZ)
    rss_mb = []
    for number in range(count):
        source.read(0.0)
        if number % (count // 8) == count // 16:
            gc.collect()
            rss_mb.append(process.memory_info().rss / 1e6)
    return {"pictures_through_the_source": count, "memory_each_hour_mb": [round(value, 1) for value in rss_mb]}

"""Where the probe is at each moment of live scanning: along the strip, off the lesions' plane, tilt and pressure."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Random = np.random.Generator
Series = npt.NDArray[np.float64]

OFF_PLANE = 1.5  # a lesion reaches from -1 to 1 across the plane
STEP_S = 0.01
FASTEST_PX_S = 190.0  # mean speed between two rests
TREMOR_PX = 1.2


@dataclass(frozen=True, slots=True)
class Place:
    """Where the probe is.

    Attributes:
        x_px: Column of the strip under the middle of the view.
        off_plane: Distance from the plane of the lesions; 1 is a lesion's rim.
        rock_rad: Tilt within the plane; the skin stays at the probe.
        squeeze: Share by which the tissue is pressed together, 0..0.15.
        travelled: Decorrelation of the speckle so far, in independent pictures.
    """

    x_px: float
    off_plane: float
    rock_rad: float
    squeeze: float
    travelled: float


class ProbePath:
    """A smooth way over the strip with a rest at every lesion, made once and then looked up by time."""

    def __init__(self, rng: Random, lesions_px: list[float], length_px: int, view_px: int, live_s: float) -> None:
        """Plan the way.

        Args:
            rng: Source of chance.
            lesions_px: Middles of the lesions in the strip.
            length_px: Of the strip.
            view_px: Width of the view.
            live_s: Seconds of live scanning.
        """
        self.rests_s: list[float] = []  # middle of each rest at a lesion
        reach = (0.5 * view_px, max(length_px - 0.5 * view_px, 0.5 * view_px + 1))
        times, xs, offs = self._way(rng, lesions_px, reach, view_px, live_s)
        self._times = np.arange(0.0, live_s + 1.0, STEP_S)
        self._x = _eased(self._times, times, xs)
        self._off = _eased(self._times, times, offs)
        phases = rng.uniform(0, 2 * math.pi, 8)
        self._x += TREMOR_PX * np.sin(2 * math.pi * 0.9 * self._times + phases[0])
        self._off += 0.12 * np.sin(2 * math.pi * 0.21 * self._times + phases[1])
        self._off += 0.05 * np.sin(2 * math.pi * 0.67 * self._times + phases[2])
        self._rock = math.radians(2.2) * np.sin(2 * math.pi * rng.uniform(0.08, 0.16) * self._times + phases[3])
        pressed = np.sin(2 * math.pi * rng.uniform(0.10, 0.18) * self._times + phases[4])
        self._squeeze = rng.uniform(0.03, 0.13) * np.clip(pressed, 0, 1) ** 2
        speed = np.abs(np.gradient(self._off)) * 7 + np.abs(np.gradient(self._x)) / 45
        self._travelled = np.cumsum(speed + np.abs(np.gradient(self._squeeze)) * 25)

    def at(self, live_s: float) -> Place:
        """The probe's place."""
        x, off, rock, squeeze, travelled = (
            float(np.interp(live_s, self._times, row))
            for row in (self._x, self._off, self._rock, self._squeeze, self._travelled)
        )
        return Place(x, off, rock, squeeze, travelled)

    def _way(
        self, rng: Random, lesions_px: list[float], reach: tuple[float, float], view_px: int, live_s: float
    ) -> tuple[list[float], list[float], list[float]]:
        off = float(rng.choice([-1, 1]) * OFF_PLANE)
        start = float(rng.uniform(*reach))
        if lesions_px:
            start = float(np.clip(lesions_px[0] + rng.uniform(-1, 1) * view_px, *reach))
        times, xs, offs = [0.0], [start], [off]
        go = _Going(rng, times, xs, offs)
        turn = looked_at = 0
        again = False
        while times[-1] < live_s + 1:
            if not lesions_px:
                go.to(self._next_place(rng, go.x, reach, view_px), go.off, rest_s=rng.uniform(0.2, 1.0))
                go.to(go.x, float(np.clip(go.off + rng.uniform(-1.2, 1.2), -2.5, 2.5)), rest_s=0.2)
            elif turn % 3 == 0:  # normal tissue, off the lesions' plane
                go.to(
                    float(np.clip(go.x + rng.uniform(-0.8, 0.8) * view_px, *reach)), off, rest_s=rng.uniform(0.3, 1.0)
                )
            else:
                middle = lesions_px[looked_at % len(lesions_px)]
                off = self._visit(rng, go, float(np.clip(middle, *reach)), reach, view_px)
                if len(lesions_px) == 1 or rng.random() < 0.6 or again:  # else it is looked at once more: the same one
                    looked_at, again = looked_at + 1, False
                else:
                    again = True
            turn += 1
        return times, xs, offs

    @staticmethod
    def _next_place(rng: Random, x: float, reach: tuple[float, float], view_px: int) -> float:
        """Up to two views further, mostly on in the direction with more room."""
        ahead = 1 if rng.random() < (reach[1] - x) / (reach[1] - reach[0]) else -1
        return float(np.clip(x + ahead * rng.uniform(0.4, 2.0) * view_px, *reach))

    def _visit(self, rng: Random, go: "_Going", middle: float, reach: tuple[float, float], view_px: int) -> float:
        """Come to a lesion, look at it, leave it; returns how far off its plane the probe is then."""
        side = float(rng.choice([-1, 1]))
        away = float(np.clip(middle + side * view_px, *reach))
        slides_in = abs(away - middle) > 0.6 * view_px and rng.random() < 0.5
        before = 0.1 * side if slides_in else go.off
        if slides_in:
            go.to(away, go.off, rest_s=0.0)
            go.to(away, before, rest_s=0.1)
        else:
            go.to(middle + rng.uniform(-0.1, 0.1) * view_px, before, rest_s=0.1)
        near = float(np.clip(middle + rng.uniform(-0.12, 0.12) * view_px, *reach))
        go.to(near, rng.uniform(-0.15, 0.15), rest_s=0.3)
        self.rests_s.append(go.now_s)
        for _ in range(int(rng.integers(1, 3))):
            near = float(np.clip(middle + rng.uniform(-0.16, 0.16) * view_px, *reach))
            go.to(near, float(rng.uniform(-0.5, 0.5)), rest_s=rng.uniform(0.3, 1.0))
        after = float(rng.choice([-1, 1]) * OFF_PLANE)
        if rng.random() < 0.4 and abs(away - middle) > 0.6 * view_px:
            go.to(away, rng.uniform(-0.1, 0.1), rest_s=0.2)
        go.to(go.x, after, rest_s=rng.uniform(0.5, 1.8))
        return after


class _Going:
    """Appends rests to a way; the time between two follows from their distance."""

    def __init__(self, rng: Random, times: list[float], xs: list[float], offs: list[float]) -> None:
        self._rng, self._times, self._xs, self._offs = rng, times, xs, offs

    @property
    def x(self) -> float:
        return self._xs[-1]

    @property
    def off(self) -> float:
        return self._offs[-1]

    @property
    def now_s(self) -> float:
        return self._times[-1]

    def to(self, x: float, off: float, *, rest_s: float) -> None:
        pace = self._rng.uniform(0.8, 1.6)
        needed = max(abs(x - self.x) / FASTEST_PX_S, abs(off - self.off) / 1.6, 0.35) * pace
        self._times += [self.now_s + needed, self.now_s + needed + max(rest_s, 1e-3)]
        self._xs += [x, x]
        self._offs += [off, off]


def _eased(at: Series, times: list[float], values: list[float]) -> Series:
    """Between two rests, minimum jerk: 10 t^3 - 15 t^4 + 6 t^5 (Flash and Hogan, J. Neurosci. 5:1688, 1985)."""
    row = np.asarray(times)
    last = np.clip(np.searchsorted(row, at, side="right") - 1, 0, len(row) - 2)
    part = np.clip((at - row[last]) / (row[last + 1] - row[last]), 0, 1)
    eased = part**3 * (10 - 15 * part + 6 * part**2)
    value = np.asarray(values)
    return np.asarray(value[last] + (value[last + 1] - value[last]) * eased)

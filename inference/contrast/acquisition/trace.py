"""The few numbers of each picture from which a recording's kind is told afterwards."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.contrast.picture import Bytes, Series

FIELDS = 8  # fields of the panel each way, for what happens everywhere at once
BLACK_LEVEL, WHITE_LEVEL = 1, 254  # a lossy copy of either may be a level off
DEEP = 12  # grey levels: compression artefacts seldom reach it
COLUMNS = 11
FEWEST_SHOWN = 0.5  # share of a field's pixels that are neither black nor white in two pictures


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """One row a picture; grey in levels 0..255.

    Attributes:
        times_s: (n,) ascending.
        mean: (n,) mean grey.
        white: (n,) share of pixels at white.
        black: (n,) share of pixels at black.
        step: (n,) by how much grey changed since the picture before, the median over fields; 0 for the first.
        everywhere: (n,) share of the fields that changed by half the step or more.
        falls: (n,) share of pixels that fell since the picture before.
        rises: (n,) share of pixels that rose.
        deep_falls: (n,) share of pixels that fell by more than `DEEP`.
        sunk: (n,) by how much fields became darker, mean over all fields; 0 or more.
        risen: (n,) by how much fields became brighter.
    """

    times_s: Series
    mean: Series
    white: Series
    black: Series
    step: Series
    everywhere: Series
    falls: Series
    rises: Series
    deep_falls: Series
    sunk: Series
    risen: Series

    def __len__(self) -> int:
        return len(self.times_s)


class TraceKeeper:
    """Grows a trace picture by picture: eleven numbers each, and one small copy of the last picture."""

    def __init__(self) -> None:
        """Start without a picture."""
        self._rows: list[tuple[float, ...]] = []
        self._before: Bytes | None = None

    def add(self, levels: Bytes, time_s: float) -> None:
        """Take a picture's grey levels, (h, w)."""
        stride = max(1, min(levels.shape) // 160)  # every so-many-th pixel: means would hide the speckle
        small = np.ascontiguousarray(levels[::stride, ::stride])
        mean, white, black = small.mean(), (small >= WHITE_LEVEL).mean(), (small <= BLACK_LEVEL).mean()
        self._rows.append((time_s, mean, white, black, *_change(self._before, small)))
        self._before = small

    def trace(self) -> Trace:
        """All rows so far."""
        return Trace(*np.array(self._rows, dtype=np.float64).reshape(-1, COLUMNS).T)


def _change(before: Bytes | None, now: Bytes) -> tuple[float, ...]:
    """`step` and what follows it in `Trace`."""
    if before is None or before.shape != now.shape:
        return (0.0,) * (COLUMNS - 4)
    difference = now.astype(np.int16) - before.astype(np.int16)
    fallen = [float((difference <= level).mean()) for level in (-1, -DEEP)]
    every = _field_means(difference, np.ones(difference.shape, dtype=np.bool_))
    sunk, risen = (float(np.maximum(sign * every, 0).mean()) if len(every) else 0.0 for sign in (-1, 1))
    rest = (fallen[0], float((difference >= 1).mean()), fallen[1], sunk, risen)
    shown = (np.minimum(now, before) > BLACK_LEVEL) & (np.maximum(now, before) < WHITE_LEVEL)
    fields = _field_means(difference, shown)
    if len(fields) < FIELDS:
        return 0.0, 0.0, *rest
    step = float(np.median(fields))
    everywhere = float((fields * np.sign(step) >= abs(step) / 2).mean()) if step else 0.0
    return step, everywhere, *rest


def _field_means(difference: npt.NDArray[np.int16], shown: npt.NDArray[np.bool_]) -> Series:
    """Mean change of each field of which enough is shown."""
    height, width = (side // FIELDS * FIELDS for side in difference.shape)
    if height == 0 or width == 0:
        return np.empty(0)
    cut = (slice(0, height), slice(0, width))
    shape = (FIELDS, height // FIELDS, FIELDS, width // FIELDS)
    counts = shown[cut].reshape(shape).sum(axis=(1, 3)).astype(np.float64)
    sums = np.where(shown[cut], difference[cut], 0).reshape(shape).sum(axis=(1, 3))
    enough = counts >= FEWEST_SHOWN * (height // FIELDS) * (width // FIELDS)
    return np.asarray(sums[enough] / counts[enough], dtype=np.float64)

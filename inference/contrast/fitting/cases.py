"""Recordings of known curves that the fit is judged on: complete ones, and those that cannot support everything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from inference.contrast.compression import compressed
from inference.contrast.fitting.definitions import NAMES
from inference.contrast.fitting.landmarks import read
from inference.contrast.models import AREA, ARRIVAL, BASELINE, MEAN_TRANSIT, MODELS
from inference.contrast.picture import Bytes, Series

RANGES_DB = (40.0, 50.0, 60.0, 70.0, 80.0)
SPECKLES = (25, 100, 400)  # in a region: its mean scatters by 20, 10 and 5 %
PEAK = 0.05  # of white: exponential speckle of it saturates next to nothing
SECOND_PASS_S, SECOND_PASS_LONGER = 15.0, 1.8

_BEGINNING = frozenset({"baseline", "arrival", "TI", "RT", "WiAUC", "WiPI", "mTTl", "MTT", "WiWoAUC"})
_TAIL = frozenset({"FT", "mTTl", "MTT", "WoR", "WoAUC", "WiWoAUC"})
_PEAK = frozenset({"PE", "TTP", "RT", "WiAUC", "WiPI"})
COMPLETE = "complete"
UNSUPPORTED: dict[str, frozenset[str]] = {
    COMPLETE: frozenset(),
    "uneven times": frozenset(),
    "persistence": frozenset(),
    "late start": _BEGINNING | {"WiR"},
    "ended before wash-out": _TAIL,
    "ended before the peak": _TAIL | _PEAK,
    "recirculation": _TAIL,
    "max-hold": frozenset(NAMES),
    "gain change": frozenset(NAMES),
    "saturated": frozenset(NAMES) - {"baseline", "arrival", "QOF"},
    "no agent": frozenset(NAMES),
}
"""By kind of recording, what it cannot support."""


@dataclass(frozen=True, slots=True, eq=False)
class CurveCase:
    """One recording of a lesion and reference tissue.

    Attributes:
        kind: A key of `UNSUPPORTED`.
        model: That made both curves.
        lesion: (5,) parameters.
        reference: (5,) parameters.
        times_s: (n,) of the pictures; the injection is at 0.
        dynamic_range_db: Of the display.
        speckles: Independent speckles of a region; 25 scatter its mean by 20 %.
        recirculation: Area of the second pass as a share of the first.
        persistence: Weight of the picture before in each picture, 0..1.
        gain_change: (time_s, dB), or None.
        seed: Of the speckle.
    """

    kind: str
    model: str
    lesion: Series
    reference: Series
    times_s: Series
    dynamic_range_db: float = 60.0
    speckles: int = 25
    recirculation: float = 0.0
    persistence: float = 0.0
    gain_change: tuple[float, float] | None = None
    seed: int = 0

    @property
    def noise_pct(self) -> float:
        """Scatter of a region's mean in one picture."""
        return 100 / float(np.sqrt(self.speckles))

    @property
    def max_hold(self) -> bool:
        """Whether the pictures are accumulated."""
        return self.kind == "max-hold"

    def levels(self) -> tuple[Bytes, Bytes]:
        """Grey levels of lesion and reference, (n, speckles) each, as the scanner shows them."""
        random = np.random.default_rng(self.seed)
        return self._shown(self.lesion, random), self._shown(self.reference, random)

    def _shown(self, params: Series, random: np.random.Generator) -> Bytes:
        curve = MODELS[self.model].curve(self.times_s, params)
        if self.recirculation:
            again = params * np.array([self.recirculation, 1, SECOND_PASS_LONGER, 1, 0])
            again[ARRIVAL] += SECOND_PASS_S
            curve = curve + MODELS[self.model].curve(self.times_s, again)
        if self.gain_change is not None:
            time_s, decibels = self.gain_change
            curve = curve * np.where(self.times_s >= time_s, 10 ** (decibels / 10), 1.0)
        echo = curve[:, None] * random.exponential(size=(len(curve), self.speckles))
        for number in range(1, len(echo) if self.persistence else 0):
            echo[number] += self.persistence * (echo[number - 1] - echo[number])
        if self.max_hold:
            echo = np.maximum.accumulate(echo, axis=0)
        grey = compressed(echo.astype(np.float32), self.dynamic_range_db)
        return np.asarray(np.rint(grey * 255), dtype=np.uint8)


def draw(kinds: tuple[str, ...] = tuple(UNSUPPORTED), *, each: int = 2, seed: int = 0) -> Iterator[CurveCase]:
    """`each` recordings for each kind, noise, dynamic range and model, over wide ranges of the parameters."""
    random = np.random.default_rng(seed)
    for kind in kinds:
        for speckles in SPECKLES if kind == COMPLETE else SPECKLES[1:2]:
            for range_db in RANGES_DB:
                for model in MODELS:
                    for _ in range(each):
                        yield replace(_one(kind, model, range_db, random), speckles=speckles)


def _one(kind: str, model: str, range_db: float, random: np.random.Generator) -> CurveCase:
    lesion, reference = _params(model, random, PEAK), _params(model, random, PEAK * random.uniform(0.2, 0.8))
    seen = {name: float(value) for name, value in read(MODELS[model], lesion).items()}
    begin_s, end_s = 0.0, max(_falls_to(model, params, 0.05) for params in (lesion, reference))
    if kind == "late start":
        begin_s = _rises_to(model, lesion, random.uniform(0.5, 0.8))  # the steepest rise is over
    elif kind == "ended before wash-out":
        end_s = _falls_to(model, lesion, random.uniform(0.55, 0.75))
    elif kind == "ended before the peak":
        end_s = seen["TI"] + random.uniform(0.5, 0.85) * seen["RT"]
    elif kind == "saturated":
        lesion[[AREA, BASELINE]] *= random.uniform(8, 20)
    elif kind == "no agent":
        lesion[AREA] *= 1e-6
    times_s = np.arange(begin_s, end_s, 1 / random.uniform(5, 20))
    if kind == "uneven times":
        times_s = times_s[random.random(len(times_s)) > 0.4]
    return CurveCase(
        kind,
        model,
        lesion,
        reference,
        times_s,
        range_db,
        recirculation=random.uniform(0.2, 0.5) if kind == "recirculation" else 0.0,
        persistence=random.uniform(0.4, 0.8) if kind == "persistence" else 0.0,
        gain_change=(seen["TTP"] + random.uniform(-0.5, 1) * seen["RT"], 6.0) if kind == "gain change" else None,
        seed=int(random.integers(2**31)),
    )


def _params(model: str, random: np.random.Generator, peak: float) -> Series:
    params = np.array([1.0, random.uniform(4, 15), random.uniform(8, 30), random.uniform(0.3, 0.65), 0.0])
    params[AREA] = peak / float(read(MODELS[model], params)["PE"])
    params[BASELINE] = peak * random.uniform(0.01, 0.15)
    return params


def _levels(model: str, params: Series) -> tuple[Series, Series, int]:
    """Times, the curve's share of its peak there, and where the peak is."""
    times_s = np.linspace(params[ARRIVAL], params[ARRIVAL] + 12 * params[MEAN_TRANSIT], 2001)
    above = MODELS[model].curve(times_s, params) - params[BASELINE]
    return times_s, above / above.max(), int(np.argmax(above))


def _rises_to(model: str, params: Series, level: float) -> float:
    times_s, share, peak = _levels(model, params)
    return float(times_s[:peak][np.searchsorted(share[:peak], level)])


def _falls_to(model: str, params: Series, level: float) -> float:
    times_s, share, peak = _levels(model, params)
    return float(times_s[peak + np.flatnonzero(share[peak:] < level)[0]])

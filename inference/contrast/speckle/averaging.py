"""How a scanner's own averaging changes the look of speckle, and which averaging a recording shows."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

Kind = Literal["none", "looks", "held", "power", "logarithm"]

ONE_LOOK = (math.log(2), -0.1699)  # second L-moment of ln of an exponential, third over second (Hosking 1990, table 1)
MOST_LOOKS = 4.0
STRONGEST = 0.9
SKEW_DOUBT = 0.008  # that sampling does not explain: rounding to 8 bits, uneven brightness
RATIO_DOUBT = 0.008
RATIOS = 0.7  # held speckle may have any ratio, over about this width
FILLED_NULLS = np.linspace(-0.16, -0.04, 25)  # skews that lossy compression leaves of one look: it fills the dark nulls
FARTHEST = 4.0  # in those doubts: a recording that far from every kind is not of speckle
# How much each kind counts before anything is seen. Contrast modes seldom compound; recordings are often lossy.
PRIOR: dict[str, float] = {"none": 1.0, "looks": 0.15, "held": 0.5, "power": 1.0, "logarithm": 1.0, "lossy": 0.5}

# Recursive averaging y = a y' + (1 - a) x of exponential x, simulated with 300,000 chains: weight a, second L-moment of
# ln y over ln 2, third L-moment over second, and second L-moment of four pictures in a row over that of four
# independent ones. Averaging of echo power, then of its logarithm.
POWER = np.array(
    [
        (0.00, 1.0000, -0.1699, 1.0000),
        (0.05, 0.8558, -0.1045, 0.9832),
        (0.10, 0.7816, -0.0830, 0.9662),
        (0.20, 0.6788, -0.0613, 0.9251),
        (0.30, 0.5995, -0.0494, 0.8814),
        (0.40, 0.5287, -0.0418, 0.8321),
        (0.50, 0.4656, -0.0343, 0.7728),
        (0.60, 0.4024, -0.0295, 0.7040),
        (0.70, 0.3388, -0.0240, 0.6200),
        (0.80, 0.2694, -0.0195, 0.5160),
        (0.90, 0.1860, -0.0119, 0.3716),
    ]
)
LOGARITHM = np.array(
    [
        (0.00, 1.0000, -0.1699, 1.0000),
        (0.10, 0.9048, -0.1659, 0.9724),
        (0.20, 0.8197, -0.1622, 0.9391),
        (0.30, 0.7389, -0.1506, 0.8976),
        (0.40, 0.6627, -0.1392, 0.8507),
        (0.50, 0.5879, -0.1272, 0.7931),
        (0.60, 0.5120, -0.1128, 0.7244),
        (0.70, 0.4319, -0.0979, 0.6396),
        (0.80, 0.3446, -0.0794, 0.5309),
        (0.90, 0.2384, -0.0552, 0.3815),
    ]
)


@dataclass(frozen=True, slots=True)
class Averaging:
    """What the speckle's shape says of the scanner's averaging.

    Attributes:
        kind: Of the best explanation: none, independent looks (compounding), speckle that stays from picture to
            picture, or recursive averaging of echo power or of its logarithm.
        spread: Second L-moment of ln(power) to be expected, over all explanations by their weight.
        doubt: Standard deviation of ln(spread) between the explanations.
        distance: Of the best one from what was seen, in standard deviations.
    """

    kind: Kind
    spread: float
    doubt: float
    distance: float

    @property
    def plausible(self) -> bool:
        """Whether it is speckle at all."""
        return self.distance <= FARTHEST


def explain(skew: float, skew_error: float, ratio: float) -> Averaging:
    """Weigh the kinds of averaging against the shape of the speckle.

    Args:
        skew: Third L-moment over the second, of independent pictures.
        skew_error: Its standard error.
        ratio: Second L-moment of pictures in a row over that of independent ones; 1 where they are independent.
    """
    every = _explanations()
    off_ratio = np.where(every.any_ratio, 0.0, (every.ratio - ratio) / RATIO_DOUBT)
    squared = ((every.skew - skew) / math.hypot(SKEW_DOUBT, skew_error)) ** 2 + off_ratio**2
    weight = every.prior * np.exp(-0.5 * (squared - squared.min()))
    weight /= weight.sum()
    logs = np.log(every.spread)
    middle = float(weight @ logs)
    likeliest = {kind: float(weight[[name == kind for name in every.kind]].sum()) for kind in set(every.kind)}
    return Averaging(
        max(likeliest, key=lambda kind: likeliest[kind]),
        math.exp(middle),
        math.sqrt(float(weight @ (logs - middle) ** 2)),
        math.sqrt(float(squared.min())),
    )


@lru_cache(maxsize=128)
def moments_of_looks(looks: float) -> tuple[float, float]:
    """Second L-moment of the logarithm of a gamma of so many looks, and third over second."""
    at = (np.arange(4000) + 0.5) / 4000
    logs = np.log(stats.gamma.ppf(at, looks) / looks)
    second = float(np.mean(logs * (2 * at - 1)))
    return second, float(np.mean(logs * (6 * at * at - 6 * at + 1))) / second


@dataclass(frozen=True, slots=True, eq=False)
class _Explanations:
    kind: tuple[Kind, ...]
    spread: npt.NDArray[np.float64]
    skew: npt.NDArray[np.float64]
    ratio: npt.NDArray[np.float64]
    any_ratio: npt.NDArray[np.bool_]
    prior: npt.NDArray[np.float64]


@lru_cache(maxsize=1)
def _explanations() -> _Explanations:
    """Every kind at every strength, each strength with its share of the kind's weight."""
    rows: list[tuple[Kind, float, float, float, float]] = []
    held = PRIOR["held"] * 2.5 * RATIO_DOUBT / RATIOS  # what fits any ratio is borne out by none
    spread, skew = ONE_LOOK
    rows += [("none", spread, skew, 1.0, PRIOR["none"]), ("held", spread, skew, math.nan, held)]
    for filled in FILLED_NULLS:
        share = PRIOR["lossy"] / len(FILLED_NULLS)
        rows += [("none", spread, float(filled), 1.0, share), ("held", spread, float(filled), math.nan, held * share)]
    many = np.linspace(1.05, MOST_LOOKS, 60)
    rows += [("looks", *moments_of_looks(float(looks)), 1.0, PRIOR["looks"] / len(many)) for looks in many]
    steps = np.linspace(0, STRONGEST, 181)[1:]
    tables: tuple[tuple[Kind, npt.NDArray[np.float64]], ...] = (("power", POWER), ("logarithm", LOGARITHM))
    for kind, table in tables:
        for step in steps:
            part, bent, ratio = (float(np.interp(step, table[:, 0], table[:, column])) for column in (1, 2, 3))
            rows.append((kind, part * spread, bent, ratio, PRIOR[kind] / len(steps)))
    kinds, *numbers = zip(*rows, strict=True)
    spreads, skews, ratios, priors = (np.array(column, dtype=np.float64) for column in numbers)
    return _Explanations(kinds, spreads, skews, np.nan_to_num(ratios), np.isnan(ratios), priors)

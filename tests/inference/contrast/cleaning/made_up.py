"""A small contrast study with known truth: regions of one curve each under exponential speckle."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.picture import Flags, Floats, Series

SIDE = 48


@dataclass(frozen=True, slots=True, eq=False)
class MadeUp:
    power: Floats
    times_s: Series
    masks: dict[str, Flags]
    truth: dict[str, Series]
    expected: Floats  # the power without speckle


def lognormal(times_s: Series, arrival_s: float, mode_s: float, spread: float, peak: float) -> Series:
    since = np.maximum(times_s - arrival_s, 1e-9)
    return peak * np.exp(-(np.log(since / mode_s) ** 2) / (2 * spread**2)) * (times_s > arrival_s)


def made_up(times_s: Series, seed: int = 0, side: int = SIDE, speckle: bool = True) -> MadeUp:
    """Lesion in the middle, a vessel beside it, parenchyma around them."""
    y, x = np.mgrid[:side, :side] / side
    lesion = (x - 0.4) ** 2 + (y - 0.5) ** 2 < 0.06
    vessel = (abs(x - 0.8) < 0.06) & ~lesion
    masks = {"lesion": lesion, "vessel": vessel, "parenchyma": ~lesion & ~vessel}
    truth = {
        "lesion": 0.01 + lognormal(times_s, 3.0, 7.0, 0.5, 0.5),
        "vessel": 0.01 + lognormal(times_s, 2.0, 5.0, 0.45, 0.8),
        "parenchyma": 0.01 + lognormal(times_s, 4.0, 10.0, 0.6, 0.15),
    }
    expected = np.zeros((len(times_s), side, side), np.float32)
    for name, mask in masks.items():
        expected[:, mask] = truth[name][:, None]
    chance = np.random.default_rng(seed)
    noise = chance.standard_exponential(expected.shape, dtype=np.float32) if speckle else np.float32(1)
    return MadeUp(expected * noise, times_s, masks, truth, expected)

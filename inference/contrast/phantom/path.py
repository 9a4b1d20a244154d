"""When the pictures were taken, where the tissue was, and what the scanner was doing."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import Flags, Series

RAMP_S = 1.0  # the tissue takes this long to leave the plane, and to come back
FARTHEST = 2.5  # how far it goes, in widths of the beam; no speckle is left of the plane before
DIFFERENT = 0.5  # below this correlation of the speckle's power, a picture shows another plane
FLASH_S = 0.25  # a burst lasts this long, and one picture at least
BREATH_SHARPNESS = 2  # n in cos^(2 n): more time near the end of breathing out (Lujan et al. 1999, Med. Phys. 26:715)


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Each picture's time and state.

    Attributes:
        times_s: (n,) ascending.
        shifts_px: (n, 2) dx, dy: tissue at (x, y) in the reference position is seen at (x + dx, y + dy).
        plane: (n,) correlation of the speckle's field with that of the reference plane, 0..1.
        out_of_plane: (n,) True where that plane is not shown any more.
        burst: (n,) True in the flash of a burst.
        gain_db: (n,) of the contrast panel.
    """

    times_s: Series
    shifts_px: Series
    plane: Series
    out_of_plane: Flags
    burst: Flags
    gain_db: Series


def path_of(recipe: Recipe) -> Path:
    """The path that the recipe and its seed describe."""
    rng = np.random.default_rng((recipe.seed, 2))
    grid_s = np.arange(0.0, recipe.duration_s, 1 / recipe.hz)
    shifts_px = _breathing(recipe, grid_s, rng) + _drift(recipe, grid_s, rng) + _tremor(recipe, grid_s, rng)
    times_s = grid_s + rng.uniform(-0.5, 0.5, len(grid_s)) * recipe.time_jitter / recipe.hz
    kept = _kept(recipe, grid_s)
    times_s, shifts_px = times_s[kept], shifts_px[kept]
    plane = np.exp(-0.5 * _off_plane(recipe, times_s) ** 2)  # a Gaussian beam: the field's correlation
    gain_db = np.full(len(times_s), recipe.gain_db)
    if recipe.gain_change is not None:
        gain_db[times_s >= recipe.gain_change[0]] += recipe.gain_change[1]
    return Path(times_s, shifts_px, plane, plane**2 < DIFFERENT, _flashes(recipe, times_s), gain_db)


def _kept(recipe: Recipe, grid_s: Series) -> Flags:
    end_s = recipe.duration_s if recipe.end_s is None else recipe.end_s
    kept = (grid_s >= recipe.start_s) & (grid_s < end_s)
    if recipe.sparse_after is not None:
        time_s, every = recipe.sparse_after
        kept &= (grid_s < time_s) | (np.arange(len(grid_s)) % every == 0)
    return np.asarray(kept)


def _breathing(recipe: Recipe, times_s: Series, rng: np.random.Generator) -> Series:
    """(n, 2): at rest after breathing out, where the reference position is; periods and depths vary by a tenth."""
    breaths = int(np.ceil(recipe.duration_s / recipe.breathing_period_s * 1.5)) + 2
    periods_s = recipe.breathing_period_s * np.clip(rng.normal(1, 0.1, breaths), 0.7, 1.3)
    depths = np.clip(rng.normal(1, 0.1, breaths), 0.7, 1.0)
    starts_s = np.concatenate([[0.0], np.cumsum(periods_s)])
    breath = np.minimum(np.searchsorted(starts_s, times_s, side="right") - 1, breaths - 1)
    phase = (times_s - starts_s[breath]) / periods_s[breath]
    way = depths[breath] * (1 - np.cos(np.pi * phase) ** 2) ** BREATH_SHARPNESS
    return np.asarray(way[:, None] * np.asarray(recipe.breathing_px, np.float64))


def _drift(recipe: Recipe, times_s: Series, rng: np.random.Generator) -> Series:
    """(n, 2): a straight way, and a wander of a fifth of it."""
    whole = np.asarray(recipe.drift_px, np.float64)
    share = times_s[:, None] / recipe.duration_s
    turns = rng.uniform(0, 2 * np.pi, (3, 2))
    waves = [np.sin(2 * np.pi * (number + 1) * share + turn) for number, turn in enumerate(turns)]
    start = [np.sin(turn) for turn in turns]
    wander = np.mean(np.stack(waves) - np.stack(start)[:, None], axis=0) if len(times_s) else np.zeros((0, 2))
    return np.asarray(whole * share + 0.2 * whole * wander)


def _tremor(recipe: Recipe, times_s: Series, rng: np.random.Generator) -> Series:
    """(n, 2): smooth over about half a second."""
    count = len(times_s)
    width = max(recipe.hz * 0.2, 0.5)
    reach = int(np.ceil(3 * width))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    kernel /= np.sqrt(np.sum(kernel**2))
    noise = rng.standard_normal((count + 2 * reach, 2))
    smooth = np.stack([np.convolve(noise[:, axis], kernel, mode="valid") for axis in (0, 1)], axis=1)
    return np.asarray(recipe.tremor_px * smooth)


def _off_plane(recipe: Recipe, times_s: Series) -> Series:
    """Distance from the reference plane in widths of the beam."""
    distance = np.zeros(len(times_s))
    for start_s, end_s in recipe.out_of_plane_s:
        ramp_s = min(RAMP_S, (end_s - start_s) / 2)
        inside = np.clip(np.minimum(times_s - start_s, end_s - times_s) / ramp_s, 0, 1)
        distance = np.maximum(distance, FARTHEST * np.sin(0.5 * np.pi * inside) ** 2)
    return distance


def _flashes(recipe: Recipe, times_s: Series) -> Flags:
    burst = np.zeros(len(times_s), np.bool_)
    for time_s in recipe.burst_times_s:
        burst |= (times_s >= time_s) & (times_s < time_s + max(FLASH_S, 1 / recipe.hz))
    return burst

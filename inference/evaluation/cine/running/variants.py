"""The same clip seen otherwise: at another rate, or with pictures lost on the way. The answer should not change."""

import numpy as np

from inference.evaluation.cine.recipe import Recipe
from inference.evaluation.cine.running.observe import Keeps

THIRD_DROPPED = "third dropped"
AT_15_HZ = "15 Hz"


def variants(recipe: Recipe) -> dict[str, Keeps]:
    """Which pictures of the signal arrive in each variant: a third dropped by chance; a scanner of 60 Hz at 15."""
    arrives = np.random.default_rng((recipe.seed, 4)).random(recipe.pictures) >= 1 / 3
    kept: dict[str, Keeps] = {THIRD_DROPPED: lambda truth: bool(arrives[truth.index])}
    if recipe.scanner_hz == 60:
        kept[AT_15_HZ] = lambda truth: truth.index % 4 == 0
    return kept

"""Whole studies of the reference object, measured as commonly done and as Minamo does, step by step."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from inference.contrast.compression import Compression
from inference.contrast.curves import Curves
from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit
from inference.contrast.motion import choose_reference
from inference.contrast.naive import fit_grey
from inference.contrast.parameters import Conditions, estimate_both, fit_or_reason, values_of
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import ContrastPicture, Flags, Series
from inference.contrast.regions import Region, from_mask
from inference.contrast.study import ContrastStudy
from inference.contrast.tone import find_tone_map

NAIVE = "grey as shown, region fixed"
FIXED = "echo power, region fixed"
STILL = "echo power, held still"
CLEANED = "echo power, held still, cleaned"
ESTIMATED = "echo power, held still, dynamic range estimated"
METHODS = (NAIVE, FIXED, STILL, CLEANED, ESTIMATED)
JUDGED = ("PE ratio", "TTP", "WiAUC", "WiAUC ratio", "MTT")
SAMPLED = 32


@dataclass(frozen=True, slots=True)
class ChainRow:
    """What one method made of one study.

    Attributes:
        method: One of `METHODS`.
        model: The agent's, in truth.
        dynamic_range_db: The scanner's, in truth.
        speckle: Standard deviation over mean of the multiplicative noise.
        errors: Relative, signed, of the lesion's parameters by name, and of ratios as "PE ratio"; of what was told.
        refused: Names of `JUDGED` that were refused.
        r2: Of the lesion's fit; None without one.
        found_db: The dynamic range that was used.
    """

    method: str
    model: str
    dynamic_range_db: float
    speckle: float
    errors: dict[str, float]
    refused: tuple[str, ...]
    r2: float | None
    found_db: float | None


def run_chain(recipes: Iterable[Recipe], advance: Callable[[], None] = lambda: None) -> Iterator[ChainRow]:
    """Every method on every study.

    Args:
        recipes: Studies that support every parameter.
        advance: Called after each study.
    """
    for recipe in recipes:
        yield from _of_study(recipe)
        advance()


def _of_study(recipe: Recipe) -> Iterator[ChainRow]:
    phantom = Phantom(recipe)
    pictures = list(phantom.pictures())
    key = choose_reference(pictures[:: max(1, len(pictures) // SAMPLED)]).number * max(1, len(pictures) // SAMPLED)
    # The user draws the regions on the key picture, where the tissue lies a little off its reference position.
    shift_x, shift_y = phantom.truth.shifts_px[key]
    lesion = from_mask(phantom.truth.lesion).moved(shift_x, shift_y)
    reference = from_mask(phantom.truth.reference).moved(shift_x, shift_y)
    given = Compression(recipe.dynamic_range_db, "given")
    still = _study(pictures, key, given, lesion, reference)
    curves = still.curves()
    used = ~curves.excluded
    fixed = [_fixed_curve(pictures, region) for region in (lesion, reference)]
    yield _row(recipe, phantom, NAIVE, [_grey_fit(pictures, curves.times_s, region) for region in (lesion, reference)])
    yield _row(recipe, phantom, FIXED, [_fit(curves.times_s, _power(grey, recipe), used) for grey in fixed])
    raw = (curves.lesion_raw, curves.reference_raw)
    yield _row(recipe, phantom, STILL, [_fit(curves.times_s, each, used) for each in raw])
    clean = (curves.lesion_clean, curves.reference_clean)
    yield _row(recipe, phantom, CLEANED, [_fit(curves.times_s, each, used) for each in clean])
    guessed = _study(pictures, key, None, lesion, reference)
    if guessed.compression.origin == "estimated":
        again = guessed.curves()
        fits = [_fit(again.times_s, each, ~again.excluded) for each in (again.lesion_raw, again.reference_raw)]
        yield _row(recipe, phantom, ESTIMATED, fits, guessed.compression.dynamic_range_db)

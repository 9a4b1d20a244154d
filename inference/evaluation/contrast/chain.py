"""Whole studies of the reference object, measured as commonly done and as Minamo does, step by step."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from inference.contrast.compression import Compression, power
from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit
from inference.contrast.fitting.naive import fit_grey
from inference.contrast.growing.curves import Curves
from inference.contrast.growing.study import ContrastStudy
from inference.contrast.motion import choose_reference
from inference.contrast.parameters import Conditions, estimate_both, fit_or_reason, values_of
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import ContrastPicture, Floats, Series
from inference.contrast.regions import Region, from_mask
from inference.contrast.tone import find_tone_map
from inference.preparation import to_grey

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
    regions = (lesion, reference)
    grey = [_fixed(pictures, region, _GREY) for region in regions]
    yield _row(recipe, phantom, NAIVE, [_grey_fit(curves.times_s, each) for each in grey])
    table = power(_GREY, recipe.dynamic_range_db)
    fixed = [_fixed(pictures, region, table) for region in regions]
    yield _row(recipe, phantom, FIXED, [fit_or_reason(curves.times_s, each) for each in fixed])
    yield _row(recipe, phantom, STILL, _fits(curves, curves.lesion_raw, curves.reference_raw))
    yield _row(recipe, phantom, CLEANED, _fits(curves, curves.lesion_clean, curves.reference_clean))
    guessed = _study(pictures, key, None, lesion, reference)
    if guessed.compression.origin == "estimated":
        again = guessed.curves()
        fits = _fits(again, again.lesion_raw, again.reference_raw)
        yield _row(recipe, phantom, ESTIMATED, fits, guessed.compression.dynamic_range_db)


_GREY = (np.arange(256) / 255).astype(np.float32)
_Fits = list[Fit | ContrastError]


def _study(
    pictures: list[ContrastPicture], key: int, compression: Compression | None, lesion: Region, reference: Region
) -> ContrastStudy:
    tone = find_tone_map([picture.contrast for picture in pictures[:: max(1, len(pictures) // SAMPLED)]])
    study = ContrastStudy(compression, tone=tone, key=pictures[key])
    study.injection_s = 0.0
    for picture in pictures:
        study.add(picture)
    study.set_regions(lesion, reference)
    return study


def _fixed(pictures: list[ContrastPicture], region: Region, table: Floats) -> Series:
    """Mean over a region that stays where it was drawn, of what a table makes of each grey level; (n,)."""
    weights = region.weights(*pictures[0].contrast.shape[:2])
    inside = weights > 0
    of_pixels = weights[inside] / weights[inside].sum()
    return np.array([table[to_grey(picture.contrast)[inside]] @ of_pixels for picture in pictures], np.float64)


def _grey_fit(times_s: Series, grey: Series) -> Fit | ContrastError:
    try:
        return fit_grey(times_s, grey)
    except ContrastError as reason:
        return reason


def _fits(curves: Curves, lesion: Series, reference: Series) -> _Fits:
    return [fit_or_reason(curves.times_s, each, usable=~curves.excluded) for each in (lesion, reference)]


def _row(recipe: Recipe, phantom: Phantom, method: str, fits: _Fits, found_db: float | None = None) -> ChainRow:
    lesion, _, ratios = estimate_both(fits[0], fits[1], Conditions(injection_s=0.0), bootstrap=0)
    truth, beside = (values_of(recipe.model, phantom.truth.parameters[name], 0.0) for name in ("lesion", "reference"))
    errors, refused = {}, []
    for name in JUDGED:
        plain = name.removesuffix(" ratio")
        told = lesion[plain] if plain == name else None if ratios is None else ratios[plain]
        right = truth[plain] if plain == name else truth[plain] / beside[plain]
        if told is None or told.value is None:
            refused.append(name)
        else:
            errors[name] = told.value / right - 1
    r2 = fits[0].r2 if isinstance(fits[0], Fit) else None
    return ChainRow(method, recipe.model, recipe.dynamic_range_db, recipe.speckle, errors, tuple(refused), r2, found_db)

"""How often each sign is found where it is, and not found where it is not, on the reference object."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from inference.contrast.maps.known_study import KnownStudy, make_known
from inference.contrast.maps.parametric import parametric_maps
from inference.contrast.pattern import texts
from inference.contrast.pattern.areas import DEFECT_PERCENT, LARGER_FROM
from inference.contrast.pattern.brightness import LIMIT_DB, RIM_DB
from inference.contrast.pattern.order import LEAST_LAG_S
from inference.contrast.pattern.reading import pattern
from inference.contrast.pattern.sign import Sign
from inference.contrast.phantom.recipe import Perfusion, Recipe
from inference.contrast.regions import from_mask

Row = dict[str, str | float | int | None]
_BASE = Recipe(size_px=(200, 200), hz=6.0, duration_s=60.0)
_KINDS: tuple[Recipe, ...] = (
    _BASE,
    replace(_BASE, lesion=Perfusion(0.008, 8.0, 12.0)),
    replace(_BASE, lesion=Perfusion(0.02, 9.0, 14.0), vessel=None),
    replace(_BASE, penetrating=True),
    replace(_BASE, penetrating=True, arrival_order="centripetal"),
    replace(_BASE, lesion=Perfusion(0.02, 8.0, 12.0), rim=Perfusion(0.06, 8.0, 12.0)),
    replace(_BASE, defect_share=0.2),
    replace(_BASE, defect_share=0.1, arrival_order="centripetal"),
    replace(_BASE, arrival_order="centrifugal"),
    replace(_BASE, lesion=Perfusion(0.05, 10.0, 24.0), arrival_order="centripetal", arrival_lag_s=1.5),
)
SEEDS = (301, 302)
PATTERN_RECIPES: tuple[Recipe, ...] = tuple(
    replace(kind, seed=seed + 10 * number, dynamic_range_db=(50.0, 70.0)[place])
    for number, kind in enumerate(_KINDS)
    for place, seed in enumerate(SEEDS)
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What is true of one sign of a study.

    Attributes:
        present: Whether the sign is there.
        value: What a perfect measurement gives; None where the recipe does not fix it.
    """

    present: bool
    value: float | None


def measure_pattern(recipes: Iterable[Recipe] = PATTERN_RECIPES) -> list[Row]:
    """The table of the signs.

    In every other study the B-mode outline is drawn at four fifths of the lesion's size, so that the enhanced area is
    enlarged there.

    Returns:
        A row for each sign: `sign`, `with_sign` (studies that have it), `found`, `missed`, `open_with` (not told),
        `without_sign`, `rightly_absent`, `false`, `open_without`, `median_value_error` in the sign's unit.
    """
    outcomes: dict[str, list[tuple[Expected, Sign]]] = defaultdict(list)
    for number, recipe in enumerate(recipes):
        study = make_known(recipe)
        size = 0.8 if number % 2 else 1.0
        for name, expected, sign in read_known(study, size):
            outcomes[name].append((expected, sign))
    return [_row(name, outcomes[name]) for name in texts.NAMES if name in outcomes]


def read_known(study: KnownStudy, bmode_size: float = 1.0) -> list[tuple[str, Expected, Sign]]:
    """Each sign of a study whose truth fixes it, with that truth."""
    lesion, reference = (from_mask(mask) for mask in (study.truth.lesion, study.truth.reference))
    bmode = lesion.scaled(bmode_size, about=lesion.middle_px)
    signs = pattern(study.stack, parametric_maps(study.stack, study.cleaned), lesion, reference, bmode)
    expected = expected_signs(study, bmode_size)
    return [(sign.name, expected[sign.name], sign) for sign in signs if sign.name in expected]


def expected_signs(study: KnownStudy, bmode_size: float) -> dict[str, Expected]:
    """What the truth says of each sign; wash-out has no truth of its own, it follows from the curves."""
    recipe = study.recipe
    peaks = {name: float(curve.max()) for name, curve in study.truth.agent(study.stack.times_s).items()}
    enhancement_db = 10 * np.log10(peaks["lesion"] / peaks["reference"])
    lag_s = {"together": 0.0, "centripetal": recipe.arrival_lag_s, "centrifugal": -recipe.arrival_lag_s}
    lag = lag_s[recipe.arrival_order]
    rim_db = 0.0 if recipe.rim is None else 10 * np.log10(recipe.rim.peak / recipe.lesion.peak)
    share = 100 * float(study.truth.defect.sum()) / float(study.truth.lesion.sum())
    area = 1 / bmode_size**2
    known = {
        texts.ENHANCEMENT: Expected(bool(enhancement_db >= LIMIT_DB), float(enhancement_db)),
        texts.DEFECT: Expected(share >= DEFECT_PERCENT, share),
        texts.VESSELS: Expected(recipe.penetrating and recipe.vessel is not None, None),
        texts.ORDER: Expected(lag >= LEAST_LAG_S, None if recipe.rim is not None else lag),
        texts.RIM: Expected(bool(rim_db >= RIM_DB), None),
    }
    if enhancement_db >= LIMIT_DB:  # a lesion like its surroundings has no enhanced area
        known[texts.AREA] = Expected(area >= LARGER_FROM, area)
    return known


def _row(name: str, outcomes: list[tuple[Expected, Sign]]) -> Row:
    def count(expected: bool, present: bool | None) -> int:
        return sum(truth.present is expected and sign.present is present for truth, sign in outcomes)

    errors = [
        abs(sign.value - truth.value)
        for truth, sign in outcomes
        if sign.value is not None and truth.value is not None and sign.present is not None
    ]
    return {
        "sign": name,
        "with_sign": sum(truth.present for truth, _ in outcomes),
        "found": count(True, True),
        "missed": count(True, False),
        "open_with": count(True, None),
        "without_sign": sum(not truth.present for truth, _ in outcomes),
        "rightly_absent": count(False, False),
        "false": count(False, True),
        "open_without": count(False, None),
        "median_value_error": round(float(np.median(errors)), 3) if errors else None,
        "unit": outcomes[0][1].unit,
    }

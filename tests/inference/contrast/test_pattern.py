"""The signs that readers look for are found where they are, not elsewhere, and left open where nobody can tell."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contrast.maps import parametric_maps
from inference.contrast.models import MODELS
from inference.contrast.pattern import Sign, pattern, texts
from inference.contrast.pattern.literature import EVIDENCE, likelihood_ratios
from inference.contrast.pattern.measured import PATTERN_RECIPES, measure_pattern
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import Flags, Floats, Series, Stack
from inference.contrast.regions import Region

SHAPE = (44, 62)
CELL_PX = 2.0
LESION = Region.parse("ellipse:54,44,32,32,0")
REFERENCE = Region.parse("ellipse:106,44,12,24,0")
TIMES_S: Series = np.arange(190) / 3
ROWS, COLUMNS = np.mgrid[: SHAPE[0], : SHAPE[1]] + 0.5
FROM_MIDDLE = np.hypot(COLUMNS - 27, ROWS - 22)  # in cells; the lesion's radius is 16

SPECKLE = np.random.default_rng(5).gamma(8, 1 / 8, (len(TIMES_S), *SHAPE)).astype(np.float32)


def bolus(peak: float, arrival_s: float, transit_s: float) -> Series:
    curve = MODELS["lognormal"].curve(TIMES_S, np.array([1.0, arrival_s, transit_s, 0.55, 0.0]))
    return np.asarray(peak * curve / curve.max())


class Study:
    """A study of cells, made of boluses in places, with a little speckle."""

    def __init__(self) -> None:
        self.power: Floats = np.empty((len(TIMES_S), *SHAPE), np.float32)
        self.fill(np.ones(SHAPE, bool), bolus(0.02, 10, 20))
        self.fill(FROM_MIDDLE <= 16, bolus(0.05, 9, 12))

    def fill(self, where: Flags, curve: Series) -> "Study":
        self.power[:, where] = curve[:, None] + 1e-5
        return self

    def stack(self, until_s: float = 100.0, from_s: float = 0.0, every: int = 1) -> Stack:
        kept = np.flatnonzero((until_s >= TIMES_S) & (from_s <= TIMES_S))[::every]
        power = (self.power * SPECKLE)[kept]
        nothing = np.zeros(len(kept), bool)
        saturated = np.zeros(power.shape, np.uint8)
        return Stack(power, TIMES_S[kept], kept, nothing, ("",) * len(kept), saturated, CELL_PX)


def signs_of(stack: Stack, bmode_lesion: Region | None = LESION) -> dict[str, Sign]:
    signs = pattern(stack, parametric_maps(stack), LESION, REFERENCE, bmode_lesion)
    assert tuple(sign.name for sign in signs) == texts.NAMES
    for sign in signs:
        assert "{" not in sign.said()
        assert sign.present is not None or sign.text in texts.REASONS
        if sign.low is not None and sign.high is not None and sign.value is not None:
            assert sign.low <= sign.value <= sign.high
    return {sign.name: sign for sign in signs}


@pytest.fixture(scope="module")
def plain() -> dict[str, Sign]:
    return signs_of(Study().stack())


def test_a_plain_bright_lesion_is_hyperenhancing_and_nothing_else(plain: dict[str, Sign]) -> None:
    assert plain[texts.ENHANCEMENT].present
    assert plain[texts.ENHANCEMENT].value == pytest.approx(10 * math.log10(2.5), abs=0.3)
    for name in (texts.AREA, texts.DEFECT, texts.VESSELS, texts.ORDER, texts.RIM):
        assert plain[name].present is False, plain[name]


def test_its_enhanced_area_is_its_bmode_area(plain: dict[str, Sign]) -> None:
    assert plain[texts.AREA].value == pytest.approx(1, abs=0.1)


def test_it_is_enlarged_where_the_bmode_picture_shows_less() -> None:
    small = LESION.scaled(0.8, about=LESION.middle_px)
    sign = signs_of(Study().stack(), small)[texts.AREA]
    assert sign.present
    assert sign.value == pytest.approx(1 / 0.64, rel=0.12)


def test_a_darker_lesion_is_hypoenhancing_and_one_like_its_surroundings_isoenhancing() -> None:
    dark = signs_of(Study().fill(FROM_MIDDLE <= 16, bolus(0.006, 9, 14)).stack())
    assert dark[texts.ENHANCEMENT].present is False
    assert dark[texts.ENHANCEMENT].text == texts.HYPO
    assert dark[texts.WASHOUT].text == texts.ALWAYS_DARKER
    same = signs_of(Study().fill(FROM_MIDDLE <= 16, bolus(0.021, 9, 14)).stack())
    assert same[texts.ENHANCEMENT].text == texts.ISO
    assert same[texts.AREA].text == texts.NOT_BRIGHTER


def test_an_empty_middle_is_a_perfusion_defect_of_its_size() -> None:
    sign = signs_of(Study().fill(FROM_MIDDLE <= 7, bolus(0, 9, 12)).stack())[texts.DEFECT]
    assert sign.present
    assert sign.value == pytest.approx(100 * 49 / 256, abs=4)


def test_a_vessel_that_leads_into_the_lesion_is_penetrating_and_one_that_ends_there_is_not() -> None:
    tube = (np.abs(ROWS - 22) < 1.6) & (COLUMNS < 27)
    inside = signs_of(Study().fill(tube, bolus(0.08, 7, 9)).stack())[texts.VESSELS]
    assert inside.present
    assert inside.value == 1
    outside = signs_of(Study().fill(tube & (FROM_MIDDLE > 17), bolus(0.08, 7, 9)).stack())[texts.VESSELS]
    assert outside.present is False


@pytest.mark.parametrize(
    ("lag_s", "text"), [(3.0, texts.CENTRIPETAL), (-3.0, texts.CENTRIFUGAL), (0.0, texts.NO_ORDER)]
)
def test_the_order_of_arrival_is_told_from_the_map(lag_s: float, text: str) -> None:
    study = Study()
    for ring in range(16):
        late_s = lag_s * (1 - ring / 16) if lag_s > 0 else -lag_s * ring / 16
        study.fill((ring < FROM_MIDDLE) & (ring + 1 >= FROM_MIDDLE), bolus(0.05, 9 + late_s, 12))
    sign = signs_of(study.stack())[texts.ORDER]
    assert sign.text == text
    assert sign.present is (text == texts.CENTRIPETAL)
    assert sign.value == pytest.approx(lag_s, abs=0.5)


def test_a_bright_edge_is_a_rim() -> None:
    sign = signs_of(Study().fill(FROM_MIDDLE <= 11, bolus(0.02, 9, 12)).stack())[texts.RIM]
    assert sign.present
    assert sign.value == pytest.approx(4, abs=0.6)


def test_a_lesion_that_empties_sooner_washes_out_and_one_that_holds_the_agent_does_not() -> None:
    quick = signs_of(Study().fill(FROM_MIDDLE <= 16, bolus(0.04, 8, 7)).stack())[texts.WASHOUT]
    assert quick.present
    slow = signs_of(Study().fill(FROM_MIDDLE <= 16, bolus(0.05, 9, 25)).stack())[texts.WASHOUT]
    assert slow.present is False


def test_a_recording_that_ends_early_does_not_tell_the_wash_out_nor_one_without_a_peak_anything() -> None:
    early = signs_of(Study().stack(until_s=26))
    assert early[texts.WASHOUT].text == texts.TOO_SHORT
    assert early[texts.ENHANCEMENT].present
    rising = signs_of(Study().stack(until_s=12.5))
    assert all(sign.present is None for sign in rising.values())


def test_a_recording_that_begins_late_does_not_tell_vessels_or_order() -> None:
    late = signs_of(Study().stack(from_s=13))
    assert late[texts.VESSELS].present is None
    assert late[texts.ORDER].present is None


def test_sparse_pictures_do_not_tell_the_order() -> None:
    assert signs_of(Study().stack(every=5))[texts.ORDER].text == texts.TOO_SPARSE


def test_a_handful_of_pictures_at_the_peak_does_not_tell_one_place_from_another() -> None:
    few = signs_of(Study().stack(every=10))
    assert {few[name].text for name in (texts.AREA, texts.DEFECT, texts.RIM)} == {texts.TOO_GRAINY}


def test_without_a_bmode_outline_the_area_is_left_open() -> None:
    assert signs_of(Study().stack(), None)[texts.AREA].text == texts.NO_BMODE


def test_a_black_recording_tells_nothing() -> None:
    stack = Study().stack()
    black = Stack(
        np.zeros_like(stack.power), stack.times_s, stack.index, stack.excluded, stack.reasons, stack.saturated, CELL_PX
    )
    assert all(sign.present is None for sign in signs_of(black).values())


def test_likelihood_ratios_are_those_of_the_plans_sensitivities_and_specificities() -> None:
    plan = {texts.ENHANCEMENT: (95, 30), texts.ORDER: (71, 54), texts.VESSELS: (66, 77), texts.DEFECT: (32, 96.5)}
    assert set(EVIDENCE) == set(plan)
    for name, (sensitivity, specificity) in plan.items():
        evidence = EVIDENCE[name]
        assert 100 * evidence.sensitivity == pytest.approx(sensitivity, abs=0.5)
        assert 100 * evidence.specificity == pytest.approx(specificity, abs=0.5)
        positive, negative = likelihood_ratios(evidence.sensitivity, evidence.specificity)
        assert evidence.positive.ratio == pytest.approx(positive)
        assert evidence.negative.ratio == pytest.approx(negative)
        assert evidence.positive.low < positive < evidence.positive.high
        assert evidence.negative.low < negative < evidence.negative.high
        assert "PMC6470080" in evidence.source


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_sign_that_says_nothing_has_ratios_of_one(sensitivity: float, specificity: float) -> None:
    positive, negative = likelihood_ratios(sensitivity, specificity)
    assert (positive > 1) == (negative < 1) or positive == pytest.approx(1)
    assert likelihood_ratios(sensitivity, 1 - sensitivity) == pytest.approx((1, 1))


def test_a_sign_without_published_figures_has_no_ratio(plain: dict[str, Sign]) -> None:
    assert plain[texts.RIM].likelihood_ratio_positive is None
    assert plain[texts.RIM].source == ""
    assert plain[texts.ENHANCEMENT].likelihood_ratio_positive == pytest.approx(1.36, abs=0.01)


def test_the_table_of_signs_counts_what_was_found_missed_and_left_open() -> None:
    rows = measure_pattern([Recipe(seed=7, size_px=(144, 144), hz=4.0, duration_s=50.0, defect_share=0.2)])
    assert [row["sign"] for row in rows] == [name for name in texts.NAMES if name != texts.WASHOUT]
    for row in rows:
        assert row["with_sign"] == row["found"] + row["missed"] + row["open_with"]  # type: ignore[operator]
        assert row["without_sign"] == row["rightly_absent"] + row["false"] + row["open_without"]  # type: ignore[operator]
    assert next(row for row in rows if row["sign"] == texts.DEFECT)["found"] == 1


def test_every_sign_is_with_and_without_in_the_studies_it_is_measured_on() -> None:
    assert {recipe.penetrating for recipe in PATTERN_RECIPES} == {True, False}
    assert {recipe.arrival_order for recipe in PATTERN_RECIPES} == {"together", "centripetal", "centrifugal"}
    assert {recipe.rim is None for recipe in PATTERN_RECIPES} == {True, False}
    assert len({recipe.seed for recipe in PATTERN_RECIPES}) == len(PATTERN_RECIPES)

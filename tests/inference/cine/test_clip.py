"""A clip shows real tissue as a probe would, and knows where every lesion is."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.recipe import Act, Codec, Event, Part, Recipe
from inference.evaluation.cine.seeds import DEVELOPMENT_SEEDS, TEST_SEEDS, recipes
from inference.evaluation.cine.truth import PictureState
from inference.training.cases import is_test, read_cases
from inference.training.errors import DataError
from tests.inference.cine.made_up_sets import made_up_sets


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up_sets(tmp_path_factory.mktemp("cine"))


@pytest.fixture(scope="module")
def library(data: Path) -> Library:
    return Library(data, Part.DEVELOPMENT)


@pytest.fixture(scope="module")
def plain(library: Library) -> Recipe:
    lesion, tissue = library.lesions()[0], library.tissue()
    return Recipe(
        name="made-up",
        part=Part.DEVELOPMENT,
        seed=5,
        hz=20.0,
        scanner_hz=20.0,
        duration_s=6.0,
        size=(160, 128),
        codec=Codec.NONE,
        lesions=(f"{lesion.dataset}/{lesion.id}",),
        tissue=tuple(f"{case.dataset}/{case.id}" for case in tissue[:2]),
    )


def shown(recipe: Recipe, library: Library) -> list:
    return list(Clip(recipe, library).frames())


def test_the_same_recipe_gives_the_same_clip(plain: Recipe, library: Library) -> None:
    first, second = shown(replace(plain, duration_s=2.0), library), shown(replace(plain, duration_s=2.0), library)
    assert all(np.array_equal(one[0].pixels, other[0].pixels) for one, other in zip(first, second, strict=True))
    assert [truth for _, truth in first] == [truth for _, truth in second]


def test_pictures_carry_their_number_and_time(plain: Recipe, library: Library) -> None:
    frames = shown(replace(plain, duration_s=1.0), library)
    assert [frame.index for frame, _ in frames] == list(range(20))
    assert [frame.time_ns for frame, _ in frames][:3] == [0, 50_000_000, 100_000_000]
    assert frames[0][0].pixels.shape == (128, 160, 3)
    assert not frames[0][0].pixels.flags.writeable


def test_a_lesion_comes_into_view_and_goes_again_and_stays_the_same_one(plain: Recipe, library: Library) -> None:
    shares = [
        truth.lesions[0].share if truth.lesions else 0.0 for _, truth in shown(replace(plain, duration_s=20.0), library)
    ]
    assert max(shares) > 0.85
    comings = sum(before < 0.25 <= now for before, now in itertools.pairwise(shares))
    assert comings >= 2


def test_the_box_lies_round_what_is_dark_in_the_picture(plain: Recipe, library: Library) -> None:
    checked = 0
    for frame, truth in shown(replace(plain, duration_s=12.0), library)[::5]:
        for lesion in truth.lesions:
            if lesion.is_full:
                box = lesion.box
                middle = frame.pixels[
                    round(box.top * 0.7 + box.bottom * 0.3) : round(box.top * 0.3 + box.bottom * 0.7),
                    round(box.left * 0.7 + box.right * 0.3) : round(box.left * 0.3 + box.right * 0.7),
                ]
                assert middle.mean() < 0.6 * frame.pixels.mean()
                checked += 1
    assert checked > 5


def test_no_picture_has_a_black_border(plain: Recipe, library: Library) -> None:
    for frame, truth in shown(plain, library)[::10]:
        assert truth.state is PictureState.LIVE
        grey = frame.pixels[:, :, 0]
        assert min(grey[:, 0].mean(), grey[:, -1].mean(), grey[0].mean(), grey[-1].mean()) > 15


def test_a_normal_clip_has_no_lesion(plain: Recipe, library: Library) -> None:
    assert not any(truth.lesions for _, truth in shown(replace(plain, lesions=()), library))


def test_frozen_pictures_are_equal_and_said_to_repeat(plain: Recipe, library: Library) -> None:
    frames = shown(replace(plain, events=(Event(Act.FREEZE, 1.0, 1.0),)), library)
    frozen = [number for number, (_, truth) in enumerate(frames) if truth.state is PictureState.FROZEN]
    assert len(frozen) == pytest.approx(20, abs=1)
    assert all(frames[number][1].repeats for number in frozen[1:])
    assert np.array_equal(frames[frozen[1]][0].pixels, frames[frozen[-1]][0].pixels)


def test_calipers_are_placed_one_after_another_on_a_standing_picture(plain: Recipe, library: Library) -> None:
    frames = shown(replace(plain, events=(Event(Act.CALIPERS, 1.0, 3.5),)), library)
    marked = [frame for frame, truth in frames if truth.state is PictureState.CALIPERS and not truth.repeats]
    assert len(marked) == 5
    changes = [np.count_nonzero((one.pixels != other.pixels).any(axis=2)) for one, other in itertools.pairwise(marked)]
    assert all(0 < change < 0.05 * marked[0].pixels[:, :, 0].size for change in changes)


def test_a_review_shows_pictures_that_were_live_backwards(plain: Recipe, library: Library) -> None:
    frames = shown(replace(plain, events=(Event(Act.REVIEW, 3.0, 2.0),)), library)
    live = [frame.pixels for frame, truth in frames if truth.state is PictureState.LIVE]
    review = [frame.pixels for frame, truth in frames if truth.state is PictureState.REVIEW]
    found = [next((number for number, pixels in enumerate(live) if np.array_equal(pixels, one)), -1) for one in review]
    assert -1 not in found
    assert found[0] > min(found) < found[-1]


def test_a_lifted_probe_shows_no_lesion_and_is_dark_in_the_depth(plain: Recipe, library: Library) -> None:
    frames = shown(replace(plain, events=(Event(Act.LIFT, 1.0, 1.5),)), library)
    lifted = [(frame, truth) for frame, truth in frames if truth.state is PictureState.LIFTED]
    frame, truth = lifted[len(lifted) // 2]
    assert truth.lesions == ()
    assert frame.pixels[64:].mean() < 12
    assert frame.pixels[0].mean() > 60


@pytest.mark.parametrize(("act", "told"), [(Act.DEPTH_KNOWN, "known"), (Act.DEPTH_UNKNOWN, "unknown")])
def test_a_change_of_depth_is_told_by_the_layout_only_where_it_is_known(
    plain: Recipe, library: Library, act: Act, told: str
) -> None:
    frames = shown(replace(plain, events=(Event(act, 1.0, 1.0, 1.25),)), library)
    changes = [truth.depth_change for _, truth in frames if truth.depth_change]
    assert changes == [told, told]
    scales = {frame.layout.panels[0].mm_per_px for frame, _ in frames}
    assert len(scales) == (2 if told == "known" else 1)
    assert (None in scales) == (told == "unknown")


def test_a_scanner_of_20_hz_in_a_signal_of_60_repeats_each_picture_three_times(plain: Recipe, library: Library) -> None:
    frames = shown(replace(plain, hz=60.0, duration_s=1.0), library)
    assert [truth.repeats for _, truth in frames][:7] == [False, True, True, False, True, True, False]


@pytest.mark.parametrize("codec", [Codec.MJPEG, Codec.H264])
def test_compression_changes_pictures_a_little(plain: Recipe, library: Library, codec: Codec) -> None:
    recipe = replace(plain, duration_s=0.5)
    for (raw, _), (passed, _) in zip(shown(recipe, library), shown(replace(recipe, codec=codec), library), strict=True):
        difference = np.abs(raw.pixels.astype(int) - passed.pixels).mean()
        assert 0.1 < difference < 12


def test_patients_of_another_part_are_refused(data: Path, plain: Recipe) -> None:
    with pytest.raises(DataError, match="may not stand in test clips"):
        Clip(replace(plain, part=Part.TEST), Library(data, Part.TEST))
    with pytest.raises(DataError, match="not in the data"):
        Clip(replace(plain, lesions=("bus-bra/absent",)), Library(data, Part.DEVELOPMENT))


def test_development_and_test_share_no_seed_and_the_test_is_long_enough() -> None:
    assert not set(DEVELOPMENT_SEEDS) & set(TEST_SEEDS)
    assert len(TEST_SEEDS) >= 60


@pytest.mark.parametrize("part", list(Part))
def test_recipes_show_their_own_patients_only(data: Path, part: Part) -> None:
    made = recipes(Library(data, part))
    cases = {f"{name}/{case.id}": case for name in ("bus-bra", "bus-uclm") for case in read_cases(data / name)}
    assert {is_test(cases[key]) for recipe in made for key in (*recipe.lesions, *recipe.tissue)} == {part is Part.TEST}


@pytest.mark.parametrize("part", list(Part))
def test_half_of_the_time_is_normal(data: Path, part: Part) -> None:
    made = recipes(Library(data, part))
    whole_s = sum(recipe.duration_s for recipe in made)
    assert sum(recipe.duration_s for recipe in made if not recipe.lesions) == pytest.approx(whole_s / 2)
    assert part is Part.DEVELOPMENT or whole_s >= 30 * 60
    assert len({recipe.key for recipe in made}) == len(made)
    assert {recipe.codec for recipe in made} == set(Codec)
    assert {event.act for recipe in made for event in recipe.events} == set(Act)

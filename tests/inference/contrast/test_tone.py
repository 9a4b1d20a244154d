"""From the scanner's tint back to grey."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contrast.compression import Compression
from inference.contrast.errors import ContrastError
from inference.contrast.growing.display import Display
from inference.contrast.phantom.scanner import TINTS, tint_table
from inference.contrast.tone import PATHS, ToneMap, find_tone_map, known, luminance_map, path_of, resample

RAMP = np.tile(np.arange(256, dtype=np.uint8), (40, 1))
RAINBOW = [(0, 0, 128), (0, 0, 255), (0, 255, 255), (255, 255, 0), (255, 0, 0), (128, 0, 0)]
COPPER = [(0, 0, 0), (150, 60, 40), (230, 120, 110), (255, 190, 240)]


def tinted(grey: np.ndarray, path: object) -> np.ndarray:
    return np.rint(resample(np.array(path, dtype=float))).astype(np.uint8)[grey]


@pytest.mark.parametrize("name", PATHS)
def test_a_known_tint_is_recognised_and_undone(name):
    found = find_tone_map([tinted(RAMP, path_of(name))])
    assert found.name == name
    assert found.warning == ""
    assert np.abs(found.grey(tinted(RAMP, path_of(name))) * 255 - RAMP).max() <= 1.5


@pytest.mark.parametrize("name", PATHS)
def test_lossy_video_moves_the_grey_by_a_few_levels_only(name):
    noise = np.random.default_rng(0).normal(0, 2, (*RAMP.shape, 3))
    lossy = np.clip(np.rint(tinted(RAMP, path_of(name)) + noise), 0, 255).astype(np.uint8)
    found = find_tone_map([lossy])
    assert found.name == name
    assert np.median(np.abs(found.grey(lossy) * 255 - RAMP)) <= 3


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_the_colour_bar_tells_the_map_whichever_way_it_stands(turned):
    bar = np.rot90(np.pad(tinted(RAMP, COPPER), ((0, 0), (5, 5), (0, 0)), mode="edge"), turned)
    found = find_tone_map([tinted(RAMP, COPPER)], np.ascontiguousarray(bar))
    assert found.name == "colour bar"
    assert np.abs(found.grey(tinted(RAMP, COPPER)) * 255 - RAMP).max() <= 4


def test_a_tint_nobody_knows_is_ordered_by_brightness_and_says_so():
    found = find_tone_map([tinted(RAMP, COPPER)])
    assert found.name == "path"
    assert found.warning
    assert np.all(np.diff(found.grey(tinted(RAMP, COPPER))[0]) >= 0)


def test_colours_that_lie_on_no_path_give_luminance_with_a_warning():
    patches = np.random.default_rng(0).integers(0, 256, (60, 60, 3)).astype(np.uint8)
    found = find_tone_map([patches])
    assert found.name == "luminance"
    assert "unknown" in found.warning


def test_a_rainbow_bar_is_refused():
    with pytest.raises(ContrastError, match="colour bar"):
        ToneMap.from_colour_bar(tinted(RAMP, RAINBOW))


def test_a_bar_of_one_colour_is_refused():
    with pytest.raises(ContrastError, match="colour bar"):
        ToneMap.from_colour_bar(np.full((20, 200, 3), 90, np.uint8))


def test_the_tints_of_the_reference_object_are_known_ones():
    for tint in TINTS:
        found = find_tone_map([tint_table(tint)[RAMP]])
        assert np.abs(found.grey(tint_table(tint)[RAMP]) * 255 - RAMP).max() <= 1.5


def test_an_almost_black_recording_counts_as_grey():
    assert find_tone_map([np.zeros((40, 40, 3), np.uint8)]).name == "grey"
    assert find_tone_map([]).name == "grey"


@given(st.sampled_from(sorted(PATHS)), st.integers(0, 254))
def test_brighter_on_the_map_is_never_darker_in_grey(name, level):
    path = np.rint(path_of(name)).astype(np.uint8)
    low, high = known(name).grey(path[None, level : level + 2])[0]
    assert 0 <= low <= high <= 1


def test_an_unknown_map_calls_nothing_saturated() -> None:
    unknown = Display.of(luminance_map(), Compression(60.0, "given"))
    assert unknown.white_from == 256
    assert Display.of(known("grey"), Compression(60.0, "given")).white_from == 254

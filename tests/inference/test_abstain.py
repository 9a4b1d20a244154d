"""Pictures that are not for scoring are told in plain words; breast pictures are not refused."""

import csv

import av
import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from inference.abstain import (
    BLANK,
    COLOURED,
    NO_SPECKLE,
    REASONS,
    SATURATED,
    abstention,
    coloured,
    neutralise_colour,
)
from tests.inference.scripted import Pixels, speckle


def page_of_text(ground: int, ink: int) -> Pixels:
    page = np.full((600, 800, 3), ground, np.uint8)
    for line in range(28):
        text = f"Setting {line}: 12.4 MHz, gain 61 dB, dynamic range 70"
        cv2.putText(page, text, (10, 20 + 20 * line), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (ink,) * 3, 1, cv2.LINE_AA)
    return page


def bars_of(name: str) -> Pixels:
    with av.open(f"{name}=size=640x480", format="lavfi") as container:
        return next(container.decode(video=0)).to_ndarray(format="rgb24")


def as_jpeg(pixels: Pixels) -> Pixels:
    return cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 75])[1], cv2.IMREAD_COLOR)


def test_speckle_is_for_scoring():
    assert abstention(speckle()) is None


@pytest.mark.parametrize("grey", [0, 3, 60, 128])
def test_a_flat_picture_is_blank(grey):
    assert abstention(np.full((240, 320, 3), grey, np.uint8)) == BLANK


def test_a_white_picture_is_saturated():
    assert abstention(np.full((240, 320, 3), 255, np.uint8)) == SATURATED


def test_an_empty_picture_or_mask_is_blank():
    assert abstention(np.zeros((0, 0, 3), np.uint8)) == BLANK
    assert abstention(speckle(), np.zeros((240, 320), bool)) == BLANK


@pytest.mark.parametrize(("ground", "ink"), [(30, 220), (0, 220), (225, 30), (60, 140)])
def test_a_page_of_text_is_not_ultrasound_also_after_compression(ground, ink):
    page = page_of_text(ground, ink)
    assert abstention(page) == NO_SPECKLE
    assert abstention(as_jpeg(page)) == NO_SPECKLE


@pytest.mark.parametrize("name", ["testsrc", "testsrc2", "smptebars", "smptehdbars"])
def test_test_bars_are_refused_in_colour_and_in_grey(name):
    bars = bars_of(name)
    assert abstention(bars) == COLOURED
    grey = np.repeat(cv2.cvtColor(bars, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)
    assert abstention(grey) in (NO_SPECKLE, SATURATED)


def test_a_colour_box_of_doppler_is_refused_and_a_few_coloured_marks_are_not():
    doppler = speckle()
    doppler[60:160, 80:200] = (200, 30, 20)
    assert abstention(doppler) == COLOURED
    marked = speckle()
    marked[60:68, 80:120] = (250, 220, 20)
    assert abstention(marked) is None


def test_colour_is_counted_against_the_panel_and_not_its_rectangle():
    pixels = speckle()
    mask = np.zeros((240, 320), bool)
    mask[:, :100] = True
    pixels[~mask] = 0
    pixels[100:140, 20:90] = (20, 30, 220)  # 4 % of the rectangle, 12 % of the panel
    assert abstention(pixels, mask) == COLOURED


def test_a_narrow_sector_in_a_black_rectangle_is_for_scoring():
    mask = np.zeros((240, 320), np.uint8)
    cv2.ellipse(mask, (160, -20), (250, 250), 0, 60, 120, 1, -1)
    pixels = speckle() * mask[:, :, None]
    assert abstention(pixels) is None
    assert abstention(pixels, mask > 0) is None


def test_coloured_marks_become_the_grey_around_them():
    clean = speckle()
    marked = clean.copy()
    marked[100:104, 90:150] = (250, 220, 20)
    marked[90:114, 118:122] = (250, 220, 20)
    cured = neutralise_colour(marked)
    assert not coloured(cured).any()
    changed = (cured != clean).any(axis=2)
    assert changed[:88].sum() + changed[116:].sum() == 0
    assert np.abs(cured[changed].astype(int) - clean[changed]).mean() < 25
    assert (cured[:, :, 0] == cured[:, :, 2]).all()


def test_a_large_mark_leaves_no_black_hole_that_would_look_like_a_lesion():
    marked = speckle(800, 600)
    marked[100:250, 100:250] = (20, 180, 30)
    assert neutralise_colour(marked)[100:250, 100:250].min() > 30


def test_a_picture_without_colour_is_passed_on_uncopied():
    pixels = speckle()
    pixels.flags.writeable = False
    assert neutralise_colour(pixels) is pixels


def test_neutralising_leaves_the_frame_itself_alone():
    pixels = speckle()
    pixels[10:20, 10:20] = (255, 0, 0)
    before = pixels.copy()
    neutralise_colour(pixels)
    assert (pixels == before).all()


@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3))))
@settings(max_examples=80)
def test_any_picture_gets_an_answer_and_its_colours_can_be_taken_out(pixels):
    assert abstention(pixels) in (None, *REASONS)
    assert neutralise_colour(pixels).shape == pixels.shape


@pytest.mark.data
@pytest.mark.parametrize("name", ["bus-bra", "bus-uclm"])
def test_breast_pictures_are_not_refused(data_dir, name):
    with (data_dir / name / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row.get("fold5") != "5" and row.get("split") != "test"]
    reasons = [
        abstention(cv2.cvtColor(cv2.imread(str(data_dir / name / row["image"])), cv2.COLOR_BGR2RGB))
        for row in rows[:: len(rows) // 120]
    ]
    assert sum(reason is not None for reason in reasons) <= 0.01 * len(reasons)


@pytest.mark.data
def test_a_contrast_cine_that_is_almost_black_is_refused(data_dir):
    folder = next(path for path in (data_dir / "ceus-breast").rglob("*12947*") if path.is_dir())
    names = sorted(path for path in folder.rglob("*") if path.suffix in (".webp", ".png", ".jpg"))
    reasons = [abstention(cv2.cvtColor(cv2.imread(str(name)), cv2.COLOR_BGR2RGB)) for name in names[:8]]
    assert any(reason is not None for reason in reasons)

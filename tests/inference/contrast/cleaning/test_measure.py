"""The table of methods, on small studies."""

import json
from dataclasses import replace

import numpy as np
import pytest

from inference.contrast.cleaning.chosen_reach import CHOSEN_REACH
from inference.contrast.cleaning.low_rank import LowRank
from inference.contrast.cleaning.measuring.figure import draw_cleaning
from inference.contrast.cleaning.measuring.measure import measure_cleaning, summary
from inference.contrast.cleaning.measuring.studies import RECIPES, real, simulated
from inference.contrast.cleaning.methods import LIVE, best
from inference.contrast.cleaning.space_time import LogSpaceTime
from tests.inference.contrast.cleaning.made_up import lognormal, made_up

SMALL = {"speckle": replace(RECIPES["speckle"], size_px=(72, 72), hz=4.0, duration_s=30.0)}


@pytest.fixture(scope="module")
def rows():
    return measure_cleaning(SMALL, (CHOSEN_REACH, LogSpaceTime()))


def test_the_rows_name_study_and_method_and_can_be_written(rows):
    assert [(row["study"], row["method"]) for row in rows] == [
        ("speckle", "raw"),
        ("speckle", best().name),
        ("speckle", "space and time, log"),
    ]
    json.dumps(rows)


def test_the_summary_names_the_winner_and_why_a_method_loses(rows):
    verdicts = {row["method"]: row["verdict"] for row in summary(rows)}
    assert verdicts["raw"] == "not cleaned"
    assert verdicts["space and time, log"].startswith("loses: ")
    assert "%" in verdicts["space and time, log"]


def test_the_truth_of_a_simulated_study_is_the_study_without_speckle():
    study = simulated("speckle", SMALL["speckle"])
    assert study.expected is not None
    lesion = study.masks["lesion"]
    raw, true = (part[:, lesion].mean(axis=1) for part in (study.power, study.expected))
    assert np.trapezoid(raw, study.times_s) == pytest.approx(np.trapezoid(true, study.times_s), rel=0.05)


def test_the_window_is_as_long_as_rate_and_persistence_ask_for():
    fast, slow = (made_up(np.arange(0, 20, 1 / hz), side=32) for hz in (20, 5))
    of_fast, of_slow = (CHOSEN_REACH.of(study.power, study.times_s).reach_s for study in (fast, slow))
    assert of_fast == 1.0
    assert of_slow > 1.5
    held = fast.power.copy()
    for number in range(1, len(held)):
        held[number] = 0.6 * held[number - 1] + 0.4 * held[number]
    assert CHOSEN_REACH.of(held, fast.times_s).reach_s > of_fast


def test_a_curve_alone_is_cleaned_as_the_cells_of_a_study_with_independent_frames():
    study = made_up(np.arange(0, 20, 0.2), side=32)
    curve = study.power[:, study.masks["parenchyma"]].mean(axis=1)
    alone = best().clean(curve[:, None, None], study.times_s)[:, 0, 0]
    within = best().clean(study.power, study.times_s)[:, study.masks["parenchyma"]].mean(axis=1)
    assert np.abs(alone - within).max() < 0.02 * curve.max()


def test_the_window_shrinks_where_the_curve_turns_fast():
    times_s = np.arange(0, 12, 0.2)
    sharp = 0.01 + lognormal(times_s, 3.0, 1.0, 0.3, 1.0)
    power = np.broadcast_to(sharp[:, None, None], (60, 24, 24)).astype(np.float32)
    assert CHOSEN_REACH.of(power, times_s).reach_s < 1.0


@pytest.mark.parametrize("cleaner", [LIVE, LowRank()], ids=lambda cleaner: cleaner.name)
def test_the_figure_shows_raw_beside_cleaned(cleaner, tmp_path):
    drawn = draw_cleaning(simulated("speckle", SMALL["speckle"]), tmp_path / "cleaning.png", (cleaner,))
    assert drawn.stat().st_size > 10_000


@pytest.mark.data
def test_a_real_study_gains(data_dir):
    study = real(data_dir / "ceus-breast" / "13555")
    measured = measure_cleaning({}, (best(),), (study,))
    assert measured[1]["pixel_gain_db"] > 3
    assert measured[1]["region_gain_db"] > 3
    assert not summary(measured), "without truth no verdict"

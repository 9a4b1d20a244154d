from itertools import islice

import numpy as np
import pytest
from scipy.integrate import quad

from inference.contrast.models import MODELS
from inference.contrast.phantom.grid import GRID, HARD, RANGES_DB, SPECKLES
from inference.contrast.phantom.path import path_of
from inference.contrast.phantom.perfusion import Courses, parameters
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Perfusion


@pytest.mark.parametrize("name", MODELS)
def test_a_model_has_the_area_and_the_transit_time_that_its_parameters_say(name: str) -> None:
    area, arrival_s, mean_s = (params := parameters(name, Perfusion(0.05, 8.0, 12.0, 0.5)))[:3]

    def value(time_s: float) -> float:
        return float(MODELS[name].curve(np.array([time_s]), params)[0])

    whole = quad(value, 8.0, 30.0)[0] + quad(value, 30.0, 800.0, limit=200)[0]
    moment = quad(lambda t: t * value(t), 8.0, 30.0)[0] + quad(lambda t: t * value(t), 30.0, 800.0, limit=200)[0]
    assert whole == pytest.approx(area, rel=1e-5)
    assert moment / whole - arrival_s == pytest.approx(mean_s, rel=1e-4)


def test_the_grid_has_every_range_model_and_noise_once() -> None:
    cells = {(recipe.dynamic_range_db, recipe.model, recipe.speckle) for recipe in GRID}
    assert len(cells) == len(GRID) == len(RANGES_DB) * len(MODELS) * len(SPECKLES)
    assert len({recipe.seed for recipe in GRID}) == len(GRID)


@pytest.mark.parametrize("recipe", GRID, ids=lambda r: f"{r.model}-{r.dynamic_range_db:g}-{r.speckle:g}")
def test_the_grid_holds_arrival_and_wash_out_and_no_recirculation(recipe) -> None:
    times_s = path_of(recipe).times_s
    agent = Courses(recipe).at(times_s)
    for perfusion, values in ((recipe.parenchyma, agent[0]), (recipe.lesion, agent[3])):
        assert times_s[0] < perfusion.arrival_s - 4
        assert values[-1] < 0.1 * values.max()
    assert recipe.recirculation == 0


@pytest.mark.parametrize("recipe", GRID[1::8], ids=lambda r: f"{r.dynamic_range_db:g}")
def test_the_grid_is_not_saturated_and_its_truth_is_its_model(recipe) -> None:
    truth = Phantom(recipe).truth
    assert truth.saturated.max() < 1e-4
    for name in ("lesion", "reference"):
        curve = MODELS[recipe.model].curve(truth.times_s, truth.parameters[name])
        assert truth.agent(truth.times_s)[name] == pytest.approx(curve, rel=1e-5)


@pytest.mark.parametrize("name", HARD)
def test_every_hard_study_can_be_made(name: str) -> None:
    phantom = Phantom(HARD[name])
    assert len(list(islice(phantom.pictures(), 2))) == 2
    assert phantom.truth.regions.keys() >= {"lesion", "reference"}

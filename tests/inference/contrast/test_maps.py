"""Maps say what each cell's bolus did, and nothing where the recording does not say it."""

import numpy as np
import pytest

from inference.contrast.errors import ContrastError
from inference.contrast.fitting.landmarks import read
from inference.contrast.maps import MAP_LOOKS, draw_map, draw_maps, parametric_maps
from inference.contrast.maps.density import coefficients, curve_and_slopes
from inference.contrast.maps.measured import measure_maps, measure_speed
from inference.contrast.models import MODELS
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import Floats, Series, Stack
from inference.contrast.regions import Region

FIELDS = {"pe": "PE", "ttp_s": "TTP", "arrival_s": "TI", "mtt_s": "MTT", "wir": "WiR", "wiauc": "WiAUC"}


def stack_of(power: Floats, times_s: Series, excluded: list[int] | None = None) -> Stack:
    left_out = np.zeros(len(power), bool)
    left_out[excluded or []] = True
    reasons = tuple("burst" if out else "" for out in left_out)
    return Stack(power, times_s, np.arange(len(power)), left_out, reasons, np.zeros(power.shape, np.uint8), 2.0)


def boluses(model: str, times_s: Series, side: int = 10, seed: int = 0) -> tuple[Floats, dict[str, Series]]:
    """Cells with boluses of all kinds, and what can be read off them."""
    random = np.random.default_rng(seed)
    share = random.random((4, side, side))
    params = np.stack(
        [0.1 + share[0], 8 + 5 * share[1], 10 + 8 * share[2], 0.4 + 0.25 * share[3], np.full((side, side), 1e-3)], -1
    )
    power = MODELS[model].curve(times_s, params).transpose(2, 0, 1).astype(np.float32)
    return power, read(MODELS[model], params)


def uneven_times(count: int, last_s: float) -> Series:
    return np.sort(np.random.default_rng(3).uniform(0, last_s, count))


@pytest.mark.parametrize("model", list(MODELS))
def test_the_fast_curve_is_the_models_curve_and_its_slopes_are_its_derivatives(model: str) -> None:
    theta = np.array([[0.3, 2.0, np.log(9.0), np.log(0.5), 0.1], [-1.0, -3.0, np.log(14.0), np.log(0.3), 0.0]])
    times_s = np.linspace(0.1, 50, 60)
    params = theta.copy()
    params[:, [0, 2, 3]] = np.exp(theta[:, [0, 2, 3]])
    value, slopes = curve_and_slopes(model, times_s, theta)
    assert value == pytest.approx(MODELS[model].curve(times_s, params), abs=2e-5)
    for place in range(5):
        step = np.zeros(5)
        step[place] = 1e-2
        there, back = (curve_and_slopes(model, times_s, theta + sign * step)[0] for sign in (1, -1))
        assert slopes[:, place] == pytest.approx((there - back) / 2e-2, abs=2e-3)
    assert coefficients(model, np.array([0.3, 0.5])).shape == (5, 2)


@pytest.mark.parametrize("model", list(MODELS))
def test_without_noise_the_maps_are_the_truth_within_a_hundredth(model: str) -> None:
    times_s = uneven_times(600, 75)
    power, truth = boluses(model, times_s)
    maps = parametric_maps(stack_of(power, times_s))
    assert maps.model == model
    assert maps.valid.all()
    for field, name in FIELDS.items():
        off = np.abs(getattr(maps, field) - truth[name]) / truth[name]
        assert np.median(off) < 0.01, field
        assert np.mean(off > 0.05) < 0.1, field


def test_speckle_scatters_the_maps_but_does_not_shift_them() -> None:
    times_s = np.arange(900) / 12
    power, truth = boluses("lognormal", times_s, side=16)
    speckled = power * np.random.default_rng(1).gamma(2, 0.5, power.shape).astype(np.float32)
    maps = parametric_maps(stack_of(power, times_s), speckled)
    assert maps.valid.mean() > 0.99
    for field, name in FIELDS.items():
        off = getattr(maps, field) / truth[name] - 1
        assert abs(np.nanmedian(off)) < 0.03, field
        assert np.nanmedian(np.abs(off)) < 0.12, field


def test_a_flat_or_black_or_noisy_cell_has_no_numbers() -> None:
    times_s = np.arange(300) / 5
    power, _ = boluses("lognormal", times_s, side=6)
    power[:, 0] = 0.02
    power[:, 1] = 0
    power[:, 2] = 0.02 * np.random.default_rng(0).exponential(1, power[:, 2].shape)
    maps = parametric_maps(stack_of(power, times_s))
    assert not maps.valid[:3].any()
    assert maps.valid[3:].all()
    for field in FIELDS:
        assert np.isnan(getattr(maps, field)[:3]).all()
        assert np.isfinite(getattr(maps, field)[3:]).all()


def test_a_stack_that_is_flat_everywhere_gives_no_numbers() -> None:
    maps = parametric_maps(stack_of(np.full((40, 5, 5), 0.1, np.float32), np.arange(40.0)))
    assert not maps.valid.any()
    assert all(np.isnan(getattr(maps, field)).all() for field in FIELDS)


def test_pictures_that_are_left_out_change_nothing() -> None:
    times_s = np.arange(300) / 5
    power, _ = boluses("lognormal", times_s, side=4)
    burst = [70, 71, 72, 200]
    spoilt = power.copy()
    spoilt[burst] = 1.0
    with_bursts = parametric_maps(stack_of(spoilt, times_s, burst))
    kept = np.delete(np.arange(300), burst)
    without = parametric_maps(stack_of(power[kept], times_s[kept]))
    for field in FIELDS:
        assert getattr(with_bursts, field) == pytest.approx(getattr(without, field), rel=1e-3)


def test_a_recording_that_ends_before_the_fall_has_no_transit_time() -> None:
    times_s = np.arange(300) / 5
    power, truth = boluses("lognormal", times_s, side=6)
    short = times_s < 22
    maps = parametric_maps(stack_of(power[short], times_s[short]), smoothing_cells=0)
    seen = truth["TTP"] < 18
    assert np.isfinite(maps.arrival_s[seen]).mean() > 0.9
    assert np.isnan(maps.mtt_s[truth["TTP"] > 15]).all()


def test_a_recording_that_begins_in_the_rise_has_no_arrival() -> None:
    times_s = np.arange(300) / 5
    power, truth = boluses("lognormal", times_s, side=6)
    late = times_s > 13.5
    maps = parametric_maps(stack_of(power[late], times_s[late]))
    missed = truth["TI"] < 12
    assert np.isnan(maps.arrival_s[missed]).mean() > 0.9
    assert np.isnan(maps.wir[missed]).mean() > 0.9


def test_too_few_pictures_give_no_maps_but_a_reason() -> None:
    power = np.ones((2, 4, 4), np.float32)
    with pytest.raises(ContrastError, match="2 usable pictures are too few for maps"):
        parametric_maps(stack_of(power, np.arange(2.0)))


def test_a_map_is_drawn_in_colour_where_it_is_supported_and_bare_elsewhere() -> None:
    times_s = np.arange(300) / 5
    power, _ = boluses("lognormal", times_s, side=20)
    power[:, :, :10] = 0
    maps = parametric_maps(stack_of(power, times_s))
    bmode = np.full((80, 80), 90, np.uint8)
    for look in MAP_LOOKS:
        drawn = draw_map(maps, look.field, bmode, (160, 120), lesion=Region.parse("ellipse:120,60,20,20,0"))
        assert drawn.dtype == np.uint8
        assert drawn.shape[0] == 120
        assert drawn.shape[1] > 160
        assert (drawn[:, :70] == 90).all()
        assert np.ptp(drawn[20:30, 140:150].astype(int), axis=2).max() > 20
    figure = draw_maps(maps, bmode, (160, 120), reference=Region.parse("ellipse:30,60,15,20,0"))
    assert len(figure.axes) == 12


def test_a_map_without_a_single_value_is_drawn_bare() -> None:
    maps = parametric_maps(stack_of(np.full((40, 5, 5), 0.1, np.float32), np.arange(40.0)))
    assert (draw_map(maps, "pe", None, (50, 50))[:, :50] == 0).all()


def test_few_pictures_are_smoothed_over_neighbours_and_many_are_not() -> None:
    times_s = np.arange(300) / 5
    power, _ = boluses("lognormal", times_s, side=12)
    speckled = power * np.random.default_rng(1).exponential(1, power.shape).astype(np.float32)
    many, few = stack_of(speckled, times_s), stack_of(speckled[::5], times_s[::5])
    assert np.array_equal(parametric_maps(many).pe, parametric_maps(many, smoothing_cells=0).pe, equal_nan=True)
    assert parametric_maps(few).valid.mean() > parametric_maps(few, smoothing_cells=0).valid.mean()


def test_the_table_of_errors_begins_with_the_naive_maps_and_the_products_are_nearer_the_truth() -> None:
    rows = measure_maps([Recipe(seed=5, size_px=(128, 128), hz=4.0, duration_s=60.0)])
    assert rows[0]["method"] == "naive"
    by_place = {(row["method"], row["region"], row["parameter"]): row for row in rows}
    ratios = {method: by_place[method, "lesion", "pe ratio"]["median_error_pct"] for method in ("naive", "cleaned")}
    assert ratios["naive"] is not None
    assert ratios["cleaned"] is not None
    assert float(ratios["cleaned"]) < float(ratios["naive"])
    assert ("naive", "lesion", "pe") not in by_place
    assert by_place["cleaned", "lesion", "ttp_s"]["supported_pct"] is not None


def test_the_row_of_speed_says_what_was_computed() -> None:
    row = measure_speed(side=8, pictures=200, rounds=1)
    assert row["cells"] == "8x8"
    assert row["pictures"] == 200
    assert float(row["seconds"] or 0) > 0

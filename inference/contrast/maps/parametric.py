"""Maps of peak enhancement, times and rates, with nothing where the recording does not support them."""

import math
from dataclasses import dataclass

import numpy as np

from inference.contrast.cleaning.cleaner import checked
from inference.contrast.errors import ContrastError
from inference.contrast.fitting.landmarks import read
from inference.contrast.maps.cell_fit import CellFits, choose_model, fit_cells
from inference.contrast.maps.cells import CellCurves, cell_curves, smoothed_curves
from inference.contrast.models import MODELS
from inference.contrast.picture import Flags, Floats, Series, Stack

LEAST_PICTURES = 8  # five parameters, and something left that could contradict them
LEAST_EXPLAINED = 0.5  # of a cell's variance by its bolus; what is less is noise or motion
LEAST_PEAK = 3.0  # standard deviations of the points around the fit
MOST_TRANSIT_ERROR = 0.5  # standard error of the logarithm of the mean transit time
_MANY = 240  # pictures: with as many, the fit takes the speckle of single cells
_SPARSE_SIGMA, _MOST_SIGMA = 0.7, 2.0  # cells
FALLEN_TO = 0.5  # of the peak: a recording that ends before has not seen the transit


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """What the bolus did in each cell, (h, w) float32 each; NaN where the recording does not support it.

    Attributes:
        pe: Peak enhancement over the baseline, echo power.
        ttp_s: Time of the peak on the axis of the stack's times.
        arrival_s: Time at which the tangent of the steepest rise leaves the baseline (TI), on the same axis.
        mtt_s: Mean transit time from the bolus' first arrival.
        wir: Steepest rise, echo power a second.
        wiauc: Area under the rise, from TI to the peak, echo power x s.
        valid: (h, w) True where a bolus was found at all.
        model: Name of the model that all cells were fitted with.
    """

    pe: Floats
    ttp_s: Floats
    arrival_s: Floats
    mtt_s: Floats
    wir: Floats
    wiauc: Floats
    valid: Flags
    model: str


def parametric_maps(stack: Stack, cleaned: Floats | None = None, smoothing_cells: float | None = None) -> Maps:
    """Fit a bolus to every cell and read the maps off.

    Args:
        stack: Times and exclusions.
        cleaned: (n, h, w) echo power to fit; None takes the stack's own.
        smoothing_cells: Sigma of a Gaussian mean of neighbouring cells' curves; None smooths recordings of few
            pictures only, in which nothing else takes the speckle away.

    Raises:
        ContrastError: Too few pictures are left for any map.
    """
    power = stack.power if cleaned is None else cleaned
    usable = int((~stack.excluded).sum())
    if usable < LEAST_PICTURES:
        raise ContrastError(
            "{count} usable pictures are too few for maps; {least} or more are needed: use a longer recording",
            count=usable,
            least=LEAST_PICTURES,
        )
    curves = cell_curves(stack.times_s, checked(power, stack.times_s), stack.excluded)
    if smoothing_cells is None:
        smoothing_cells = min(_SPARSE_SIGMA * math.sqrt(_MANY / usable), _MOST_SIGMA) if usable < _MANY else 0.0
    curves = smoothed_curves(curves, smoothing_cells)
    # Cleaning rounds the corners by which the models differ: what was not cleaned chooses.
    raw = curves if cleaned is None else cell_curves(stack.times_s, checked(stack.power, stack.times_s), stack.excluded)
    return _maps(curves, fit_cells(curves, choose_model(raw)))


def _maps(curves: CellCurves, fits: CellFits) -> Maps:
    found: Flags = np.asarray(np.isfinite(fits.params).all(axis=1))
    params = np.where(found[:, None], fits.params, [1.0, 0.0, 1.0, 0.5, 0.0])
    marks = read(MODELS[fits.model], params)
    first_s, last_s = curves.times_s[0], curves.times_s[-1]
    valid = found & (fits.explained >= LEAST_EXPLAINED) & (marks["PE"] >= LEAST_PEAK * fits.noise)
    peak_seen = valid & (marks["TTP"] > first_s) & (marks["TTP"] < last_s)
    rise_seen = peak_seen & (marks["TI"] >= first_s)
    fall_seen = (
        rise_seen & (fits.log_transit_error <= MOST_TRANSIT_ERROR) & _fallen(fits.model, params, marks["PE"], last_s)
    )

    def shown(name: str, where: Flags) -> Floats:
        return np.where(where, marks[name], np.nan).astype(np.float32).reshape(curves.shape)

    return Maps(
        pe=shown("PE", peak_seen),
        ttp_s=shown("TTP", peak_seen),
        arrival_s=shown("TI", rise_seen),
        mtt_s=shown("MTT", fall_seen),
        wir=shown("WiR", rise_seen),
        wiauc=shown("WiAUC", rise_seen),
        valid=valid.reshape(curves.shape),
        model=fits.model,
    )


def _fallen(model: str, params: Series, peak: Series, last_s: float) -> Flags:
    """Whether the curve is down to `FALLEN_TO` of its peak when the recording ends."""
    above = MODELS[model].curve(np.array([last_s]), params)[:, 0] - params[:, 4]
    return np.asarray(above <= FALLEN_TO * peak)

"""What is commonly done, to compare with: the scanner's grey is averaged and fitted as if it were echo power."""

import numpy.typing as npt

from inference.contrast.fit import Fit, fit_curve
from inference.contrast.models import MODELS
from inference.contrast.picture import Flags


def fit_grey(times_s: npt.ArrayLike, grey: npt.ArrayLike, *, usable: Flags | None = None) -> Fit:
    """Fit a lognormal to the mean of the log-compressed grey; its "power" is grey, 0..1, and its ratios mean nothing.

    Args:
        times_s: (n,) ascending.
        grey: (n,) mean grey of the region in each picture.
        usable: (n,) False where a picture is left out.

    Raises:
        ContrastError: There is no fit.
    """
    return fit_curve(times_s, grey, usable=usable, models={"lognormal": MODELS["lognormal"]})

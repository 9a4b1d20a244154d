"""The four indicator-dilution models of a bolus, in one parameterisation that means the same for each of them.

Every model is area / mean_transit_s * f(x; spread) + baseline with x = (t - arrival_s) / mean_transit_s, where f is a
probability density on x > 0 with mean 1 and standard deviation `spread`. So parameters of different models compare, and
starts and limits of a fit need to be known once. Formulas: Strouthos, Lampaskis, Sboros, McNeilly and Averkiou,
"Indicator dilution models for the quantification of microvascular blood flow with bolus administration of ultrasound
contrast agents", IEEE TUFFC 57:1296-1310, 2010, who go back to Sheppard 1962, Wise 1966 and Bogaard et al. 1986
(Cardiovasc. Res. 20:789; LDRW and FPT), Thompson et al. 1964 (Circ. Res. 14:502; gamma-variate) and Stow and Hetzel
1954 (J. Appl. Physiol. 7:161; lognormal).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, gammaln, log_ndtr, ndtr

from inference.contrast.picture import Series

AREA, ARRIVAL, MEAN_TRANSIT, SPREAD, BASELINE = range(5)  # places in the parameters
PARAMETER_NAMES = ("area", "arrival_s", "mean_transit_s", "spread", "baseline")

_Shape = Callable[[Series, Series], Series]
_Slopes = Callable[[Series, Series], tuple[Series, Series]]


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the bolus.

    Attributes:
        name: As the results write it.
        widest: Largest spread that a fit may take; the smallest is `NARROWEST`.
        log_density: log f(x; spread) for x > 0.
        log_slopes: First and second derivative of log f by x.
        cumulative: Integral of f from 0 to x, 0..1.
    """

    name: str
    widest: float
    log_density: _Shape
    log_slopes: _Slopes
    cumulative: _Shape

    def curve(self, times_s: Series, params: Series) -> Series:
        """The model's value at each time.

        Args:
            times_s: (n,).
            params: (..., 5): area under the curve above the baseline (power x s), arrival_s, mean transit time after
                the arrival (s), spread (standard deviation over mean of the transit time, without unit), baseline.

        Returns:
            (..., n), in units of the power; the baseline before the arrival.
        """
        params = np.asarray(params, dtype=np.float64)
        area, arrival_s, mean_s, spread, baseline = (params[..., place, None] for place in range(5))
        return area / mean_s * self.density((times_s - arrival_s) / mean_s, spread) + baseline

    def density(self, x: Series, spread: Series) -> Series:
        """f(x; spread), of mean 1 and area 1; 0 for x <= 0."""
        inside = np.maximum(x, _TINY)
        return np.asarray(np.where(x > 0, np.exp(self.log_density(inside, spread)), 0.0))


NARROWEST = 0.1  # a bolus through tissue is never narrower than a tenth of its mean transit time
_TINY = 1e-9


def _array(value: npt.ArrayLike) -> Series:
    return np.asarray(value, dtype=np.float64)


def lognormal_sigma(spread: npt.ArrayLike) -> Series:
    """Sigma of the lognormal: spread^2 = exp(sigma^2) - 1; its mu is log(mean_transit_s) - sigma^2 / 2."""
    return _array(np.sqrt(np.log1p(_array(spread) ** 2)))


def gamma_shape(spread: npt.ArrayLike) -> Series:
    """Alpha + 1 of the gamma-variate (t - t0)^alpha exp(-(t - t0) / beta): 1 / spread^2; beta = mean_transit_s / it."""
    return _array(spread) ** -2.0


def ldrw_lambda(spread: npt.ArrayLike) -> Series:
    """Lambda of the LDRW: spread^2 = (lambda + 2) / (lambda + 1)^2; its mu = mean_transit_s lambda / (lambda + 1).

    The random walk may pass the detector more than once, so its mean is longer than mu. Spread stays under sqrt(2).
    """
    squared = _array(spread) ** 2
    return (1 + np.sqrt(1 + 4 * squared)) / (2 * squared) - 1


def fpt_lambda(spread: npt.ArrayLike) -> Series:
    """Lambda of the first-passage-time model (an inverse Gaussian): 1 / spread^2; its mu is mean_transit_s."""
    return _array(spread) ** -2.0


def _lognormal_log_density(x: Series, spread: Series) -> Series:
    sigma = lognormal_sigma(spread)
    log_x = np.log(x)
    return -log_x - np.log(2 * np.pi * sigma**2) / 2 - (log_x + sigma**2 / 2) ** 2 / (2 * sigma**2)


def _lognormal_log_slopes(x: Series, spread: Series) -> tuple[Series, Series]:
    sigma = lognormal_sigma(spread)
    u = 1.5 + np.log(x) / sigma**2
    return -u / x, (u - 1 / sigma**2) / x**2


def _lognormal_cumulative(x: Series, spread: Series) -> Series:
    sigma = lognormal_sigma(spread)
    return ndtr((np.log(np.maximum(x, _TINY)) + sigma**2 / 2) / sigma)


def _gamma_log_density(x: Series, spread: Series) -> Series:
    shape = gamma_shape(spread)
    return (shape - 1) * np.log(x) - shape * x + shape * np.log(shape) - gammaln(shape)


def _gamma_log_slopes(x: Series, spread: Series) -> tuple[Series, Series]:
    shape = gamma_shape(spread)
    return (shape - 1) / x - shape, (1 - shape) / x**2


def _gamma_cumulative(x: Series, spread: Series) -> Series:
    shape = gamma_shape(spread)
    return _array(gammainc(shape, shape * np.maximum(x, 0)))


def _walk_log_slopes(x: Series, mean: Series, rate: Series, power: float) -> tuple[Series, Series]:
    """Of x^-power exp(-rate / 2 (mean / x + x / mean))."""
    return (
        -power / x + rate / 2 * (mean / x**2 - 1 / mean),
        power / x**2 - rate * mean / x**3,
    )


def _ldrw_log_density(x: Series, spread: Series) -> Series:
    rate = ldrw_lambda(spread)
    mean = rate / (rate + 1)
    return 0.5 * np.log(rate / (2 * np.pi * mean * x)) - rate * (x - mean) ** 2 / (2 * mean * x)


def _ldrw_log_slopes(x: Series, spread: Series) -> tuple[Series, Series]:
    rate = ldrw_lambda(spread)
    return _walk_log_slopes(x, rate / (rate + 1), rate, 0.5)


def _ldrw_cumulative(x: Series, spread: Series) -> Series:
    rate = ldrw_lambda(spread)
    mean = rate / (rate + 1)
    return _inverse_gaussian_cumulative(np.maximum(x, _TINY) / mean, rate, first_passage=False)


def _fpt_log_density(x: Series, spread: Series) -> Series:
    rate = fpt_lambda(spread)
    return 0.5 * np.log(rate / (2 * np.pi * x**3)) - rate * (x - 1) ** 2 / (2 * x)


def _fpt_log_slopes(x: Series, spread: Series) -> tuple[Series, Series]:
    rate = fpt_lambda(spread)
    return _walk_log_slopes(x, np.ones_like(rate), rate, 1.5)


def _fpt_cumulative(x: Series, spread: Series) -> Series:
    return _inverse_gaussian_cumulative(np.maximum(x, _TINY), fpt_lambda(spread), first_passage=True)


def _inverse_gaussian_cumulative(x: Series, rate: Series, *, first_passage: bool) -> Series:
    """P(X <= x) of the inverse Gaussian of mean 1 and shape `rate`, or (LDRW) of the reciprocal of such a variable."""
    root = np.sqrt(rate / x)
    ahead, behind = ndtr(root * (x - 1)), np.exp(2 * rate + log_ndtr(-root * (x + 1)))
    return ahead + behind if first_passage else ahead - behind


MODELS: dict[str, Model] = {
    model.name: model
    for model in (
        Model("lognormal", 1.6, _lognormal_log_density, _lognormal_log_slopes, _lognormal_cumulative),
        # from 1 / sqrt(2) on, its steepest rise is at the arrival itself, and from 1 on it has no rise
        Model("gamma-variate", 0.7, _gamma_log_density, _gamma_log_slopes, _gamma_cumulative),
        Model("ldrw", 1.3, _ldrw_log_density, _ldrw_log_slopes, _ldrw_cumulative),
        Model("fpt", 1.6, _fpt_log_density, _fpt_log_slopes, _fpt_cumulative),
    )
}

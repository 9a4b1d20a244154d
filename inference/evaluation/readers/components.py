"""Mean squares and variance components of figures of merit (Obuchowski and Rockette's model).

The components are the ANOVA estimates (Hillis et al., Stat Med 2005;24:1579-1607), which may come out negative and are
given as they are, as OR-DBM MRMC 2.51 and MRMCaov print them (RJafroc counts a negative Cov2 - Cov3 as 0 in Var(T*R)
already, which moves Var(R) as well); only the tests count a negative Cov2 - Cov3 as 0. Averages
over pairs of figures keep the estimates unbiased whatever the single covariances are (Hillis, Stat Med 2014;33:330-360,
the marginal-mean ANOVA), which is what carries them over to partly paired studies.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from inference.evaluation.readers.ratings import Floats

Layout = Literal["crossed", "nested", "mixed"]
ROUNDING = 1e-24  # a mean square below is the rounding of equal figures, not a variance


@dataclass(frozen=True, slots=True)
class Components:
    """Variance components; one is None where the study cannot tell it (one reader, treatment).

    Attributes:
        var_r, var_tr: Between readers; reader by treatment. With readers nested in treatments var_r is their sum.
        cov1: One reader, two treatments.
        cov2: Two readers, one treatment.
        cov3: Two readers, two treatments.
        var_error: One reader, one treatment.
    """

    var_r: float | None
    var_tr: float | None
    cov1: float | None
    cov2: float | None
    cov3: float | None
    var_error: float


def layout_of(value: Floats) -> Layout:
    """Whether every reader read under all treatments, each under one only, or neither."""
    read = np.isfinite(value)
    if read.all():
        return "crossed"
    return "nested" if (read.sum(axis=0) == 1).all() else "mixed"


def mean_squares(value: Floats) -> dict[str, float | None]:
    """ms_t, ms_r and ms_tr of (t, r) figures; with nested readers ms_t and ms_r_in_t."""
    found = _crossed_mean_squares(value) if layout_of(value) == "crossed" else _nested_mean_squares(value)
    return {name: 0.0 if square is not None and square < ROUNDING else square for name, square in found.items()}


def _crossed_mean_squares(value: Floats) -> dict[str, float | None]:
    t, r = value.shape
    of_t, of_r, all_ = value.mean(axis=1), value.mean(axis=0), value.mean()
    rest = value - of_t[:, None] - of_r[None, :] + all_
    return {
        "ms_t": float(r / (t - 1) * ((of_t - all_) ** 2).sum()) if t > 1 else None,
        "ms_r": float(t / (r - 1) * ((of_r - all_) ** 2).sum()) if r > 1 else None,
        "ms_tr": float((rest**2).sum() / ((t - 1) * (r - 1))) if t > 1 and r > 1 else None,
    }


def readers_of(value: Floats) -> npt.NDArray[np.int64]:
    """How many readers each treatment has."""
    return np.asarray(np.isfinite(value).sum(axis=1), np.int64)


def typical_readers(value: Floats) -> float:
    """Readers of a treatment; their harmonic mean where the treatments differ."""
    counts = readers_of(value)
    return float(len(counts) / (1 / counts).sum())


def _nested_mean_squares(value: Floats) -> dict[str, float | None]:
    means, counts = np.nanmean(value, axis=1), readers_of(value)
    t, free = len(means), int((counts - 1).sum())
    within = np.nansum((value - means[:, None]) ** 2) / free if free else None
    nested = layout_of(value) == "nested"
    return {
        "ms_t": float(typical_readers(value) / (t - 1) * ((means - means.mean()) ** 2).sum()) if t > 1 else None,
        "ms_r": None,
        "ms_tr": None,
        "ms_r_in_t": float(within) if within is not None and nested else None,
    }


def components(value: Floats, cov: Floats, squares: dict[str, float | None]) -> Components:
    """Components from the (t, r) figures' mean squares and their (t, r, t, r) covariance."""
    t, r = value.shape
    same_t = np.eye(t, dtype=bool)[:, None, :, None]
    same_r = np.eye(r, dtype=bool)[None, :, None, :]

    def mean(where: npt.NDArray[np.bool_]) -> float | None:
        chosen = cov[np.broadcast_to(where, cov.shape)]
        chosen = chosen[np.isfinite(chosen)]
        return float(chosen.mean()) if chosen.size else None

    cov1, cov2, cov3 = mean(~same_t & same_r), mean(same_t & ~same_r), mean(~same_t & ~same_r)
    error = mean(same_t & same_r)
    assert error is not None
    within = squares.get("ms_r_in_t")
    if within is not None and cov2 is not None:
        return Components(within - error + cov2, None, cov1, cov2, cov3, error)
    ms_r, ms_tr = squares["ms_r"], squares["ms_tr"]
    if ms_r is None or ms_tr is None or cov1 is None or cov2 is None or cov3 is None:
        return Components(None, None, cov1, cov2, cov3, error)
    var_r = (ms_r - ms_tr) / t - cov1 + cov3
    return Components(var_r, ms_tr - error + cov1 + (cov2 - cov3), cov1, cov2, cov3, error)

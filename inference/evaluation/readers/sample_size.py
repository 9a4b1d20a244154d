"""Readers and cases of a planned study, from the variance components of an earlier one.

Hillis SL, Obuchowski NA, Berbaum KS. Power estimation for multireader ROC methods: an updated and unified approach.
Acad Radiol 2011;18:129-142: two treatments, factorial, random readers and cases, the same share of diseased cases. The
error variance and covariances shrink with the number of cases, the reader by treatment variance does not.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from scipy import stats

from inference.training.errors import DataError

READERS = tuple(range(3, 16))
MOST_CASES = 5000
ALPHA = 0.05


class _Parts(BaseModel):
    model_config = ConfigDict(extra="ignore")

    var_tr: float
    cov1: float
    cov2: float
    cov3: float
    var_error: float


class _Result(BaseModel):
    model_config = ConfigDict(extra="ignore")

    components: _Parts
    cases_diseased: int
    cases_healthy: int


@dataclass(frozen=True, slots=True)
class Pilot:
    """What an earlier study says of a planned one.

    Attributes:
        var_tr: Reader by treatment; negative counts as 0.
        cov1, cov2, cov3, var_error: As in `components`, with `cases` cases.
        cases: Of the earlier study.
        diseased: Their share with the disease.
        source: Where the numbers come from, for people.
    """

    var_tr: float
    cov1: float
    cov2: float
    cov3: float
    var_error: float
    cases: int
    diseased: float
    source: str


# Van Dyke CW et al., cine MRI of aortic dissection, 1993: 5 readers, 114 cases; the field's worked example.
DEFAULTS = Pilot(
    var_tr=0.00020040,
    cov1=0.00034661,
    cov2=0.00034407,
    cov3=0.00023903,
    var_error=0.00080229,
    cases=114,
    diseased=45 / 114,
    source="Van Dyke et al. 1993 (no study of your own was given)",
)


def read_pilot(path: Path) -> Pilot:
    """Variance components of a `result.json`; `defaults` stands for those of a published study.

    Raises:
        DataError: It is none, or its study cannot tell the components (one reader or treatment).
    """
    if path == Path("defaults"):
        return DEFAULTS
    try:
        found = _Result.model_validate(json.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, ValidationError) as fault:
        raise DataError(
            "{file} holds no variance components; give the result.json of a study with two treatments and two "
            "readers or more",
            file=path,
        ) from fault
    cases = found.cases_diseased + found.cases_healthy
    return Pilot(**found.components.model_dump(), cases=cases, diseased=found.cases_diseased / cases, source=path.name)


def power(pilot: Pilot, readers: int, cases: int, difference: float) -> float:
    """Chance that a study of this size finds a true difference, two-sided at 5 %."""
    shrink = pilot.cases / cases
    shared = max(pilot.cov2 - pilot.cov3, 0.0)
    own = max(pilot.var_tr, 0.0) + shrink * (pilot.var_error - pilot.cov1 - shared)
    below = own + shrink * readers * shared
    if own <= 0:
        return 1.0 if difference else ALPHA
    df2 = below**2 / (own**2 / (readers - 1))
    away = readers * difference**2 / (2 * below)
    return float(stats.ncf.sf(stats.f.isf(ALPHA, 1, df2), 1, df2, away))


def cases_needed(pilot: Pilot, readers: int, difference: float, wanted: float) -> int | None:
    """Fewest cases with which the power is reached; None where `MOST_CASES` are not enough."""
    low, high = 3, MOST_CASES
    if power(pilot, readers, high, difference) < wanted:
        return None
    while low < high:
        middle = (low + high) // 2
        if power(pilot, readers, middle, difference) >= wanted:
            high = middle
        else:
            low = middle + 1
    return low


def size_table(pilot: Pilot, difference: float, wanted: float) -> list[dict[str, float | int | None]]:
    """For each number of readers the cases that are needed, how many of them diseased, and the power reached."""
    table: list[dict[str, float | int | None]] = []
    for readers in READERS:
        cases = cases_needed(pilot, readers, difference, wanted)
        table.append(
            {
                "readers": readers,
                "cases": cases,
                "diseased": None if cases is None else round(cases * pilot.diseased),
                "power": None if cases is None else power(pilot, readers, cases, difference),
            }
        )
    return table

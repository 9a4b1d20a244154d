"""How far the fit is off: regions of known curves, as speckle behind a scanner's logarithm, fitted and compared.

Rows of the naive method (grey as it is) come first, so that a table begins with what is commonly done.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from inference.contrast.compression import WHITE, power_of_bytes
from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit
from inference.contrast.fitting.cases import COMPLETE, UNSUPPORTED, CurveCase, draw
from inference.contrast.fitting.naive import fit_grey
from inference.contrast.parameters import NAMES, Conditions, estimate_both, fit_or_reason, values_of
from inference.contrast.picture import Bytes

Row = dict[str, str | float | int | None]
METHODS = ("naive", "linearised")
ALL = "all"
_UNCOUNTED = frozenset({"QOF"})  # no parameter of the curve


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a method made of one recording.

    Attributes:
        case: The recording.
        method: One of `METHODS`.
        model: That was chosen for the lesion; "" where there is no fit.
        r2: Of the lesion's fit; None without one.
        errors: Relative, by parameter, of the lesion's value and, as "PE ratio", of the ratio; of what was told.
        refused: Names refused in the lesion.
        held: By parameter, whether the 95 % interval of the lesion's value holds the truth.
    """

    case: CurveCase
    method: str
    model: str
    r2: float | None
    errors: Mapping[str, float]
    refused: frozenset[str]
    held: Mapping[str, bool]


def measure_fit(
    cases: Iterable[CurveCase] | None = None, *, methods: tuple[str, ...] = METHODS, bootstrap: int = 100
) -> list[Row]:
    """The table of errors and refusals.

    Args:
        cases: Recordings; None: `draw()`, some 500, which takes minutes.
        methods: Of `METHODS`; the naive one has no notion of refusals and sees the complete recordings alone.
        bootstrap: Rounds of each interval; 0 for none, then coverage is None and some refusals are not made.

    Returns:
        Rows with `method`, `kind` of recording, `noise_pct`, `dynamic_range_db` and `model` (or "all"), `parameter`,
        `cases`, and:
        `median_error_pct`, `p90_error_pct` (absolute, of what was told), `bias_pct` (median), `coverage_pct` of the
        95 % intervals, `r2` (median), `refused_pct`, and `false_refusal_pct` or `missed_refusal_pct`, whichever the
        kind of recording allows: refused though supported, told though not. Parameter "all" counts refusals over all
        of them.
    """
    found = [
        outcome(case, method, bootstrap=bootstrap)
        for case in (draw() if cases is None else cases)
        for method in methods
        if method != "naive" or case.kind == COMPLETE
    ]
    return rows(found, methods)


def outcome(case: CurveCase, method: str, *, bootstrap: int = 100) -> Outcome:
    """Fit one recording by one method."""
    shown = case.levels()
    lesion_fit, reference_fit = (_fit(method, case, levels) for levels in shown)
    lesion, _, ratios = estimate_both(
        lesion_fit,
        reference_fit,
        *(_conditions(method, case, levels) for levels in shown),
        bootstrap=bootstrap,
        seed=case.seed,
    )
    truth, beside = (values_of(case.model, params, 0.0) for params in (case.lesion, case.reference))
    errors, held = {}, {}
    for name, value in truth.items():
        told = lesion[name]
        if told.value is not None:
            errors[name] = told.value / value - 1
        if told.low is not None and told.high is not None:
            held[name] = told.low <= value <= told.high
        quotient = ratios[name].value if ratios else None
        if quotient is not None:
            errors[f"{name} ratio"] = quotient * beside[name] / value - 1
    fit = lesion_fit if isinstance(lesion_fit, Fit) else None
    refused = frozenset(name for name in NAMES if lesion[name].refused is not None)
    return Outcome(case, method, fit.model if fit else "", fit.r2 if fit else None, errors, refused, held)


def _fit(method: str, case: CurveCase, levels: Bytes) -> Fit | ContrastError:
    if method == "linearised":
        power = power_of_bytes(levels, case.dynamic_range_db).mean(axis=1, dtype=np.float64)
        return fit_or_reason(case.times_s, power)
    try:
        return fit_grey(case.times_s, levels.mean(axis=1, dtype=np.float64) / 255)
    except ContrastError as reason:
        return reason


def _conditions(method: str, case: CurveCase, levels: Bytes) -> Conditions:
    if method == "naive":
        return Conditions(injection_s=0.0)
    return Conditions(
        injection_s=0.0,
        saturated=np.asarray((levels >= WHITE * 255).mean(axis=1), dtype=np.float64),
        saturated_times_s=case.times_s,
        gain_changes_s=(case.gain_change[0],) if case.gain_change else (),
        max_hold=case.max_hold,
    )


def rows(outcomes: Iterable[Outcome], methods: tuple[str, ...] = METHODS) -> list[Row]:
    """The table of `measure_fit`: all together for each kind; complete recordings by dynamic range and by model too."""
    groups: dict[tuple[str, str, float, str | float, str], list[Outcome]] = defaultdict(list)
    for one in outcomes:
        case = one.case
        noise_pct = case.noise_pct
        groups[one.method, case.kind, noise_pct, ALL, ALL].append(one)
        if case.kind == COMPLETE:
            groups[one.method, case.kind, noise_pct, case.dynamic_range_db, ALL].append(one)
            groups[one.method, case.kind, noise_pct, ALL, case.model].append(one)
    table: list[Row] = []
    for group in sorted(groups, key=lambda key: methods.index(key[0])):
        method, kind, noise_pct, range_db, model = group
        head: Row = {
            "method": method,
            "kind": kind,
            "noise_pct": noise_pct,
            "dynamic_range_db": range_db,
            "model": model,
        }
        table.append(head | {"parameter": ALL} | _refusals(groups[group], frozenset(NAMES) - _UNCOUNTED))
        names = sorted({name for one in groups[group] for name in one.errors})
        table += [head | {"parameter": name} | _errors(groups[group], name) for name in names]
    return table


def _errors(outcomes: list[Outcome], name: str) -> Row:
    off = 100 * np.array([one.errors[name] for one in outcomes if name in one.errors])
    held = [one.held[name] for one in outcomes if name in one.held]
    row: Row = {
        "median_error_pct": float(np.median(np.abs(off))),
        "p90_error_pct": float(np.percentile(np.abs(off), 90)),
        "bias_pct": float(np.median(off)),
        "coverage_pct": 100 * float(np.mean(held)) if held else None,
    }
    return row | _refusals(outcomes, frozenset({name.removesuffix(" ratio")}))


def _refusals(outcomes: list[Outcome], names: frozenset[str]) -> Row:
    unsupported = UNSUPPORTED[outcomes[0].case.kind] & names
    supported = names - unsupported
    quality = [one.r2 for one in outcomes if one.r2 is not None]
    return {
        "cases": len(outcomes),
        "r2": float(np.median(quality)) if quality else None,
        "refused_pct": _share([len(one.refused & names) for one in outcomes], len(names)),
        "false_refusal_pct": _share([len(one.refused & supported) for one in outcomes], len(supported)),
        "missed_refusal_pct": _share([len(unsupported - one.refused) for one in outcomes], len(unsupported)),
    }


def _share(counts: list[int], of: int) -> float | None:
    return 100 * float(np.mean(counts)) / of if of else None

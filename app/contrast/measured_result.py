"""A study's result in the window's terms: rows of the tables, and maps."""

from typing import TYPE_CHECKING

from app.contrast.view import MapView, ParameterRow, ResultView, SignRow
from inference.contrast.errors import ContrastError

if TYPE_CHECKING:  # they bring scipy and matplotlib, which the window need not wait for
    from inference.contrast.outcome.result import StudyResult
    from inference.contrast.pattern import Sign


def result_view(result: "StudyResult") -> ResultView:
    """All the window shows of it."""
    fit = result.lesion_fit
    model = "" if fit is None or isinstance(fit, ContrastError) else f"{fit.model}, R² {fit.r2:.2f}"
    return ResultView(
        model,
        result.time_base,
        _parameters(result),
        tuple(_sign(sign) for sign in result.signs),
        _maps(result),
        tuple(result.notes),
    )


def _parameters(result: "StudyResult") -> tuple[ParameterRow, ...]:
    rows = []
    for name, row in result.parameters.items():
        compared = row["reference"] is not None
        rows.append(
            ParameterRow(
                name,
                row["lesion"],
                row["reference"],
                row["ratio"],
                row["lesion_low"],
                row["lesion_high"],
                row["low"] if compared else None,
                row["high"] if compared else None,
                row["unit"],
                row["refused"],
            )
        )
    return tuple(rows)


def _sign(sign: "Sign") -> SignRow:
    evidence = sign.evidence
    ratio = None
    if evidence is not None and sign.present is not None:
        ratio = evidence.positive if sign.present else evidence.negative
    return SignRow(
        sign.name,
        sign.present,
        sign.text,
        sign.values,
        ratio.ratio if ratio is not None else None,
        ratio.low if ratio is not None else None,
        ratio.high if ratio is not None else None,
        sign.source,
    )


def _maps(result: "StudyResult") -> tuple[MapView, ...]:
    from inference.contrast.maps.drawing import MAP_LOOKS, map_limits, shown_values

    if result.maps is None:
        return ()
    shown = []
    for look in MAP_LOOKS:
        values = shown_values(result.maps, look)
        low, high = map_limits(result.maps, look)
        cell_px = result.size_px[0] / values.shape[1]
        shown.append(MapView(look.title, look.unit, values, low, high, cell_px, look.colours))
    return tuple(shown)

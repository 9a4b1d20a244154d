"""A contrast study in words."""

from collections.abc import Mapping

from app.exam.report.data.contrast_data import ContrastData, InjectionData, ParameterData, SignData
from app.exam.report.figures.book import Figure, curve_name, maps_name
from app.exam.report.wording.report_words import ReportWords
from app.exam.report.wording.shown import Contrast, Row, Table

_AGENTS = {
    "sonazoid": "Sonazoid (perflubutane)",
    "sonovue": "SonoVue / Lumason (sulphur hexafluoride)",
    "definity": "Definity / Luminity (perflutren lipid)",
    "optison": "Optison (perflutren protein)",
    "other": "another agent",
}
_ROUTES = {"bolus": "intravenous bolus", "infusion": "intravenous infusion", "other": "another route"}
_SIGN_NOTE = (
    "Likelihood ratios are from the literature, not trained. They stand one by one: the signs are not "
    "independent. Research use only. Not for diagnosis."
)
_PROBLEMS = {"missing": "contrast.missing", "unreadable": "contrast.unreadable", "curve only": "contrast.curve_only"}


def contrast_shown(number: int, study: ContrastData, figures: Mapping[str, Figure], say: ReportWords) -> Contrast:
    """The study of this number in the order of the exam."""
    lesion = study.lesion_number
    title = (
        say("contrast.title", number=number)
        if lesion is None
        else say("contrast.of_lesion", number=number, lesion=lesion)
    )
    problem = ""
    if study.state in _PROBLEMS:
        problem = say(_PROBLEMS[study.state], folder=study.folder)
    elif study.fit_refused:
        problem = say("contrast.refused", reason=say.window.filled("Errors", study.fit_refused))
    curve, maps = curve_name(number), maps_name(number)
    has_curve, has_maps = curve in figures, maps in figures
    return Contrast(
        title=title,
        rows=tuple(_rows(study, say)),
        problem=problem,
        curve=curve if has_curve else "",
        curve_caption=say("contrast.curve" if has_curve else "contrast.no_curve"),
        parameters=_parameters(study.parameters, say) if study.parameters else None,
        signs=_signs(study.signs, say) if study.signs else None,
        sign_note=say.window("Contrast", _SIGN_NOTE) if study.signs else "",
        maps=maps if has_maps else "",
        maps_caption=say("contrast.maps") if has_maps else "",
        notes=tuple(say.window.filled("Errors", note) for note in study.notes),
    )


def _rows(study: ContrastData, say: ReportWords) -> list[Row]:
    rows = _injection(study.injection, say)
    if study.dynamic_range_db is not None:
        origin = say.known("contrast", study.dynamic_range_origin or "")
        told = say("contrast.range_told", db=f"{study.dynamic_range_db:.0f}", origin=origin)
        rows.append(Row(say("contrast.range"), told))
    if study.time_base is not None:
        rows.append(Row(say("contrast.times"), say.known("contrast", study.time_base)))
    if study.model is not None:
        told = say("contrast.model_told", model=study.model, r2=say.number(study.r2, 2))
        rows.append(Row(say("contrast.model"), told))
    if study.injection.note:
        rows.append(Row(say("contrast.note"), study.injection.note))
    return rows


def _injection(injection: InjectionData, say: ReportWords) -> list[Row]:
    rows = []
    if injection.agent:
        name = say.window("Contrast", _AGENTS.get(injection.agent, injection.agent))
        rows.append(Row(say("contrast.agent"), name))
    if injection.dose is not None:
        rows.append(Row(say("contrast.dose"), f"{injection.dose:g} {injection.dose_unit}".strip()))
    if injection.route:
        route = say.window("Contrast", _ROUTES.get(injection.route, injection.route))
        rows.append(Row(say("contrast.route"), route))
    if injection.mi is not None:
        rows.append(Row(say("contrast.mi"), f"{injection.mi:g}"))
    return rows


def _parameters(parameters: tuple[ParameterData, ...], say: ReportWords) -> Table:
    head = tuple(say(f"contrast.{name}") for name in ("parameter", "lesion", "reference", "ratio"))
    return Table(head, tuple(_parameter(row, say) for row in parameters))


def _parameter(row: ParameterData, say: ReportWords) -> tuple[str, ...]:
    if row.refused is not None and row.lesion is None:
        return row.name, say("contrast.refused_row", reason=say.window.filled("Errors", row.refused))
    name = f"{row.name} [{row.unit}]" if row.unit else row.name
    return (
        name,
        say.interval(row.lesion, row.low, row.high),
        say.interval(row.reference, row.reference_low, row.reference_high),
        say.interval(row.ratio, row.ratio_low, row.ratio_high),
    )


def _signs(signs: tuple[SignData, ...], say: ReportWords) -> Table:
    head = tuple(say(f"contrast.{name}") for name in ("sign", "measured", "likelihood"))
    rows = []
    for sign in signs:
        text = say.window.filled("Pattern", sign.text)
        if sign.present is None:
            text = say("contrast.not_told", reason=text)
        rows.append((say.window("Pattern", sign.name), text, say.significant(sign.likelihood_ratio)))
    return Table(head, tuple(rows))

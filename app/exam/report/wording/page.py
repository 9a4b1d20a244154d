"""A whole report in words, from its data."""

from collections.abc import Mapping

from app.exam.content.person import Role
from app.exam.report.data.report_data import LesionData, ReportData
from app.exam.report.figures.book import SCHEMA, Figure
from app.exam.report.wording.closing import closing_shown
from app.exam.report.wording.contrast import contrast_shown
from app.exam.report.wording.lesion import change_text, lesion_shown, lines_of, picture_shown
from app.exam.report.wording.report_words import ReportWords
from app.exam.report.wording.shown import Group, Report, Row, Table


def report_shown(data: ReportData, figures: Mapping[str, Figure], say: ReportWords) -> Report:
    """What the template lays out."""
    change = _change(data, say)
    at = "" if data.earlier is None else say.day(data.earlier.started_at.date())
    return Report(
        language=say.language,
        title=say("title"),
        institution=data.institution,
        status=data.status,
        status_word=say(f"status.{data.status}"),
        research_use=say.research_use,
        research_note=say("research_note"),
        patient=Group(say("head.patient"), tuple(_patient(data, say))),
        exam=Group(say("head.exam"), tuple(_exam(data, say))),
        signatures=tuple(_signatures(data, say)),
        findings_title=say("summary.title"),
        nothing_marked="" if data.lesions else say.nothing_marked,
        summary=_summary(data, say) if data.lesions else None,
        schema=SCHEMA,
        schema_caption=say("summary.schema"),
        note_title=say("summary.note"),
        note=lines_of(data.exam.note),
        change_title=say("change.title", at=at) if change is not None else "",
        change=change,
        lesions=tuple(lesion_shown(lesion, data, figures, say) for lesion in data.lesions),
        pictures_title=say("pictures.title"),
        pictures=tuple(
            picture_shown(number, picture, figures, say)
            for number, picture in enumerate(data.pictures, 1)
            if not picture.lesion_numbers
        ),
        contrast=tuple(
            contrast_shown(number, study, figures, say)
            for number, study in enumerate(data.contrast, 1)
            if study.lesion_number is None
        ),
        not_assessed_title=say("closing.not_assessed"),
        not_assessed=(say.not_assessed, *lines_of(data.not_assessed.by_user)),
        closing=closing_shown(data, say),
        made=say("made", at=say.at(data.made_at), program=data.made_by),
    )


def _patient(data: ReportData, say: ReportWords) -> list[Row]:
    patient = data.patient
    if patient.pseudonym:
        return [Row(say("head.pseudonym"), patient.pseudonym)]
    if not patient.patient_id:
        return [Row("", say("head.nobody"))]
    rows = [Row(say("head.id"), patient.patient_id), Row(say("head.name"), say.person(patient.name))]
    if patient.birth_date is not None:
        rows.append(Row(say("head.born"), say.born(patient.birth_date, data.exam.started_at)))
    if patient.sex:
        rows.append(Row(say("head.sex"), say.known("head", patient.sex)))
    return rows


def _exam(data: ReportData, say: ReportWords) -> list[Row]:
    exam = data.exam
    if exam.closed_at is None:
        date = say("head.going_on", start=say.at(exam.started_at))
    else:
        same_day = exam.closed_at.date() == exam.started_at.date()
        end = f"{exam.closed_at:%H:%M}" if same_day else say.at(exam.closed_at)
        date = say("head.span", start=say.at(exam.started_at), end=end)
    sides = "head.both" if len(set(exam.sides)) == 2 else f"head.{exam.sides[0]}" if exam.sides else "unknown"
    rows = [
        Row(say("head.date"), date),
        Row(say("head.accession"), exam.accession_number),
        Row(say("head.procedure"), exam.procedure),
        Row(say("head.referring"), say.person(exam.referring_physician)),
        Row(say("head.examiner"), say.person(exam.examiner)),
        Row(say("head.sides"), say(sides)),
        Row(say("head.source"), exam.source_name),
    ]
    return [row for row in rows if row.value]


def _signatures(data: ReportData, say: ReportWords) -> list[Row]:
    """Who drafted and who verified: the last of each."""
    rows = []
    for role, label, absent in (
        (Role.SONOGRAPHER, "head.sonographer", "head.not_signed"),
        (Role.PHYSICIAN, "head.physician", "head.not_verified"),
    ):
        signed = [signature for signature in data.signatures if signature.role is role]
        last = max(signed, key=lambda signature: signature.at, default=None)
        value = say(absent)
        if last is not None:
            value = say("head.signed", name=say.person(last.name), at=say.at(last.at))
        rows.append(Row(say(label), value))
    return rows


def _summary(data: ReportData, say: ReportWords) -> Table:
    names = ["number", "place", "size", "category"]
    names += ["score"] if data.scores.shown else []
    return Table(
        tuple(say(f"summary.{name}") for name in names), tuple(_summary_row(each, data, say) for each in data.lesions)
    )


def _summary_row(lesion: LesionData, data: ReportData, say: ReportWords) -> tuple[str, ...]:
    cells = [str(lesion.number), say.place(lesion.place), say.size_cell(lesion.size), say.category(lesion.category)]
    if data.scores.shown:
        cells.append(say.score(None if lesion.score is None else lesion.score.malignancy))
    return tuple(cells)


def _change(data: ReportData, say: ReportWords) -> Table | None:
    """Every lesion of both exams: those that are linked beside each other."""
    if data.earlier is None:
        return None
    head = ("no", "size_now", "size_then", "change", "category_then")
    rows: list[tuple[str, ...]] = []
    for lesion in data.lesions:
        change = lesion.change
        if change is None:
            told: tuple[str, ...] = (say("none"), say("change.new"), say("none"))
        else:
            told = (
                say.size_cell(change.earlier_size),
                change_text(change, say),
                say.category(change.earlier_category),
            )
        rows.append((str(lesion.number), say.size_cell(lesion.size), *told))
    for then in data.earlier.lesions:
        if then.now_number is None:
            name = say("none")
            place = say.joined([say.size_cell(then.size), say.place(then.place)])
            rows.append((name, say("none"), place, say("change.not_linked"), say.category(then.category)))
    return Table(tuple(say(f"change.{name}") for name in head), tuple(rows))

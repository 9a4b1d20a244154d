"""A lesion and its pictures in words."""

from collections.abc import Mapping

from app.exam.content.lesion import Descriptor, Plane
from app.exam.report.data.report_data import ChangeData, LesionData, PictureData, ReportData, ScoreData
from app.exam.report.figures.book import Figure, earlier_name, marked_name, plain_name, planes_on
from app.exam.report.figures.picture import SIGNS
from app.exam.report.wording.contrast import contrast_shown
from app.exam.report.wording.report_words import ReportWords
from app.exam.report.wording.shown import Beside, Lesion, Picture, Row, Table

_MEASURED_NOTE = "Measured from the outline; not the clinician's entry."
_UNREVIEWED = "Japanese words not yet reviewed against the guideline."
_WIDE = 2.0  # width over height
_LOOKS = {"low": "low score", "uncertain": "uncertain", "suspicious": "suspicious"}


def lesion_shown(lesion: LesionData, data: ReportData, figures: Mapping[str, Figure], say: ReportWords) -> Lesion:
    """One lesion."""
    pictures = tuple(
        picture_shown(number, picture, figures, say, lesion)
        for number, picture in enumerate(data.pictures, 1)
        if picture.id in lesion.picture_ids
    )
    systems = list(dict.fromkeys(entry.system for entry in lesion.descriptors))
    names = ", ".join(system.value for system in systems)
    return Lesion(
        number=lesion.number,
        title=say("lesion.title", number=lesion.number),
        place=say.place(lesion.place),
        category=say.category(lesion.category) if lesion.category is not None else say("lesion.no_category"),
        rows=tuple(_rows(lesion, data, say)),
        note=lines_of(lesion.note),
        descriptors_title=say("descriptors.title", system=names) if systems else say("descriptors.none"),
        descriptors=_descriptors(lesion.descriptors, say) if systems else None,
        descriptors_note=_descriptors_note(lesion, say) if systems else "",
        pictures=pictures,
        no_pictures="" if pictures else say("lesion.no_pictures"),
        contrast=tuple(
            contrast_shown(number, study, figures, say)
            for number, study in enumerate(data.contrast, 1)
            if study.id in lesion.contrast_ids
        ),
        beside=_beside(lesion, data, figures, say),
    )


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a note; none of an empty one."""
    return tuple(text.strip().splitlines())


def _rows(lesion: LesionData, data: ReportData, say: ReportWords) -> list[Row]:
    category, by = say.category(lesion.category), "" if lesion.category is None else lesion.category.by
    if lesion.category is None:
        category = say("lesion.no_category")
    elif by:
        category = say("lesion.category_by", category=category, by=by)
    confirmed = "lesion.confirmed_by_hand" if lesion.by_hand else "lesion.confirmed_at"
    rows = [
        Row(say("lesion.size"), say.size(lesion.size)),
        *_scale(lesion, data, say),
        Row(say("lesion.depth"), say.depth(lesion.place)),
        Row(say("lesion.category"), category),
        Row(say("lesion.confirmed"), say(confirmed, at=say.at(lesion.confirmed_at))),
    ]
    return rows + ([] if lesion.score is None else _score(lesion.score, say))


def _scale(lesion: LesionData, data: ReportData, say: ReportWords) -> list[Row]:
    """Where the scale of a size comes from, where there is a size and that is known."""
    if lesion.size.not_known is not None:
        return []
    measured = {plane.snapshot_id for plane in lesion.planes}
    origins = [picture.scale_origin for picture in data.pictures if picture.id in measured]
    told = [say.known("scale_origins", origin) for origin in dict.fromkeys(origins) if origin is not None]
    return [Row(say("lesion.scale"), say.joined(told))] if told else []


def look_text(look: str | None, say: ReportWords) -> str:
    """The word of a look."""
    return say("lesion.no_look") if look is None else say.window("Look", _LOOKS[look])


def score_text(score: ScoreData, say: ReportWords) -> str:
    """Score, range and look."""
    values = {"score": say.score(score.malignancy), "sign": look_text(score.look, say)}
    if score.low is None or score.high is None:
        return say("lesion.score_told", **values)
    return say("lesion.score_range", **values, low=say.score(score.low), high=say.score(score.high))


def _score(score: ScoreData, say: ReportWords) -> list[Row]:
    rows = [Row(say("lesion.score"), score_text(score, say))]
    if score.verdict is not None:
        verdict = say("lesion.agrees" if score.verdict.agrees else "lesion.disagrees")
        if score.verdict.reason:
            verdict = say("lesion.verdict_why", verdict=verdict, reason=score.verdict.reason)
        rows.append(Row(say("lesion.verdict"), verdict))
    return rows


def _descriptors(entries: tuple[Descriptor, ...], say: ReportWords) -> Table:
    head = (say("descriptors.feature"), say("descriptors.entry"), say("descriptors.measured"))
    rows = []
    for entry in entries:
        term = say("none") if entry.term is None else say.term(entry.system, entry.term)
        if entry.accepted and entry.term is not None:
            term = say("descriptors.accepted", term=term)
        rows.append((say.feature(entry.system, entry.feature), term, say.measured(entry)))
    return Table(head, tuple(rows))


def _descriptors_note(lesion: LesionData, say: ReportWords) -> str:
    notes = []
    if any(entry.measured is not None or entry.measured_value is not None for entry in lesion.descriptors):
        notes.append(say.window("Descriptor", _MEASURED_NOTE))
    if say.language == "ja":
        notes.append(say.window("Descriptor", _UNREVIEWED))
    return " ".join(notes)


def picture_shown(
    number: int,
    picture: PictureData,
    figures: Mapping[str, Figure],
    say: ReportWords,
    lesion: LesionData | None = None,
) -> Picture:
    """The picture of this number in the order of the exam, for a lesion or for itself."""
    plain, marked = plain_name(number), marked_name(number, None if lesion is None else lesion.number)
    planes = () if lesion is None else planes_on(lesion, picture.id)
    has_marks = bool(picture.findings or planes)
    name = say("pictures.number", number=number)
    there = plain in figures
    return Picture(
        plain=plain if there else "",
        marked=marked if there and has_marks else "",
        caption=say("pictures.caption", name=name, at=f"{picture.taken_at:%H:%M:%S}", frame=picture.frame_index),
        marked_caption=_marked_caption(picture, planes, lesion, say) if has_marks else "",
        wide=there and figures[plain].aspect > _WIDE,
        missing="" if there else say("pictures.missing", number=number, file=picture.file),
        note=picture.note,
    )


def _marked_caption(
    picture: PictureData, planes: tuple[Plane, ...], lesion: LesionData | None, say: ReportWords
) -> str:
    parts = []
    for plane in planes:
        assert lesion is not None
        name = say("pictures.plane", number=lesion.planes.index(plane) + 1)
        if plane.direction is not None:
            name = f"{name} ({say(f'pictures.{plane.direction}')})"
        lengths = []
        for sign, caliper in zip(SIGNS, plane.calipers, strict=False):
            if caliper.length_mm is None:
                lengths.append(say("pictures.caliper_no_scale", sign=sign))
            else:
                lengths.append(say("pictures.calipers", sign=sign, mm=say.number(caliper.length_mm, 1)))
        parts.append(f"{name}: {say.joined(lengths)}" if lengths else name)
    unconfirmed = sum(finding.lesion_number is None for finding in picture.findings)
    if unconfirmed:
        parts.append(say("pictures.unconfirmed", count=unconfirmed))
    if not parts:
        parts.append(say("pictures.marked"))
    if picture.mm_per_px is None:
        parts.append(say("pictures.no_scale"))
    return " · ".join(parts)


def change_text(change: ChangeData, say: ReportWords) -> str:
    """The change of size with what is to be known of it, or why there is none."""
    why = [say.known("cautions", each) for each in (*change.cautions, *filter(None, [change.refused]))]
    return say.joined([say.change(change.change_mm, change.change_percent), *why])


def _beside(lesion: LesionData, data: ReportData, figures: Mapping[str, Figure], say: ReportWords) -> Beside | None:
    """The first picture now, and the first of the earlier exam; None without an earlier one that can be shown."""
    change, then = lesion.change, earlier_name(lesion.number)
    if change is None or change.earlier_picture is None or then not in figures or data.earlier is None:
        return None
    numbers = {picture.id: number for number, picture in enumerate(data.pictures, 1)}
    now = marked_name(numbers[lesion.picture_ids[0]], lesion.number) if lesion.picture_ids else ""
    at = say.day(data.earlier.started_at.date())
    return Beside(
        title=say("change.beside", at=at, number=change.earlier_number),
        change=say("colon", label=say("change.change"), value=change_text(change, say)),
        now=now if now in figures else "",
        now_caption=say("colon", label=say("change.now"), value=say.size(lesion.size)),
        then=then,
        then_caption=say("colon", label=at, value=say.size(change.earlier_size)),
    )

"""From an exam's content and folder to what its report says."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.exam.content.exam import ExamContent, ExamState
from app.exam.content.lesion import Lesion
from app.exam.content.person import Role
from app.exam.content.picture import NetworkUsed, ShownFinding, Snapshot
from app.exam.errors import ExamError
from app.exam.lesions.change import SizeChange, size_change
from app.exam.report.data.contrast_data import ContrastData, read_contrast
from app.exam.report.data.pictures import inside, picture_size, scale_of, scale_origin_of
from app.exam.report.data.report_data import (
    NOTHING_MARKED,
    ChangeData,
    EarlierData,
    EarlierLesion,
    ExamData,
    FindingData,
    LesionData,
    Look,
    NotAssessed,
    PatientData,
    PictureData,
    ReportData,
    ScoreData,
    ScoresData,
    SizeData,
)
from app.exam.report.site import Earlier, Site
from capture.side_file import software_version
from inference.findings import OperatingPoints


def gather(content: ExamContent, folder: Path | None, site: Site, at: datetime, earlier: Earlier | None) -> ReportData:
    """What the report of this exam says.

    Args:
        content: The exam.
        folder: Its files; what is missing there is said in the report.
        site: The site's choices.
        at: When the report is made.
        earlier: To compare with.

    Raises:
        ExamError: The exam, or the earlier one, is sealed, or the earlier one is of another patient.
    """
    _check(content, earlier)
    pictures = tuple(_picture(snapshot, content, folder, site) for snapshot in content.snapshots)
    contrast = _contrast(content, folder)
    lesions = tuple(_lesion(lesion, content, pictures, contrast, site, earlier) for lesion in content.lesions)
    missing = [picture.file for picture in pictures if picture.missing]
    missing += [study.folder for study in contrast if study.state in ("missing", "unreadable")]
    exam = content.exam
    return ReportData(
        made_at=at,
        made_by=software_version(),
        institution=site.institution,
        status=_status(content),
        signatures=exam.signatures,
        patient=_patient(content),
        exam=_exam(content),
        nothing_marked=None if lesions else NOTHING_MARKED,
        lesions=lesions,
        pictures=pictures,
        contrast=contrast,
        earlier=None if earlier is None else _earlier(content, earlier.content),
        not_assessed=NotAssessed(by_user=exam.not_assessed),
        scores=ScoresData(shown=site.scores, networks=_networks(content)),
        missing_files=tuple(missing),
    )


def _check(content: ExamContent, earlier: Earlier | None) -> None:
    if content.exam.state is ExamState.SEALED:
        raise ExamError("This exam is sealed; open it with its pass phrase, then make the report")
    if earlier is None:
        return
    if earlier.content.exam.state is ExamState.SEALED:
        raise ExamError("The earlier exam is sealed; open it with its pass phrase, or report without it")
    key = content.exam.patient.key
    if not key or earlier.content.exam.patient.key != key:
        raise ExamError("The earlier exam is of another patient; choose one of the same patient, or report without it")


def _status(content: ExamContent) -> Literal["unsigned", "draft", "verified"]:
    roles = {signature.role for signature in content.exam.signatures}
    if Role.PHYSICIAN in roles:
        return "verified"
    return "draft" if roles else "unsigned"


def _patient(content: ExamContent) -> PatientData:
    patient = content.exam.patient
    entry = patient.worklist
    if entry is None:
        return PatientData(pseudonym=patient.pseudonym)
    return PatientData(
        patient_id=entry.patient_id,
        issuer_of_patient_id=entry.issuer_of_patient_id,
        name=entry.name,
        birth_date=entry.birth_date,
        sex=entry.sex,
    )


def _exam(content: ExamContent) -> ExamData:
    exam, entry = content.exam, content.exam.patient.worklist
    told: dict[str, object] = {}
    if entry is not None:
        told = {
            "accession_number": entry.accession_number,
            "procedure": entry.scheduled_step_description or entry.requested_procedure_description,
            "referring_physician": entry.referring_physician,
        }
    return ExamData.model_validate(
        {"accession_number": "", "procedure": "", "referring_physician": {}}
        | exam.model_dump(include=_KEPT)
        | {
            "clips": len(content.clips),
            "clip_frames": sum(clip.frames for clip in content.clips),
            "clip_gaps": sum(clip.gaps for clip in content.clips),
        }
        | told
    )


_KEPT = {
    "id",
    "study_instance_uid",
    "started_at",
    "closed_at",
    "examiner",
    "sides",
    "setting",
    "prevalence",
    "note",
    "source_name",
    "software_version",
}


def _networks(content: ExamContent) -> tuple[NetworkUsed, ...]:
    kept = [snapshot.network for snapshot in content.snapshots] + [clip.network for clip in content.clips]
    used = [network for network in kept if network is not None]
    return tuple(network for place, network in enumerate(used) if network not in used[:place])


def _picture(snapshot: Snapshot, content: ExamContent, folder: Path | None, site: Site) -> PictureData:
    owners = [lesion for lesion in content.lesions if snapshot.id in _pictures_of(lesion)]
    size_px = picture_size(inside(folder, snapshot.plain))
    return PictureData(
        id=snapshot.id,
        taken_at=snapshot.taken_at,
        file=snapshot.plain,
        overlaid_file=snapshot.overlaid,
        missing=size_px is None,
        size_px=size_px,
        side=snapshot.side,
        mm_per_px=scale_of(snapshot.layout),
        scale_origin=scale_origin_of(snapshot.layout),
        frame_index=snapshot.frame_index,
        time_ns=snapshot.time_ns,
        source_name=snapshot.source_name,
        clip_id=snapshot.clip_id,
        lesion_numbers=tuple(lesion.number for lesion in owners),
        findings=tuple(_finding(finding, snapshot, content, site) for finding in snapshot.findings),
        note=snapshot.note,
    )


def _pictures_of(lesion: Lesion) -> tuple[str, ...]:
    """Ids of the lesion's pictures, those of its planes first."""
    return tuple(dict.fromkeys((*(plane.snapshot_id for plane in lesion.planes), *lesion.snapshot_ids)))


def _finding(finding: ShownFinding, snapshot: Snapshot, content: ExamContent, site: Site) -> FindingData:
    data = FindingData(
        track_id=finding.track_id,
        lesion_number=_taken_over(finding, snapshot, content),
        box_px=finding.box_px,
        abstained=finding.abstained,
    )
    if not site.scores:
        return data
    return data.model_copy(
        update={
            "malignancy": finding.malignancy,
            "malignancy_low": finding.malignancy_low,
            "malignancy_high": finding.malignancy_high,
            "look": finding.look,
            "settled": finding.settled,
        }
    )


def _taken_over(finding: ShownFinding, snapshot: Snapshot, content: ExamContent) -> int | None:
    """The lesion that was confirmed from this track; tracks of two sources may have the same id."""
    sources = {each.id: each.source_name for each in content.snapshots}
    for lesion in content.lesions:
        own = {sources[name] for name in _pictures_of(lesion) if name in sources}
        if finding.track_id in lesion.track_ids and (not own or snapshot.source_name in own):
            return lesion.number
    return None


def _contrast(content: ExamContent, folder: Path | None) -> tuple[ContrastData, ...]:
    numbers = {lesion.id: lesion.number for lesion in content.lesions}
    return tuple(
        read_contrast(study, inside(folder, study.folder), numbers.get(study.lesion_id or ""))
        for study in content.contrast_studies
    )


def size_of(lesion: Lesion) -> SizeData:
    """The size, and why it is not known where it is not."""
    measured = any(plane.calipers for plane in lesion.planes) or any(lesion.diameters_mm)
    known = lesion.diameters_mm[0] is not None
    return SizeData(
        diameters_mm=lesion.diameters_mm,
        one_plane=lesion.one_plane,
        not_known=None if known else "scale not known" if measured else "not measured",
    )


def _lesion(
    lesion: Lesion,
    content: ExamContent,
    pictures: tuple[PictureData, ...],
    contrast: tuple[ContrastData, ...],
    site: Site,
    earlier: Earlier | None,
) -> LesionData:
    known = {picture.id: picture for picture in pictures}
    own = tuple(name for name in _pictures_of(lesion) if name in known)
    networks = {snapshot.id: snapshot.network for snapshot in content.snapshots}
    return LesionData(
        id=lesion.id,
        number=lesion.number,
        confirmed_at=lesion.confirmed_at,
        by_hand=not lesion.track_ids,
        place=lesion.place,
        size=size_of(lesion),
        planes=lesion.planes,
        descriptors=lesion.descriptors,
        category=lesion.category,
        score=_score(lesion, [networks[name] for name in own], _networks(content)) if site.scores else None,
        note=lesion.note,
        picture_ids=own,
        contrast_ids=tuple(study.id for study in contrast if study.lesion_number == lesion.number),
        change=None if earlier is None else _change(lesion, earlier),
    )


def _score(lesion: Lesion, own: list[NetworkUsed | None], all_used: tuple[NetworkUsed, ...]) -> ScoreData | None:
    """With the look of the weights that its pictures name; without a look where they name none or several."""
    if lesion.malignancy is None:
        return None
    points = {(used.low_below, used.suspicious_from) for used in own if used is not None}
    points = points or {(used.low_below, used.suspicious_from) for used in all_used}
    look: Look | None = None
    if len(points) == 1:
        look = OperatingPoints(*points.pop()).look(lesion.malignancy).value
    return ScoreData(
        malignancy=lesion.malignancy,
        low=lesion.malignancy_low,
        high=lesion.malignancy_high,
        look=look,
        verdict=lesion.verdict,
    )


def _change(lesion: Lesion, earlier: Earlier) -> ChangeData | None:
    then = next((each for each in earlier.content.lesions if each.id == lesion.earlier_lesion_id), None)
    if then is None:
        return None
    told: Mapping[str, object]
    found = size_change(lesion, then)
    if isinstance(found, SizeChange):
        told = {
            "change_mm": found.change_mm,
            "change_percent": found.change_percent,
            "cautions": tuple(each.value for each in found.cautions),
        }
    else:
        told = {"refused": found.value}
    picture = _earlier_picture(then, earlier)
    return ChangeData.model_validate(
        {
            "earlier_number": then.number,
            "earlier_lesion_id": then.id,
            "earlier_size": size_of(then),
            "earlier_category": then.category,
            "earlier_picture": picture,
            "earlier_planes": [plane for plane in then.planes if picture and plane.snapshot_id == picture.id],
            **told,
        }
    )


def _earlier_picture(lesion: Lesion, earlier: Earlier) -> PictureData | None:
    """The first of the lesion's pictures, without scores."""
    known = {snapshot.id: snapshot for snapshot in earlier.content.snapshots}
    own = [known[name] for name in _pictures_of(lesion) if name in known]
    return _picture(own[0], earlier.content, earlier.folder, Site()) if own else None


def _earlier(content: ExamContent, then: ExamContent) -> EarlierData:
    now_of = {lesion.earlier_lesion_id: lesion.number for lesion in content.lesions if lesion.earlier_lesion_id}
    return EarlierData(
        exam_id=then.exam.id,
        started_at=then.exam.started_at,
        lesions=tuple(
            EarlierLesion(
                id=lesion.id,
                number=lesion.number,
                place=lesion.place,
                size=size_of(lesion),
                category=lesion.category,
                now_number=now_of.get(lesion.id),
            )
            for lesion in then.lesions
        ),
    )

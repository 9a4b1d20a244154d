"""The lesions of an exam as a structured report: TID 1500 in a Comprehensive SR."""

from collections.abc import Mapping, Sequence
from typing import Final

from highdicom.sr import (
    CodedConcept,
    DeviceObserverIdentifyingAttributes,
    LanguageOfContentItemAndDescendants,
    MeasurementReport,
    ObservationContext,
    ObserverContext,
    PersonObserverIdentifyingAttributes,
    RelationshipTypeValues,
    TextContentItem,
)
from highdicom.sr.utils import collect_evidence
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes

from app.exam.content.exam import Exam, ExamContent, ExamState
from app.exam.content.lesion import Lesion
from app.exam.content.person import Role, Signature
from app.exam.content.picture import NetworkUsed
from app.exam.dicom import codes as own
from app.exam.dicom.findings import lesion_groups
from app.exam.dicom.identity import FINDINGS, MANUFACTURER, MODEL, named, new_object, requested_procedure
from app.exam.dicom.moment import settled_at
from app.exam.dicom.text import fitting, person_name
from app.exam.dicom.uids import uid_of
from app.exam.lesions.scale import scale_origins
from capture.screen.layout import ScaleOrigin
from capture.side_file import software_version

COMPREHENSIVE_SR: Final = "1.2.840.10008.5.1.4.1.1.88.33"
RESEARCH_ONLY: Final = "Research use only. Not for diagnosis."
NOT_ASSESSED: Final = (
    "Masses only: non-mass abnormalities, calcifications, ducts, axilla, implants and operated breasts "
    "are not assessed."
)  # fmt: skip
_SCALES: Final = {
    ScaleOrigin.TAGS: "from DICOM tags",
    ScaleOrigin.RULER: "read from the ruler on the screen",
    ScaleOrigin.STATED: "stated by the user",
}
_LANGUAGE: Final = CodedConcept("en", "RFC5646", "English")


def report_object(
    content: ExamContent, images: Mapping[str, Dataset], evidence: Sequence[Dataset], organization: str
) -> Dataset | None:
    """The lesions of an exam; None where it has none, because TID 1500 needs a measurement group.

    VERIFIED with the physician's name once he signed, UNVERIFIED until then. The category stands in it only as the
    clinician entered it.

    Args:
        content: The exam.
        images: The objects of its snapshots, by snapshot id.
        evidence: All objects of its pictures and clips.
        organization: Of the verifying physician; empty when it is not known.
    """
    if not content.lesions:
        return None
    exam = content.exam
    software = exam.software_version or software_version()
    groups = [
        group
        for lesion in content.lesions
        for group in lesion_groups(lesion, images, _network_of(lesion, content), software)
    ]
    root = MeasurementReport(
        observation_context=_observers(exam),
        procedure_reported=codes.SCT.UltrasonographyOfBreast,
        imaging_measurements=groups,
        title=codes.DCM.ImagingMeasurementReport,
        language_of_content_item_and_descendants=LanguageOfContentItemAndDescendants(_LANGUAGE),
    )[0]
    said = (RESEARCH_ONLY, NOT_ASSESSED, exam.not_assessed, *_scales(content))
    root.ContentSequence.extend(
        TextContentItem(own.COMMENT, fitting(text, "UT"), RelationshipTypeValues.CONTAINS) for text in said if text
    )
    dataset = new_object(exam, FINDINGS, COMPREHENSIVE_SR, settled_at(content), 1)
    dataset.update(root)
    current, _ = collect_evidence(evidence, root, exam.study_instance_uid) if evidence else ([], [])
    if current:
        dataset.CurrentRequestedProcedureEvidenceSequence = current
    request = requested_procedure(exam)
    if request is not None:
        dataset.ReferencedRequestSequence = [request]
    dataset.PerformedProcedureCodeSequence = []
    if "ReferencedPerformedProcedureStepSequence" not in dataset:
        dataset.ReferencedPerformedProcedureStepSequence = []
    dataset.CodingSchemeIdentificationSequence = [own.own_scheme()]
    _add_verification(dataset, exam, organization)
    return named(dataset, f"{exam.id} findings")


def _scales(content: ExamContent) -> list[str]:
    """For each lesion with a size, where its scale comes from."""
    origins = [(lesion.number, scale_origins(lesion, content.snapshots)) for lesion in content.lesions]
    return [
        f"Scale of the size of lesion {number}: {'; '.join(_SCALES[origin] for origin in found)}."
        for number, found in origins
        if found
    ]


def verified_by(exam: Exam) -> Signature | None:
    """The physician's signature, the last one; None while the exam is a draft."""
    signed = [signature for signature in exam.signatures if signature.role is Role.PHYSICIAN]
    return max(signed, key=lambda signature: signature.at) if signed else None


def _add_verification(dataset: Dataset, exam: Exam, organization: str) -> None:
    signature = verified_by(exam)
    dataset.CompletionFlag = "PARTIAL" if exam.state is ExamState.OPEN else "COMPLETE"
    dataset.PreliminaryFlag = "PRELIMINARY" if signature is None else "FINAL"
    dataset.VerificationFlag = "UNVERIFIED" if signature is None else "VERIFIED"
    if signature is not None:
        observer = Dataset()
        observer.VerifyingObserverName = person_name(str(signature.name))
        observer.VerifyingOrganization = fitting(organization, "LO") or "Not stated"
        observer.VerificationDateTime = signature.at.strftime("%Y%m%d%H%M%S.%f%z")
        observer.VerifyingObserverIdentificationCodeSequence = []
        dataset.VerifyingObserverSequence = [observer]


def _observers(exam: Exam) -> ObservationContext:
    name = str(person_name(str(exam.examiner)))
    person = ObserverContext(codes.DCM.Person, PersonObserverIdentifyingAttributes(name)) if name else None
    device = DeviceObserverIdentifyingAttributes(
        uid_of("device", exam.id), name=MODEL, manufacturer_name=MANUFACTURER, model_name=MODEL
    )
    return ObservationContext(
        observer_person_context=person, observer_device_context=ObserverContext(codes.DCM.Device, device)
    )


def _network_of(lesion: Lesion, content: ExamContent) -> NetworkUsed | None:
    """Whose score a lesion carries: the network of its pictures, else of the exam's."""
    its_own = [snapshot for snapshot in content.snapshots if snapshot.id in lesion.snapshot_ids]
    networks = [picture.network for picture in (*its_own, *content.snapshots)]
    networks += [clip.network for clip in content.clips]
    return next((network for network in networks if network is not None), None)

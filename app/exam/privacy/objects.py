"""The DICOM objects of an exam without identity."""

from collections.abc import Iterable
from pathlib import Path

from app.exam.dicom.objects import DicomOptions, ExamObjects, exam_objects
from app.exam.dicom.structured_report import NOT_ASSESSED, RESEARCH_ONLY
from app.exam.privacy.export import Deidentified
from app.exam.privacy.profile import Replacing, deidentify_dataset


def deidentified_objects(
    exam: Deidentified, folder: Path, options: DicomOptions | None = None, pdfs: Iterable[bytes] = ()
) -> ExamObjects:
    """Objects of a de-identified exam; each went through the Basic Profile once more and says what was done to it.

    Args:
        exam: From `deidentify_exam`.
        folder: Where that wrote its files.
        options: The site's choice.
        pdfs: The report, made from `exam.content`.
    """
    made = exam_objects(exam.content, folder, options, pdfs)
    own = {RESEARCH_ONLY, NOT_ASSESSED, exam.content.exam.not_assessed}
    own |= {lesion.note for lesion in exam.content.lesions}
    own |= {lesion.verdict.reason for lesion in exam.content.lesions if lesion.verdict is not None}
    measured = {
        descriptor.measured
        for lesion in exam.content.lesions
        for descriptor in lesion.descriptors
        if descriptor.measured
    }
    cleaned = all(mark.blanked for mark in exam.marks)
    for dataset in made.datasets:
        deidentify_dataset(
            dataset,
            Replacing.already(exam.content.exam.patient.pseudonym),
            pixels_cleaned=cleaned,
            keep_text=lambda text: text in own or any(value in text for value in measured),
            keep_document=True,
        )
    return made

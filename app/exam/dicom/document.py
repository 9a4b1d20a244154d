"""The report's PDF as an Encapsulated PDF object."""

import hashlib
from collections.abc import Sequence
from typing import Final

from pydicom.dataset import Dataset

from app.exam.content.exam import ExamContent
from app.exam.dicom.identity import REPORTS, named, new_object, reference_to
from app.exam.dicom.moment import settled_at
from app.exam.dicom.structured_report import verified_by

ENCAPSULATED_PDF: Final = "1.2.840.10008.5.1.4.1.1.104.1"


def pdf_object(content: ExamContent, pdf: bytes, number: int, pictures: Sequence[Dataset]) -> Dataset:
    """A report in the archive.

    Args:
        content: The exam.
        pdf: The document; another byte makes it another object.
        number: In its series, from 1 (one for each language).
        pictures: The objects it was made from.
    """
    exam = content.exam
    signature = verified_by(exam)
    dataset = new_object(exam, REPORTS, ENCAPSULATED_PDF, settled_at(content), number)
    dataset.ConversionType = "WSD"
    dataset.AcquisitionDateTime = exam.started_at.strftime("%Y%m%d%H%M%S.%f%z")
    dataset.BurnedInAnnotation = "YES"  # its pages name the patient
    dataset.DocumentTitle = "Breast ultrasound report, research use only"
    dataset.ConceptNameCodeSequence = []
    dataset.VerificationFlag = "UNVERIFIED" if signature is None else "VERIFIED"
    if pictures:
        dataset.SourceInstanceSequence = [reference_to(picture) for picture in pictures]
    dataset.MIMETypeOfEncapsulatedDocument = "application/pdf"
    dataset.EncapsulatedDocumentLength = len(pdf)
    named(dataset, f"{exam.id} report", hashlib.sha256(pdf).hexdigest())
    dataset.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    return dataset

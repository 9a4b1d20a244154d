"""Objects to send, made by pydicom: every kind that an exam makes, in the encodings that matter on the line."""

from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import (
    UID,
    EncapsulatedPDFStorage,
    EnhancedSRStorage,
    ExplicitVRLittleEndian,
    RLELossless,
    SecondaryCaptureImageStorage,
    UltrasoundMultiFrameImageStorage,
    generate_uid,
)
from pynetdicom.dsutils import split_dataset

from app.exam.archive.waiting.spool import Outgoing
from app.exam.content.exam import Exam
from app.exam.content.model import new_id, now
from app.exam.content.person import Patient, PersonName, WorklistEntry

JAPANESE = "Yamada^Tarou=山田^太郎=やまだ^たろう"
ENTRY = WorklistEntry(
    patient_id="000123",
    issuer_of_patient_id="HOSPITAL",
    name=PersonName.of(JAPANESE),
    accession_number="0042",
    study_instance_uid="1.2.826.0.1.3680043.8.498.7",
    requested_procedure_id="RP007",
    scheduled_step_id="SPS001",
    scheduled_step_description="Both breasts",
)


def exam_of(patient: Patient | None = None) -> Exam:
    """An exam of the entry, or of another patient."""
    return Exam(
        id=new_id(),
        study_instance_uid=ENTRY.study_instance_uid,
        started_at=now(),
        patient=patient or Patient(worklist=ENTRY),
        procedure_step_uid=generate_uid(),
    )


def _header(sop_class: UID, syntax: UID, uid: str | None) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = UID(uid or generate_uid())
    meta.TransferSyntaxUID = syntax
    made = FileDataset("", {}, preamble=b"\0" * 128, file_meta=meta)
    made.SpecificCharacterSet = "ISO_IR 192"
    made.SOPClassUID = sop_class
    made.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    made.StudyInstanceUID = ENTRY.study_instance_uid
    made.SeriesInstanceUID = generate_uid(entropy_srcs=[sop_class])
    made.AccessionNumber = ENTRY.accession_number
    made.PatientName = JAPANESE
    made.PatientID = ENTRY.patient_id
    made.PatientBirthDate = made.PatientSex = made.StudyDate = made.StudyTime = made.StudyID = ""
    made.ReferringPhysicianName = ""
    made.Modality = "US"
    return made


def picture(
    uid: str | None = None,
    *,
    syntax: UID = ExplicitVRLittleEndian,
    frames: int = 1,
    edge_px: int = 64,
    photometric: str = "RGB",
) -> FileDataset:
    """A secondary capture, or with more frames an ultrasound cine; random pixels, so that none is like another."""
    sop_class = SecondaryCaptureImageStorage if frames == 1 else UltrasoundMultiFrameImageStorage
    made = _header(sop_class, ExplicitVRLittleEndian, uid)
    shape = (edge_px, edge_px, 3) if frames == 1 else (frames, edge_px, edge_px, 3)
    pixels = np.random.default_rng(frames).integers(0, 256, shape, dtype=np.uint8)
    made.set_pixel_data(pixels, photometric, 8, generate_instance_uid=False)
    if frames > 1:
        made.FrameTime = "40"
        made.FrameIncrementPointer = 0x00181063
    if syntax == RLELossless:
        made.compress(RLELossless, generate_instance_uid=False)
    return made


def report() -> FileDataset:
    """An encapsulated PDF."""
    made = _header(EncapsulatedPDFStorage, ExplicitVRLittleEndian, None)
    made.EncapsulatedDocument = b"%PDF-1.7 \xe5\xb1\xb1 " + bytes(range(256)) * 20
    made.MIMETypeOfEncapsulatedDocument = "application/pdf"
    made.DocumentTitle = "乳房超音波検査"
    return made


def findings() -> FileDataset:
    """A structured report with a text."""
    made = _header(EnhancedSRStorage, ExplicitVRLittleEndian, None)
    made.Modality = "SR"
    item = Dataset()
    item.RelationshipType, item.ValueType, item.TextValue = "CONTAINS", "TEXT", "右乳房 3 時方向"
    made.ValueType, made.ContentSequence = "CONTAINER", [item]
    made.CompletionFlag, made.VerificationFlag = "PARTIAL", "UNVERIFIED"
    return made


def outgoing(*made: FileDataset) -> list[Outgoing]:
    """For the queue."""
    return [Outgoing(one, description=str(one.SOPClassUID.name)) for one in made]


def data_bytes(file: Path) -> bytes:
    """What stands in a DICOM file behind its file meta information: what goes over the line."""
    _, offset = split_dataset(file)
    return file.read_bytes()[offset:]

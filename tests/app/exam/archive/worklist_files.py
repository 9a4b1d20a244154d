"""Entries of a worklist as files, as Orthanc's plug-in takes them."""

from pathlib import Path

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

YAMADA = "Yamada^Tarou=山田^太郎=やまだ^たろう"
HALF_WIDTH = "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"  # ISO IR 13 in the first group, PS3.5 annex H example 2


def worklist_item(
    patient_id: str = "000123",
    name: str = YAMADA,
    *,
    character_set: str | list[str] = "ISO_IR 192",
    day: str = "20261128",
    time: str = "091500",
    station: str = "MINAMO",
    modality: str = "US",
    accession: str = "0042",
) -> Dataset:
    """One scheduled step."""
    item, step = Dataset(), Dataset()
    item.SpecificCharacterSet = character_set
    item.AccessionNumber = accession
    item.ReferringPhysicianName = "Suzuki^Hanako"
    item.PatientName = name
    item.PatientID = patient_id
    item.IssuerOfPatientID = "HOSPITAL"
    item.PatientBirthDate = "19700131"
    item.PatientSex = "F"
    item.StudyInstanceUID = generate_uid()
    item.RequestedProcedureID = "RP007"
    item.RequestedProcedureDescription = "Breast ultrasound"
    step.Modality = modality
    step.ScheduledStationAETitle = station
    step.ScheduledProcedureStepStartDate = day
    step.ScheduledProcedureStepStartTime = time
    step.ScheduledProcedureStepDescription = "Both breasts"
    step.ScheduledProcedureStepID = "SPS001"
    item.ScheduledProcedureStepSequence = [step]
    return item


def write_worklist(item: Dataset, path: Path) -> None:
    """Write it as a file of the plug-in's folder."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.276.0.7230010.3.1.0.1"  # as DCMTK's dump2dcm writes it
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    FileDataset(str(path), item, file_meta=meta, preamble=b"\0" * 128).save_as(path, enforce_file_format=True)

"""An exam as DICOM objects: one study, the patient's own data, the same UIDs again, no error in dciodvfy."""

from collections import Counter
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset

from app.exam.content.exam import ExamContent
from app.exam.content.person import Patient, PersonName
from app.exam.dicom.clip import US_MULTI_FRAME
from app.exam.dicom.document import ENCAPSULATED_PDF
from app.exam.dicom.objects import DicomOptions, exam_objects, write_objects
from app.exam.dicom.snapshot import SECONDARY_CAPTURE, US_IMAGE
from app.exam.dicom.structured_report import COMPREHENSIVE_SR
from app.exam.dicom.text import CharacterSet
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import layout_to_json
from tests.app.exam.dicom.made_exam import ACCESSION, ENTRY, NAME, PATIENT_ID, PDF, lesion, made_exam, verified
from tests.dicom_tools import dciodvfy


def objects_of(content: ExamContent, folder: Path, **options: object) -> tuple[Dataset, ...]:
    made = exam_objects(content, folder, DicomOptions(**options), [PDF])  # type: ignore[arg-type]
    assert made.notes == ()
    return made.datasets


def uids_of(datasets: tuple[Dataset, ...]) -> list[str]:
    return [str(dataset.SOPInstanceUID) for dataset in datasets]


def test_an_exam_becomes_pictures_clips_a_structured_report_and_its_document(tmp_path: Path) -> None:
    datasets = objects_of(made_exam(tmp_path), tmp_path, overlays=True)
    assert Counter(dataset.SOPClassUID for dataset in datasets) == {
        US_IMAGE: 2,  # the two snapshots with a known scale
        SECONDARY_CAPTURE: 1 + 3,  # the one without, and the overlays
        US_MULTI_FRAME: 2,
        COMPREHENSIVE_SR: 1,
        ENCAPSULATED_PDF: 1,
    }


@pytest.mark.parametrize("character_set", CharacterSet)
@pytest.mark.parametrize("is_verified", [False, True])
def test_dciodvfy_finds_no_error(character_set: CharacterSet, is_verified: bool, tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    content = verified(content) if is_verified else content
    datasets = objects_of(content, tmp_path / "exam", character_set=character_set, overlays=True)
    for path in write_objects(datasets, tmp_path / "out"):
        errors, _ = dciodvfy(path)
        assert errors == [], path.name


def test_dciodvfy_finds_no_error_where_little_is_known(tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam", patient=Patient(pseudonym="P-017"), closed_at=None)
    bare = lesion(planes=(), diameters_mm=(None, None, None), descriptors=(), category=None, verdict=None, note="")
    bare = bare.model_copy(update={"malignancy": None, "malignancy_low": None, "malignancy_high": None})
    content = content.model_copy(update={"items": (*content.items[:3], bare)})
    for path in write_objects(objects_of(content, tmp_path / "exam"), tmp_path / "out"):
        errors, _ = dciodvfy(path)
        assert errors == [], path.name


def test_every_object_says_whose_it_is_exactly_as_the_worklist_did(tmp_path: Path) -> None:
    datasets = objects_of(made_exam(tmp_path / "exam"), tmp_path / "exam", overlays=True)
    read = [pydicom.dcmread(path) for path in write_objects(datasets, tmp_path / "out")]
    for dataset in read:
        assert dataset.PatientID == PATIENT_ID  # leading zeros are part of it
        assert dataset.IssuerOfPatientID == "KAWA-HOSP"
        assert str(dataset.PatientName) == NAME
        assert dataset.PatientBirthDate == "19710309"
        assert dataset.PatientSex == "F"
        assert dataset.AccessionNumber == ACCESSION
        assert dataset.StudyInstanceUID == ENTRY.study_instance_uid
        assert dataset.StudyID == "RP000042"
        assert (dataset.StudyDate, dataset.StudyTime[:6]) == ("20261128", "090530")
        assert dataset.TimezoneOffsetFromUTC == "+0900"
    assert len({dataset.SOPInstanceUID for dataset in read}) == len(read)
    assert len({(dataset.SeriesInstanceUID, dataset.InstanceNumber) for dataset in read}) == len(read)


def test_without_a_worklist_entry_the_pseudonym_stands_for_name_and_id(tmp_path: Path) -> None:
    content = made_exam(tmp_path, patient=Patient(pseudonym="P-017"))
    for dataset in objects_of(content, tmp_path):
        assert (dataset.PatientID, str(dataset.PatientName)) == ("P-017", "P-017")
        assert dataset.AccessionNumber == dataset.PatientBirthDate == ""


def test_what_the_worklist_told_beyond_the_fields_of_an_exam_is_handed_on(tmp_path: Path) -> None:
    told = Dataset()
    issuer, code = Dataset(), Dataset()
    issuer.LocalNamespaceEntityID = "RIS"
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = "US-B", "99X", "Breast US"
    told.IssuerOfAccessionNumberSequence = [issuer]
    told.RequestedProcedureCodeSequence = [code]
    entry = ENTRY.model_copy(update={"item": told.to_json_dict()})
    for dataset in objects_of(made_exam(tmp_path, patient=Patient(worklist=entry)), tmp_path):
        assert dataset.IssuerOfAccessionNumberSequence[0].LocalNamespaceEntityID == "RIS"
        assert dataset.ProcedureCodeSequence[0].CodeValue == "US-B"


def test_an_exam_sent_twice_is_the_same_objects(tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    assert uids_of(objects_of(content, tmp_path)) == uids_of(objects_of(content, tmp_path))


def test_a_later_version_of_the_program_does_not_make_other_objects(tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    later = content.model_copy(update={"exam": content.exam.model_copy(update={"software_version": "minamo 9"})})
    one, other = objects_of(content, tmp_path), objects_of(later, tmp_path)
    pictures = [place for place, dataset in enumerate(one) if dataset.Modality == "US"]
    assert [uids_of(one)[place] for place in pictures] == [uids_of(other)[place] for place in pictures]


def test_what_changed_gets_another_uid_and_the_rest_keeps_its_own(tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    before, after = objects_of(content, tmp_path), objects_of(verified(content), tmp_path)
    changed = {a.Modality for a, b in zip(before, after, strict=True) if a.SOPInstanceUID != b.SOPInstanceUID}
    assert changed == {"SR", "DOC"}


def test_another_patient_gets_other_objects(tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    other = content.exam.model_copy(update={"patient": Patient(pseudonym="P-018")})
    uids = (
        uids_of(objects_of(content, tmp_path)),
        uids_of(objects_of(content.model_copy(update={"exam": other}), tmp_path)),
    )
    assert not set(uids[0]) & set(uids[1])


def test_a_picture_that_is_missing_is_said_and_the_rest_is_made(tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    (tmp_path / "s1.png").unlink()
    (tmp_path / "s2.png").write_bytes(b"\x89PNG, and no more")
    (tmp_path / "c1.mkv").write_bytes(b"")
    made = exam_objects(content, tmp_path, pdfs=[PDF])
    assert [str(note).split(" of this exam")[0] for note in made.notes] == ["s1.png", "s2.png", "c1.mkv"]
    assert [dataset.Modality for dataset in made.datasets] == ["US", "US", "SR", "DOC"]


def test_a_snapshot_comes_back_pixel_for_pixel_with_its_scale(tmp_path: Path) -> None:
    from capture.sources.dicom.cine import DicomReader
    from tests.app.exam.dicom.made_exam import SCAN, picture_of

    datasets = objects_of(made_exam(tmp_path / "exam"), tmp_path / "exam")
    path = next(write_objects(datasets[:1], tmp_path / "out"))
    reader = DicomReader(path)
    screen = reader.read(0)
    reader.close()
    assert screen is not None
    assert screen.layout is not None
    np.testing.assert_array_equal(screen.pixels, picture_of(SCAN))
    assert screen.layout.panels[0].mm_per_px == pytest.approx(SCAN.panels[0].mm_per_px)
    assert screen.layout.panels[0].rect == SCAN.panels[0].rect


def test_the_document_is_in_its_object_byte_for_byte_and_refers_to_the_pictures(tmp_path: Path) -> None:
    datasets = objects_of(verified(made_exam(tmp_path / "exam")), tmp_path / "exam")
    read = pydicom.dcmread(list(write_objects(datasets, tmp_path / "out"))[-1])
    assert read.EncapsulatedDocument[: read.EncapsulatedDocumentLength] == PDF
    assert read.VerificationFlag == "VERIFIED"
    pictures = {str(dataset.SOPInstanceUID) for dataset in datasets if dataset.Modality == "US"}
    assert {str(item.ReferencedSOPInstanceUID) for item in read.SourceInstanceSequence} == pictures


def test_the_institution_stands_in_every_object(tmp_path: Path) -> None:
    content = verified(made_exam(tmp_path))
    datasets = objects_of(content, tmp_path, organization="川崎病院")
    assert {dataset.InstitutionName for dataset in datasets} == {"川崎病院"}
    (report,) = (dataset for dataset in datasets if dataset.Modality == "SR")
    assert report.VerifyingObserverSequence[0].VerifyingOrganization == "川崎病院"


@pytest.mark.parametrize("layout", [{}, {"version": 9}, layout_to_json(ScanLayout.whole(900, 900))])
def test_a_layout_that_does_not_fit_its_picture_gives_no_millimetres(layout: dict[str, object], tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    first = content.snapshots[0].model_copy(update={"layout": layout})
    image, *_ = objects_of(content.model_copy(update={"items": (first, *content.items[1:])}), tmp_path)
    assert image.SOPClassUID == SECONDARY_CAPTURE
    assert "SequenceOfUltrasoundRegions" not in image


def test_a_kept_answer_of_the_worklist_that_makes_no_sense_holds_nothing_up(tmp_path: Path) -> None:
    entry = ENTRY.model_copy(update={"item": {"00400100": {"vr": "SQ", "Value": "nonsense"}, "x": 3}})
    for dataset in objects_of(made_exam(tmp_path, patient=Patient(worklist=entry)), tmp_path):
        assert dataset.PatientID == PATIENT_ID


@pytest.mark.parametrize("name", ["名" * 300, "🙂 / \\ : \x00\x1b", "A" * 300 + "^B"])
def test_names_that_people_type_make_valid_objects(name: str, tmp_path: Path) -> None:
    examiner = PersonName(alphabetic=name)
    content = made_exam(tmp_path / "exam", patient=Patient(pseudonym=name), examiner=examiner, note=name)
    content = content.model_copy(update={"items": (content.items[0], lesion(note=name, planes=()))})
    for path in write_objects(objects_of(content, tmp_path / "exam"), tmp_path / "out"):
        errors, _ = dciodvfy(path)
        assert errors == [], path.name

"""The structured report: what a reader of TID 1500 finds in it, and what never stands in it."""

from pathlib import Path
from typing import Any

import highdicom as hd
import pytest
from pydicom.dataset import Dataset

from app.exam.content.exam import ExamContent
from app.exam.content.lesion import Category, Lesion, TermSystem
from app.exam.dicom.objects import exam_objects, write_objects
from tests.app.exam.dicom.made_exam import NETWORK, lesion, made_exam, verified


def report_of(content: ExamContent, folder: Path) -> Any:
    made = exam_objects(content, folder / "exam")
    paths = list(write_objects([d for d in made.datasets if d.Modality == "SR"], folder / "out"))
    return hd.sr.srread(paths[0])


def with_lesion(content: ExamContent, its: Lesion) -> ExamContent:
    return content.model_copy(update={"items": (*content.items[:-1], its)})


def said(report: Any, name: str) -> list[str]:
    """Values of all content items of a name, as text."""
    return [_value(item) for item in _walk(report) if _meaning(item) == name]


def _walk(item: Dataset) -> list[Dataset]:
    children = item.get("ContentSequence") or []
    return [*children, *(deeper for child in children for deeper in _walk(child))]


def _meaning(item: Dataset) -> str:
    return str(item.ConceptNameCodeSequence[0].CodeMeaning) if "ConceptNameCodeSequence" in item else ""


def _value(item: Dataset) -> str:
    if item.ValueType == "CODE":
        return str(item.ConceptCodeSequence[0].CodeMeaning)
    if item.ValueType == "NUM":
        return str(item.MeasuredValueSequence[0].NumericValue)
    return str(item.get("TextValue") or item.get("UID") or item.get("PersonName") or "")


def test_highdicom_reads_the_lesion_back_with_region_sizes_and_score(tmp_path: Path) -> None:
    report = report_of(made_exam(tmp_path / "exam"), tmp_path)
    content = report.content
    (planar,) = content.get_planar_roi_measurement_groups()
    assert planar.roi.value.tolist()[0] == planar.roi.value.tolist()[-1] == [60.0, 60.0]  # closed
    whole = content.get_image_measurement_groups()[0]
    assert whole.tracking_uid == planar.tracking_uid
    sizes = {measurement.name.meaning: measurement.value for measurement in whole.get_measurements()}
    assert sizes == {
        "Long axis": 12.25,
        "Perpendicular Axis": 7.5,
        "Diameter": 9.1,
        "Distance from nipple": 35,
        "Distance from skin": 8.5,
        "Malignancy suspicion score, research use only": 0.71,
    }


def test_the_place_stands_in_public_codes(tmp_path: Path) -> None:
    report = report_of(made_exam(tmp_path / "exam"), tmp_path)
    sites = report.content.get_image_measurement_groups()[0].finding_sites
    assert {site.laterality.meaning for site in sites} == {"Right"}
    assert [site.topographical_modifier.meaning for site in sites] == [
        "Half past 10 o'clock position",
        "Upper outer quadrant of breast",
    ]


def test_the_score_names_its_algorithm_weights_and_range(tmp_path: Path) -> None:
    report = report_of(made_exam(tmp_path / "exam"), tmp_path)
    assert said(report, "Algorithm Name") == ["Minamo, weights 2026-11"]
    assert said(report, "Algorithm Version") == ["minamo 0.1.0"]
    parameters = said(report, "Algorithm Parameters")
    for name, digest in NETWORK.sha256.items():
        assert f"SHA-256 of {name}: {digest}" in parameters
    assert said(report, "+, range of upper measurement uncertainty") == ["0.08"]
    assert said(report, "-, range of lower measurement uncertainty") == ["0.09"]


def test_the_category_is_the_clinicians_or_is_not_there(tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    report = report_of(content, tmp_path)
    assert said(report, "Assessment Category") == ["BI-RADS category 4A"]
    assert said(report, "Category entered by") == ["Tanaka"]
    report = report_of(with_lesion(content, lesion(category=None)), tmp_path)
    assert said(report, "Assessment Category") == []
    japanese = lesion(category=Category(system=TermSystem.JABTS, value="4"))
    report = report_of(with_lesion(content, japanese), tmp_path)
    assert said(report, "Assessment Category") == ["JABTS category 4"]


def test_the_verdict_and_its_reason_are_kept(tmp_path: Path) -> None:
    report = report_of(made_exam(tmp_path / "exam"), tmp_path)
    assert said(report, "Clinician's verdict on the score") == ["Disagrees with the score"]
    assert said(report, "Reason of the verdict") == ["cyst in the second plane"]


def test_descriptors_stand_in_public_codes_where_there_are_any(tmp_path: Path) -> None:
    report = report_of(made_exam(tmp_path / "exam"), tmp_path)
    assert said(report, "Orientation") == ["Parallel"]
    assert said(report, "Posterior acoustic features") == ["Posterior shadowing"]
    assert "depth/width: 0.61 (not taken over)" in said(report, "Measured by the program and offered")


def test_a_size_from_one_plane_is_marked_so(tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    one = lesion(one_plane=True, diameters_mm=(12.25, 7.5, None))
    assert said(report_of(with_lesion(content, one), tmp_path), "Planes the size comes from") == ["One plane only"]
    assert said(report_of(content, tmp_path), "Planes the size comes from") == ["Two orthogonal planes"]


def test_nothing_is_said_in_millimetres_where_the_scale_is_not_known(tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    planes = tuple(
        plane.model_copy(update={"calipers": tuple(c.model_copy(update={"length_mm": None}) for c in plane.calipers)})
        for plane in lesion().planes
    )
    unknown = lesion(diameters_mm=(None, None, None), planes=planes)
    unknown = unknown.model_copy(
        update={"place": unknown.place.model_copy(update={"distance_mm": None, "depth_mm": None})}
    )
    report = report_of(with_lesion(content, unknown), tmp_path)
    units = [
        str(item.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0].CodeValue)
        for item in _walk(report)
        if item.ValueType == "NUM"
    ]
    assert "mm" not in units
    assert said(report, "Planes the size comes from") == []


@pytest.mark.parametrize("is_verified", [False, True])
def test_it_is_verified_only_with_the_physicians_name(is_verified: bool, tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    report = report_of(verified(content) if is_verified else content, tmp_path)
    assert report.VerificationFlag == ("VERIFIED" if is_verified else "UNVERIFIED")
    assert ("VerifyingObserverSequence" in report) is is_verified
    if is_verified:
        observer = report.VerifyingObserverSequence[0]
        assert str(observer.VerifyingObserverName) == "Tanaka^Ken=田中^健=たなか^けん"
        assert observer.VerificationDateTime.startswith("20261128100530")


def test_it_says_that_it_is_research_and_what_is_not_assessed(tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam", not_assessed="right axilla")
    comments = said(report_of(content, tmp_path), "Comment")
    assert "Research use only. Not for diagnosis." in comments
    assert "right axilla" in comments
    assert any(text.startswith("Masses only") for text in comments)


def test_every_picture_it_points_at_is_listed_as_evidence(tmp_path: Path) -> None:
    report = report_of(made_exam(tmp_path / "exam"), tmp_path)
    listed = {
        str(item.ReferencedSOPInstanceUID)
        for study in report.CurrentRequestedProcedureEvidenceSequence
        for series in study.ReferencedSeriesSequence
        for item in series.ReferencedSOPSequence
    }
    used = {
        str(item.ReferencedSOPSequence[0].ReferencedSOPInstanceUID)
        for item in _walk(report)
        if item.ValueType == "IMAGE"
    }
    assert used
    assert used <= listed


def test_an_exam_without_a_lesion_has_no_structured_report(tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    content = content.model_copy(update={"items": content.items[:-1]})
    assert [d.Modality for d in exam_objects(content, tmp_path).datasets if d.Modality == "SR"] == []

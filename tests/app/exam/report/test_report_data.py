"""What a report says, as data: nothing is guessed, nothing of a score slips through, nothing missing is passed over."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from app.exam.content.exam import ExamContent, ExamState
from app.exam.content.lesion import Place
from app.exam.content.person import Patient, Role
from app.exam.content.picture import ContrastStudy
from app.exam.errors import ExamError
from app.exam.report.data.contrast_data import read_contrast, read_curve
from app.exam.report.data.file_schema import SCHEMA_FILE, schema_text
from app.exam.report.data.gather import gather
from app.exam.report.data.pictures import inside
from app.exam.report.data.report_data import NOTHING_MARKED, RESEARCH_USE, ReportData
from app.exam.report.site import Earlier, Site
from tests.app.exam.report.made_exam import (
    AT,
    MM_PER_PX,
    STILLS,
    contrast_folder,
    earlier_exam,
    exam,
    full_exam,
    lesion,
    plane_on,
    snapshot,
)

LATER = AT + timedelta(hours=3)
GOLDEN = Path(__file__).parent / "golden"


def report(content: ExamContent, folder: Path | None, site: Site | None = None, **more: Earlier) -> ReportData:
    return gather(content, folder, site or Site(), LATER, more.get("earlier"))


@pytest.fixture(scope="module")
def exams(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExamContent, Path, Earlier]:
    folder = tmp_path_factory.mktemp("exams")
    content = full_exam(folder / "now", Role.SONOGRAPHER)
    return content, folder / "now", Earlier(earlier_exam(folder / "then"), folder / "then")


def test_the_file_is_as_it_was_agreed(exams: tuple[ExamContent, Path, Earlier]) -> None:
    """A change here changes what other programs read: raise `version`, unless a field was only added."""
    content, folder, earlier = exams
    data = report(content, folder, Site(scores=True, institution="Breast centre"), earlier=earlier)
    told = json.loads(data.model_copy(update={"made_by": "minamo"}).model_dump_json())
    assert told == json.loads((GOLDEN / "report.json").read_text("utf-8"))


def test_the_published_schema_is_that_of_the_model() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_text()


def test_a_written_report_can_be_read_back_as_the_same_value(exams: tuple[ExamContent, Path, Earlier]) -> None:
    content, folder, earlier = exams
    data = report(content, folder, earlier=earlier)
    assert ReportData.model_validate_json(data.model_dump_json()) == data


def test_without_the_sites_wish_no_score_is_in_the_file(exams: tuple[ExamContent, Path, Earlier]) -> None:
    content, folder, earlier = exams
    told = json.loads(report(content, folder, earlier=earlier).model_dump_json())
    scores = [value for key, value in walk(told) if key.startswith("malignancy") or key in {"look", "score", "verdict"}]
    assert scores
    assert set(scores) == {None}
    assert told["scores"]["shown"] is False
    assert told["scores"]["networks"][0]["suspicious_from"] == 0.55


def walk(value: object, key: str = "") -> list[tuple[str, object]]:
    if isinstance(value, dict):
        return [pair for name, inner in value.items() for pair in walk(inner, name)]
    if isinstance(value, list):
        return [pair for inner in value for pair in walk(inner, key)]
    return [(key, value)]


def test_a_report_with_nothing_marked_says_so_and_that_this_excludes_nothing() -> None:
    data = report(ExamContent(exam=exam()), None)
    assert data.nothing_marked == NOTHING_MARKED
    assert data.research_use == RESEARCH_USE
    assert "axilla" in data.not_assessed.always


@pytest.mark.parametrize(
    ("roles", "status"),
    [((), "unsigned"), ((Role.SONOGRAPHER,), "draft"), ((Role.SONOGRAPHER, Role.PHYSICIAN), "verified")],
)
def test_a_report_is_verified_by_a_physician_alone(tmp_path: Path, roles: tuple[Role, ...], status: str) -> None:
    assert report(full_exam(tmp_path / "exam", *roles), tmp_path).status == status


def test_a_sealed_exam_is_refused_and_so_is_a_sealed_earlier_one(exams: tuple[ExamContent, Path, Earlier]) -> None:
    content, folder, earlier = exams
    sealed = content.model_copy(update={"exam": content.exam.model_copy(update={"state": ExamState.SEALED})})
    with pytest.raises(ExamError, match="pass phrase"):
        report(sealed, folder)
    old = earlier.content
    old = old.model_copy(update={"exam": old.exam.model_copy(update={"state": ExamState.SEALED})})
    with pytest.raises(ExamError, match="earlier exam is sealed"):
        report(content, folder, earlier=Earlier(old))


@pytest.mark.parametrize("other", [Patient(pseudonym="somebody"), Patient()])
def test_an_earlier_exam_of_another_patient_is_refused(
    exams: tuple[ExamContent, Path, Earlier], other: Patient
) -> None:
    content, folder, earlier = exams
    old = earlier.content
    old = old.model_copy(update={"exam": old.exam.model_copy(update={"patient": other})})
    with pytest.raises(ExamError, match="another patient"):
        report(content, folder, earlier=Earlier(old))


def test_two_exams_of_nobody_are_not_of_the_same_patient() -> None:
    nobody = ExamContent(exam=exam(patient=Patient()))
    with pytest.raises(ExamError, match="another patient"):
        report(nobody, None, earlier=Earlier(nobody))


def test_the_change_of_size_is_given_with_its_cautions_or_refused(exams: tuple[ExamContent, Path, Earlier]) -> None:
    content, folder, earlier = exams
    data = report(content, folder, earlier=earlier)
    change = data.lesions[0].change
    assert change is not None
    assert change.change_percent == pytest.approx(25)
    assert change.cautions == ("one of the sizes comes from one plane",)
    assert change.earlier_picture is not None
    assert not change.earlier_picture.missing
    assert data.lesions[1].change is None
    assert [each.now_number for each in data.earlier.lesions] == [1, None] if data.earlier else False
    unknown = lesion(1, (), earlier_lesion_id="earlier1")
    refused = report(ExamContent(exam=content.exam, items=(unknown,)), None, earlier=earlier).lesions[0].change
    assert refused is not None
    assert refused.change_mm is None
    assert refused.refused == "the size now is not known"


def test_a_size_that_is_not_known_says_why(tmp_path: Path) -> None:
    picture = snapshot(tmp_path, 1, scale=None)
    unscaled = lesion(1, (plane_on(picture, STILLS[0], None, scale=None),))
    unmeasured = lesion(2, ())
    data = report(ExamContent(exam=exam(), items=(picture, unscaled, unmeasured)), tmp_path)
    assert [each.size.not_known for each in data.lesions] == ["scale not known", "not measured"]
    assert data.pictures[0].mm_per_px is None


def test_a_missing_and_a_damaged_picture_are_named(tmp_path: Path) -> None:
    pictures = [snapshot(tmp_path, number) for number in (1, 2, 3)]
    (tmp_path / pictures[0].plain).unlink()
    (tmp_path / pictures[1].plain).write_bytes(b"no picture")
    data = report(ExamContent(exam=exam(), items=tuple(pictures)), tmp_path)
    assert [picture.missing for picture in data.pictures] == [True, True, False]
    assert data.missing_files == (pictures[0].plain, pictures[1].plain)


def test_files_outside_of_the_exams_folder_are_never_opened(tmp_path: Path) -> None:
    folder = tmp_path / "exam"
    kept = snapshot(folder, 1)
    (tmp_path / "secret.png").write_bytes((folder / kept.plain).read_bytes())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    for name in ("../secret.png", str(tmp_path / "secret.png"), "link.png", "", ".", "a\0b"):
        assert inside(folder, name) is None
    assert inside(folder, kept.plain) is not None
    assert inside(None, kept.plain) is None
    stolen = kept.model_copy(update={"plain": "../secret.png"})
    assert report(ExamContent(exam=exam(), items=(stolen,)), folder).pictures[0].missing


def test_a_mark_belongs_to_a_lesion_only_where_the_source_is_the_same(tmp_path: Path) -> None:
    mine, other = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    other = other.model_copy(
        update={"source_name": "another", "findings": (other.findings[0].model_copy(update={"track_id": 1}),)}
    )
    taken = lesion(1, (plane_on(mine, STILLS[0], None),), track_ids=(1,))
    data = report(ExamContent(exam=exam(), items=(mine, other, taken)), tmp_path)
    assert [picture.findings[0].lesion_number for picture in data.pictures] == [1, None]


def test_the_worklists_whole_answer_stays_out_and_leading_zeros_stay_in(
    exams: tuple[ExamContent, Path, Earlier],
) -> None:
    content, folder, _ = exams
    text = report(content, folder).model_dump_json()
    assert '"patient_id":"00012345"' in text
    assert '"accession_number":"0004711"' in text
    assert '"item"' not in text


def test_a_contrast_study_is_told_as_far_as_its_files_go(tmp_path: Path) -> None:
    study = ContrastStudy(id="c", taken_at=AT, folder="contrast-1")
    folder = tmp_path / "contrast-1"
    assert read_contrast(study, folder, None).state == "missing"
    contrast_folder(folder)
    whole = read_contrast(study, folder, 4)
    assert (whole.state, whole.lesion_number, whole.injection.agent) == ("measured", 4, "sonazoid")
    assert whole.parameters[0].ratio_low == 0.707
    assert whole.parameters[1].refused == "The recording ends before the wash-out"
    (folder / "parameters.json").unlink()
    assert read_contrast(study, folder, None).state == "curve only"
    (folder / "parameters.json").write_text('{"parameters": {"TTP": NaN', "utf-8")
    assert read_contrast(study, folder, None).state == "unreadable"
    (folder / "parameters.json").write_text('{"dynamic_range": {"value": NaN}}', "utf-8")
    assert read_contrast(study, folder, None).dynamic_range_db is None


@pytest.mark.parametrize("text", ["", "time_s\n", "nonsense", "time_s,excluded\n1,0\n", "\0\0"])
def test_a_damaged_curve_is_no_curve(tmp_path: Path, text: str) -> None:
    (tmp_path / "curve.csv").write_text(text, "utf-8")
    assert read_curve(tmp_path / "curve.csv") is None
    assert read_curve(tmp_path / "none.csv") is None


def test_scores_lie_on_the_operating_points_of_their_own_weights(tmp_path: Path) -> None:
    picture = snapshot(tmp_path, 1)
    assert picture.network is not None
    strict = picture.model_copy(
        update={"id": "other", "network": picture.network.model_copy(update={"suspicious_from": 0.9})}
    )
    one = lesion(1, (plane_on(picture, STILLS[0], None),))
    both = lesion(2, (), snapshot_ids=("snapshot1", "other"))
    data = report(ExamContent(exam=exam(), items=(picture, strict, one, both)), tmp_path, Site(scores=True))
    looks = [each.score.look for each in data.lesions if each.score is not None]
    assert looks == ["suspicious", None]


def test_pixels_are_those_of_the_file_though_paper_shows_fewer(tmp_path: Path) -> None:
    picture = snapshot(tmp_path, 1)
    data = report(ExamContent(exam=exam(), items=(picture,)), tmp_path)
    assert data.pictures[0].mm_per_px == (MM_PER_PX, MM_PER_PX)
    assert data.pictures[0].size_px == tuple(picture.layout["source_size_px"])


def test_a_place_of_which_only_the_side_is_known_stays_so() -> None:
    data = report(ExamContent(exam=exam(), items=(lesion(1, (), place=Place(side="left")),)), None)
    assert data.lesions[0].place == Place(side="left")

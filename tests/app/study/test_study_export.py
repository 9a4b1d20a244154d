"""The readings as tables: every column, and what is refused."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from app.__main__ import main
from app.study.errors import StudyError
from app.study.export import export_study
from app.study.lesions import TOLERANCE_SHARE, Outline
from app.study.reading.draft import Draft, Mark
from app.study.reading.reading_book import ReadingBook
from app.study.reading.reading_desk import ReadingDesk
from tests.app.study.made_study import Clock, read_all


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def finished(study: Path, clock: Clock) -> Path:
    for _ in range(2):
        for reader in ("reader 1", "reader 2", "reader 3"):
            read_all(study, reader, clock)
        clock.pass_days(28)
    return study


def test_every_reading_is_a_row_with_all_that_is_known(finished: Path, tmp_path: Path) -> None:
    ratings, _, about = export_study(finished, tmp_path / "out")
    found = table(ratings)
    assert len(found) == 36
    of_one = {row["treatment"]: row for row in found if (row["reader"], row["case"]) == ("reader 2", "secret-3")}
    assert sorted(of_one) == ["concurrent", "without"]
    row = of_one["concurrent"]
    assert {key: row[key] for key in ("truth", "rating", "birads", "time_s", "experience", "scanner", "size_mm")} == {
        "truth": "1",
        "rating": "40",
        "birads": "4A",
        "time_s": "5.0",
        "experience": "8",
        "scanner": "Scanner 1",
        "size_mm": "13.0",
    }
    assert (row["patient"], row["lesions"], row["aid_call"]) == ("made-up/patient-3", "1", "1")
    assert float(row["aid_score"]) == pytest.approx(0.8)
    healthy = next(row for row in found if row["case"] == "secret-2")
    assert (healthy["truth"], healthy["lesions"], healthy["aid_score"], healthy["aid_call"]) == ("0", "0", "0.0", "0")
    said = json.loads(about.read_text("utf-8"))
    assert (said["partial"], said["washout_days"], said["seed"], said["weights_sha256"]) == (False, 28, 1, "ab" * 32)


def test_marks_say_which_lesion_they_hit(finished: Path, tmp_path: Path) -> None:
    """Every reading has one mark at (100, 90): inside the outlines, which lie at 80..138 and 80..120."""
    _, marks, _ = export_study(finished, tmp_path / "out")
    found = table(marks)
    assert len(found) == 36
    for row in found:
        malignant = int(row["case"][-1]) % 2 == 1
        assert row["lesion"] == ("1" if malignant else "")  # a benign outline is no lesion of the disease
        assert (row["x"], row["y"], row["rating"]) == ("100.0", "90.0", "40")


def test_a_mark_may_have_a_rating_of_its_own(study: Path, tmp_path: Path, clock: Clock) -> None:
    book = ReadingBook(study, clock.now)
    task = book.task("reader 1")
    assert task is not None
    book.open_case("reader 1", task)
    marks = (Mark(0, 100.0, 90.0, 85), Mark(0, 5.0, 230.0))
    book.give("reader 1", task, Draft(rating=60, birads="4B", marks=marks), 3.0)
    book.close()
    _, path, about = export_study(study, tmp_path / "out", partial=True)
    assert [row["rating"] for row in table(path)] == ["85", "60"]
    said = json.loads(about.read_text("utf-8"))
    assert (said["partial"], said["open_readings"]) == (True, 35)


def test_open_readings_are_refused_unless_a_part_is_asked_for(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StudyError, match="36 of 36 readings are open"):
        export_study(study, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert main(["study", "export", str(study), "--out", str(tmp_path / "out"), "--partial"]) == 0
    assert [Path(line).name for line in capsys.readouterr().out.split()] == ["ratings.csv", "marks.csv", "study.json"]


def test_the_time_of_a_case_that_was_left_and_opened_again_is_not_known(
    study: Path, tmp_path: Path, clock: Clock
) -> None:
    for cases in (0, 2):  # the window is closed while the first case is on screen, and two are read later
        desk = ReadingDesk(ReadingBook(study, clock.now), "reader 1", clock.now_s)
        desk.begin()
        for _ in range(cases):
            clock.seconds += 4
            desk.change(lambda draft: draft.rated(50).categorised("3"))
            desk.give()
        desk.close()
    found = table(export_study(study, tmp_path / "out", partial=True)[0])
    assert sorted(row["time_s"] for row in found) == ["", "4.0"]


def test_the_time_with_the_aid_second_holds_the_time_before_it(second: Path, tmp_path: Path, clock: Clock) -> None:
    desk = ReadingDesk(ReadingBook(second, clock.now), "reader 1", clock.now_s)
    desk.begin()
    for rating in (30, 80):
        clock.seconds += 4
        desk.change(lambda draft, rating=rating: draft.rated(rating).categorised("4C"))
        desk.give()
    desk.close()
    found = table(export_study(second, tmp_path / "out", partial=True)[0])
    assert {row["treatment"]: (row["rating"], row["time_s"]) for row in found} == {
        "second-before": ("30", "4.0"),
        "second-after": ("80", "8.0"),
    }


def test_a_mark_hits_the_nearest_lesion_within_the_tolerance() -> None:
    mask = np.zeros((200, 400), np.uint8)
    mask[50:80, 50:90] = 255
    mask[50:80, 120:150] = 255
    outline = Outline(mask)
    tolerance_px = TOLERANCE_SHARE * 400
    assert outline.count == 2
    first, second = outline.hit(70, 60), outline.hit(130, 60)
    assert {first, second} == {1, 2}
    assert outline.hit(90 + tolerance_px - 2, 60) == first
    assert outline.hit(90 + tolerance_px + 3, 60) is None
    assert outline.hit(120 - tolerance_px + 2, 60) == second
    assert Outline(np.zeros((50, 50), np.uint8)).hit(10, 10) is None


def test_tables_that_cannot_be_written_are_said(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "marks.csv").mkdir(parents=True)
    assert main(["study", "export", str(finished), "--out", str(tmp_path / "out")]) == 3

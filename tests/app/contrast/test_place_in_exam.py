"""A contrast study that begins in an exam is kept in it; what was kept stays as it is when the exam is over."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.contrast.desk import Begun, ContrastDesk
from app.contrast.view import StudyState
from tests.app.contrast.fake_study import B_MODE_ONLY, LESION, REFERENCE, Workbench, contrast_frame


class Exam:
    """Gives studies a place, and is told what is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: list[Begun] = []
        self.kept: list[tuple[str, bool]] = []

    def place(self, begun: Begun) -> Path:
        self.begun.append(begun)
        return self.folder / begun.name

    def take(self, folder: Path, whole: bool) -> None:
        self.kept.append((folder.name, whole))


@pytest.fixture
def exam(tmp_path: Path) -> Exam:
    return Exam(tmp_path / "exam")


@pytest.fixture
def work(tmp_path: Path, exam: Exam) -> Iterator[Workbench]:
    work = Workbench(tmp_path / "elsewhere")
    work.plan = replace(work.plan, place=exam.place, on_kept=exam.take)
    work.desk = ContrastDesk(work.plan, work._news.set, source=lambda: "Room 2")
    yield work
    work.desk.stop()


def play(work: Workbench, pictures: int = 30) -> None:
    work.desk.put(contrast_frame(0))
    work.desk.mark_injection()
    for index in range(1, pictures):
        work.desk.put(contrast_frame(index))


def test_it_is_kept_in_the_exam_and_its_end_is_told(work: Workbench, exam: Exam) -> None:
    play(work)
    work.desk.stop_study()
    view = work.until(lambda view: view.state is StudyState.DONE and view.kept is not None)
    assert view.kept == exam.folder / "study-1"
    work.until(lambda _view: ("study-1", True) in exam.kept)
    assert not (work.folder / "study-1").exists()


def test_the_exam_can_end_it(work: Workbench, exam: Exam) -> None:
    play(work)
    exam.begun[0].stop()
    work.until(lambda _view: exam.kept[-1:] == [("study-1", True)])
    assert (exam.folder / "study-1" / "study.json").is_file()


def test_when_the_exam_is_over_its_regions_are_not_redrawn(work: Workbench, exam: Exam) -> None:
    play(work)
    work.desk.stop_study()
    work.until(lambda view: view.kept is not None)
    exam.begun[0].let_go()
    before = (exam.folder / "study-1" / "curve.csv").read_bytes()
    work.desk.set_regions(LESION, REFERENCE)
    assert not work.desk.view(None).editable
    work.desk.stop()
    assert (exam.folder / "study-1" / "curve.csv").read_bytes() == before


def test_a_study_without_a_picture_holds_no_exam_up(work: Workbench, exam: Exam) -> None:
    work.desk.put(contrast_frame(0))
    work.desk.begin()
    work.desk.put(contrast_frame(1, layout=B_MODE_ONLY))
    exam.begun[0].stop()
    work.until(lambda _view: exam.kept[-1:] == [("study-1", True)])
    assert not (exam.folder / "study-1").exists()

"""An exam's folder that goes away, is full or cannot be written is said at once, and nothing that was put is lost."""

import errno
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.exam.content.exam import ExamContent, ExamState
from app.exam.content.model import now
from app.exam.errors import ExamError
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import FolderState, read_exam_file, write_exam_file
from app.exam.record.places import FolderFull, FolderGone
from app.exam.record.record import ExamRecord
from app.exam.record.shelf import bring_folders_up, list_exams
from tests.app.exam.record import made_exam


class Drive:
    """Writes `exam.json`, or fails as a disk does."""

    def __init__(self) -> None:
        self.error: int | None = None
        self.states: list[FolderState] = []
        self.said = threading.Condition()

    def write(self, folder: Path, content: ExamContent) -> None:
        if self.error is not None:
            raise OSError(self.error, os.strerror(self.error))
        write_exam_file(folder, content)

    def on_folder(self, state: FolderState) -> None:
        with self.said:
            self.states.append(state)
            self.said.notify_all()

    def wait_for(self, wanted: Callable[[FolderState], bool]) -> FolderState:
        with self.said:
            assert self.said.wait_for(lambda: bool(self.states) and wanted(self.states[-1]), 60)
            return self.states[-1]


@pytest.fixture
def drive() -> Drive:
    return Drive()


@pytest.fixture
def record(database: ExamDatabase, exams: Path, drive: Drive) -> ExamRecord:
    return ExamRecord.create(
        database, exams, made_exam.exam(), on_folder=drive.on_folder, write=drive.write, retry_s=0.01
    )


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (errno.ESTALE, FolderGone, "cannot be reached"),
        (errno.EHOSTDOWN, FolderGone, "check the disk or network drive"),
        (errno.ENOSPC, FolderFull, "is full"),
        (errno.EROFS, ExamError, "make it writable"),
        (errno.EACCES, ExamError, "make it writable"),
    ],
)
def test_a_folder_that_fails_is_said_and_written_when_it_is_well(
    record: ExamRecord, drive: Drive, database: ExamDatabase, code: int, kind: type[ExamError], words: str
) -> None:
    drive.error = code
    found = made_exam.lesion()
    record.put(found)
    state = drive.wait_for(lambda state: state.error is not None)
    assert type(state.error) is kind
    assert words in str(state.error)
    assert state.behind
    assert not record.settle(1)
    assert len(database.rows("SELECT 1 FROM item")) == 1
    drive.error = None
    drive.wait_for(lambda state: state.error is None and not state.behind)
    assert read_exam_file(record.folder).items == (found,)
    assert record.close()


def test_a_failing_folder_is_said_once_not_at_every_try(record: ExamRecord, drive: Drive) -> None:
    drive.error = errno.EIO
    for number in range(1, 20):
        record.put(made_exam.lesion(number))
    drive.wait_for(lambda state: state.error is not None)
    drive.error = None
    drive.wait_for(lambda state: state.error is None)
    assert [state.error is None for state in drive.states] == [False, True]
    record.close()


def test_an_exam_closed_while_its_folder_is_away_is_written_at_a_later_start(
    record: ExamRecord, drive: Drive, database: ExamDatabase
) -> None:
    away = record.folder.with_name("away")
    record.settle()
    record.folder.rename(away)
    record.put(made_exam.lesion())
    assert isinstance(drive.wait_for(lambda state: state.error is not None).error, FolderGone)
    assert not record.close()
    assert [exam.state for exam in list_exams(database)] == [ExamState.CLOSED]
    assert bring_folders_up(database) == [record.id]  # still away
    away.rename(record.folder)
    assert bring_folders_up(database) == []
    assert read_exam_file(record.folder) == record.content
    assert bring_folders_up(database) == []


def test_an_exam_whose_folder_is_away_can_be_read_and_changed(
    record: ExamRecord, drive: Drive, database: ExamDatabase, exams: Path, tmp_path: Path
) -> None:
    made_exam.kept(record)
    record.leave()
    exams.rename(tmp_path / "away")
    again = ExamRecord.open(database, record.id, retry_s=0.01)
    assert not again.reconciled.reachable
    assert again.content.items == record.content.items
    again.put(made_exam.lesion())
    (tmp_path / "away").rename(exams)
    assert again.close(10)
    assert len(read_exam_file(record.folder).items) == 2


def test_an_exam_cannot_start_where_no_folder_can_be_made(database: ExamDatabase, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ExamError):
        ExamRecord.create(database, tmp_path / "file" / "exams", made_exam.exam())
    assert list_exams(database) == []


def test_an_exam_that_cannot_be_written_leaves_nothing_behind(database: ExamDatabase, exams: Path) -> None:
    def full(_folder: Path, _content: ExamContent) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(FolderFull):
        ExamRecord.create(database, exams, made_exam.exam(), write=full)
    assert list_exams(database) == []
    assert list(exams.iterdir()) == []


def test_a_clock_that_goes_back_changes_no_order_and_no_exam_ends_before_it_began(
    database: ExamDatabase, exams: Path
) -> None:
    tomorrow = now() + timedelta(days=1)
    record = ExamRecord.create(database, exams, made_exam.exam(started_at=tomorrow))
    first = made_exam.lesion(1, confirmed_at=tomorrow)
    second = made_exam.lesion(2, confirmed_at=tomorrow - timedelta(days=30))
    record.put(first)
    record.put(second)
    record.close()
    again = ExamRecord.open(database, record.id)
    assert again.content.items == (first, second)
    assert again.content.exam.closed_at == tomorrow
    again.leave()

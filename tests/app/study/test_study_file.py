"""The file of a study: locked, whole, read by one window at a time, and never telling the truth to a reader."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.__main__ import main
from app.study.errors import StudyError
from app.study.reading.reading_book import ReadingBook
from app.study.schema import FORMAT
from app.study.study_file import open_for_reading
from app.study.window import program
from tests.app.study.made_study import COMPLETE, Clock, read_all, rows
from tests.conftest import REPOSITORY

CHANGES = [
    "INSERT INTO reader VALUES (9, 'late', 1)",
    "UPDATE reader SET years = 30",
    "DELETE FROM reader WHERE number = 3",
    "INSERT INTO material VALUES (99, 'still')",
    "UPDATE material SET kind = 'clip'",
    "DELETE FROM material WHERE number = 1",
    "UPDATE picture SET sha256 = ''",
    "DELETE FROM picture",
    "UPDATE truth SET disease = 1 - disease",
    "DELETE FROM truth",
    "UPDATE plan SET arm = 'without'",
    "DELETE FROM plan WHERE reader = 3",
    "INSERT INTO plan VALUES (1, 9, 1, 1, 'second')",
    "UPDATE aid SET line = ''",
    "DELETE FROM aid",
    "UPDATE aid_network SET info = ''",
    "UPDATE study SET washout_days = 0",
    "DELETE FROM study",
]
TAMPERING = [
    "UPDATE reading SET rating = 99",
    "DELETE FROM reading",
    "UPDATE mark SET x_px = 0",
    "DELETE FROM mark",
    "INSERT INTO mark VALUES (1, 1, 1, 1, 7, 0, 1.0, 1.0, NULL)",
    "UPDATE opening SET opened_utc = ''",
    "DELETE FROM opening",
    "INSERT OR REPLACE INTO reading VALUES (1, 1, 1, 1, 99, '5', 1.0, '')",
]


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """As another program would open it."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


@pytest.fixture
def begun(study: Path, clock: Clock) -> Path:
    """One reading of reader 1 has been given."""
    book = ReadingBook(study, clock.now)
    task = book.task("reader 1")
    assert task is not None
    book.open_case("reader 1", task)
    book.give("reader 1", task, COMPLETE, 4.0)
    book.close()
    return study


@pytest.mark.parametrize("change", CHANGES)
def test_no_case_reader_arm_or_aid_can_be_changed_after_the_first_reading(begun: Path, change: str) -> None:
    with raw(begun) as connection, pytest.raises(sqlite3.IntegrityError, match="locked"):
        connection.execute(change)


@pytest.mark.parametrize("change", TAMPERING)
def test_no_reading_can_be_changed_taken_back_or_added_to(begun: Path, change: str) -> None:
    with raw(begun) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(change)
    assert rows(begun, "SELECT rating FROM reading") == [(40,)]


@pytest.mark.parametrize("place", ["1, 1, 3, 1", "1, 2, 1, 1", "1, 1, 2, 2", "1, 1, 99, 1"])
def test_no_case_can_be_read_before_its_turn(begun: Path, place: str) -> None:
    with raw(begun) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(f"INSERT INTO reading VALUES ({place}, 50, '3', 1.0, '')")


def test_a_reading_cannot_be_given_twice(begun: Path, clock: Clock) -> None:
    book = ReadingBook(begun, clock.now)
    task = book.task("reader 1")
    assert task is not None
    book.give("reader 1", task, COMPLETE, 4.0)
    with pytest.raises(StudyError):
        book.give("reader 1", task, COMPLETE, 4.0)
    book.close()


QUERIES = ["SELECT * FROM truth", "SELECT disease FROM truth", "SELECT count(*) FROM truth",
           "SELECT 1 FROM plan JOIN truth USING (material)", "ATTACH ':memory:' AS other"]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_the_reading_mode_cannot_read_the_truth(study: Path, query: str) -> None:
    connection = open_for_reading(study)
    with pytest.raises(sqlite3.DatabaseError, match=r"prohibited|not authorized"):
        connection.execute(query)
    assert connection.execute("SELECT count(*) FROM plan").fetchone() == (36,)
    connection.close()


def test_a_second_window_is_refused_until_the_first_is_closed(study: Path) -> None:
    first = ReadingBook(study)
    with pytest.raises(StudyError, match="open in another window"):
        ReadingBook(study)
    assert main(["study", "export", str(study), "--out", str(study.parent / "out"), "--partial"]) == 3
    first.close()
    ReadingBook(study).close()


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="is missing"):
        ReadingBook(tmp_path / "none.minamo-study")


def test_another_kind_of_file_says_so(tmp_path: Path) -> None:
    text, other = tmp_path / "a.minamo-study", tmp_path / "b.minamo-study"
    text.write_text("not a database, but long enough to be looked at " * 40)
    with raw(other) as connection:
        connection.execute("CREATE TABLE something (a)")
    for path in (text, other):
        with pytest.raises(StudyError, match="damaged or no study"):
            ReadingBook(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off_says_so(study: Path, share: float) -> None:
    study.write_bytes(study.read_bytes()[: round(study.stat().st_size * share)])
    with pytest.raises(StudyError, match="damaged or no study"):
        ReadingBook(study)


def test_a_newer_study_names_the_version(study: Path) -> None:
    with raw(study) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(StudyError, match="newer Minamo"):
        ReadingBook(study)


def test_a_missing_picture_is_noticed_when_the_study_is_opened(study: Path) -> None:
    with raw(study) as connection:
        connection.execute("DELETE FROM picture WHERE material = 2")
    with pytest.raises(StudyError, match="missing or was changed"):
        ReadingBook(study)


def test_a_changed_picture_is_never_shown(study: Path) -> None:
    with raw(study) as connection:
        connection.execute("UPDATE picture SET png = (SELECT png FROM picture WHERE material = 1) WHERE material > 1")
    book = ReadingBook(study)
    task = book.task("reader 1")
    assert task is not None
    with pytest.raises(StudyError, match="missing or was changed"):
        book.frame(replace(task, material=2), 0)
    book.close()


@pytest.fixture
def read_only(made: Path) -> Iterator[Path]:
    """A folder that this process may read but not write; outside pytest's own, which others cannot enter."""
    folder = Path(tempfile.mkdtemp())
    path = Path(shutil.copy(made, folder))
    path.chmod(0o444)
    folder.chmod(0o555)
    was_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    try:
        yield path
    finally:
        if was_root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such mode there")
def test_a_folder_that_cannot_be_written_says_so(read_only: Path) -> None:
    with pytest.raises(StudyError, match="cannot be written"):
        ReadingBook(read_only)


KILLED = """
import sys
from pathlib import Path
from app.study.reading.draft import Draft, Mark
from app.study.reading.reading_book import ReadingBook
from app.study.reading.reading_desk import ReadingDesk
desk = ReadingDesk(ReadingBook(Path(sys.argv[1])), "reader 1")
desk.begin()
for _ in range(2):
    desk.change(lambda draft: Draft(rating=61, birads="4B", marks=(Mark(0, 5.0, 6.0),)))
    desk.give()
desk.change(lambda draft: draft.rated(99))
print("third case", flush=True)
sys.stdin.read()
"""


def test_after_a_kill_the_reader_goes_on_with_the_case_that_was_on_screen(study: Path, clock: Clock) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(study)], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"third case"
        with pytest.raises(StudyError, match="open in another window"):
            ReadingBook(study)
        process.kill()
        process.wait()
    book = ReadingBook(study)
    task = book.task("reader 1")
    assert task is not None
    assert (task.session, task.position, task.stage) == (1, 3, 1)
    book.close()
    assert rows(study, "SELECT position, rating, birads FROM reading") == [(1, 61, "4B"), (2, 61, "4B")]
    assert rows(study, "SELECT position, x_px, y_px FROM mark") == [(1, 5.0, 6.0), (2, 5.0, 6.0)]


def test_the_second_session_stays_shut_until_the_wash_out_is_over(study: Path, clock: Clock) -> None:
    read_all(study, "reader 1", clock)
    clock.pass_days(27.9)
    book = ReadingBook(study, clock.now)
    task = book.task("reader 1")
    assert task is not None
    assert (task.session, task.position) == (2, 1)
    with pytest.raises(StudyError, match=r"Session 2 of reader 1 opens on 2026-0[56]-\d\d \d\d:\d\d, 28 days"):
        book.open_case("reader 1", task)
    clock.pass_days(0.2)
    book.open_case("reader 1", task)
    book.close()


def test_a_reader_who_is_not_in_the_study_is_named_with_those_who_are(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["study", "read", str(study), "--reader", "reader 9"]) == 3
    assert "has no reader reader 9; it has reader 1, reader 2, reader 3" in capsys.readouterr().err


def test_without_a_display_the_reading_window_says_so(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "has_display", lambda: False)
    assert main(["study", "read", str(study)]) == 2
    assert "no display" in capsys.readouterr().err

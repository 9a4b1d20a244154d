"""A sealed exam is closed to everybody without the pass phrase, whole for everybody with it, and never half of both."""

import errno
import os
from pathlib import Path

import pytest

from app.exam.content.exam import ExamState
from app.exam.errors import ExamError
from app.exam.export import sealing
from app.exam.export.age_file import WrongPassPhrase
from app.exam.export.sealing import finish_sealing, seal
from app.exam.export.unsealing import unseal
from app.exam.export.zip_stream import Cancelled
from app.exam.record.database import ExamDatabase
from app.exam.record.lock import ExamInUse
from app.exam.record.places import SEALED_FILE, SEALED_KEY_FILE
from app.exam.record.rebuild import rebuild
from app.exam.record.record import ExamRecord
from app.exam.record.rows import ExamUnavailable
from app.exam.record.shelf import list_exams
from app.exam.record.thumbnail import thumbnails
from tests.app.exam.record import made_exam

pytestmark = pytest.mark.usefixtures("quick_key")  # the real one takes a second each time: test_age_file
PHRASE = "correct horse 電池 staple"


def plain_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_a_sealed_exam_comes_back_as_it_was(database: ExamDatabase, closed: ExamRecord) -> None:
    before, listed = plain_files(closed.folder), list_exams(database)
    small = thumbnails(database, closed.id)
    done: list[tuple[int, int]] = []
    seal(database, closed.id, PHRASE, progress=lambda *step: done.append(step))
    assert done[-1][0] == done[-1][1] > 0
    assert set(plain_files(closed.folder)) == {SEALED_FILE, SEALED_KEY_FILE}
    with pytest.raises(ExamUnavailable, match="is sealed"):
        ExamRecord.open(database, closed.id)
    unseal(database, closed.id, PHRASE)
    assert plain_files(closed.folder) == before
    assert list_exams(database) == listed
    assert thumbnails(database, closed.id) == small
    again = ExamRecord.open(database, closed.id)
    assert again.content == closed.content
    again.leave()


def test_nothing_of_a_sealed_exam_names_anybody(database: ExamDatabase, closed: ExamRecord) -> None:
    seal(database, closed.id, PHRASE)
    (listed,) = list_exams(database)
    assert (listed.state, listed.label, listed.note, listed.examiner) == (ExamState.SEALED, "", "", "")
    assert list_exams(database, "山田") == []
    assert [exam.id for exam in list_exams(database, f"{listed.started_at:%Y-%m-%d}")] == [closed.id]
    kept = [
        path.read_bytes() for path in (*database.path.parent.iterdir(), *closed.folder.rglob("*")) if path.is_file()
    ]
    for name in ("山田", "Yamada", "Lump"):
        assert not [data for data in kept if name.encode() in data]


def test_a_wrong_pass_phrase_is_said_and_changes_nothing(database: ExamDatabase, closed: ExamRecord) -> None:
    seal(database, closed.id, PHRASE)
    before = plain_files(closed.folder)
    with pytest.raises(WrongPassPhrase, match="does not open this exam"):
        unseal(database, closed.id, PHRASE.upper())
    assert plain_files(closed.folder) == before
    assert [exam.state for exam in list_exams(database)] == [ExamState.SEALED]


@pytest.mark.parametrize("phrase", ["", "short", "       x       "])
def test_a_pass_phrase_that_is_no_protection_is_refused(
    database: ExamDatabase, closed: ExamRecord, phrase: str
) -> None:
    with pytest.raises(ExamError, match="too short"):
        seal(database, closed.id, phrase)
    assert (closed.folder / "exam.json").exists()


def test_an_open_exam_is_not_sealed(database: ExamDatabase, closed: ExamRecord) -> None:
    held = ExamRecord.open(database, closed.id)
    with pytest.raises(ExamInUse):
        seal(database, closed.id, PHRASE)
    held.put(made_exam.lesion(2))
    held.leave()
    with pytest.raises(ExamError, match="still open"):
        seal(database, closed.id, PHRASE)


@pytest.mark.parametrize("fault", ["full", "cancelled", "bit", "changed"])
def test_a_sealing_that_fails_leaves_the_plain_exam(
    database: ExamDatabase, closed: ExamRecord, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    before = plain_files(closed.folder)
    steps = 0

    def cancelled() -> bool:
        nonlocal steps
        steps += 1
        return fault == "cancelled" and steps > 5

    def failing(real):
        def encrypt(source, target, key):
            if fault == "full":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(source, target, key)
            if fault == "bit":
                target.seek(-20, os.SEEK_END)
                target.write(b"x")
            if fault == "changed":
                (closed.folder / "contrast-1" / "curve.csv").write_text("another\n")

        return encrypt

    monkeypatch.setattr(sealing, "encrypt", failing(sealing.encrypt))
    with pytest.raises(Cancelled if fault == "cancelled" else ExamError):
        seal(database, closed.id, PHRASE, cancelled=cancelled)
    after = plain_files(closed.folder)
    assert set(after) == set(before)
    assert fault == "changed" or after == before
    assert not list(closed.folder.glob(".*.part"))
    ExamRecord.open(database, closed.id).leave()


def test_plain_files_that_could_not_be_removed_are_removed_at_the_next_start(
    database: ExamDatabase, closed: ExamRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_path: Path) -> None:
        raise PermissionError(errno.EACCES, "in use by a viewer")

    with monkeypatch.context() as held:
        held.setattr(sealing.shutil, "rmtree", busy)
        with pytest.raises(ExamError, match="cannot be removed yet"):
            seal(database, closed.id, PHRASE)
        assert finish_sealing(database) == [closed.id]
    assert finish_sealing(database) == []
    assert set(plain_files(closed.folder)) == {SEALED_FILE, SEALED_KEY_FILE}
    unseal(database, closed.id, PHRASE)
    assert finish_sealing(database) == []
    assert "exam.json" in plain_files(closed.folder)


@pytest.mark.parametrize("damage", [SEALED_FILE, SEALED_KEY_FILE, "cut", "gone"])
def test_a_damaged_sealed_exam_is_said_and_stays_as_it_is(
    database: ExamDatabase, closed: ExamRecord, damage: str
) -> None:
    seal(database, closed.id, PHRASE)
    path = closed.folder / (SEALED_FILE if damage in {"cut", "gone"} else damage)
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1000] if damage == "cut" else data[:-40] + bytes(40))
    with pytest.raises(ExamError):
        unseal(database, closed.id, PHRASE)
    assert set(plain_files(closed.folder)) <= {SEALED_FILE, SEALED_KEY_FILE}
    path.write_bytes(data)
    unseal(database, closed.id, PHRASE)


def test_a_cancelled_unsealing_leaves_nothing_plain(database: ExamDatabase, closed: ExamRecord) -> None:
    seal(database, closed.id, PHRASE)
    with pytest.raises(Cancelled):
        unseal(database, closed.id, PHRASE, cancelled=lambda: True)
    assert {path.name for path in closed.folder.rglob("*") if path.is_file()} - {".minamo.lock"} == {
        SEALED_FILE,
        SEALED_KEY_FILE,
    }


def test_a_sealed_exam_stands_in_a_list_made_again(database: ExamDatabase, closed: ExamRecord, tmp_path: Path) -> None:
    seal(database, closed.id, PHRASE)
    anew = made_exam.database(tmp_path / "other")
    assert rebuild(anew, closed.folder.parent).added == 1
    (listed,) = list_exams(anew)
    assert (listed.id, listed.state) == (closed.id, ExamState.SEALED)
    assert abs((listed.started_at - closed.content.exam.started_at).total_seconds()) <= 1
    unseal(anew, closed.id, PHRASE)
    assert ExamRecord.open(anew, closed.id).content == closed.content
    anew.close()

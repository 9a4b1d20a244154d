"""Folder names fit every system, nothing leads out of an exam's folder, and network drives are known."""

import errno
import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exam.content.person import Patient
from app.exam.errors import ExamError
from app.exam.record.database import ExamDatabase
from app.exam.record.places import FolderFull, FolderGone, Mount, folder_error, folder_name, inside, network_drive
from app.exam.record.record import ExamRecord
from app.exam.record.shelf import list_exams
from tests.app.exam.record import made_exam

NAMES = [
    "x" * 300,
    "山田 太郎" * 60,
    "🩺👩🏽‍⚕️",
    "../../etc",
    'a/b\\c:d*?"<>|',
    "\x00\x01\x1f\n\t",
    "CON",
    "nul.txt",
    " . ",
    "‮evil",
]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_patient_is_called_the_exam_is_kept_and_found(
    database: ExamDatabase, exams: Path, name: str
) -> None:
    record = ExamRecord.create(database, exams, made_exam.exam(name, note=name))
    record.put(made_exam.lesion(note=name))
    assert record.close()
    assert re.fullmatch(r"[0-9A-Za-z._-]{1,100}", record.folder.name)
    assert record.folder.parent == exams
    again = ExamRecord.open(database, record.id)
    assert again.content.exam.patient == Patient(pseudonym=name)
    again.leave()
    assert [exam.label for exam in list_exams(database, name)] == [name]


@given(st.text())
def test_no_text_of_the_user_stands_in_a_folders_name(text: str) -> None:
    plain = made_exam.exam("", id="a1", started_at=datetime(2026, 11, 28, 14, 5).astimezone())
    named = plain.model_copy(update={"patient": Patient(pseudonym=text), "note": text})
    assert folder_name(named) == folder_name(plain) == "2026-11-28_140500_a1"


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../other/exam.json", "a/../../b", "C:\\x", "\\\\server\\x", "a\\..\\..\\b", "x\0y"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExamError, match="outside its folder"):
        inside(tmp_path, name)


@given(st.text())
def test_no_name_at_all_leads_out_of_the_folder(name: str) -> None:
    folder = Path("exams") / "one"
    try:
        found = inside(folder, name)
    except ExamError:
        return
    assert ".." not in found.parts
    assert found.is_relative_to(folder)


def test_a_plain_name_is_inside(tmp_path: Path) -> None:
    assert inside(tmp_path, "clips/clip-1.mkv") == tmp_path / "clips" / "clip-1.mkv"


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"])
def test_a_network_drive_is_known_by_its_nearest_mount(tmp_path: Path, kind: str) -> None:
    at = str(tmp_path / "share")
    disks = [Mount("/", "ext4", "rw"), Mount(at, kind, "rw"), Mount(f"{at}/local", "ext4", "rw")]
    assert network_drive(tmp_path / "share" / "exams", lambda: disks) == kind
    assert network_drive(tmp_path / "share" / "local" / "exams", lambda: disks) is None
    assert network_drive(tmp_path / "shared", lambda: disks) is None


def test_a_mapped_drive_of_windows_is_a_network_drive(tmp_path: Path) -> None:
    disks = [Mount(str(tmp_path), "NTFS", "rw,remote")]
    assert network_drive(tmp_path / "exams", lambda: disks) == "ntfs"


@pytest.mark.parametrize(
    ("code", "kind"),
    [(errno.ENOSPC, FolderFull), (errno.ESTALE, FolderGone), (errno.ENOENT, FolderGone), (errno.EACCES, ExamError)],
)
def test_what_a_folder_suffers_from_is_told_apart(tmp_path: Path, code: int, kind: type[ExamError]) -> None:
    assert type(folder_error(OSError(code, "reason"), tmp_path)) is kind

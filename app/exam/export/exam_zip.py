"""An exam as one ZIP that another program reads: `exam.json` and its media as plain files."""

import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from app.atomic_file import whole_file
from app.exam.content.exam import ExamContent
from app.exam.errors import ExamError
from app.exam.export.age_file import encrypt, make_key
from app.exam.export.sealing import folder_files
from app.exam.export.zip_stream import ExportFile, Progress, ZipReader, add_files, size_of
from app.exam.record.audit import Deed, copy_lines, note
from app.exam.record.database import ExamDatabase
from app.exam.record.places import EXAM_FILE, SEALED_FILE, SEALED_KEY_FILE, inside
from app.exam.record.reconcile import missing_files
from app.exam.record.rows import deleted_items, files_of, load_content
from capture.side_file import side_path


@dataclass(frozen=True, slots=True)
class Leaving:
    """What may leave of an exam.

    Attributes:
        content: Without identity.
        files: Written into the folder that was given.
        left_out: Files of the exam that stay behind, because nobody can know what stands in them.
    """

    content: ExamContent
    files: tuple[str, ...]
    left_out: tuple[str, ...] = ()


# content, folder of the exam, an empty folder to write into, what to call for each picture
Deidentify: TypeAlias = Callable[[ExamContent, Path, Path, Callable[[], None]], Leaving]

READ_ME_FILE = "READ-ME.txt"
_READ_ME = f"""This exam is encrypted with a pass phrase in the age format (https://age-encryption.org).
Unpack this ZIP, then open it with any age tool (age, rage, ...), which asks for the pass phrase:

    age --decrypt --identity {SEALED_KEY_FILE} {SEALED_FILE} > exam.zip

この検査は age 形式(https://age-encryption.org)でパスフレーズにより暗号化されています。
この ZIP を展開し、age 対応ツールで上のコマンドを実行してください(パスフレーズを尋ねられます)。
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        path: The ZIP.
        files: How many files of the exam it holds.
        missing: Files that the exam names and its folder did not have.
        left_out: Files that stayed behind, because nobody can know what stands in them.
    """

    path: Path
    files: int
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def export_exam(
    database: ExamDatabase,
    exam_id: str,
    target: Path,
    *,
    deidentify: Deidentify | None,
    pass_phrase: str = "",
    by: str = "",
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Exported:
    """Write an exam of the list, open or closed, as one ZIP; the file appears whole or not at all.

    Args:
        database: Of the exams.
        exam_id: Of the exam.
        target: The ZIP; a file of this name is replaced.
        deidentify: Writes what may leave into an empty folder (`app.exam.privacy.export`); None lets everything leave
            as it is, which is the user's own decision each time.
        pass_phrase: The ZIP then holds the encrypted exam, its key, and how to open them; empty for a plain one.
        by: Who does it.
        progress: Called with (done, in all): pictures first where they are de-identified, then bytes.
        cancelled: Asked at each step.

    Raises:
        Cancelled: The user ended it; no file is there.
        ExamUnavailable: The exam is not there, in the trash or sealed.
        ExamError: It cannot be read, de-identified or written; no file is there.
    """
    content, folder = load_content(database, exam_id)
    missing = missing_files(folder, content)
    left_out: tuple[str, ...] = ()
    try:
        with tempfile.TemporaryDirectory(prefix="export-", dir=database.path.parent) as scratch:
            half = Progress(_pictures(content), lambda done, whole: progress(done, 2 * whole), cancelled)
            if deidentify is None:
                files = _files(database, exam_id, folder)
            else:
                out = Path(scratch) / "deidentified"
                out.mkdir()
                leaving = deidentify(content, folder, out, lambda: half.step(1))
                content, left_out, names = leaving.content, leaving.left_out, sorted(leaving.files)
                files = tuple(ExportFile(name, inside(out, name)) for name in names if name != EXAM_FILE)
            exam_file = Path(scratch) / EXAM_FILE
            exam_file.write_text(content.model_dump_json(indent=1) + "\n", "utf-8")
            packed = (ExportFile(EXAM_FILE, exam_file), *files)
            tell = progress if deidentify is None else lambda done, whole: progress(whole + done, 2 * whole)
            steps = Progress(size_of(packed), tell, cancelled)
            with whole_file(target) as file:
                _pack(file, packed, steps, pass_phrase)
    except OSError as fault:
        raise ExamError(
            "The exam cannot be exported to {file} ({reason}); make room there, or choose another place",
            file=target,
            reason=fault.strerror or fault,
        ) from fault
    said = "with identity" if deidentify is None else "de-identified"
    with database.transaction() as connection:
        note(connection, by, Deed.EXPORTED, exam_id, f"{said} with pass phrase" if pass_phrase else said)
    copy_lines(database)
    return Exported(target, len(packed), missing, left_out)


def _pictures(content: ExamContent) -> int:
    return len(content.snapshots) + sum(clip.frames for clip in content.clips)


def _files(database: ExamDatabase, exam_id: str, folder: Path) -> tuple[ExportFile, ...]:
    """What stands in the folder, without what was deleted or is written anew."""
    gone = {name for item in deleted_items(database, exam_id) for name in files_of(item)}
    gone |= {side_path(Path(name)).as_posix() for name in gone}
    return tuple(
        file
        for file in folder_files(folder)
        if file.name not in {EXAM_FILE, "exam.damaged.json", *gone} and not file.name.startswith(_folders(gone))
    )


def _folders(names: set[str]) -> tuple[str, ...]:
    return tuple(f"{name}/" for name in names)


def _pack(file: BinaryIO, files: tuple[ExportFile, ...], steps: Progress, pass_phrase: str) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        if not pass_phrase:
            for _ in add_files(archive, files, steps):
                pass
            return
        key = make_key(pass_phrase)
        archive.writestr(zipfile.ZipInfo(READ_ME_FILE), _READ_ME.encode("utf-8-sig"))
        archive.writestr(zipfile.ZipInfo(SEALED_KEY_FILE), key.sealed)
        with archive.open(zipfile.ZipInfo(SEALED_FILE), "w", force_zip64=True) as target:
            encrypt(ZipReader(files, steps), target, key)  # type: ignore[arg-type]  # typeshed: IO[bytes]

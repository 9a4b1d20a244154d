"""`minamo exam dicom`: the DICOM objects of an exam as files, de-identified unless told otherwise."""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import track

from app.atomic_file import make_folder
from app.settings import Settings, config_folder, database_folder, load_settings

if TYPE_CHECKING:
    from app.exam.content.exam import ExamContent
    from app.exam.dicom.objects import DicomOptions, ExamObjects
    from app.exam.errors import ExamError
    from app.exam.privacy.export import Deidentified

DONE, INCOMPLETE = 0, 3


def add_parser(kinds: Any) -> None:
    """One line of `minamo exam`."""
    dicom = kinds.add_parser("dicom", help="write an exam's DICOM objects as files, de-identified")
    dicom.add_argument("exam", metavar="EXAM", help="the exam's id, how it begins, or the exam's folder")
    dicom.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the files")
    dicom.add_argument("--with-identity", action="store_true", help="with the patient's name, numbers, dates and notes")
    dicom.add_argument("--overlays", action="store_true", help="also the snapshots with boxes and scores drawn in")
    dicom.add_argument("--report", action="store_true", help="also the report, in the languages of the settings")
    dicom.add_argument("--keep-text", action="store_true", help="do not blank what looks like text inside the panels")
    dicom.add_argument(
        "--keep", action="append", default=[], metavar="PLACE", help="a note that names nobody, as listed: it stays"
    )
    dicom.set_defaults(work=run)


def run(args: argparse.Namespace) -> int:
    """Write the objects; their paths on standard output, what was left out on standard error.

    Raises:
        ExamError: The exam cannot be read, or nothing can be written.
        RecordingFailed: The folder for the files cannot be made.
        SettingsError: The settings file is wrong.
    """
    from app.exam.dicom.objects import DicomOptions, exam_objects, write_objects
    from app.exam.dicom.text import CharacterSet
    from app.exam.errors import ExamError

    settings = load_settings()
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    content, folder = find_exam(args.exam, settings)
    make_folder(args.out)
    institution = settings.report.institution if args.with_identity else ""
    options = DicomOptions(CharacterSet(settings.archive.character_set), args.overlays, institution)
    with tempfile.TemporaryDirectory(prefix="minamo-") as scratch:
        with console.status("making the objects"):
            if args.with_identity:
                made = exam_objects(content, folder, options, _pdfs(args, content, folder, settings))
                notes: tuple[ExamError, ...] = ()
            else:
                made, notes = _without_identity(args, content, folder, Path(scratch), options, settings, console)
        objects = track(made.datasets, "writing", console=console, transient=True)
        for path in write_objects(objects, args.out):
            print(path)
    for note in (*notes, *made.notes):
        console.print(f"minamo: {note}", markup=False)
    return INCOMPLETE if notes or made.notes else DONE


def find_exam(name: str, settings: Settings) -> "tuple[ExamContent, Path]":
    """An exam by its folder, or by its id in the list of this computer.

    Raises:
        ExamError: There is none, or more than one, or it cannot be read.
    """
    from app.exam.errors import ExamError
    from app.exam.record.database import ExamDatabase
    from app.exam.record.exam_file import read_exam_file
    from app.exam.record.places import EXAM_FILE
    from app.exam.record.rows import load_content
    from app.exam.record.shelf import list_exams

    if (Path(name) / EXAM_FILE).is_file():
        return read_exam_file(Path(name)), Path(name)
    database = ExamDatabase.open(database_folder(settings))
    try:
        ids = [exam.id for exam in list_exams(database) if exam.id.startswith(name)]
        if len(ids) != 1:
            raise ExamError("{count} exams begin with {exam!r}; give more of the id", count=len(ids), exam=name)
        return load_content(database, ids[0])
    finally:
        database.close()


def _without_identity(
    args: argparse.Namespace,
    content: "ExamContent",
    folder: Path,
    scratch: Path,
    options: "DicomOptions",
    settings: Settings,
    console: Console,
) -> "tuple[ExamObjects, tuple[ExamError, ...]]":
    from app.exam.privacy.export import deidentify_exam
    from app.exam.privacy.objects import deidentified_objects
    from app.exam.privacy.secret import local_secret

    secret = local_secret(config_folder())
    done = deidentify_exam(content, folder, scratch, secret, kept_texts=tuple(args.keep), blank_text=not args.keep_text)
    _tell(done, console)
    pdfs = _pdfs(args, done.content, scratch, settings)
    return deidentified_objects(done, scratch, options, pdfs), done.notes


def _tell(done: "Deidentified", console: Console) -> None:
    """What a person should look at: notes that were left out, text inside pictures, files that stayed behind."""
    for text in done.texts:
        if text.place not in done.kept:
            why = "names somebody" if text.names else f"may name somebody (--keep '{text.place}' if it does not)"
            console.print(f"left out, {why}: {text.place}", markup=False)
    for mark in done.marks:
        what = "blanked" if mark.blanked else "NOT blanked"
        console.print(f"text inside {mark.file}, {what}: {len(mark.boxes)} places", markup=False)


def _pdfs(args: argparse.Namespace, content: "ExamContent", folder: Path, settings: Settings) -> Iterable[bytes]:
    if not args.report:
        return ()
    from app.exam.archive.report_pdfs import pdfs_of

    if not args.with_identity:  # nor the hospital's
        settings = settings.model_copy(update={"report": settings.report.model_copy(update={"institution": ""})})
    return pdfs_of(settings, lambda _content: None)(content, folder)

"""`minamo exam`: the list of exams, made again from the folders, exported, checked; without a window."""

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands import exam_dicom, exam_send
from app.settings import config_folder, database_folder, exams_folder, load_settings

if TYPE_CHECKING:
    from app.exam.record.database import ExamDatabase

DONE, BAD_INPUT, CANCELLED = 0, 3, 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    _add_list(kinds)
    rebuild = kinds.add_parser("rebuild", help="make the list of exams again from their folders")
    rebuild.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="of the exams (the settings' own)")
    rebuild.set_defaults(work=run_rebuild)
    export = kinds.add_parser("export", help="write an exam as one ZIP, de-identified")
    export.add_argument("exam", metavar="ID", help="the exam's id, or how it begins")
    export.add_argument("--out", required=True, type=Path, metavar="FILE.zip", help="the file to write")
    export.add_argument("--with-identity", action="store_true", help="as it is, with names, dates and notes")
    export.add_argument("--encrypt", action="store_true", help="ask for a pass phrase and encrypt the exam with it")
    export.set_defaults(work=run_export)
    exam_dicom.add_parser(kinds)
    exam_send.add_parser(kinds)
    check = kinds.add_parser("check", help="look for damage: database, audit log, folders")
    check.set_defaults(work=run_check)


def _add_list(kinds: Any) -> None:
    listed = kinds.add_parser("list", help="the exams: id, date, state, patient, examiner, categories")
    listed.add_argument("search", nargs="*", metavar="WORD", help="only exams that hold every one of these words")
    listed.add_argument("--trash", action="store_true", help="those in the trash")
    listed.set_defaults(work=run_list)


def run(args: argparse.Namespace) -> int:
    """Do what was asked for.

    Raises:
        ExamError: What the text says, with what to do.
    """
    work: Callable[[argparse.Namespace], int] = args.work
    return work(args)


def run_list(args: argparse.Namespace) -> int:
    """One line an exam on standard output, the newest first, columns divided by tabs."""
    from app.exam.content.exam import ExamState
    from app.exam.record.shelf import list_exams

    with _database() as database:
        for exam in list_exams(database, " ".join(args.search), in_trash=args.trash):
            began = f"{exam.started_at:%Y-%m-%d %H:%M}"
            counts = f"{exam.snapshots} snapshots, {exam.clips} clips, {exam.lesions} lesions"
            counts = "" if exam.state is ExamState.SEALED else counts  # nobody knows without the pass phrase
            columns = (exam.id, began, exam.state.value, exam.label, exam.examiner, counts, exam.categories)
            print("\t".join(" ".join(column.split()) for column in columns))
    return DONE


def run_rebuild(args: argparse.Namespace) -> int:
    """Take every exam whose folder stands there into the list; a damaged database is kept aside first."""
    from app.exam.content.model import now
    from app.exam.record.database import DatabaseDamaged, set_aside
    from app.exam.record.rebuild import rebuild
    from app.exam.record.shelf import list_exams

    settings = load_settings()
    try:
        with _database() as database:
            list_exams(database)
    except DatabaseDamaged as damage:
        print(f"minamo: {damage}", file=sys.stderr)
        print(set_aside(database_folder(settings), now()))
    with _database() as database, _bar("exams") as tell:
        result = rebuild(database, args.folder or exams_folder(settings), progress=tell)
    for folder, error in result.failed:
        print(f"minamo: {folder.name}: {error}", file=sys.stderr)
    print(f"{result.folders} folders: {result.added} added, {result.kept} known, {len(result.failed)} not taken")
    return BAD_INPUT if result.failed else DONE


def run_export(args: argparse.Namespace) -> int:
    """Write an exam as one ZIP; its path on standard output."""
    from app.exam.errors import ExamError
    from app.exam.export.deidentifying import Deidentifying
    from app.exam.export.exam_zip import export_exam
    from app.exam.record.shelf import list_exams

    with _database() as database, _bar("bytes") as tell:
        ids = [exam.id for exam in list_exams(database) if exam.id.startswith(args.exam)]
        if len(ids) != 1:
            raise ExamError("{count} exams begin with {exam!r}; give more of the id", count=len(ids), exam=args.exam)
        deidentify = None if args.with_identity else Deidentifying(config_folder())
        phrase = _asked_phrase() if args.encrypt else ""
        told = export_exam(database, ids[0], args.out, deidentify=deidentify, pass_phrase=phrase, progress=tell)
    for name in told.missing:
        print(f"minamo: {name} is missing in the exam's folder", file=sys.stderr)
    for name in told.left_out:
        print(f"minamo: {name} is left out, because it may name somebody", file=sys.stderr)
    print(told.path)
    return DONE


def run_check(_args: argparse.Namespace) -> int:
    """Every fault on standard output, one a line; how the audit log ends on standard error, to note it elsewhere."""
    from app.exam.record.audit import check_audit, last_line
    from app.exam.record.shelf import exam_faults

    with _database() as database, _bar("exams") as tell:
        faults = [*(f"database: {fault}" for fault in database.check()), *check_audit(database)]
        faults += exam_faults(database, tell)
        number, sha256 = last_line(database)
    for fault in faults:
        print(fault)
    print(f"audit log: {number} lines, the last has SHA-256 {sha256}", file=sys.stderr)
    return BAD_INPUT if faults else DONE


@contextmanager
def _database() -> "Iterator[ExamDatabase]":
    from app.exam.record.database import ExamDatabase

    database = ExamDatabase.open(database_folder(load_settings()))
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _asked_phrase() -> str:
    from app.exam.errors import ExamError

    phrase = getpass.getpass("pass phrase: ", sys.stderr)
    if getpass.getpass("once more: ", sys.stderr) != phrase:
        raise ExamError("The two pass phrases differ; type them again")
    return phrase

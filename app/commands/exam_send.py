"""`minamo exam send`: an exam into the hospital's archive, without a window."""

import argparse
import sys
from typing import Any

from app.commands.archive import add_wait, opened_archive, send_and_wait
from app.settings import database_folder, load_settings


def add_parser(kinds: Any) -> None:
    """One line of `minamo exam`."""
    send = kinds.add_parser("send", help="send an exam to the archive of the settings")
    send.add_argument("exam", metavar="ID", help="the exam's id, or how it begins")
    add_wait(send)
    send.set_defaults(work=run)


def run(args: argparse.Namespace) -> int:
    """Put the exam into the queue, send it, and say what did not arrive; 3 where something did not.

    Raises:
        ExamError, ArchiveError: It is not there, may not leave under its name, or the queue cannot be written.
    """
    from app.exam.archive.outgoing import exam_to_send
    from app.exam.archive.report_pdfs import pdfs_of
    from app.exam.errors import ExamError
    from app.exam.record.database import ExamDatabase
    from app.exam.record.rows import load_content
    from app.exam.record.shelf import list_exams
    from app.exam.report.earlier import find_earlier

    settings = load_settings()
    database = ExamDatabase.open(database_folder(settings))
    try:
        ids = [exam.id for exam in list_exams(database) if exam.id.startswith(args.exam)]
        if len(ids) != 1:
            raise ExamError("{count} exams begin with {exam!r}; give more of the id", count=len(ids), exam=args.exam)
        content, folder = load_content(database, ids[0])
        with opened_archive(settings) as archive:
            archive.check(content.exam)
            pdfs = pdfs_of(settings, lambda of: find_earlier(database, of))(content, folder)
            made = exam_to_send(content, folder, settings.archive, pdfs, settings.report.institution)
            for note in made.notes:
                print(f"minamo: {note}", file=sys.stderr)
            new, known = archive.send(content.exam, made.objects)
            print(f"{new} objects to send, {known} sent or waiting already")
            return send_and_wait(archive, args.wait, content.exam.id)
    finally:
        database.close()

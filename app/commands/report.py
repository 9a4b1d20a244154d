"""`minamo report`: the report of a kept exam, as PDF and JSON, without a window."""

import argparse
from pathlib import Path

from rich.console import Console

from app.atomic_file import make_folder
from app.settings import load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("exam", type=Path, metavar="EXAM", help="folder of the exam, which holds its exam.json")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for report.pdf and report.json")
    parser.add_argument("--language", choices=("en", "ja"), help="of the pages (default: the window's)")
    parser.add_argument(
        "--earlier", type=Path, metavar="EXAM", help="earlier exam of the same patient, to compare with"
    )
    parser.add_argument(
        "--scores",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="whether scores are shown (default: as set for the site, off)",
    )
    parser.add_argument(
        "--shipped-templates", action="store_true", help="the shipped templates, though the site has its own"
    )


def run(args: argparse.Namespace) -> int:
    """Make the report of a kept exam.

    Raises:
        ExamError: The exam cannot be read, is sealed, or the earlier one is of another patient; or a template of the
            site has an error, or the folder for the results is full.
        RecordingFailed: The folder for the results cannot be made.
        SettingsError: The settings file is wrong.
    """
    from app.exam.content.model import now
    from app.exam.record.exam_file import read_exam_file
    from app.exam.report.make import make_report, write_report
    from app.exam.report.site import SHIPPED, Earlier, Site, Templates
    from app.language import language_of

    settings = load_settings()
    content = read_exam_file(args.exam)
    earlier = None if args.earlier is None else Earlier(read_exam_file(args.earlier), args.earlier)
    make_folder(args.out)
    made = make_report(
        content,
        args.exam,
        language=args.language or language_of(settings.view.language),
        at=now(),
        site=Site(settings.report.scores if args.scores is None else args.scores, settings.report.institution),
        earlier=earlier,
        templates=SHIPPED if args.shipped_templates else Templates.of_site(),
    )
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for file in made.data.missing_files:
        console.print(f"minamo: {file} is missing or damaged; the report says so in its place", markup=False)
    if made.font_note:
        console.print(f"minamo: {made.font_note}", markup=False)
    for path in write_report(made, args.out):
        print(path)
    return 0

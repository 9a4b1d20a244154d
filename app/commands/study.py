"""`minamo study`: reader studies, from the cases to the report: do readers do better with the aid."""

import argparse
from collections.abc import Callable
from typing import Any

from app.commands import study_analyse, study_files, study_size

# Each kind adds its own sub-parser, which says with `set_defaults(work=...)` what it does; one line for each.
KINDS: tuple[Callable[[Any], None], ...] = (
    study_files.add_parsers,
    study_analyse.add_parser,
    study_size.add_parser,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    for add_parser in KINDS:
        add_parser(kinds)
    for kind in kinds.choices.values():
        kind.description = (kind.description or "").partition("\n\n")[0]  # not what a docstring says of errors


def run(args: argparse.Namespace) -> int:
    """Do what was asked for.

    Raises:
        MinamoError: What was given is wrong; the text says what to do.
    """
    work: Callable[[argparse.Namespace], int] = args.work
    return work(args)

"""`minamo study size`: how many readers and cases a planned study needs."""

import argparse
import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.atomic_file import make_folder, whole_file


def add_parser(kinds: Any) -> None:
    """Add `size` to the kinds of `minamo study`."""
    size = kinds.add_parser("size", help="how many readers and cases a planned study needs", description=run.__doc__)
    size.set_defaults(work=run)
    size.add_argument(
        "--result",
        required=True,
        type=Path,
        metavar="result.json",
        help="of an earlier study like the planned one; 'defaults': a published one",
    )
    size.add_argument("--difference", required=True, type=_share, help="the true difference to be found, as 0.05")
    size.add_argument("--power", type=_share, default=0.8, help="chance to find it (0.8)")
    size.add_argument("--out", type=Path, metavar="DIR", help="folder for size.json")


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def run(args: argparse.Namespace) -> int:
    """Readers and cases of a planned factorial study of two treatments (Hillis, Obuchowski and Berbaum 2011).

    Raises:
        DataError: The earlier result holds no variance components.
        RecordingFailed: The folder for the result cannot be made.
    """
    from inference.evaluation.readers.sample_size import MOST_CASES, read_pilot, size_table

    pilot = read_pilot(args.result)
    rows = size_table(pilot, args.difference, args.power)
    title = f"Difference {args.difference}, power {args.power}, components of {pilot.source}"
    table = Table(title=f"{title} ({pilot.cases} cases, {pilot.diseased:.0%} with the disease)")
    for column in ("readers", "cases", "of them diseased", "power"):
        table.add_column(column)
    for row in rows:
        unknown = [f"over {MOST_CASES}", "-", "-"]
        told = [str(row["cases"]), str(row["diseased"]), f"{row['power']:.3f}"] if row["cases"] else unknown
        table.add_row(str(row["readers"]), *told)
    Console(stderr=True, width=max(Console(stderr=True).width, 100)).print(table)
    if args.out is not None:
        make_folder(args.out)
        told_json = {"difference": args.difference, "power": args.power, "pilot": pilot.source, "sizes": rows}
        with whole_file(args.out / "size.json") as file:
            file.write(json.dumps(told_json, indent=1).encode("utf-8") + b"\n")
        print(args.out / "size.json")
    return 0

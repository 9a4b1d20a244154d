"""`minamo evaluate scale`: whether what a pixel measures is read right from the rulers of scanners' screens."""

import argparse
import json
from pathlib import Path

from rich.console import Console

from app.atomic_file import make_folder
from app.commands.labelled_stills import progress_bar

SCREENS = 120


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `evaluate scale` takes."""
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument(
        "--data", type=Path, metavar="DIR",
        help="folder with bus-bra, bus-uclm and us-dicom (default: only the pictures that come with the program)",
    )  # fmt: skip
    parser.add_argument("--screens", type=int, default=SCREENS, metavar="N", help=f"made-up screens ({SCREENS})")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the part's first screen (0)")
    parser.add_argument(
        "--part", choices=("development", "test"), default="test", help="seeds and stills of this part (test)"
    )


def run(args: argparse.Namespace) -> int:
    """Read the rulers of made-up screens of twelve makers whose truth is known: scale.json, scale.md, scale.png.

    Raises:
        DataError: The data are incomplete.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.scale.rulers import measure
    from inference.evaluation.scale.tables import draw_sheet, markdown, summarise
    from inference.evaluation.scale.tagged import tagged_files
    from inference.evaluation.screens.pictures import Library
    from inference.evaluation.screens.recipe import Part, recipes

    part = Part(args.part)
    library = Library.shipped() if args.data is None else Library.of_data(args.data, part)
    make_folder(args.out)
    found = []
    with progress_bar() as progress:
        task = progress.add_task("screens", total=args.screens)
        for screen in measure(recipes(part, args.first + args.screens)[args.first :], library):
            found.append(screen)
            progress.advance(task)
    tagged = [] if args.data is None else list(tagged_files(args.data / "us-dicom"))
    tree = summarise(found, tagged, {"command": "evaluate scale", "part": part.value, "first": args.first})
    (args.out / "scale.json").write_text(json.dumps(tree, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    (args.out / "scale.md").write_text(markdown(tree), encoding="utf-8")
    Console(stderr=True).print(markdown(tree), markup=False)
    draw_sheet(found, args.out / "scale.png")
    for name in ("scale.json", "scale.md", "scale.png"):
        print(args.out / name)
    return 0

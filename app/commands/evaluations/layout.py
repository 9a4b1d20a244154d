"""`minamo evaluate layout`: whether the scan is found on the screens of any scanner."""

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console

from app.atomic_file import make_folder
from app.commands.labelled_stills import progress_bar

SCREENS, CHANGES = 120, 24
EVERY = 4  # stills of BUS-UCLM: neighbours are nearly the same
SHOWN = 24  # on the sheet: two of each maker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `evaluate layout` takes."""
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument(
        "--data", type=Path, metavar="DIR",
        help="folder with bus-bra, bus-uclm, lung-clips and, where they are, us-dicom, ceus-breast "
        "(without it the stills that come with the product)",
    )  # fmt: skip
    parser.add_argument("--screens", type=int, default=SCREENS, metavar="N", help=f"made-up screens ({SCREENS})")
    parser.add_argument("--changes", type=int, default=CHANGES, metavar="N", help=f"changes of layout ({CHANGES})")
    parser.add_argument("--development", action="store_true", help="screens to develop on instead of those for testing")


def run(args: argparse.Namespace) -> int:
    """Find the scan on made-up screens of every maker, on real files, and when the layout changes: layout.json, .md.

    Two sheets show what was found; only pictures that may be shown to others are on them.

    Raises:
        DataError: The data are incomplete.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.screens.layouts import changes, made, real, report
    from inference.evaluation.screens.pictures import Library
    from inference.evaluation.screens.recipe import FINDER_FIRST_SEED, Part, recipes
    from inference.evaluation.screens.truth import Arrangement

    part = Part.DEVELOPMENT if args.development else Part.TEST
    library = Library.shipped() if args.data is None else Library.of_data(args.data, part)
    shown_library = library if args.data is None else Library.of_data(args.data, part, may_be_shown=True)
    make_folder(args.out)
    chosen = recipes(part, args.screens, FINDER_FIRST_SEED[part])
    tree: dict[str, Any] = {
        "command": "evaluate layout",
        "part": part.value,
        "stills": "shipped" if args.data is None else "bus-bra, bus-uclm, lung-clips, ceus-breast",
        "first_seed": chosen[0].seed if chosen else None,
    }
    with progress_bar() as progress:
        task = progress.add_task("screens", total=args.screens + args.changes + min(SHOWN, args.screens))
        found = []
        for one in made.find_on(chosen, library, SHOWN):
            found.append(one)
            progress.advance(task)
        tree["made_up"] = made.summarise(found)
        changed = []
        for change in changes.changes(part, library, args.changes):
            changed.append(change)
            progress.advance(task)
        if changed:
            tree["changes"] = report.summarise_changes(changed)
        on_sheet, pictures = [], {}
        for one in found[:SHOWN]:
            if one.recipe.arrangement is Arrangement.CONTRAST:  # only these show what may not be shown to others
                (one,) = made.find_on([one.recipe], shown_library, 1)
            on_sheet.append(one)
            pictures[one.recipe.seed] = one.picture
            progress.advance(task)
        tagged: list[real.Tagged] = []
        marked: list[real.Marked] = []
        if args.data is not None:
            tagged = list(real.tagged_files(args.data / "us-dicom"))
            marked = list(real.marked_screens(sorted((args.data / "bus-uclm" / "images").glob("*.webp"))[::EVERY]))
            tree["real"] = report.summarise_real(tagged, marked)
    paths = report.write_results(tree, args.out)
    with_tags = [one for one in tagged if one.tags != "none" or one.name.startswith("US1")]
    paths += report.draw_sheets(on_sheet, pictures, [*with_tags, *marked[::15]], args.out)
    Console(stderr=True).print(report.tables(tree), markup=False)
    for path in paths:
        print(path)
    return 0

"""`minamo evaluate crossval`: judge folds, each by the release that never saw its patients, and put folds together."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from app.atomic_file import make_folder
from app.commands.labelled_stills import progress_bar
from inference.backend import DEVICES

if TYPE_CHECKING:
    from inference.evaluation.crossval.fold import Fold
    from inference.training.cases import Case


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `evaluate crossval` takes."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder with labels.csv, to judge and for pictures")
    parser.add_argument(
        "--releases", type=Path, nargs="*", default=[], metavar="DIR",
        help="weights with manifest; each judges the fold it was kept from, which is written as foldN.json",
    )  # fmt: skip
    parser.add_argument(
        "--folds", type=Path, nargs="*", default=[], metavar="FILE", help="folds judged before, as foldN.json"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where the networks run (auto)")


def run(args: argparse.Namespace) -> int:
    """Judge folds by their releases, and put them together with those judged before: metrics.json, table, figures.

    Raises:
        DataError: Nothing is given to judge, a patient was seen by the weights that judge him, or stands in two folds.
        ModelError: Weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.crossval.figures import draw_figures
    from inference.evaluation.crossval.fold import read_fold
    from inference.evaluation.crossval.report import metrics_of, tables
    from inference.evaluation.crossval.together import put_together
    from inference.evaluation.crossval.worst import draw_worst
    from inference.evaluation.stills import write_metrics
    from inference.training.cases import read_cases
    from inference.training.errors import DataError

    if not args.folds and (not args.releases or args.data is None):
        raise DataError("Give judged folds with --folds, or --releases and --data to judge with")
    kept = [read_fold(path) for path in args.folds]
    cases = [] if args.data is None else read_cases(args.data)
    make_folder(args.out)
    written = [*kept, *judge(args.releases, cases, args.out, args.device)] if args.data is not None else kept
    together = put_together(written)
    metrics = metrics_of(together)
    write_metrics(metrics, args.out / "metrics.json")
    table = tables(metrics, together.title)
    (args.out / "table.md").write_text(table, encoding="utf-8")
    figures = draw_figures(together, metrics, args.out)
    if cases:
        figures.append(draw_worst(together, cases, args.out / "worst.png"))
    console = Console(stderr=True)
    console.print(table, markup=False, soft_wrap=True)
    if together.missing:
        console.print(f"folds not judged yet: {', '.join(together.missing)}", markup=False)
    for path in (args.out / "metrics.json", args.out / "table.md", *figures):
        print(path)
    return 0


def judge(releases: list[Path], cases: "list[Case]", out: Path, device: str) -> "list[Fold]":
    """Judge what each release was kept from, and write it down at once; the paths go to standard output."""
    from inference.detector import load_detector
    from inference.evaluation.crossval.fold import write_fold
    from inference.evaluation.crossval.judge import held_out, judge_release
    from inference.manifest import read_manifest

    folds = []
    with progress_bar() as progress:
        for folder in releases:
            task = progress.add_task(f"judging by {folder}", total=len(held_out(cases, read_manifest(folder))))
            fold = judge_release(
                cases,
                folder,
                lambda one: load_detector(device, one),
                lambda task=task: progress.advance(task),  # type: ignore[misc]
            )
            folds.append(fold)
            print(write_fold(fold, out / fold.name))
    return folds

"""`minamo evaluate crossval`: judge folds, each by the release that never saw its patients, and put folds together."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from app.atomic_file import make_folder
from app.commands.labelled_stills import progress_bar
from inference.backends.choice import DEVICES

if TYPE_CHECKING:
    from inference.evaluation.crossval.fold import Fold
    from inference.training.cases import Case


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `evaluate crossval` takes."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder with labels.csv, to judge and for pictures")
    parser.add_argument(
        "--releases", type=Path, nargs="*", default=[], metavar="DIR",
        help="weights with manifest; each judges the fold or scanner it was kept from: foldN.json, without-NAME.json",
    )  # fmt: skip
    parser.add_argument(
        "--folds", type=Path, nargs="*", default=[], metavar="FILE", help="folds and scanners judged before"
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
    from inference.evaluation.crossval.fold import read_fold
    from inference.training.cases import read_cases
    from inference.training.errors import DataError

    if not (args.folds or args.releases) or (args.releases and args.data is None):
        raise DataError("Give judged folds with --folds, or --releases and --data to judge with")
    kept = [read_fold(path) for path in args.folds]
    cases = [] if args.data is None else read_cases(args.data)
    make_folder(args.out)
    if cases:
        kept += judge(args.releases, cases, args.out, args.device)
    write(kept, cases, args.out)
    return 0


def write(judged: "list[Fold]", cases: "list[Case]", out: Path) -> None:
    """Put folds together, and beside them those that were judged without their scanner; paths to standard output."""
    from inference.evaluation.crossval.figures import draw_figures
    from inference.evaluation.crossval.report import metrics_of, tables
    from inference.evaluation.crossval.scanners import drops, table
    from inference.evaluation.crossval.together import put_together
    from inference.evaluation.crossval.worst import draw_worst
    from inference.evaluation.stills import write_metrics

    together = put_together(judged)
    metrics = metrics_of(together)
    text, figures = tables(metrics, together.title) if together.folds else "", []
    if together.without:
        metrics["scanners_left_out"] = drops(together.folds, together.without)
        text += "\n" + table(metrics["scanners_left_out"])
    write_metrics(metrics, out / "metrics.json")
    (out / "table.md").write_text(text, encoding="utf-8")
    if together.folds:
        figures = draw_figures(together, metrics, out)
    if together.folds and cases:
        figures.append(draw_worst(together, cases, out / "worst.png"))
    console = Console(stderr=True)
    console.print(text, markup=False, soft_wrap=True)
    if together.missing:
        console.print(f"folds not judged yet: {', '.join(together.missing)}", markup=False)
    if not together.same_training:
        console.print("these folds were trained in different ways (seeds or schedules), see metrics.json", markup=False)
    for path in (out / "metrics.json", out / "table.md", *figures):
        print(path)


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

"""`minamo train`: from data folders to weights that can be shipped."""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--data", required=True, type=Path, nargs="+", metavar="DIR", help="folders with labels.csv")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="weights, checkpoints and logs; resumes")
    parser.add_argument("--test-fold", default="5", help="BUS-BRA fold whose patients are never seen (5)")
    parser.add_argument(
        "--leave-out-scanner", metavar="NAME",
        help="never see patients of this scanner either (column device, as Toshiba), to measure the others there",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="of order, augmentation and initial weights (1)")
    parser.add_argument("--finder-epochs", type=int, metavar="N", help="passes for the finder")
    parser.add_argument("--scorer-epochs", type=int, metavar="N", help="passes for the scorer")
    parser.add_argument("--device", default="cpu", help="torch device: cpu, cuda, mps (cpu)")
    parser.add_argument(
        "--others", type=Path, nargs="*", default=[], metavar="DIR",
        help="folders of clips, DICOM files and stills that are not of a breast, so that they are known",
    )  # fmt: skip
    parser.add_argument(
        "--only", choices=("finder", "scorer", "recogniser"),
        help="train one and stop; recogniser: add to the release of --models what knows other pictures than a breast's",
    )  # fmt: skip
    parser.add_argument("--models", type=Path, metavar="DIR", help="with --only recogniser (default: the shipped ones)")


def run(args: argparse.Namespace) -> int:
    """Train what is not trained yet, fix the limits on validation patients and write the release.

    Raises:
        DataError: The data folder is incomplete, or has no scanner of that name.
        ModelError: A network cannot be stored.
    """
    from inference.manifest import MODELS_FOLDER
    from inference.training.memory import keep_freed_memory
    from inference.training.recognition.fit import HeadSchedule
    from inference.training.release import add_recogniser, copied, release
    from inference.training.train import FINDER_SCHEDULE, SCORER_SCHEDULE, load, split, train_finder, train_scorer

    keep_freed_memory()
    head_schedule = HeadSchedule(seed=args.seed)
    finder_schedule = replace(FINDER_SCHEDULE, seed=args.seed, epochs=args.finder_epochs or FINDER_SCHEDULE.epochs)
    scorer_schedule = replace(SCORER_SCHEDULE, seed=args.seed, epochs=args.scorer_epochs or SCORER_SCHEDULE.epochs)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as progress:
        parts = split(args.data, args.test_fold, args.leave_out_scanner)
        if args.only == "recogniser":
            folder = copied(args.models or MODELS_FOLDER, args.out / "release")
            task = progress.add_task("pictures of breasts and of other things", total=None)
            add_recogniser(parts, args.others, folder, head_schedule, lambda: progress.advance(task))
            print(folder)
            return 0
        pictures = load(parts.train, progress)
        if args.only != "scorer":
            finder = train_finder(pictures, args.out / "finder", finder_schedule, args.device, progress)
        if args.only != "finder":
            scorer = train_scorer(pictures, args.out / "scorer", scorer_schedule, args.device, progress)
        if args.only is not None:
            print(args.out / args.only)
            return 0
        task = progress.add_task("fixing limits on validation patients", total=len(parts.validation))
        training = {
            "finder": asdict(finder_schedule),
            "scorer": asdict(scorer_schedule),
            "test_fold": args.test_fold,
            "scanner_left_out": parts.scanner_left_out,
            "pictures": len(parts.train),
        }
        release(
            finder.cpu(),
            scorer.cpu(),
            parts,
            args.out / "release",
            training,
            lambda done: progress.update(task, completed=done),
        )
        task = progress.add_task("pictures of breasts and of other things", total=None)
        add_recogniser(parts, args.others, args.out / "release", head_schedule, lambda: progress.advance(task))
    print(args.out / "release")
    return 0

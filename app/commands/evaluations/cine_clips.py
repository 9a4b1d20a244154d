"""What the evaluations on cine with ground truth have in common: arguments, data, progress, where numbers are from."""

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from inference.backends.choice import DEVICES

if TYPE_CHECKING:
    from inference.detector import NetworkInfo
    from inference.evaluation.cine.recipe import Recipe

T = TypeVar("T")

DATA_VARIABLE = "MINAMO_DATA"


def add_clip_arguments(parser: argparse.ArgumentParser) -> None:
    """Which clips of whom, by which weights."""
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help=f"folder with bus-bra and bus-uclm (${DATA_VARIABLE}, ../shared/data)"
    )
    parser.add_argument("--development", action="store_true", help="the clips to develop on, not the test clips")
    parser.add_argument("--clips", type=int, metavar="N", help="only the first N clips")
    parser.add_argument("--only-detections", action="store_true", help="only run the network and keep what it finds")
    parser.add_argument("--allow-seen", action="store_true", help="measure on patients the weights have seen")
    parser.add_argument("--models", type=Path, metavar="DIR", help="weights and manifest (default: the shipped ones)")
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where the networks run (auto)")


def data_of(args: argparse.Namespace) -> Path:
    """The folder with the sets."""
    return args.data or Path(os.environ.get(DATA_VARIABLE, "../shared/data"))


def provenance(args: argparse.Namespace, info: "NetworkInfo", patients_seen: int) -> dict[str, Any]:
    """Whose pictures, and which weights looked at them."""
    return {
        "patients": "validation patients, on whom the thresholds were fixed" if args.development else "test patients",
        "allow_seen": args.allow_seen,
        "patients_seen": patients_seen,
        "weights_sha256": info.weights_sha256,
        "device": info.device,
        "backend": info.backend,
        "number_format": info.precision,
    }


def each_clip(chosen: Sequence["Recipe"], work: Callable[["Recipe", Callable[[int], None]], T]) -> list[T]:
    """Do something with every clip under a progress bar."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    answers = []
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as progress:
        task = progress.add_task("clips", total=sum(recipe.pictures for recipe in chosen))
        done = 0
        for recipe in chosen:
            progress.update(task, description=recipe.name, completed=done)

            def seen_to(index: int, before: int = done) -> None:
                progress.update(task, completed=before + index)

            answers.append(work(recipe, seen_to))
            done += recipe.pictures
        progress.update(task, completed=done)
    return answers

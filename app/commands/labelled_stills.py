"""What every evaluation on labelled stills takes, opens and says of itself."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from app.atomic_file import make_folder
from inference.backends.choice import DEVICES

if TYPE_CHECKING:  # they bring libraries that the help of a command does without
    from inference.detector import LesionDetector
    from inference.manifest import Manifest
    from inference.training.cases import Case


@dataclass(frozen=True, slots=True, eq=False)
class LabelledStills:
    """What an evaluation works on.

    Attributes:
        cases: The chosen lines of labels.csv.
        manifest: Of the weights.
        detector: Them, loaded.
        header: What the result says of how it came about.
    """

    cases: "list[Case]"
    manifest: "Manifest"
    detector: "LesionDetector"
    header: dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The data folder, which lines of it, where the results go, and what runs."""
    parser.add_argument("--data", required=True, type=Path, metavar="DIR", help="folder with labels.csv")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument("--where", metavar="COLUMN=VALUE", help="only these lines of labels.csv, as fold5=5")
    parser.add_argument("--allow-seen", action="store_true", help="measure on patients the weights have seen")
    parser.add_argument("--models", type=Path, metavar="DIR", help="weights and manifest (default: the shipped ones)")
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where the networks run (auto)")


def open_stills(args: argparse.Namespace, command: str) -> LabelledStills:
    """Read the table, refuse patients that the weights have seen, make the folder, load the weights.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.detector import load_detector
    from inference.evaluation.stills import refuse_seen
    from inference.manifest import MODELS_FOLDER, read_manifest
    from inference.training.cases import read_cases, select

    cases = select(read_cases(args.data), args.where)
    manifest = read_manifest(args.models or MODELS_FOLDER)
    seen = refuse_seen(cases, manifest, args.allow_seen)
    make_folder(args.out)
    detector = load_detector(args.device, args.models)
    header = {
        "command": f"evaluate {command}",
        "data": args.data.resolve().name,
        "where": args.where,
        "allow_seen": args.allow_seen,
        "patients_seen": len(seen),
        "weights_sha256": manifest.weights_sha256,
        "device": detector.info.device,
        "backend": detector.info.backend,
        "number_format": detector.info.precision,
    }
    return LabelledStills(cases, manifest, detector, header)


def progress_bar() -> Progress:
    """On standard error: what is done, how far it is, how long it took and will take."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))

"""`minamo study new`, `prepare`, `read` and `export`: making a study, reading it, taking the readings out."""

import argparse
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from app import network
from app.settings import load_settings

if TYPE_CHECKING:
    from app.study.making.material import Material
    from app.study.making.new_study import Reader

DONE, USAGE = 0, 2
ARMS = ("without", "concurrent", "second")


def add_parsers(kinds: Any) -> None:
    """Add the commands to `minamo study`; each sets `work`, what runs it."""
    new = kinds.add_parser("new", help="make a study from cases with truth", description=run_new.__doc__)
    new.add_argument("study", type=Path, metavar="STUDY.minamo-study", help="the file to make")
    new.add_argument(
        "--cases",
        required=True,
        action="append",
        type=Path,
        metavar="FOLDER_OR_CSV",
        help="a folder with labels.csv (stills), or a table of clips with the columns file and label; may be repeated",
    )
    new.add_argument("--where", metavar="COLUMN=VALUE", help="only these lines, as fold5=5")
    new.add_argument("--limit", type=_whole, metavar="N", help="at most N cases of each label, chosen by chance")
    new.add_argument(
        "--reader",
        required=True,
        action="append",
        type=_reader,
        metavar="NAME:YEARS",
        help="name or pseudonym, and years of experience; repeated for each reader",
    )
    new.add_argument(
        "--arm",
        action="append",
        choices=ARMS,
        help="the aid: none, at once, or after a first rating; repeated for each arm (without and concurrent)",
    )
    new.add_argument(
        "--washout-days", type=whole_number, default=28, metavar="DAYS", help="between two sessions of a reader (28)"
    )
    new.add_argument("--seed", type=whole_number, default=0, help="of every choice by chance (0)")
    new.add_argument(
        "--allow-seen", action="store_true", help="take patients the weights have seen; it is written down"
    )
    new.add_argument("--device", choices=("auto", "cpu", "cuda", "mps", "intel-gpu"), help="where the network runs")
    new.set_defaults(work=run_new)
    prepare = kinds.add_parser("prepare", help="compute the aid anew", description=run_prepare.__doc__)
    prepare.add_argument("study", type=Path, metavar="STUDY", help="a study that nobody has read yet")
    prepare.set_defaults(work=run_prepare, device=None)
    read = kinds.add_parser("read", help="read the cases of a study", description=run_read.__doc__)
    read.add_argument("study", type=Path, metavar="STUDY", help="the study's file")
    read.add_argument("--reader", metavar="NAME", help="who reads; without it the window asks")
    read.set_defaults(work=run_read)
    export = kinds.add_parser("export", help="write the readings as tables", description=run_export.__doc__)
    export.add_argument("study", type=Path, metavar="STUDY", help="the study's file")
    export.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the tables")
    export.add_argument("--partial", action="store_true", help="although readings are open; it is written down")
    export.set_defaults(work=run_export)


def run_new(args: argparse.Namespace) -> int:
    """Make a study from cases with truth: their pictures, the truth, a shuffled plan, and the aid's results.

    Raises:
        StudyError, DataError, CaptureError: The cases or the plan are not fit; the text says which.
        ModelError: The weights are wrong.
    """
    from app.study.arms import Arm
    from app.study.making.material import gather
    from app.study.making.new_study import StudyPlan, make_study

    materials = gather(args.cases, args.where, args.limit, random.Random(f"cases {args.seed}"))
    arms = tuple(Arm(name) for name in args.arm or ("without", "concurrent"))
    seen = _seen(materials, args.allow_seen)
    plan = StudyPlan(tuple(args.reader), arms, args.washout_days, args.seed, seen)
    plan.check()
    settings = _analysis(args)
    detector = network.load_network(settings)
    with _Bar("cases and aid") as progress:
        make_study(args.study, materials, plan, detector, settings, progress)
    print(args.study)
    return DONE


def _seen(materials: "list[Material]", allow_seen: bool) -> int:
    from inference.evaluation.stills import refuse_seen
    from inference.manifest import MODELS_FOLDER, read_manifest

    stills = [material.still for material in materials if material.still is not None]
    return len(refuse_seen(stills, read_manifest(MODELS_FOLDER), allow_seen))


def run_prepare(args: argparse.Namespace) -> int:
    """Compute the aid of a study that nobody has read yet anew, with the weights that are installed now.

    Raises:
        StudyError: It has been read, or cannot be opened.
        ModelError: The weights are wrong.
    """
    from app.study.making.compute_aid import prepare

    settings = _analysis(args)
    with _Bar("aid") as progress:
        prepare(args.study, network.load_network(settings), settings, progress)
    print(args.study)
    return DONE


def run_read(args: argparse.Namespace) -> int:
    """Open the reading window, until it is closed.

    Raises:
        StudyError: The study cannot be opened, or has no such reader.
    """
    from app.study.window.program import read_study

    return read_study(args.study, args.reader)


def run_export(args: argparse.Namespace) -> int:
    """Write ratings.csv, marks.csv and study.json for `minamo study analyse`.

    Raises:
        StudyError: Readings are open, or the study cannot be opened.
        RecordingFailed: The folder cannot be made.
    """
    from app.study.export import export_study

    for file in export_study(args.study, args.out, partial=args.partial):
        print(file)
    return DONE


def tables_of(args: argparse.Namespace) -> dict[str, Any]:
    """Put a study's exported tables, in the folder of the results, in place of the study that is to be analysed.

    Args:
        args: Of `analyse`: ratings, marks, unaided and out; a study changes the first three.

    Returns:
        What the result has to say of the study, as `study`; nothing for a table.

    Raises:
        StudyError: Readings are open, or the study cannot be opened.
    """
    from app.study.study_file import is_study

    if not is_study(args.ratings):
        return {}
    from app.study.export import UNAIDED, export_study  # brings every source of pictures along

    args.ratings, marks, about = export_study(args.ratings, args.out)
    study: dict[str, Any] = json.loads(about.read_text("utf-8"))
    if args.marks is None and study["marks"] and study["lesions_outlined"]:  # else no mark can be called a hit or not
        args.marks = marks
    args.unaided = args.unaided or next((UNAIDED[arm] for arm in UNAIDED if arm in study["arms"]), None)
    return {"study": study}


def _analysis(args: argparse.Namespace) -> Any:
    settings = load_settings().analysis
    return settings.model_copy(update={"device": args.device}) if args.device else settings


def _whole(text: str) -> int:
    number = whole_number(text)
    if number == 0:
        raise argparse.ArgumentTypeError("give 1 or more")
    return number


def whole_number(text: str) -> int:
    """A whole number of 0 or more, as an argument.

    Raises:
        ArgumentTypeError: It is none.
    """
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of 0 or more")
    return int(text)


def _reader(text: str) -> "Reader":
    from app.study.making.new_study import Reader

    name, _, years = text.rpartition(":")
    try:
        experience = float(years)
    except ValueError:
        experience = -1.0
    if not name.strip() or not 0 <= experience < 100:
        raise argparse.ArgumentTypeError(f"'{text}': write NAME:YEARS, as 'reader 1:12'")
    return Reader(name.strip(), experience)


class _Bar:
    """A bar on standard error."""

    def __init__(self, words: str) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._task = self._progress.add_task(words, total=None)

    def __enter__(self) -> Callable[[int, int], None]:
        self._progress.start()
        return lambda done, count: self._progress.update(self._task, completed=done, total=count)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

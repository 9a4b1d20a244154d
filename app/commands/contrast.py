"""`minamo contrast`: a recorded contrast study in, curves, parameters and maps out."""

import argparse
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.atomic_file import make_folder
from app.recording.recording_layouts import RecordingLayouts
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout

if TYPE_CHECKING:
    from inference.contrast.outcome.result import StudyResult
    from inference.contrast.picture import Bytes
    from inference.contrast.regions import Region


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="video, DICOM cine, or folder of pictures named by their frame number"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    region = "x,y;x,y;... or ellipse:cx,cy,rx,ry,deg in pixels of the file, on its contrast panel"
    parser.add_argument("--lesion", metavar="REGION", help=f"{region} (default: proposed)")
    parser.add_argument("--reference", metavar="REGION", help="the same for the reference tissue (default: proposed)")
    parser.add_argument(
        "--dynamic-range",
        type=float,
        metavar="DB",
        help="from black to white, as the scanner shows it (default: estimated)",
    )
    parser.add_argument(
        "--fps", type=float, metavar="HZ", help="frames a second of the source (default: times of the file)"
    )
    parser.add_argument(
        "--injection", type=float, metavar="S", help="time of the injection in the recording (default: not known)"
    )
    panel = "left,top,right,bottom in pixels of the file"
    parser.add_argument("--contrast-panel", type=_rect, metavar="RECT", help=f"{panel} (default: drawn, told or found)")
    parser.add_argument("--bmode-panel", type=_rect, metavar="RECT", help="the same for a B-mode panel beside it")


def run(args: argparse.Namespace) -> int:
    """Measure a recorded contrast study: parameters.json, curve.csv, curve.png, maps.png.

    Raises:
        CaptureError: The file cannot be read.
        ContrastError: It holds no contrast study, or a region or setting does not fit it.
        RecordingFailed: The folder for the results cannot be made, or is full.
    """
    from inference.contrast.cine import open_cine
    from inference.contrast.outcome.analyse import Request, analyse_cine
    from inference.contrast.outcome.write import write_study

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    cine = open_cine(args.file, hz=args.fps, layout=_layout(args))
    make_folder(args.out)
    request = Request(args.lesion, args.reference, args.dynamic_range, args.injection)
    with _progress(console) as progress:
        task = progress.add_task(cine.name, total=cine.count)
        result = analyse_cine(cine, request, _advance(progress, task), _finder_of_lesions(args, console))
    paths = write_study(result, args.out)
    _print(console, result)
    for path in paths:
        print(path)
    return 0


def _finder_of_lesions(args: argparse.Namespace, console: Console) -> "Callable[[Bytes], Region | None] | None":
    """The network on the B-mode picture, where no lesion was given; without weights the picture alone proposes one."""
    if args.lesion is not None:
        return None
    from inference.contrast.regions.found import found_lesion
    from inference.detector import load_detector
    from inference.errors import ModelError

    try:
        detector = load_detector("cpu")
    except ModelError as fault:
        console.print(f"minamo: {fault}", markup=False)
        return None
    return lambda bmode: found_lesion(bmode, detector)


def _advance(progress: Progress, task: object) -> Callable[[], None]:
    return lambda: progress.advance(task)  # type: ignore[arg-type]


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _rect(text: str) -> Rect:
    with suppress(ValueError):
        left, top, right, bottom = (int(part) for part in text.split(","))
        if 0 <= left < right and 0 <= top < bottom:
            return Rect(left, top, right, bottom)
    raise argparse.ArgumentTypeError(f"'{text}' is not left,top,right,bottom in whole pixels")


def _layout(args: argparse.Namespace) -> ScanLayout | None:
    """Panels given here, else those drawn in the window; None to use the file's own or to look for them.

    Raises:
        ContrastError: They do not fit the pictures or each other.
    """
    from inference.contrast.errors import ContrastError

    if args.file.is_dir() and (args.contrast_panel or args.bmode_panel):
        raise ContrastError("the pictures of a folder are the contrast panel; leave --contrast-panel out")
    if args.bmode_panel is not None and args.contrast_panel is None:
        raise ContrastError("a B-mode panel alone tells nothing of the contrast; give --contrast-panel too")
    if args.contrast_panel is None:
        return None if args.file.is_dir() else RecordingLayouts.of_user().recall(args.file)
    from inference.contrast.cine import picture_size

    panels = [Panel(args.contrast_panel, PanelKind.CONTRAST)]
    if args.bmode_panel is not None:
        panels.append(Panel(args.bmode_panel, PanelKind.B_MODE))
    width, height = picture_size(args.file)
    rects = [panel.rect for panel in panels]
    if any(rect.right > width or rect.bottom > height for rect in rects):
        text = "a panel reaches outside the picture of {width} x {height} pixels; give one inside"
        raise ContrastError(text, width=width, height=height)
    if len(rects) == 2 and _overlap(*rects):
        raise ContrastError("the contrast panel and the B-mode panel overlap; give them side by side")
    return ScanLayout(tuple(panels), (0, 0), (width, height))


def _overlap(one: Rect, other: Rect) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def _print(console: Console, result: "StudyResult") -> None:
    table = Table(title=f"{result.name}, times from the {result.time_base}")
    for column in (
        "parameter",
        "lesion",
        "reference",
        "ratio",
        "95 % interval of the ratio",
        "unit",
        "refused because",
    ):
        table.add_column(column)
    for name, row in result.parameters.items():
        interval = "-" if row["low"] is None else f"{row['low']:.3g} .. {row['high']:.3g}"
        numbers = ("-" if row[key] is None else f"{row[key]:.4g}" for key in ("lesion", "reference", "ratio"))
        table.add_row(name, *numbers, interval, row["unit"], row["refused"] or "")
    console.print(table)
    for note in result.notes:
        console.print(f"minamo: {note}", markup=False)

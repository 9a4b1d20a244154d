"""`minamo evaluate marks`: whether calipers, text and body marks on stills move what the networks say."""

import argparse
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from app.atomic_file import make_folder


def run(args: argparse.Namespace) -> int:
    """Look at each still as it is, cleaned of marks, and with false marks, and measure: marks.json, marks.png.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.detector import load_detector
    from inference.evaluation.marks.conditions import CONDITIONS, predict_conditions
    from inference.evaluation.marks.measure import measure
    from inference.evaluation.marks.sheet import draw_sheet
    from inference.evaluation.stills import refuse_seen, write_metrics
    from inference.manifest import MODELS_FOLDER, read_manifest
    from inference.training.cases import read_cases, select

    cases = select(read_cases(args.data), args.where)
    manifest = read_manifest(args.models or MODELS_FOLDER)
    seen = refuse_seen(cases, manifest, args.allow_seen)
    make_folder(args.out)
    detector = load_detector(args.device, args.models)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as progress:
        tasks = {name: progress.add_task(name.replace("_", " "), total=len(cases)) for name in CONDITIONS}
        predictions = dict(
            predict_conditions(cases, detector, lambda name, done: progress.update(tasks[name], completed=done))
        )
    header = {
        "command": "evaluate marks",
        "data": args.data.resolve().name,
        "where": args.where,
        "allow_seen": args.allow_seen,
        "patients_seen": len(seen),
        "weights_sha256": manifest.weights_sha256,
        "device": detector.info.device,
        "backend": detector.info.backend,
        "number_format": detector.info.precision,
    }
    metrics = header | measure(predictions, manifest.thresholds.shown_confidence)
    write_metrics(metrics, args.out / "marks.json")
    _print_table(metrics)
    print(args.out / "marks.json")
    print(draw_sheet(cases, args.out / "marks.png"))
    return 0


def _print_table(metrics: dict[str, Any]) -> None:
    table = Table(title=f"{metrics['data']} {metrics['where'] or ''}: marks, 95 % intervals by patient")
    table.add_column("")
    for figure in ("recall", "auc", "false_boxes_per_image"):
        table.add_column(figure.replace("_", " "), justify="right")
    for name, figures in metrics["conditions"].items():
        table.add_row(name.replace("_", " "), *(_number(value) for value in figures.values()))
    table.add_section()
    for name, moves in metrics["differences"].items():
        cells = [f"{_number(m['value'])} ({_number(m['low'])} to {_number(m['high'])})" for m in moves.values()]
        table.add_row(name.replace("_", " "), *cells)
    Console(stderr=True).print(table)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"

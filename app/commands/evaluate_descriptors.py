"""`minamo evaluate descriptors`: what the measured descriptors of lesions are worth."""

import argparse
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from app.atomic_file import make_folder


def run(args: argparse.Namespace) -> int:
    """Measure lesions by the finder's own outline and by the given one, and compare: descriptors.json.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.detector import load_detector
    from inference.evaluation.descriptors import measure_lesions, summarise
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
        task = progress.add_task("descriptors", total=len(cases))
        measured = measure_lesions(cases, detector, lambda done: progress.update(task, completed=done))
    metrics = {
        "command": "evaluate descriptors",
        "data": args.data.resolve().name,
        "where": args.where,
        "allow_seen": args.allow_seen,
        "patients_seen": len(seen),
        "weights_sha256": manifest.weights_sha256,
        "device": detector.info.device,
        "backend": detector.info.backend,
        "number_format": detector.info.precision,
        **summarise(measured),
    }
    write_metrics(metrics, args.out / "descriptors.json")
    _print_table(metrics)
    print(args.out / "descriptors.json")
    return 0


def _print_table(metrics: dict[str, Any]) -> None:
    outlined = f"{metrics['n_outlined']} of {metrics['n']} outlined, Dice {_number(metrics['dice_mean'])}"
    table = Table(title=f"{metrics['data']} {metrics['where'] or ''}: {outlined}")
    for heading in ("descriptor", "measured", "|own - given|", "correlation", "AUC own outline", "AUC given outline"):
        table.add_column(heading, justify="left" if heading == "descriptor" else "right")
    for name, figures in metrics["descriptors"].items():
        cells = [_number(figures["median_absolute_difference"]), _number(figures["correlation"])]
        for kind in ("own", "given"):
            auc = figures[kind]
            cells.append(f"{_number(auc['auc'])} ({_number(auc['auc_low'])} to {_number(auc['auc_high'])})")
        table.add_row(name, str(figures["n_own"]), *cells)
    Console(stderr=True).print(table)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

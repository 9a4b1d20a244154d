"""`minamo evaluate descriptors`: what the measured descriptors of lesions are worth."""

import argparse
from typing import Any

from rich.console import Console
from rich.table import Table

from app.commands.labelled_stills import open_stills, progress_bar


def run(args: argparse.Namespace) -> int:
    """Measure lesions by the finder's own outline and by the given one, and compare: descriptors.json.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.descriptors import measure_lesions, summarise
    from inference.evaluation.stills import write_metrics

    opened = open_stills(args, "descriptors")
    with progress_bar() as progress:
        task = progress.add_task("descriptors", total=len(opened.cases))
        measured = measure_lesions(opened.cases, opened.detector, lambda done: progress.update(task, completed=done))
    metrics = opened.header | summarise(measured)
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

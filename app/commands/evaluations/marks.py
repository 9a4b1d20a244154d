"""`minamo evaluate marks`: whether calipers, text and body marks on stills move what the networks say."""

import argparse
from typing import Any

from rich.console import Console
from rich.table import Table

from app.commands.labelled_stills import open_stills, progress_bar


def run(args: argparse.Namespace) -> int:
    """Look at each still as it is, cleaned of marks, and with false marks, and measure: marks.json, marks.png.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.marks.conditions import CONDITIONS, predict_conditions
    from inference.evaluation.marks.measure import measure
    from inference.evaluation.marks.sheet import draw_sheet
    from inference.evaluation.stills import write_metrics

    opened = open_stills(args, "marks")
    with progress_bar() as progress:
        tasks = {name: progress.add_task(name.replace("_", " "), total=len(opened.cases)) for name in CONDITIONS}
        predictions = dict(
            predict_conditions(
                opened.cases, opened.detector, lambda name, done: progress.update(tasks[name], completed=done)
            )
        )
    metrics = opened.header | measure(predictions, opened.manifest.thresholds.shown_confidence)
    write_metrics(metrics, args.out / "marks.json")
    _print_table(metrics)
    print(args.out / "marks.json")
    print(draw_sheet(opened.cases, args.out / "marks.png"))
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

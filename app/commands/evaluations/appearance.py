"""`minamo evaluate appearance`: whether a lesion's malignancy stays when only the scanner's settings change."""

import argparse

from rich.console import Console
from rich.table import Table

from app.commands.labelled_stills import open_stills, progress_bar


def run(args: argparse.Namespace) -> int:
    """Score outlined lesions under a grid of gain, TGC, range, grey map, speckle and zoom: appearance.json.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.appearance import settings, summarise, vary
    from inference.evaluation.stills import write_metrics

    opened = open_stills(args, "appearance")
    grid = settings()
    with progress_bar() as progress:
        task = progress.add_task("appearance", total=len(opened.cases))
        varied = list(vary(opened.cases, opened.detector, grid, lambda done: progress.update(task, completed=done)))
    metrics = opened.header | summarise(varied, grid)
    write_metrics(metrics, args.out / "appearance.json")
    table = Table(title=f"{metrics['data']} {metrics['where'] or ''}: malignancy of {metrics['n']} lesions")
    for column in ("setting", "change, median", "95 %", "AUC"):
        table.add_column(column, justify="left" if column == "setting" else "right")
    for name, row in {"as it is, and over the whole grid": metrics, **metrics["by_setting"]}.items():
        values = (row["change_median"], row["change_p95"], row["auc"])
        table.add_row(name, *("-" if value is None else f"{value:.3f}" for value in values))
    Console(stderr=True).print(table)
    print(args.out / "appearance.json")
    return 0

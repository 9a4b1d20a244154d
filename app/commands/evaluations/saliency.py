"""`minamo evaluate saliency`: whether the picture of what the network looked at shows the lesion."""

import argparse

import numpy as np
from rich.console import Console
from rich.table import Table

from app.commands import labelled_stills
from app.commands.labelled_stills import open_stills, progress_bar

SEED = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Those of every evaluation, and how many pictures are looked at."""
    labelled_stills.add_arguments(parser)
    parser.add_argument("--limit", type=int, metavar="N", help="so many pictures, chosen by chance (all)")


def run(args: argparse.Namespace) -> int:
    """Make the saliency picture of labelled lesions, and see where it is strongest (the pointing game): saliency.json.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.saliency import point_at_lesions, summarise
    from inference.evaluation.stills import write_metrics

    opened = open_stills(args, "saliency")
    cases = opened.cases
    if args.limit is not None and args.limit < len(cases):
        chosen = np.random.default_rng(SEED).choice(len(cases), args.limit, replace=False)
        cases = [cases[place] for place in sorted(chosen.tolist())]
    with progress_bar() as progress:
        task = progress.add_task("saliency", total=len(cases))
        pointed = point_at_lesions(cases, opened.detector, lambda done: progress.update(task, completed=done), SEED)
    metrics = opened.header | {"seed": SEED} | summarise(pointed, len(cases))
    write_metrics(metrics, args.out / "saliency.json")
    table = Table(title=f"{metrics['data']} {metrics['where'] or ''}: {metrics['n']} lesions")
    table.add_column("figure")
    table.add_column("value", justify="right")
    for name, value in metrics.items():
        if isinstance(value, float):
            table.add_row(name, f"{value:.3f}")
    Console(stderr=True).print(table)
    print(args.out / "saliency.json")
    return 0

"""`minamo evaluate`: figures of merit on patients never trained on."""

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.atomic_file import make_folder
from app.commands import labelled_stills
from app.commands.evaluations import (
    abstention,
    appearance,
    calipers,
    crossval,
    descriptors,
    gate,
    layout,
    looks,
    marks,
    precision,
    saliency,
    scale,
    video,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    stills = kinds.add_parser("stills", help="labelled still pictures", description=_stills.__doc__)
    labelled_stills.add_arguments(stills)
    stills.add_argument("--given-boxes", action="store_true", help="score the outlined lesions; find nothing")
    of_marks = kinds.add_parser("marks", help="whether marks on stills move the results", description=marks.run.__doc__)
    labelled_stills.add_arguments(of_marks)
    of_descriptors = kinds.add_parser(
        "descriptors", help="measured descriptors of lesions", description=descriptors.run.__doc__
    )
    labelled_stills.add_arguments(of_descriptors)
    of_calipers = kinds.add_parser(
        "calipers", help="calipers on the network's outline", description=calipers.run.__doc__
    )
    labelled_stills.add_arguments(of_calipers)
    of_appearance = kinds.add_parser(
        "appearance", help="whether a scanner's settings move the score", description=appearance.run.__doc__
    )
    labelled_stills.add_arguments(of_appearance)
    of_precision = kinds.add_parser(
        "precision", help="whether bf16 or f16 moves the results", description=precision.run.__doc__
    )
    precision.add_arguments(of_precision)
    of_saliency = kinds.add_parser("saliency", help="what the network looked at", description=saliency.run.__doc__)
    saliency.add_arguments(of_saliency)
    contrast = kinds.add_parser(
        "contrast", help="contrast studies on the reference object", description=_contrast.__doc__
    )
    contrast.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    contrast.add_argument(
        "--real", type=Path, nargs="*", default=[], metavar="DIR", help="folders of real cases, cleaned against raw"
    )

    of_folds = kinds.add_parser("crossval", help="folds of a cross-validation", description=crossval.run.__doc__)
    crossval.add_arguments(of_folds)

    of_looks = kinds.add_parser("looks", help="what looking longer brings", description=looks.run.__doc__)
    looks.add_arguments(of_looks)
    of_video = kinds.add_parser("video", help="cine with ground truth", description=video.run.__doc__)
    video.add_arguments(of_video)
    of_layout = kinds.add_parser("layout", help="the scan on screens of any scanner", description=layout.run.__doc__)
    layout.add_arguments(of_layout)
    of_others = kinds.add_parser(
        "abstention", help="what is not a breast's picture", description=abstention.run.__doc__
    )
    abstention.add_arguments(of_others)
    of_scale = kinds.add_parser(
        "scale", help="what a pixel measures, on made-up screens", description=scale.run.__doc__
    )
    scale.add_arguments(of_scale)
    of_gate = kinds.add_parser("gate", help="patients' names on other pages", description=gate.run.__doc__)
    gate.add_arguments(of_gate)


def run(args: argparse.Namespace) -> int:
    """One of the evaluations."""
    return {
        "abstention": abstention.run,
        "appearance": appearance.run,
        "calipers": calipers.run,
        "contrast": _contrast,
        "crossval": crossval.run,
        "descriptors": descriptors.run,
        "layout": layout.run,
        "gate": gate.run,
        "marks": marks.run,
        "precision": precision.run,
        "saliency": saliency.run,
        "scale": scale.run,
        "stills": _stills,
        "looks": looks.run,
        "video": video.run,
    }[args.kind](args)


def _contrast(args: argparse.Namespace) -> int:
    """Make the reference objects, whose truth is known, and measure every step of a contrast study on them.

    Raises:
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.contrast.cleaning.measuring.figure import draw_cleaning
    from inference.contrast.cleaning.measuring.studies import RECIPES, simulated
    from inference.evaluation.contrast.report import write_report
    from inference.evaluation.contrast.sections import sections, steps

    make_folder(args.out)
    found = []
    with labelled_stills.progress_bar() as progress:
        task = progress.add_task("contrast", total=steps(len(args.real)))
        for section in sections(lambda: progress.advance(task), args.real):
            found.append(section)
            progress.console.print(f"{section.title}: {section.verdict}", markup=False)
    paths = write_report(found, args.out, {"command": "evaluate contrast"})
    name, recipe = next(iter(RECIPES.items()))
    paths.append(draw_cleaning(simulated(name, recipe), args.out / "cleaning.png"))
    for path in paths:
        print(path)
    return 0


def _stills(args: argparse.Namespace) -> int:
    """Run the whole chain over labelled stills as live does, and measure: metrics.json, predictions.csv, figures.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.stills import predict_given_boxes, predict_stills

    opened = labelled_stills.open_stills(args, "stills")
    predict = predict_given_boxes if args.given_boxes else predict_stills
    with labelled_stills.progress_bar() as progress:
        task = progress.add_task("stills", total=len(opened.cases))
        predictions = list(predict(opened.cases, opened.detector, lambda done: progress.update(task, completed=done)))
    header = opened.header | {"boxes": "given" if args.given_boxes else "found"}
    _write(args.out, predictions, header, opened.manifest)
    return 0


def _write(out: Path, predictions: list[Any], header: dict[str, Any], manifest: Any) -> None:
    from inference.evaluation.figures import draw_figures
    from inference.evaluation.stills import summarise, write_metrics, write_predictions

    metrics = header | summarise(predictions, manifest)
    write_metrics(metrics, out / "metrics.json")
    write_predictions(predictions, out / "predictions.csv")
    figures = draw_figures(predictions, metrics, out)
    _print_table(metrics)
    for path in (out / "metrics.json", out / "predictions.csv", *figures):
        print(path)


def _print_table(metrics: dict[str, Any]) -> None:
    table = Table(title=f"{metrics['data']} {metrics['where'] or ''}, boxes {metrics['boxes']}")
    table.add_column("figure")
    table.add_column("value", justify="right")
    for name, value in metrics.items():
        if isinstance(value, float):
            table.add_row(name, f"{value:.4f}")
        elif isinstance(value, int) and not isinstance(value, bool):
            table.add_row(name, str(value))
    Console(stderr=True).print(table)

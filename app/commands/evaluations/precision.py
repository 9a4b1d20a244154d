"""`minamo evaluate precision`: whether the networks may run in bf16 or f16 instead of f32."""

import argparse
from typing import Any

from rich.console import Console
from rich.table import Table

from app.commands import labelled_stills
from app.commands.labelled_stills import open_stills, progress_bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `evaluate precision` takes."""
    labelled_stills.add_arguments(parser)
    parser.set_defaults(device="cpu")
    parser.add_argument(
        "--record", action="store_true", help="write the result into the manifest, which allows the format or not"
    )


def run(args: argparse.Namespace) -> int:
    """Look at each still in f32 and in the device's faster number format, and measure the moves: precision.json.

    OpenVINO's CPU is measured in bf16, an Intel GPU (--device intel-gpu) in f16; torch runs in f32 alone.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong, or the device has no faster format.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.backends.on_openvino import FASTER, OpenVinoBackend
    from inference.detector import detector_on
    from inference.evaluation.precision import compare, measured, summarise
    from inference.evaluation.stills import write_metrics
    from inference.manifest import MODELS_FOLDER, write_manifest

    opened = open_stills(args, "precision")
    folder, place = args.models or MODELS_FOLDER, "GPU" if args.device == "intel-gpu" else "CPU"
    backends = [
        OpenVinoBackend(opened.manifest, folder, place, None, None, precision) for precision in ("f32", FASTER[place])
    ]
    reference, faster = (detector_on(backend, opened.manifest, folder) for backend in backends)
    with progress_bar() as progress:
        task = progress.add_task("f32 against " + faster.info.precision, total=len(opened.cases))
        compared = compare(opened.cases, reference, faster, lambda: progress.advance(task))
    info = faster.info
    header = {"device": info.device, "backend": info.backend, "number_format": info.precision}
    tree = opened.header | header | summarise(compared)
    write_metrics(tree, args.out / "precision.json")
    _print_table(tree)
    print(args.out / "precision.json")
    found = measured(tree)
    if args.record and found is not None:
        others = [
            one
            for one in opened.manifest.precisions
            if (one.device, one.number_format) != (found.device, found.number_format)
        ]
        print(write_manifest(opened.manifest.model_copy(update={"precisions": (*others, found)}), folder))
    return 0


def _print_table(tree: dict[str, Any]) -> None:
    table = Table(title=f"{tree['number_format']} against f32 on {tree['device']}, {tree['n']} images")
    for heading in ("", "AUC f32", "AUC", "shift (95 %)", "change p50", "p99", "largest"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, mode in (("end to end", tree["found"]), ("given boxes", tree["given"])):
        interval = mode["auc_shift_interval"]
        limits = "" if interval is None else f" ({interval[0]:+.4f} to {interval[1]:+.4f})"
        shift = "–" if mode["auc_shift"] is None else f"{mode['auc_shift']:+.4f}{limits}"
        table.add_row(name, _number(mode["auc_f32"]), _number(mode["auc"]), shift, *_cells(mode["change"]))
    table.add_row("confidence", "", "", "", *_cells(tree["confidence"]))
    console = Console(stderr=True)
    console.print(table)
    limits = f"limits {tree['most_auc_shift']} and {tree['most_probability_change']}"
    console.print(f"{tree['number_format']} {'may be used' if tree['allowed'] else 'may not be used'} ({limits})")


def _cells(change: dict[str, Any]) -> list[str]:
    return [_number(change[name]) for name in ("p50", "p99", "largest")]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"

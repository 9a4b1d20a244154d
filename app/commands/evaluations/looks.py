"""`minamo evaluate looks`: what looking longer brings, on a short look at every lesion of the test patients."""

import argparse
import json

from rich.console import Console

from app.atomic_file import make_folder
from app.commands.evaluations.cine_clips import add_clip_arguments, data_of, each_clip, provenance

add_arguments = add_clip_arguments


def run(args: argparse.Namespace) -> int:
    """Look at each lesion for some seconds as live does, and measure the score: looks.json, a table, a figure.

    Raises:
        DataError: The data are incomplete, or hold patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.detector import load_detector
    from inference.evaluation.cine.library import Library
    from inference.evaluation.cine.recipe import Part
    from inference.evaluation.cine.running.finished import FinishedClips
    from inference.evaluation.cine.running.looks import draw_looks, measure_looks, tables
    from inference.evaluation.cine.running.seen import refuse_seen_in_clips
    from inference.evaluation.cine.seeds import looks
    from inference.manifest import MODELS_FOLDER, read_manifest

    part = Part.DEVELOPMENT if args.development else Part.TEST
    library = Library(data_of(args), part)
    chosen = looks(library)[: args.clips]
    make_folder(args.out)
    seen = refuse_seen_in_clips(chosen, library, read_manifest(args.models or MODELS_FOLDER), args.allow_seen)
    detector = load_detector(args.device, args.models)
    clips = FinishedClips(args.out, library, detector, with_peers=False)
    if args.only_detections:
        each_clip(chosen, clips.detect)
        print(args.out / "detections")
        return 0
    finished = each_clip(chosen, clips.look)
    tree = {
        "command": "evaluate looks",
        "part": part.value,
        **provenance(args, detector.info, len(seen)),
        **measure_looks(finished),
    }
    (args.out / "looks.json").write_text(json.dumps(tree, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    (args.out / "looks.md").write_text(tables(tree), encoding="utf-8")
    Console(stderr=True).print(tables(tree), markup=False)
    for path in (args.out / "looks.json", args.out / "looks.md", draw_looks(tree, args.out / "looks.png")):
        print(path)
    return 0

"""`minamo evaluate video`: identities, false alarms and the score over time, on cine with ground truth."""

import argparse
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from app.atomic_file import make_folder
from app.commands.evaluations.cine_clips import add_clip_arguments, data_of, each_clip, provenance

if TYPE_CHECKING:
    from inference.detector import LesionDetector
    from inference.evaluation.cine.library import Library
    from inference.evaluation.cine.recipe import Recipe
    from inference.evaluation.cine.running.finished import FinishedClips


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `evaluate video` takes."""
    add_clip_arguments(parser)
    parser.add_argument("--peers", action="store_true", help="also ByteTrack, OC-SORT and BoT-SORT (extra 'eval')")
    parser.add_argument("--sheet", action="store_true", help="only draw a contact sheet of the clips")
    parser.add_argument(
        "--tune", type=int, metavar="N", help="with --development: try N settings of each tracker, write tuning.json"
    )
    parser.add_argument("--seed", type=int, default=20261128, help="of the settings that are tried (20261128)")


def run(args: argparse.Namespace) -> int:
    """Make clips from real stills, follow their lesions as live does, and measure: video.json, tables, a figure.

    Raises:
        DataError: The data are incomplete, hold patients the weights have seen, or the extra `eval` is not installed.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.detector import load_detector
    from inference.evaluation.cine.contact_sheet import draw_contact_sheet
    from inference.evaluation.cine.library import Library
    from inference.evaluation.cine.recipe import Part
    from inference.evaluation.cine.running.extra import need_eval_extra
    from inference.evaluation.cine.running.finished import FinishedClips
    from inference.evaluation.cine.running.seen import refuse_seen_in_clips
    from inference.evaluation.cine.seeds import recipes
    from inference.manifest import MODELS_FOLDER, read_manifest

    part = Part.DEVELOPMENT if args.development else Part.TEST
    library = Library(data_of(args), part)
    chosen = recipes(library)[: args.clips]
    make_folder(args.out)
    if args.sheet:
        print(draw_contact_sheet(chosen, library, args.out / "contact_sheet.png"))
        return 0
    need_eval_extra(args.peers or args.tune is not None)
    manifest = read_manifest(args.models or MODELS_FOLDER)
    seen = refuse_seen_in_clips(chosen, library, manifest, args.allow_seen)
    detector = load_detector(args.device, args.models)
    clips = FinishedClips(args.out, library, detector, args.peers)
    if args.only_detections:
        each_clip(chosen, clips.detect)
        print(args.out / "detections")
    elif args.tune is not None:
        _tune(args, chosen, library, clips)
    else:
        _measure(args, chosen, library, clips, detector, len(seen), manifest.thresholds.candidate_confidence)
    return 0


def _measure(
    args: argparse.Namespace,
    chosen: Sequence["Recipe"],
    library: "Library",
    clips: "FinishedClips",
    detector: "LesionDetector",
    patients_seen: int,
    least_confidence: float,
) -> None:
    from inference.evaluation.cine.causes import alarms_of, counts, read_causes, write_causes
    from inference.evaluation.cine.false_alarm_sheet import draw_false_alarms
    from inference.evaluation.cine.measures.events import as_shown, false_events
    from inference.evaluation.cine.running.results import measure

    causes = args.out / "false_alarm_causes.json"
    named = read_causes(causes)
    finished = each_clip(chosen, clips.of)
    seen = [entry["minamo"] for entry in finished]
    alarms = alarms_of([one for clip in seen for one in false_events(clip, as_shown, "centre")], seen, named)
    info = detector.info
    tree: dict[str, Any] = {
        "command": "evaluate video",
        "part": library.part.value,
        **provenance(args, info, patients_seen),
        **measure(finished, info, least_confidence),
        "causes": counts(alarms),
        "real_clips": _real_clips(args, detector),
    }
    _write(tree, args.out)
    print(draw_false_alarms(chosen, alarms, library, args.out / "false_alarms.webp"))
    print(write_causes(alarms, causes))


def _real_clips(args: argparse.Namespace, detector: "LesionDetector") -> dict[str, Any]:
    """What is measured on real cine, where it is at hand; of other organs the half that was not taught."""
    from inference.evaluation.cine.running.real_clips import (
        BREAST_CLIP,
        LUNG_CLIPS,
        follow_breast_clip,
        follow_other_organs,
    )

    breast, lung = data_of(args) / BREAST_CLIP, data_of(args) / LUNG_CLIPS
    console = Console(stderr=True)
    with console.status("real clips") as status:
        found = follow_breast_clip(breast, detector) if breast.is_dir() else None
        organs = None
        if lung.is_dir():
            organs = follow_other_organs(lung, detector, not args.development, lambda name: status.update(name))
    return {
        "breast": None if found is None else dataclasses.asdict(found),
        "other_organs": None if organs is None else dataclasses.asdict(organs),
    }


def _tune(args: argparse.Namespace, chosen: Sequence["Recipe"], library: "Library", clips: "FinishedClips") -> None:
    from inference.evaluation.cine.tuning.tune import Tuning, tables

    tuning = Tuning(library, clips.detections, args.tune, args.seed)
    each_clip(chosen, tuning.add)
    tree = tuning.results()
    path = args.out / "tuning.json"
    path.write_text(json.dumps(tree, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    Console(stderr=True).print(tables(tree), markup=False)
    print(path)


def _write(tree: dict[str, Any], out: Path) -> None:
    from inference.evaluation.cine.running.figure import draw_curve
    from inference.evaluation.cine.running.tables import tables

    (out / "video.json").write_text(json.dumps(tree, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    (out / "video.md").write_text(tables(tree), encoding="utf-8")
    figure = draw_curve(tree, out / "video_froc.png")
    Console(stderr=True).print(tables(tree), markup=False)
    for path in (out / "video.json", out / "video.md", figure):
        print(path)

"""`minamo evaluate abstention`: whether Minamo knows what is not a breast's B-mode picture."""

import argparse
import json
from pathlib import Path

from rich.console import Console

from app.atomic_file import make_folder
from app.commands.labelled_stills import progress_bar
from inference.backends.choice import DEVICES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `evaluate abstention` takes."""
    parser.add_argument(
        "--data", required=True, type=Path, metavar="DIR",
        help="folder with bus-bra, bus-uclm, and, where they are, lung-clips, us-dicom, ceus-breast",
    )  # fmt: skip
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument("--models", type=Path, metavar="DIR", help="weights and manifest (default: the shipped ones)")
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where the networks run (auto)")


def run(args: argparse.Namespace) -> int:
    """Show it breast stills of test patients and everything else, and measure: abstention.json, .md, figures.

    Raises:
        DataError: The data are incomplete, or were used to make the weights.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.detector import open_detector
    from inference.evaluation.abstention import figure, judge, measure, pictures
    from inference.evaluation.stills import refuse_seen
    from inference.manifest import MODELS_FOLDER, read_manifest
    from inference.training.cases import read_cases
    from inference.training.recognition.sources import files_of

    models = args.models or MODELS_FOLDER
    manifest = read_manifest(models)
    sets = [args.data / name for name in ("bus-bra", "bus-uclm") if (args.data / name).is_dir()]
    cases = pictures.breast_stills(sets)
    refuse_seen(cases, manifest, False)
    kinds = {kind: args.data / name for kind, name in pictures.REAL_KINDS.items() if (args.data / name).is_dir()}
    pictures.refuse_taught(kinds.values(), manifest)
    lesions = [case for case in read_cases(args.data / "bus-uclm") if case.label != "normal"]
    clips = files_of(kinds["lung"], test_only=True) if "lung" in kinds else []
    make_folder(args.out)
    detector = open_detector(manifest, models, args.device)
    with progress_bar() as progress:
        task = progress.add_task("pictures", total=None)

        def judged_of(shown: "pictures.Many") -> "list[judge.Judged]":
            found = []
            for one in judge.judge(shown, detector):
                found.append(one)
                progress.advance(task)
            return found

        judged = judged_of(pictures.everything(cases, kinds, args.data / "ceus-breast"))
        of_lesions = judged_of(pictures.breast(lesions))
        progress.update(task, description="clips", total=len(clips), completed=0)
        alarms = []
        for path in clips:
            alarms.append(judge.clip_alarms(path, detector))
            progress.advance(task)
    tree = {
        "command": "evaluate abstention",
        "weights_sha256": manifest.weights_sha256,
        "device": detector.info.device,
        "backend": detector.info.backend,
        "number_format": detector.info.precision,
        **measure.measure(judged, alarms, of_lesions),
    }
    (args.out / "abstention.json").write_text(json.dumps(tree, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    (args.out / "abstention.md").write_text(measure.tables(tree), encoding="utf-8")
    Console(stderr=True).print(measure.tables(tree), markup=False)
    figure.draw_roc(judged, tree, args.out / "abstention_roc.png")
    figure.draw_mistakes(judged, args.out / "abstention_mistakes.png")
    for name in ("abstention.json", "abstention.md", "abstention_roc.png", "abstention_mistakes.png"):
        print(args.out / name)
    return 0

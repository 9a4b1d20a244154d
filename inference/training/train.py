"""From data folders to trained networks: one seeded, resumable run for each of the two."""

import logging
from dataclasses import dataclass
from pathlib import Path

import cv2
import torch
from rich.progress import Progress
from torch import nn

from inference.network import Finder, Scorer, imagenet_weights
from inference.training import finder, scorer
from inference.training.cases import Case, Picture, is_test, load_picture, read_cases, validation_patients
from inference.training.scanners import scanner_called, scanner_of
from inference.training.trainer import Schedule, Trainer

log = logging.getLogger(__name__)

FINDER_SCHEDULE = Schedule(epochs=16, learning_rate=1.2e-3, backbone_rate=0.5)
SCORER_SCHEDULE = Schedule(epochs=24, learning_rate=1e-3, backbone_rate=0.4, weight_decay=0.05)
FROZEN_BLOCKS = 1  # stem and first block keep ImageNet's weights: a tenth of the time, no loss seen


@dataclass(frozen=True, slots=True)
class Split:
    """Who is used for what; no patient stands on two sides.

    Attributes:
        train: Weights are fitted on these.
        validation: Thresholds and calibration are fixed on these.
        test: Never seen.
        scanner_left_out: Whose patients are in `test` besides, or None.
    """

    train: tuple[Case, ...]
    validation: tuple[Case, ...]
    test: tuple[Case, ...]
    scanner_left_out: str | None = None


def split(folders: list[Path], test_fold: str = "5", leave_out_scanner: str | None = None) -> Split:
    """Divide all cases of some data folders by patient; everyone seen by a scanner may be left out besides.

    Raises:
        DataError: No scanner, or more than one, is called that.
    """
    cases = [case for folder in folders for case in read_cases(folder)]
    scanner = None if leave_out_scanner is None else scanner_called(leave_out_scanner, cases)
    left_out = {case.patient_key for case in cases if scanner is not None and scanner_of(case) == scanner}
    test = tuple(case for case in cases if is_test(case, test_fold) or case.patient_key in left_out)
    unseen = {case.patient_key for case in test}
    rest = [case for case in cases if case.patient_key not in unseen]
    kept = validation_patients(rest)
    return Split(
        train=tuple(case for case in rest if case.patient_key not in kept),
        validation=tuple(case for case in rest if case.patient_key in kept),
        test=test,
        scanner_left_out=scanner,
    )


def load(cases: tuple[Case, ...], progress: Progress) -> list[Picture]:
    """Read pictures into memory."""
    return [load_picture(case) for case in progress.track(cases, description="reading pictures")]


def freeze_stem(network: nn.Module) -> None:
    """Keep the stem and the first `FROZEN_BLOCKS` blocks of a network's backbone as they are."""
    backbone = network.get_submodule("backbone")
    for layer in (backbone.get_submodule("stem"), *list(backbone.get_submodule("blocks").children())[:FROZEN_BLOCKS]):
        layer.requires_grad_(False)


def train_finder(pictures: list[Picture], folder: Path, schedule: Schedule, device: str, progress: Progress) -> Finder:
    """Train the finder on whole pictures; the checkpoint lies in `folder`."""
    torch.manual_seed(schedule.seed)
    cv2.setNumThreads(1)
    network = Finder()
    network.backbone.load_imagenet(imagenet_weights())
    freeze_stem(network)
    trainer = Trainer(network, schedule, folder, torch.device(device))
    trained = trainer.fit(
        len(pictures), lambda rng, numbers: finder.make_batch(pictures, rng, numbers), finder.loss, progress
    )
    assert isinstance(trained, Finder)
    return trained


def train_scorer(pictures: list[Picture], folder: Path, schedule: Schedule, device: str, progress: Progress) -> Scorer:
    """Train the scorer on the lesions of some pictures; the checkpoint lies in `folder`."""
    torch.manual_seed(schedule.seed)
    cv2.setNumThreads(1)
    network = Scorer()
    network.load_imagenet(imagenet_weights())
    freeze_stem(network)
    lesions = scorer.lesions_of(pictures)
    normals = [picture for picture in pictures if picture.case.label == "normal"]
    trainer = Trainer(network, schedule, folder, torch.device(device))
    trained = trainer.fit(
        len(lesions), lambda rng, numbers: scorer.make_batch(lesions, normals, rng, numbers), scorer.loss, progress
    )
    assert isinstance(trained, Scorer)
    return trained

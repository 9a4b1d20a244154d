"""From two trained networks to a folder that can be shipped: weights, thresholds, calibration, manifest."""

import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from inference.detector import LesionDetector, open_detector
from inference.evaluation.metrics import Prediction
from inference.evaluation.stills import picture_hash, predict_stills, summarise
from inference.manifest import (
    Calibration,
    DataUsed,
    Manifest,
    Thresholds,
    checked,
    read_manifest,
    write_manifest,
)
from inference.network import Finder, Scorer
from inference.training.calibrate import (
    CANDIDATE_CONFIDENCE,
    ScoredLesion,
    fit_calibration,
    hits_of,
    malignancy_thresholds,
    shown_confidence,
)
from inference.training.cases import Case, load_picture
from inference.training.recognition.fit import HeadSchedule, train_head
from inference.training.train import Split
from inference.weights import load_finder, save_network

KNOWN_DATA = {
    "bus-bra": DataUsed(
        name="BUS-BRA",
        licence="CC BY 4.0",
        citation="Gomez-Flores W, Gregorio-Calas MJ, Pereira WCA. BUS-BRA: a breast ultrasound dataset for assessing "
        "computer-aided diagnosis systems. Med Phys 2024;51:3110-3123",
    ),
    "bus-uclm": DataUsed(
        name="BUS-UCLM",
        licence="CC BY 4.0",
        citation="Vallez N, Bueno G, Deniz O, et al. BUS-UCLM: breast ultrasound lesion segmentation dataset. "
        "Sci Data 2025",
    ),
}
NAME, VERSION = "first-light", "1"


def release(
    finder: Finder, scorer: Scorer, split: Split, folder: Path, training: dict[str, Any], done: Callable[[int], None]
) -> Manifest:
    """Write the networks and a manifest whose limits are fixed on the validation patients.

    Args:
        finder: Trained.
        scorer: Trained.
        split: Who was trained on and who is for validation.
        folder: Where the release is written.
        training: Seeds and schedule, for the manifest.
        done: Called with the number of validation pictures looked at.
    """
    provisional = Manifest(
        name=NAME,
        version=VERSION,
        date=datetime.now(UTC).date().isoformat(),
        finder=save_network(finder, folder, "finder"),
        scorer=save_network(scorer, folder, "scorer"),
        thresholds=Thresholds(
            candidate_confidence=CANDIDATE_CONFIDENCE,
            shown_confidence=0.3,
            malignancy=0.5,
            low_below=0.1,
            suspicious_from=0.5,
        ),
        calibration=Calibration(slope=1.0, offset=0.0),
        development_prevalence=0.5,
        data=tuple(_data_used(name) for name in sorted({case.dataset for case in split.train})),
        patients_trained_on=_patients(split.train),
        patients_validated_on=_patients(split.validation),
        pictures_seen=tuple(sorted({picture_hash(case.image) for case in (*split.train, *split.validation)})),
        training=training,
    )
    manifest = _fixed_on_validation(provisional, split.validation, folder, done)
    manifest = manifest.model_copy(update={"metrics": measured(manifest, split.test, folder)})
    write_manifest(manifest, folder)
    return manifest


def copied(models: Path, folder: Path) -> Path:
    """A release with the same weights, the finder's OpenVINO IR made anew so that it has every output of this version.

    Args:
        models: Folder of the release.
        folder: Where the new one is written; returned.

    Raises:
        ModelError: The weights are wrong.
    """
    manifest = read_manifest(models)
    finder = load_finder(checked(models, manifest.finder, manifest.finder.weights))
    files = save_network(finder, folder, "finder")
    for name in manifest.scorer.sha256:
        shutil.copyfile(checked(models, manifest.scorer, name), folder / name)
    write_manifest(manifest.model_copy(update={"finder": files, "recogniser": None}), folder)
    return folder


def add_recogniser(
    split: Split, others: list[Path], folder: Path, schedule: HeadSchedule, done: Callable[[], None]
) -> Manifest:
    """Teach a release to know what is not a breast's picture, and measure it anew.

    Args:
        split: Who may be taught and who fixes the limits.
        others: Folders of pictures that are not of a breast.
        folder: Of the release; its manifest is written anew.
        schedule: How.
        done: Called after each picture.

    Raises:
        DataError: A folder of `others` holds nothing that can be used.
        ModelError: The weights are wrong.
    """
    manifest = read_manifest(folder)
    detector = open_detector(manifest, folder, "cpu")
    recogniser = train_head(split.train, split.validation, others, detector.summary, folder, schedule, done)
    manifest = manifest.model_copy(update={"recogniser": recogniser})
    manifest = manifest.model_copy(update={"metrics": measured(manifest, split.test, folder)})
    write_manifest(manifest, folder)
    return manifest


def measured(manifest: Manifest, cases: tuple[Case, ...], folder: Path) -> dict[str, Any]:
    """Figures of merit on the test patients of each data set, end to end, by the set's name."""
    detector = open_detector(manifest, folder, "cpu")
    of_set: dict[str, list[Case]] = {}
    for case in cases:
        of_set.setdefault(case.dataset, []).append(case)
    return {
        name: summarise(list(predict_stills(chosen, detector, lambda _: None)), manifest)
        for name, chosen in sorted(of_set.items())
    }


def _fixed_on_validation(
    manifest: Manifest, cases: tuple[Case, ...], folder: Path, done: Callable[[int], None]
) -> Manifest:
    detector = open_detector(manifest, folder, "cpu")
    predictions = list(predict_stills(list(cases), detector, done))
    shown = shown_confidence(predictions)
    calibration, prevalence = fit_calibration(list(_scored_lesions(detector, cases, predictions)))
    manifest = manifest.model_copy(
        update={
            "thresholds": manifest.thresholds.model_copy(update={"shown_confidence": shown}),
            "calibration": calibration,
            "development_prevalence": prevalence,
        }
    )
    # once more with the limits just fixed: the image's malignancy depends on which boxes are shown
    detector = open_detector(manifest, folder, "cpu")
    again = [item for item in predict_stills(list(cases), detector, lambda _: None) if item.label != "normal"]
    labels = np.array([item.label == "malignant" for item in again], np.bool_)
    scores = np.array([item.malignancy for item in again], np.float64)
    return manifest.model_copy(update={"thresholds": malignancy_thresholds(labels, scores, shown)})


def _scored_lesions(
    detector: LesionDetector, cases: Iterable[Case], predictions: Iterable[Prediction]
) -> Iterable[ScoredLesion]:
    for case, prediction in zip(cases, predictions, strict=True):
        hits = hits_of(prediction)
        if hits:
            grey = load_picture(case, largest_side_px=1 << 30).grey
            for box in hits:
                yield ScoredLesion(detector.score_logit(grey, box), case.label == "malignant")


def _patients(cases: tuple[Case, ...]) -> tuple[str, ...]:
    return tuple(sorted({case.patient_key for case in cases}))


def _data_used(name: str) -> DataUsed:
    return KNOWN_DATA.get(name, DataUsed(name=name, licence="not stated", citation=""))

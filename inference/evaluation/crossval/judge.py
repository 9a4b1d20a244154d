"""Judging one fold by its own release: end to end, with the lesions' boxes given, and the outline, in one go."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from inference.detector import DRAWING, LesionDetector
from inference.evaluation.crossval.fold import (
    CONFIDENCE_DIGITS,
    MALIGNANCY_DIGITS,
    OVERLAP_DIGITS,
    SIDE_DIGITS,
    Fold,
    JudgedPicture,
    Sides,
    Weights,
)
from inference.evaluation.metrics import Prediction
from inference.evaluation.stills import open_still, picture_hash, predict_given_boxes, predict_stills
from inference.findings import Box
from inference.manifest import Manifest, read_manifest
from inference.preparation import to_grey
from inference.training.cases import Case, load_picture
from inference.training.errors import DataError
from inference.training.scanners import scanner_of

FOLD_COLUMN = "fold5"
_ANY_SIDE_PX = 1 << 30


def held_out(cases: list[Case], manifest: Manifest) -> list[Case]:
    """The cases a release was made to judge: its test fold, or its scanner where one was left out of training.

    Args:
        cases: All of the set.
        manifest: Of the release.

    Raises:
        DataError: The manifest names no fold, the set has no such fold, or the release has seen one of the patients.
    """
    fold, scanner = str(manifest.training.get("test_fold", "")), manifest.training.get("scanner_left_out")
    if scanner is None:
        mine = [case for case in cases if fold and case.row.get(FOLD_COLUMN) == fold]
    else:
        mine = [case for case in cases if scanner_of(case) == scanner]
    if not mine:
        raise DataError(
            "{weights} kept apart fold '{fold}', of which {data} has no picture; train a release for a fold of the set "
            "with minamo train --test-fold",
            weights=f"{manifest.name} {manifest.version}",
            fold=fold if scanner is None else scanner,
            data=cases[0].dataset,
        )
    return mine


def judge_release(
    cases: list[Case], folder: Path, load: Callable[[Path], LesionDetector], advance: Callable[[], None]
) -> Fold:
    """Have a release judge what it was kept from.

    Args:
        cases: All of the set; the release picks those it may judge.
        folder: Of the release.
        load: Makes a detector of a folder.
        advance: Called for each picture done.

    Raises:
        DataError: The release has seen one of the patients, or knows no fold of this set.
    """
    manifest = read_manifest(folder)
    mine = held_out(cases, manifest)
    detector = load(folder)
    limit = manifest.thresholds.malignancy
    given = {
        item.id: item.malignancy
        for item in predict_given_boxes([case for case in mine if case.label != "normal"], detector, lambda _: None)
    }
    pictures = []
    for case, item in zip(mine, predict_stills(mine, detector, lambda _: None), strict=True):
        pictures.append(_judged(case, item, detector, given.get(case.id), limit))
        advance()
    fold = Fold(
        drawing=DRAWING,
        data=cases[0].dataset,
        fold=str(manifest.training["test_fold"]),
        folds=tuple(sorted({case.row[FOLD_COLUMN] for case in cases if FOLD_COLUMN in case.row})),
        scanner_left_out=manifest.training.get("scanner_left_out"),
        weights=_weights(manifest, detector),
        pictures=tuple(pictures),
    )
    return refuse_seen(fold, str(folder))


def refuse_seen(fold: Fold, source: str) -> Fold:
    """The fold itself, if no patient in it was seen by the weights that judged.

    Args:
        fold: To check.
        source: What to call it in the error.

    Raises:
        DataError: Some were.
    """
    seen = fold.seen()
    if seen:
        raise DataError(
            "{source}: {count} patients of fold {fold} were used to make the weights that judge them (first: {first}); "
            "train a release that keeps the fold apart with minamo train --test-fold",
            source=source,
            count=len(seen),
            fold=fold.fold,
            first=seen[0],
        )
    return fold


def _judged(case: Case, item: Prediction, detector: LesionDetector, given: float | None, limit: float) -> JudgedPicture:
    return JudgedPicture(
        id=item.id,
        patient=item.patient,
        label=item.label,
        scanner=scanner_of(case),
        picture=picture_hash(case.image),
        longest_px=item.longest_px,
        lesions=tuple(_sides(box) for box in item.lesions),
        candidates=tuple((*_sides(box), round(confidence, CONFIDENCE_DIGITS)) for box, confidence in item.candidates),
        abstained=item.abstained,
        malignancy=round(item.malignancy, MALIGNANCY_DIGITS),
        called=item.malignancy >= limit,
        box=None if item.box is None else _sides(item.box),
        confidence=None if item.confidence is None else round(item.confidence, CONFIDENCE_DIGITS),
        given_malignancy=None if given is None else round(given, MALIGNANCY_DIGITS),
        given_called=None if given is None else given >= limit,
        dice=_dice(case, item, detector),
    )


def _sides(box: Box) -> Sides:
    left, top, right, bottom = (round(float(side), SIDE_DIGITS) for side in (box.left, box.top, box.right, box.bottom))
    return left, top, right, bottom


def _dice(case: Case, item: Prediction, detector: LesionDetector) -> float | None:
    """Overlap of the network's outlines in all its shown boxes with the given outline; 0 where it shows none."""
    if case.label == "normal":
        return None
    given = load_picture(case, _ANY_SIDE_PX).mask > 0
    frame = open_still(case.image)
    boxes = [box for box, confidence in item.candidates if confidence >= detector.info.shown_confidence]
    if frame is None or not boxes:
        return 0.0
    left, top = frame.layout.origin_px
    moved = [Box(box.left - left, box.top - top, box.right - left, box.bottom - top) for box in boxes]
    own = np.zeros_like(given)
    height, width = frame.pixels.shape[:2]
    for outline in detector.outlines(to_grey(frame.pixels), moved):
        if outline is not None:
            own[top : top + height, left : left + width] |= outline
    total = int(own.sum()) + int(given.sum())
    return round(2 * int((own & given).sum()) / total, OVERLAP_DIGITS) if total else None


def _weights(manifest: Manifest, detector: LesionDetector) -> Weights:
    info = detector.info
    return Weights(
        name=manifest.name,
        version=manifest.version,
        date=manifest.date,
        sha256=manifest.weights_sha256,
        thresholds=manifest.thresholds,
        calibration=manifest.calibration,
        development_prevalence=manifest.development_prevalence,
        training=manifest.training,
        patients_trained_on=manifest.patients_trained_on,
        patients_validated_on=manifest.patients_validated_on,
        pictures_seen=manifest.pictures_seen,
        device=info.device,
        backend=info.backend,
        number_format=info.precision,
    )

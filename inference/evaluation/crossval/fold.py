"""A judged fold as it is kept: what its release said of each picture, and who that release was made from.

The file is enough to compute every figure and to see that no patient was judged by weights that had seen him; neither
weights nor pictures are needed any more.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inference.evaluation.metrics import Prediction
from inference.findings import Box
from inference.manifest import Calibration, Thresholds
from inference.training.errors import DataError

FORMAT = 1
SIDE_DIGITS, CONFIDENCE_DIGITS, MALIGNANCY_DIGITS, OVERLAP_DIGITS = 1, 4, 6, 4

Sides = tuple[float, float, float, float]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class JudgedPicture(_Frozen):
    """One picture of the fold.

    Attributes:
        id, patient, label: Of the case; the patient as "set/patient".
        scanner: Maker and model, "" where the table does not tell.
        picture: First 16 hex digits of the SHA-256 of its file, as manifests remember pictures.
        longest_px: Longer side of what was looked at; 0 for a normal picture.
        lesions: Left, top, right, bottom of each outlined lesion in pixels of the file.
        candidates: The same of every box of the network, and its confidence.
        abstained: The reason, or None.
        malignancy: Of the picture end to end, 0..1; 0 with no box or no score.
        called: Whether that reaches the release's own threshold.
        box, confidence: The box whose malignancy that is.
        given_malignancy, given_called: The same with the lesions' boxes given; None for a normal picture.
        dice: Overlap of the network's own outline in its shown boxes with the given outline, 0..1; None for a normal
            picture.
    """

    id: str
    patient: str
    label: str
    scanner: str
    picture: str
    longest_px: int
    lesions: tuple[Sides, ...]
    candidates: tuple[tuple[float, float, float, float, float], ...]
    abstained: str | None
    malignancy: float = Field(ge=0, le=1)
    called: bool
    box: Sides | None
    confidence: float | None
    given_malignancy: float | None = Field(ge=0, le=1)
    given_called: bool | None
    dice: float | None

    def prediction(self, given_boxes: bool = False) -> Prediction:
        """What the chain said, as the figures of merit take it; with given boxes, what the scorer alone said."""
        lesions = tuple(Box(*sides) for sides in self.lesions)
        if given_boxes:
            found = tuple((box, 1.0) for box in lesions)
            malignancy = self.given_malignancy or 0.0
            return Prediction(
                self.id, self.patient, self.label, malignancy, None, None, None, found, lesions, {}, self.longest_px
            )
        return Prediction(
            self.id,
            self.patient,
            self.label,
            self.malignancy,
            self.abstained,
            None if self.box is None else Box(*self.box),
            self.confidence,
            tuple((Box(*sides), confidence) for *sides, confidence in self.candidates),
            lesions,
            {},
            self.longest_px,
        )


class Weights(_Frozen):
    """The release that judged.

    Attributes:
        name, version, date, sha256: Of the weights; the hash is `Manifest.weights_sha256`.
        thresholds, calibration, development_prevalence: Fixed on its validation patients.
        training: Seeds and schedule.
        patients_trained_on, patients_validated_on, pictures_seen: As its manifest lists them.
        device, backend, number_format: What ran.
    """

    name: str
    version: str
    date: str
    sha256: str
    thresholds: Thresholds
    calibration: Calibration
    development_prevalence: float
    training: dict[str, Any]
    patients_trained_on: tuple[str, ...]
    patients_validated_on: tuple[str, ...]
    pictures_seen: tuple[str, ...]
    device: str
    backend: str
    number_format: str


class Fold(_Frozen):
    """One fold, judged.

    Attributes:
        format: Version of this file.
        drawing: How boxes and outlines were drawn, see `inference.detector.DRAWING`; scores do not depend on it.
        data: Name of the data set's folder.
        fold: Its name in the column `fold5`.
        folds: Names of all folds of the set.
        scanner_left_out: The scanner whose pictures are judged here and were left out of training; None for a fold.
        weights: Who judged.
        pictures: What was said.
    """

    format: int = FORMAT
    drawing: int = 1
    data: str
    fold: str
    folds: tuple[str, ...]
    scanner_left_out: str | None
    weights: Weights
    pictures: tuple[JudgedPicture, ...]

    @property
    def name(self) -> str:
        """What the file is called."""
        if self.scanner_left_out is not None:
            return f"without-{self.scanner_left_out.replace(' ', '-').lower()}.json"
        return f"fold{self.fold}.json"

    def seen(self) -> list[str]:
        """Patients judged here that the weights, or their thresholds, were made from; empty in an honest file."""
        names = {*self.weights.patients_trained_on, *self.weights.patients_validated_on}
        pictures = set(self.weights.pictures_seen)
        return sorted({one.patient for one in self.pictures if one.patient in names or one.picture in pictures})


def write_fold(fold: Fold, path: Path) -> Path:
    """Write a fold as JSON, one picture a line, so that a changed judgement shows as a changed line."""
    tree = fold.model_dump(mode="json")
    pictures = tree.pop("pictures")
    head = [f" {_compact(name)}: {_compact(value)}" for name, value in tree.items()]
    lines = ",\n".join(f"  {_compact(picture)}" for picture in pictures)
    path.write_text("{\n" + ",\n".join([*head, f' "pictures": [\n{lines}\n ]']) + "\n}\n", encoding="utf-8")
    return path


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read_fold(path: Path) -> Fold:
    """Read a kept fold.

    Raises:
        DataError: It is missing, damaged or of another version.
    """
    try:
        fold = Fold.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as fault:
        raise DataError(
            "{file} is not a judged fold ({problem}); judge its release again with minamo evaluate crossval --releases",
            file=path,
            problem=str(fault).splitlines()[0],
        ) from fault
    if fold.format != FORMAT:
        raise DataError(
            "{file} is not a judged fold ({problem}); judge its release again with minamo evaluate crossval --releases",
            file=path,
            problem=f"format {fold.format}",
        )
    return fold

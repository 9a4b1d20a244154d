"""The manifest beside the weights: what they are, who was trained on, and whether the files are the right ones."""

import hashlib
import logging
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inference.errors import ModelError
from inference.findings import OperatingPoints

log = logging.getLogger(__name__)

MOST_AUC_SHIFT, MOST_PROBABILITY_CHANGE = 0.002, 0.02  # between f32 and another number format that may be used
MANIFEST_NAME = "manifest.json"
MODELS_FOLDER = Path(__file__).parents[1] / "resources" / "models"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NetworkFiles(_Frozen):
    """One network.

    Attributes:
        weights: Name of the safetensors file; values stored as f16, computed with as f32.
        ir, ir_weights: Names of the OpenVINO IR's two files, made from the same values.
        sha256: Of each file, by its name.
        side_px: The input is one grey channel of side_px x side_px in 0..1.
    """

    weights: str
    ir: str
    ir_weights: str
    sha256: dict[str, str]
    side_px: int


class Thresholds(_Frozen):
    """Limits fixed on validation patients, never on the set at hand.

    Attributes:
        candidate_confidence: Detections under this are not reported at all.
        shown_confidence: Detections of this or more are shown, and count in every metric.
        malignancy: The one point at which sensitivity, specificity, F1 and accuracy are stated.
        low_below, suspicious_from: Limits between the three looks.
    """

    candidate_confidence: float = Field(gt=0, lt=1)
    shown_confidence: float = Field(gt=0, lt=1)
    malignancy: float = Field(gt=0, lt=1)
    low_below: float = Field(gt=0, lt=1)
    suspicious_from: float = Field(gt=0, lt=1)

    @property
    def operating_points(self) -> OperatingPoints:
        """Limits between the three looks."""
        return OperatingPoints(self.low_below, self.suspicious_from)


class DataUsed(_Frozen):
    """A data set the weights were made from."""

    name: str
    licence: str
    citation: str


class RecogniserFile(_Frozen):
    """The head that tells a breast's B-mode picture from anything else, on the finder's summary.

    Attributes:
        weights: Name of the safetensors file.
        sha256: Of it.
        refuse_below, accept_from: Limits of its log-odds, see `inference.recognition.picture_state`.
        data: Sets of pictures that are not of a breast which it was made from, besides made-up ones.
        sources: Their files, so that an evaluation can refuse them.
        training: Seeds, counts and spans.
    """

    weights: str
    sha256: str
    refuse_below: float
    accept_from: float
    data: tuple[DataUsed, ...]
    sources: tuple[str, ...]
    training: dict[str, Any]


class Calibration(_Frozen):
    """Platt scaling (Platt 1999): probability = sigmoid(slope * log-odds of the scorer + offset)."""

    slope: float = Field(gt=0)
    offset: float


class PrecisionMeasured(_Frozen):
    """How far another number format than f32 moves the results, as `minamo evaluate precision` measured it.

    Attributes:
        device: "CPU" or "Intel GPU".
        number_format: "bf16" or "f16".
        weights_sha256: Of the weights it was measured with.
        data: The set and the part of it.
        n: Number of images.
        auc_shift: Largest move of the AUC, end to end or with given boxes.
        probability_p99_change: 99th percentile of the change of a probability.
    """

    device: str
    number_format: str
    weights_sha256: str
    data: str
    n: int
    auc_shift: float
    probability_p99_change: float

    @property
    def within_limits(self) -> bool:
        """Whether the moves are so small that the format may be used."""
        return abs(self.auc_shift) <= MOST_AUC_SHIFT and self.probability_p99_change <= MOST_PROBABILITY_CHANGE


class Manifest(_Frozen):
    """Everything about one set of weights.

    Attributes:
        format: Version of this file.
        name, version, date: What the weights are called, and when they were made.
        finder, scorer: Files of the two networks.
        thresholds, calibration: See there.
        development_prevalence: Share of malignant lesions to which the probabilities refer.
        data: Sets and licences.
        patients_trained_on: "set/patient" of everyone the weights were fitted on.
        patients_validated_on: Of everyone that thresholds and calibration were fixed on.
        recogniser: Of other pictures than a breast's; None where the weights have none.
        precisions: What was measured of other number formats than f32.
        pictures_seen: First 16 hex digits of the SHA-256 of every picture's file of both, so that they are known
            under another name too.
        training: Seeds and schedule.
        metrics: Results of `minamo evaluate` on test patients, as it wrote them.
    """

    format: int = 1
    name: str
    version: str
    date: str
    finder: NetworkFiles
    scorer: NetworkFiles
    thresholds: Thresholds
    calibration: Calibration
    development_prevalence: float = Field(gt=0, lt=1)
    data: tuple[DataUsed, ...]
    patients_trained_on: tuple[str, ...]
    patients_validated_on: tuple[str, ...]
    pictures_seen: tuple[str, ...]
    training: dict[str, Any]
    metrics: dict[str, Any] = {}
    recogniser: RecogniserFile | None = None
    precisions: tuple[PrecisionMeasured, ...] = ()

    def allows(self, device: str, number_format: str) -> bool:
        """Whether these very weights were measured in a number format on a kind of device, and moved little enough."""
        return any(
            one.within_limits
            for one in self.precisions
            if (one.device, one.number_format, one.weights_sha256) == (device, number_format, self.weights_sha256)
        )

    @property
    def weights_sha256(self) -> str:
        """One hash for all weights: SHA-256 over the files' hashes in hex."""
        parts = [files.sha256[files.weights] for files in (self.finder, self.scorer)]
        parts += [self.recogniser.sha256] if self.recogniser is not None else []
        return hashlib.sha256("".join(parts).encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path = MODELS_FOLDER) -> Manifest:
    """Read `folder/manifest.json`.

    Raises:
        ModelError: It is missing or damaged.
    """
    path = folder / MANIFEST_NAME
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelError(
            "The network's files are not in {folder}. Install Minamo again, or make them with 'minamo train'.",
            folder=folder,
        ) from error
    except (OSError, ValidationError) as error:
        raise ModelError(
            "{path} is damaged ({problem}). Install Minamo again, or make the weights with 'minamo train'.",
            path=path,
            problem=str(error).splitlines()[0],
        ) from error


def checked(folder: Path, files: NetworkFiles, name: str) -> Path:
    """The path of one of a network's files, once its checksum has been found right.

    Raises:
        ModelError: The file is missing or is not the one the manifest speaks of.
    """
    return checked_file(folder, name, files.sha256.get(name))


def checked_file(folder: Path, name: str, sha256: str | None) -> Path:
    """The path of a file of the release, once its checksum has been found right.

    Raises:
        ModelError: The file is missing or is not the one the manifest speaks of.
    """
    path = folder / name
    try:
        found = file_sha256(path)
    except OSError as error:
        raise ModelError(
            "The weights {path} cannot be read. Install Minamo again, or make them with 'minamo train'.", path=path
        ) from error
    if found != sha256:
        raise ModelError(
            "The weights {path} are not those of the manifest: the file was changed or damaged. "
            "Install Minamo again, or make them with 'minamo train'.",
            path=path,
        )
    return path


def write_manifest(manifest: Manifest, folder: Path) -> Path:
    """Write `folder/manifest.json` in one step and return its path."""
    path = folder / MANIFEST_NAME
    partial = path.with_suffix(".partial")
    partial.write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return partial.replace(path)

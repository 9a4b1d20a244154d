"""From the pixels of a panel to masses with a box, a confidence and a malignancy."""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, runtime_checkable

import cv2
import numpy as np
import numpy.typing as npt

from inference.backends.backend import Backend
from inference.backends.choice import open_backend
from inference.descriptors.descriptor import Mask
from inference.errors import ModelError
from inference.findings import Box, Detection, OperatingPoints
from inference.manifest import MODELS_FOLDER, Manifest, checked_file, read_manifest
from inference.outline import OutlineMap, fitted_to_outline, outline_in_box
from inference.preparation import (
    BOX_STRIDE_PX,
    FINDER_SIDE_PX,
    Grey,
    Letterbox,
    cut_round,
    letterbox,
    scorer_view,
    to_grey,
)
from inference.recognition.head import BreastHead, load_head

MOST_CANDIDATES = 10  # boxes looked at in one picture
MOST_SCORED = 3  # more lesions in one picture are boxed, the weakest without a score in this frame
# How masses are drawn; raised when boxes or outlines of the same weights change, so that kept ones are not mixed:
# 1 boxes as their head draws them, outlines of one look; 2 small boxes fitted to that outline, outlines of closer looks
DRAWING = 2
OUTLINE_CUTS = (2.0, 3.0)  # sides of the squares that are outlined, over the longer side of the lesion's box
MOST_OVERLAP = 0.4  # intersection over union of two different lesions
MOST_INSIDE = 0.7  # share of the smaller box that may lie in the other

_NO_NUMBERS = "The network gave no numbers on {device}. Choose another device in the settings, or start Minamo again."


@dataclass(frozen=True, slots=True)
class NetworkInfo:
    """What runs, and where; shown on the badge and written into every summary.

    Attributes:
        device: "CPU", "Intel GPU", "CUDA", "MPS".
        backend: "OpenVINO" or "torch".
        precision: "f32", "bf16" or "f16".
        weights_sha256: Of the safetensors file(s), in hex.
        fell_back: Why another device than the one asked for is used, or None.
        shown_confidence: Detections of this confidence or more are shown; fixed on validation patients.
        operating_points: Limits between the three looks.
        development_prevalence: Share of malignant lesions the probabilities refer to, 0..1.
        release: Name and version of the weights, as the model card calls them; empty where they have none.
        files_sha256: (file name, SHA-256 in hex) of each weights file.
    """

    device: str
    backend: str
    precision: str
    weights_sha256: str
    fell_back: str | None
    shown_confidence: float
    operating_points: OperatingPoints
    development_prevalence: float
    release: str = ""
    files_sha256: tuple[tuple[str, str], ...] = ()


class Detector(Protocol):
    """Finds and scores the masses of one B-mode picture."""

    @property
    def info(self) -> NetworkInfo:
        """What runs, and where."""
        ...

    def detect(self, pixels: npt.NDArray[np.uint8]) -> tuple[Detection, ...]:
        """Find masses.

        Args:
            pixels: RGB, shape (height, width, 3), uint8: one B-mode panel, nothing but the scan.

        Returns:
            Every detection above the candidate threshold (which lies well under `info.shown_confidence`, so that
            a tracker may hold on to a weak one), most confident first, boxes in the given pixels.

        Raises:
            ModelError: The network gave no numbers.
        """
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look at a picture gives.

    Attributes:
        detections: As `Detector.detect` gives them; without a score where the picture does not look like a breast.
        breast: Log-odds that it is a breast in B-mode; None where the weights cannot tell.
    """

    detections: tuple[Detection, ...]
    breast: float | None


@runtime_checkable
class Recogniser(Protocol):
    """A detector that also says whether the picture is of a breast."""

    @property
    def limits(self) -> tuple[float, float]:
        """Log-odds under which a picture is refused, and from which it is accepted again."""
        ...

    def look(self, pixels: npt.NDArray[np.uint8]) -> Sight:
        """`Detector.detect`, and whether a breast is seen, from one run of the network.

        Raises:
            ModelError: The network gave no numbers.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Found:
    """A mass before it is scored.

    Attributes:
        box: Fitted to the outline where it is small: what is shown and measured.
        drawn: As the head of the boxes draws it: what the scorer sees; its calibration and limits rest on such boxes.
        confidence: 0..1.
    """

    box: Box
    drawn: Box
    confidence: float


class LesionDetector:
    """Finder, then scorer: boxes on the whole panel, then a malignancy for the most confident of them."""

    def __init__(self, manifest: Manifest, backend: Backend, head: BreastHead | None = None) -> None:
        """Run these networks.

        Args:
            manifest: Limits and calibration.
            backend: The networks.
            head: Tells a breast's picture from others; None where the weights have none.
        """
        self._backend = backend
        self._head = head
        recogniser = manifest.recogniser
        self._limits = (0.0, 0.0) if recogniser is None else (recogniser.refuse_below, recogniser.accept_from)
        self._thresholds = manifest.thresholds
        self._calibration = manifest.calibration
        self._info = NetworkInfo(
            device=backend.device,
            backend=backend.name,
            precision=backend.precision,
            weights_sha256=manifest.weights_sha256,
            fell_back=backend.fell_back,
            shown_confidence=manifest.thresholds.shown_confidence,
            operating_points=manifest.thresholds.operating_points,
            development_prevalence=manifest.development_prevalence,
            release=f"{manifest.name} {manifest.version}",
            files_sha256=tuple(
                (files.weights, files.sha256[files.weights]) for files in (manifest.finder, manifest.scorer)
            ),
        )

    @property
    def info(self) -> NetworkInfo:
        """What runs, and where; another value once the backend has fallen back."""
        now = self._backend
        if (now.device, now.fell_back) != (self._info.device, self._info.fell_back):
            self._info = replace(
                self._info, device=now.device, backend=now.name, precision=now.precision, fell_back=now.fell_back
            )
        return self._info

    @property
    def limits(self) -> tuple[float, float]:
        """See `Recogniser`."""
        return self._limits

    def detect(self, pixels: npt.NDArray[np.uint8]) -> tuple[Detection, ...]:
        """See `Detector`."""
        grey = to_grey(pixels)
        return self._scored(grey, self._find(grey)[0], MOST_SCORED)

    def look(self, pixels: npt.NDArray[np.uint8]) -> Sight:
        """See `Recogniser`."""
        grey = to_grey(pixels)
        found, summary = self._find(grey)
        breast = None if self._head is None else self._head.log_odds(summary)
        if breast is not None and not math.isfinite(breast):
            raise ModelError(_NO_NUMBERS, device=self.info.device)
        for_scoring = breast is None or breast >= self._limits[0]
        return Sight(self._scored(grey, found, MOST_SCORED if for_scoring else 0), breast)

    def summary(self, grey: Grey) -> npt.NDArray[np.float32]:
        """The finder's own summary of a grey picture (h, w), shape (features,): what a `BreastHead` reads.

        Raises:
            ModelError: The network gave no numbers.
        """
        return self._find(grey)[1]

    def _scored(self, grey: Grey, found: list[_Found], most: int) -> tuple[Detection, ...]:
        return tuple(
            Detection(mass.box, mass.confidence, self.score(grey, mass.drawn) if rank < most else None)
            for rank, mass in enumerate(found)
        )

    def find(self, grey: Grey) -> list[tuple[Box, float]]:
        """Boxes and confidences in a grey picture (h, w), most confident first.

        Raises:
            ModelError: The network gave no numbers.
        """
        return [(mass.box, mass.confidence) for mass in self._find(grey)[0]]

    def _find(self, grey: Grey) -> tuple[list[_Found], npt.NDArray[np.float32]]:
        square, placed = letterbox(grey, FINDER_SIDE_PX)
        centre, sides, logits, summary = self._backend.find(square[None, None].astype(np.float32) / np.float32(255))
        if not all(np.isfinite(numbers).all() for numbers in (centre, sides, logits)):
            raise ModelError(_NO_NUMBERS, device=self.info.device)
        outlines = OutlineMap(logits, placed)
        kept: list[_Found] = []
        for box, confidence in decode_boxes(centre, sides, placed, grey.shape, self._thresholds.candidate_confidence):
            fitted = fitted_to_outline(box, outlines, grey.shape)
            if not any(_same_lesion(fitted, other.box) for other in kept):
                kept.append(_Found(fitted, box, confidence))
        return kept, summary

    def outlines(self, grey: Grey, boxes: list[Box]) -> list[Mask | None]:
        """The finder's own outline in each box of a grey picture (h, w): masks (h, w), None where it draws none.

        Looks closer at each box, with one run of the finder for every cut of `OUTLINE_CUTS`: for one picture on
        demand, not for every frame.

        Raises:
            ModelError: The network gave no numbers.
        """
        return [
            outline_in_box([self._outline_map(grey, box, sides) for sides in OUTLINE_CUTS], box, grey.shape)
            for box in boxes
        ]

    def _outline_map(self, grey: Grey, box: Box, sides: float) -> OutlineMap:
        rows, columns = cut_round(grey.shape, box, sides)
        square, placed = letterbox(grey[rows, columns], FINDER_SIDE_PX)
        _, _, logits, _ = self._backend.find(square[None, None].astype(np.float32) / np.float32(255))
        if not np.isfinite(logits).all():
            raise ModelError(_NO_NUMBERS, device=self.info.device)
        return OutlineMap(logits, placed, columns.start, rows.start)

    def score(self, grey: Grey, box: Box) -> float:
        """Malignancy of the lesion in a box at the development prevalence, 0..1.

        Raises:
            ModelError: The network gave no number.
        """
        return self.calibrated(self.score_logit(grey, box))

    def calibrated(self, logit: float) -> float:
        """The scorer's own log-odds as malignancy at the development prevalence, 0..1."""
        return 1 / (1 + math.exp(-(self._calibration.slope * logit + self._calibration.offset)))

    def score_logit(self, grey: Grey, box: Box) -> float:
        """The scorer's own log-odds before calibration.

        Raises:
            ModelError: The network gave no number.
        """
        return self.view_logit(scorer_view(grey, box).astype(np.float32) / np.float32(255))

    def view_logit(self, view: npt.NDArray[np.float32]) -> float:
        """The scorer's own log-odds of what it sees, (192, 192) in 0..1, before calibration.

        Raises:
            ModelError: The network gave no number.
        """
        logit = self._backend.score(np.ascontiguousarray(view[None, None], np.float32))
        if not math.isfinite(logit):
            raise ModelError(_NO_NUMBERS, device=self.info.device)
        return logit


def decode_boxes(
    centre: npt.NDArray[np.float32],
    sides: npt.NDArray[np.float32],
    placed: Letterbox,
    size: tuple[int, ...],
    threshold: float,
) -> list[tuple[Box, float]]:
    """Boxes at the peaks of the centre map, in the picture's pixels, most confident first.

    Args:
        centre: Logits (32, 32).
        sides: Distances left, top, right, bottom from the middle of each cell, px of the input (4, 32, 32).
        placed: How the picture was set into the input.
        size: (height, width) of the picture; boxes are cut to it.
        threshold: Least confidence.
    """
    confidence = 1 / (1 + np.exp(-centre.astype(np.float64)))
    peaks = (cv2.dilate(confidence, np.ones((3, 3))) == confidence) & (confidence >= threshold)
    rows, columns = np.nonzero(peaks)
    order = np.argsort(-confidence[rows, columns], kind="stable")[:MOST_CANDIDATES]
    kept: list[tuple[Box, float]] = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        x, y = (column + 0.5) * BOX_STRIDE_PX, (row + 0.5) * BOX_STRIDE_PX
        left, top, right, bottom = sides[:, row, column].tolist()
        box = placed.to_picture(Box(x - left, y - top, x + right, y + bottom))
        box = Box(max(box.left, 0.0), max(box.top, 0.0), min(box.right, size[1]), min(box.bottom, size[0]))
        if box.width < 2 or box.height < 2 or any(_same_lesion(box, other) for other, _ in kept):
            continue
        kept.append((box, float(confidence[row, column])))
    return kept


def _same_lesion(box: Box, better: Box) -> bool:
    """Whether a weaker box shows what a stronger one shows already: high overlap, or one lies in the other."""
    across = min(box.right, better.right) - max(box.left, better.left)
    down = min(box.bottom, better.bottom) - max(box.top, better.top)
    if across <= 0 or down <= 0:
        return False
    shared = across * down
    smaller = min(box.width * box.height, better.width * better.height)
    return box.iou(better) > MOST_OVERLAP or shared > MOST_INSIDE * smaller


def load_detector(
    device: str = "auto", models: Path | None = None, threads: int | None = None, fast: bool = False
) -> LesionDetector:
    """The shipped networks, or those of another folder, on a device.

    Args:
        device: One of `inference.backends.choice.DEVICES`.
        models: Folder with manifest.json; None for the shipped one.
        threads: Of the CPU; None leaves it to OpenVINO.
        fast: In bf16 or f16, where the manifest shows that these weights may.

    Raises:
        ModelError: Weights are missing or changed.
    """
    folder = MODELS_FOLDER if models is None else models
    return open_detector(read_manifest(folder), folder, device, threads, fast)


def open_detector(
    manifest: Manifest, folder: Path, device: str = "auto", threads: int | None = None, fast: bool = False
) -> LesionDetector:
    """The networks and the head that a manifest names.

    Args:
        manifest: Of the weights.
        folder: Where they lie.
        device: One of `inference.backends.choice.DEVICES`.
        threads: Of the CPU; None leaves it to OpenVINO.
        fast: In bf16 or f16, where the manifest shows that these weights may.

    Raises:
        ModelError: Weights are missing or changed.
    """
    return detector_on(open_backend(manifest, folder, device, threads, fast), manifest, folder)


def detector_on(backend: Backend, manifest: Manifest, folder: Path) -> LesionDetector:
    """The networks on a backend that is open already, with the head that the manifest names.

    Raises:
        ModelError: The head is missing or changed.
    """
    recogniser = manifest.recogniser
    if recogniser is None:
        return LesionDetector(manifest, backend)
    head = load_head(checked_file(folder, recogniser.weights, recogniser.sha256))
    return LesionDetector(manifest, backend, head)

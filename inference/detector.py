"""From the pixels of a panel to masses with a box, a confidence and a malignancy."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from inference.findings import Detection, OperatingPoints


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
    """

    device: str
    backend: str
    precision: str
    weights_sha256: str
    fell_back: str | None
    shown_confidence: float
    operating_points: OperatingPoints
    development_prevalence: float


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

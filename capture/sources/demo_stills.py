"""The real pictures that the simulated scan moves about; see resources/demo/ATTRIBUTION.md."""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import cv2
import numpy as np
import numpy.typing as npt

from capture.errors import UnreadableFile

# Benign and malignant take turns; the first four make the demo cine.
LESIONS = (
    ("bus_0837-s", "benign"),
    ("bus_0031-s", "malignant"),
    ("bus_0074-s", "benign"),
    ("bus_1033-r", "malignant"),
    ("bus_0826-s", "benign"),
    ("bus_0017-s", "malignant"),
)
TISSUE = ("CAWI_017", "CAWI_018")


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """One real picture and where its lesion is.

    Attributes:
        name: As in its data set.
        pixels: Grey, shape (height, width), uint8.
        outline: Corners of the lesion's convex hull, shape (n, 2), (x, y) in pixels; None without a lesion.
        label: "benign", "malignant" or "normal".
    """

    name: str
    pixels: npt.NDArray[np.uint8]
    outline: npt.NDArray[np.float64] | None = None
    label: str = "normal"


def lesion_stills() -> tuple[Still, ...]:
    """The shipped stills with a lesion.

    Raises:
        UnreadableFile: The installation lacks them.
    """
    folder = files("resources") / "demo" / "stills"
    return tuple(
        Still(name, _grey(folder / f"{name}.webp"), outline_of(_grey(folder / f"{name}.png")), label)
        for name, label in LESIONS
    )


def tissue_stills() -> tuple[Still, ...]:
    """The shipped stills without a lesion: what is seen when the lesion is out of view.

    Raises:
        UnreadableFile: The installation lacks them.
    """
    folder = files("resources") / "demo" / "stills"
    return tuple(Still(name, _grey(folder / f"{name}.webp")) for name in TISSUE)


def outline_of(mask: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Convex hull of a lesion mask, shape (n, 2): enough to know the box after any shift, zoom or rotation."""
    points = cv2.findNonZero(mask)
    return np.asarray(cv2.convexHull(points), np.float64).reshape(-1, 2)


def _grey(file: Traversable) -> npt.NDArray[np.uint8]:
    try:
        data = np.frombuffer(file.read_bytes(), np.uint8)
    except OSError as fault:
        raise UnreadableFile(
            "The demo picture {file} is missing; install Minamo again (python3 installer/bootstrap.py run).",
            file=file.name,
        ) from fault
    pixels = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    if pixels is None:
        raise UnreadableFile(
            "The demo picture {file} is damaged; install Minamo again (python3 installer/bootstrap.py run).",
            file=file.name,
        )
    return np.asarray(pixels, np.uint8)

"""A lesion as the plane cuts it: smaller off its middle, fading at its rim."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.making.path import Place
from inference.evaluation.cine.making.strip import PlacedLesion

Floats = npt.NDArray[np.float32]
Grey = npt.NDArray[np.uint8]

FADES_OVER = 0.45  # of the distance from its rim to its middle
LEAN = 0.12  # of its width that the middle of its cut moves to one rim
STIFF = 0.7  # of the squeeze that a lesion does not follow
SMALLEST_CUT = 0.25  # of its width; a smaller cut has faded


@dataclass(frozen=True, slots=True)
class Cut:
    """How a plane cuts a lesion.

    Attributes:
        scale_x, scale_y: Of the cut, against its largest.
        shift_x, shift_y: Of its middle, strip pixels.
        strength: How much it stands out, 0..1.
    """

    scale_x: float
    scale_y: float
    shift_x: float
    shift_y: float
    strength: float


def cut_of(lesion: PlacedLesion, place: Place, lean: tuple[float, float], flatter: float) -> Cut:
    """The cut of an ellipsoid at a distance from its middle: width sqrt(1 - z^2).

    Args:
        lesion: Which.
        place: Of the probe.
        lean: Direction, -1..1 each, in which its middle moves from rim to rim.
        flatter: By how much its height shrinks faster than its width, about 1.
    """
    z = place.off_plane
    inside = max(1 - z * z, 0.0)
    scale = max(math.sqrt(inside), SMALLEST_CUT)
    reached = min(max((1 - abs(z)) / FADES_OVER, 0.0), 1.0)
    width, height = lesion.box[2] - lesion.box[0], lesion.box[3] - lesion.box[1]
    return Cut(
        scale,
        scale**flatter * (1 + STIFF * place.squeeze),
        LEAN * width * lean[0] * z,
        LEAN * height * lean[1] * z,
        reached * reached * (3 - 2 * reached),
    )


def draw_cut(
    view: Grey, x: Floats, y: Floats, lesion: PlacedLesion, cut: Cut
) -> tuple[tuple[int, int], npt.NDArray[np.bool_]] | None:
    """Put a lesion's cut into the view, in place.

    Args:
        view: Shape (h, w); the tissue without it.
        x, y: The view's map into the strip, shape (h, w).
        lesion, cut: What.

    Returns:
        (left, top) in the view and the mask of what is seen there, or None when nothing is.
    """
    width = lesion.grey.shape[1]
    across = (x > lesion.left - 2) & (x < lesion.left + width + 2)
    columns = np.flatnonzero(across[:: max(1, len(x) // 8)].any(axis=0))
    if not len(columns):
        return None
    part = np.s_[:, columns[0] : columns[-1] + 1]
    middle_x, middle_y = (lesion.box[0] + lesion.box[2]) / 2, (lesion.box[1] + lesion.box[3]) / 2
    half_x, half_y = (lesion.box[2] - lesion.box[0]) / 2, (lesion.box[3] - lesion.box[1]) / 2
    source_x = _spread(x[part] - np.float32(middle_x + cut.shift_x), cut.scale_x, half_x)
    source_x += np.float32(middle_x - lesion.left)
    source_y = _spread(y[part] - np.float32(middle_y + cut.shift_y), cut.scale_y, half_y) + np.float32(middle_y)
    reach = cv2.remap(lesion.reach, source_x, source_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    grey = cv2.remap(lesion.grey, source_x, source_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shown = np.asarray(reach, np.float32) * np.float32(cut.strength)
    tissue = view[part].astype(np.float32)
    tissue += (grey.astype(np.float32) - tissue) * shown
    view[part] = tissue.astype(np.uint8)
    mask = cv2.remap(lesion.mask, source_x, source_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT) > 127
    return (int(columns[0]), 0), np.asarray(mask)


def _spread(distance: Floats, scale: float, half: float) -> Floats:
    """Distance from the middle of the cut to that of the still: within the cut stretched, beyond it moved along."""
    rim = np.float32(half * scale)
    within = np.clip(distance, -rim, rim)
    return np.asarray(within * np.float32(1 / scale) + (distance - within), np.float32)

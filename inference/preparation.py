"""From a panel's pixels to the networks' inputs, and boxes back again; numpy and OpenCV only, no torch."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.findings import Box

FINDER_SIDE_PX = 256
SCORER_SIDE_PX = 192
BOX_STRIDE_PX = 8  # one cell of the centre map, in pixels of the finder's input
MASK_STRIDE_PX = 4

CONTEXT = 1.7  # side of the scorer's crop over the longer side of the lesion's box
SMALLEST_CROP_PX = 48  # a smaller crop would be blown up beyond what its pixels hold

Grey = npt.NDArray[np.uint8]


def to_grey(pixels: npt.NDArray[np.uint8]) -> Grey:
    """RGB (h, w, 3) or grey (h, w), uint8 -> grey (h, w), uint8, by BT.601 weights.

    Raises:
        ValueError: Pixels of another depth or another number of channels; readers bring every file to this form.
    """
    if pixels.dtype != np.uint8 or pixels.ndim not in (2, 3) or pixels.shape[2:] not in ((), (3,)) or not pixels.size:
        raise ValueError(f"pixels must be uint8, (h, w) or (h, w, 3), not {pixels.dtype} {pixels.shape}")
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


@dataclass(frozen=True, slots=True)
class Letterbox:
    """How a picture was set into a square: point * scale + offset.

    Attributes:
        scale: Square pixels a picture pixel.
        left_px, top_px: Where the picture begins in the square.
    """

    scale: float
    left_px: float
    top_px: float

    def to_picture(self, box: Box) -> Box:
        """A box of the square in the picture's pixels."""
        return Box(
            (box.left - self.left_px) / self.scale,
            (box.top - self.top_px) / self.scale,
            (box.right - self.left_px) / self.scale,
            (box.bottom - self.top_px) / self.scale,
        )


def letterbox(grey: Grey, side_px: int) -> tuple[Grey, Letterbox]:
    """Set a grey picture (h, w) into the middle of a black square (side, side), its aspect kept."""
    height, width = grey.shape
    scale = side_px / max(height, width)
    inner_width, inner_height = max(1, round(width * scale)), max(1, round(height * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    left, top = (side_px - inner_width) // 2, (side_px - inner_height) // 2
    square = np.zeros((side_px, side_px), np.uint8)
    square[top : top + inner_height, left : left + inner_width] = cv2.resize(
        grey, (inner_width, inner_height), interpolation=method
    )
    return square, Letterbox(scale, left, top)


def cut_round(size: tuple[int, ...], box: Box, sides: float) -> tuple[slice, slice]:
    """Rows and columns of a square round a box, moved into the picture and no larger than it.

    Args:
        size: (height, width) of the picture.
        box: In its pixels.
        sides: Side of the square over the longer side of the box; the square is never smaller than 48 px.
    """
    height, width = size[:2]
    side = max(sides * max(box.width, box.height), SMALLEST_CROP_PX)
    x, y = box.centre
    left, top = (
        int(min(max(x - side / 2, 0), max(width - side, 0))),
        int(min(max(y - side / 2, 0), max(height - side, 0))),
    )
    return slice(top, min(height, math.ceil(top + side))), slice(left, min(width, math.ceil(left + side)))


def crop_side_px(box: Box) -> float:
    """Side of the square that the scorer sees round a box, in pixels of the picture."""
    return max(CONTEXT * max(box.width, box.height), SMALLEST_CROP_PX)


def crop(grey: Grey, box: Box, side_px: int) -> Grey:
    """The square round a lesion, (side_px, side_px); what lies outside the picture is black."""
    side = crop_side_px(box)
    centre_x, centre_y = box.centre
    scale = side_px / side
    if scale < 1:  # shrink by area first: a linear warp alone would alias the speckle
        small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        scale_x, scale_y = small.shape[1] / grey.shape[1], small.shape[0] / grey.shape[0]
        centre_x, centre_y, scale = centre_x * scale_x, centre_y * scale_y, 1.0
    else:
        small = grey
    matrix = np.array(
        [[scale, 0, side_px / 2 - centre_x * scale], [0, scale, side_px / 2 - centre_y * scale]], np.float64
    )
    # half-pixel shift: OpenCV puts a pixel's centre on whole numbers
    matrix[:, 2] += 0.5 * scale - 0.5
    return np.asarray(cv2.warpAffine(small, matrix, (side_px, side_px), flags=cv2.INTER_LINEAR), np.uint8)


def scorer_view(grey: Grey, box: Box) -> Grey:
    """What the scorer sees of a lesion: (192, 192)."""
    return crop(grey, box, SCORER_SIDE_PX)

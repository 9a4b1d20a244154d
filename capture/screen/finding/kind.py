"""What a panel shows, by its colours: B-mode is grey, contrast has one tint, a stiffness map all colours."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import PanelKind, Rect

LIT = 40
COLOUR = 48  # between the highest and the lowest channel of a pixel that has a colour; a tinted grey map stays below
COLOUR_OF_BRIGHTNESS = 0.33
TINTED_SHARE = 0.5  # of what is lit has a colour
ONE_TINT = 0.85  # of the coloured pixels within a sixth of the colour wheel
HUES = 36
HUE_WINDOW = 6
STIFFNESS_SHARE = 0.35  # of the panel is coloured, in many colours
FLOW_SHARE = 0.004
FEW = 60  # lit pixels; fewer say nothing

Pixels = npt.NDArray[np.uint8]


def kind_of(pictures: Sequence[Pixels], rect: Rect, mask: npt.NDArray[np.bool_] | None = None) -> PanelKind:
    """What a part of some pictures shows.

    Args:
        pictures: RGB, (h, w, 3) uint8.
        rect: The panel.
        mask: True where it is ultrasound, of the rectangle's size.
    """
    parts = [picture[rect.top : rect.bottom, rect.left : rect.right] for picture in pictures]
    pixels = np.concatenate([(part if mask is None else part[mask]).reshape(-1, 3)[::3] for part in parts])
    lightest, darkest = lightest_and_darkest(pixels)
    spread = lightest - darkest
    lit = lightest >= LIT
    coloured = lit & (spread >= np.maximum(COLOUR, COLOUR_OF_BRIGHTNESS * lightest))
    tinted = lit & (spread >= COLOUR_OF_BRIGHTNESS * lightest)
    if lit.sum() < FEW:
        return PanelKind.B_MODE
    share = float(coloured.mean())
    if tinted.sum() >= TINTED_SHARE * lit.sum() and of_one_hue(pixels[tinted]) >= ONE_TINT:
        return PanelKind.CONTRAST
    if share >= STIFFNESS_SHARE:
        return PanelKind.ELASTOGRAPHY
    return PanelKind.DOPPLER if share >= FLOW_SHARE else PanelKind.B_MODE


def lightest_and_darkest(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """The highest and the lowest channel of each pixel, (n,), of RGB (n, 3)."""
    red, green, blue = (np.ascontiguousarray(pixels[:, channel]) for channel in range(3))
    return np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)


def of_one_hue(pixels: Pixels) -> float:
    """Share of the pixels within a sixth of the colour wheel."""
    hues = cv2.cvtColor(np.ascontiguousarray(pixels[None]), cv2.COLOR_RGB2HSV)[0, :, 0]  # 0..179
    counts = np.bincount(np.minimum(hues // (180 // HUES), HUES - 1), minlength=HUES)
    around = np.convolve(np.concatenate([counts, counts[: HUE_WINDOW - 1]]), np.ones(HUE_WINDOW), "valid")
    return float(around.max()) / max(1, len(pixels))

"""How deep a lesion lies under the skin."""

import numpy as np
import numpy.typing as npt

from app.exam.lesions.outline import Points

_TISSUE_GREY = 12  # mean grey of a row from which on it is no ground of the screen
_ROWS_IN_A_ROW = 3  # a line or letter of the screen is thinner
_LEAST_BAND_PX = 9


def depth_mm(
    grey: npt.NDArray[np.uint8],
    outline: Points,
    mm_per_px: tuple[float, float] | None,
    mask: npt.NDArray[np.bool_] | None = None,
) -> float | None:
    """From the upper edge of the panel's tissue down to the lesion's upper edge.

    Args:
        grey: The B-mode panel (h, w).
        outline: (n, 2) in pixels of the panel.
        mm_per_px: (x, y) of the panel.
        mask: True where the panel is ultrasound (h, w); None for all of it.

    Returns:
        None where the scale is not known, or no tissue is found above the lesion.
    """
    if mm_per_px is None or not len(outline):
        return None
    upper = outline[outline[:, 1].argmin()]
    skin_px = skin_row(grey if mask is None else np.where(mask, grey, 0).astype(np.uint8), float(upper[0]))
    if skin_px is None or skin_px > upper[1]:
        return None
    return float((upper[1] - skin_px) * mm_per_px[1])


def skin_row(grey: npt.NDArray[np.uint8], x_px: float) -> int | None:
    """The first row of tissue at this place across the panel; None where all is dark."""
    half = max(_LEAST_BAND_PX, grey.shape[1] // 40) // 2
    middle = min(max(int(x_px), 0), grey.shape[1] - 1)
    band = grey[:, max(middle - half, 0) : middle + half + 1].mean(axis=1) >= _TISSUE_GREY
    run = np.convolve(band, np.ones(_ROWS_IN_A_ROW), mode="valid") >= _ROWS_IN_A_ROW
    return int(run.argmax()) if run.any() else None

"""The tissue as it would be without its lesion: what is seen beside it, put in its place and beneath it."""

import cv2
import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.making.tissue_filling import tissue_over

Floats = npt.NDArray[np.float32]
Grey = npt.NDArray[np.uint8]

RIM = 0.12  # of the lesion's size: its halo goes too
SOFT_PX = 7.0  # sigma of the border between what stays and what is put in


def reach_of(mask: Grey) -> Floats:
    """How far each pixel belongs to the lesion, its rim, and the shadow or enhancement beneath it, 0..1, (h, w)."""
    columns = np.flatnonzero(mask.any(axis=0))
    rows = np.flatnonzero(mask.any(axis=1))
    width, height = len(columns), len(rows)
    rim = max(5, round(RIM * max(width, height))) | 1
    whole = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * rim + 1, 2 * rim + 1)))
    middle = (rows[0] + rows[-1]) // 2
    inset = round(0.06 * width)
    whole[middle:, columns[0] + inset : columns[-1] + 1 - inset] = 255
    soft = cv2.GaussianBlur(whole.astype(np.float32) / 255, (0, 0), SOFT_PX)
    return np.asarray(np.clip((soft - 0.15) / 0.6, 0, 1), np.float32)


def without_lesion(grey: Grey, mask: Grey) -> Grey:
    """The still with its lesion, and what it does beneath it, replaced by tissue."""
    reach = reach_of(mask)
    value = grey.astype(np.float32)
    filled = tissue_over(value, reach > 0.02)
    return np.asarray(np.clip(value * (1 - reach) + filled * reach, 0, 255), np.uint8)

"""A lesion's outline as points: from a mask, and the nearest place on it."""

import cv2
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]  # (n, 2): x, y; a pixel's middle lies on halves, as boxes count
Mask = npt.NDArray[np.bool_]  # (h, w)

_FINER = 4  # the outline runs along the edges of pixels, within 1/8 px
_THINNED_PX = 0.7  # what is nearer to the line between its neighbours are the steps of pixels


def outline_of(mask: Mask, origin_px: tuple[float, float] = (0.0, 0.0)) -> Points:
    """The outline of the largest part of a mask, along the edges of its pixels.

    Args:
        mask: (h, w).
        origin_px: (x, y) of the mask's first pixel in the picture that the outline shall refer to.

    Returns:
        (n, 2) points in order, the first not repeated; (0, 2) for an empty mask.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return np.zeros((0, 2))
    near = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.uint8)
    fine = np.kron(near, np.ones((_FINER, _FINER), np.uint8))
    contours, _ = cv2.findContours(fine, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = max(contours, key=cv2.contourArea)
    if len(largest) > 4:
        largest = cv2.approxPolyDP(largest, _THINNED_PX * _FINER, True)
    first = np.array([columns[0] + origin_px[0], rows[0] + origin_px[1]], np.float64)
    return (largest[:, 0].astype(np.float64) + 0.5) / _FINER + first


def nearest_on(outline: Points, point: tuple[float, float], scale: tuple[float, float] = (1.0, 1.0)) -> Points:
    """The place on a closed outline that is nearest to a point, (2,).

    Args:
        outline: (n, 2), n of 1 or more.
        point: (x, y) in the same pixels.
        scale: (x, y) size of a pixel, so that "nearest" is meant on the tissue where pixels are not square.
    """
    size = np.array(scale)
    start = outline * size
    along = np.roll(start, -1, axis=0) - start
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    wanted = np.array(point) * size
    share = np.clip(((wanted - start) * along).sum(axis=1) / length, 0, 1)
    places = start + share[:, None] * along
    return np.asarray(places[((places - wanted) ** 2).sum(axis=1).argmin()] / size, np.float64)

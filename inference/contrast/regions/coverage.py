"""The exact share of every cell that a polygon covers."""

import numpy as np

from inference.contrast.picture import Floats, Series

_ROUNDING = 1e-6  # sums of many pieces: less than this is nothing


def polygon_coverage(points: Series, height: int, width: int) -> Floats:
    """Share of each unit cell inside a closed polygon, (height, width) float32, 0..1.

    Each edge is cut at every grid line that it crosses; a piece inside one cell covers, of the cells to its right, its
    own height, and of its own cell the trapezium to its right (the signed-area method of font rasterisers). The sum
    is the exact area for polygons that do not cross themselves.

    Args:
        points: (k, 2) of x, y; cell (row, column) spans x column..column+1 and y row..row+1. May reach outside.
        height: Rows of cells.
        width: Columns of cells.
    """
    start, end = points, np.roll(points, -1, axis=0)
    pieces = [_pieces(a, b, height, width) for a, b in zip(start, end, strict=True) if a[1] != b[1]]
    if not pieces:
        return np.zeros((height, width), np.float32)
    x, y, rise = np.concatenate(pieces, axis=1)
    kept = (y > 0) & (y < height) & (x < width)
    x, y, rise = np.maximum(x[kept], 0), y[kept], rise[kept]  # left of the picture: covers the row from its beginning
    column, row = np.minimum(x.astype(np.intp), width - 1), y.astype(np.intp)
    right_share = column + 1 - x
    cover = np.zeros((height, width + 1))
    np.add.at(cover, (row, column), rise * right_share)
    np.add.at(cover, (row, column + 1), rise * (1 - right_share))
    share = np.abs(np.cumsum(cover, axis=1)[:, :width])
    share[share < _ROUNDING] = 0
    share[share > 1 - _ROUNDING] = 1
    return share.astype(np.float32)


def _pieces(a: Series, b: Series, height: int, width: int) -> Series:
    """An edge cut at the grid lines: mean x, mean y and signed height of each piece, (3, m)."""
    cuts = [np.array([0.0, 1.0])]
    for axis, size in ((0, width), (1, height)):
        low, high = sorted((a[axis], b[axis]))
        if low < high:
            lines = np.arange(max(np.ceil(low), 0), min(np.floor(high), size) + 1)
            cuts.append((lines - a[axis]) / (b[axis] - a[axis]))
    along = np.unique(np.clip(np.concatenate(cuts), 0, 1))
    at = a + along[:, None] * (b - a)
    middle = (at[1:] + at[:-1]) / 2
    return np.stack([middle[:, 0], middle[:, 1], np.diff(at[:, 1])])

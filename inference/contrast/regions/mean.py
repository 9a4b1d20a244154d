"""A region's mean over time."""

import numpy as np

from inference.contrast.picture import Floats, Series, Stack


def region_curve(stack: Stack, weights: Floats) -> tuple[Series, Series]:
    """Weighted mean of the power, and the share of the region at the display's white, for every picture.

    Args:
        stack: n pictures of (h, w) cells; those left out are computed all the same.
        weights: (h, w) share of each cell in the region, of `Region.weights`.

    Returns:
        (n,) echo power and (n,) share 0..1; NaN where the region covers nothing.
    """
    total = float(weights.sum(dtype=np.float64))
    if total <= 0:
        nothing = np.full(len(stack.power), np.nan)
        return nothing, nothing.copy()
    share = (weights / total).astype(np.float32)
    rows, columns = np.nonzero(share)
    window = (slice(None), slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
    inside = share[window[1:]]
    curve = np.einsum("nhw,hw->n", stack.power[window], inside, dtype=np.float64)
    white = np.einsum("nhw,hw->n", stack.saturated[window].astype(np.float32), inside, dtype=np.float64) / 255
    return curve, white

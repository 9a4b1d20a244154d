"""Colours of contrast: two regions that colour-blind users tell apart, and the bar of the maps."""

from functools import cache

import numpy as np
import numpy.typing as npt

from app.contrast.view import MapView

LESION = "#F0E442"  # Okabe-Ito yellow
REFERENCE = "#CC79A7"  # Okabe-Ito reddish purple: darker than the yellow to every kind of colour vision
MARKERS = "#B1BAC4"


@cache
def map_colours(name: str) -> npt.NDArray[np.uint8]:
    """(256, 3) RGB of "viridis" or "cividis" (Nunez et al. 2018), whose steps look alike without red-green vision.

    "_r" at the end turns the colours round.
    """
    import pyqtgraph

    table: npt.NDArray[np.uint8] = pyqtgraph.colormap.get(name.removesuffix("_r")).getLookupTable(nPts=256, alpha=False)
    return table[::-1] if name.endswith("_r") else table


def map_rgba(shown: MapView, opacity: float) -> npt.NDArray[np.uint8]:
    """(h, w, 4) RGBA of a map; transparent where there is no value."""
    values, low, high = shown.values, shown.low, shown.high
    known = np.isfinite(values)
    share = (np.where(known, values, low) - low) / max(high - low, 1e-12)
    levels = np.clip(share * 255, 0, 255).astype(np.uint8)
    rgba = np.empty((*values.shape, 4), np.uint8)
    rgba[..., :3] = map_colours(shown.colours)[levels]
    rgba[..., 3] = np.where(known, round(opacity * 255), 0)
    return rgba

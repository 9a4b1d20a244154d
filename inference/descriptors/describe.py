"""All descriptors of a lesion together."""

import numpy as np

from inference.descriptors.descriptor import AT_EDGE, NO_OUTLINE, Descriptor, Grey, Mask
from inference.descriptors.echo import echo_level, margin, posterior
from inference.descriptors.geometry import angularity, orientation, shape

NAMES = (
    "depth over width",
    "solidity",
    "overlap with an ellipse",
    "angularity",
    "margin sharpness",
    "halo",
    "echo level",
    "posterior",
)
_ROUND = 1.0  # of the lesion's size is looked at on each side; the rest of the picture says nothing of it


def describe(grey: Grey, mask: Mask | None, mm_per_px: tuple[float, float] | None = None) -> tuple[Descriptor, ...]:
    """Measure a lesion; always all of `NAMES`, each with a value or with the reason why there is none.

    Args:
        grey: The panel (h, w).
        mask: The lesion's outline, filled (h, w); None where there is none.
        mm_per_px: (x, y), where the panel's scale is known; only their ratio counts.
    """
    if mask is None or not mask.any():
        return tuple(Descriptor(name, None, reason=NO_OUTLINE) for name in NAMES)
    if mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any():
        return tuple(Descriptor(name, None, reason=AT_EDGE) for name in NAMES)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    more = int(_ROUND * max(len(rows), len(columns))) + 1
    near = (
        slice(max(rows[0] - more, 0), rows[-1] + 1 + more),
        slice(max(columns[0] - more, 0), columns[-1] + 1 + more),
    )
    grey, mask = grey[near], mask[near]
    return (
        orientation(mask, mm_per_px),
        *shape(mask),
        angularity(mask),
        *margin(grey, mask),
        echo_level(grey, mask),
        posterior(grey, mask),
    )

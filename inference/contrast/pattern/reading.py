"""All signs of one study."""

import numpy as np

from inference.contrast.maps.parametric import Maps
from inference.contrast.pattern.areas import defect, enlarged
from inference.contrast.pattern.brightness import enhancement, rim, washout
from inference.contrast.pattern.levels import Levels
from inference.contrast.pattern.order import order
from inference.contrast.pattern.sign import Sign
from inference.contrast.pattern.vessels import penetrating
from inference.contrast.picture import Floats, Stack
from inference.contrast.regions import Region

_SEED = 20


def pattern(
    stack: Stack, maps: Maps, lesion: Region, reference: Region, bmode_lesion: Region | None = None
) -> tuple[Sign, ...]:
    """What readers look for, in the order of `texts.NAMES`.

    Args:
        stack: Echo power of the study; not cleaned, so that means stay means.
        maps: Of the same stack.
        lesion: In panel pixels, as are the others.
        reference: Tissue beside it.
        bmode_lesion: The lesion's outline in the B-mode picture; None where it was not drawn on one.
    """
    height, width = stack.power.shape[1:]
    random = np.random.default_rng(_SEED)  # the same study gives the same intervals

    def shares(region: Region) -> Floats:
        return region.weights(height, width, stack.cell_px)

    levels = Levels(stack, shares(lesion), shares(reference))
    vessels, tubes = penetrating(levels, maps)
    return (
        enhancement(levels, random),
        enlarged(levels, None if bmode_lesion is None else shares(bmode_lesion)),
        defect(levels),
        vessels,
        order(levels, maps, tubes, random),
        rim(levels, random),
        washout(levels, random),
    )

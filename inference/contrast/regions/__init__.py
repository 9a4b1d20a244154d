"""Where to measure: regions on the contrast panel, their share of each cell, and proposals for lesion and reference.

`region` is the shape, `coverage` its share of each cell, `mean` its curve, `checks` refuses what cannot be measured,
`lesion` and `reference` propose.
"""

from inference.contrast.regions.checks import check
from inference.contrast.regions.lesion import from_box, from_mask, propose_lesion
from inference.contrast.regions.mean import region_curve
from inference.contrast.regions.reference import propose_reference
from inference.contrast.regions.region import Region

__all__ = ["Region", "check", "from_box", "from_mask", "propose_lesion", "propose_reference", "region_curve"]

"""The methods that are held against each other, and the one the product uses."""

from inference.contrast.cleaning.chosen_reach import CHOSEN_REACH
from inference.contrast.cleaning.cleaner import Cleaner
from inference.contrast.cleaning.local_polynomial import LocalPolynomial
from inference.contrast.cleaning.low_rank import LowRank
from inference.contrast.cleaning.network import Network
from inference.contrast.cleaning.patches import Patches
from inference.contrast.cleaning.space_time import LogSpaceTime, SpaceTime
from inference.contrast.cleaning.wavelet import Wavelet

LIVE = LocalPolynomial(reach_s=1.5, order=1, causal=True, name="line in time, causal")

CLEANERS: tuple[Cleaner, ...] = (
    CHOSEN_REACH,
    LIVE,
    SpaceTime(),
    LogSpaceTime(),
    Wavelet(),
    LowRank(kept=None, name="low rank, alone"),
    LowRank(),
    LowRank(sparse_sd=4.0, name="low rank and sparse"),
    Patches(),
    Network(),
)


def best() -> Cleaner:
    """The method of the product: the local polynomial in time.

    It is the one that changes nothing but noise. It is linear with weights that depend on the times alone: no speckle
    statistics are assumed, nothing leaks from a bright vessel over a region's edge, and cleaning a region's curve is
    the same as averaging cleaned cells, so that a redrawn region costs one curve. It is also the fastest. Low rank
    gains a few dB more of a single cell, at the price of a bias of several % of the area under the curve of a narrow
    vessel; whatever averages over neighbouring cells flattens vessels and rims by much more.
    """
    return CHOSEN_REACH

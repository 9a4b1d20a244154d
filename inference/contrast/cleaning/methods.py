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
    """The method of the product."""
    return CHOSEN_REACH

"""Which detection belongs to which track: the cheapest one-to-one pairing within a gate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from inference.findings import Box

FORBIDDEN = 1e3  # far above any real cost: such a pair is taken only for want of another, and thrown away
FARTHEST = 3.0  # box sizes; what is farther away costs no more
SIZE_WEIGHT = 0.5

Costs = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gate:
    """What may be a pair at all.

    Attributes:
        iou: Boxes that overlap this much may be a pair ...
        distance: ... and so may boxes whose centres lie within this many box sizes (square root of the mean area).
        size_ratio: The larger area may be this many times the smaller one.
    """

    iou: float
    distance: float
    size_ratio: float


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """How near each of n boxes is to each of m others; every array (n, m).

    Attributes:
        iou: Intersection over union.
        distance: Of the centres, in box sizes.
        log_ratio: Natural logarithm of the larger area over the smaller one, 0 or more.
    """

    iou: Costs
    distance: Costs
    log_ratio: Costs

    @property
    def cost(self) -> Costs:
        """Overlap alone says nothing about small lesions that moved by their own width, distance alone swaps lesions
        that cross, and both see too little of their size."""
        return (1 - self.iou) + np.minimum(self.distance, FARTHEST) + SIZE_WEIGHT * self.log_ratio


def nearness(boxes: Sequence[Box], others: Sequence[Box]) -> Nearness:
    """Compare every box with every other one; all with a positive width and height."""
    left, top, right, bottom = _edges(boxes)[:, :, None]
    other_left, other_top, other_right, other_bottom = _edges(others)[:, None, :]
    across = np.minimum(right, other_right) - np.maximum(left, other_left)
    down = np.minimum(bottom, other_bottom) - np.maximum(top, other_top)
    shared = np.maximum(across, 0) * np.maximum(down, 0)
    area, other_area = (right - left) * (bottom - top), (other_right - other_left) * (other_bottom - other_top)
    apart_x, apart_y = (left + right - other_left - other_right) / 2, (top + bottom - other_top - other_bottom) / 2
    return Nearness(
        shared / (area + other_area - shared),
        np.hypot(apart_x, apart_y) / np.sqrt((area + other_area) / 2),
        np.abs(np.log(area) - np.log(other_area)),
    )


def pair_up(tracks: Sequence[Box], detections: Sequence[Box], gate: Gate) -> list[tuple[int, int]]:
    """Pair boxes one to one with the smallest total cost.

    Returns:
        (index in `tracks`, index in `detections`) of each pair, by track.
    """
    if not tracks or not detections:
        return []
    near = nearness(tracks, detections)
    allowed = (near.iou >= gate.iou) | (near.distance <= gate.distance)
    return pairs_of(near.cost, allowed & (near.log_ratio <= np.log(gate.size_ratio)))


def pairs_of(cost: Costs, allowed: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The cheapest one-to-one pairs among those allowed; both (n, m)."""
    if not allowed.any():
        return []
    rows, columns = linear_sum_assignment(np.where(allowed, cost, FORBIDDEN))
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if allowed[row, column]]


def _edges(boxes: Sequence[Box]) -> Costs:
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.float64).T

"""Which detection belongs to which track: the cheapest one-to-one pairing within a gate."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from inference.findings import Box

FORBIDDEN = 1e3  # far above any real cost: such a pair is taken only for want of another, and thrown away


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


def pair_up(tracks: Sequence[Box], detections: Sequence[Box], gate: Gate) -> list[tuple[int, int]]:
    """Pair boxes one to one with the smallest total cost.

    The cost mixes overlap, distance of the centres and difference in size: overlap alone says nothing about small
    lesions that moved by their own width, distance alone swaps lesions that cross.

    Returns:
        (index in `tracks`, index in `detections`) of each pair, by track.
    """
    if not tracks or not detections:
        return []
    costs = np.array([[_cost(track, detection, gate) for detection in detections] for track in tracks])
    rows, columns = linear_sum_assignment(costs)
    return [
        (int(row), int(column)) for row, column in zip(rows, columns, strict=True) if costs[row, column] < FORBIDDEN
    ]


def _cost(track: Box, detection: Box, gate: Gate) -> float:
    area, other = track.width * track.height, detection.width * detection.height
    ratio = max(area, other) / min(area, other)
    if ratio > gate.size_ratio:
        return FORBIDDEN
    overlap = track.iou(detection)
    distance = math.dist(track.centre, detection.centre) / math.sqrt((area + other) / 2)
    if overlap < gate.iou and distance > gate.distance:
        return FORBIDDEN
    return (1 - overlap) + min(distance, 3.0) + 0.5 * math.log(ratio)

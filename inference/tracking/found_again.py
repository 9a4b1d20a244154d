"""Which lost mass is it that is seen now: the same place, as far as the probe's way is known, and the same looks."""

from collections.abc import Sequence

import numpy as np

from inference.findings import Box
from inference.tracking.appearance import Look, Patch
from inference.tracking.assignment import nearness, pairs_of
from inference.tracking.followed import NS_PER_MS, Followed
from inference.tracking.rules import Rules

SIZE_RATIO = 2.5  # of the areas: a mass that comes into the plane is cut smaller at first ...
ALIKE_SIZE_RATIO = 4.0  # ... which its looks may tell
NEAR = 0.8  # box sizes within which a lost mass is at its place
DRIFT_A_S = 0.4  # box sizes by which the measured motion may err in a second
UNMEASURED_A_S = 6.0  # ... and by which the probe may go in a second in which it was not measured


def found_again(
    time_ns: int, lost: Sequence[Followed], boxes: Sequence[Box], look: Look | None, rules: Rules
) -> list[tuple[int, int]]:
    """Pair lost masses with boxes, one to one.

    Args:
        time_ns: Of the frame.
        lost: Tracks that were shown before.
        boxes: Seen now.
        look: Gives what is seen in a box; where that is not known, only the place and a short absence count.
        rules: How alike they must be.

    Returns:
        (index in `lost`, index in `boxes`) of each pair.
    """
    if not lost or not boxes:
        return []
    patches = [None if look is None else look(box) for box in boxes]
    near = nearness([followed.filter.box for followed in lost], boxes)
    at_its_place = near.distance <= NEAR
    likeness = np.array([[_likeness(followed, patch) for patch in patches] for followed in lost])
    unseen_ns = np.array([time_ns - followed.waiting_ns for followed in lost], np.float64)[:, None]
    unmeasured_ns = np.array([followed.unmeasured_ns for followed in lost], np.float64)[:, None]
    within_reach = near.distance <= NEAR + (DRIFT_A_S * unseen_ns + UNMEASURED_A_S * unmeasured_ns) / 1e9
    alike = likeness >= np.where(at_its_place, rules.alike, rules.very_alike)
    unknown = np.isnan(likeness)
    allowed = np.where(unknown, at_its_place & (unseen_ns <= rules.near_ms * NS_PER_MS), alike & within_reach)
    cost = near.cost + 1 - np.where(unknown, 0.0, likeness)
    size_ratio = np.where(likeness >= rules.very_alike, ALIKE_SIZE_RATIO, SIZE_RATIO)
    return pairs_of(cost, allowed & (near.log_ratio <= np.log(size_ratio)))


def _likeness(followed: Followed, patch: Patch | None) -> float:
    return followed.appearance.likeness(patch) if patch is not None and followed.appearance.known else float("nan")

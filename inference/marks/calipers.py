"""Calipers: upright and tilted crosses and stars of thin strokes, with or without a gap in the middle."""

from dataclasses import dataclass

import cv2
import numpy as np

from inference.marks.picture import Floats, Grey, Mask

_SPANS_PX = ((2, 4), (3, 6), (4, 6))  # of an arm, from the middle: arms that meet, and arms with a gap between them
_SMALL_SPAN_PX = (2, 3)  # of a small tilted cross with a bright body in its middle
_LEAST_BODY = 25.0  # grey levels of that body over what lies beside it, between the arms
LONGEST_PX = 9  # from the middle of a caliper to the end of an arm
LEAST_CONTRAST = 22.0  # grey levels of the weakest pixel of an arm over what lies beside the arm
LEAST_BESIDE_ANOTHER = 15.0  # ... where another caliper stands in the picture already: they come in pairs
LEAST_MEAN_CONTRAST = 25.0  # ... of the weakest arm's mean
LEAST_BY_A_DIGIT = 30.0  # ... where one arm touches the caliper's number and is clear of it on one side only
_EDGE_PX = 9  # nearer to the picture's edge an arm or what lies beside it is cut off

_UPRIGHT = ((1, 0), (-1, 0), (0, 1), (0, -1))  # directions of the arms (x, y)
_TILTED = ((1, 1), (-1, 1), (1, -1), (-1, -1))


@dataclass(frozen=True, slots=True)
class Caliper:
    """One that was found: its middle in pixels, and whether its arms are tilted."""

    x: int
    y: int
    tilted: bool


def find_calipers(grey: Grey, spoilt: Mask) -> tuple[Mask, list[Caliper]]:
    """Where calipers stand: mask of their strokes (h, w), and what was found.

    Four arms meet in one point, and every pixel of each arm is brighter than what lies on both sides of that arm. A
    bright echo is a line or a spot: it has two such arms at most.

    Args:
        grey: The picture.
        spoilt: Where other marks lie (lines of a frame): where they cross an echo, that is no caliper.
    """
    picture = grey.astype(np.float32)
    found: list[tuple[float, Caliper]] = []
    for arms in (_UPRIGHT, _TILTED):
        weakest = np.max([_contrast(picture, arms, span) for span in _SPANS_PX], axis=0)
        if arms is _TILTED:
            small = np.where(_body(picture) >= _LEAST_BODY, _contrast(picture, arms, _SMALL_SPAN_PX), -np.inf)
            weakest = np.maximum(weakest, small.astype(np.float32))
        highest = np.asarray(cv2.dilate(weakest, np.ones((9, 9), np.uint8)))
        candidate = (weakest >= LEAST_BESIDE_ANOTHER) & (weakest == highest) & ~spoilt
        candidate[:_EDGE_PX] = candidate[-_EDGE_PX:] = False
        candidate[:, :_EDGE_PX] = candidate[:, -_EDGE_PX:] = False
        places = zip(*np.nonzero(candidate), strict=True)
        found += [(float(weakest[y, x]), Caliper(int(x), int(y), arms is _TILTED)) for y, x in places]
    if not any(weakest >= LEAST_CONTRAST for weakest, _ in found):
        return np.zeros(grey.shape, np.bool_), []
    drawn = np.zeros(grey.shape, np.uint8)
    for _, caliper in found:
        arms = _TILTED if caliper.tilted else _UPRIGHT
        reach = _reach(picture, caliper, arms) + 1
        for right, down in arms:
            end = caliper.x + right * reach, caliper.y + down * reach
            cv2.line(drawn, (caliper.x, caliper.y), end, 1, 3)
    return drawn > 0, [caliper for _, caliper in found]


def _contrast(picture: Floats, arms: tuple[tuple[int, int], ...], span: tuple[int, int]) -> Floats:
    """At each place the contrast of the weakest pixel of four arms, (h, w); -inf where the arms' means are too weak."""
    strict, one_sided, means = [], [], []
    for arm in arms:
        inside = _shifted(picture, arm, range(span[0], span[1] + 1), (0, 0))
        outer = range(max(span[0], 3), span[1] + 1)  # nearer to the middle lies another arm
        one, other = (np.mean(_shifted(picture, arm, outer, _beside(arm, side)), axis=0) for side in (1, -1))
        darkest, brighter_side = np.min(inside, axis=0), np.maximum(one, other)
        strict.append(darkest - brighter_side)
        one_sided.append(darkest - np.minimum(one, other))
        means.append(np.mean(inside, axis=0) - brighter_side)
    ordered = np.partition(strict, 1, axis=0)
    clear = np.where(np.min(means, axis=0) >= LEAST_MEAN_CONTRAST, ordered[0], -np.inf)
    by_a_digit = np.minimum(ordered[1], np.min(one_sided, axis=0))
    return np.asarray(np.where(by_a_digit >= LEAST_BY_A_DIGIT, np.maximum(clear, by_a_digit), clear), np.float32)


def _body(picture: Floats) -> Floats:
    """How much brighter each place is than what lies 4-5 px beside, above and below it."""
    beside = [np.mean(_shifted(picture, way, range(4, 6), (0, 0)), axis=0) for way in _UPRIGHT]
    return np.asarray(cv2.blur(picture, (3, 3)) - np.max(beside, axis=0), np.float32)


def _shifted(picture: Floats, arm: tuple[int, int], steps: range, beside: tuple[int, int]) -> list[Floats]:
    """The picture moved so that each place holds what lies some steps along an arm, or along the line beside it."""
    moves = [(arm[0] * step + beside[0], arm[1] * step + beside[1]) for step in steps]
    return [np.roll(picture, (-down, -right), axis=(0, 1)) for right, down in moves]


def _beside(arm: tuple[int, int], side: int) -> tuple[int, int]:
    """From an arm to the line beside it: 3 px, clear of a stroke of 2 px and of the other arms."""
    x, y = arm
    return (-3 * side * y, 3 * side * x) if 0 in arm else (2 * side * x, -2 * side * y)


def _reach(picture: Floats, caliper: Caliper, arms: tuple[tuple[int, int], ...]) -> int:
    """How far the arms go on, in steps."""
    height, width = picture.shape
    for step in range(_SPANS_PX[0][1] + 1, LONGEST_PX + 1):
        going_on = 0
        for right, down in arms:
            at_x, at_y = caliper.x + step * right, caliper.y + step * down
            beside = ((0, 0), _beside((right, down), 1), _beside((right, down), -1))
            places = [(at_x + dx, at_y + dy) for dx, dy in beside]
            if all(0 <= px < width and 0 <= py < height for px, py in places):
                here, *sides = (float(picture[py, px]) for px, py in places)
                going_on += here - max(sides) > LEAST_BESIDE_ANOTHER
        if going_on < 3:
            return step - 1
    return LONGEST_PX

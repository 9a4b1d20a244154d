"""Vessels that lead into the lesion: thin, early and bright, on both sides of its edge."""

import math

import cv2
import numpy as np

from inference.contrast.maps.parametric import Maps
from inference.contrast.pattern import texts
from inference.contrast.pattern.levels import Levels, smoothed
from inference.contrast.pattern.sign import Sign, untold
from inference.contrast.picture import Flags, Floats

_EARLY_SHARE = 0.5  # of the lesion's peak: the pictures before are early
_FIRST_PERCENT = 10.0  # of the lesion's places: when these have agent, it is no longer in the vessels alone
_LEAD_S = 2.5  # before the lesion's arrival
_WIDEST = 0.30  # of the lesion's radius: what is wider is tissue
_SIGMA_CELLS = 1.0
_OVER_SURROUNDINGS = 1.8  # a vessel is this many times brighter than what lies beside it
_OVER_NOISE = 4.0  # standard deviations of the early picture's noise
_LENGTH = 0.35  # of the lesion's radius: so far it must be seen on each side of the edge
_MOST_INSIDE = 0.4  # of the lesion's radius squared: what covers more of the inside is a rim, not a vessel
_LEAST_DEPTH_CELLS = 8.0
_LEAST_PICTURES = 3


def penetrating(levels: Levels, maps: Maps) -> tuple[Sign, Flags]:
    """The number of vessels that cross the lesion's edge; and (h, w) where there are vessels."""
    nowhere = np.zeros(levels.at_peak.shape, np.bool_)
    if not levels.lesion.found:
        return untold(texts.VESSELS, "", texts.NO_LESION_PEAK), nowhere
    if not levels.onset_seen:
        return untold(texts.VESSELS, "", texts.NO_ONSET), nowhere
    inside = levels.lesion.weights > 0.5
    radius = math.sqrt(float(inside.sum()) / math.pi)
    if radius < _LEAST_DEPTH_CELLS:
        return untold(texts.VESSELS, "", texts.TOO_SMALL), nowhere
    crossing, tubes, seen = 0, nowhere, False
    for early in _early(levels, maps):  # the vessels alone, then with what they fill
        if crossing == 0 and early.sum() >= _LEAST_PICTURES:
            seen = True
            here = _tubes(levels, early, radius)
            crossing, tubes = _crossing(here, inside, radius), tubes | here
    if not seen:
        gap_s = float(np.diff(levels.times_s).max())
        return untold(texts.VESSELS, "", texts.TOO_SPARSE, gap=f"{gap_s:.1f}", limit="0.5"), nowhere
    text = texts.WITH_VESSELS if crossing else texts.WITHOUT_VESSELS
    said = {"value": str(crossing)}
    return Sign(texts.VESSELS, crossing > 0, float(crossing), "", None, None, text, said), tubes


def _early(levels: Levels, maps: Maps) -> tuple[Flags, Flags]:
    """Pictures from before the lesion's arrival to its first places' arrival, and to half of its peak."""
    start_s = levels.lesion.arrival_s - _LEAD_S
    arrivals = maps.arrival_s[(levels.lesion.weights > 0.5) & np.isfinite(maps.arrival_s)]
    first_s = float(np.percentile(arrivals, _FIRST_PERCENT)) if len(arrivals) else levels.lesion.arrival_s
    half = levels.lesion.baseline + _EARLY_SHARE * levels.lesion.pe
    smooth = np.convolve(np.pad(levels.lesion.curve, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    reached = np.flatnonzero((smooth >= half) & (levels.times_s > levels.lesion.arrival_s))
    half_s = levels.times_s[reached[0]] if len(reached) else levels.lesion.peak_s
    times_s = levels.times_s
    return np.asarray((times_s >= start_s) & (times_s <= first_s)), np.asarray(
        (times_s >= start_s) & (times_s <= half_s)
    )


def _tubes(levels: Levels, early: Flags, radius: float) -> Flags:
    """What is brighter than its surroundings and thin: a white top-hat of the early picture, over its noise."""
    picture = smoothed(levels.over_baseline(early), _SIGMA_CELLS)
    size = max(3, round(_WIDEST * radius))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * size + 1, 2 * size + 1))
    around: Floats = np.maximum(cv2.morphologyEx(picture, cv2.MORPH_OPEN, disc), 0)
    pictures = np.flatnonzero(early)
    odd, even = (levels.power[pictures[part::2]].mean(axis=0) for part in (0, 1))
    noise = float(np.std(smoothed(np.asarray(odd - even, np.float32), _SIGMA_CELLS))) / 2
    over = picture - around
    tubes: Flags = (over > (_OVER_SURROUNDINGS - 1) * around) & (over > _OVER_NOISE * noise)
    return tubes


def _crossing(tubes: Flags, inside: Flags, radius: float) -> int:
    """Connected tubes that reach far enough on both sides of the edge."""
    to_edge = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    away = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    count, labels = cv2.connectedComponents(tubes.astype(np.uint8), connectivity=8)
    found = 0
    for label in range(1, count):
        here = labels == label
        long = to_edge[here].max() >= _LENGTH * radius and away[here].max() >= _LENGTH * radius
        if long and (here & inside).sum() <= _MOST_INSIDE * radius**2:
            found += 1
    return found

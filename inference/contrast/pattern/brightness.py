"""How bright the lesion is beside the reference, at its edge, and late."""

import math

import cv2
import numpy as np

from inference.contrast.pattern import texts
from inference.contrast.pattern.levels import Levels, interval_db, resampled_means
from inference.contrast.pattern.sign import Sign, untold
from inference.contrast.picture import Flags, Floats

LIMIT_DB = 2.0  # brighter or darker by less is called equal: readers do not tell less at the display's usual range
RIM_DB = 2.0
WASHOUT_DB = 1.0
LATE_AFTER_S = 10.0  # from the lesion's peak on
LATE_SPAN_S = 10.0
_LATE_SHARE = 0.15  # of the reference's peak: with less agent, nobody compares
_EDGE_CELLS = 1.5  # nearer to the outline a cell may hold tissue from outside
_RIM = (0.0, 0.30)  # of the way from the edge to the middle
_CORE_FROM = 0.45
_LEAST_DEPTH_CELLS = 7.0
_EMPTY = 0.25  # of the lesion's bright places: what is darker is a defect, not the core


def enhancement(levels: Levels, random: np.random.Generator) -> Sign:
    """Hyper-, iso- or hypoenhancement: ratio of the peak enhancements in dB."""
    lesion, reference = levels.lesion, levels.reference
    if not lesion.found:
        return untold(texts.ENHANCEMENT, "dB", texts.NO_LESION_PEAK)
    if not reference.found:
        return untold(texts.ENHANCEMENT, "dB", texts.NO_REFERENCE_PEAK)
    value = 10 * math.log10(lesion.pe / reference.pe)
    above = resampled_means(levels.at_peak, lesion.weights, random)
    below = resampled_means(levels.over_baseline(reference.peak_window), reference.weights, random)
    span = interval_db(value, above, below)
    low, high = span or (None, None)
    if span is not None and span[0] < -LIMIT_DB and span[1] > LIMIT_DB:
        return _too_noisy(texts.ENHANCEMENT, value, span)
    text = texts.HYPER if value >= LIMIT_DB else texts.HYPO if value <= -LIMIT_DB else texts.ISO
    said = {"value": f"{value:+.1f}", "limit": f"{LIMIT_DB:g}"}
    return Sign(texts.ENHANCEMENT, value >= LIMIT_DB, value, "dB", low, high, text, said)


def rim(levels: Levels, random: np.random.Generator) -> Sign:
    """Whether the lesion's edge is brighter than its middle."""
    if not levels.lesion.found:
        return untold(texts.RIM, "dB", texts.NO_LESION_PEAK)
    if not levels.quiet:
        return untold(texts.RIM, "dB", texts.TOO_GRAINY)
    depth, deepest = depth_cells(levels.lesion.weights)
    if deepest < _LEAST_DEPTH_CELLS:
        return untold(texts.RIM, "dB", texts.TOO_SMALL)
    bright = float(np.percentile(levels.smooth[levels.lesion.weights > 0.5], 75))
    way = depth / deepest
    outer = (way > _RIM[0]) & (way <= _RIM[1]) & (depth >= _EDGE_CELLS)
    inner = (way >= _CORE_FROM) & (levels.smooth >= _EMPTY * bright)
    if not outer.any() or not inner.any():
        return untold(texts.RIM, "dB", texts.TOO_SMALL)
    edge, middle = (float(levels.at_peak[zone].mean()) for zone in (outer, inner))
    value = 10 * math.log10(max(edge, 1e-3 * bright) / max(middle, 1e-3 * bright))
    above, below = (resampled_means(levels.at_peak, zone.astype(np.float32), random) for zone in (outer, inner))
    span = interval_db(value, above, below)
    present = value >= RIM_DB and (span is None or span[0] > 0)
    said = {"value": f"{value:+.1f}", "limit": f"{RIM_DB:g}"}
    low, high = span or (None, None)
    return Sign(texts.RIM, present, value, "dB", low, high, texts.WITH_RIM if present else texts.WITHOUT_RIM, said)


def washout(levels: Levels, random: np.random.Generator) -> Sign:
    """Whether the lesion is darker than the reference late: in the last ten seconds in which that still shows agent."""
    lesion, reference = levels.lesion, levels.reference
    if not lesion.found:
        return untold(texts.WASHOUT, "dB", texts.NO_LESION_PEAK)
    if not reference.found:
        return untold(texts.WASHOUT, "dB", texts.NO_REFERENCE_PEAK)
    early = [float((levels.at_peak * course.weights).sum() / course.weights.sum()) for course in (lesion, reference)]
    if 10 * math.log10(max(early[0], 1e-9 * lesion.pe) / max(early[1], 1e-9 * lesion.pe)) <= -LIMIT_DB:
        return untold(texts.WASHOUT, "dB", texts.ALWAYS_DARKER)
    end_s = _agent_until_s(levels)
    after_s = end_s - LATE_SPAN_S - lesion.peak_s
    if after_s < LATE_AFTER_S:
        text = texts.TOO_SHORT if end_s >= levels.times_s[-1] else texts.GONE
        return untold(texts.WASHOUT, "dB", text, limit=f"{LATE_AFTER_S:g}")
    late = (levels.times_s > end_s - LATE_SPAN_S) & (levels.times_s <= end_s)
    level = levels.over_baseline(np.asarray(late))
    means = [float((level * course.weights).sum() / course.weights.sum()) for course in (lesion, reference)]
    least = 1e-3 * max(lesion.pe, reference.pe)
    value = 10 * math.log10(max(means[0], least) / max(means[1], least))
    above, below = (resampled_means(level, course.weights, random) for course in (lesion, reference))
    span = interval_db(value, above, below)
    present = value <= -WASHOUT_DB and (span is None or span[1] < 0)
    said = {"value": f"{value:+.1f}", "limit": f"{WASHOUT_DB:g}", "start": f"{after_s:.0f}"}
    low, high = span or (None, None)
    text = texts.WASHED_OUT if present else texts.NOT_WASHED_OUT
    return Sign(texts.WASHOUT, present, value, "dB", low, high, text, said)


def _agent_until_s(levels: Levels) -> float:
    """When the reference falls to `_LATE_SHARE` of its peak, or the recording ends."""
    reference = levels.reference
    smooth = np.convolve(np.pad(reference.curve, 4, mode="edge"), np.full(9, 1 / 9), mode="valid")
    low = (smooth - reference.baseline < _LATE_SHARE * reference.pe) & (levels.times_s > reference.peak_s)
    return float(levels.times_s[np.argmax(low)] if low.any() else levels.times_s[-1])


def depth_cells(weights: Floats) -> tuple[Floats, float]:
    """Distance of each of a region's cells from its outline, (h, w), and the largest; in cells."""
    inside: Flags = weights > 0.5
    padded = np.pad(inside.astype(np.uint8), 1)
    depth = np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1], np.float32)
    return depth, float(depth.max(initial=0))


def _too_noisy(name: str, value: float, span: tuple[float, float]) -> Sign:
    said = {"low": f"{span[0]:+.1f}", "high": f"{span[1]:+.1f}", "unit": "dB"}
    return Sign(name, None, value, "dB", span[0], span[1], texts.TOO_NOISY, said)

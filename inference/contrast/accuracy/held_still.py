"""How well the tissue is held still, measured on the reference object."""

from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from inference.contrast.motion import Motion, StillHolder, choose_reference, in_plane, plane_limit, relative_to
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import Bytes, ContrastPicture, Flags, Series
from inference.contrast.registration import hold

SAMPLED = 32
COMPARED = 40  # aligned B-mode pictures that are compared with the reference at full size
EDGE_PX = 10  # beyond the shifts: what came in from outside is not compared

_BASE = Recipe(hz=4, duration_s=40)
_OUT = ((12.0, 15.0), (25.0, 28.0))

RECIPES: dict[str, Recipe] = {
    "still hand": replace(_BASE, breathing_px=(0.3, 1.0)),
    "breathing 2 px": replace(_BASE, breathing_px=(0.7, 2.0)),
    "breathing 8 px": replace(_BASE, breathing_px=(3.0, 8.0)),
    "drift 72 px": replace(_BASE, drift_px=(60.0, -40.0)),
    "out of plane": replace(_BASE, out_of_plane_s=_OUT),
    "out of plane, drift, breathing 6 px": replace(
        _BASE, out_of_plane_s=_OUT, drift_px=(40.0, 20.0), breathing_px=(2.0, 6.0)
    ),
    "gain, burst, JPEG 40": replace(_BASE, gain_change=(20.0, 6.0), burst_times_s=(30.0,), jpeg_quality=40),
    "noisy B-mode": replace(_BASE, bmode_noise_grey=20.0),
    "single": replace(_BASE, panels="single"),
    "single, breathing 8 px": replace(_BASE, panels="single", breathing_px=(3.0, 8.0)),
    "single, drift 72 px": replace(_BASE, panels="single", drift_px=(60.0, -40.0)),
    "single, 80 dB": replace(_BASE, panels="single", dynamic_range_db=80.0),
    "single, 40 dB": replace(_BASE, panels="single", dynamic_range_db=40.0),
    "single, no leak": replace(_BASE, panels="single", tissue_leak=1e-7),
    "single, persistence": replace(_BASE, panels="single", persistence=0.5),
}


def measure_motion(phantom: Phantom) -> dict[str, Any]:
    """Hold a made study still as a study does, and compare with the truth.

    Returns:
        `pictures`; `on_bmode`; `residual_median_px` and `residual_p95_px` over the pictures that are in the plane
        (shift found less shift made, less its median, which is the reference's own position); `unaligned_median_px`,
        the same without alignment; `bmode_correlation`, the median correlation of aligned B-mode panels with the
        reference (None without); `bmode_unaligned`; `limit`; `out_of_plane` {made, found, missed, false};
        `reference`, its number.
    """
    count = sum(1 for _ in phantom.pictures())
    sampled = list(islice(phantom.pictures(), 0, None, max(1, count // SAMPLED)))
    chosen = choose_reference(sampled).number
    key = sampled[chosen]
    holder = StillHolder(key)
    motions = [holder.add(picture) for picture in phantom.pictures()]
    reference = chosen * max(1, count // SAMPLED)
    motions = relative_to(motions, motions[reference])
    correlations = holder.correlations
    repeats = phantom.recipe.repeats
    away = np.repeat(phantom.truth.out_of_plane, repeats)
    made = np.repeat(phantom.truth.shifts_px, repeats, axis=0)
    residual = _off(np.array([[motion.dx_px, motion.dy_px] for motion in motions]) - made, away)
    kept = in_plane(motions)
    aligned, plain = _compare_bmode(phantom, motions, key, ~away)
    return {
        "pictures": count,
        "on_bmode": holder.on_bmode,
        "residual_median_px": float(np.median(residual)),
        "residual_p95_px": float(np.percentile(residual, 95)),
        "unaligned_median_px": float(np.median(_off(-made, away))),
        "bmode_correlation": aligned,
        "bmode_unaligned": plain,
        "limit": plane_limit(correlations) if holder.on_bmode else None,
        "out_of_plane": {
            "made": int(away.sum()),
            "found": int((~kept).sum()) if holder.on_bmode else 0,
            "missed": int((kept & away).sum()) if holder.on_bmode else int(away.sum()),
            "false": int((~kept & ~away).sum()) if holder.on_bmode else 0,
        },
        "reference": reference,
    }


def _off(difference: Series, away: Flags) -> Series:
    """Lengths of the differences of the pictures in the plane, less their median."""
    inside = difference[~away]
    return np.asarray(np.hypot(*(inside - np.median(inside, axis=0)).T))


def _compare_bmode(
    phantom: Phantom, motions: list[Motion], key: ContrastPicture, inside: Flags
) -> tuple[float | None, float | None]:
    """Median correlation of B-mode panels with the reference's, aligned and as they are; None without panels."""
    if key.bmode is None:
        return None, None
    margin = int(max(max(abs(motion.dx_px), abs(motion.dy_px)) for motion in motions)) + EDGE_PX
    height, width = key.bmode.shape
    inner = (slice(margin, height - margin), slice(margin, width - margin))
    if height - 2 * margin < EDGE_PX or width - 2 * margin < EDGE_PX:
        return None, None
    step = max(1, len(motions) // COMPARED)
    aligned, plain = [], []
    for number, picture in enumerate(phantom.pictures()):
        if number % step or not inside[number] or picture.bmode is None:
            continue
        motion = motions[number]
        aligned.append(_correlation(key.bmode[inner], hold(picture.bmode, motion.dx_px, motion.dy_px)[inner]))
        plain.append(_correlation(key.bmode[inner], picture.bmode[inner]))
    return float(np.median(aligned)), float(np.median(plain))


def _correlation(one: Bytes, other: Bytes) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])

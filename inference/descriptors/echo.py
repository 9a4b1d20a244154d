"""Margin, halo, echo level and posterior features: differences of mean grey between parts of the picture."""

import cv2
import numpy as np

from inference.descriptors.descriptor import NO_TISSUE, TOO_SHALLOW, Descriptor, Grey, Mask

_SHELL = 0.08  # thickness of a shell along the margin, as a share of the lesion's diameter
_LEAST_SHELL_PX = 2.0
_BESIDE = (0.15, 0.8)  # from the lesion's side to the tissue beside it, as shares of its width
_BELOW = (0.1, 1.0)  # from the lesion's lower edge, as shares of its depth
_LEAST_BELOW = 0.4  # of its depth must lie below
_CORE = 0.6  # middle share of its width whose shadow or enhancement is looked at
_LEAST_PX = 40
POSTERIOR_GREY = 12.0  # a difference that counts


def margin(grey: Grey, mask: Mask) -> tuple[Descriptor, Descriptor]:
    """Sharpness of the margin and brightness of a halo, each a difference of mean grey.

    Sharpness: the shell just outside less the shell just inside (Shen et al. 2007, Ultrasound Med Biol 33:1688, lesion
    boundary). Halo: the shell just outside less the tissue farther out.
    """
    away, deep = _distances(mask)
    step = max(_SHELL * 2 * float(np.sqrt(mask.sum() / np.pi)), _LEAST_SHELL_PX)
    outside, inside = _mean(grey, (away > 0) & (away <= step)), _mean(grey, (deep > 0) & (deep <= step))
    farther = _mean(grey, (away > 2 * step) & (away <= 5 * step))
    sharp = None if outside is None or inside is None else outside - inside
    halo = None if outside is None or farther is None else outside - farther
    return (
        Descriptor("margin sharpness", sharp, "grey", reason=NO_TISSUE if sharp is None else None),
        Descriptor("halo", halo, "grey", reason=NO_TISSUE if halo is None else None),
    )


def echo_level(grey: Grey, mask: Mask) -> Descriptor:
    """Mean grey of the lesion less that of the tissue beside it at the same depth, where gain over depth is alike."""
    rows = np.flatnonzero(mask.any(axis=1))
    beside = _beside(grey, mask, rows[0], rows[-1] + 1)
    if beside is None:
        return Descriptor("echo level", None, "grey", reason=NO_TISSUE)
    return Descriptor("echo level", float(grey[mask].mean()) - beside, "grey")


def posterior(grey: Grey, mask: Mask) -> Descriptor:
    """Mean grey below the middle of the lesion less that of the tissue beside it at the same depth.

    Enhancement is brighter, shadow darker (Shen et al. 2007, posterior acoustic feature).
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    depth, width = rows[-1] + 1 - rows[0], columns[-1] + 1 - columns[0]
    top = int(rows[-1] + 1 + _BELOW[0] * depth)
    bottom = min(int(rows[-1] + 1 + _BELOW[1] * depth), grey.shape[0])
    if bottom - top < _LEAST_BELOW * depth:
        return Descriptor("posterior", None, "grey", None, -POSTERIOR_GREY, POSTERIOR_GREY, TOO_SHALLOW)
    middle = (columns[0] + columns[-1] + 1) / 2
    core = slice(int(middle - _CORE * width / 2), int(np.ceil(middle + _CORE * width / 2)))
    beside = _beside(grey, mask, top, bottom)
    if beside is None:
        return Descriptor("posterior", None, "grey", None, -POSTERIOR_GREY, POSTERIOR_GREY, NO_TISSUE)
    value = float(grey[top:bottom, core].mean()) - beside
    word = "enhancement" if value > POSTERIOR_GREY else "shadow" if value < -POSTERIOR_GREY else "no change"
    return Descriptor("posterior", value, "grey", word, -POSTERIOR_GREY, POSTERIOR_GREY)


def _beside(grey: Grey, mask: Mask, top: int, bottom: int) -> float | None:
    """Mean grey left and right of the lesion between two rows; None where too little is there."""
    columns = np.flatnonzero(mask.any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    near, far = (int(share * (right - left)) for share in _BESIDE)
    sides = [grey[top:bottom, max(left - far, 0) : max(left - near, 0)], grey[top:bottom, right + near : right + far]]
    parts = [side.ravel() for side in sides]
    pixels = np.concatenate(parts)
    pixels = pixels[pixels > 0]  # black ground is no tissue
    return float(pixels.mean()) if len(pixels) >= _LEAST_PX else None


def _distances(mask: Mask) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float32]], ...]:
    """Distance of each pixel from the lesion, and from its outside, in pixels."""
    inside = mask.astype(np.uint8)
    return tuple(np.asarray(cv2.distanceTransform(part, cv2.DIST_L2, 5), np.float32) for part in (1 - inside, inside))


def _mean(grey: Grey, where: Mask) -> float | None:
    pixels = grey[where]
    pixels = pixels[pixels > 0]
    return float(pixels.mean()) if len(pixels) >= _LEAST_PX else None

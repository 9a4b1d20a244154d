"""From echo power to the picture on the scanner's screen: gain, logarithm, tint, compression."""

import cv2
import numpy as np

from inference.contrast.picture import Bytes, Floats, Series

_DARKEST = 1e-12  # keeps the logarithm finite; far below every display's black

# grey level -> red, green, blue, straight in between; brightness rises along each, and no two levels look the same
TINTS: dict[str, tuple[tuple[int, int, int, int], ...]] = {
    "grey": ((0, 0, 0, 0), (255, 255, 255, 255)),
    "amber": ((0, 0, 0, 0), (96, 130, 62, 8), (192, 240, 158, 52), (255, 255, 236, 188)),
    "blue-yellow": ((0, 0, 0, 0), (80, 16, 34, 128), (150, 92, 112, 140), (210, 236, 196, 60), (255, 255, 250, 190)),
}


def tint_table(tint: str) -> Bytes:
    """Colours of the grey levels, (256, 3) uint8 RGB."""
    points = np.asarray(TINTS[tint], np.float64)
    levels = np.arange(256)
    colours = np.stack([np.interp(levels, points[:, 0], points[:, channel]) for channel in (1, 2, 3)], axis=1)
    return np.rint(colours).astype(np.uint8)


def compress(power: Floats, dynamic_range_db: float) -> Floats:
    """Grey levels of echo power, not yet rounded or clipped: 255 (1 + 10 log10(power) / range); white is power 1."""
    log_power = cv2.log(np.maximum(power, np.float32(_DARKEST)))
    return np.asarray(log_power * np.float32(255 * 10 / np.log(10) / dynamic_range_db) + np.float32(255), np.float32)


def to_bytes(grey: Floats) -> Bytes:
    """Rounded and clipped to 0..255."""
    return np.rint(np.clip(grey, 0, 255)).astype(np.uint8)


def through_jpeg(pixels: Bytes, quality: int) -> Bytes:
    """What JPEG leaves of a picture, grey (h, w) or RGB (h, w, 3)."""
    coloured = pixels.ndim == 3
    data = cv2.imencode(".jpg", pixels[..., ::-1] if coloured else pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    back = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR if coloured else cv2.IMREAD_GRAYSCALE), np.uint8)
    return np.ascontiguousarray(back[..., ::-1]) if coloured else back


def seen_at(canvas: Floats, shift_px: Series, margin_px: int, size: tuple[int, int], *, sharp: bool = False) -> Floats:
    """The panel's part of a canvas that is larger by a margin, with its tissue moved by (dx, dy).

    Args:
        canvas: (height + 2 margin, width + 2 margin) float32.
        shift_px: (dx, dy): canvas (x + margin, y + margin) is seen at (x + dx, y + dy).
        margin_px: Larger than any shift.
        size: (height, width) of the panel.
        sharp: Interpolate by cubics, which leave speckle as fine as it was; they may fall a little below 0.
    """
    matrix = np.array([[1, 0, margin_px - shift_px[0]], [0, 1, margin_px - shift_px[1]]], np.float64)
    flags = (cv2.INTER_CUBIC if sharp else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(canvas, matrix, (size[1], size[0]), flags=flags), np.float32)

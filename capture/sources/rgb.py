"""Decoded video pictures as RGB arrays, in the colours the file means."""

from typing import Final

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange, Colorspace

from capture.sources.fields import field_of, is_combed, without_combs

HD_HEIGHT_PX = 720  # where nothing is stated: BT.709 from here on, BT.601 below (the custom of players)

# ITU-T H.273 matrix coefficients, as FFmpeg's AVColorSpace numbers them
_MATRICES: Final = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}
_FULL_RANGE: Final = 2  # AVCOL_RANGE_JPEG


def rgb_pixels(frame: av.VideoFrame) -> npt.NDArray[np.uint8]:
    """Convert a decoded picture to RGB by its own colour matrix and range; transparent becomes black.

    The matrix is the stated one; where none is stated, BT.601 under 720 lines and BT.709 from 720. The range is
    limited unless the picture or its pixel format says full. An interlaced picture, whether it says so or shows it,
    comes out without combs. A rotation that the file asks for is carried out.

    Returns:
        Shape (height, width, 3), uint8, read-only, rows contiguous.
    """
    pixels = _converted(frame, frame.height)
    if frame.height > 1 and not frame.height % 2 and (frame.interlaced_frame or is_combed(pixels)):
        pixels = without_combs(*_fields(frame, pixels))
    quarter_turns = round(frame.rotation / 90) % 4  # FFmpeg's angle, like numpy's, is counter-clockwise
    if quarter_turns:
        pixels = np.rot90(pixels, quarter_turns)
    pixels = np.ascontiguousarray(pixels, dtype=np.uint8)
    pixels.setflags(write=False)
    return pixels


def _fields(frame: av.VideoFrame, pixels: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """The upper and the lower field in RGB."""
    if frame.format.is_rgb or frame.format.has_palette:
        return pixels[0::2], pixels[1::2]
    return _converted(field_of(frame, 0), frame.height), _converted(field_of(frame, 1), frame.height)


def _converted(frame: av.VideoFrame, height_px: int) -> npt.NDArray[np.uint8]:
    layout = frame.format
    if layout.name == "rgb24":
        return np.asarray(frame.to_ndarray(), np.uint8)
    if any(component.is_alpha for component in layout.components) or layout.has_palette:
        return _over_black(frame)
    if layout.is_rgb:
        return np.asarray(frame.reformat(format="rgb24").to_ndarray(), np.uint8)
    return np.asarray(_from_luma(frame, height_px).to_ndarray(), np.uint8)


def _from_luma(frame: av.VideoFrame, height_px: int) -> av.VideoFrame:
    matrix = _MATRICES.get(int(frame.colorspace))
    if matrix is None:
        matrix = Colorspace.ITU709 if height_px >= HD_HEIGHT_PX else Colorspace.ITU601
    name = frame.format.name
    full = int(frame.color_range) == _FULL_RANGE or name.startswith(("yuvj", "gray", "mono"))
    return frame.reformat(
        format="rgb24",
        src_colorspace=matrix,
        dst_colorspace=matrix,  # of the RGB side nothing but the range is used
        src_color_range=ColorRange.JPEG if full else ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
    )


def _over_black(frame: av.VideoFrame) -> npt.NDArray[np.uint8]:
    rgba = frame.reformat(format="rgba").to_ndarray()
    opacity = rgba[..., 3:].astype(np.uint16)
    if opacity.min(initial=255) == 255:
        return np.asarray(rgba[..., :3])
    return np.asarray((rgba[..., :3] * opacity + 127) // 255, dtype=np.uint8)

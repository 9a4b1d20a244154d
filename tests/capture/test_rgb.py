"""Video pictures in the colours their file means."""

import av
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.sources.rgb import rgb_pixels

UNSTATED, BT709, BT601 = 2, 1, 6  # matrix coefficients of ITU-T H.273
LIMITED, FULL = 1, 2
TOLERANCE = 3  # levels: FFmpeg converts in whole numbers and cuts off; grey is within 1


def flat(pixel_format: str, luma: int, blue: int, red: int, *, height: int = 480) -> av.VideoFrame:
    """A picture of one colour, planar."""
    frame = av.VideoFrame(64, height, pixel_format)
    for plane, value in zip(frame.planes, (luma, blue, red), strict=True):
        plane.update(np.full(plane.buffer_size, value, np.uint8).tobytes())
    return frame


def by_the_standard(luma: int, blue: int, red: int, kr: float, kb: float, *, full: bool) -> npt.NDArray[np.float64]:
    """RGB by ITU-R BT.601-7 and BT.709-6, section 3."""
    y, cb, cr = (
        (luma / 255, (blue - 128) / 255, (red - 128) / 255)
        if full
        else ((luma - 16) / 219, (blue - 128) / 224, (red - 128) / 224)
    )
    r, b = y + 2 * (1 - kr) * cr, y + 2 * (1 - kb) * cb
    g = (y - kr * r - kb * b) / (1 - kr - kb)
    return np.clip(255 * np.array([r, g, b]), 0, 255)


COEFFICIENTS = {BT601: (0.299, 0.114), BT709: (0.2126, 0.0722)}


@settings(max_examples=40, deadline=None)
@given(
    luma=st.integers(16, 235),
    blue=st.integers(16, 240),
    red=st.integers(16, 240),
    stated=st.sampled_from([UNSTATED, BT601, BT709]),
    colour_range=st.sampled_from([0, LIMITED, FULL]),
    height=st.sampled_from([480, 718, 720, 1080]),
    pixel_format=st.sampled_from(["yuv420p", "yuv422p", "yuv444p", "yuvj420p"]),
)
def test_matrix_and_range_of_the_file_are_kept(
    luma: int, blue: int, red: int, stated: int, colour_range: int, height: int, pixel_format: str
) -> None:
    frame = flat(pixel_format, luma, blue, red, height=height)
    frame.colorspace, frame.color_range = stated, colour_range
    matrix = stated if stated != UNSTATED else (BT709 if height >= 720 else BT601)
    full = colour_range == FULL or pixel_format == "yuvj420p"
    expected = by_the_standard(luma, blue, red, *COEFFICIENTS[matrix], full=full)
    assert np.abs(rgb_pixels(frame)[20, 20] - expected).max() <= TOLERANCE


@pytest.mark.parametrize("pixel_format", ["rgb24", "bgr24", "gbrp", "rgba"])
def test_rgb_stays_exactly_as_it_is(pixel_format: str) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (47, 63, 3), dtype=np.uint8)
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=pixel_format)
    np.testing.assert_array_equal(rgb_pixels(frame), pixels)


def test_grey_has_the_full_range() -> None:
    ramp = np.tile(np.arange(64, dtype=np.uint8) * 4, (48, 1))
    pixels = rgb_pixels(av.VideoFrame.from_ndarray(ramp, format="gray"))
    np.testing.assert_array_equal(pixels, np.repeat(ramp[..., None], 3, axis=2))


def test_transparent_becomes_black() -> None:
    rgba = np.full((32, 32, 4), 200, np.uint8)
    rgba[:16, :, 3], rgba[16:, :, 3] = 0, 255
    pixels = rgb_pixels(av.VideoFrame.from_ndarray(rgba, format="rgba"))
    assert pixels[:16].max() == 0
    assert pixels[16:].min() == 200

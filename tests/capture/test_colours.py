"""Colour bars come out as they went in, from files, streams and grabbers, and nothing is seen at two places."""

from itertools import product
from pathlib import Path

import av
import numpy as np
import pytest

from capture.source import ScreenReader
from capture.sources.device import DeviceReader, DeviceSpec
from capture.sources.fields import combed, field_of, is_combed, without_combs
from capture.sources.rgb import rgb_pixels
from capture.sources.stream import StreamReader
from capture.sources.video_file import VideoFileReader
from tests.capture.made_colours import Coding, bars, comb_levels, pictures, sent, worst_delta_e, write
from tests.capture.patience import screen_that

MOST_DELTA_E = 2.0
SIZES = {"BT.601": (720, 576), "BT.709": (1280, 720)}


def first_of(reader: ScreenReader) -> np.ndarray:
    pixels = screen_that(reader).pixels
    reader.close()
    return pixels


@pytest.mark.parametrize(
    ("matrix", "full", "pixels"), list(product(["BT.601", "BT.709"], [False, True], ["yuv420p", "yuv422p"]))
)
def test_bars_of_a_file_are_right(tmp_path: Path, matrix: str, full: bool, pixels: str) -> None:
    write(tmp_path / "bars.mkv", Coding(matrix, full, pixels, SIZES[matrix]), "ffv1", 1)
    assert worst_delta_e(first_of(VideoFileReader(tmp_path / "bars.mkv"))) < MOST_DELTA_E


@pytest.mark.parametrize("matrix", ["BT.601", "BT.709"])
def test_bars_of_a_grabber_that_states_nothing_are_right_by_the_custom_of_their_size(
    tmp_path: Path, matrix: str
) -> None:
    write(tmp_path / "bars.mkv", Coding(matrix, False, "yuv422p", SIZES[matrix], stated=False), "ffv1", 2)
    grabber = DeviceReader(DeviceSpec("lavfi", f"movie={tmp_path / 'bars.mkv'}:loop=0,realtime", "Grabber"))
    assert worst_delta_e(first_of(grabber)) < MOST_DELTA_E


def test_bars_of_a_stream_are_right() -> None:
    with sent(Coding("BT.709", False, "yuv420p", (640, 360)), "mpeg2video") as url:
        assert worst_delta_e(first_of(StreamReader(url))) < MOST_DELTA_E


@pytest.mark.parametrize(("size", "stated"), [((720, 480), True), ((720, 576), True), ((720, 576), False)])
def test_an_interlaced_picture_has_no_combs_and_keeps_its_colours_whether_or_not_it_says_so(
    tmp_path: Path, size: tuple[int, int], stated: bool
) -> None:
    coding = Coding("BT.601", False, "yuv420p", size, interlaced=True)
    assert comb_levels(pictures(coding, 2)[1]) > 100  # as it is on the wire
    write(tmp_path / "i.mkv", coding, "mpeg2video" if stated else "ffv1", 3)
    reader = VideoFileReader(tmp_path / "i.mkv")
    shown = [screen_that(reader).pixels for _ in range(3)]
    reader.close()
    assert max(comb_levels(picture) for picture in shown) < 12
    assert max(worst_delta_e(picture) for picture in shown) < MOST_DELTA_E


def test_where_nothing_moves_every_line_of_both_fields_is_kept() -> None:
    still = bars((720, 576))
    still[420:440, 100:600] = np.random.default_rng(1).integers(0, 255, (20, 500, 1), dtype=np.uint8)  # and speckle
    still[500] = 255  # and a fine line
    np.testing.assert_array_equal(without_combs(still[0::2], still[1::2]), still)
    assert not is_combed(still)


def test_only_what_moved_is_taken_from_one_field() -> None:
    moved = pictures(Coding("BT.601", False, "yuv422p", (720, 576), interlaced=True), 4)[3]
    made = without_combs(moved[0::2], moved[1::2])
    np.testing.assert_array_equal(made[:400], moved[:400])  # the patches
    np.testing.assert_array_equal(made[0::2], moved[0::2])
    blocks = combed(moved[..., 1])
    assert blocks.any()
    assert not blocks[: blocks.shape[0] // 2].any()


@pytest.mark.parametrize("height", [1, 2, 3, 7, 16])
def test_pictures_of_a_few_lines_are_left_alone(height: int) -> None:
    picture = np.zeros((height, 32, 3), np.uint8)
    assert not combed(picture[..., 1]).any()
    assert not is_combed(picture)


@pytest.mark.parametrize("height", [480, 486, 482])
@pytest.mark.parametrize("pixels", ["yuv420p", "nv12", "yuyv422", "yuvj422p"])
def test_fields_have_every_other_line_of_every_plane(height: int, pixels: str) -> None:
    rows = np.repeat((np.arange(height) % 2 * 100 + 60).astype(np.uint8), 64).reshape(height, 64)
    frame = av.VideoFrame.from_ndarray(np.repeat(rows[..., None], 3, axis=2), format="rgb24").reformat(format=pixels)
    dark, bright = (rgb_pixels(field_of(frame, parity)) for parity in (0, 1))
    assert dark.shape == bright.shape == (height // 2, 64, 3)
    assert np.ptp(dark) <= 3
    assert np.ptp(bright) <= 3
    assert bright.mean() - dark.mean() > 90

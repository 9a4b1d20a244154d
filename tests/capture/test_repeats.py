"""Repeated pictures are one piece of evidence; a frozen scan is told from a living one."""

from fractions import Fraction
from io import BytesIO

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.screen.repeats import RepeatFilter
from capture.sources.simulated import SimulatedReader

Picture = npt.NDArray[np.uint8]
SCAN = SimulatedReader(size=(640, 480), paced=False)
MOMENT = 30
MS = 1_000_000


def sent(pictures: list[Picture], codec: str, options: dict[str, str]) -> list[Picture]:
    """The pictures after a codec."""
    wire = BytesIO()
    with av.open(wire, "w", format="matroska") as container:
        stream = container.add_stream(codec, rate=60, options=options)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        if codec != "mjpeg":
            stream.bit_rate = 6_000_000
        for index, pixels in enumerate(pictures):
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            picture.pts, picture.time_base = index, Fraction(1, 60)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    wire.seek(0)
    with av.open(wire) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def distinct(pictures: list[Picture]) -> list[int]:
    repeats = RepeatFilter()
    return [index for index, pixels in enumerate(pictures) if not repeats.is_repeat(pixels, index * 16 * MS)]


def test_equal_pictures_are_one() -> None:
    assert distinct([SCAN.render(MOMENT)] * 5) == [0]


@pytest.mark.parametrize("hz", [15, 20, 30])
def test_a_slower_scanner_in_a_60_hz_signal_gives_each_of_its_pictures_once(hz: int) -> None:
    shown = [SCAN.render(MOMENT + index * hz // 60) for index in range(60)]
    assert distinct(shown) == list(range(0, 60, 60 // hz))


@pytest.mark.parametrize(
    ("codec", "options"), [("mjpeg", {"qmin": "4", "qmax": "4"}), ("mpeg2video", {"g": "15", "bf": "0"})]
)
def test_codec_noise_does_not_make_a_standing_picture_move(codec: str, options: dict[str, str]) -> None:
    new = distinct(sent([SCAN.render(MOMENT)] * 60, codec, options))
    # the codec may sharpen the picture over its first frames
    assert [index for index in new if index >= 6] == []


def test_a_living_scan_stays_alive_through_a_codec() -> None:
    shown = [SCAN.render(MOMENT + index) for index in range(30)]
    assert len(distinct(sent(shown, "mpeg2video", {"g": "15", "bf": "0"}))) == 30


def test_a_small_movement_in_one_place_is_seen() -> None:
    still = np.full((480, 640, 3), 40, np.uint8)
    moved = still.copy()
    moved[200:230, 300:330] = 90
    assert distinct([still, moved]) == [0, 1]


def test_a_slow_drift_counts_as_new_once_it_has_added_up() -> None:
    fading = [np.full((120, 160, 3), 100 + index // 2, np.uint8) for index in range(20)]
    new = distinct(fading)
    assert len(new) > 2
    assert len(new) < 10


def test_a_picture_of_another_size_is_new() -> None:
    assert distinct([SCAN.render(MOMENT), cv2.resize(SCAN.render(MOMENT), (320, 240))]) == [0, 1]


@given(shift=st.integers(1, 40), moment=st.integers(0, 900))
def test_a_shifted_scan_is_never_taken_for_the_same(shift: int, moment: int) -> None:
    pixels = SCAN.render(moment)
    assert distinct([pixels, np.roll(pixels, shift, axis=1)]) == [0, 1]


def test_a_picture_that_stands_for_longer_than_any_frame_time_is_frozen() -> None:
    repeats = RepeatFilter()
    repeats.is_repeat(SCAN.render(MOMENT), 0)
    repeats.is_repeat(SCAN.render(MOMENT), 700 * MS)
    assert not repeats.frozen
    repeats.is_repeat(SCAN.render(MOMENT), 701 * MS)
    assert repeats.frozen
    repeats.is_repeat(SCAN.render(MOMENT + 1), 720 * MS)
    assert not repeats.frozen


def test_after_a_restart_the_next_picture_is_new() -> None:
    repeats = RepeatFilter()
    repeats.is_repeat(SCAN.render(MOMENT), 0)
    repeats.restart()
    assert not repeats.is_repeat(SCAN.render(MOMENT), 10)


def test_dark_contrast_pictures_that_differ_by_a_few_specks_are_distinct() -> None:
    dark = np.zeros((240, 320, 3), np.uint8)
    specks = dark.copy()
    specks[100:102, 100:102] = 30
    usual, exact = RepeatFilter(), RepeatFilter(exact=True)
    assert [usual.is_repeat(picture, at) for at, picture in enumerate((dark, specks))] == [False, True]
    assert [exact.is_repeat(picture, at) for at, picture in enumerate((dark, specks, specks))] == [False, False, True]

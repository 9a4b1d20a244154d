"""What a V4L2 device tells of its modes, with a driver made of lists."""

import ctypes
import sys
from typing import Any

import pytest

from capture.devices import v4l2_modes as v4l2
from capture.devices.device_mode import DeviceMode

MJPG, YUYV, H264 = (int.from_bytes(code, "little") for code in (b"MJPG", b"YUYV", b"H264"))


class Driver:
    """Answers `ioctl` as a grabber with these formats: {code: {size: [(numerator, denominator)]}}."""

    def __init__(self, formats: dict[int, dict[tuple[int, int], list[tuple[int, int]]]], *, endless: bool = False):
        self.formats = formats
        self.endless = endless

    def __call__(self, handle: int, request: int, about: ctypes.Structure) -> int:
        asked: Any = about
        place = 0 if self.endless else asked.index
        try:
            if request == v4l2.ENUM_FMT:
                asked.pixelformat = list(self.formats)[place]
            elif request == v4l2.ENUM_FRAMESIZES:
                asked.type = 1
                asked.size[0], asked.size[1] = list(self.formats[asked.pixel_format])[place]
            else:
                asked.type = 1
                rates = self.formats[asked.pixel_format][(asked.width, asked.height)]
                asked.interval[0], asked.interval[1] = rates[place]
        except IndexError:
            raise OSError(22, "Invalid argument") from None
        return 0


def test_formats_sizes_and_rates_become_modes_and_unknown_formats_are_left_out() -> None:
    driver = Driver(
        {
            MJPG: {(1920, 1080): [(1, 60), (1001, 30000)]},
            YUYV: {(1920, 1080): [(1, 5)], (640, 480): [(1, 60)]},
            H264: {(1920, 1080): [(1, 60)]},
        }
    )
    assert set(v4l2._modes(0, driver)) == {
        DeviceMode((1920, 1080), 60.0, "mjpeg"),
        DeviceMode((1920, 1080), 29.97, "mjpeg"),
        DeviceMode((1920, 1080), 5.0, "yuy2"),
        DeviceMode((640, 480), 60.0, "yuy2"),
    }


def test_a_device_that_takes_any_size_offers_the_usual_ones() -> None:
    def driver(handle: int, request: int, about: Any) -> int:
        if about.index:
            raise OSError(22, "Invalid argument")
        if request == v4l2.ENUM_FMT:
            about.pixelformat = YUYV
        elif request == v4l2.ENUM_FRAMESIZES:
            about.type = 3
            about.size[:] = [320, 1280, 2, 240, 1024, 2]
        else:
            about.type = 3
            about.interval[:] = [1, 30, 1, 1, 1, 1]
        return 0

    modes = list(v4l2._modes(0, driver))
    assert DeviceMode((1280, 1024), 30.0, "yuy2") in modes
    assert all(mode.size_px[0] <= 1280 for mode in modes)


def test_a_driver_whose_list_never_ends_is_left_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(v4l2, "_MOST", 4)
    driver = Driver({YUYV: {(640, 480): [(1, 30)]}}, endless=True)
    assert len(list(v4l2._modes(0, driver))) == 4**3


@pytest.mark.skipif(sys.platform != "linux", reason="V4L2 is Linux's")
def test_what_is_no_device_tells_nothing() -> None:
    assert v4l2.v4l2_modes("/dev/null") == ()
    assert v4l2.v4l2_modes("/dev/no-such-device") == ()

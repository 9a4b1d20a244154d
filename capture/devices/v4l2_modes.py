"""What a V4L2 device says it can deliver: its pixel formats, sizes and rates.

The numbers are those of Linux' `videodev2.h`. Asking disturbs no program that uses the device.
"""

import ctypes
import logging
import os
import sys
from collections.abc import Callable, Iterator

from capture.devices.device_mode import DeviceMode, best_first

log = logging.getLogger(__name__)

Ioctl = Callable[[int, int, ctypes.Structure], object]

_VIDEO_CAPTURE = 1
_DISCRETE = 1
_MOST = 256  # of one list; a driver that never ends is a broken one
_FORMATS = {b"MJPG": "mjpeg", b"JPEG": "mjpeg", b"YUYV": "yuy2", b"NV12": "nv12"}
# Sizes asked for where a device takes any size between two limits.
_USUAL = ((1920, 1080), (1280, 1024), (1280, 720), (1024, 768), (720, 576), (640, 480))


class FormatDescription(ctypes.Structure):
    """`v4l2_fmtdesc`."""

    _fields_ = (
        ("index", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("description", ctypes.c_char * 32),
        ("pixelformat", ctypes.c_uint32),
        ("mbus_code", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32 * 3),
    )


class FrameSizes(ctypes.Structure):
    """`v4l2_frmsizeenum`; a discrete size is the first two numbers of `size`, limits are (min, max, step) of both."""

    _fields_ = (
        ("index", ctypes.c_uint32),
        ("pixel_format", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("size", ctypes.c_uint32 * 6),
        ("reserved", ctypes.c_uint32 * 2),
    )


class FrameIntervals(ctypes.Structure):
    """`v4l2_frmivalenum`; the first two numbers of `interval` are a discrete one or the shortest."""

    _fields_ = (
        ("index", ctypes.c_uint32),
        ("pixel_format", ctypes.c_uint32),
        ("width", ctypes.c_uint32),
        ("height", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("interval", ctypes.c_uint32 * 6),
        ("reserved", ctypes.c_uint32 * 2),
    )


def _read_write(number: int, structure: type[ctypes.Structure]) -> int:
    """`_IOWR('V', number, structure)`."""
    return 0xC0000000 | ctypes.sizeof(structure) << 16 | ord("V") << 8 | number


ENUM_FMT = _read_write(2, FormatDescription)
ENUM_FRAMESIZES = _read_write(74, FrameSizes)
ENUM_FRAMEINTERVALS = _read_write(75, FrameIntervals)


def v4l2_modes(device: str) -> tuple[DeviceMode, ...]:
    """The modes of a device such as /dev/video0, best first; empty where it does not tell."""
    if sys.platform != "linux":
        return ()
    from fcntl import ioctl

    try:
        handle = os.open(device, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as fault:
        log.info("%s does not tell its modes: %s", device, fault)
        return ()
    try:
        return best_first(_modes(handle, ioctl))
    finally:
        os.close(handle)


def _modes(handle: int, ioctl: Ioctl) -> Iterator[DeviceMode]:
    for code, pixels in _formats(handle, ioctl):
        for size in _sizes(handle, ioctl, code):
            for hz in _rates(handle, ioctl, code, size):
                yield DeviceMode(size, hz, pixels)


def _formats(handle: int, ioctl: Ioctl) -> Iterator[tuple[int, str]]:
    for index in range(_MOST):
        each = FormatDescription(index=index, type=_VIDEO_CAPTURE)
        if not _ask(ioctl, handle, ENUM_FMT, each):
            return
        pixels = _FORMATS.get(int(each.pixelformat).to_bytes(4, "little"))
        if pixels is not None:
            yield each.pixelformat, pixels


def _sizes(handle: int, ioctl: Ioctl, code: int) -> Iterator[tuple[int, int]]:
    for index in range(_MOST):
        each = FrameSizes(index=index, pixel_format=code)
        if not _ask(ioctl, handle, ENUM_FRAMESIZES, each):
            return
        if each.type != _DISCRETE:
            least_x, most_x, _, least_y, most_y, _ = each.size
            yield from (size for size in _USUAL if least_x <= size[0] <= most_x and least_y <= size[1] <= most_y)
            return
        yield each.size[0], each.size[1]


def _rates(handle: int, ioctl: Ioctl, code: int, size: tuple[int, int]) -> Iterator[float]:
    for index in range(_MOST):
        each = FrameIntervals(index=index, pixel_format=code, width=size[0], height=size[1])
        if not _ask(ioctl, handle, ENUM_FRAMEINTERVALS, each):
            return
        numerator, denominator = each.interval[0], each.interval[1]
        if numerator and denominator:
            yield round(denominator / numerator, 3)
        if each.type != _DISCRETE:  # any rate up to that of the shortest interval
            return


def _ask(ioctl: Ioctl, handle: int, request: int, about: ctypes.Structure) -> bool:
    try:
        ioctl(handle, request, about)
    except OSError:  # the end of the list, or a driver without it
        return False
    return True

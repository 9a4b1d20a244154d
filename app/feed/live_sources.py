"""Grabbers and streams as the window chooses them become readers."""

import sys
from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from app.live.window.actions import LiveSource, SourceChoice
from capture.source import ScreenReader
from capture.sources.device import PIXEL_FORMATS, PLATFORM_FORMATS, DeviceReader, DeviceSpec, list_devices
from capture.sources.simulated import SimulatedReader
from capture.sources.stream import StreamReader

PREVIEW_WIDTH_PX = 240
PREVIEW_WAIT_S = 5.0
SIMULATED = "simulated:"  # the demo scan as a live source, to try a room without a scanner
VIRTUAL = "lavfi:"  # a filter graph of FFmpeg as a grabber

_PIXELS = {"mjpeg": "MJPEG", "nv12": "NV12", "yuy2": "YUY2"}
_SIZES = {"1920×1080": (1920, 1080), "1280×1024": (1280, 1024), "1280×720": (1280, 720), "1024×768": (1024, 768)}
_RATES_HZ = (60.0, 30.0)


def live_sources() -> tuple[LiveSource, ...]:
    """What is plugged in now, with the modes that can be wished for; a device takes the nearest it has."""
    return tuple(
        LiveSource(device.spec.device, device.name, tuple(_modes(device.spec)), partial(_grab, device.spec))
        for device in list_devices()
    )


def reader_maker(choice: SourceChoice) -> Callable[[], ScreenReader]:
    """What opens the chosen source; slow, and to be called again after a loss.

    The maker raises `CaptureError` where the address is no source or the device is not there.
    """
    address = choice.address
    if address.startswith(SIMULATED):
        return SimulatedReader
    if address.startswith(VIRTUAL):
        return partial(DeviceReader, DeviceSpec("lavfi", address.removeprefix(VIRTUAL), choice.name))
    if "://" in address:
        return partial(StreamReader, address)
    spec = DeviceSpec(PLATFORM_FORMATS.get(sys.platform, "v4l2"), address, choice.name)
    wished = _modes(spec).get(choice.mode or "")
    return partial(DeviceReader, wished or spec)


def _modes(spec: DeviceSpec) -> dict[str, DeviceSpec]:
    """Readable mode to the wish it stands for, best first."""
    return {
        f"{size} {rate:g} Hz {_PIXELS[pixels]}": DeviceSpec(
            spec.format, spec.device, spec.label, _SIZES[size], rate, pixels
        )
        for size in _SIZES
        for rate in _RATES_HZ
        for pixels in PIXEL_FORMATS.get(spec.format, {})
    }


def _grab(spec: DeviceSpec) -> npt.NDArray[np.uint8] | None:
    """One small picture: enough to know the scanner, too small to read a name on its screen."""
    reader = DeviceReader(spec)
    try:
        screen = reader.read(PREVIEW_WAIT_S)
    finally:
        reader.close()
    if screen is None:
        return None
    height, width = screen.pixels.shape[:2]
    scale = min(1.0, PREVIEW_WIDTH_PX / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(screen.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)

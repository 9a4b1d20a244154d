"""Grabbers and streams as the window chooses them become readers."""

import sys
from collections.abc import Callable, Sequence
from functools import partial

from app.live.window.actions import LiveSource, SourceChoice
from capture.devices.device_mode import best_first, wished_modes
from capture.devices.v4l2_modes import v4l2_modes
from capture.errors import CaptureError, DeviceMissing
from capture.source import ScreenReader
from capture.sources.device import PIXEL_FORMATS, PLATFORM_FORMATS, Device, DeviceReader, DeviceSpec, list_devices
from capture.sources.simulated import SimulatedReader
from capture.sources.stream import StreamReader

SIMULATED = "simulated:"  # the demo scan as a live source, to try a room without a scanner
VIRTUAL = "lavfi:"  # a filter graph of FFmpeg as a grabber


def live_sources() -> tuple[LiveSource, ...]:
    """What is plugged in now, with the modes it tells, or those that can be wished for; it takes the nearest it has."""
    return tuple(_live_source(device.name, device.spec) for device in list_devices())


def reader_maker(choice: SourceChoice, *, most_hz: float | None = None) -> Callable[[], ScreenReader]:
    """What opens the chosen source; slow, and to be called again after a loss.

    The maker raises `CaptureError` where the address is no source or the device is not there.

    Args:
        choice: Of the user.
        most_hz: So many pictures a second are enough; None for all.
    """
    address = choice.address
    if address.startswith(SIMULATED):
        return SimulatedReader
    if address.startswith(VIRTUAL):
        spec = DeviceSpec("lavfi", address.removeprefix(VIRTUAL), choice.name)
        return partial(DeviceReader, spec, most_hz=most_hz)
    if "://" in address:
        return partial(StreamReader, address)
    return lambda: DeviceReader(spec_of(choice, list_devices()), most_hz=most_hz)


def spec_of(choice: SourceChoice, devices: Sequence[Device]) -> DeviceSpec:
    """The device that was chosen, where it is plugged in now; never another one that has taken its place.

    Raises:
        CaptureError: It is not there, or there is more than one of its name and none where it was.
    """
    kind = PLATFORM_FORMATS.get(sys.platform, "v4l2")
    mode = choice.mode
    spec = DeviceSpec(
        kind,
        choice.address,
        choice.name,
        None if mode is None else mode.size_px,
        None if mode is None else mode.hz,
        None if mode is None else mode.pixels,
    )
    if not devices or not choice.name:  # not every platform tells what is plugged in; opening will say
        return spec
    same = [device.spec.device for device in devices if device.name == choice.name]
    if choice.address in same:
        return spec
    if not same:
        raise DeviceMissing("{source} is not there. Plug the grabber in, or choose another source.", source=choice.name)
    if len(same) > 1:
        raise CaptureError(
            "{source} is plugged in more than once, and not where it was; choose the right one again.",
            source=choice.name,
        )
    return DeviceSpec(kind, same[0], choice.name, spec.size, spec.hz, spec.pixel_format)


def _live_source(name: str, spec: DeviceSpec) -> LiveSource:
    told = v4l2_modes(spec.device) if spec.format == "v4l2" else ()
    modes = best_first(told) or wished_modes(PIXEL_FORMATS.get(spec.format, {}))
    return LiveSource(spec.device, name, modes, bool(told))

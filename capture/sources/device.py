"""Grabbers and cameras: V4L2 on Linux, DirectShow on Windows, AVFoundation on macOS, lavfi as the virtual one."""

import errno
import logging
import sys
from dataclasses import dataclass
from pathlib import Path

import av
import av.error
from av.container import InputContainer

from capture.errors import CaptureError, DeviceBusy, DeviceForbidden, DeviceMissing
from capture.source import LinkState, Screen
from capture.sources.live.decoding import LiveDecoding, LiveTexts
from capture.sources.live.link_speed import slow_link, usb_mbit_of

log = logging.getLogger(__name__)

PLATFORM_FORMATS = {"linux": "v4l2", "win32": "dshow", "darwin": "avfoundation"}
OPEN_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 2.0

# What the pixel formats are called: (option, value) for each system. MJPEG first: over USB 2 and 3.0 nothing else
# carries 1920x1080 at 60 Hz.
PIXEL_FORMATS = {
    "v4l2": {
        "mjpeg": ("input_format", "mjpeg"),
        "nv12": ("input_format", "nv12"),
        "yuy2": ("input_format", "yuyv422"),
    },
    "dshow": {
        "mjpeg": ("vcodec", "mjpeg"),
        "nv12": ("pixel_format", "nv12"),
        "yuy2": ("pixel_format", "yuyv422"),
    },
    "avfoundation": {"nv12": ("pixel_format", "nv12"), "yuy2": ("pixel_format", "uyvy422")},
}
PREFERRED_SIZE = (1920, 1080)
PREFERRED_HZ = 60.0

TEXTS = LiveTexts(
    never=(
        "{source} is open but gives no picture. Check the HDMI cable between scanner and grabber, and that the scanner "
        "sends a picture to that output."
    ),
    lost=(
        "No signal: {source} has stopped giving pictures. Check the USB and HDMI cables, then choose the source again."
    ),
)


@dataclass(frozen=True, slots=True)
class DeviceSpec:
    """A device and the wished mode; what is None is negotiated.

    Attributes:
        format: "v4l2", "dshow", "avfoundation", or "lavfi" (then `device` is a filter graph that ends in realtime).
        device: What the system calls it: /dev/video0, an index, a DirectShow name.
        label: Readable name; the device's own when empty.
        size: Wished (width, height) in pixels.
        hz: Wished rate.
        pixel_format: Wished "mjpeg", "nv12" or "yuy2".
    """

    format: str
    device: str
    label: str = ""
    size: tuple[int, int] | None = None
    hz: float | None = None
    pixel_format: str | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """A device that is plugged in.

    Attributes:
        name: Readable, as "USB3 Video Capture".
        spec: To open it in its best mode.
    """

    name: str
    spec: DeviceSpec


class DeviceReader:
    """Whole pictures of a grabber, the newest first come."""

    def __init__(self, spec: DeviceSpec, *, most_hz: float | None = None) -> None:
        """Start the device; opening takes a moment, and the first picture comes after it.

        Args:
            spec: The device and the wished mode.
            most_hz: So many pictures a second are enough, for a glance at what it shows; None for all.

        Raises:
            CaptureError: The kind of device does not exist here.
        """
        if spec.format != "lavfi" and spec.format not in PIXEL_FORMATS:
            raise CaptureError(
                "There is no kind of device called {format}; choose one from the list of sources.", format=spec.format
            )
        self._spec = spec
        self.key = spec.label or spec.device  # the mode in the name may change, the device's layout does not
        self._hz: float | None = None  # of the mode it was opened in
        too_slow = self._too_slow if most_hz is None else None  # a preview is meant to be slow
        self._decoding = LiveDecoding(self.key, self._open, TEXTS, too_slow=too_slow, most_hz=most_hz)

    @property
    def name(self) -> str:
        """The device and, once it runs, the mode in force: "USB3 Video Capture (1920x1080 60 Hz MJPEG)"."""
        mode = self._decoding.mode
        return self.key if mode is None else f"{self.key} ({mode})"

    @property
    def device(self) -> str:
        """What the system calls it."""
        return self._spec.device

    @property
    def lost(self) -> int:
        """Pictures that were sent and never delivered."""
        return self._decoding.lost

    @property
    def link(self) -> LinkState:
        """How the connection stands."""
        return self._decoding.link

    def read(self, timeout_s: float) -> Screen | None:
        """Wait for the next picture; None if none came in time.

        Raises:
            DeviceLost: The device was unplugged or gives no more pictures.
            CaptureError: It cannot be opened, or gives no picture at all.
        """
        return self._decoding.read(timeout_s)

    def close(self) -> None:
        """Release the device; safe to call twice."""
        self._decoding.close()

    def _too_slow(self, hz: float, mode: str) -> CaptureError | None:
        return slow_link(
            self.key, hz, self._hz, mode, usb_mbit_of(self._spec.device) if self._spec.format == "v4l2" else None
        )

    def _open(self) -> InputContainer:
        """Open in the first mode that the device takes."""
        last: av.error.FFmpegError | None = None
        for options in modes(self._spec):
            try:
                container = av.open(
                    _address(self._spec),
                    format=self._spec.format,
                    options={**options, "fflags": "nobuffer"},
                    timeout=(OPEN_TIMEOUT_S, READ_TIMEOUT_S),
                )
                rate = container.streams.video[0].average_rate if container.streams.video else None
                self._hz = float(rate) if rate else None
                return container
            except av.error.FFmpegError as fault:
                log.info("%s does not open with %s: %s", self.key, options, fault)
                last = fault
                if isinstance(fault, PermissionError) or fault.errno in (errno.EBUSY, errno.ENOENT, errno.ENODEV):
                    break  # another mode will not help
        assert last is not None
        raise _cannot_open(self.key, last)


def modes(spec: DeviceSpec) -> tuple[dict[str, str], ...]:
    """FFmpeg options of the modes to try, in order: as wished, 1920x1080 at 60 Hz, what the device offers."""
    if spec.format == "lavfi":
        return ({},)
    names = PIXEL_FORMATS[spec.format]
    wished = (
        [spec.pixel_format] if spec.pixel_format in names else [name for name in names if spec.pixel_format is None]
    )
    size = spec.size or PREFERRED_SIZE
    hz = spec.hz or PREFERRED_HZ
    frame = {"video_size": f"{size[0]}x{size[1]}", "framerate": f"{hz:g}"}
    tried = [{**frame, names[name][0]: names[name][1]} for name in wished]
    tried += [frame, {"video_size": frame["video_size"]}, {"framerate": frame["framerate"]}, {}]
    if spec.format == "dshow":  # its default buffer holds a third of a second; a full one drops the newest
        tried = [{**options, "rtbufsize": "64M"} for options in tried]
    return tuple(tried)


def list_devices() -> tuple[Device, ...]:
    """The grabbers and cameras that are plugged in now, with readable names; empty where there is none."""
    kind = PLATFORM_FORMATS.get(sys.platform)
    if kind is None:
        return ()
    found = _enumerated(kind)
    if kind == "v4l2":
        known = {device.spec.device for device in found}
        found += [device for device in _video_nodes() if device.spec.device not in known]
    return tuple(sorted(found, key=lambda device: (device.name, device.spec.device)))


def _enumerated(kind: str) -> list[Device]:
    enumerate_input_devices = getattr(av, "enumerate_input_devices", None)  # not in every PyAV
    if enumerate_input_devices is None:
        return []
    try:
        infos = enumerate_input_devices(kind)
    except (ValueError, av.error.FFmpegError) as fault:
        log.info("the devices of %s cannot be listed: %s", kind, fault)
        return []
    found = []
    for info in infos:
        if info.media_types and "video" not in info.media_types:
            continue
        name = info.description or info.name
        found.append(Device(name, DeviceSpec(kind, info.name, name)))
    return found


def _video_nodes(sysfs: Path = Path("/sys/class/video4linux"), dev: Path = Path("/dev")) -> list[Device]:
    """V4L2 nodes that deliver pictures; a grabber's second node carries only metadata and has an index above 0."""
    found = []
    for node in sorted(dev.glob("video*")):
        about = sysfs / node.name
        if _first_line(about / "index") not in ("", "0"):
            continue
        name = _first_line(about / "name") or node.name
        found.append(Device(name, DeviceSpec("v4l2", str(node), name)))
    return found


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _address(spec: DeviceSpec) -> str:
    return f"video={spec.device}" if spec.format == "dshow" else spec.device


def _cannot_open(name: str, fault: av.error.FFmpegError) -> CaptureError:
    """What the user can do about it."""
    error: CaptureError
    if isinstance(fault, PermissionError):
        error = DeviceForbidden(
            "You may not use {source}. Linux: add your user to the group 'video' and log in again; Windows and macOS: "
            "allow the camera in the privacy settings.",
            source=name,
        )
    elif fault.errno == errno.EBUSY:
        error = DeviceBusy(
            "{source} is in use by another program; close that program and choose the source again.", source=name
        )
    elif fault.errno in (errno.ENOENT, errno.ENODEV, errno.ENXIO):
        error = DeviceMissing("{source} is not there. Plug the grabber in, or choose another source.", source=name)
    else:
        error = CaptureError(
            "{source} could not be opened ({reason}). Plug it in again, or choose another source.",
            source=name,
            reason=fault,
        )
    error.__cause__ = fault
    return error

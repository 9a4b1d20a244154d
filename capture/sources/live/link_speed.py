"""Whether a grabber's link is too slow, why, and what helps."""

from pathlib import Path

from capture.errors import CaptureError
from capture.sources.live.link_meter import SLOW_BELOW_HZ

OF_MODE = 0.6  # of the rate of its mode: with fewer the link does not carry the mode
USB2_MBIT = 480
UNCODED = ("YUYV422", "UYVY422", "NV12", "YUV420P", "RGB24", "BGR24")


def slow_link(source: str, hz: float, mode_hz: float | None, mode: str, usb_mbit: int | None) -> CaptureError | None:
    """What the user is told of a link that is too slow; None where it is not.

    Args:
        source: The device's name.
        hz: Measured pictures a second.
        mode_hz: What the device's mode promises; None where it promises nothing.
        mode: As the window shows it: size, rate and pixel format.
        usb_mbit: Speed of the USB port in Mbit/s; None where it is not known.
    """
    if hz >= SLOW_BELOW_HZ and (mode_hz is None or hz >= OF_MODE * mode_hz):
        return None
    told = {"source": source, "hz": f"{hz:.0f}", "mode": mode}
    if usb_mbit is not None and usb_mbit <= USB2_MBIT:
        return CaptureError(
            "Slow link: {source} gives only {hz} pictures a second, because it is plugged into a USB 2 port. Plug it "
            "into a USB 3 port (blue, or marked SS), with its own cable.",
            **told,
        )
    if mode.endswith(UNCODED):
        return CaptureError(
            "Slow link: {source} gives only {hz} pictures a second as {mode}. Plug it into a USB 3 port, or choose "
            "MJPEG or a smaller picture in the list of sources.",
            **told,
        )
    return CaptureError(
        "Slow link: {source} gives only {hz} pictures a second as {mode}. Choose a mode with 30 or 60 Hz in the list "
        "of sources, and unplug other devices from that USB port.",
        **told,
    )


def usb_mbit_of(node: str, sysfs: Path = Path("/sys/class/video4linux")) -> int | None:
    """Speed of the USB port that a V4L2 node (/dev/video0) is plugged into, in Mbit/s; None where it is not known."""
    try:
        interface = (sysfs / Path(node).name / "device").resolve(strict=True)
        return int(float((interface.parent / "speed").read_text(encoding="ascii")))
    except (OSError, ValueError):
        return None

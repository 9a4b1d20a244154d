"""Frames for the tests of recorder and ring: textured pictures that differ from one another."""

from collections.abc import Iterator

import av
import numpy as np
import numpy.typing as npt

from capture.frame import Frame
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout

INTERVAL_NS = 16_683_333  # 59.94 Hz: never a whole number of milliseconds


def layout(width: int = 160, height: int = 120, kind: PanelKind = PanelKind.B_MODE) -> ScanLayout:
    """One panel with a mask and a scale, cut from the middle of a 1080p screen."""
    rows, columns = np.mgrid[:height, :width]
    mask = (columns - width / 2) ** 2 + (rows - height / 2) ** 2 < (width / 2) ** 2
    mask.flags.writeable = False
    panel = Panel(Rect(0, 0, width, height), kind, mask, (0.071, 0.0685))
    return ScanLayout((panel,), (411, 97), (1920, 1080))


def picture(number: int, width: int = 160, height: int = 120) -> npt.NDArray[np.uint8]:
    """Smooth speckle that moves with `number`, in slight colour; shape (height, width, 3)."""
    rows, columns = np.mgrid[:height, :width]
    grey = 110 + 60 * np.sin((columns + 3 * number) / 9) * np.cos(rows / 7)
    pixels = np.stack([grey, grey * 0.9 + 10, grey * 0.8 + 20], axis=-1).astype(np.uint8)
    pixels.flags.writeable = False
    return pixels


def frame(number: int, scan: ScanLayout | None = None, start_ns: int = 7_000_000_123) -> Frame:
    """The frame with index `number` of a 59.94 Hz source."""
    scan = scan or layout()
    rect = scan.panels[0].rect
    time_ns = start_ns + number * INTERVAL_NS
    return Frame(picture(number, rect.width, rect.height), number, time_ns, time_ns, scan)


def heavy_frame(number: int) -> Frame:
    """Noise, which takes 90 kB or more compressed: a disk fills with few of them."""
    light = frame(number, layout(320, 240))
    noise = np.random.default_rng(number).integers(0, 256, (240, 320, 3), np.uint8)
    noise.flags.writeable = False
    return Frame(noise, number, light.time_ns, light.arrived_ns, light.layout)


def decoded(path: object) -> Iterator[npt.NDArray[np.uint8]]:
    """The pictures of a video as RGB arrays."""
    with av.open(str(path)) as container:
        for shown in container.decode(container.streams.video[0]):
            yield shown.to_ndarray(format="rgb24")

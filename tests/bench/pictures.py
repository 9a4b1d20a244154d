"""The scanner's screen for the benchmark: real breast pictures in motion, as packets a grabber would send.

The packets are made once, by `python -m tests.bench.live` itself, and kept in a folder; what is measured decodes them
anew. A turn of the simulated scan takes 5 s and begins and ends between two lesions, so whole turns can be repeated
without a jump that no probe makes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import cv2
import numpy as np
import numpy.typing as npt
from rich.progress import track

from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.sources.simulated import SimulatedReader
from capture.sources.sweep import SLOT_S

SCREEN_PX = (1920, 1080)
HZ = 60
VERSION = 1  # of what is drawn; a change makes the kept packets again
JPEG_QUALITY = 92

PacketFormat = Literal["mjpeg", "nv12"]


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: layouts hold arrays
class Scene:
    """What the screen shows.

    Attributes:
        name: For files and tables.
        layout: One or two B-mode panels of the screen.
    """

    name: str
    layout: ScanLayout


def _layout(origin_px: tuple[int, int], *rects: Rect) -> ScanLayout:
    panels = tuple(Panel(rect, PanelKind.B_MODE, None, (0.06, 0.06)) for rect in rects)
    return ScanLayout(panels, origin_px, SCREEN_PX)


ONE_PANEL = Scene("one-panel", _layout((420, 150), Rect(0, 0, 1000, 720)))
TWO_PANELS = Scene("two-panels", _layout((160, 150), Rect(0, 0, 780, 720), Rect(820, 0, 1600, 720)))
# Raw pictures are 3 MB each; the lesion of one turn is enough of them.
TURNS: dict[PacketFormat, int] = {"mjpeg": 4, "nv12": 1}


def packets_file(folder: Path, scene: Scene, packet_format: PacketFormat) -> Path:
    """The file of a scene's packets, made now if it is not there yet."""
    ending = {"mjpeg": "mkv", "nv12": "nut"}[packet_format]
    file = folder / f"{scene.name}-{packet_format}-{TURNS[packet_format]}-v{VERSION}.{ending}"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".part.{ending}")
        _write(part, scene, packet_format)
        part.replace(file)
    return file


def _write(file: Path, scene: Scene, packet_format: PacketFormat) -> None:
    frames = round(TURNS[packet_format] * SLOT_S * HZ)
    with av.open(str(file), "w") as container:
        stream: Any = container.add_stream("mjpeg" if packet_format == "mjpeg" else "rawvideo", rate=HZ)
        stream.width, stream.height = SCREEN_PX
        stream.pix_fmt = "yuvj422p" if packet_format == "mjpeg" else "nv12"  # 4:2:2 is what grabbers send
        stream.time_base = Fraction(1, HZ)
        described = f"Preparing {scene.name}, {packet_format} (once)"
        for number, screen in enumerate(track(_screens(scene, frames), described, total=frames)):
            if packet_format == "mjpeg":
                packets = [_jpeg_packet(screen)]
            else:
                picture = av.VideoFrame.from_ndarray(screen, format="rgb24").reformat(format="nv12")
                picture.pts, picture.time_base = number, Fraction(1, HZ)
                packets = stream.encode(picture)
            for packet in packets:
                packet.stream = stream
                packet.pts = packet.dts = number
                packet.time_base = Fraction(1, HZ)
                packet.is_keyframe = True
                container.mux(packet)


def _jpeg_packet(screen: npt.NDArray[np.uint8]) -> Any:
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422]
    _, data = cv2.imencode(".jpg", cv2.cvtColor(screen, cv2.COLOR_RGB2BGR), options)
    return av.Packet(data.tobytes())


def _screens(scene: Scene, frames: int) -> Iterator[npt.NDArray[np.uint8]]:
    left, top = scene.layout.origin_px
    places = [panel.rect for panel in scene.layout.panels]
    scans = [
        SimulatedReader(hz=HZ, size=(rect.width, rect.height), seed=seed, paced=False)
        for seed, rect in enumerate(places)
    ]
    screen = _empty_screen(scene)
    for number in range(frames):
        for rect, scan in zip(places, scans, strict=True):
            area = screen[top + rect.top : top + rect.bottom, left + rect.left : left + rect.right]
            area[:] = scan.render(number)
        yield screen


def _empty_screen(scene: Scene) -> npt.NDArray[np.uint8]:
    """A scanner's frame: bar, settings, depth ruler, grey wedge; nobody's name."""
    width, height = SCREEN_PX
    screen = np.full((height, width, 3), 14, np.uint8)
    screen[:70] = (38, 42, 52)
    _text(screen, "BREAST  L14-6", (40, 46))
    _text(screen, "MI 0.9  TIs 0.3", (width - 320, 46))
    for row, words in enumerate(("12.0 MHz", "GAIN 62", "DR 70", "DEPTH 4.3 cm", "60 Hz")):
        _text(screen, words, (width - 250, 980 + 20 * row - 60), 0.6)
    origin_x, origin_y = scene.layout.origin_px
    for panel in scene.layout.panels:
        rect = panel.rect
        right, top, bottom = origin_x + rect.right, origin_y + rect.top, origin_y + rect.bottom
        for tick in range(top, bottom + 1, 72):
            cv2.line(screen, (right + 6, tick), (right + 18, tick), (190, 190, 190), 2)
        cv2.rectangle(screen, (origin_x + rect.left - 2, top - 2), (right + 1, bottom + 1), (60, 66, 80), 1)
    screen[150:406, 40:64] = np.arange(255, -1, -1, dtype=np.uint8)[:, None, None]
    return screen


def _text(screen: npt.NDArray[np.uint8], words: str, at: tuple[int, int], size: float = 0.9) -> None:
    cv2.putText(screen, words, at, cv2.FONT_HERSHEY_SIMPLEX, size, (205, 210, 215), 2, cv2.LINE_AA)

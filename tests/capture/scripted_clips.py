"""What the scripted device sends: short clips, drawn and encoded once, whose pictures can be told apart."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import av
import cv2
import numpy as np
import numpy.typing as npt

from capture.sources.simulated import SimulatedReader

Picture = npt.NDArray[np.uint8]
POSITIONS = 256  # that a picture's mark can tell
MARK_BITS = 8
UNMARKED = 255  # not of the scan, whose marks begin at 1; empty pictures read as 0


@dataclass(frozen=True)
class Sending:
    """What a device sends.

    Attributes:
        transport: "udp" or "tcp" (listening).
        size: (width, height) of its pictures.
        hz: Pictures a second.
        pictures: Of the scan, before it begins again; fewer than `UNMARKED`.
        bits: A second, of the encoder.
        ready: Orders whose pictures are made before it begins; others are made, in silence, when they are given.
    """

    transport: Literal["udp", "tcp"] = "udp"
    size: tuple[int, int] = (320, 240)
    hz: int = 30
    pictures: int = 60
    bits: int = 3_000_000
    ready: tuple[str, ...] = ()

    @property
    def other_size(self) -> tuple[int, int]:
        """The other resolution, in pixels."""
        width, height = self.size
        return (width * 3 // 2, height * 3 // 2) if width < 1000 else (width // 3 * 2 & ~1, height // 3 * 2 & ~1)


def mark(picture: Picture, position: int) -> Picture:
    """The picture with its position drawn in squares along the lower edge."""
    marked, edge = picture.copy(), _mark_px(picture)
    for bit in range(MARK_BITS):
        marked[-edge:, bit * edge : (bit + 1) * edge] = 235 if position >> bit & 1 else 16
    return marked


def position_of(picture: Picture) -> int:
    """What `mark` drew."""
    edge = _mark_px(picture)
    middle = picture[-edge // 2 - 1, edge // 2 : MARK_BITS * edge : edge, 1]
    return int(((middle > 128) << np.arange(MARK_BITS)).sum())


def _mark_px(picture: Picture) -> int:
    return max(8, picture.shape[1] // 80)


def drawn(kind: str, sending: Sending) -> list[Picture]:
    """The pictures of one of the device's clips."""
    width, height = sending.other_size if kind == "resized" else sending.size
    if kind in ("scan", "resized", "colours"):
        reader = SimulatedReader(hz=sending.hz, size=(width, height), paced=False)
        count = sending.pictures if kind == "scan" else sending.hz
        return [mark(reader.render(moment), moment + 1 if kind == "scan" else UNMARKED) for moment in range(count)]
    if kind == "repeat":
        return [
            mark(SimulatedReader(hz=sending.hz, size=(width, height), paced=False).render(40), UNMARKED)
        ] * sending.hz
    picture = np.full((height, width, 3), (0, 0, 200) if kind == "blue" else (0, 0, 0), np.uint8)
    if kind == "card":
        scale = height / 480
        where = (round(width * 0.35), height // 2)
        cv2.putText(
            picture, "NO SIGNAL", where, cv2.FONT_HERSHEY_SIMPLEX, scale, (220, 220, 220), max(1, int(2 * scale))
        )
    if kind == "bars":
        for bar in range(8):
            picture[:, bar * width // 8 : (bar + 1) * width // 8] = [191 * (7 - bar >> bit & 1) for bit in (1, 2, 0)]
    return [picture] * sending.hz


def encoded(pictures: list[Picture], sending: Sending, *, colours: bool = False) -> list[tuple[bytes, bool]]:
    """Each picture's packet, and whether it is a key frame; in groups that can be sent in any order."""
    context = av.CodecContext.create("mpeg2video", "w")
    context.height, context.width = pictures[0].shape[:2]
    context.pix_fmt, context.time_base, context.framerate = "yuv420p", Fraction(1, sending.hz), Fraction(sending.hz)
    context.bit_rate, context.gop_size, context.max_b_frames = sending.bits, max(2, sending.hz // 5), 0
    if colours:
        context.colorspace = 1
    packets = []
    for number, picture in enumerate([*pictures, None]):
        frame = None
        if picture is not None:
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, sending.hz)
        packets += [(bytes(packet), packet.is_keyframe) for packet in context.encode(frame)]
    return packets

"""Colour bars by the standards' own formulas, coded as files, streams and grabbers carry them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

# 100 % and 75 % bars, greys, and tones of skin, Doppler flow and contrast tints
COLOURS = (
    *((255 * (n >> 1 & 1), 255 * (n >> 2), 255 * (n & 1)) for n in range(7, -1, -1)),
    *((191 * (n >> 1 & 1), 191 * (n >> 2), 191 * (n & 1)) for n in range(7, 0, -1)),
    *((level, level, level) for level in (8, 32, 96, 160, 224)),
    *((224, 172, 138), (150, 40, 20), (30, 60, 160), (190, 140, 40), (60, 30, 8), (12, 30, 44)),
)
ACROSS = 13
DOWN = -(-len(COLOURS) // ACROSS)
COEFFICIENTS = {"BT.601": (0.299, 0.114), "BT.709": (0.2126, 0.0722)}  # Kr, Kb: BT.601-7 2.5.1, BT.709-6 3.2
NUMBERS = {"BT.601": 6, "BT.709": 1}  # matrix coefficients of ITU-T H.273
BOX_PX = 48
DIFFERENT = 6  # pictures of a clip; then it begins again
STEP_PX = 9  # of the moving box, from field to field


@dataclass(frozen=True)
class Coding:
    """How colours are coded.

    Attributes:
        matrix: "BT.601" or "BT.709".
        full: 0..255; else 16..235.
        pixels: "yuv420p" or "yuv422p".
        size: (width, height).
        interlaced: Two fields of different moments in each picture.
        stated: Matrix and range stand in the stream; else the custom of the size has to tell them.
    """

    matrix: str
    full: bool
    pixels: str
    size: tuple[int, int]
    interlaced: bool = False
    stated: bool = True


def bars(size: tuple[int, int], moment: int = 0) -> Picture:
    """The colours as patches over the upper three quarters; below, a bright box that moves over a dark ground."""
    width, height = size
    picture = np.full((height, width, 3), 40, np.uint8)
    for number, colour in enumerate(COLOURS):
        left, top, right, bottom = patch(size, number)
        picture[top:bottom, left:right] = colour
    at = 16 + STEP_PX * moment % max(1, width - BOX_PX - 32)
    picture[height - BOX_PX - 8 : height - 8, at : at + BOX_PX] = 220
    return picture


def patch(size: tuple[int, int], number: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a colour's patch, on whole blocks of 16 pixels where there is room."""
    width, height = size
    across, down = width // ACROSS, height * 3 // 4 // DOWN
    left, top = number % ACROSS * across, number // ACROSS * down
    return left, top, left + across, top + down


def coded(picture: Picture, coding: Coding) -> av.VideoFrame:
    """Y'CbCr by BT.601-7 (2.5) or BT.709-6 (3), rounded to 8 bits; colour by the mean of the pixels that share it."""
    kr, kb = COEFFICIENTS[coding.matrix]
    r, g, b = np.moveaxis(picture.astype(np.float64) / 255, 2, 0)
    luma = kr * r + (1 - kr - kb) * g + kb * b
    blue, red = (b - luma) / (2 * (1 - kb)), (r - luma) / (2 * (1 - kr))
    scale, offset, chroma = (255, 0, 255) if coding.full else (219, 16, 224)
    planes = [scale * luma + offset]
    for plane in (blue, red):
        halved = (plane[:, 0::2] + plane[:, 1::2]) / 2
        if coding.pixels == "yuv420p":
            halved = _halved_down(halved, coding.interlaced)
        planes.append(chroma * halved + 128)
    frame = av.VideoFrame(*coding.size, coding.pixels)
    for plane, values in zip(frame.planes, planes, strict=True):
        rows = np.zeros((plane.buffer_size // plane.line_size, plane.line_size), np.uint8)
        rows[: values.shape[0], : values.shape[1]] = np.clip(np.rint(values), 0, 255)
        plane.update(rows.tobytes())
    if coding.stated:
        frame.colorspace, frame.color_range = NUMBERS[coding.matrix], 2 if coding.full else 1
    return frame


def _halved_down(plane: npt.NDArray[np.float64], interlaced: bool) -> npt.NDArray[np.float64]:
    if not interlaced:
        return (plane[0::2] + plane[1::2]) / 2
    halved = np.empty((plane.shape[0] // 2, plane.shape[1]))
    for parity in (0, 1):
        field = plane[parity::2]
        halved[parity::2] = (field[0::2] + field[1::2]) / 2
    return halved


def pictures(coding: Coding, count: int) -> list[Picture]:
    """What a scanner would show; interlaced, the lower lines are one field later."""
    moments = []
    for number in range(count):
        picture = bars(coding.size, 2 * number)
        if coding.interlaced:
            picture[1::2] = bars(coding.size, 2 * number + 1)[1::2]
        moments.append(picture)
    return moments


def write(to: object, coding: Coding, codec: str, count: int = 6, *, form: str | None = None) -> None:
    """Encode: "ffv1" and "libx264" are exact, "mpeg2video" nearly so; the latter two carry fields."""
    with av.open(str(to) if isinstance(to, Path) else to, "w", format=form) as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height = coding.size
        stream.pix_fmt = coding.pixels
        context = stream.codec_context
        if codec == "libx264":
            context.options = {
                "qp": "0",
                "preset": "ultrafast",
                "g": "6",
                **({"flags": "+ildct"} if coding.interlaced else {}),
            }
        elif codec != "ffv1":
            stream.bit_rate = 60_000_000
            context.options = {"qmin": "1", "qmax": "2", "g": "1", "intra_vlc": "1"}
            if coding.interlaced:
                context.options = {**context.options, "flags": "+ildct+ilme"}
        if coding.stated:
            context.colorspace, context.color_range = NUMBERS[coding.matrix], 2 if coding.full else 1
        frames = [coded(picture, coding) for picture in pictures(coding, min(count, DIFFERENT))]
        for number in range(count):
            frame = frames[number % DIFFERENT]
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


class _Caller:
    """Who listens, as a file to the muxer; FFmpeg's own listening would hold up every other thread."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: bytes) -> int:
        self._connection.sendall(data)
        return len(data)


@contextmanager
def sent(coding: Coding, codec: str, form: str = "mpegts") -> Iterator[str]:
    """A TCP address at which every caller is sent the bars."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def send() -> None:
            with suppress(OSError):  # the caller has gone, or the server is closed
                while True:
                    connection, _ = server.accept()
                    with suppress(OSError, av.error.FFmpegError), connection:
                        write(_Caller(connection), coding, codec, 400, form=form)

        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def worst_delta_e(picture: Picture) -> float:
    """The largest distance of a patch's mean colour from what it should be.

    CIE76 (CIE 15:2004, 8.2.1.1), in L*a*b* of sRGB under D65 as OpenCV computes it.
    """
    height, width = picture.shape[:2]
    worst = 0.0
    for number, colour in enumerate(COLOURS):
        left, top, right, bottom = patch((width, height), number)
        middle = picture[top + 10 : bottom - 10, left + 10 : right - 10].reshape(-1, 3).mean(axis=0)
        worst = max(worst, float(np.linalg.norm(_lab(middle) - _lab(np.array(colour)))))
    return worst


def _lab(colour: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    one = colour.astype(np.float32).reshape(1, 1, 3) / 255
    return np.asarray(cv2.cvtColor(one, cv2.COLOR_RGB2LAB))[0, 0]


def comb_levels(picture: Picture) -> float:
    """By how many grey levels the worst lines round the moving box differ from both of their neighbours alike."""
    lower = picture[-BOX_PX - 4 : -12, :, 1].astype(np.int32)
    off = lower[1:-1] * 2 - lower[:-2] - lower[2:]
    same = (lower[1:-1] - lower[:-2]) * (lower[1:-1] - lower[2:]) > 0
    return float(np.percentile(np.where(same, np.abs(off) / 2, 0).max(axis=0), 100))

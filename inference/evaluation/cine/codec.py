"""What compression does to pictures on their way: encoded and decoded in memory, one in, one out."""

from fractions import Fraction
from typing import Protocol

import av
import cv2
import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.recipe import Codec

Pixels = npt.NDArray[np.uint8]

JPEG_QUALITY = 82
H264_CRF = 24
KEY_EVERY_S = 2.0


class Compression(Protocol):
    """Takes pictures in order and gives back what a receiver sees of each."""

    def passed(self, pixels: Pixels) -> Pixels:
        """RGB, shape (h, w, 3), uint8, in and out."""
        ...


class Uncompressed:
    """Pictures as they are."""

    def passed(self, pixels: Pixels) -> Pixels:
        """See `Compression`."""
        return pixels


class MotionJpeg:
    """Every picture by itself."""

    def passed(self, pixels: Pixels) -> Pixels:
        """See `Compression`."""
        _, data = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        decoded = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
        return np.ascontiguousarray(decoded[:, :, ::-1])


class H264:
    """Without B frames and look-ahead, as a live encoder: each picture comes out at once.

    One thread, so that the same pictures give the same bits.
    """

    def __init__(self, size: tuple[int, int], hz: float) -> None:
        encoder = av.CodecContext.create("libx264", "w")
        encoder.width, encoder.height = size
        encoder.pix_fmt = "yuv420p"
        rate = Fraction(hz).limit_denominator(1000)
        encoder.framerate, encoder.time_base = rate, 1 / rate
        encoder.gop_size = max(1, round(KEY_EVERY_S * hz))
        encoder.thread_count = 1
        encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "crf": str(H264_CRF), "threads": "1"}
        self._encoder = encoder
        self._decoder = av.CodecContext.create("h264", "r")
        self._decoder.thread_count = 1
        self._decoder.options = {"flags": "low_delay"}
        self._number = 0

    def passed(self, pixels: Pixels) -> Pixels:
        """See `Compression`."""
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
        picture.pts = self._number
        self._number += 1
        decoded = [frame for packet in self._encoder.encode(picture) for frame in self._decoder.decode(packet)]
        return np.asarray(decoded[-1].to_ndarray(format="rgb24"), np.uint8) if decoded else pixels


def compression(codec: Codec, size: tuple[int, int], hz: float) -> Compression:
    """The codec of a recipe, new for each clip."""
    if codec is Codec.H264:
        return H264(size, hz)
    return MotionJpeg() if codec is Codec.MJPEG else Uncompressed()

"""A frame as compressed bytes, made once and shared by the ring and the recorder.

Ring and recorder each have their own bounded queue and thread, so that a slow disk costs the ring nothing and a gap of
one is not a gap of the other. What they share is this encoder: whoever comes first compresses the frame, the other
finds the bytes. A frame is a packet that stands for itself in both codecs, so the ring's packets are written to a file
as they are. One encoder thread in front of both was the other choice; it would need a second queue behind it, or let
the disk hold up the ring.

JPEG comes from OpenCV's libjpeg-turbo: 1.7 ms of processor time for a 1000x720 breast picture at quality 90, where
FFmpeg's MJPEG encoder at q3 took 6 ms and was no closer to the original.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import av
import cv2
import numpy as np
import numpy.typing as npt

from capture.frame import Frame
from capture.screen.layout import PanelKind, ScanLayout

JPEG_QUALITY = 90  # libjpeg's scale; no coarser than FFmpeg's q3

CodecName = Literal["mjpeg", "ffv1"]


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: layouts hold arrays
class EncodedFrame:
    """A compressed frame: one key frame of `codec`.

    Attributes:
        data: The packet.
        codec: "ffv1" is lossless.
        pixel_format: FFmpeg's name of the packet's pixel format.
        extradata: What the codec's decoder needs to start, or None.
        width: Pixels.
        height: Pixels.
        index: Of the frame.
        time_ns: Of the frame.
        layout: Of the frame.
    """

    data: bytes
    codec: CodecName
    pixel_format: str
    extradata: bytes | None
    width: int
    height: int
    index: int
    time_ns: int
    layout: ScanLayout


class FrameEncoder:
    """Compresses frames; the latest results are kept for whoever asks second. May be used from several threads."""

    def __init__(self, remembered: int = 64) -> None:
        """Keep the latest `remembered` results."""
        self._remembered = remembered
        self._lock = threading.Lock()
        self._results: OrderedDict[tuple[int, int, int], EncodedFrame] = OrderedDict()
        self._lossless: _LosslessCodec | None = None
        self._encoded = 0

    @property
    def encoded(self) -> int:
        """How many frames were really compressed."""
        return self._encoded

    def encode(self, frame: Frame) -> EncodedFrame:
        """The frame as bytes: lossless where a panel shows contrast, JPEG otherwise."""
        key = (frame.index, frame.time_ns, frame.arrived_ns)
        with self._lock:
            known = self._results.get(key)
            if known is not None:
                return known
            encoded = self._results[key] = self._compress(frame)
            self._encoded += 1
            if len(self._results) > self._remembered:
                self._results.popitem(last=False)
            return encoded

    def _compress(self, frame: Frame) -> EncodedFrame:
        height, width = frame.pixels.shape[:2]
        kinds = {panel.kind for panel in frame.layout.panels}
        codec: CodecName = "mjpeg"
        extradata = None
        if PanelKind.CONTRAST in kinds:
            codec, pixel_format = "ffv1", "bgr0"
            if self._lossless is None or self._lossless.size != (width, height):
                self._lossless = _LosslessCodec(width, height)
            data = self._lossless.encode(frame.pixels)
            extradata = self._lossless.extradata
        else:
            # Colours carry meaning in Doppler and elastography; a B-mode picture is grey but for its marks.
            coloured = bool(kinds & {PanelKind.DOPPLER, PanelKind.ELASTOGRAPHY})
            pixel_format = "yuvj444p" if coloured else "yuvj420p"
            data = _jpeg(frame.pixels, coloured)
        return EncodedFrame(
            data, codec, pixel_format, extradata, width, height, frame.index, frame.time_ns, frame.layout
        )


def _jpeg(pixels: npt.NDArray[np.uint8], coloured: bool) -> bytes:
    sampling = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444 if coloured else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    _, data = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), options)
    return bytes(data)


class _LosslessCodec:
    """FFV1 with nothing but key frames, for one size."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self._count = 0
        self._codec: Any = av.CodecContext.create("ffv1", "w")
        self._codec.width, self._codec.height = width, height
        self._codec.pix_fmt = "bgr0"
        self._codec.time_base = Fraction(1, 1000)
        self._codec.options = {"level": "3", "g": "1", "slicecrc": "1"}
        self._codec.thread_count = 1  # several threads would hold frames back
        self._codec.open()

    @property
    def extradata(self) -> bytes:
        return bytes(self._codec.extradata)

    def encode(self, pixels: npt.NDArray[np.uint8]) -> bytes:
        with_padding = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGRA), np.uint8)
        picture = av.VideoFrame.from_ndarray(with_padding, format="bgra").reformat(format="bgr0")
        picture.pts = self._count
        self._count += 1
        return b"".join(bytes(packet) for packet in self._codec.encode(picture))

"""One file of a recording: an MKV of key frames, with its side file."""

import os
from fractions import Fraction
from typing import Any

import av

from capture.encode import EncodedFrame
from capture.screen.gate import same_layout
from capture.side_file import ByteFile, SideWriter

_MILLISECOND = Fraction(1, 1000)
# A cluster is written when it is complete: this much of a recording is lost when the program is killed.
_CLUSTER_MS = 500
_FULL_RANGE, _BT709, _SRGB, _RGB, _BT601 = 2, 1, 13, 0, 5  # FFmpeg's numbers: range, primaries, transfer, matrices


class RecordingSegment:
    """One MKV file and its side file; every frame of one size, codec and layout, in ascending time."""

    def __init__(self, file: ByteFile, side: SideWriter, first: EncodedFrame) -> None:
        """Prepare to write frames like `first` to the two open files, which this segment then owns.

        Raises:
            OSError, FFmpegError: Here and in the methods: it cannot be written.
        """
        self.side = side
        self.frames = 0
        self._file = file
        self._first = first
        self._last_ms = -1
        self._last_ns = first.time_ns - 1
        self._container: Any = av.open(
            _AllOrNothing(file),
            "w",
            format="matroska",
            options={"cluster_time_limit": str(_CLUSTER_MS), "flush_packets": "1"},
            buffer_size=1 << 18,
        )
        self._stream = self._container.add_stream(first.codec)
        codec = self._stream.codec_context
        codec.width, codec.height, codec.pix_fmt = first.width, first.height, first.pixel_format
        codec.color_range, codec.color_primaries, codec.color_trc = _FULL_RANGE, _BT709, _SRGB
        codec.colorspace = _RGB if first.codec == "ffv1" else _BT601
        codec.framerate = Fraction(0)  # none: the default of 24 a second would be written as every picture's duration
        codec.time_base = self._stream.time_base = _MILLISECOND
        if first.extradata is not None:
            codec.extradata = first.extradata

    @property
    def deleted(self) -> bool:
        """Whether the file has lost its name on the disk (never so on Windows)."""
        return os.fstat(self._file.fileno()).st_nlink == 0

    def fits(self, encoded: EncodedFrame) -> bool:
        """Whether a frame can stand in this file."""
        first = self._first
        return (
            (encoded.codec, encoded.pixel_format, encoded.width, encoded.height)
            == (first.codec, first.pixel_format, first.width, first.height)
            and encoded.time_ns > self._last_ns  # a source that was lost and found again starts anew
            and same_layout(encoded.layout, first.layout)
        )

    def write(self, encoded: EncodedFrame) -> None:
        """Append a frame that `fits`."""
        self.side.frame(encoded.index, encoded.time_ns)  # before the picture: see capture/side_file.py
        time_ms = max(round((encoded.time_ns - self._first.time_ns) / 1e6), self._last_ms + 1)
        self._last_ms, self._last_ns = time_ms, encoded.time_ns
        packet = av.Packet(encoded.data)
        packet.stream = self._stream
        packet.time_base = _MILLISECOND
        packet.pts = packet.dts = time_ms
        packet.is_keyframe = True
        self._container.mux_one(packet)
        self.frames += 1

    def close(self) -> None:
        """Write the end of the video and close both files, also where writing fails."""
        try:
            self._container.close()
        finally:
            try:
                self.side.close()
            finally:
                self._file.close()


class _AllOrNothing:
    """A file as PyAV writes it: every byte is written, or an error is raised (a full disk takes a part)."""

    def __init__(self, file: ByteFile) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell

    def write(self, data: bytes) -> int:
        view = memoryview(data)
        done = 0
        while done < len(view):
            done += self._file.write(bytes(view[done:])) or 0
        return done

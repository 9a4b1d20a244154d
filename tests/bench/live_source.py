"""A grabber that sends prepared packets at 60 Hz; the product's own code decodes them."""

import time
from pathlib import Path
from typing import Any

import av

from capture.source import Screen
from capture.sources.rgb import rgb_pixels
from tests.bench.pictures import HZ

INTERVAL_NS = 1_000_000_000 // HZ
BUFFERS = 4  # a grabber's driver holds so many pictures; what is older when it is fetched has been overwritten


class PacedGrabber:
    """Implements `capture.source.ScreenReader`: packets of a file become due at 60 Hz, over and over.

    Attributes:
        overwritten: Pictures that were fetched too late and so never decoded.
    """

    def __init__(self, file: Path) -> None:
        """Open the packets; the clock starts with the first `read`."""
        self.overwritten = 0
        self._file = file
        self._container: Any = None
        self._packets: Any = iter(())
        self._codec: Any = None
        self._number = -1  # of the packet that is due next, from the start
        self._packet: Any = None
        self._start_ns: int | None = None

    @property
    def name(self) -> str:
        """Readable."""
        return f"Grabber ({self._file.stem}, 1920x1080 {HZ} Hz)"

    def due_ns(self, time_ns: int) -> int:
        """When the picture of this stream time came out of the cable, on the `time.monotonic_ns()` axis."""
        return (self._start_ns or 0) + time_ns

    def read(self, timeout_s: float) -> Screen | None:
        """Wait until a picture is due and decode it."""
        if self._start_ns is None:
            self._start_ns = time.monotonic_ns()
        if self._packet is None:
            self._fetch()
        wait_ns = self.due_ns(self._number * INTERVAL_NS) - time.monotonic_ns()
        if wait_ns > 0:
            time.sleep(min(wait_ns / 1e9, timeout_s))
            if wait_ns / 1e9 > timeout_s:
                return None
        while time.monotonic_ns() - self.due_ns(self._number * INTERVAL_NS) > BUFFERS * INTERVAL_NS:
            self.overwritten += 1
            self._fetch()
        number, packet = self._number, self._packet
        self._packet = None
        (picture,) = self._codec.decode(packet)
        return Screen(rgb_pixels(picture), number, number * INTERVAL_NS, time.monotonic_ns())

    def close(self) -> None:
        """Release the file."""
        if self._container is not None:
            self._container.close()
            self._container = None

    def _fetch(self) -> None:
        """The next packet; from the start again at the end of the file."""
        self._number += 1
        self._packet = next(self._packets, None)
        if self._packet is None:
            self.close()
            self._container = av.open(str(self._file))
            stream = self._container.streams.video[0]
            stream.thread_type = "NONE"  # a grabber's packets are decoded as they come; threads would hold some back
            self._codec = stream.codec_context
            self._packets = (packet for packet in self._container.demux(stream) if packet.size)
            self._packet = next(self._packets)

"""A grabber that sends prepared packets at 60 Hz into the product's own live decoding."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import av
from av.container import InputContainer

from capture.source import Screen
from capture.sources.device import TEXTS
from capture.sources.live.decoding import LiveDecoding
from tests.bench.pictures import HZ

INTERVAL_NS = 1_000_000_000 // HZ
BUFFERS = 4  # a grabber's driver holds so many pictures; what is older when it is fetched has been overwritten


class PacedContainer:
    """A container, as `LiveDecoding` uses one, whose packets become due at 60 Hz, over and over.

    Attributes:
        overwritten: Packets that were fetched too late and so never handed out.
        first_due_ns: When the first one came out of the cable, on the `time.monotonic_ns()` axis.
    """

    def __init__(self, file: Path) -> None:
        """Open the packets; the clock starts when the first is asked for."""
        self.overwritten = 0
        self.first_due_ns = 0
        self._container = av.open(str(file))

    @property
    def streams(self) -> Any:
        """Those of the file."""
        return self._container.streams

    def demux(self, stream: Any) -> Iterator[Any]:
        """Each packet when it is due; never ends."""
        self.first_due_ns = time.monotonic_ns()
        for number, packet in enumerate(self._repeated(stream)):
            wait_ns = self.first_due_ns + number * INTERVAL_NS - time.monotonic_ns()
            if wait_ns > 0:
                time.sleep(wait_ns / 1e9)
            elif -wait_ns > BUFFERS * INTERVAL_NS:
                self.overwritten += 1
                continue
            packet.pts = packet.dts = round(number / HZ / packet.time_base)
            yield packet

    def close(self) -> None:
        """Release the file."""
        self._container.close()

    def _repeated(self, stream: Any) -> Iterator[Any]:
        while True:
            yield from (packet for packet in self._container.demux(stream) if packet.size)
            self._container.seek(0)


class PacedGrabber:
    """Implements `capture.source.ScreenReader` with the decoding of `DeviceReader`, behind prepared packets."""

    def __init__(self, file: Path) -> None:
        """Start sending and decoding."""
        self._file = file
        self._container = PacedContainer(file)
        self._decoding = LiveDecoding(self.name, lambda: cast(InputContainer, self._container), TEXTS)

    @property
    def name(self) -> str:
        """Readable."""
        return f"Grabber ({self._file.stem}, 1920x1080 {HZ} Hz)"

    @property
    def lost(self) -> int:
        """Pictures that nobody fetched or took in time, before the gate."""
        return self._container.overwritten + self._decoding.lost

    def due_ns(self, time_ns: int) -> int:
        """When the picture of this stream time came out of the cable, on the `time.monotonic_ns()` axis (± 1 ms)."""
        return self._container.first_due_ns + time_ns

    def read(self, timeout_s: float) -> Screen | None:
        """The newest picture not read yet; None if none came in time."""
        return self._decoding.read(timeout_s)

    def close(self) -> None:
        """Stop sending."""
        self._decoding.close()

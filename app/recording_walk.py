"""A recording front to back: every picture of the file once, and what was found in it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from app.analysis_json import SCAN_AREA_LOST, FrameResult
from app.network import Analyser
from capture.errors import EndOfStream
from capture.frame import Frame
from capture.source import FrameSource

READ_TIMEOUT_S = 0.5


class Recording(FrameSource, Protocol):
    """An opened recording behind its gate.

    Attributes:
        times_ns: Time of every picture of the file, ascending.
    """

    @property
    def times_ns(self) -> tuple[int, ...]:
        """Time of every picture of the file, ascending."""
        ...

    def decode(self, number: int) -> Frame | None:
        """This picture of the file; None where the gate holds it back.

        Raises:
            IndexError: There is no such picture.
            CaptureError: The file is damaged.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture of the file.

    Attributes:
        number: From 0.
        time_ns: The file's own time of it.
        frame: The scan in it; None for a picture that repeats the one before or that the gate held back.
        repeated: It equals the one before.
    """

    number: int
    time_ns: int
    frame: Frame | None
    repeated: bool = False


def walk(source: Recording) -> Iterator[Picture]:
    """Every picture from the first to the last, repeated and held back ones among them.

    Raises:
        CaptureError: The file is damaged.
    """
    times_ns = source.times_ns
    number, held_back = 0, source.counts.held_back
    while True:
        try:
            frame = source.read(READ_TIMEOUT_S)
        except EndOfStream:
            frame, reached = None, len(times_ns)
        else:
            if frame is None:
                continue
            reached = frame.index
        # A stretch without a frame repeats the picture before it, unless the gate was shut somewhere in it.
        repeated = source.counts.held_back == held_back and number > 0
        held_back = source.counts.held_back
        for between in range(number, reached):
            yield Picture(between, times_ns[between], None, repeated)
        if frame is None:
            return
        yield Picture(frame.index, frame.time_ns, frame)
        number = frame.index + 1


def analysed(pictures: Iterator[Picture], pipeline: Analyser) -> Iterator[tuple[Picture, FrameResult]]:
    """Every picture with what was found in it, in the order of the file; a repeated one is not analysed again.

    Raises:
        CaptureError: The file is damaged.
        ModelError: The network gave no numbers.
    """
    last: FrameResult | None = None
    for picture in pictures:
        if picture.frame is not None:
            began_ns = time.perf_counter_ns()
            analysis = pipeline.analyse(picture.frame)
            took_ms = (time.perf_counter_ns() - began_ns) / 1e6
            last = FrameResult.of(replace(analysis, inference_ms=took_ms))
            yield picture, last
        elif picture.repeated and last is not None:
            yield picture, last.again(picture.number, picture.time_ns)
        else:
            last = FrameResult(picture.number, picture.time_ns, (), SCAN_AREA_LOST)
            yield picture, last

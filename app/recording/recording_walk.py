"""A recording front to back: every picture of the file once, and what was found in it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from app.analysis_json import SCAN_AREA_LOST, FrameResult
from capture.frame import Frame

if TYPE_CHECKING:  # it brings scipy, which the window need not wait for
    from inference.pipeline import Pipeline


class Recording(Protocol):
    """An opened recording behind its gate, as far as it is walked through."""

    @property
    def last_was_repeat(self) -> bool:
        """Whether the picture given last was equal to the one before it."""
        ...

    def every_frame(self) -> Iterator[tuple[int, int, Frame | None]]:
        """(number, time_ns, frame) of each picture; None for a repeated one and one that the gate held back."""
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
        CaptureError: The file is damaged; what came before has been yielded.
    """
    for number, time_ns, frame in source.every_frame():
        yield Picture(number, time_ns, frame, repeated=source.last_was_repeat)


def analysed(pictures: Iterator[Picture], pipeline: "Pipeline") -> Iterator[tuple[Picture, FrameResult]]:
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

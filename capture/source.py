"""What every source of pictures is: the one contract that all of them pass.

A *reader* decodes whole pictures of the scanner's screen and stays inside `capture`; a *frame source* puts the
gate behind a reader and yields frames that hold nothing but the scan.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from capture.errors import CaptureError
from capture.frame import Frame
from capture.screen.layout import ScanLayout


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: arrays have no single truth value
class Screen:
    """A whole picture as the source delivers it; never leaves `capture` except to the layout dialog.

    Attributes:
        pixels: RGB, shape (height, width, 3), uint8, read-only.
        number: Live: counts delivered pictures from 0. Recording: the picture's number in the file.
        time_ns: The stream's own time on one monotonic axis.
        arrived_ns: `time.monotonic_ns()` when decoding ended.
        layout: The panels where the source itself knows them (DICOM region tags, the simulated scan); else None.
    """

    pixels: npt.NDArray[np.uint8]
    number: int
    time_ns: int
    arrived_ns: int
    layout: ScanLayout | None = None


class ScreenReader(Protocol):
    """Decodes whole pictures. Used by one thread at a time."""

    @property
    def name(self) -> str:
        """Short readable name for the window: the file's name, the device's name and mode."""
        ...

    def read(self, timeout_s: float) -> Screen | None:
        """Wait for the next picture; None if none came in time.

        Raises:
            EndOfStream: A recording has no more pictures.
            CaptureError: The device was lost or the file is damaged; the text says what to do.
        """
        ...

    def close(self) -> None:
        """Release the device or file; safe to call twice."""
        ...


@runtime_checkable
class SeekableReader(ScreenReader, Protocol):
    """A recording: every picture can be reached exactly.

    Attributes:
        times_ns: Time of every picture of the file from the first, ascending, starting at 0.
        assumed_hz: The rate that was assumed where the file states no times (a folder of images), else None.
    """

    times_ns: tuple[int, ...]
    assumed_hz: float | None

    def seek(self, number: int) -> None:
        """Make `number` (0-based) the next picture that `read` returns.

        Raises:
            IndexError: There is no such picture.
        """
        ...


@runtime_checkable
class Keyed(Protocol):
    """A reader whose name changes; its key stays."""

    key: str


@runtime_checkable
class Dropping(Protocol):
    """A live reader that keeps the newest picture only; `lost` counts those that were sent and never delivered."""

    lost: int


@dataclass(frozen=True, slots=True)
class LinkState:
    """How the connection of a live reader stands.

    Attributes:
        open: Pictures can come; False: unplugged, or closed by the sender.
        hz: Pictures that arrived a second, over the last two seconds; None before so long.
        lag_ms: How much later than the quickest one the newest picture arrived; None before the first.
        slow: That the link is too slow, with the cure; None where it is not.
        heard_ns: When the newest picture arrived, on the `time.monotonic_ns()` axis; None before the first.
    """

    open: bool = True
    hz: float | None = None
    lag_ms: float | None = None
    slow: CaptureError | None = None
    heard_ns: int | None = None


@runtime_checkable
class Linked(Protocol):
    """A live reader that knows how its connection stands."""

    link: LinkState


@runtime_checkable
class Breaking(Protocol):
    """A reader of files that can end before what they say they hold."""

    breaks_off: bool


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """What a source has seen so far.

    Attributes:
        delivered: Pictures that came from the reader.
        repeated: Those equal to the one before them (one piece of evidence, not passed on).
        late: Those that came more than 1.5 times the usual interval after the one before.
        held_back: Those that did not pass because the scan area was lost or the screen was empty.
        lost: Live: pictures that were sent but never delivered: missing by the source's own times, damaged, or
            passed over because a newer one had come.
    """

    delivered: int = 0
    repeated: int = 0
    late: int = 0
    held_back: int = 0
    lost: int = 0


class FrameSource(Protocol):
    """A grabber, a stream, a recording or a simulated scan. Used by one thread at a time."""

    @property
    def name(self) -> str:
        """Short readable name for the window."""
        ...

    @property
    def counts(self) -> SourceCounts:
        """Counts so far; may be read from any thread."""
        ...

    def read(self, timeout_s: float) -> Frame | None:
        """Wait for the next distinct frame; None if none came in time.

        Raises:
            EndOfStream: A recording has no more frames.
            CaptureError: The device was lost or the file is damaged; the text says what to do.
        """
        ...

    def close(self) -> None:
        """Release the device or file; safe to call twice."""
        ...

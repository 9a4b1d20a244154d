"""How a recording stands, as everyone who writes one tells it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from capture.errors import RecordingFailed


@dataclass(frozen=True, slots=True)
class RecordingState:
    """How a recording stands.

    Attributes:
        frames: Frames written.
        gaps: Frames that had to be left out.
        unacknowledged: Gaps the user has not acknowledged yet: red while there are any.
        first_ns, last_ns: Stream time of the first and the last written frame; None before the first.
        paths: The videos written so far; a new size or layout starts a new one.
        finished: Nothing more is written and the files are closed.
        error: Why it stopped by itself, or None.
    """

    frames: int = 0
    gaps: int = 0
    unacknowledged: int = 0
    first_ns: int | None = None
    last_ns: int | None = None
    paths: tuple[Path, ...] = ()
    finished: bool = False
    error: RecordingFailed | None = None

    @property
    def duration_s(self) -> float:
        """Stream time from the first to the last written frame."""
        return 0.0 if self.first_ns is None or self.last_ns is None else (self.last_ns - self.first_ns) / 1e9

    @property
    def news(self) -> tuple[object, ...]:
        """What is worth telling when it changes: not every frame."""
        return self.gaps, self.paths, self.finished, self.error

    def changed(self, **changes: Any) -> "RecordingState":
        """The same with other values."""
        return replace(self, **changes)

    def with_frame(self, time_ns: int) -> "RecordingState":
        """After another frame was written."""
        first_ns = time_ns if self.first_ns is None else self.first_ns
        return replace(self, frames=self.frames + 1, first_ns=first_ns, last_ns=time_ns)

    def with_seen(self, acknowledged: int) -> "RecordingState":
        """As the user has it who has seen so many gaps."""
        return replace(self, unacknowledged=self.gaps - acknowledged)

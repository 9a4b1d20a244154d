"""Recording of a live session: the recording under way and the ring of the last seconds."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from capture.errors import MinamoError
from capture.frame import Frame
from capture.recorder import Recorder, RecordingState
from capture.ring import Kept, Ring, nothing_to_keep

STOP_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class RecordingGlance:
    """What the health bar tells of it.

    Attributes:
        recording_s: Length of the recording under way, or None.
        gaps: Left out frames that the user has not acknowledged, also of recordings that have ended.
        notice: Why recording or keeping failed, or None.
    """

    recording_s: float | None
    gaps: int
    notice: MinamoError | None


class LiveRecording:
    """Takes every distinct frame; never waits for the disk."""

    def __init__(self, folder: Path, ring_s: float, source_name: str, on_news: Callable[[], None]) -> None:
        """Prepare; `ring_s` of 0 keeps no ring."""
        self._folder = folder
        self._source_name = source_name
        self._on_news = on_news
        self._lock = threading.Lock()
        self._recorder: Recorder | None = None
        self._ending: list[Recorder] = []
        self._ring = Ring(seconds=ring_s, source_name=source_name) if ring_s > 0 else None
        self._notice: MinamoError | None = None

    def start(self) -> None:
        """Start the ring."""
        if self._ring is not None:
            self._ring.start()

    def put(self, frame: Frame) -> None:
        """Take a frame; capture thread; returns at once."""
        recorder, ring = self._recorder, self._ring
        if recorder is not None:
            recorder.put(frame)
        if ring is not None:
            ring.put(frame)

    def toggle(self) -> None:
        """Begin a recording, or end the one under way; it is written to its end in its own thread."""
        with self._lock:
            recorder, self._recorder = self._recorder, None
            self._notice = None
        if recorder is not None and not recorder.state.finished:
            recorder.finish()
            self._ending.append(recorder)
            return
        encoder = self._ring.encoder if self._ring is not None else None
        recorder = Recorder(
            self._folder, name=dated_name("scan"), source_name=self._source_name, on_state=self._told, encoder=encoder
        )
        recorder.start()
        with self._lock:
            self._recorder = recorder

    def keep(self) -> Path:
        """Write the last seconds to a file.

        Raises:
            RecordingFailed: There is nothing to keep, or no place for it.
        """
        if self._ring is None:
            raise nothing_to_keep()
        return self._ring.keep(self._folder, dated_name("last"), on_kept=self._kept)

    def say(self, notice: MinamoError | None) -> None:
        """Show a notice of something else that was to be kept, or take it back."""
        with self._lock:
            self._notice = notice
        self._on_news()

    def acknowledge(self) -> None:
        """The user has seen the gaps."""
        with self._lock:
            recorders = [*self._ending, *([self._recorder] if self._recorder else [])]
            self._notice = None
        for recorder in recorders:
            recorder.acknowledge()

    def glance(self) -> RecordingGlance:
        """How it stands; from any thread."""
        with self._lock:
            recorder, notice = self._recorder, self._notice
            states = [each.state for each in self._ending]
        if recorder is None:
            recording_s = None
        else:
            state = recorder.state
            states.append(state)
            recording_s = None if state.finished else state.duration_s
            notice = notice or state.error
        return RecordingGlance(recording_s, sum(state.unacknowledged for state in states), notice)

    def stop(self) -> None:
        """End what is under way and wait until the files are closed."""
        with self._lock:
            recorders = [*self._ending, *([self._recorder] if self._recorder else [])]
            self._recorder, self._ending = None, []
        for recorder in recorders:
            recorder.stop(STOP_TIMEOUT_S)
        if self._ring is not None:
            self._ring.stop(STOP_TIMEOUT_S)

    def _told(self, state: RecordingState) -> None:
        if state.error is not None:
            with self._lock:
                self._notice = state.error
        self._on_news()

    def _kept(self, kept: Kept) -> None:
        with self._lock:
            self._notice = kept.error
        self._on_news()


def dated_name(kind: str) -> str:
    """Sorts by time and names no patient."""
    return f"minamo-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}-{kind}"

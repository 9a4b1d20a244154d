"""Recording of a live session: what is being written, and the ring of the last seconds."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from capture.errors import MinamoError
from capture.frame import Frame
from capture.recorder import Recorder
from capture.recording_state import RecordingState
from capture.ring import Kept, Ring
from capture.ring_clip import RingClip, nothing_to_keep

STOP_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class RecordingGlance:
    """What the health bar tells of it.

    Attributes:
        recording_s: Length of the recording or clip under way, or None.
        gaps: Left out frames that the user has not acknowledged, also of recordings that have ended.
        notice: Why recording or keeping failed, or None.
    """

    recording_s: float | None
    gaps: int
    notice: MinamoError | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a recording goes.

    Attributes:
        folder: Made when it is missing.
        name: Of the recording; an existing one is never overwritten.
        on_state: Called in the recording's thread when files, gaps, error or end change.
        key: What whoever gave it knows it by.
    """

    folder: Path
    name: str
    on_state: Callable[[RecordingState], None] = lambda _state: None
    key: str = ""


class LiveRecording:
    """Takes every distinct frame; never waits for the disk."""

    def __init__(self, folder: Path, ring_s: float, source_name: str, on_news: Callable[[], None]) -> None:
        """Prepare; `ring_s` of 0 keeps no ring."""
        self._folder = folder
        self._ring_s = ring_s
        self._source_name = source_name
        self._on_news = on_news
        self._lock = threading.Lock()
        self._recorder: Recorder | None = None
        self._clip: RingClip | None = None
        self._ending: list[Recorder | RingClip] = []
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

    def drop_span(self, first_ns: int, last_ns: int) -> None:
        """Forget the frames of a span of stream time, both ends included: a page came there; capture thread."""
        for writing in self._all():
            if isinstance(writing, Recorder):
                writing.drop_span(first_ns, last_ns)
        if self._ring is not None:
            self._ring.drop_span(first_ns, last_ns)  # and the clips that are written from it

    @property
    def recording(self) -> bool:
        """Whether `toggle` would end something: a recording, or a clip that goes on."""
        with self._lock:
            recorder, clip = self._recorder, self._clip
        return (recorder is not None and not recorder.state.finished) or (clip is not None and clip.going_on)

    def toggle(self, target: Target | None = None) -> Callable[[], None] | None:
        """Begin a recording, or end the one under way; it is written to its end in its own thread.

        A clip that goes on by itself becomes a recording: it runs until it is ended.

        Args:
            target: Where to; the session's own folder where there is none.

        Returns:
            What ends the recording that was begun; None where one was ended, or a clip runs on.
        """
        with self._lock:
            recorder, self._recorder = self._recorder, None
            clip = self._clip
            self._notice = None
        if recorder is not None and not recorder.state.finished:
            recorder.finish()
            self._let_end(recorder)
            return None
        if clip is not None and clip.going_on:
            if clip.runs_on:
                self.end_clip()
            else:
                clip.let_run()
            return None
        target = target or Target(self._folder, dated_name("scan"))
        recorder = Recorder(
            target.folder,
            name=target.name,
            source_name=self._source_name,
            on_state=self._teller(target),
            encoder=self._ring.encoder if self._ring is not None else None,
        )
        recorder.start()
        with self._lock:
            self._recorder = recorder
        return recorder.finish

    def keep(self) -> Path:
        """Write the last seconds to a file.

        Raises:
            RecordingFailed: There is nothing to keep, or no place for it.
        """
        if self._ring is None:
            raise nothing_to_keep()
        return self._ring.keep(self._folder, dated_name("last"), on_kept=self._kept)

    def keep_on(self, target: Target) -> Callable[[], None]:
        """Write the last seconds, and go on for as many more; touches no disk in the calling thread.

        While a recording runs the last seconds alone are kept: what comes is being recorded.

        Returns:
            What ends it before its time.

        Raises:
            RecordingFailed: There is nothing to keep.
        """
        if self._ring is None:
            raise nothing_to_keep()
        self.end_clip()
        going_on = not self.recording
        ring = self._ring
        clip = ring.keep_on(
            target.folder, target.name, ahead_s=self._ring_s if going_on else None, on_state=self._teller(target)
        )
        with self._lock:
            self._notice = None
            self._clip = clip
        if not going_on:
            self.end_clip()
        return lambda: ring.end(clip)

    @property
    def clip_goes_on(self) -> bool:
        """Whether a clip takes new frames."""
        with self._lock:
            clip = self._clip
        return clip is not None and clip.going_on

    @property
    def open_ended(self) -> bool:
        """Whether what is recorded goes on until it is ended."""
        with self._lock:
            recorder, clip = self._recorder, self._clip
        return recorder is not None or clip is None or not clip.going_on or clip.runs_on

    def end_clip(self) -> None:
        """End the clip that goes on; nothing where none does."""
        with self._lock:
            clip, self._clip = self._clip, None
        if clip is not None and self._ring is not None:
            self._ring.end(clip)
            self._let_end(clip)

    def say(self, notice: MinamoError | None) -> None:
        """Show a notice of something else that was to be kept, or take it back."""
        with self._lock:
            self._notice = notice
        self._on_news()

    def acknowledge(self) -> None:
        """The user has seen the gaps."""
        with self._lock:
            self._notice = None
        for writing in self._all():
            writing.acknowledge()

    def glance(self) -> RecordingGlance:
        """How it stands; from any thread."""
        with self._lock:
            notice, under_way = self._notice, self._recorder or self._clip
        recording_s = None
        if under_way is not None:
            state = under_way.state
            recording_s = None if state.finished or not self.recording else state.duration_s
            notice = notice or state.error
        return RecordingGlance(recording_s, sum(each.state.unacknowledged for each in self._all()), notice)

    def stop(self) -> None:
        """End what is under way and wait until the files are closed."""
        self.end_clip()  # with the frames that still wait in the ring's queue
        all_of_them = self._all()
        with self._lock:
            self._recorder, self._ending = None, []
        if self._ring is not None:
            self._ring.stop(STOP_TIMEOUT_S)
        for writing in all_of_them:
            writing.stop(STOP_TIMEOUT_S)

    def _let_end(self, writing: Recorder | RingClip) -> None:
        with self._lock:
            done = [each for each in self._ending if each.state.finished and not each.state.unacknowledged]
            self._ending = [each for each in self._ending if each not in done] + [writing]

    def _all(self) -> list[Recorder | RingClip]:
        with self._lock:
            return [*self._ending, *(each for each in (self._recorder, self._clip) if each is not None)]

    def _teller(self, target: Target) -> Callable[[RecordingState], None]:
        def told(state: RecordingState) -> None:
            target.on_state(state)
            if state.error is not None:
                with self._lock:
                    self._notice = state.error
            self._on_news()

        return told

    def _kept(self, kept: Kept) -> None:
        with self._lock:
            self._notice = kept.error
        self._on_news()


def dated_name(kind: str) -> str:
    """Sorts by time and names no patient."""
    return f"minamo-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}-{kind}"

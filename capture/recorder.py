"""Records what the gate lets through: every distinct frame, or a gap that says which one is missing."""

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from capture.encode import EncodedFrame, FrameEncoder
from capture.errors import RecordingFailed
from capture.frame import Frame
from capture.frame_queue import FrameQueue, LeftOut
from capture.recording_file import FREE_BYTES_MIN, RecordingFiles, free_bytes, open_new
from capture.recording_state import RecordingState
from capture.screen.turning.change_begin import HELD_BACK_NS
from capture.side_file import ByteFile
from capture.worker import Worker

QUEUE_FRAMES = 45  # three quarters of a second at 60 Hz; 280 MB at worst, with frames of a whole 1080p screen


class Recorder:
    """One recording, written by a thread of its own; `put` never waits for the disk.

    The newest half second is held back from the disk, compressed, so that it can still be withdrawn.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        source_name: str = "",
        queue_frames: int = QUEUE_FRAMES,
        on_state: Callable[[RecordingState], None] = lambda _state: None,
        encoder: FrameEncoder | None = None,
        free_bytes_min: int = FREE_BYTES_MIN,
        open_file: Callable[[Path], ByteFile] = open_new,
        free_bytes: Callable[[Path], int] = free_bytes,
    ) -> None:
        """Prepare a recording `<folder>/<name>.mkv`; see `RecordingFiles` for the files.

        Args:
            folder: Made when it is missing.
            name: Of the recording; an existing one is never overwritten.
            source_name: Written into the side file.
            queue_frames: Frames that may wait for the disk; beyond that, whole frames are left out.
            on_state: Called in the recorder's thread when files, gaps, error or end change.
            encoder: The ring's, so that a frame is compressed once for both.
            free_bytes_min: Recording stops in time when the disk has less room than this.
            open_file: Opens a new file.
            free_bytes: Free space of the disk that holds a folder.
        """
        self._queue = FrameQueue(queue_frames)
        self._encoder = encoder or FrameEncoder()
        self._files = RecordingFiles(
            folder,
            name,
            source_name=source_name,
            free_bytes_min=free_bytes_min,
            open_file=open_file,
            free_bytes=free_bytes,
        )
        self._on_state = on_state
        self._held: deque[EncodedFrame | LeftOut] = deque()  # of the recorder's thread
        self._lock = threading.Lock()
        self._state = RecordingState()
        self._acknowledged = 0
        self._announced: tuple[object, ...] = ()
        self._worker = Worker("recorder", self._step, on_fault=self._fail, cleanup=self._clean_up)

    def start(self) -> None:
        """Start the thread; the file is made at once, so that a folder that cannot be written shows at once."""
        self._queue.call(self._reserve)
        self._worker.start()

    def put(self, frame: Frame) -> None:
        """Record a frame; returns at once. When the queue is full the frame becomes a gap."""
        self._queue.put(frame)

    def drop_span(self, first_ns: int, last_ns: int) -> None:
        """Forget the frames of a span of stream time that are not written yet, both ends included; returns at once."""
        self._queue.drop(first_ns, last_ns)
        self._queue.call(lambda: self._forget(first_ns, last_ns))  # after the one that is being compressed now

    @property
    def state(self) -> RecordingState:
        """How it stands; from any thread."""
        gaps = self._queue.left_out
        with self._lock:
            return self._state.changed(gaps=gaps, paths=self._files.paths).with_seen(self._acknowledged)

    @property
    def waiting(self) -> int:
        """Frames that wait to be compressed."""
        return self._queue.waiting

    @property
    def gaps(self) -> int:
        """Frames that had to be left out."""
        return self._queue.left_out

    def acknowledge(self) -> None:
        """The user has seen the gaps so far."""
        gaps = self._queue.left_out
        with self._lock:
            self._acknowledged = gaps

    def finish(self) -> None:
        """Take nothing more; what is waiting is still written, then `on_state` tells the end. Returns at once."""
        self._queue.close()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Finish and wait until the files are closed; False (and a log entry) if the disk holds the thread up."""
        self.finish()
        return self._worker.finish(timeout_s)

    def _reserve(self) -> None:
        self._files.reserve()

    def _step(self) -> None:
        item = self._queue.get(timeout_s=0.5)
        if isinstance(item, Frame):
            self._held.append(self._encoder.encode(item))
        elif isinstance(item, LeftOut):
            self._held.append(item)
        elif item is not None:
            item()
        self._write_held(None if item is None else HELD_BACK_NS)
        self._announce()

    def _forget(self, first_ns: int, last_ns: int) -> None:
        self._held = deque(item for item in self._held if not first_ns <= item.time_ns <= last_ns)

    def _write_held(self, but_ns: int | None) -> None:
        """Write what is held, but not the newest so much stream time of it (None: all)."""
        while self._held and (but_ns is None or not 0 <= self._held[-1].time_ns - self._held[0].time_ns < but_ns):
            item = self._held.popleft()
            if isinstance(item, LeftOut):
                self._files.write_gap(item)
                continue
            self._files.write(item)
            with self._lock:
                self._state = self._state.with_frame(item.time_ns)

    def _announce(self) -> None:
        state = self.state
        if state.news != self._announced:
            self._announced = state.news
            self._on_state(state)

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, RecordingFailed):
            fault = RecordingFailed("Recording stopped ({reason}); start it again", reason=fault)
        with self._lock:
            self._state = self._state.changed(error=fault)

    def _clean_up(self) -> None:
        self._queue.close()
        try:
            if self._state.error is None:
                self._write_held(None)
            self._files.close()
        except RecordingFailed as fault:
            self._fail(fault)
        with self._lock:
            self._state = self._state.changed(finished=True)
        self._announce()

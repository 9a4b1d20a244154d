"""A span of an opened recording as a clip of its own: the scan only, distinct pictures only, their own times."""

import threading
from collections.abc import Callable

from app.feed.live_recording import Target
from capture.encode import FrameEncoder
from capture.errors import EndOfStream, RecordingFailed
from capture.gated_source import GatedSource
from capture.recording_file import RecordingFiles
from capture.recording_state import RecordingState
from capture.worker import Worker

READ_TIMEOUT_S = 0.5


class RecordingSpan:
    """Reads with a reader of its own, so that playing and scrubbing never disturb it."""

    def __init__(
        self, open_source: Callable[[], GatedSource], first: int, last: int, target: Target, *, source_name: str
    ) -> None:
        """Prepare; nothing is opened before `start`.

        Args:
            open_source: Opens the recording.
            first, last: Numbers of its pictures, both included.
            target: Where to; its `on_state` is called in this span's thread.
            source_name: Written into the side file.
        """
        self._open_source = open_source
        self._first, self._last = first, last
        self._target = target
        self._files = RecordingFiles(target.folder, target.name, source_name=source_name)
        self._encoder = FrameEncoder(remembered=1)
        self._source: GatedSource | None = None
        self._ending = threading.Event()
        self._state = RecordingState()
        self._worker = Worker("span of a recording", self._step, on_fault=self._fail, cleanup=self._clean_up)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    @property
    def state(self) -> RecordingState:
        """How it stands; from any thread."""
        return self._state

    def finish(self) -> None:
        """Take nothing more; returns at once."""
        self._ending.set()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Finish, and wait until the files are closed; False (and a log entry) if the disk holds the thread up."""
        self.finish()
        return self._worker.finish(timeout_s)

    def _step(self) -> None:
        if self._source is None:
            self._source = self._open_source()
            self._source.seek(self._first)
        if self._ending.is_set():
            raise EndOfStream
        frame = self._source.read(READ_TIMEOUT_S)
        if frame is None:
            return
        if frame.index > self._last:
            raise EndOfStream
        self._files.write(self._encoder.encode(frame))
        before, self._state = self._state, self._state.with_frame(frame.time_ns).changed(paths=self._files.paths)
        if before.paths != self._state.paths:
            self._target.on_state(self._state)

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, RecordingFailed):
            fault = RecordingFailed("The clip could not be kept ({reason}); try again", reason=fault)
        self._state = self._state.changed(error=fault)

    def _clean_up(self) -> None:
        if self._source is not None:
            self._source.close()
        try:
            self._files.close()
        except RecordingFailed as fault:
            self._fail(fault)
        self._state = self._state.changed(paths=self._files.paths, finished=True)
        self._target.on_state(self._state)

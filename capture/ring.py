"""The last seconds of a live source, compressed in memory, so that what was just seen can still be kept."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from capture.encode import EncodedFrame, FrameEncoder
from capture.errors import RecordingFailed
from capture.frame import Frame
from capture.frame_queue import FrameQueue, LeftOut
from capture.recording_file import FREE_BYTES_MIN, RecordingFiles, free_bytes, open_new
from capture.recording_state import RecordingState
from capture.ring_clip import RingClip, nothing_to_keep, size_of
from capture.side_file import ByteFile
from capture.worker import Worker

log = logging.getLogger(__name__)

QUEUE_FRAMES = 45


@dataclass(frozen=True, slots=True)
class Kept:
    """How keeping the ring ended.

    Attributes:
        paths: The videos written; more than one where size or layout changed meanwhile.
        frames: Frames in them.
        error: Why not everything could be written, or None.
    """

    paths: tuple[Path, ...]
    frames: int
    error: RecordingFailed | None = None


class Ring:
    """Holds the newest `seconds` of frames as they would stand in a recording.

    A JPEG of a 1000x720 breast picture takes 70-140 kB, so 30 s at 60 Hz take 130-250 MB; where pictures take more,
    `max_bytes` holds and the ring is shorter (`held_s` says how long).
    """

    def __init__(
        self,
        *,
        seconds: float = 30.0,
        max_bytes: int = 280 * 1000**2,
        queue_frames: int = QUEUE_FRAMES,
        source_name: str = "",
        encoder: FrameEncoder | None = None,
        free_bytes_min: int = FREE_BYTES_MIN,
        open_file: Callable[[Path], ByteFile] = open_new,
        free_bytes: Callable[[Path], int] = free_bytes,
    ) -> None:
        """Prepare an empty ring.

        Args:
            seconds: Stream time held.
            max_bytes: Bound of the compressed frames.
            queue_frames: Frames that may wait to be compressed; beyond that, whole frames are left out.
            source_name: Written into the side file of what is kept.
            encoder: Shared with a `Recorder`, so that a frame is compressed once for both.
            free_bytes_min, open_file, free_bytes: As for `RecordingFiles`.
        """
        self._span_ns = round(seconds * 1e9)
        self._max_bytes = max_bytes
        self._source_name = source_name
        self.encoder = encoder or FrameEncoder()
        self._free_bytes_min = free_bytes_min
        self._open_file = open_file
        self._free_bytes = free_bytes
        self._queue = FrameQueue(queue_frames)
        self._lock = threading.Lock()
        self._held: deque[EncodedFrame | LeftOut] = deque()
        self._bytes = 0
        self._clips: list[RingClip] = []
        self._worker = Worker("ring", self._step, on_fault=self._fail)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def put(self, frame: Frame) -> None:
        """Take a frame; returns at once. When the queue is full the frame becomes a gap of the ring."""
        self._queue.put(frame)

    @property
    def gaps(self) -> int:
        """Frames that had to be left out since the start."""
        return self._queue.left_out

    @property
    def held_bytes(self) -> int:
        """Size of the compressed frames."""
        with self._lock:
            return self._bytes

    @property
    def held_s(self) -> float:
        """Stream time from the first to the last frame held."""
        with self._lock:
            return (self._held[-1].time_ns - self._held[0].time_ns) / 1e9 if self._held else 0.0

    def drop_span(self, first_ns: int, last_ns: int) -> None:
        """Forget the frames of a span of stream time, both ends included: the scan area was lost there.

        Frames that still wait to be compressed are forgotten too.
        """
        self._queue.drop(first_ns, last_ns)
        self._forget(first_ns, last_ns)
        self._queue.call(lambda: self._forget(first_ns, last_ns))  # the one that is being compressed now

    def _forget(self, first_ns: int, last_ns: int) -> None:
        with self._lock:
            self._held = deque(item for item in self._held if not first_ns <= item.time_ns <= last_ns)
            self._bytes = sum(map(size_of, self._held))
            for clip in self._clips:
                clip.drop(first_ns, last_ns)

    def keep(self, folder: Path, name: str, *, on_kept: Callable[[Kept], None] = lambda _kept: None) -> Path:
        """Write what the ring holds now, with everything put until now, to a recording; returns at once.

        Args:
            folder: Made when it is missing.
            name: Of the recording; an existing one is never overwritten.
            on_kept: Called in the writing thread when the files are closed, well or not.

        Returns:
            The first video's path; its name is taken already, its content follows.

        Raises:
            RecordingFailed: The folder cannot be written, the disk is full, or the ring is empty or has stopped.
        """
        files = self._files(folder, name)
        path = files.reserve()

        def told(state: RecordingState) -> None:
            if state.finished:
                on_kept(Kept(state.paths, state.frames, state.error))

        clip = RingClip(files, ahead_s=None, on_state=told)
        if not self._queue.call(lambda: self._begin(clip)):
            files.close()
            raise nothing_to_keep()
        self.end(clip)
        return path

    def keep_on(
        self,
        folder: Path,
        name: str,
        *,
        ahead_s: float | None,
        on_state: Callable[[RecordingState], None] = lambda _state: None,
    ) -> RingClip:
        """As `keep`, and on with every new frame; touches no disk in the calling thread.

        Args:
            folder: Made when it is missing.
            name: Of the recording; an existing one is never overwritten.
            ahead_s: It ends by itself after so much more stream time; None until `end`.
            on_state: Called in the writing thread when files, gaps, error or end change.

        Raises:
            RecordingFailed: The ring is empty or has stopped.
        """
        clip = RingClip(self._files(folder, name), ahead_s=ahead_s, on_state=on_state)
        if not self._queue.call(lambda: self._begin(clip)):
            raise nothing_to_keep()
        return clip

    def end(self, clip: RingClip) -> None:
        """The clip ends with the frame that was put last; returns at once."""
        if not self._queue.call(clip.finish):
            clip.finish()

    def _files(self, folder: Path, name: str) -> RecordingFiles:
        if not self._worker.running or not (self._queue.holds_frames or self._held):
            raise nothing_to_keep()
        return RecordingFiles(
            folder,
            name,
            source_name=self._source_name,
            free_bytes_min=self._free_bytes_min,
            open_file=self._open_file,
            free_bytes=self._free_bytes,
        )

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Take nothing more, finish what is being kept, forget the rest; False if a thread is stuck."""
        self._queue.close()
        stopped = self._worker.finish(timeout_s)
        with self._lock:
            clips, self._clips = self._clips, []
            self._held.clear()
            self._bytes = 0
        return all([stopped, *(clip.stop(timeout_s) for clip in clips)])

    def _step(self) -> None:
        item = self._queue.get(timeout_s=0.5)
        if isinstance(item, Frame):
            self._hold(self.encoder.encode(item))
        elif isinstance(item, LeftOut):
            self._hold(item)
        elif item is not None:
            item()

    def _hold(self, item: EncodedFrame | LeftOut) -> None:
        with self._lock:
            if self._held and item.time_ns < self._held[-1].time_ns:  # the source started again
                while self._held:
                    self._let_go()
            self._held.append(item)
            self._bytes += size_of(item)
            for clip in self._clips:
                clip.add(item)
            while self._bytes > self._max_bytes or self._held[0].time_ns < item.time_ns - self._span_ns:
                self._let_go()

    def _let_go(self) -> None:
        item = self._held.popleft()
        self._bytes -= size_of(item)
        for clip in self._clips:
            clip.let_go(item)

    def _begin(self, clip: RingClip) -> None:
        with self._lock:
            self._clips = [other for other in self._clips if not other.state.finished]
            self._clips.append(clip)
            clip.begin(self._held)

    def _fail(self, fault: Exception) -> None:
        log.error("the last seconds are no longer held: %s", fault)
        self._queue.close()

"""A span of the ring on its way to the disk: what the ring held, and on with every new frame until it is ended."""

import threading
from collections import deque
from collections.abc import Callable, Iterable

from capture.encode import EncodedFrame
from capture.errors import EndOfStream, RecordingFailed
from capture.frame_queue import LeftOut
from capture.recording_file import RecordingFiles
from capture.recording_state import RecordingState
from capture.screen.turning.change_begin import HELD_BACK_NS
from capture.worker import Worker

OWN_BYTES = 32 * 1000**2  # of frames that the ring has let go: two to three seconds of a disk that hesitates


class RingClip:
    """Written by a thread of its own from the bytes that the ring holds anyway, so that it takes no second queue.

    A disk that is slower than the scanner falls behind within the ring; where even that is not enough, whole frames
    are left out, each written as a gap.
    """

    def __init__(
        self,
        files: RecordingFiles,
        *,
        ahead_s: float | None,
        on_state: Callable[[RecordingState], None] = lambda _state: None,
        own_bytes: int = OWN_BYTES,
    ) -> None:
        """Prepare; the ring begins it.

        Args:
            files: Where to; made in this clip's thread, unless they are reserved already.
            ahead_s: Stream time that it goes on for by itself after it was begun; None until it is ended.
            on_state: Called in the clip's thread when files, gaps, error or end change.
            own_bytes: Bound of frames that wait for the disk and are no longer in the ring.
        """
        self._files = files
        self._ahead_ns = None if ahead_s is None else round(ahead_s * 1e9)
        self._on_state = on_state
        self._own_bytes = own_bytes
        self._condition = threading.Condition()
        self._waiting: deque[EncodedFrame | LeftOut] = deque()
        self._lost: deque[LeftOut] = deque()  # older than everything that waits
        self._owned = 0  # so many of those that wait, from the oldest, are no longer in the ring
        self._owned_bytes = 0
        self._until_ns: int | None = None
        self._ended = False
        self._state = RecordingState()
        self._acknowledged = 0
        self._announced: tuple[object, ...] = ()
        self._worker = Worker("clip", self._step, on_fault=self._fail, cleanup=self._clean_up)

    @property
    def state(self) -> RecordingState:
        """How it stands; from any thread."""
        with self._condition:
            return self._state.with_seen(self._acknowledged)

    @property
    def going_on(self) -> bool:
        """Whether it takes new frames."""
        with self._condition:
            return not self._ended

    @property
    def runs_on(self) -> bool:
        """Whether it takes new frames until it is ended."""
        with self._condition:
            return not self._ended and self._ahead_ns is None

    def acknowledge(self) -> None:
        """The user has seen the gaps so far."""
        with self._condition:
            self._acknowledged = self._state.gaps

    def let_run(self) -> None:
        """Do not end by itself."""
        with self._condition:
            self._ahead_ns = self._until_ns = None

    def finish(self) -> None:
        """Take nothing more; what is waiting is still written, then `on_state` tells the end. Returns at once."""
        with self._condition:
            self._ended = True
            self._condition.notify()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Finish and wait until the files are closed; False (and a log entry) if the disk holds the thread up."""
        self.finish()
        return self._worker.finish(timeout_s)

    # -- the ring's thread ------------------------------------------------------------------------------------------

    def begin(self, held: Iterable[EncodedFrame | LeftOut]) -> None:
        """Start with what the ring holds now."""
        with self._condition:
            self._waiting.extend(held)
            gaps = sum(isinstance(item, LeftOut) for item in self._waiting)
            self._state = self._state.changed(gaps=gaps)
            if self._ahead_ns is not None and self._waiting:
                self._until_ns = self._waiting[-1].time_ns + self._ahead_ns
        self._worker.start()

    def add(self, item: EncodedFrame | LeftOut) -> None:
        """A new frame, or the gap of one."""
        with self._condition:
            if self._ended:
                return
            if self._until_ns is not None and item.time_ns > self._until_ns:
                self._ended = True
            else:
                self._waiting.append(item)
                if isinstance(item, LeftOut):
                    self._state = self._state.changed(gaps=self._state.gaps + 1)
            self._condition.notify()

    def let_go(self, item: EncodedFrame | LeftOut) -> None:
        """The ring no longer holds this one, its oldest."""
        with self._condition:
            if self._owned >= len(self._waiting) or self._waiting[self._owned] is not item:
                return  # written already
            self._owned += 1
            self._owned_bytes += size_of(item)
            while self._owned_bytes > self._own_bytes:
                late = self._take()
                self._lost.append(LeftOut(late.index, late.time_ns))
                if isinstance(late, EncodedFrame):
                    self._state = self._state.changed(gaps=self._state.gaps + 1)

    def drop(self, first_ns: int, last_ns: int) -> None:
        """Forget the frames of a span of stream time that wait, both ends included."""
        with self._condition:
            inside = [first_ns <= item.time_ns <= last_ns for item in self._waiting]
            waiting = list(self._waiting)
            owned = [item for item, out in zip(waiting[: self._owned], inside, strict=False) if not out]
            self._waiting = deque(item for item, out in zip(waiting, inside, strict=True) if not out)
            self._owned, self._owned_bytes = len(owned), sum(map(size_of, owned))

    # -- the clip's thread ------------------------------------------------------------------------------------------

    def _step(self) -> None:
        item: EncodedFrame | LeftOut
        with self._condition:
            idle = not self._condition.wait_for(lambda: self._lost or self._is_due() or self._ended, 0.5)
            if self._lost:
                item = self._lost.popleft()
            elif self._waiting and (self._ended or idle or self._is_due()):
                item = self._take()
            elif self._ended:
                raise EndOfStream
            else:
                return
        if isinstance(item, LeftOut):
            self._files.write_gap(item)
        else:
            self._files.write(item)
            with self._condition:
                self._state = self._state.with_frame(item.time_ns)
        self._announce()

    def _is_due(self) -> bool:
        """Whether the oldest has waited for as long as it may still be withdrawn."""
        return bool(self._waiting) and not 0 <= self._waiting[-1].time_ns - self._waiting[0].time_ns < HELD_BACK_NS

    def _take(self) -> EncodedFrame | LeftOut:
        item = self._waiting.popleft()
        if self._owned:
            self._owned -= 1
            self._owned_bytes -= size_of(item)
        return item

    def _announce(self) -> None:
        with self._condition:
            self._state = self._state.changed(paths=self._files.paths)
        state = self.state
        if state.news != self._announced:
            self._announced = state.news
            self._on_state(state)

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, RecordingFailed):
            fault = RecordingFailed("The last seconds could not be kept ({reason}); try again", reason=fault)
        with self._condition:
            self._state = self._state.changed(error=fault)

    def _clean_up(self) -> None:
        with self._condition:
            self._ended = True
            self._waiting.clear()
            self._lost.clear()
            self._owned = self._owned_bytes = 0
        try:
            self._files.close()
        except RecordingFailed as fault:
            self._fail(fault)
        if self._state.error is None and self._state.frames == 0:
            self._fail(nothing_to_keep())
        with self._condition:
            self._state = self._state.changed(finished=True)
        self._announce()


def nothing_to_keep() -> RecordingFailed:
    """What the user reads when the ring is empty."""
    return RecordingFailed("There is nothing to keep yet; wait for the picture and try again")


def size_of(item: EncodedFrame | LeftOut) -> int:
    """Bytes that it takes."""
    return len(item.data) if isinstance(item, EncodedFrame) else 0

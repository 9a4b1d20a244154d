"""A bounded queue of frames between the capture thread and whoever must miss none silently."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from capture.errors import EndOfStream
from capture.frame import Frame


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A distinct frame for which there was no room.

    Attributes:
        index: The frame's index.
        time_ns: The frame's stream time.
    """

    index: int
    time_ns: int


class FrameQueue:
    """Keeps frames in order; when it is full a whole frame is left out, and its gap stands in its place.

    Gaps and calls take no pixels, so they do not count towards the bound.
    """

    def __init__(self, frames: int) -> None:
        """Hold at most `frames` frames."""
        self._room = frames
        self._condition = threading.Condition()
        self._items: deque[Frame | LeftOut | Callable[[], None]] = deque()
        self._frames = 0
        self._in_hand_ns: int | None = None  # stream time of the frame that the reader is at work on
        self._last_index: int | None = None
        self._closed = False
        self._left_out = 0

    @property
    def left_out(self) -> int:
        """How many frames found no room."""
        with self._condition:
            return self._left_out

    @property
    def waiting(self) -> int:
        """How many frames wait for the reader."""
        with self._condition:
            return self._frames

    @property
    def holds_frames(self) -> bool:
        """Whether frames wait, or the reader is at work on one that was not dropped."""
        with self._condition:
            return self._frames > 0 or self._in_hand_ns is not None

    def put(self, frame: Frame) -> bool:
        """Append a frame without waiting; False if it was left out.

        A repeated index is not a new picture, and a closed queue takes nothing.
        """
        with self._condition:
            if self._closed or frame.index == self._last_index:
                return True
            self._last_index = frame.index
            there_is_room = self._frames < self._room
            if there_is_room:
                self._items.append(frame)
                self._frames += 1
            else:
                self._items.append(LeftOut(frame.index, frame.time_ns))
                self._left_out += 1
            self._condition.notify()
            return there_is_room

    def call(self, action: Callable[[], None]) -> bool:
        """Have the reader meet `action` after everything put before it; False if the queue was closed."""
        with self._condition:
            if self._closed:
                return False
            self._items.append(action)
            self._condition.notify()
            return True

    def get(self, timeout_s: float) -> Frame | LeftOut | Callable[[], None] | None:
        """Wait for the next item; None if none came in time.

        Raises:
            EndOfStream: The queue was closed and everything in it was taken.
        """
        with self._condition:
            self._in_hand_ns = None
            self._condition.wait_for(lambda: self._items or self._closed, timeout_s)
            if not self._items:
                if self._closed:
                    raise EndOfStream
                return None
            item = self._items.popleft()
            if isinstance(item, Frame):
                self._frames -= 1
                self._in_hand_ns = item.time_ns
            return item

    def drop(self, first_ns: int, last_ns: int) -> None:
        """Forget the waiting frames of a span of stream time, both ends included."""
        with self._condition:
            kept = [i for i in self._items if not (isinstance(i, Frame) and first_ns <= i.time_ns <= last_ns)]
            self._items = deque(kept)
            self._frames = sum(isinstance(item, Frame) for item in kept)
            if self._in_hand_ns is not None and first_ns <= self._in_hand_ns <= last_ns:
                self._in_hand_ns = None  # whoever drops it has the reader forget it

    def close(self) -> None:
        """Take nothing more; the reader still gets what is waiting."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

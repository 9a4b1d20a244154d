"""Plays the pictures of a case by their own times."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.live.view_state import TimelineState
from app.recording.playhead import Playhead


class CasePlayer(QObject):
    """A playhead and its timer; emits when another picture is due."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None, now_ns: Callable[[], int] = time.monotonic_ns) -> None:
        super().__init__(parent)
        self._now_ns = now_ns
        self._times_ns: Sequence[int] = ()
        self._head = Playhead((0,))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)

    def load(self, times_ns: Sequence[int]) -> None:
        """Another case: a cine plays at once, again and again; a still stands."""
        self._times_ns = times_ns
        self._head = Playhead(times_ns or (0,))
        self._head.looping = True
        if len(times_ns) > 1:
            self._head.play(self._now_ns())
        self._tick()

    @property
    def number(self) -> int:
        """The picture that is due."""
        return self._head.number_at(self._now_ns())

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._head.playing

    @property
    def looping(self) -> bool:
        """Whether it starts again at its end."""
        return self._head.looping

    @property
    def speed(self) -> float:
        """1.0 is real time."""
        return self._head.speed

    def toggle(self) -> None:
        """Play or stop."""
        if self._head.playing:
            self._head.pause(self._now_ns())
        else:
            self._head.play(self._now_ns())
        self._tick()

    def stop(self) -> None:
        """Stand on this picture."""
        self._head.pause(self._now_ns())
        self._tick()

    def seek(self, number: int) -> None:
        """Go to this picture."""
        self._head.seek(number, self._now_ns())
        self._tick()

    def step(self, pictures: int) -> None:
        """Stop and move by so many pictures."""
        self._head.step(pictures, self._now_ns())
        self._tick()

    def set_speed(self, speed: float) -> None:
        """1.0 is real time."""
        self._head.set_speed(speed, self._now_ns())
        self._tick()

    def toggle_loop(self) -> None:
        """Start again at the end, or stop there."""
        self._head.looping = not self._head.looping
        self.moved.emit()

    def timeline(self, number: int) -> TimelineState | None:
        """The line under the case, with this picture on screen; None for a still."""
        if len(self._times_ns) < 2:
            return None
        return TimelineState(
            position=number,
            times_ns=tuple(time_ns - self._times_ns[0] for time_ns in self._times_ns),
            analysed_until=len(self._times_ns),
            playing=self.playing,
            looping=self.looping,
            speed=self.speed,
        )

    def _tick(self) -> None:
        self._timer.stop()
        now_ns = self._now_ns()
        due_ns = self._head.next_due_ns(now_ns)
        if due_ns is not None:
            self._timer.start(max((due_ns - now_ns) // 1_000_000, 1))
        self.moved.emit()

"""Where a recording stands while it plays, steps and is scrubbed. Told the time; owns no clock and no thread."""

import itertools
import statistics
from bisect import bisect_right
from collections.abc import Sequence

SLOWEST, FASTEST = 0.25, 4.0


class Playhead:
    """Plays by the file's own times: at every moment one picture is due, and a slow machine leaves others out."""

    def __init__(self, times_ns: Sequence[int]) -> None:
        """Stand on the first picture, paused.

        Args:
            times_ns: Time of every picture, ascending; at least one.
        """
        self._times_ns = times_ns
        gaps_ns = [after - before for before, after in itertools.pairwise(times_ns)]
        last_ns = round(statistics.median(gaps_ns)) if gaps_ns else 0  # how long the last picture stands
        self._length_ns = times_ns[-1] - times_ns[0] + last_ns
        self._media_ns = times_ns[0]
        self._since_ns = 0  # the moment at which the picture of `_media_ns` was due
        self.playing = False
        self.looping = False
        self.speed = 1.0

    def number_at(self, now_ns: int) -> int:
        """The picture that is due; at the end of the recording it stops on the last one, or starts again."""
        if self.playing:
            self._media_ns, self._since_ns = self._reached_ns(now_ns), now_ns
            end_ns = self._times_ns[0] + self._length_ns
            if self._media_ns >= end_ns and self.looping and self._length_ns:
                self._media_ns = self._times_ns[0] + (self._media_ns - end_ns) % self._length_ns
            elif self._media_ns >= end_ns:
                self._media_ns, self.playing = self._times_ns[-1], False
        return max(0, bisect_right(self._times_ns, self._media_ns) - 1)

    def next_due_ns(self, now_ns: int) -> int | None:
        """When another picture will be due; None while it does not play."""
        if not self.playing:
            return None
        number = self.number_at(now_ns)
        if not self.playing:
            return now_ns
        end_ns = self._times_ns[0] + self._length_ns
        next_ns = self._times_ns[number + 1] if number + 1 < len(self._times_ns) else end_ns
        return now_ns + round((next_ns - self._media_ns) / self.speed)

    def play(self, now_ns: int) -> None:
        """Go on; from the first picture when it stands on the last one."""
        if self.playing or not self._length_ns:
            return
        if self.number_at(now_ns) == len(self._times_ns) - 1:
            self._media_ns = self._times_ns[0]
        self.playing, self._since_ns = True, now_ns

    def pause(self, now_ns: int) -> None:
        """Stand on the picture that is due."""
        self.seek(self.number_at(now_ns), now_ns)
        self.playing = False

    def seek(self, number: int, now_ns: int) -> None:
        """Go to this picture, clamped to the recording; it plays on if it did."""
        number = min(max(number, 0), len(self._times_ns) - 1)
        self._media_ns, self._since_ns = self._times_ns[number], now_ns

    def step(self, frames: int, now_ns: int) -> None:
        """Pause and move by so many pictures."""
        number = self.number_at(now_ns)
        self.playing = False
        self.seek(number + frames, now_ns)

    def set_speed(self, speed: float, now_ns: int) -> None:
        """1.0 is real time; clamped to a quarter and four times."""
        self.number_at(now_ns)  # until now it played at the speed before
        self.speed = min(max(speed, SLOWEST), FASTEST)

    def _reached_ns(self, now_ns: int) -> int:
        return self._media_ns + round((now_ns - self._since_ns) * self.speed)

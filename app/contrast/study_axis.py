"""One ascending axis of times and numbers for a study whose source may be lost and found again."""

from dataclasses import replace

from capture.frame import Frame


class StudyAxis:
    """A source that was found again counts and times its pictures from the start; here they go on where they were."""

    def __init__(self) -> None:
        """Start before the first picture."""
        self._index_shift = 0
        self._time_shift_ns = 0
        self._last: Frame | None = None  # on this axis
        self.breaks = 0

    def place(self, frame: Frame) -> Frame:
        """The picture on this axis; called with every one, in order."""
        placed = self._moved(frame)
        last = self._last
        if last is not None and (placed.index <= last.index or placed.time_ns <= last.time_ns):
            self.breaks += 1
            self._index_shift = last.index + 1 - frame.index
            away_ns = max(frame.arrived_ns - last.arrived_ns, 1)
            self._time_shift_ns = last.time_ns + away_ns - frame.time_ns
            placed = self._moved(frame)
        self._last = placed
        return placed

    def time_s(self, frame: Frame) -> float:
        """Time of a picture of the source now connected."""
        return (frame.time_ns + self._time_shift_ns) / 1e9

    def _moved(self, frame: Frame) -> Frame:
        if not self._index_shift and not self._time_shift_ns:
            return frame
        return replace(frame, index=frame.index + self._index_shift, time_ns=frame.time_ns + self._time_shift_ns)

"""What a live session found, as long as it may still be kept beside a clip."""

import threading
from collections import deque

from app.analysis_json import FrameResult
from inference.findings import Analysis

MOST = 60_000  # analyses: a quarter of an hour at 60 a second, some 20 MB


class LiveResults:
    """The latest analyses as lines of JSON, boxes in pixels of the frame, as a recording of the panels has them."""

    def __init__(self, most: int = MOST) -> None:
        """Keep the latest `most`."""
        self._lock = threading.Lock()
        self._lines: deque[tuple[int, int, str]] = deque(maxlen=most)

    def add(self, analysis: Analysis) -> None:
        """Note an analysis; engine thread."""
        frame = analysis.frame
        result = FrameResult(frame.index, frame.time_ns, analysis.tracks, analysis.abstained, analysis.inference_ms)
        with self._lock:
            self._lines.append((frame.index, frame.time_ns, result.line()))

    def between(self, first_ns: int, last_ns: int) -> dict[tuple[int, int], str]:
        """Lines by the frame's index and time, of a span of stream time, both ends included."""
        with self._lock:
            lines = list(self._lines)
        return {(index, time_ns): line for index, time_ns, line in lines if first_ns <= time_ns <= last_ns}

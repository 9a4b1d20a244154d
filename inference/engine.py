"""Runs the pipeline in a thread of its own, on the newest frame, and writes down which frames it saw."""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import numpy as np

from capture.errors import CaptureError, EndOfStream
from capture.frame import Frame
from capture.latest import Latest
from capture.source import FrameSource
from capture.worker import Worker
from inference.findings import Analysis
from inference.pipeline import Pipeline

log = logging.getLogger(__name__)

WAIT_S = 0.1  # for a frame; stopping takes no longer than this and one analysis
RATE_SPAN_NS = 2_000_000_000
NS_PER_MS = 1e6


@dataclass(frozen=True, slots=True)
class AnalysedFrame:
    """A line of the log: which frame was analysed.

    Attributes:
        index: `Frame.index`.
        time_ns: `Frame.time_ns`.
    """

    index: int
    time_ns: int


class Engine:
    """Analyses the newest frame, over and over; what it could not keep up with has been replaced in the mailbox."""

    def __init__(
        self,
        pipeline: Pipeline,
        frames: Latest[Frame],
        on_analysis: Callable[[Analysis], None],
        on_fault: Callable[[Exception], None],
        log_indices: Path | None = None,
    ) -> None:
        """Prepare the thread.

        Args:
            pipeline: Used by this engine's thread alone once started.
            frames: Where the frames come from; when it is closed the thread ends.
            on_analysis: Called in the engine's thread with each analysis, timings filled in.
            on_fault: Called in the engine's thread with what ended it (a `ModelError`).
            log_indices: File that gets a JSON line for each analysed frame; it is begun anew.
        """
        self._pipeline = pipeline
        self._frames = frames
        self._on_analysis = on_analysis
        self._log_path = log_indices
        self._log_file: TextIO | None = None
        self._finished_ns: deque[int] = deque()
        self._lock = threading.Lock()
        self._worker = Worker("engine", self._step, on_fault=on_fault, cleanup=self._close_log)

    def start(self) -> None:
        """Open the log and start the thread."""
        if self._log_path is not None:
            try:
                self._log_file = self._log_path.open("w", encoding="utf-8", buffering=1)
            except OSError as fault:
                self._give_up_log(fault)
        self._worker.start()

    def stop(self, timeout_s: float = 3.0) -> bool:
        """End the thread; False (and a log entry) if it is stuck."""
        return self._worker.stop(timeout_s)

    @property
    def running(self) -> bool:
        """Whether the thread is alive."""
        return self._worker.running

    @property
    def rate_hz(self) -> float:
        """Analyses a second over the last 2 s (over the time since the first one, when that is shorter)."""
        now_ns = time.monotonic_ns()
        with self._lock:
            recent = [finished_ns for finished_ns in self._finished_ns if finished_ns >= now_ns - RATE_SPAN_NS]
        return rate_hz(recent, now_ns)

    def _step(self) -> None:
        frame = self._frames.take(WAIT_S)
        if frame is None:
            if self._frames.closed:
                raise EndOfStream
            return
        started_ns = time.monotonic_ns()
        analysis = self._pipeline.analyse(frame)
        finished_ns = time.monotonic_ns()
        with self._lock:
            self._finished_ns.append(finished_ns)
            while self._finished_ns[0] < finished_ns - RATE_SPAN_NS:
                self._finished_ns.popleft()
        self._write_log(frame)
        inference_ms = (finished_ns - started_ns) / NS_PER_MS
        self._on_analysis(replace(analysis, inference_ms=inference_ms, finished_ns=finished_ns))

    def _write_log(self, frame: Frame) -> None:
        if self._log_file is None:
            return
        try:
            self._log_file.write(json.dumps({"index": frame.index, "time_ns": frame.time_ns}) + "\n")
        except OSError as fault:
            self._give_up_log(fault)

    def _give_up_log(self, fault: OSError) -> None:
        # A full disk must not take the analysis from the screen.
        log.error("The list of analysed frames is not written any more: %s", fault)
        self._close_log()

    def _close_log(self) -> None:
        file, self._log_file = self._log_file, None
        if file is not None:
            try:
                file.close()
            except OSError as fault:  # what was buffered does not fit on the disk
                log.error("The list of analysed frames is incomplete: %s", fault)


def rate_hz(finished_ns: list[int], now_ns: int) -> float:
    """Events a second, given those of the last 2 s in order."""
    if len(finished_ns) < 2:
        return 0.0
    span_ns = max(now_ns, finished_ns[-1]) - finished_ns[0]
    return (len(finished_ns) - 1) / (span_ns / 1e9) if span_ns > 0 else 0.0


def read_log(path: Path) -> list[AnalysedFrame]:
    """Read which frames were analysed.

    Raises:
        CaptureError: The file cannot be read or is damaged.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entries = [json.loads(line) for line in lines if line.strip()]
        return [AnalysedFrame(int(entry["index"]), int(entry["time_ns"])) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise CaptureError("{file} is not a list of analysed frames; choose another file", file=path.name) from fault


def replay(indices: Iterable[AnalysedFrame], source: FrameSource, pipeline: Pipeline) -> list[Analysis]:
    """Analyse again the frames that a live session analysed.

    Args:
        indices: What was analysed, in order, as `read_log` gives it; the times of the log count.
        source: A lossless recording of the same pictures under the same indices.
        pipeline: A fresh one, with the same network at the same precision.

    Raises:
        CaptureError: The source lacks some of the frames.
    """
    wanted = {entry.index: entry.time_ns for entry in indices}
    analyses: list[Analysis] = []
    try:
        while wanted:
            frame = source.read(WAIT_S)
            if frame is not None and frame.index in wanted:
                analyses.append(pipeline.analyse(replace(frame, time_ns=wanted.pop(frame.index))))
    except EndOfStream as end:
        text = "{missing} of the analysed pictures are not in {source}; replay needs the recording of that session"
        raise CaptureError(text, missing=len(wanted), source=source.name) from end
    return analyses


def same_analysis(first: Analysis, second: Analysis) -> bool:
    """Whether two analyses are equal, timings excluded: picture, index, time, tracks and abstention."""
    return (
        first.frame.index == second.frame.index
        and first.frame.time_ns == second.frame.time_ns
        and first.tracks == second.tracks
        and first.abstained == second.abstained
        and np.array_equal(first.frame.pixels, second.frame.pixels)
    )

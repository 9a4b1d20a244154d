"""The analysis of a recording: once, front to back, ahead of the playhead; results kept before are used again."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.analysis_json import FrameResult
from app.kept_results import KeptResults, ResultsKey, digest, results_key, results_label
from app.live.view_state import Finding, Lane
from app.network import release_of
from app.recording.recording_walk import analysed, walk
from app.session.finding_book import FindingBook
from capture.errors import EndOfStream
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout
from capture.source import SourceCounts
from capture.worker import Worker
from inference.detector import Detector, NetworkInfo
from inference.findings import TrackState

if TYPE_CHECKING:  # it brings scipy, which the window need not wait for
    from inference.pipeline import Pipeline

log = logging.getLogger(__name__)

RATE_SPAN_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class AnalysisPlan:
    """What an analysis is made of.

    Attributes:
        path: The recording.
        network: Gives the loaded network; may take seconds.
        make_pipeline: A pipeline without tracks.
        cache: The user's cache folder, for results where the recording's own folder is read-only.
        layout: The scan area where it was drawn by hand.
        settings: Those that change what is found.
        by_release: Results of other weights are kept beside these, never replaced by them: a clip of an exam.
        on_kept: Called in the thread with the release and the file when results are kept, or were kept before.
    """

    path: Path
    network: Callable[[], Detector]
    make_pipeline: "Callable[[Detector], Pipeline]"
    cache: Path
    layout: ScanLayout | None
    settings: dict[str, float]
    by_release: bool = False
    on_kept: Callable[[str, Path], None] = lambda _release, _file: None


class RecordingAnalysis:
    """Results by number of the picture, from the first on; all methods are quick and may be called from any thread."""

    def __init__(self, open_source: Callable[[], GatedSource], plan: AnalysisPlan, on_news: Callable[[], None]) -> None:
        """Prepare; nothing is opened before `start`."""
        self._open_source = open_source
        self._plan = plan
        self._on_news = on_news
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._source: GatedSource | None = None
        self._pending: Iterator[FrameResult] | None = None
        self._results: list[FrameResult] = []
        self._book = FindingBook()
        self._spans: dict[int, list[tuple[int, int]]] = {}
        self._last_scores: dict[int, float | None] = {}
        self._finished_ns: deque[int] = deque()
        self._keep: tuple[KeptResults, ResultsKey] | None = None
        self._began: NetworkInfo | None = None
        self._detector: Detector | None = None
        self.complete = False
        self.error: Exception | None = None
        self._worker = Worker("recording analysis", self._step, on_fault=self._fail, cleanup=self._close)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def stop(self) -> None:
        """End the thread; what is not complete is not kept."""
        self._closing.set()
        self._worker.stop()

    @property
    def info(self) -> NetworkInfo | None:
        """What runs; None until it is loaded."""
        detector = self._detector
        return detector.info if detector is not None else None

    @property
    def count(self) -> int:
        """Pictures analysed so far, from the first."""
        return len(self._results)

    @property
    def counts(self) -> SourceCounts:
        """Of the analysed part."""
        source = self._source
        return source.counts if source is not None else SourceCounts()

    @property
    def rate_hz(self) -> float | None:
        """Analyses a second now; None when there is nothing left to do."""
        if self.complete or self.error is not None:
            return None
        now_ns = time.monotonic_ns()
        with self._lock:
            recent = sum(1 for finished_ns in self._finished_ns if finished_ns > now_ns - RATE_SPAN_NS)
        return recent * 1e9 / RATE_SPAN_NS

    def result(self, number: int) -> FrameResult | None:
        """What was found in this picture; None where it was not reached yet."""
        return self._results[number] if 0 <= number < len(self._results) else None

    def findings(self, number: int, layout: ScanLayout) -> tuple[Finding, ...]:
        """The cards at this picture, boxes in pixels of a frame of this layout."""
        result = self.result(number)
        if result is None:
            return ()
        with self._lock:
            return self._book.findings(result.tracks_in(layout), result.time_ns)

    def lanes(self) -> tuple[Lane, ...]:
        """Where each finding is shown."""
        with self._lock:
            numbers, dismissed = self._book.numbers, self._book.dismissed
            return tuple(
                Lane(numbers[id], tuple(spans), self._last_scores[id])
                for id, spans in self._spans.items()
                if id not in dismissed
            )

    def numbers(self) -> dict[int, int]:
        """Track id to the number the user calls it."""
        with self._lock:
            return dict(self._book.numbers)

    @property
    def dismissed(self) -> frozenset[int]:
        """Ids of the tracks that were sent away."""
        with self._lock:
            return self._book.dismissed

    def choose(self, how: Callable[[FindingBook], None]) -> None:
        """Select, dismiss or restore."""
        with self._lock:
            how(self._book)

    def _step(self) -> None:
        if self._pending is None:
            self._prepare()
            return
        result = next(self._pending, None)
        if result is None:
            self._finish()
            raise EndOfStream
        self._add([result])
        with self._lock:
            self._finished_ns.append(time.monotonic_ns())
            while self._finished_ns[0] < self._finished_ns[-1] - RATE_SPAN_NS:
                self._finished_ns.popleft()
        self._on_news()

    def _prepare(self) -> None:
        """Load the network, look for kept results, and begin the walk where there are none."""
        plan = self._plan
        self._source = self._open_source()
        detector = plan.network()
        self._detector, self._began = detector, detector.info
        self._on_news()
        key = None
        try:
            recording = digest(plan.path, cancelled=self._closing.is_set)
            key = results_key(recording, detector.info, plan.layout, plan.settings) if recording is not None else None
        except OSError as fault:
            log.warning("%s cannot be read for its digest: %s", plan.path, fault)
        if key is not None:
            label = results_label(release_of(detector.info), key) if plan.by_release else ""
            kept = KeptResults(plan.path, plan.cache, label)
            if (found := kept.load(key, len(self._source.times_ns))) is not None:
                results, place = found
                self._add(results)
                plan.on_kept(release_of(detector.info), place)
                self.complete = True
                self._on_news()
                raise EndOfStream
            self._keep = (kept, key)
        pictures = analysed(walk(self._source), plan.make_pipeline(detector))
        self._pending = (result for _, result in pictures)

    def _add(self, results: list[FrameResult]) -> None:
        with self._lock:
            for result in results:
                self._book.add(result.tracks, result.time_ns)
                for track in result.tracks:
                    if track.state is TrackState.CONFIRMED:
                        self._lengthen(track.id, result.index)
                        self._last_scores[track.id] = track.malignancy
            self._results += results

    def _lengthen(self, id: int, number: int) -> None:
        spans = self._spans.setdefault(id, [])
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))

    def _finish(self) -> None:
        self.complete = True
        self._on_news()
        source = self._source
        whole = source is not None and len(self._results) == len(source.times_ns)
        # results of two devices, where one failed on the way, are not kept under the name of the first
        if whole and self._keep is not None and self.info == self._began:
            kept, key = self._keep
            try:
                place = kept.save(key, self._results)
            except OSError as fault:  # it is analysed again the next time
                log.warning("the results of %s are not kept: %s", self._plan.path, fault)
                return
            log.info("results kept in %s", place)
            if self.info is not None:
                self._plan.on_kept(release_of(self.info), place)

    def _fail(self, fault: Exception) -> None:
        self.error = fault
        self._on_news()

    def _close(self) -> None:
        if self._source is not None:
            self._source.close()

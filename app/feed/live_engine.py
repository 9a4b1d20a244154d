"""The inference of a live session: loads the network in a thread of its own, then runs one engine a connection."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.network import loading
from app.session.live_run import LiveRun
from capture.errors import EndOfStream, MinamoError
from capture.worker import Worker
from inference.detector import Detector, NetworkInfo
from inference.errors import ModelError
from inference.findings import Analysis

if TYPE_CHECKING:  # they bring scipy, which the window need not wait for
    from inference.engine import Engine
    from inference.pipeline import Pipeline


class LiveEngine:
    """What was tracked before a loss is not tracked on: each connection gets a pipeline of its own."""

    def __init__(
        self,
        network: Callable[[], Detector],
        make_pipeline: "Callable[[Detector], Pipeline]",
        log_indices: Path | None,
        on_news: Callable[[], None],
        on_analysis: Callable[[Analysis], None] = lambda _analysis: None,
    ) -> None:
        """Prepare; nothing is loaded before `start`.

        Args:
            network: Gives the loaded network; may take seconds.
            make_pipeline: A pipeline without tracks for it.
            log_indices: File for the list of analysed frames, or None.
            on_news: An analysis or the network is there.
            on_analysis: Called in the engine's thread with each analysis.
        """
        self._network = network
        self._make_pipeline = make_pipeline
        self._log_indices = log_indices
        self._on_news = on_news
        self._on_analysis = on_analysis
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._detector: Detector | None = None
        self._run: LiveRun | None = None
        self._engine: Engine | None = None
        self.notice: MinamoError | None = loading()
        self._loader = Worker("network loader", self._load, on_fault=self._fail)

    def start(self) -> None:
        """Begin to load the network."""
        self._loader.start()

    def stop(self) -> None:
        """End the engine; a network that is being loaded cannot be hurried and is not used then."""
        self._closing.set()
        self._replace(None, None)

    def analyse(self, run: LiveRun) -> None:
        """Analyse the frames of this connection from now on."""
        self._replace(run, None)

    @property
    def info(self) -> NetworkInfo | None:
        """The network, once it is loaded."""
        detector = self._detector
        return detector.info if detector is not None else None

    @property
    def rate_hz(self) -> float | None:
        """Analyses a second; None while none are made."""
        engine = self._engine
        return engine.rate_hz if engine is not None else None

    def _load(self) -> None:
        detector = self._network()
        self.notice = None
        self._replace(None, detector)
        self._on_news()
        raise EndOfStream  # loaded once

    def _replace(self, run: LiveRun | None, detector: Detector | None) -> None:
        """Stop the engine of before and start one for this connection; capture and loader threads take turns.

        Who knows only one of them gives None for the other, which may change until it is this thread's turn.
        """
        from inference.engine import Engine

        with self._lock:
            before, self._engine = self._engine, None
            self._run, self._detector = run or self._run, detector or self._detector
            if before is not None:
                before.stop()
            if self._run is None or self._detector is None or self._closing.is_set():
                return
            into = self._run

            def take(analysis: Analysis) -> None:
                into.take_analysis(analysis)
                self._on_analysis(analysis)
                self._on_news()

            pipeline = self._make_pipeline(self._detector)
            self._engine = Engine(pipeline, into.mailbox, take, self._fail, log_indices=self._log_indices)
            self._engine.start()

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, MinamoError):
            fault = ModelError(
                "The analysis stopped ({reason}); open the source again, and see the log if it happens again",
                reason=fault,
            )
        self.notice = fault
        self._on_news()

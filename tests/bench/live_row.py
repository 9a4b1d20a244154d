"""One row of the live benchmark: the real window on a live session, watched from outside while it runs."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.live.window.actions import WindowSettings
from app.live.window.main_window import MainWindow
from app.network import load_network, pipeline_for
from app.session.live import LivePlan, LiveSession
from app.session.live_run import Patience
from app.session.playout import Limits
from app.settings import DeviceName, Settings, default_settings
from capture.frame import Frame
from capture.gated_source import GatedSource
from inference.detector import Detector, load_detector
from inference.errors import ModelError
from inference.findings import Analysis
from inference.pipeline import Pipeline
from tests.bench.live_source import PacedGrabber
from tests.bench.pictures import ONE_PANEL, TWO_PANELS, PacketFormat, Scene, packets_file
from tests.bench.window_actions import NoActions

WARM_UP_S = 3.0  # after the network is there: caches, play-out delay, first recording file
NETWORK_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """What runs.

    Attributes:
        name: As in the table.
        scene: What the screen shows.
        muted: The overlay is off; the engine runs all the same.
        recording: A recording is under way.
    """

    name: str
    scene: Scene
    muted: bool = False
    recording: bool = False


ROWS = {
    row.name: row
    for row in (
        Row("bare", ONE_PANEL, muted=True),
        Row("overlay", ONE_PANEL),
        Row("recording", ONE_PANEL, recording=True),
        Row("two-panels", TWO_PANELS),
    )
}


@dataclass(frozen=True, slots=True)
class RowResult:
    """What was measured.

    Attributes:
        row: Its name.
        packets: "mjpeg" or "nv12".
        seconds: Measured span.
        painted_hz: Distinct frame indices painted a second.
        arrival_to_paint_ms: p50 and p99 from `Frame.arrived_ns` (decoded, cut) to the end of its first paint.
        cable_to_paint_ms: p50 and p99 from when the picture came out of the cable.
        analyses_hz: Analyses a second.
        analysis_age_ms: p50 and p99, at its paint, of a frame that is painted with boxes: time since it arrived.
            None where none was.
        own_analysis_share: Share of painted frames whose own analysis was there when they were painted; None where
            the overlay is off.
        boxed_share: Share of painted frames with a box.
        delay_ms: Largest play-out delay the window showed.
        replaced: Frames the mailbox replaced before the network took them.
        lost: Pictures that were fetched or taken too late and so never reached the gate.
        recording_gaps: Frames the recording left out; None without a recording.
        load_cores: Processor time of this process a second; 2.0 is two cores fully used.
        machine_load_share: Of all cores, by all programs, 0..1.
        memory_start_mb, memory_end_mb, memory_peak_mb: Resident memory in 10^6 bytes.
        device: What the badge says, or why there is no network.
    """

    row: str
    packets: str
    seconds: float
    painted_hz: float
    arrival_to_paint_ms: tuple[float, float] | None
    cable_to_paint_ms: tuple[float, float] | None
    analyses_hz: float
    analysis_age_ms: tuple[float, float] | None
    own_analysis_share: float | None
    boxed_share: float
    delay_ms: float
    replaced: int
    lost: int
    recording_gaps: int | None
    load_cores: float
    machine_load_share: float
    memory_start_mb: float
    memory_end_mb: float
    memory_peak_mb: float
    device: str

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Paint:
    """A frame that reached the screen; times on the `time.monotonic_ns()` axis but for `time_ns`, the stream's."""

    frame_index: int
    arrived_ns: int
    time_ns: int
    painted_ns: int
    boxed: bool


class _Watch:
    """Writes down what is painted and analysed, from signals and a wrapped pipeline."""

    def __init__(self, window: MainWindow) -> None:
        self.paints: list[Paint] = []
        self.analysed_ns: dict[int, int] = {}
        self.delay_ms = 0.0
        self._stage = window.stage
        window.live_view.frame_painted.connect(self._painted)

    def _painted(self, frame: Frame) -> None:
        state = self._stage.state
        boxed = bool(state.tracks) and not (state.muted or state.look_first)
        self.paints.append(Paint(frame.index, frame.arrived_ns, frame.time_ns, time.monotonic_ns(), boxed))
        self.delay_ms = max(self.delay_ms, state.health.delay_ms)

    def analyses(self, start_ns: int, end_ns: int) -> int:
        """How many were finished in a span."""
        return sum(start_ns <= at_ns < end_ns for at_ns in list(self.analysed_ns.values()))


class _WatchedPipeline:
    """A pipeline that writes down when it was done with which frame."""

    def __init__(self, pipeline: Pipeline, watch: _Watch) -> None:
        self._pipeline = pipeline
        self._watch = watch

    def analyse(self, frame: Frame) -> Analysis:
        analysis = self._pipeline.analyse(frame)
        self._watch.analysed_ns[frame.index] = time.monotonic_ns()
        return analysis

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pipeline, name)


@dataclass(frozen=True, slots=True)
class Bench:
    """What all rows have in common.

    Attributes:
        seconds: Measured span.
        pictures: Folder of the prepared packets.
        size: (width, height) of the window.
        device: Where the network runs, as in the settings.
        models: Folder of the weights; None for the shipped ones.
    """

    seconds: float
    pictures: Path
    size: tuple[int, int]
    device: DeviceName
    models: Path | None


def run_row(name: str, packet_format: PacketFormat, bench: Bench) -> RowResult:
    """Measure one row; for a process of its own, so that memory is the row's alone."""
    row = ROWS[name]
    file = packets_file(bench.pictures, row.scene, packet_format)
    settings = default_settings()
    settings = settings.model_copy(
        update={"analysis": settings.analysis.model_copy(update={"device": bench.device})},
    )
    application = QApplication.instance() or QApplication(["minamo"])
    result = _run(row, packet_format, file, settings, bench)
    del application  # lives until here
    return result


def _run(row: Row, packet_format: PacketFormat, file: Path, settings: Settings, bench: Bench) -> RowResult:
    window = MainWindow(WindowSettings(language="en"), actions=NoActions())
    watch = _Watch(window)

    def make_pipeline(detector: Detector) -> Any:
        return _WatchedPipeline(pipeline_for(detector, settings.analysis), watch)

    with tempfile.TemporaryDirectory(prefix="minamo-bench-") as folder:
        grabber = PacedGrabber(file)
        session = LiveSession(
            grabber.name,
            lambda: GatedSource(grabber, layout=row.scene.layout),
            lambda: _network(settings, bench.models),
            make_pipeline,
            _plan(settings, Path(folder)),
        )
        window.resize(*bench.size)
        window.show()
        window.show_session(session)
        try:
            _wait_for_network(window, watch)
            session.set_muted(row.muted)
            if row.recording:
                session.recording.toggle()
            _run_events(WARM_UP_S)
            return _measure(row, packet_format, window, watch, grabber, bench.seconds)
        finally:
            window.show_session(None)
            window.close()
            window.deleteLater()
            QApplication.processEvents()


def _network(settings: Settings, models: Path | None) -> Detector:
    if models is None:
        return load_network(settings.analysis)
    return load_detector(settings.analysis.device, models, settings.analysis.threads or None)


def _plan(settings: Settings, folder: Path) -> LivePlan:
    return LivePlan(
        limits=Limits(settings.view.delay_limit_ms, settings.analysis.max_age_ms),
        patience=Patience(settings.source.no_signal_ms, settings.source.frozen_ms),
        retry_s=settings.source.retry_s,
        folder=folder,
        ring_s=settings.recording.ring_s,
    )


def _measure(
    row: Row, packet_format: str, window: MainWindow, watch: _Watch, grabber: PacedGrabber, seconds: float
) -> RowResult:
    process = psutil.Process()
    before, busy = window.stage.state.health, process.cpu_times()
    lost = grabber.lost
    psutil.cpu_percent()
    memory = [process.memory_info().rss]
    sampler = QTimer()
    sampler.timeout.connect(lambda: memory.append(process.memory_info().rss))
    sampler.start(1000)
    watch.delay_ms, first = 0.0, len(watch.paints)
    start_ns = time.monotonic_ns()
    _run_events(seconds)
    end_ns = time.monotonic_ns()
    sampler.stop()
    machine = psutil.cpu_percent() / 100
    done, after = process.cpu_times(), window.stage.state.health
    memory.append(process.memory_info().rss)
    span_s = (end_ns - start_ns) / 1e9
    paints = distinct(watch.paints[first:])
    return RowResult(
        row=row.name,
        packets=packet_format,
        seconds=span_s,
        painted_hz=len(paints) / span_s,
        arrival_to_paint_ms=quantiles([(p.painted_ns - p.arrived_ns) / 1e6 for p in paints]),
        cable_to_paint_ms=quantiles([(p.painted_ns - grabber.due_ns(p.time_ns)) / 1e6 for p in paints]),
        analyses_hz=watch.analyses(start_ns, end_ns) / span_s,
        analysis_age_ms=quantiles([(p.painted_ns - p.arrived_ns) / 1e6 for p in paints if p.boxed]),
        own_analysis_share=None if row.muted else own_share(paints, watch.analysed_ns),
        boxed_share=sum(p.boxed for p in paints) / max(len(paints), 1),
        delay_ms=watch.delay_ms,
        replaced=after.replaced - before.replaced,
        lost=grabber.lost - lost,
        recording_gaps=after.recording_gaps if row.recording else None,
        load_cores=(done.user + done.system - busy.user - busy.system) / span_s,
        machine_load_share=machine,
        memory_start_mb=memory[0] / 1e6,
        memory_end_mb=memory[-1] / 1e6,
        memory_peak_mb=max(memory) / 1e6,
        device=_badge(after.device, after.precision, after.notice),
    )


def _badge(device: str, precision: str, notice: object) -> str:
    return f"{device} · {precision}" if device else f"no network: {notice}"


def distinct(paints: Sequence[Paint]) -> list[Paint]:
    """The first paint of each frame index."""
    seen: dict[int, Paint] = {}
    for paint in paints:
        seen.setdefault(paint.frame_index, paint)
    return list(seen.values())


def own_share(paints: Sequence[Paint], analysed_ns: Mapping[int, int]) -> float | None:
    """Share of frames whose own analysis was finished when they were painted; None of no frames."""
    if not paints:
        return None
    return sum(analysed_ns.get(p.frame_index, p.painted_ns + 1) <= p.painted_ns for p in paints) / len(paints)


def quantiles(values: Sequence[float]) -> tuple[float, float] | None:
    """p50 and p99, or None of nothing."""
    if not values:
        return None
    middle, high = np.percentile(np.asarray(values), (50, 99))
    return float(middle), float(high)


def _wait_for_network(window: MainWindow, watch: _Watch) -> None:
    """Until the first analysis is there and frames are painted; goes on without, where no network can be loaded."""
    until = time.monotonic() + NETWORK_WAIT_S
    while time.monotonic() < until and not (watch.analysed_ns and watch.paints):
        if isinstance(window.stage.state.health.notice, ModelError):
            return
        _run_events(0.1)


def _run_events(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()

"""What keeping costs: a snapshot on its way to the disk, pictures that are not painted meanwhile, the ring's memory.

    python -m tests.bench.exam_keep [--seconds S] [--json FILE] [--pictures FOLDER] [--folder FOLDER]

A breast picture of 1000 x 720 in a 1920x1080 screen at 60 Hz goes through the product's own decoders, network, window
and exam. First nothing is kept; then a clip and a recording go on, and a snapshot is taken every second.
"""

import argparse
import itertools
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from rich.console import Console
from rich.table import Table

from app.assembly import Assembly
from app.exam.content.person import PersonName
from app.exam.desk import ExamDesk
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from app.settings import cache_folder, default_settings
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.ring import Ring
from capture.sources.simulated import SimulatedReader
from tests.bench.live_row import quantiles
from tests.bench.live_source import PacedGrabber
from tests.bench.pictures import HZ, ONE_PANEL, packets_file

RING_S = 30
STEP_S = 1.0
SNAPSHOT_AIM_MS, RING_AIM_MB = 100, 300

Row = tuple[str, str, str]


@dataclass
class Watch:
    """Paints and snapshots as they happen.

    Attributes:
        painted_ns: First paint of each frame, by its index.
        asked_ns: When each snapshot was asked for.
        kept_ms: From there until it was on the disk.
        window_ms: How long the window's thread was busy with it.
    """

    painted_ns: dict[int, int] = field(default_factory=dict)
    asked_ns: list[int] = field(default_factory=list)
    kept_ms: list[float] = field(default_factory=list)
    window_ms: list[float] = field(default_factory=list)

    def paint(self, frame: Frame) -> None:
        """A frame is on the screen."""
        self.painted_ns.setdefault(frame.index, time.monotonic_ns())

    def count(self, desk: ExamDesk) -> None:
        """Snapshots that came to the disk since."""
        while len(self.kept_ms) < desk.view.snapshots:
            self.kept_ms.append((time.monotonic_ns() - self.asked_ns[len(self.kept_ms)]) / 1e6)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30, metavar="S", help="of each part")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    parser.add_argument("--pictures", type=Path, default=cache_folder() / "bench", help="where packets are kept")
    parser.add_argument("--folder", type=Path, help="where exams go: the disk that is measured (the temporary folder)")
    args = parser.parse_args()
    rows = [*measure_keeping(args.seconds, args.pictures, args.folder), *measure_ring()]
    table = Table(title="Keeping, 1000 x 720 at 60 Hz")
    for column in ("what", "measured", "aim"):
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    if args.json:
        args.json.write_text(json.dumps([list(row) for row in rows], indent=1) + "\n", encoding="utf-8")


def measure_keeping(seconds: float, pictures: Path, folder: Path | None) -> list[Row]:
    """Snapshots to the disk, and what is painted with and without keeping."""
    file = packets_file(pictures, ONE_PANEL, "mjpeg")
    application = QApplication.instance() or QApplication(["minamo"])
    with tempfile.TemporaryDirectory(prefix="minamo-bench-", dir=folder) as place:
        os.environ["MINAMO_CONFIG_DIR"] = place
        assembly = Assembly(default_settings())
        window = MainWindow(assembly.window_settings(), actions=assembly)
        watch = Watch()
        window.live_view.frame_painted.connect(watch.paint)
        assembly.exam.changed.connect(lambda: watch.count(assembly.exam))
        grabber = PacedGrabber(file)
        session = assembly._live(
            grabber.name, lambda: GatedSource(grabber, layout=ONE_PANEL.layout), title=grabber.name
        )
        window.resize(1920, 1080)
        window.show()
        window.show_session(session)
        _run_until(lambda: window.stage.state.health.device != "" and bool(watch.painted_ns), 60)
        _run(RING_S + 3)  # the ring is full, as it is in a room
        without = _painted(watch, seconds, lambda: None)
        assembly.exam.begin(examiner=PersonName(), setting="diagnostic", prevalence=0.1, source_name=grabber.name)
        _run_until(lambda: assembly.exam.content is not None, 10)
        window.commands[Command.KEEP].trigger()
        window.commands[Command.RECORD].trigger()

        def snap() -> None:
            began = time.perf_counter()
            watch.asked_ns.append(time.monotonic_ns())
            window.commands[Command.SNAPSHOT].trigger()
            watch.window_ms.append((time.perf_counter() - began) * 1000)

        keeping = _painted(watch, seconds, snap)
        _run_until(lambda: len(watch.kept_ms) == len(watch.asked_ns), 10)
        gaps = window.stage.state.health.recording_gaps
        window.close()
        window.deleteLater()
        application.processEvents()
    return [
        ("a snapshot on the disk, plain, overlay and row (ms, median / 99 of 100)", _pair(watch.kept_ms), "under 100"),
        ("of it in the window's thread (ms, median / 99 of 100)", _pair(watch.window_ms), "-"),
        ("pictures painted a second, nothing kept", f"{without[0]:.1f}", f"{HZ}"),
        ("pictures painted a second, all kept", f"{keeping[0]:.1f}", f"{HZ}"),
        ("delivered pictures not painted a second, nothing kept", f"{without[1]:.2f}", "-"),
        ("delivered pictures not painted a second, all kept", f"{keeping[1]:.2f}", "no more"),
        ("longest time between two paints, nothing kept / all kept (ms)", f"{without[2]:.0f} / {keeping[2]:.0f}", "-"),
        ("pictures that the recording left out", str(gaps), "0"),
    ]


def measure_ring() -> list[Row]:
    """The ring filled with 30 s of pictures that all differ."""
    process = psutil.Process()
    scan = SimulatedReader(hz=HZ, size=(1000, 720), paced=False)
    source = GatedSource(scan)
    ring = Ring(seconds=RING_S)
    ring.start()
    frame = source.read(5)
    before = process.memory_info().rss
    while frame is not None and ring.held_s < RING_S - 2 / HZ:
        ring.put(frame)
        while ring._queue.waiting > 20:
            time.sleep(0.001)
        frame = source.read(5)
    while ring._queue.waiting:
        time.sleep(0.01)
    held, memory = ring.held_bytes, process.memory_info().rss - before
    held_s = ring.held_s
    ring.stop()
    source.close()
    return [
        (f"pictures of the ring of {held_s:.0f} s (MB)", f"{held / 1e6:.0f}", f"under {RING_AIM_MB}"),
        ("growth of the process while it fills (MB)", f"{memory / 1e6:.0f}", f"under {RING_AIM_MB}"),
    ]


def _painted(watch: Watch, seconds: float, every_step: Callable[[], None]) -> tuple[float, float, float]:
    """Painted a second, delivered but not painted a second, longest time between two paints in ms."""
    watch.painted_ns.clear()
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        every_step()
        _run(STEP_S)
    span_s = time.monotonic() - began
    painted = sorted(watch.painted_ns)
    missed = painted[-1] - painted[0] + 1 - len(painted)
    at_ns = sorted(watch.painted_ns.values())
    longest_ns = max(after - before for before, after in itertools.pairwise(at_ns))
    return len(painted) / span_s, missed / span_s, longest_ns / 1e6


def _pair(values_ms: list[float]) -> str:
    both = quantiles(values_ms)
    return "-" if both is None else f"{both[0]:.0f} / {both[1]:.0f}"


def _run_until(seen: Callable[[], bool], most_s: float) -> None:
    until = time.monotonic() + most_s
    while not seen():
        if time.monotonic() > until:
            raise TimeoutError("the benchmark waited in vain")
        _run(0.05)


def _run(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()

"""Speed and memory of the live window: `python -m tests.bench.live [--seconds 60] [--json FILE]`.

A paced 1920x1080 screen at 60 Hz, real breast pictures in motion, packets decoded by the product's own code, cut by
the layout, through the real window with the real network. Four rows: `bare` (overlay muted; the engine runs),
`overlay`, `recording` (with overlay), `two-panels` (with overlay). Prints a table and, with --json, writes
everything measured with the facts of the machine and the commit.

Frames are counted where they are painted (`LiveView.frame_painted`); nothing in the product is changed for it.
"""

import argparse
import json
import multiprocessing
import os
import platform
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:  # the window's modules wait until the platform of the display is set
    from tests.bench.live_row import RowResult

ROW_NAMES = ("bare", "overlay", "recording", "two-panels")
FORMATS = ("mjpeg", "nv12")
REPOSITORY = Path(__file__).parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run the rows one after the other."""
    chosen = _parser().parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = chosen.platform
    from tests.bench.window_start import second_start_s

    start_s = None if chosen.no_start else second_start_s()
    results = _run(chosen)
    _print(results, start_s)
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(_report(chosen, results, start_s), indent=2) + "\n", encoding="utf-8")
        print(chosen.json)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.live", description="Speed and memory of the window.")
    parser.add_argument("--seconds", type=float, default=60.0, help="measured span of each row (60)")
    parser.add_argument("--rows", type=_names(ROW_NAMES), default=ROW_NAMES, metavar=",".join(ROW_NAMES))
    parser.add_argument("--formats", type=_names(FORMATS), default=FORMATS, metavar=",".join(FORMATS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured")
    parser.add_argument("--platform", choices=("offscreen", "xcb", "wayland", "windows", "cocoa"), default="offscreen")
    parser.add_argument("--size", type=_size, default=(1920, 1080), metavar="WIDTHxHEIGHT", help="of the window")
    parser.add_argument(
        "--device", choices=("auto", "cpu", "cuda", "mps", "intel-gpu"), default="auto", help="where the network runs"
    )
    parser.add_argument("--models", type=Path, metavar="DIR", help="weights to use instead of the shipped ones")
    parser.add_argument("--no-start", action="store_true", help="do not measure the second start of the window")
    parser.add_argument("--pictures", type=Path, default=Path(tempfile.gettempdir()) / "minamo-bench", metavar="DIR",
                        help="where the prepared packets are kept (up to 3 GB)")  # fmt: skip
    return parser


def _names(known: tuple[str, ...]) -> Any:
    def parse(text: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        if not names or set(names) - set(known):
            raise argparse.ArgumentTypeError(f"choose from {', '.join(known)}")
        return names

    return parse


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _run(chosen: argparse.Namespace) -> "list[RowResult]":
    """Each row in a process of its own, so that memory and threads are the row's alone."""
    from tests.bench.live_row import ROWS, Bench, run_row
    from tests.bench.pictures import packets_file

    bench = Bench(chosen.seconds, chosen.pictures, chosen.size, chosen.device, chosen.models)
    runs = [(name, packets) for packets in chosen.formats for name in chosen.rows]
    for name, packets in runs:
        packets_file(chosen.pictures, ROWS[name].scene, packets)
    console = Console(stderr=True)
    results = []
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn, max_tasks_per_child=1) as processes:
        for number, (name, packets) in enumerate(runs, 1):
            with console.status(f"{number} of {len(runs)}: {name}, {packets}, {chosen.seconds:g} s"):
                results.append(processes.submit(run_row, name, packets, bench).result())
    return results


def _print(results: "list[RowResult]", start_s: float | None) -> None:
    table = Table(title="Live window, 1920x1080 at 60 Hz")
    for column in (
        "row", "input", "painted /s", "arrival→paint ms", "analyses /s", "age of analysis ms", "own analysis",
        "delay ms", "replaced", "lost", "gaps", "cores", "machine", "memory MB",
    ):  # fmt: skip
        table.add_column(column, justify="left" if column in ("row", "input") else "right")
    for result in results:
        table.add_row(*_cells(result))
    console = Console(width=max(Console().width, 160))
    console.print(table)
    console.print("Pairs are p50 / p99; memory is at the start → at the end; cores are this program's, machine is all.")
    for device in sorted({result.device for result in results}):
        console.print(f"Network: {device}")
    if start_s is not None:
        console.print(f"Window visible {start_s:.2f} s after the second start")


def _cells(result: "RowResult") -> list[str]:
    def pair(values: tuple[float, float] | None) -> str:
        return "–" if values is None else f"{values[0]:.0f} / {values[1]:.0f}"

    return [
        result.row,
        result.packets,
        f"{result.painted_hz:.1f}",
        pair(result.arrival_to_paint_ms),
        f"{result.analyses_hz:.1f}",
        pair(result.analysis_age_ms),
        "–" if result.own_analysis_share is None else f"{result.own_analysis_share:.0%}",
        f"{result.delay_ms:.0f}",
        str(result.replaced),
        str(result.lost),
        "–" if result.recording_gaps is None else str(result.recording_gaps),
        f"{result.load_cores:.2f}",
        f"{result.machine_load_share:.0%}",
        f"{result.memory_start_mb:.0f} → {result.memory_end_mb:.0f}",
    ]


def _report(chosen: argparse.Namespace, results: "list[RowResult]", start_s: float | None) -> dict[str, Any]:
    return {
        "command": f"python -m tests.bench.live {' '.join(sys.argv[1:])}".strip(),
        "commit": commit(),
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "machine": machine(),
        "platform": chosen.platform,
        "window_px": list(chosen.size),
        "second_start_s": start_s,
        "rows": [result.as_json() for result in results],
    }


def commit() -> str:
    """The commit measured, with "+changes" where the working tree differs; "unknown" outside a clone."""
    try:
        name = subprocess.run(
            ["git", "-C", str(REPOSITORY), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
        changed = subprocess.run(
            ["git", "-C", str(REPOSITORY), "status", "--porcelain", "-uno"], capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{name}+changes" if changed else name


def machine() -> dict[str, Any]:
    """Facts that explain the numbers."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": psutil.cpu_count(logical=False),
        "threads": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "python": platform.python_version(),
        "packages": {
            name: version(name) for name in ("PySide6-Essentials", "av", "numpy", "openvino", "opencv-python")
        },
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())

"""Speed of the cleaning methods: `python -m tests.bench.contrast_cleaning [--frames 200] [--json FILE]`.

Each method cleans a made-up study of 400x400 cells, in a process of its own, with one thread and with two. Prints ms a
frame and the memory that the method takes beyond the study itself. To be run on a machine with nothing else to do.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

SIDE = 400
HZ = 10.0
THREADS = (1, 2)


def main(arguments: list[str] | None = None) -> int:
    """Measure every method."""
    chosen = _parser().parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from inference.contrast.cleaning.methods import CLEANERS

    rows = [
        {"method": cleaner.name, "side": SIDE, "frames": chosen.frames, **_measured(number, chosen.frames)}
        for number, cleaner in enumerate(CLEANERS)
    ]
    _print(rows)
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
        print(chosen.json)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.contrast_cleaning", description="Speed of cleaning.")
    parser.add_argument("--frames", type=int, default=200, help="of the study (200)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured")
    return parser


def _measured(number: int, frames: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for threads in THREADS:
        # spawned: numpy, OpenCV and torch take their threads from what stands when they are loaded
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _limit, (threads,)) as pool:
            elapsed_s, memory_mb = pool.submit(_clean, number, frames).result()
        found[f"ms_{threads}"] = 1000 * elapsed_s / frames
        found[f"memory_mb_{threads}"] = memory_mb
    return found


def _limit(threads: int) -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(threads)
    import cv2

    cv2.setNumThreads(threads)


def _clean(number: int, frames: int) -> tuple[float, float]:
    from inference.contrast.cleaning.measuring.peak_memory import PeakMemory
    from inference.contrast.cleaning.methods import CLEANERS

    times_s = np.arange(frames) / HZ
    level = 0.002 + 0.05 * np.exp(-(((times_s - times_s.mean()) / 5) ** 2))
    power = np.random.default_rng(0).standard_exponential((frames, SIDE, SIDE), dtype=np.float32)
    power *= level.astype(np.float32)[:, None, None]
    CLEANERS[number].clean(power[:8, :32, :32], times_s[:8])  # libraries are loaded before the clock starts
    with PeakMemory() as memory:
        start = time.perf_counter()
        CLEANERS[number].clean(power, times_s)
        elapsed_s = time.perf_counter() - start
    return elapsed_s, memory.rise_mb


def _print(rows: list[dict[str, Any]]) -> None:
    table = Table(title=f"cleaning, {SIDE}x{SIDE} cells, {rows[0]['frames']} frames")
    for title in ("method", "ms a frame, 1 thread", "2 threads", "memory MB"):
        table.add_column(title, justify="left" if title == "method" else "right")
    for row in rows:
        table.add_row(row["method"], f"{row['ms_1']:.1f}", f"{row['ms_2']:.1f}", f"{row['memory_mb_1']:.0f}")
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())

"""How fast a contrast study is: a picture taken in, a region redrawn, the fit, the maps, and the memory of ten minutes.

    python -m tests.bench.contrast [--json FILE]

Pictures are of 400 x 400 side by side; a few of the reference object are shown again and again with ascending times.
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from inference.contrast.cleaning.methods import LIVE
from inference.contrast.compression import Compression
from inference.contrast.growing.study import ContrastStudy
from inference.contrast.maps.measured import measure_speed
from inference.contrast.outcome.conclude import About, conclude
from inference.contrast.parameters import compare, fit_or_reason
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import ContrastPicture
from inference.contrast.regions import from_mask

HZ, STUDY_S, LONGEST_S = 20, 120, 600
ABOUT = About("bench", {})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    args = parser.parse_args()
    rows = measure()
    table = Table(title="Contrast studies, 400 x 400 side by side")
    for column in ("what", "measured", "aim"):
        table.add_column(column)
    for name, value, aim in rows:
        table.add_row(name, value, aim)
    Console().print(table)
    if args.json:
        args.json.write_text(json.dumps([list(row) for row in rows], indent=1) + "\n", encoding="utf-8")


def measure() -> list[tuple[str, str, str]]:
    """(what, measured, aim) of every row."""
    phantom = Phantom(Recipe(hz=2, duration_s=STUDY_S))
    shown = list(phantom.pictures())
    study = ContrastStudy(Compression(60, "given"))
    took_ms = [_add(study, picture) for picture in _sequence(shown, STUDY_S)]
    lesion, reference = from_mask(phantom.truth.lesion), from_mask(phantom.truth.reference)
    conclude_s = _time(lambda: conclude(study, ABOUT), lambda: study.set_regions(lesion, reference))
    redrawn_s = _time(lambda: conclude(study, ABOUT), lambda: study.set_regions(lesion.moved(4, 2), reference))
    study.set_regions(lesion, reference)
    curves = study.curves()
    fit_s = _time(
        lambda: compare(
            fit_or_reason(curves.times_s, curves.lesion_raw), fit_or_reason(curves.times_s, curves.reference_raw)
        )
    )
    grown_ms = 1000 * _time(lambda: study.curves(cleaner=LIVE))
    before = psutil.Process().memory_info().rss
    longest = ContrastStudy(Compression(60, "given"))
    for picture in _sequence(shown, LONGEST_S):
        longest.add(picture)
    memory_mb = (psutil.Process().memory_info().rss - before) / 1e6
    speed = measure_speed()
    return [
        ("a picture taken in: linearised, held still (ms, median)", f"{np.median(took_ms):.1f}", "under 50 at 20 Hz"),
        ("the same (ms, 99 of 100)", f"{np.percentile(took_ms, 99):.1f}", "under 50 at 20 Hz"),
        ("both curves of a growing study of 2 min (ms)", f"{grown_ms:.0f}", "under 1000"),
        ("fits of both regions, four models, 200 rounds (s)", f"{fit_s:.2f}", "under 0.5"),
        ("the whole result of 2 min at 20 Hz, maps and signs (s)", f"{conclude_s:.2f}", "-"),
        ("the same after a region was redrawn (s)", f"{redrawn_s:.2f}", "under 2"),
        ("maps of 128 x 128 over 1,800 pictures (s)", f"{speed['seconds']:.2f}", "under 1 on two cores"),
        ("memory of 10 min at 20 Hz (MB)", f"{memory_mb:.0f}", "bounded"),
    ]


def _sequence(shown: list[ContrastPicture], seconds: int) -> list[ContrastPicture]:
    """A long study from few pictures: each is shown several times, which costs what new ones would."""
    count = HZ * seconds
    return [replace(shown[number * len(shown) // count], index=number, time_s=number / HZ) for number in range(count)]


def _add(study: ContrastStudy, picture: ContrastPicture) -> float:
    started = time.perf_counter()
    study.add(picture)
    return 1000 * (time.perf_counter() - started)


def _time(measured: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    before()
    started = time.perf_counter()
    measured()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

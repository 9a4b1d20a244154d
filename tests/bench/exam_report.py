"""How fast a report is: `python -m tests.bench.exam_report [--json FILE] [--times N]`.

Exams with 0, 10 and 40 pictures (one lesion for every two of the first twelve, a contrast study), each made from its
folder as PDF and JSON; `minamo report`, with the start of its process, is a row of its own. The longest pause is what
another Python thread, as the window's, had to wait for while a report was made in a thread.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.annotated_video import ensure_gui
from app.exam.content.exam import ExamContent, Item
from app.exam.content.person import Role
from app.exam.content.picture import ContrastStudy
from app.exam.record.exam_file import write_exam_file
from app.exam.report.make import MadeReport, make_report
from tests.app.exam.report.made_exam import (
    AT,
    STILLS,
    contrast_folder,
    exam,
    lesion,
    plane_on,
    signed,
    snapshot,
)

AIM_S = 2.0  # for 10 pictures


def made_up(folder: Path, pictures: int) -> ExamContent:
    """An exam with so many pictures in this folder."""
    items: list[Item] = [snapshot(folder, number) for number in range(1, pictures + 1)]
    for number in range(1, min(pictures, 12), 2):
        shown = [(items[place], STILLS[place % len(STILLS)]) for place in (number - 1, number)]
        planes = tuple(plane_on(picture, still, None) for picture, still in shown)  # type: ignore[arg-type]
        items.append(lesion((number + 1) // 2, planes))
    if pictures:
        contrast_folder(folder / "contrast-1")
        items.append(ContrastStudy(id="contrast", taken_at=AT, folder="contrast-1", lesion_id="lesion1"))
    return ExamContent(exam=exam(signatures=signed(Role.SONOGRAPHER)), items=tuple(items))


def made(content: ExamContent, folder: Path, language: str = "ja") -> MadeReport:
    """The report of it."""
    return make_report(content, folder, language=language, at=AT + timedelta(hours=1))


def measure(times: int) -> list[dict[str, float | int | str]]:
    """Rows of the table."""
    ensure_gui()
    rows: list[dict[str, float | int | str]] = []
    with tempfile.TemporaryDirectory() as kept:
        for pictures in (0, 10, 40):
            folder = Path(kept) / str(pictures)
            folder.mkdir()
            content = made_up(folder, pictures)
            made(content, folder)
            took_s, pauses_ms = zip(*(_timed(content, folder) for _ in range(times)), strict=True)
            report = made(content, folder)
            rows.append(
                {
                    "pictures": pictures,
                    "s (median)": round(statistics.median(took_s), 3),
                    "s (longest)": round(max(took_s), 3),
                    "longest pause of another thread, ms": round(max(pauses_ms), 1),
                    "PDF, kB": len(report.pdf) // 1000,
                }
            )
        rows.append({"pictures": "10, by `minamo report`", "s (median)": round(_by_command(Path(kept) / "10"), 3)})
    return rows


def _by_command(folder: Path) -> float:
    """Seconds of the whole command, with the start of the process."""
    again = folder / "again"
    write_exam_file(again, made_up(again, 10))
    command = [sys.executable, "-m", "app", "report", str(again), "--out", str(folder / "out")]
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start


def _timed(content: ExamContent, folder: Path) -> tuple[float, float]:
    """Seconds for one report in a thread, and the longest wait of this thread meanwhile in ms."""
    thread = threading.Thread(target=made, args=(content, folder))
    start = last = time.perf_counter()
    thread.start()
    pause = 0.0
    while thread.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        pause, last = max(pause, now - last), now
    return time.perf_counter() - start, pause * 1e3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    parser.add_argument("--times", type=int, default=5, help="how often each report is made (5)")
    args = parser.parse_args()
    rows = measure(args.times)
    table = Table(title=f"Reports of exams; aim: 10 pictures in under {AIM_S:.0f} s")
    for column in rows[0]:
        table.add_column(column)
    for row in rows:
        table.add_row(*(str(row.get(column, "-")) for column in rows[0]))
    Console().print(table)
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

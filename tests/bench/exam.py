"""What keeping exams costs: a snapshot's row on the disk, `exam.json`, a list of 5,000 exams, sealing.

    python -m tests.bench.exam [--exams N] [--json FILE] [--folder FOLDER]

Every exam of the list has five snapshots with two findings each, two lesions, an entry of a worklist, and thumbnails.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from PySide6.QtWidgets import QApplication
from rich.console import Console
from rich.table import Table

from app.exam.content.exam import Exam, ExamContent, ExamState, Item
from app.exam.content.lesion import Category, Lesion, Place, TermSystem
from app.exam.content.model import new_id
from app.exam.content.person import Patient, PersonName, WorklistEntry
from app.exam.content.picture import NetworkUsed, ShownFinding, Snapshot
from app.exam.export.sealing import seal
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import write_exam_file
from app.exam.record.places import folder_name
from app.exam.record.rebuild import rebuild
from app.exam.record.record import ExamRecord
from app.exam.record.rows import store_content
from app.exam.record.shelf import list_exams
from app.exam.record.thumbnail import make_thumbnail, thumbnails
from app.exam.window.exam_list import ExamList
from app.live.look import theme
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.screen.layout_file import layout_to_json

Row = tuple[str, str, str]
Answer = TypeVar("Answer")

FIRST = datetime(2022, 1, 3, 9, 0).astimezone()
_LAYOUT = layout_to_json(
    ScanLayout(
        panels=(Panel(Rect(0, 0, 1000, 720), PanelKind.B_MODE, mm_per_px=(0.07, 0.07)),),
        source_size_px=(1920, 1080),
        origin_px=(400, 150),
    )
)
_NETWORK = NetworkUsed(
    release="1.0", sha256={"finder": "0" * 64, "score": "1" * 64}, low_below=0.15, suspicious_from=0.55,
    development_prevalence=0.3,
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exams", type=int, default=5000, metavar="N", help="in the list (5000)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    parser.add_argument("--folder", type=Path, help="where exams go: the disk that is measured (the temporary folder)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="minamo-bench-", dir=args.folder) as place:
        rows = [
            *measure_keeping(Path(place) / "keeping"),
            *measure_list(Path(place) / "list", args.exams),
            *measure_folders(Path(place) / "folders"),
        ]
    table = Table(title=f"Exams, {args.exams} in the list")
    for column in ("what", "measured", "aim"):
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    if args.json:
        args.json.write_text(json.dumps([list(row) for row in rows], indent=1) + "\n", encoding="utf-8")


def measure_keeping(folder: Path) -> list[Row]:
    """One exam that grows to 200 snapshots: the row of each through to the disk, and its `exam.json`."""
    database = ExamDatabase.open(folder / "database")
    record = ExamRecord.create(database, folder / "exams", _exam(0).exam)
    rows: list[Row] = []
    for upto in (20, 200):
        spent = [_ms(lambda: record.put(_snapshot(FIRST)))[0] for _ in range(upto - len(record.content.items))]
        content = record.content
        written = [_ms(lambda: write_exam_file(folder, content))[0] for _ in range(20)]  # noqa: B023
        rows += [
            (f"snapshot's row through to the disk, of {upto}, p50 / p99", _pair(spent), "with its files under 100 ms"),
            (f"exam.json of {upto} snapshots through to the disk, p50 / p99", _pair(written), "-"),
        ]
    record.close()
    database.close()
    return rows


def measure_list(folder: Path, count: int) -> list[Row]:
    """Opening, painting and searching a long list."""
    _fill(folder, count)
    application = QApplication.instance() or QApplication(["minamo"])
    dialog = ExamList()
    dialog.setStyleSheet(theme.style_sheet(1.0))
    dialog.show()

    def opened() -> ExamDatabase:
        database = ExamDatabase.open(folder / "database")
        dialog.rows.thumbnails_wanted.connect(
            lambda exam_id: dialog.show_thumbnails(exam_id, tuple(thumbnails(database, exam_id).values()))
        )
        dialog.show_exams(tuple(list_exams(database)))
        dialog.grab()
        return database

    open_ms, database = _ms(opened)
    rows = [("database opened, list read and painted with thumbnails", f"{open_ms:.0f} ms", "under 1 s")]
    again = [_ms(lambda: dialog.show_exams(tuple(list_exams(database))))[0] for _ in range(5)]
    rows.append(("list read again, p50", f"{statistics.median(again):.0f} ms", "-"))
    for words in ("patient 4711", "山田 4a", "2023-05"):
        spent = [_ms(lambda: list_exams(database, words))[0] for _ in range(5)]  # noqa: B023
        found = len(list_exams(database, words))
        rows.append((f"search for “{words}” ({found} found), p50", f"{statistics.median(spent):.0f} ms", "-"))
    size = (folder / "database" / "exams.sqlite3").stat().st_size / 1e6
    rows.append(("size of the database", f"{size:.0f} MB", "-"))
    dialog.close()
    application.processEvents()
    database.close()
    return rows


def measure_folders(folder: Path) -> list[Row]:
    """What reads whole folders: a rebuild, and sealing an exam of 200 MB."""
    for number in range(200):
        content = _exam(number)
        place = folder / "exams" / folder_name(content.exam)
        place.mkdir(parents=True)
        write_exam_file(place, content)
    database = ExamDatabase.open(folder / "database")
    rebuild_ms, _ = _ms(lambda: rebuild(database, folder / "exams"))
    large = list_exams(database)[0]
    (large.folder / "clip.mkv").write_bytes(os.urandom(200_000_000))
    seal_ms, _ = _ms(lambda: seal(database, large.id, "a few words of ours"))
    database.close()
    return [
        ("list made again from 200 folders", f"{rebuild_ms / 1000:.1f} s", "-"),
        ("sealing an exam of 200 MB, checked", f"{seal_ms / 1000:.1f} s", "-"),
    ]


def _fill(folder: Path, count: int) -> None:
    database = ExamDatabase.open(folder / "database")
    grey = np.random.default_rng(0).integers(0, 160, (720, 1000, 3), np.uint8)
    cv2.imwrite(str(folder / "picture.png"), cv2.GaussianBlur(grey, (0, 0), 4))
    jpeg = make_thumbnail(folder / "picture.png")
    with database.transaction() as connection:
        for number in range(count):
            content = _exam(number)
            store_content(connection, content, folder / "exams" / folder_name(content.exam), written=0)
            connection.executemany(
                "INSERT INTO thumbnail (exam_id, item_id, jpeg) VALUES (?, ?, ?)",
                [(content.exam.id, snapshot.id, jpeg) for snapshot in content.snapshots],
            )
    database.close()


def _exam(number: int) -> ExamContent:
    started_at = FIRST + timedelta(hours=7 * number)
    entry = WorklistEntry(
        patient_id=f"{number:07}",
        name=PersonName.of(f"Patient {number}^Hanako=山田^花子{number % 50}=ヤマダ^ハナコ"),
        study_instance_uid=f"2.25.{number}",
        accession_number=f"A{number}",
        item={f"{tag:08X}": {"vr": "LO", "Value": ["x" * 40]} for tag in range(40)},
    )
    exam = Exam(
        id=new_id(),
        study_instance_uid=f"2.25.{number}",
        started_at=started_at,
        closed_at=started_at + timedelta(minutes=20),
        state=ExamState.CLOSED,
        examiner=PersonName.of("Suzuki^Hanako=鈴木^花子"),
        patient=Patient(worklist=entry),
        note="Follow-up; compare with the exam of last year",
    )
    items: list[Item] = [_snapshot(started_at) for _ in range(5)]
    for lesion in (1, 2):
        category = Category(system=TermSystem.BI_RADS, value=("2", "3", "4A", "4B", "5")[(number + lesion) % 5])
        place = Place(side="left", clock=3, distance_mm=25)
        items.append(
            Lesion(id=new_id(), number=lesion, confirmed_at=started_at, place=place, category=category, note="oval")
        )
    return ExamContent(exam=exam, items=tuple(items))


def _snapshot(taken_at: datetime) -> Snapshot:
    findings = tuple(
        ShownFinding(
            track_id=track, number=track, box_px=(100, 120, 240, 260), confidence=0.9, malignancy=0.62,
            malignancy_low=0.5, malignancy_high=0.7, look="suspicious", settled=True, size_mm=(9.8, 9.8),
        )
        for track in (1, 2)
    )  # fmt: skip
    identity = new_id()
    return Snapshot(
        id=identity,
        taken_at=taken_at,
        plain=f"snapshot-{identity}.png",
        overlaid=f"snapshot-{identity}-overlay.png",
        frame_index=100,
        time_ns=4_000_000_000,
        layout=_LAYOUT,
        side="left",
        findings=findings,
        network=_NETWORK,
    )


def _ms(work: Callable[[], Answer]) -> tuple[float, Answer]:
    began = time.perf_counter()
    answer = work()
    return (time.perf_counter() - began) * 1000, answer


def _pair(spent: list[float]) -> str:
    return f"{np.percentile(spent, 50):.1f} / {np.percentile(spent, 99):.1f} ms"


if __name__ == "__main__":
    main()

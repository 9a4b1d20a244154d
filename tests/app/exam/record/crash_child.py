"""A program that keeps pictures and findings until somebody kills it, and says each one that is kept.

`python -m tests.app.exam.record.crash_child FOLDER`; one line a kept item: its id, and its note.
"""

import os
import sys
from itertools import count
from pathlib import Path

from app.exam.record.reconcile import SNAPSHOT_TEXT
from app.exam.record.record import ExamRecord
from tests.app.exam.record import made_exam


def main(folder: Path) -> None:
    """Keep items for ever."""
    database = made_exam.database(folder)
    record = ExamRecord.create(database, folder / "exams", made_exam.exam())
    print(record.id, flush=True)
    for number in count(1):
        kept = made_exam.snapshot(f"snapshot-{number}")
        for name in (kept.plain, kept.overlaid):
            path = made_exam.picture(record.folder / name, {SNAPSHOT_TEXT: kept.model_dump_json()})
            handle = os.open(path, os.O_RDWR)
            os.fsync(handle)
            os.close(handle)
        record.put(kept)
        print(kept.id, flush=True)
        found = made_exam.lesion(number)
        for note in ("first", "second"):
            record.put(found.model_copy(update={"note": note}))
            print(found.id, note, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Whatever the program said is kept is there after it was killed, at whatever moment that was."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from app.exam.content.exam import ExamContent
from app.exam.content.lesion import Lesion
from app.exam.record.audit import check_audit
from app.exam.record.record import ExamRecord
from app.exam.record.shelf import unfinished
from tests.app.exam.record import made_exam
from tests.conftest import REPOSITORY


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", range(4))
def test_what_was_acknowledged_survives_being_killed(tmp_path: Path, seed: int) -> None:
    lines = random.Random(seed).randrange(1, 60)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.app.exam.record.crash_child", str(tmp_path)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        said += child.stdout.readlines()
    exam_id, *kept = [line.split() for line in said if line.endswith("\n")]
    assert exam_id

    database = made_exam.database(tmp_path)
    assert database.check() == []
    left = unfinished(database)
    assert [exam.id for exam in left] == exam_id
    told = json.loads((left[0].folder / "exam.json").read_text("utf-8"))
    assert ExamContent.model_validate(told).exam.id == exam_id[0]

    record = ExamRecord.open(database, exam_id[0])
    items = {item.id: item for item in record.content.items}
    newest = {line[0]: line[1:] for line in kept}
    assert newest.keys() <= items.keys()
    ahead = 0  # what was on the disk when the killed program had no time to say so
    for item_id, note in newest.items():
        item = items[item_id]
        if isinstance(item, Lesion):
            ahead += [item.note] != note
            assert (item.note, *note) in {("first", "first"), ("second", "second"), ("second", "first")}
    assert ahead + len(items) - len(newest) <= 1
    assert record.reconciled.missing == ()
    assert record.close()
    assert not list(record.folder.glob(".*.part"))
    assert json.loads((record.folder / "exam.json").read_text("utf-8"))["revision"] == record.content.revision
    assert check_audit(database) == []
    database.close()

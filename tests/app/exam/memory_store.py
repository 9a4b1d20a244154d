"""Exams that live in memory: what desk and window are tested with."""

import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from app.exam.content.exam import Exam, ExamContent, ExamState, Item
from app.exam.content.model import now
from app.exam.errors import ExamError
from app.exam.export.exam_zip import Leaving
from app.exam.list_desk import ListPlan
from app.exam.record.database import ExamDatabase
from capture.errors import MinamoError


class MemoryRecord:
    """Implements `app.exam.keep.keeping.Record`."""

    def __init__(self, exam: Exam, folder: Path) -> None:
        self.folder = folder
        self.content = ExamContent(exam=exam)
        self.ended = ""

    def put(self, item: Item) -> None:
        self._change({**{each.id: each for each in self.content.items}, item.id: item})

    def delete(self, item_id: str) -> Item:
        items = {each.id: each for each in self.content.items}
        item = items.pop(item_id)
        self._change(items)
        return item

    def put_exam(self, exam: Exam) -> None:
        self.content = self.content.model_copy(update={"revision": self.content.revision + 1, "exam": exam})

    def leave(self) -> bool:
        self.ended = "left"
        return True

    def close(self) -> bool:
        self.ended = "closed"
        self.put_exam(self.content.exam.model_copy(update={"state": ExamState.CLOSED, "closed_at": now()}))
        return True

    def _change(self, items: dict[str, Item]) -> None:
        revision = self.content.revision + 1
        self.content = self.content.model_copy(update={"revision": revision, "items": tuple(items.values())})


class MemoryStore:
    """Implements `app.exam.desk.ExamStore`; may be held up, or refuse."""

    def __init__(self, folder: Path | None = None) -> None:
        self.records: dict[str, MemoryRecord] = {}
        self.go_on = threading.Event()
        self.go_on.set()
        self.refuse = False
        self.on_fault: Callable[[MinamoError | None], None] = lambda _fault: None
        self._folder = folder

    def create(self, exam: Exam, on_fault: Callable[[MinamoError | None], None]) -> MemoryRecord:
        self.go_on.wait(60)
        if self.refuse:
            raise ExamError(
                "The disk with {folder} is full; make room there, what was kept until now is safe", folder="x"
            )
        self.on_fault = on_fault
        record = self.records[exam.id] = MemoryRecord(exam, (self._folder or Path(mkdtemp())) / exam.id)
        record.folder.mkdir(parents=True, exist_ok=True)
        return record

    def open(self, exam_id: str, on_fault: Callable[[MinamoError | None], None]) -> MemoryRecord:
        self.on_fault = on_fault
        return self.records[exam_id]


class NoShelf:
    """Implements `app.exam.list_desk.Shelf` where no list is asked for."""

    @property
    def database(self) -> ExamDatabase:
        raise ExamError("No exam is running. Start one first.")

    def close(self) -> None:
        """Nothing is open."""


def no_plan() -> ListPlan:
    """Of a desk that nobody asks."""
    return ListPlan(
        Path(),
        Path(),
        30,
        deidentify=lambda _kept: lambda content, *_how: Leaving(content, ()),
        texts=lambda *_of: (),
    )

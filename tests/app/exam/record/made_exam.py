"""Exams, pictures and findings to keep."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.exam.content.exam import Exam
from app.exam.content.lesion import Category, Lesion, Place, TermSystem
from app.exam.content.model import new_id, now
from app.exam.content.person import Patient, PersonName
from app.exam.content.picture import Snapshot
from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord

LOCAL: Callable[[Path], str | None] = lambda _path: None  # noqa: E731


def exam(pseudonym: str = "B-017", **other: Any) -> Exam:
    """An exam that has just started."""
    made: dict[str, Any] = {
        "id": new_id(),
        "study_instance_uid": "2.25.1",
        "started_at": now(),
        "patient": Patient(pseudonym=pseudonym),
        "examiner": PersonName.of("Suzuki^Hanako=鈴木^花子"),
    }
    return Exam(**made | other)


def snapshot(name: str = "snapshot-1", **other: Any) -> Snapshot:
    """A kept picture, without its files."""
    made: dict[str, Any] = {
        "id": new_id(),
        "taken_at": now(),
        "plain": f"{name}.png",
        "overlaid": f"{name}-overlay.png",
        "frame_index": 7,
        "time_ns": 70_000_000,
        "layout": {},
    }
    return Snapshot(**made | other)


def lesion(number: int = 1, category: str | None = None, **other: Any) -> Lesion:
    """A finding of the left breast."""
    made: dict[str, Any] = {"id": new_id(), "number": number, "confirmed_at": now(), "place": Place(side="left")}
    if category is not None:
        made["category"] = Category(system=TermSystem.BI_RADS, value=category)
    return Lesion(**made | other)


def picture(path: Path, texts: dict[str, str] | None = None) -> Path:
    """A small picture with PNG texts, as a kept snapshot has them."""
    info = PngInfo()
    for key, text in (texts or {}).items():
        info.add_itxt(key, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((60, 80, 3), 90, np.uint8)).save(path, pnginfo=info)
    return path


def kept(record: ExamRecord, name: str = "snapshot-1", **other: Any) -> Snapshot:
    """A picture on the disk and in the exam."""
    made = snapshot(name, **other)
    for file in (made.plain, made.overlaid):
        picture(record.folder / file)
    record.put(made)
    return made


def database(folder: Path) -> ExamDatabase:
    """A database in a folder that counts as local, wherever the tests run."""
    return ExamDatabase.open(folder / "database", network_drive=LOCAL)

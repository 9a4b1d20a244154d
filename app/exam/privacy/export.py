"""An exam's folder written anew without identity: what an export as ZIP packs, and DICOM objects are made from."""

import csv
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.atomic_file import whole_file
from app.exam.content.exam import ExamContent, Item
from app.exam.content.picture import Clip, ContrastStudy, Snapshot
from app.exam.errors import ExamError
from app.exam.privacy.content import without_identity
from app.exam.privacy.exam_files import CleanFiles
from app.exam.privacy.media import FoundText
from app.exam.privacy.pseudonyms import Pseudonyms
from app.exam.privacy.texts import FreeText, found_in, free_texts, unmistakable
from app.exam.record.places import EXAM_FILE

_TEXTS: Final = (".json", ".jsonl", ".csv")


@dataclass(frozen=True, slots=True)
class Deidentified:
    """An exam without identity, its files written.

    Attributes:
        content: Under pseudonyms; its file names are those of `files`.
        files: Written, relative to the folder that was given, `exam.json` among them.
        left_out: Files of the exam that are not in the export, because nobody can know what stands in them.
        texts: All free texts of the exam; those not in `kept` are left out.
        kept: Places of the texts that stand in the export.
        marks: Text found inside pictures and recordings.
        notes: What could not be taken along.
    """

    content: ExamContent
    files: tuple[str, ...]
    left_out: tuple[str, ...]
    texts: tuple[FreeText, ...]
    kept: tuple[str, ...]
    marks: tuple[FoundText, ...]
    notes: tuple[ExamError, ...]


def deidentify_exam(
    content: ExamContent,
    folder: Path,
    out: Path,
    secret: bytes,
    *,
    kept_texts: Collection[str] = (),
    blank_text: bool = True,
    each_picture: Callable[[], None] = lambda: None,
) -> Deidentified:
    """Write an exam into an empty folder without who it is.

    Ids, UIDs and file names become others, dates move by the patient's own number of days, names, numbers and sources
    go, free texts go unless somebody looked at them, and pictures and recordings are written anew with nothing but
    their pixels. Only kinds of files that are known are taken along.

    Args:
        content: The exam.
        folder: Where its files are.
        out: Empty; made when it is missing.
        secret: `local_secret`.
        kept_texts: Places of free texts that somebody read and found free of identity.
        blank_text: Make what looks like text inside panels black; else it stays and is only told.
        each_picture: Called for every picture and every frame of a recording; what it raises ends the work.

    Raises:
        ExamError: The folder cannot be written, or what was written still names the patient; nothing must leave then.
    """
    pseudonyms = Pseudonyms.of(secret, content.exam)
    work = CleanFiles(content, folder, out, blank=blank_text, each_picture=each_picture)
    try:
        out.mkdir(parents=True, exist_ok=True)
        work.write()
        clean = without_identity(content, pseudonyms, work.names, kept_texts)
        clean = clean.model_copy(update={"items": tuple(item for item in clean.items if _has_files(item))})
        with whole_file(out / EXAM_FILE) as file:
            file.write(clean.model_dump_json(indent=1).encode("utf-8") + b"\n")
    except OSError as fault:
        raise ExamError(
            "The export cannot be written to {folder} ({reason}); make room there or choose another folder",
            folder=out,
            reason=fault.strerror or fault,
        ) from fault
    texts = (*free_texts(content), *work.texts)
    kept = tuple(text.place for text in free_texts(content) if text.place in kept_texts and not text.names)
    files = (*work.files, EXAM_FILE)
    _make_sure(out, files, content)
    return Deidentified(clean, files, tuple(work.left_out()), texts, kept, tuple(work.marks), tuple(work.notes))


def _has_files(item: Item) -> bool:
    """Whether an item has what it is about; a picture that could not be taken along is not told of."""
    if isinstance(item, Snapshot):
        return bool(item.plain)
    if isinstance(item, Clip):
        return bool(item.files)
    return not isinstance(item, ContrastStudy) or bool(item.folder)


def _make_sure(out: Path, files: Collection[str], content: ExamContent) -> None:
    """Look through every text that was written once more, for what nobody else can be called.

    Raises:
        ExamError: The patient's number or name stands in one.
    """
    known = unmistakable(content.exam)
    for name in files:
        if Path(name).suffix in _TEXTS and any(found_in(text, known) for text in _strings(out / name)):
            raise ExamError("{file} of the export still names the patient; nothing was exported", file=name)


def _strings(path: Path) -> Iterator[str]:
    """Every string value of a JSON, JSON lines or CSV file, and every key."""
    lines = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        yield from (cell for row in csv.reader(lines.splitlines()) for cell in row)
        return
    for told in lines.splitlines() if path.suffix == ".jsonl" else [lines]:
        yield from _strings_in(json.loads(told))


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, deeper in value.items():
            yield str(key)
            yield from _strings_in(deeper)
    elif isinstance(value, list):
        for deeper in value:
            yield from _strings_in(deeper)

"""Brings the rows of an exam and the files in its folder together after a crash."""

import logging
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from pydantic import ValidationError

from app.exam.content.exam import ExamContent, Item
from app.exam.content.model import new_id
from app.exam.content.picture import Snapshot
from app.exam.errors import ExamError
from app.exam.record.exam_file import read_exam_file
from app.exam.record.places import EXAM_FILE, inside
from app.exam.record.rows import files_of
from capture.side_file import side_path

log = logging.getLogger(__name__)

SNAPSHOT_TEXT = "Minamo snapshot"  # PNG text of a kept picture: its `Snapshot` as JSON, to find it by after a crash
_INDEX, _TIME = "Frame index", "Frame time ns"  # PNG texts that every kept picture has


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was found when rows and folder were brought together.

    Attributes:
        adopted: Snapshots whose pictures stood in the folder and whose rows were missing.
        missing: Files that rows name and the folder does not have.
        reachable: The folder could be looked at.
        in_step: `exam.json` held what the database holds.
    """

    adopted: tuple[Snapshot, ...] = ()
    missing: tuple[str, ...] = ()
    reachable: bool = True
    in_step: bool = False


def newer_in_folder(content: ExamContent, folder: Path) -> ExamContent | None:
    """What `exam.json` holds, where another computer went on with the exam after this one; else None."""
    try:
        found = read_exam_file(folder)
    except ExamError:
        return None
    newer = found.exam.id == content.exam.id and found.revision > content.revision
    return found if newer else None


def reconcile(folder: Path, content: ExamContent, deleted: Iterable[Item], *, adopt: bool) -> Reconciled:
    """Look for pictures without a row and rows without a file; removes what an interrupted writing left.

    Args:
        folder: Of the exam.
        content: As the database has it.
        deleted: Items whose files are still there and stay out.
        adopt: Take pictures without a row; so for an exam that was not closed.
    """
    if not folder.is_dir():
        return Reconciled(reachable=False)
    known = {name for item in (*content.items, *deleted) for name in files_of(item)}
    try:
        for part in folder.glob(".*.part"):
            part.unlink()
        adopted = tuple(_orphans(folder, known)) if adopt else ()
        missing = missing_files(folder, content)
    except OSError as fault:
        log.warning("the exam's folder cannot be looked through: %s", fault.strerror or fault)
        return Reconciled(reachable=False)
    return Reconciled(adopted, missing, in_step=_in_step(folder, content) and not adopted)


def missing_files(folder: Path, content: ExamContent) -> tuple[str, ...]:
    """Files that the exam names and its folder does not have, each once."""
    named = dict.fromkeys(name for item in content.items for name in files_of(item))
    return tuple(name for name in named if not _is_there(folder, name))


def _is_there(folder: Path, name: str) -> bool:
    try:
        return inside(folder, name).exists()
    except ExamError:
        return False


def _in_step(folder: Path, content: ExamContent) -> bool:
    try:
        return read_exam_file(folder) == content
    except ExamError as error:
        log.warning("%s", error)
        path = folder / EXAM_FILE
        if path.exists():  # damaged: the database writes it anew, and whoever can read it finds it still
            path.replace(folder / "exam.damaged.json")
        return False


def _orphans(folder: Path, known: set[str]) -> list[Snapshot]:
    found = []
    for path in sorted(folder.rglob("*.png")):
        name = path.relative_to(folder).as_posix()
        if name in known or name.endswith("-overlay.png") or (path.parent / "study.json").exists():
            continue
        snapshot = _snapshot_of(path, name)
        if snapshot is not None and not set(files_of(snapshot)) & known:
            found.append(snapshot)
    return sorted(found, key=lambda snapshot: (snapshot.taken_at, snapshot.time_ns))


def _snapshot_of(path: Path, name: str) -> Snapshot | None:
    """The snapshot that a picture tells of; None where it is no picture that was kept whole."""
    try:
        with Image.open(path) as image:
            image.load()
            texts = dict(image.text) if hasattr(image, "text") else {}
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError):
        return None
    overlaid = f"{name.removesuffix('.png')}-overlay.png"
    both = overlaid if (path.parent / Path(overlaid).name).exists() else name
    try:
        if SNAPSHOT_TEXT in texts:
            told = Snapshot.model_validate_json(texts[SNAPSHOT_TEXT])
            return told.model_copy(update={"plain": name, "overlaid": both})
        return Snapshot(
            id=new_id(),
            taken_at=datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone(),
            plain=name,
            overlaid=both,
            frame_index=int(texts[_INDEX]),
            time_ns=int(texts[_TIME]),
            layout={},  # not known any more: no millimetre is measured in it
        )
    except (KeyError, ValueError, ValidationError):
        return None


def remove_files(folder: Path, deleted: Iterable[Item], kept: Iterable[Item]) -> tuple[Item, ...]:
    """Remove the files of deleted items that no other item names; the items whose files are gone."""
    needed = {name for item in kept for name in files_of(item)}
    gone = []
    for item in deleted:
        try:
            for name in set(files_of(item)) - needed:
                _remove(inside(folder, name))
        except OSError as fault:
            log.warning("files of a deleted item cannot be removed yet: %s", fault.strerror or fault)
            continue
        except ExamError as error:
            log.warning("%s", error)
        gone.append(item)
    return tuple(gone)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
        return
    path.unlink(missing_ok=True)
    side_path(path).unlink(missing_ok=True)

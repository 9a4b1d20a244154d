"""A study's folder, which appears whole or not at all, and is replaced whole when a region was redrawn."""

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.atomic_file import whole_file
from capture.errors import RecordingFailed

RECORD = "study.json"
CURVE = "curve.csv"
UNFINISHED = "curve.csv.partial"


def write_whole(folder: Path, write: Callable[[Path], object]) -> None:
    """Have `write` fill a new folder beside `folder`, then put it in its place.

    A power cut leaves the folder of before, or the new one; at worst its unfinished neighbour, which begins with a dot.

    Raises:
        RecordingFailed: There is no room, or the place cannot be written.
    """
    part, old = (folder.with_name(f".{folder.name}.{kind}") for kind in ("part", "old"))
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        write(part)
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
            folder.replace(old)
        part.replace(folder)
    except OSError as fault:
        raise not_kept(folder, fault) from fault
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def write_record(folder: Path, record: dict[str, Any]) -> Path:
    """Write the injection record, atomically.

    Raises:
        OSError: The folder cannot be written.
    """
    path = folder / RECORD
    with whole_file(path) as file:
        file.write(json.dumps(record, ensure_ascii=False, indent=2).encode("utf-8"))
    return path


def write_curve(folder: Path, curve: str | None) -> None:
    """Write curve.csv, atomically; nothing where there is no curve.

    Raises:
        OSError: The folder cannot be written.
    """
    if curve is not None:
        with whole_file(folder / CURVE) as file:
            file.write(curve.encode("utf-8"))


def keep_curve(before: Path, folder: Path) -> None:
    """Take what `write_unfinished` put into the folder of before over into the one that replaces it.

    Raises:
        OSError: The folder cannot be written.
    """
    if (before / UNFINISHED).exists():
        shutil.copyfile(before / UNFINISHED, folder / CURVE)


def write_unfinished(folder: Path, record: dict[str, Any], curve: str) -> None:
    """Put the curve so far, and the record, into the folder that the finished study will take the place of.

    All of the curve is written anew: a redrawn region or another dynamic range changes its beginning too.

    Raises:
        RecordingFailed: There is no room, or the place cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(folder / UNFINISHED) as file:
            file.write(curve.encode("utf-8"))
        write_record(folder, record)
    except OSError as fault:
        raise not_kept(folder, fault) from fault


def take_unfinished(folder: Path) -> RecordingFailed | None:
    """What to say of studies that a crash or power cut ended; their curves are `curve.csv` from then on.

    Args:
        folder: That studies are kept in.
    """
    found = []
    for unfinished in sorted(folder.glob(f"*/{UNFINISHED}")):
        with suppress(OSError):
            unfinished.replace(unfinished.with_name(CURVE))
            found.append(unfinished.parent)
    if not found:
        return None
    return RecordingFailed(
        "{count} contrast study was not finished when the program ended; its curve is kept in {folder}"
        if len(found) == 1
        else "{count} contrast studies were not finished when the program ended; the curve of the last is in {folder}",
        count=len(found),
        folder=found[-1],
    )


def not_kept(folder: Path, fault: OSError) -> RecordingFailed:
    """What to say where a study cannot be written."""
    return RecordingFailed(
        "The contrast study cannot be kept in {folder} ({reason}); make room there, or change a region to try again",
        folder=folder,
        reason=fault.strerror or fault,
    )

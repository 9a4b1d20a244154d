"""A study's folder, which appears whole or not at all, and is replaced whole when a region was redrawn."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.atomic_file import whole_file
from capture.errors import RecordingFailed

RECORD = "study.json"


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


def not_kept(folder: Path, fault: OSError) -> RecordingFailed:
    """What to say where a study cannot be written."""
    return RecordingFailed(
        "The contrast study cannot be kept in {folder} ({reason}); make room there, or change a region to try again",
        folder=folder,
        reason=fault.strerror or fault,
    )

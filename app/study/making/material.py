"""The cases a study can be made of: labelled stills as training reads them, and clips listed in a table."""

import csv
import hashlib
import math
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from app.study.errors import StudyError
from app.study.making.design import choose
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.sources.open_file import open_file
from inference.training.cases import Case, load_picture, read_cases, select

LABELS = {"malignant": 1, "benign": 0, "normal": 0}
CLIP_COLUMNS = {"file", "label"}
_ANY_SIDE_PX = 1 << 30
_SCANNER_COLUMNS = ("scanner", "device")
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Material:
    """One case with its truth.

    Attributes:
        kind: "still" or "clip".
        name: The user's own, unique in a study.
        file: Picture, video or DICOM file.
        label: "normal", "benign" or "malignant"; only the last is the disease.
        patient: As the table names it; unique over data sets.
        scanner: As the table names it, or empty.
        size_mm: Largest side of the lesion as the table gives it, or None.
        still: Its line in labels.csv; None for a clip.
    """

    kind: str
    name: str
    file: Path
    label: str
    patient: str
    scanner: str
    size_mm: float | None
    still: Case | None = None

    @property
    def disease(self) -> int:
        """1: has what the study looks for."""
        return LABELS[self.label]


def gather(sources: Sequence[Path], where: str | None, limit: int | None, dice: random.Random) -> list[Material]:
    """Choose the cases of a study, in random order.

    Args:
        sources: Folders with labels.csv (stills) and tables of clips (columns file, label; others optional).
        where: Only these lines, as `fold5=5`.
        limit: Most cases of each label, from as many patients as there are; None for all.
        dice: Chooses.

    Raises:
        DataError, StudyError: A table is incomplete or contradicts itself; the text names the line.
    """
    everything = [material for source in sources for material in _read(source, where)]
    _refuse_doubles(everything)
    labels, patients = [each.label for each in everything], [each.patient for each in everything]
    return [everything[place] for place in choose(labels, patients, limit, dice)]


def _read(source: Path, where: str | None) -> list[Material]:
    if source.is_dir():
        return [_still(case) for case in select(read_cases(source), where)]
    return _clips(source, where)


def _still(case: Case) -> Material:
    size = _number(case.row.get("size_mm", ""))
    scanner = next((case.row[name] for name in _SCANNER_COLUMNS if case.row.get(name)), "")
    return Material("still", case.id, case.image, case.label, case.patient_key, scanner, size, case)


def _clips(table: Path, where: str | None) -> list[Material]:
    try:
        with table.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            missing = CLIP_COLUMNS - set(reader.fieldnames or ())
            if missing:
                raise StudyError("{table} lacks the columns {names}", table=table, names=", ".join(sorted(missing)))
            rows = [(reader.line_num, {name: (row[name] or "").strip() for name in row if name}) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise StudyError(
            "{table} cannot be read ({reason}); save it as CSV in UTF-8", table=table, reason=fault
        ) from fault
    column, _, value = (where or "").partition("=")
    clips = [_clip(table, line, row) for line, row in rows if not column or row.get(column) == value]
    if not clips:
        raise StudyError("{table} lists no clip that fits", table=table)
    return clips


def _clip(table: Path, line: int, row: dict[str, str]) -> Material:
    file = table.parent / row["file"].replace("\\", "/")
    label = row["label"].lower()
    if label not in LABELS:
        raise StudyError(
            "{table}, line {line}: the label is '{label}'; it must be normal, benign or malignant",
            table=table,
            line=line,
            label=row["label"],
        )
    if not row["file"] or not file.exists():
        raise StudyError("{table}, line {line}: {file} is missing", table=table, line=line, file=file)
    name = row.get("id") or file.stem
    scanner = next((row[each] for each in _SCANNER_COLUMNS if row.get(each)), "")
    patient = f"{table.stem}/{row.get('patient') or name}"
    return Material("clip", name, file, label, patient, scanner, _number(row.get("size_mm", "")))


def _refuse_doubles(everything: Sequence[Material]) -> None:
    names: set[str] = set()
    for material in everything:
        if material.name in names:
            raise StudyError("Two cases are called {name}; give each its own id", name=material.name)
        names.add(material.name)


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None


def frames_of(material: Material) -> Iterator[Frame]:
    """Every distinct picture that passes the gate; a still has one.

    Raises:
        CaptureError: The file cannot be read.
        StudyError: Nothing passes the gate.
    """
    found = False
    with closing(GatedSource(open_file(material.file))) as source:
        for _, _, frame in source.every_frame():
            if frame is not None:
                found = True
                yield frame
    if not found:
        raise StudyError(
            "No scan was found in {file}; cut away what surrounds the scan, or leave the file out", file=material.file
        )


def outline_of(material: Material) -> npt.NDArray[np.uint8] | None:
    """The outlined lesions in pixels of the file, 0 or 255, shape (h, w); None where they are not known.

    Raises:
        DataError: The mask cannot be read or has another size than its picture.
    """
    if material.still is None or material.still.mask is None or material.label == "normal":
        return None
    return load_picture(material.still, _ANY_SIDE_PX).mask


def outline_size_mm(outline: npt.NDArray[np.uint8] | None, mm_per_px: tuple[float, float] | None) -> float | None:
    """Longer side of the box round the largest outline, where the scale is known."""
    if outline is None or mm_per_px is None:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(outline)
    sides = [max(width * mm_per_px[0], height * mm_per_px[1]) for _, _, width, height, _ in stats[1:count].tolist()]
    return max(sides, default=None)


def sha256_of(path: Path) -> str:
    """Of a file, in hex; of a folder, of its files' names and contents."""
    digest = hashlib.sha256()
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    for each in files:
        if path.is_dir():
            digest.update(each.relative_to(path).as_posix().encode())
        with each.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    return digest.hexdigest()

"""The labelled pictures: which there are, who is trained on, who is kept for validation, who is never seen."""

import csv
import hashlib
import math
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from capture.errors import CaptureError, EndOfStream
from capture.sources.open_file import open_file
from capture.sources.still_image import IMAGE_FAULTS
from inference.findings import Box
from inference.preparation import to_grey
from inference.training.errors import DataError

REQUIRED_COLUMNS = {"id", "image", "mask", "label"}

VALIDATION_SHARE = 0.15  # of the training patients; thresholds and calibration are fixed on them
LARGEST_SIDE_PX = 640  # larger pictures are kept at this size in memory
MOST_NUMBERED = 16  # values of a mask that numbers its lesions
READ_S = 1.0


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled picture.

    Attributes:
        id: The name of the picture in its set.
        dataset: The folder's name.
        patient: Pictures of one patient never stand on two sides of a split.
        label: "normal", "benign" or "malignant".
        image, mask: Files; the mask is None for a normal picture.
        row: All columns of the line in labels.csv.
    """

    id: str
    dataset: str
    patient: str
    label: str
    image: Path
    mask: Path | None
    row: dict[str, str]

    @property
    def patient_key(self) -> str:
        """The patient's name, made unique over data sets; this is what the manifest lists."""
        return f"{self.dataset}/{self.patient}"


def read_cases(folder: Path) -> list[Case]:
    """Read `folder/labels.csv` (columns id, image, mask, label; others optional) and look at the files' headers.

    Raises:
        DataError: A file or column is missing, a label is unknown, or a mask and its image differ in size; the text
            names the line.
    """
    table = folder / "labels.csv"
    if not table.is_file():
        raise DataError("{table} is missing; give a folder that holds labels.csv", table=table)
    rows = _rows(table)
    if not rows:
        raise DataError("{table} lists no picture", table=table)
    cases = [_case(folder, table, number, row) for number, row in rows]
    lines: dict[str, int] = {}
    for (number, _), case in zip(rows, cases, strict=True):
        if case.id in lines:
            raise DataError(
                "{table}, line {number}: the id '{id}' stands in line {first} already",
                table=table,
                number=number,
                id=case.id,
                first=lines[case.id],
            )
        lines[case.id] = number
    return cases


def _rows(table: Path) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells of every row, without the spaces that others leave around them; a lacking cell is ""."""
    try:
        with table.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            names = {name: _column(name) for name in reader.fieldnames or ()}
            missing = REQUIRED_COLUMNS - set(names.values())
            if missing:
                raise DataError("{table} lacks the columns {names}", table=table, names=", ".join(sorted(missing)))
            return [(reader.line_num, {names[name]: row[name].strip() for name in names}) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise DataError(
            "{table} cannot be read ({reason}); save it as CSV in UTF-8", table=table, reason=fault
        ) from fault


def _column(name: str) -> str:
    plain = name.strip()
    return plain.lower() if plain.lower() in REQUIRED_COLUMNS else plain


def _case(folder: Path, table: Path, number: int, row: dict[str, str]) -> Case:
    label = row["label"].lower()
    if label not in ("normal", "benign", "malignant"):
        raise DataError(
            "{table}, line {number}: the label is '{label}'; it must be normal, benign or malignant",
            table=table,
            number=number,
            label=row["label"],
        )
    image, mask = _file(folder, row["image"]), _file(folder, row["mask"]) if row["mask"] else None
    size = _header_size(table, number, image)
    mask_size = size if mask is None else _header_size(table, number, mask)
    if sorted(mask_size) != sorted(size):  # one of them may be turned by a camera's note
        raise DataError(
            "{table}, line {number}: the mask measures {width} x {height} pixels, its image {image_width} x "
            "{image_height}; give a mask of the image's size",
            table=table,
            number=number,
            width=mask_size[0],
            height=mask_size[1],
            image_width=size[0],
            image_height=size[1],
        )
    return Case(row["id"], folder.resolve().name, row.get("patient") or row["id"], label, image, mask, row)


def _file(folder: Path, cell: str) -> Path:
    """A file named in the table, perhaps on Windows; a whole path stays what it is."""
    return folder / cell.replace("\\", "/")


def _header_size(table: Path, number: int, image: Path) -> tuple[int, int]:
    """(width, height) as the file's header says."""
    if not image.is_file():
        raise DataError("{table}, line {number}: {image} is missing", table=table, number=number, image=image)
    try:
        with Image.open(image) as header:
            return header.size
    except IMAGE_FAULTS as fault:
        raise DataError(
            "{table}, line {number}: {image} cannot be read as a picture; copy it again",
            table=table,
            number=number,
            image=image,
        ) from fault


def select(cases: list[Case], where: str | None) -> list[Case]:
    """Keep the cases of one column's value, written `column=value` (`fold5=5`), or all.

    Raises:
        DataError: The condition is not of that form, or no case is left.
    """
    if where is None:
        return cases
    column, equals, value = where.partition("=")
    if not equals or (cases and column not in cases[0].row):
        raise DataError("--where {where}: write COLUMN=VALUE with a column of labels.csv", where=where)
    kept = [case for case in cases if case.row[column] == value]
    if not kept:
        raise DataError("--where {where}: no picture fits", where=where)
    return kept


def is_test(case: Case, test_fold: str = "5") -> bool:
    """Whether the data set itself keeps this patient for testing (BUS-BRA fold, BUS-UCLM split)."""
    return case.row.get("fold5") == test_fold or case.row.get("split") == "test"


def validation_patients(cases: list[Case]) -> frozenset[str]:
    """The training patients kept for validation: the same on every machine, by a hash of the name.

    Of each data set, and there of the patients with and without a malignant lesion, `VALIDATION_SHARE` is kept,
    rounded up.
    """
    strata: dict[tuple[str, bool], set[str]] = {}
    malignant = {case.patient_key for case in cases if case.label == "malignant"}
    for case in cases:
        strata.setdefault((case.dataset, case.patient_key in malignant), set()).add(case.patient_key)
    kept: set[str] = set()
    for patients in strata.values():
        in_order = sorted(patients, key=lambda name: hashlib.sha256(f"minamo validation {name}".encode()).digest())
        kept.update(in_order[: math.ceil(VALIDATION_SHARE * len(in_order))])
    return frozenset(kept)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A case in memory.

    Attributes:
        case: What it is.
        grey: (h, w) uint8.
        mask: (h, w) uint8, 0 or 255; all 0 for a normal picture.
    """

    case: Case
    grey: npt.NDArray[np.uint8]
    mask: npt.NDArray[np.uint8]


def load_picture(case: Case, largest_side_px: int = LARGEST_SIDE_PX) -> Picture:
    """Read image and mask, shrunk so that no side is longer than `largest_side_px`.

    Raises:
        DataError: A file cannot be read, or mask and image differ in size.
    """
    grey = _read_grey(case.image)
    mask = np.zeros_like(grey) if case.mask is None else _read_mask(case.mask)
    if mask is None or mask.shape != grey.shape:
        raise DataError("{mask} cannot be read, or differs in size from its image", mask=case.mask)
    scale = largest_side_px / max(grey.shape)
    if scale < 1:
        grey = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        size = grey.shape[1], grey.shape[0]
        mask = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    return Picture(case, grey, mask)


def _read_grey(path: Path) -> npt.NDArray[np.uint8]:
    """Grey (h, w), decoded by the reader that `analyse` uses too, whatever the depth and kind."""
    try:
        with closing(open_file(path)) as reader:
            screen = reader.read(READ_S)
    except (CaptureError, EndOfStream) as fault:
        raise DataError("{image} cannot be read as a picture", image=path) from fault
    if screen is None:
        raise DataError("{image} cannot be read as a picture", image=path)
    return to_grey(screen.pixels)


def _read_mask(path: Path) -> npt.NDArray[np.uint8] | None:
    """What a mask's picture marks, whatever its depth and kind: 0 or 255, shape (h, w); None if it cannot be read.

    Of colours the strongest counts, where it is not transparent. Everything above 0 is marked, as masks may number
    their lesions; but one of more values than that (JPEG, or resized) is soft at its edges, and marks what is above
    half.
    """
    mask = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if mask is None:
        return None
    if mask.ndim == 3:
        transparent = mask[:, :, 3] == 0 if mask.shape[2] == 4 else np.zeros(mask.shape[:2], np.bool_)
        mask = np.where(transparent, 0, mask[:, :, :3].max(axis=2))
    edge = mask.max() / 2 if len(np.unique(mask)) > MOST_NUMBERED else 0
    return np.asarray((mask > edge) * 255, np.uint8)


def lesion_boxes(mask: npt.NDArray[np.uint8], smallest_share: float = 0.0002) -> tuple[Box, ...]:
    """A box for each separate lesion of a mask (h, w); specks under `smallest_share` of the picture are no lesions."""
    count, _, stats, _ = cv2.connectedComponentsWithStats((mask > 0).astype(np.uint8), connectivity=8)
    boxes = []
    for left, top, width, height, area in stats[1:count].tolist():
        if area >= smallest_share * mask.size:
            boxes.append(Box(left, top, left + width, top + height))
    return tuple(boxes)

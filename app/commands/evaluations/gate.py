"""`minamo evaluate gate`: that no name leaves while a scanner shows a patient list, a worklist or another page."""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt
from rich.console import Console

from app.atomic_file import make_folder
from app.commands.labelled_stills import progress_bar

if TYPE_CHECKING:
    from capture.frame import Frame

SCREENS = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `evaluate gate` takes."""
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results; goes on there")
    parser.add_argument("--screens", type=int, default=SCREENS, metavar="N", help="how many (1000)")
    parser.add_argument(
        "--first", type=int, default=0, metavar="N", help="number of the first: ranges run side by side"
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="folder with bus-bra, bus-uclm, lung-clips (shipped stills)"
    )
    parser.add_argument("--development", action="store_true", help="the seeds to develop on instead of the test seeds")


def run(args: argparse.Namespace) -> int:
    """Play made-up screens through source, gate, ring, recorder and report: sequences*.jsonl, gate.json, gate.md.

    A folder in which a run was ended, or in which other ranges were run, is gone on with.

    Raises:
        DataError: The data are incomplete, or tesseract is missing.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.gate.reading import can_read
    from inference.evaluation.gate.run import Range, results
    from inference.evaluation.gate.run import run as play
    from inference.evaluation.gate.summary import summarise, table
    from inference.evaluation.screens.pictures import Library
    from inference.evaluation.screens.recipe import Part
    from inference.training.errors import DataError

    if not can_read():
        raise DataError("tesseract with English and Japanese is missing; install tesseract-ocr and tesseract-ocr-jpn")
    part = Part.DEVELOPMENT if args.development else Part.TEST
    library = Library.of_data(args.data, part) if args.data else Library.shipped()
    make_folder(args.out)
    with progress_bar() as progress:
        task = progress.add_task("screens", total=args.screens)
        for _ in play(Range(part, args.first, args.screens), library, args.out, reported):
            progress.advance(task)
    rows = results(args.out, part)
    tree = {"command": "evaluate gate", "seeds": part.value, **summarise(rows[number] for number in sorted(rows))}
    (args.out / "gate.json").write_text(json.dumps(tree, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    (args.out / "gate.md").write_text(table(tree), encoding="utf-8")
    Console(stderr=True).print(table(tree), markup=False)
    for name in ("gate.json", "gate.md"):
        print(args.out / name)
    return 0


def reported(frames: "Sequence[Frame]", folder: Path) -> tuple[list[npt.NDArray[np.uint8]], str]:
    """Snapshots and report of an exam, made as the program makes them: their pictures, and the report's text.

    Args:
        frames: At least one.
        folder: Exists.
    """
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
    from PySide6.QtGui import QImage
    from PySide6.QtPdf import QPdfDocument

    from app.annotated_video import ensure_gui
    from app.exam.content.exam import Exam, ExamContent
    from app.exam.keep.shown_values import snapshot_of, taken
    from app.exam.report.make import make_report
    from app.live.view_state import StatusWord, ViewState
    from app.snapshot import pictures_of, write_picture

    ensure_gui()
    snapshots, pictures = [], []
    for frame in frames:
        view = ViewState(StatusWord.LIVE, frame=frame)
        snapshot = snapshot_of(taken(view, None, None))
        for image, name in zip(pictures_of(view), (snapshot.plain, snapshot.overlaid), strict=True):
            write_picture(image, folder / name)
        snapshots.append(snapshot)
        pictures.append(np.asarray(cv2.imread(str(folder / snapshot.plain)), np.uint8)[..., ::-1])
    at = datetime.now(UTC)
    exam = Exam(id="gate", study_instance_uid="2.25.1", started_at=at, software_version="gate")
    made = make_report(ExamContent(exam=exam, items=tuple(snapshots)), folder, language="en", at=at)
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(made.pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    text = made.json.decode("utf-8")
    for page in range(document.pageCount()):
        points = document.pagePointSize(page)
        image = document.render(page, QSize(round(2 * points.width()), round(2 * points.height())))
        white = image.convertToFormat(QImage.Format.Format_RGB888)
        bytes_ = np.frombuffer(white.constBits(), np.uint8).reshape(white.height(), white.bytesPerLine())
        pictures.append(bytes_[:, : 3 * white.width()].reshape(white.height(), white.width(), 3).copy())
        text += document.getAllText(page).text()
    return pictures, text

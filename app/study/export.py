"""The readings of a study as tables for the analysis: ratings.csv, marks.csv, and study.json with where they are from.

`treatment` is the arm; an arm that shows the aid second gives two, `second-before` and `second-after`, and the time of
the latter holds that of the former. The time is empty where a case was left and opened again. `aid_call` is whether
the aid's score had the suspicious look. Only lesions of the disease count as lesions: a mark on a benign one has none.
"""

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.atomic_file import make_folder, whole_file
from app.study import aid
from app.study.arms import Arm
from app.study.errors import StudyError
from app.study.lesions import TOLERANCE_SHARE, Outline
from app.study.pictures import frame_of, pixels_of
from app.study.study_file import opened
from capture.errors import RecordingFailed

RATINGS = ("reader", "treatment", "case", "truth", "rating", "patient", "birads", "time_s", "experience", "scanner",
           "size_mm", "aid_score", "aid_call", "lesions")  # fmt: skip
MARKS = ("reader", "treatment", "case", "lesion", "rating", "x", "y")

UNAIDED = {Arm.WITHOUT.value: Arm.WITHOUT.treatment(1), Arm.SECOND.value: Arm.SECOND.treatment(1)}  # an arm's own

Row = dict[str, Any]


def export_study(path: Path, folder: Path, *, partial: bool = False) -> tuple[Path, Path, Path]:
    """Write ratings.csv, marks.csv and study.json into a folder, which is made.

    Args:
        path: The study.
        folder: Where to.
        partial: Write what there is of an unfinished study; study.json says so.

    Returns:
        The three files, in this order.

    Raises:
        StudyError: Readings are open and `partial` is not given; or the study cannot be opened.
        RecordingFailed: The folder cannot be made or written.
    """
    with opened(path) as connection:
        connection.row_factory = sqlite3.Row
        about = _about(connection, path)
        if about["open_readings"] and not partial:
            raise StudyError(
                "{study}: {count} of {all} readings are open; let the readers finish, or add --partial, which is "
                "written into the result",
                study=path.name,
                count=about["open_readings"],
                all=about["planned_readings"],
            )
        ratings = _ratings(connection, path)
        marks = _marks(connection, path)
    make_folder(folder)
    files = folder / "ratings.csv", folder / "marks.csv", folder / "study.json"
    try:
        _write_table(files[0], RATINGS, ratings)
        _write_table(files[1], MARKS, marks)
        with whole_file(files[2]) as file:
            file.write(json.dumps(about, indent=1, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n")
    except OSError as fault:
        raise RecordingFailed(
            "The results of {file} cannot be written to {folder} ({reason}); free space there or choose another",
            file=path.name,
            folder=folder,
            reason=fault.strerror or fault,
        ) from fault
    return files


def _about(connection: sqlite3.Connection, path: Path) -> Row:
    study = connection.execute("SELECT * FROM study").fetchone()
    planned = connection.execute("SELECT sum(CASE arm WHEN 'second' THEN 2 ELSE 1 END) FROM plan").fetchone()[0]
    given = connection.execute("SELECT count(*) FROM reading").fetchone()[0]
    outlined = not connection.execute("SELECT 1 FROM truth WHERE disease AND outline IS NULL").fetchone()
    readers = connection.execute("SELECT name, years FROM reader ORDER BY number").fetchall()
    return {
        "study": study["name"],
        "id": study["id"],
        "created": study["created_utc"],
        "minamo": study["minamo"],
        "seed": study["seed"],
        "arms": study["arms"].split(","),
        "washout_days": study["washout_days"],
        "readers": [{"name": reader["name"], "years": reader["years"]} for reader in readers],
        "cases": connection.execute("SELECT count(*) FROM material").fetchone()[0],
        "planned_readings": planned,
        "open_readings": planned - given,
        "partial": planned != given,
        "weights_sha256": aid.network_of(connection, path).weights_sha256,
        "patients_seen_by_the_weights": study["patients_seen"],
        "marks": connection.execute("SELECT count(*) FROM mark").fetchone()[0],
        "lesions_outlined": outlined,
        "mark_tolerance": f"{TOLERANCE_SHARE:g} of the longer side of the picture",
        "note": "Research use only. Not for diagnosis.",
    }


def _ratings(connection: sqlite3.Connection, path: Path) -> list[Row]:
    of_cases = _of_cases(connection, path)
    readings = connection.execute(
        "SELECT reading.*, reader.name AS reader_name, reader.years, plan.arm, plan.material, truth.name, "
        "truth.disease, truth.patient, truth.scanner, truth.size_mm, "
        "(SELECT sum(one.time_s) FROM reading AS one WHERE one.reader = reading.reader AND one.session = "
        "reading.session AND one.position = reading.position AND one.stage <= reading.stage) AS whole_time_s, "
        "(SELECT count(*) FROM opening WHERE opening.reader = reading.reader AND opening.session = reading.session "
        "AND opening.position = reading.position AND opening.stage <= reading.stage) AS openings "
        "FROM reading JOIN plan USING (reader, session, position) JOIN reader ON reader.number = reading.reader "
        "JOIN truth USING (material) ORDER BY reading.reader, plan.arm, reading.stage, plan.material"
    ).fetchall()
    return [
        {
            "reader": row["reader_name"],
            "treatment": Arm(row["arm"]).treatment(row["stage"]),
            "case": row["name"],
            "truth": row["disease"],
            "rating": row["rating"],
            "patient": row["patient"],
            "birads": row["birads"],
            "time_s": round(row["whole_time_s"], 3) if row["openings"] == row["stage"] else "",
            "experience": f"{row['years']:g}",
            "scanner": row["scanner"],
            "size_mm": "" if row["size_mm"] is None else round(row["size_mm"], 2),
            **of_cases[row["material"]],
        }
        for row in readings
    ]


def _of_cases(connection: sqlite3.Connection, path: Path) -> dict[int, Row]:
    """The columns that are the same for all readings of a case."""
    suspicious_from = aid.network_of(connection, path).operating_points.suspicious_from
    cells = {}
    for truth in connection.execute("SELECT material, disease, outline FROM truth").fetchall():
        score = aid.score_of(aid.results_of(connection, truth["material"]))
        cells[truth["material"]] = {
            "aid_score": "" if score is None else score,
            "aid_call": "" if score is None else int(score >= suspicious_from),
            "lesions": _lesions(truth),
        }
    return cells


def _lesions(truth: sqlite3.Row) -> int | str:
    """How many lesions of the disease are outlined; empty where the disease is there and no outline is known."""
    if not truth["disease"]:
        return 0
    return "" if truth["outline"] is None else Outline(_mask(truth["outline"])).count or ""


def _mask(png: bytes) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(pixels_of(png)[:, :, 0])


def _marks(connection: sqlite3.Connection, path: Path) -> list[Row]:
    marks = connection.execute(
        "SELECT mark.*, mark.rating AS own, reading.rating AS whole, reader.name AS reader_name, plan.arm, "
        "plan.material, truth.name, truth.disease FROM mark JOIN reading USING (reader, session, position, stage) "
        "JOIN plan USING (reader, session, position) JOIN reader ON reader.number = mark.reader "
        "JOIN truth USING (material) ORDER BY mark.reader, plan.arm, mark.stage, plan.material, mark.number"
    ).fetchall()
    outlines: dict[int, Outline | None] = {}
    rows = []
    for mark in marks:
        material = mark["material"]
        if material not in outlines:
            outlines[material] = _outline(connection, material)
        outline = outlines[material]
        x, y = frame_of(connection, path, material, mark["picture"]).layout.origin_px
        x_px, y_px = mark["x_px"] + x, mark["y_px"] + y
        hit = outline.hit(x_px, y_px) if outline is not None else None
        rows.append(
            {
                "reader": mark["reader_name"],
                "treatment": Arm(mark["arm"]).treatment(mark["stage"]),
                "case": mark["name"],
                "lesion": "" if hit is None else hit,
                "rating": mark["whole"] if mark["own"] is None else mark["own"],
                "x": round(x_px, 1),
                "y": round(y_px, 1),
            }
        )
    return rows


def _outline(connection: sqlite3.Connection, material: int) -> Outline | None:
    truth = connection.execute("SELECT disease, outline FROM truth WHERE material = ?", (material,)).fetchone()
    return Outline(_mask(truth["outline"])) if truth["disease"] and truth["outline"] is not None else None


def _write_table(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    with whole_file(path) as file:
        file.write(text.getvalue().encode("utf-8"))

"""Makes a study: chooses the cases, takes their pictures in, draws the plan, computes the aid."""

import os
import random
import sqlite3
import uuid
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from app.settings import AnalysisSettings
from app.study.arms import Arm
from app.study.errors import StudyError
from app.study.making.compute_aid import Progress, compute
from app.study.making.design import make_plan
from app.study.making.material import Material, frames_of, outline_of, outline_size_mm, sha256_of
from app.study.pictures import png_of, put_frames
from app.study.schema import statements
from app.study.study_file import translated
from inference.detector import Detector

WASHOUT_DAYS = 28


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads.

    Attributes:
        name: Name or pseudonym.
        years: Experience with breast ultrasound.
    """

    name: str
    years: float


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """What the user asks for.

    Attributes:
        readers: At least one, of different names.
        arms: At least one, each once.
        washout_days: Between two sessions of a reader.
        seed: Of every choice by chance.
        patients_seen: Patients among the cases that the aid's weights were made from.
    """

    readers: tuple[Reader, ...]
    arms: tuple[Arm, ...] = (Arm.WITHOUT, Arm.CONCURRENT)
    washout_days: int = WASHOUT_DAYS
    seed: int = 0
    patients_seen: int = 0

    def check(self) -> None:
        """See that it can be carried out.

        Raises:
            StudyError: It cannot.
        """
        names = [reader.name for reader in self.readers]
        if not names or len(set(names)) != len(names):
            raise StudyError("Give every reader a name of his own with --reader NAME:YEARS")
        if not self.arms or len(set(self.arms)) != len(self.arms):
            raise StudyError("Give every arm once with --arm")
        if self.washout_days < 0:
            raise StudyError("The wash-out cannot be shorter than 0 days")


def make_study(
    path: Path,
    materials: Sequence[Material],
    plan: StudyPlan,
    detector: Detector,
    settings: AnalysisSettings,
    progress: Progress,
) -> None:
    """Write a new study; it appears whole or not at all.

    Args:
        path: Must not exist.
        materials: The cases, in the order in which they are numbered.
        plan: Readers, arms, wash-out, seed.
        detector: Computes the aid.
        settings: How findings are followed in clips.
        progress: Told of cases done: first taking in, then the aid, in one count.

    Raises:
        StudyError: The plan cannot be carried out, or the file exists or cannot be written.
        CaptureError, DataError: A picture cannot be read.
        ModelError: The network gave no numbers.
    """
    plan.check()
    if len({material.disease for material in materials}) < 2:
        raise StudyError("A study needs cases with the disease and cases without it; choose others")
    if path.exists():
        raise StudyError("{study} exists already; give another name", study=path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with translated(path), closing(sqlite3.connect(part, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")  # the file counts only when it is whole
            connection.executescript(statements())
            connection.execute("BEGIN")
            _fill(connection, path, materials, plan, progress)
            compute(connection, path, detector, settings, lambda done, count: progress(count + done, 2 * count))
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = WAL")
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _fill(
    connection: sqlite3.Connection,
    path: Path,
    materials: Sequence[Material],
    plan: StudyPlan,
    progress: Progress,
) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    arms = ",".join(arm.value for arm in plan.arms)
    made_by = metadata.version("minamo")
    about = (uuid.uuid4().hex, path.stem, now, made_by, plan.seed, arms, plan.washout_days, plan.patients_seen)
    connection.execute("INSERT INTO study VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", about)
    for number, reader in enumerate(plan.readers, start=1):
        connection.execute("INSERT INTO reader VALUES (?, ?, ?)", (number, reader.name, reader.years))
    for number, material in enumerate(materials, start=1):
        progress(number - 1, 2 * len(materials))
        _take_in(connection, number, material)
    dice = random.Random(f"plan {plan.seed}")
    strata, patients = [each.label for each in materials], [each.patient for each in materials]
    for turn in make_plan(strata, patients, len(plan.readers), plan.arms, dice):
        row = (turn.reader + 1, turn.session, turn.position, turn.case + 1, turn.arm.value)
        connection.execute("INSERT INTO plan VALUES (?, ?, ?, ?, ?)", row)


def _take_in(connection: sqlite3.Connection, number: int, material: Material) -> None:
    connection.execute("INSERT INTO material VALUES (?, ?)", (number, material.kind))
    layout = put_frames(connection, number, frames_of(material))
    outline = outline_of(material)
    size_mm = material.size_mm or outline_size_mm(outline, layout.panels[0].mm_per_px)
    row = (
        number,
        material.name,
        material.disease,
        material.label,
        material.patient,
        material.scanner,
        size_mm,
        sha256_of(material.file),
        None if outline is None else png_of(outline),
    )
    connection.execute("INSERT INTO truth VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

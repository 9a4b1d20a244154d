"""Small studies of generated pictures, and a clock that tests set."""

import csv
import random
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from app.settings import load_settings
from app.study.arms import Arm
from app.study.making.material import gather
from app.study.making.new_study import Reader, StudyPlan, make_study
from app.study.reading.draft import Draft, Mark
from app.study.reading.reading_book import ReadingBook
from tests.app.bright_spot import BrightSpotDetector

READERS = (Reader("reader 1", 2), Reader("reader 2", 8), Reader("reader 3", 20))
CROSSOVER = (Arm.WITHOUT, Arm.CONCURRENT)
COMPLETE = Draft(rating=40, birads="4A", marks=(Mark(0, 100.0, 90.0),))


def picture_of(number: int, *, spot: bool) -> npt.NDArray[np.uint8]:
    """Tissue-like speckle that the gate takes for a scan, (240, 320) uint8, with a bright spot in it or without."""
    noise = cv2.GaussianBlur(np.random.default_rng(number).gamma(2.0, 0.5, (240, 320)), (0, 0), 1.2)
    grey = np.clip(noise * np.linspace(1.1, 0.6, 240)[:, None] * 95, 0, 180).astype(np.uint8)
    if spot:
        grey[80:120, 80 + number : 133 + number] = 240
    return grey


def labelled_folder(folder: Path, count: int = 6) -> Path:
    """Pictures by turns benign and malignant, each of its own patient; the malignant ones have a bright spot."""
    (folder / "images").mkdir(parents=True)
    (folder / "masks").mkdir()
    with (folder / "labels.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "image", "mask", "label", "patient", "device", "size_mm", "set"])
        for number in range(count):
            malignant = number % 2 == 1
            picture = picture_of(number, spot=malignant)
            mask = np.zeros(picture.shape, np.uint8)
            mask[80:120, 80 + number : 133 + number] = 255
            name = f"secret-{number}"
            cv2.imwrite(str(folder / "images" / f"{name}.png"), picture)
            cv2.imwrite(str(folder / "masks" / f"{name}.png"), mask)
            row = [name, f"images/{name}.png", f"masks/{name}.png", ("benign", "malignant")[malignant]]
            writer.writerow([*row, f"patient-{number}", f"Scanner {number % 2}", str(10 + number), str(number // 2)])
    return folder


def new_study(
    path: Path,
    sources: list[Path],
    *,
    arms: tuple[Arm, ...] = CROSSOVER,
    washout_days: int = 28,
    readers: tuple[Reader, ...] = READERS,
    seed: int = 1,
) -> Path:
    plan = StudyPlan(readers, arms, washout_days, seed)
    materials = gather(sources, None, None, random.Random(seed))
    make_study(path, materials, plan, BrightSpotDetector(), load_settings().analysis, lambda done, count: None)
    return path


class Clock:
    """A moment that a test moves on."""

    def __init__(self) -> None:
        self.time = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
        self.seconds = 100.0

    def now(self) -> datetime:
        return self.time

    def now_s(self) -> float:
        return self.seconds

    def pass_days(self, days: float) -> None:
        self.time += timedelta(days=days)


def read_all(path: Path, reader: str, clock: Clock) -> None:
    """Everything that is open now for one reader, without a window."""
    book = ReadingBook(path, clock.now)
    try:
        while (task := book.task(reader)) is not None and book.opens_at(reader, task) is None:
            book.open_case(reader, task)
            book.give(reader, task, COMPLETE, 5.0)
    finally:
        book.close()


def copied(study: Path, folder: Path) -> Path:
    return Path(shutil.copy(study, folder / study.name))


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()

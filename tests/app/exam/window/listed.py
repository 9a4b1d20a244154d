"""Exams as a list shows them."""

from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np

from app.exam.content.exam import ExamState
from app.exam.content.model import now
from app.exam.record.shelf import ListedExam

JPEG = bytes(cv2.imencode(".jpg", np.full((60, 80, 3), 90, np.uint8))[1])


def listed(number: int = 1, state: ExamState = ExamState.CLOSED, label: str = "B-017", note: str = "") -> ListedExam:
    sealed = state is ExamState.SEALED
    began = now() - timedelta(hours=number)
    return ListedExam(
        id=f"exam{number}",
        folder=Path("exams") / f"exam{number}",
        state=state,
        started_at=began,
        closed_at=None if state is ExamState.OPEN else began,
        trashed_at=None,
        label="" if sealed else label,
        examiner="" if sealed else "Suzuki^Hanako=鈴木^花子",
        note=note,
        categories="" if sealed else "BI-RADS 4A",
        snapshots=0 if sealed else 3,
        clips=0,
        lesions=0 if sealed else 1,
    )

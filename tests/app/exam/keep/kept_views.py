"""Views to keep, and someone who listens to what a keeping tells."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.exam.content.exam import ExamContent
from app.exam.keep.keeping import ExamKeeping
from app.exam.keep.shown_values import taken
from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord
from app.live.view_state import Finding, Health, StatusWord, ViewState
from capture.errors import MinamoError
from capture.recording_state import RecordingState
from inference.detector import NetworkInfo
from inference.findings import Box, OperatingPoints, Track, TrackState
from tests.app.exam.record import made_exam
from tests.capture.recording_frames import frame, layout

POINTS = OperatingPoints(0.1, 0.5)
INFO = NetworkInfo(
    device="CPU",
    backend="OpenVINO",
    precision="f32",
    weights_sha256="ab" * 32,
    fell_back=None,
    shown_confidence=0.5,
    operating_points=POINTS,
    development_prevalence=0.3,
    release="first-light 1",
    files_sha256=(("finder.safetensors", "cd" * 32),),
)
TRACK = Track(4, TrackState.CONFIRMED, Box(30, 20, 90, 70), 0.9, 0.82, 0.7, 0.9, True, 0, 1, (4.2, 3.5))


def view(number: int = 7, *, source: str = "Room 2", **changes: Any) -> ViewState:
    """A frame of the source with one boxed mass."""
    return ViewState(
        StatusWord.LIVE,
        frame(number, layout()),
        (TRACK,),
        findings=(Finding(2, TRACK, ()),),
        operating_points=POINTS,
        health=Health(source),
        **changes,
    )


class Listener:
    """Waits for what an `ExamKeeping` tells."""

    def __init__(self) -> None:
        self.faults: list[MinamoError] = []
        self._news = threading.Condition()
        self.keeping: ExamKeeping | None = None

    def fault(self, fault: MinamoError) -> None:
        with self._news:
            self.faults.append(fault)
            self._news.notify_all()

    def news(self) -> None:
        with self._news:
            self._news.notify_all()

    def until(self, seen: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(seen, 60), "not seen in 60 s"

    def content(self, seen: Callable[[ExamContent], bool] = lambda _content: True) -> ExamContent:
        """The content as soon as it is as wanted and nothing waits."""
        keeping = self.keeping
        assert keeping is not None

        def ready() -> bool:
            glance = keeping.glance
            return glance.content is not None and not glance.waiting and seen(glance.content)

        self.until(ready)
        content = keeping.glance.content
        assert content is not None
        return content


def keep(listener: Listener, database: ExamDatabase, folder: Path, **options: Any) -> ExamKeeping:
    """A keeping of a new exam, started."""
    keeping = ExamKeeping(
        lambda: ExamRecord.create(database, folder, made_exam.exam(), retry_s=0.01),
        on_fault=listener.fault,
        on_news=listener.news,
        **options,
    )
    listener.keeping = keeping
    keeping.start()
    return keeping


def snap(keeping: ExamKeeping, number: int = 7, **changes: Any) -> None:
    """Keep a snapshot of this frame."""
    keeping.snapshot(taken(view(number, **changes), None, "left"))


def finished(state: RecordingState) -> bool:
    return state.finished

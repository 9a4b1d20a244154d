"""A session, a recording and the rest of the program, made of nothing but values: what the window is tested with."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest

from app.contrast.control import ContrastControl
from app.exam.archive_desk import ArchiveDesk
from app.exam.content.exam import ExamContent
from app.exam.desk import ExamDesk
from app.exam.keep.shown_exam import Place, ShownExam
from app.exam.lesions.earlier import EarlierLesion
from app.exam.list_desk import ListDesk
from app.exam.reading.reader import LesionReader
from app.exam.report.desk import ReportDesk, ReportPlan
from app.exam.report.site import SHIPPED, Site
from app.live.view_state import Finding, Health, Lane, Session, StatusWord, TimelineState, ViewState
from app.live.window.actions import LiveSource, SourceChoice, WindowSettings
from app.scanners.profile_shelf import ProfileShelf
from app.settings import default_settings
from app.sharing.desk import SharingDesk
from capture.devices.source_watch import SourceGlance
from capture.errors import MinamoError, UnreadableFile
from capture.frame import Frame
from capture.screen.layout import ScanLayout
from capture.screen.signature import Signature
from capture.source import Screen
from inference.detector import LesionDetector
from inference.findings import Box, OperatingPoints, Track, TrackState
from tests.app.exam.memory_store import MemoryStore, NoShelf, no_plan

if TYPE_CHECKING:
    from app.study.window.study_window import StudyWindow

POINTS = OperatingPoints(low_below=0.15, suspicious_from=0.55)


def speckle(width: int = 640, height: int = 480, seed: int = 0) -> npt.NDArray[np.uint8]:
    """Grey noise of this size, RGB."""
    grey = np.random.default_rng(seed).integers(20, 140, (height, width, 1), dtype=np.uint8)
    return np.repeat(grey, 3, axis=2)


def frame(index: int = 0, pixels: npt.NDArray[np.uint8] | None = None) -> Frame:
    pixels = speckle(seed=index) if pixels is None else pixels
    pixels.flags.writeable = False
    layout = ScanLayout.whole(pixels.shape[1], pixels.shape[0])
    return Frame(pixels, index, index * 33_000_000, 0, layout)


def track(
    id: int = 1,
    box: tuple[float, float, float, float] = (200, 150, 330, 250),
    malignancy: float | None = 0.82,
    *,
    state: TrackState = TrackState.CONFIRMED,
    settled: bool = True,
    size_mm: tuple[float, float] | None = (12.3, 9.04),
) -> Track:
    low, high = (None, None) if malignancy is None else (max(malignancy - 0.11, 0.0), min(malignancy + 0.07, 1.0))
    return Track(id, state, Box(*box), 0.9, malignancy, low, high, settled, 0, 3_000_000_000, size_mm)


def finding(number: int = 1, shown: Track | None = None, *, selected: bool = False) -> Finding:
    shown = shown or track(number)
    score = 0.5 if shown.malignancy is None else shown.malignancy
    wave = [0.5 + (score - 0.5) * min(step / 40, 1) + 0.04 * np.sin(step / 5) for step in range(120)]
    trend = () if shown.malignancy is None else tuple((step / 30, float(value)) for step, value in enumerate(wave))
    return Finding(number, shown, trend, selected)


def live_state(word: StatusWord = StatusWord.LIVE, *tracks: Track, picture: Frame | None = None) -> ViewState:
    health = Health(
        "Room 2 · Aplio (HDMI 1080p60)", 60.0, 24.2, 58.0, 60.0, "CPU · OpenVINO", "f32", delivered=5210, repeated=2605
    )
    findings = tuple(finding(each.id, each) for each in tracks)
    return ViewState(
        word,
        frame() if picture is None else picture,
        tracks,
        findings=findings,
        operating_points=POINTS,
        development_prevalence=0.3,
        health=health,
    )


def recording_state(frames: int = 100, position: int = 30, analysed_until: int = 60) -> ViewState:
    times = tuple(number * 33_333_333 for number in range(frames))
    lanes = (Lane(1, ((5, 40), (50, 58)), 0.82), Lane(2, ((10, 30),), 0.08))
    timeline = TimelineState(position, times, analysed_until, False, False, 1.0, lanes, (20,))
    state = live_state(StatusWord.REPLAY, track(1), track(2, (400, 300, 460, 350), 0.08))
    health = replace(state.health, source_name="exam-07.mp4", delay_ms=0.0)
    return replace(state, timeline=timeline, analysed=position < analysed_until, health=health)


class FakeSession:
    """Keeps a state and does what a session does with each command, as far as the window can see it."""

    def __init__(self, state: ViewState, *, fault: MinamoError | None = None) -> None:
        self.state = state
        self.calls: list[tuple[object, ...]] = []
        self.on_news: Callable[[], None] = lambda: None
        self.views = 0
        self.closed = 0
        self._fault = fault
        self.contrast: ContrastControl | None = None

    def start(self, on_news: Callable[[], None]) -> None:
        if self._fault is not None:
            raise self._fault
        self.on_news = on_news

    def view(self, now_ns: int) -> ViewState:
        self.views += 1
        return self.state

    def close(self) -> None:
        self.closed += 1

    def toggle_play(self) -> None:
        self.calls.append(("toggle_play",))
        timeline = self.state.timeline
        if timeline is not None:
            self.state = replace(self.state, timeline=replace(timeline, playing=not timeline.playing))
        else:
            word = StatusWord.LIVE if self.state.word is StatusWord.PAUSED else StatusWord.PAUSED
            self.state = replace(self.state, word=word)

    def set_muted(self, muted: bool) -> None:
        self.state = replace(self.state, muted=muted)

    def set_look_first(self, look_first: bool) -> None:
        self.state = replace(self.state, look_first=look_first)

    def reveal(self) -> None:
        self.state = replace(self.state, revealed=True)

    def select(self, number: int | None) -> None:
        self.calls.append(("select", number))
        findings = tuple(replace(each, selected=each.number == number) for each in self.state.findings)
        self.state = replace(self.state, findings=findings)

    def dismiss(self, number: int) -> None:
        self.calls.append(("dismiss", number))
        findings = tuple(each for each in self.state.findings if each.number != number)
        self.state = replace(self.state, findings=findings, dismissed=self.state.dismissed + 1)

    def restore_dismissed(self) -> None:
        self.calls.append(("restore_dismissed",))
        self.state = replace(self.state, dismissed=self.state.dismissed - 1)

    def seek(self, number: int) -> None:
        self.calls.append(("seek", number))
        assert self.state.timeline is not None
        self.state = replace(self.state, timeline=replace(self.state.timeline, position=number))

    def step(self, frames: int) -> None:
        self.calls.append(("step", frames))

    def set_speed(self, speed: float) -> None:
        self.calls.append(("set_speed", speed))

    def set_looping(self, looping: bool) -> None:
        assert self.state.timeline is not None
        self.state = replace(self.state, timeline=replace(self.state.timeline, looping=looping))


class FakeEye:
    """Shows a glance that the test gives, and notes what it was asked."""

    def __init__(self, choice: SourceChoice, *, large: bool) -> None:
        self.asked = [(choice, large)]
        self.seen = SourceGlance()
        self.closed = 0

    def show(self, choice: SourceChoice, *, large: bool) -> None:
        if self.asked[-1] != (choice, large):
            self.asked.append((choice, large))

    def glance(self) -> SourceGlance:
        return SourceGlance() if self.closed else self.seen

    def close(self) -> None:
        self.closed += 1


class NoExams:
    """Implements `app.exam.live.exam_actions.ExamActions`: nothing was kept."""

    def show(self, exam_id: str) -> ShownExam:
        raise UnreadableFile("{file} is empty (0 bytes); copy it again or choose another file", file=exam_id)

    def open(self, shown: ShownExam, place: Place) -> Session:
        raise UnreadableFile("{file} is empty (0 bytes); copy it again or choose another file", file=place.path)

    def analyse_again(
        self, shown: ShownExam, *, on_progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> int:
        return 0


class FakeActions:
    """The rest of the program: hands out the sessions it was given, and notes what it was asked."""

    def __init__(self, *sessions: Session, fault: MinamoError | None = None) -> None:
        self.sessions = list(sessions)
        self.fault = fault
        self.exam = ExamDesk(MemoryStore())
        self.exams = NoExams()
        self.report = ReportDesk(self.exam, ReportPlan(Site, lambda: SHIPPED, lambda _content: None))
        self.exam.changed.connect(self.report.follow)
        self.archive = ArchiveDesk(
            default_settings().archive,
            Path("no-archive-is-set-up"),
            audit=lambda *told: self.calls.append(("audit", *told)),
            save=lambda settings: self.calls.append(("archive", settings)),
            load=lambda exam_id: pytest.fail(f"{exam_id} is asked for"),
        )
        self.exam_list = ListDesk(NoShelf(), no_plan())
        self.sharing = SharingDesk(
            default_settings().sharing,
            self.exam,
            save=lambda settings: self.calls.append(("sharing", settings)),
            audit=lambda *told: self.calls.append(("audit", *told)),
        )
        self.reader = LesionReader(self._load_detector)
        self.earlier: tuple[EarlierLesion, ...] = ()
        self.detector: LesionDetector | None = None
        self.calls: list[tuple[object, ...]] = []
        self.saved: list[WindowSettings] = []
        self.sources: tuple[LiveSource, ...] = ()
        self.eyes: list[FakeEye] = []
        self.scanners = ProfileShelf(Path("no-scanner-is-saved"))
        self.screen: Screen | None = None
        self.export: Callable[[Callable[[float], None], Callable[[], bool]], None] = lambda progress, cancelled: None

    def _load_detector(self) -> LesionDetector:
        assert self.detector is not None, "this test reads no picture"
        return self.detector

    def _next(self, *call: object) -> Session:
        self.calls.append(call)
        if self.fault is not None:
            raise self.fault
        return self.sessions.pop(0)

    def open_file(self, path: Path) -> Session:
        return self._next("open_file", path)

    def open_demo(self) -> Session:
        return self._next("open_demo")

    def read_study(self, path: Path) -> "StudyWindow":
        from app.study.reading.reading_book import ReadingBook
        from app.study.reading.reading_desk import ReadingDesk
        from app.study.window.study_window import StudyWindow

        return StudyWindow(ReadingDesk(ReadingBook(path)))

    def open_contrast_demo(self) -> Session:
        return self._next("open_contrast_demo")

    def open_live(self, choice: SourceChoice) -> Session:
        return self._next("open_live", choice)

    def list_sources(self) -> tuple[LiveSource, ...]:
        return self.sources

    def watch_source(self, choice: SourceChoice, *, large: bool) -> FakeEye:
        self.eyes.append(FakeEye(choice, large=large))
        return self.eyes[-1]

    def last_screen(self, session: Session) -> Screen | None:
        return self.screen

    def remember_layout(self, session: Session, layout: ScanLayout, on: Screen | Signature | None = None) -> Session:
        self.calls.append(("remember_layout", layout, on))
        return self.sessions.pop(0) if self.sessions else session

    def save_settings(self, settings: WindowSettings) -> None:
        self.saved.append(settings)

    def snapshot(self, session: Session, state: ViewState) -> Path:
        self.calls.append(("snapshot", state))
        if self.fault is not None:
            raise self.fault
        return Path("snapshots/0001.png")

    def exam_picture(self, session: Session, state: ViewState) -> str:
        return self.exam.snapshot(state, None)

    def earlier_lesions(self, content: ExamContent) -> tuple[EarlierLesion, ...]:
        return self.earlier if content.exam.patient.key else ()

    def toggle_recording(self, session: Session) -> None:
        self.calls.append(("toggle_recording",))

    def keep_last_30_s(self, session: Session) -> Path:
        self.calls.append(("keep_last_30_s",))
        return Path("clips/0001.mkv")

    def acknowledge_gaps(self, session: Session) -> None:
        self.calls.append(("acknowledge_gaps",))

    def export_mp4(
        self,
        session: Session,
        path: Path,
        *,
        annotated: bool,
        on_progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self.calls.append(("export_mp4", path, annotated))
        self.export(on_progress, cancelled)

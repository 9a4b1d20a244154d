"""What the benchmark's window may ask for: nothing; the benchmark drives the session itself."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from app.exam.archive_desk import ArchiveDesk
from app.exam.content.exam import ExamContent
from app.exam.desk import ExamDesk
from app.exam.lesions.earlier import EarlierLesion
from app.exam.list_desk import ListDesk
from app.exam.reading.reader import LesionReader
from app.exam.report.desk import ReportDesk, ReportPlan
from app.exam.report.site import SHIPPED, Site
from app.live.view_state import Session, ViewState
from app.live.window.actions import LiveSource, SourceChoice, WindowSettings
from app.scanners.profile_shelf import ProfileShelf
from app.settings import default_settings
from app.sharing.desk import SharingDesk
from capture.screen.layout import ScanLayout
from tests.app.exam.memory_store import NoShelf, no_plan


class NoActions:
    """Implements `app.live.window.actions.WindowActions`."""

    def __init__(self) -> None:
        self.exam = ExamDesk(_NoStore())
        self.exams = _NoExams()
        self.sharing = SharingDesk(default_settings().sharing, self.exam, save=_refuse, audit=_refuse)
        self.scanners = ProfileShelf(Path("no-scanner-is-saved"))
        self.exam_list = ListDesk(NoShelf(), no_plan())
        self.reader = LesionReader(_refuse)
        self.report = ReportDesk(self.exam, ReportPlan(Site, lambda: SHIPPED, lambda _content: None))
        self.archive = ArchiveDesk(
            default_settings().archive, Path("no-archive-is-set-up"), audit=_refuse, save=_refuse, load=_refuse
        )

    def open_file(self, path: Path) -> NoReturn:
        _refuse()

    def open_demo(self) -> NoReturn:
        _refuse()

    def open_contrast_demo(self) -> NoReturn:
        _refuse()

    def open_live(self, choice: SourceChoice) -> NoReturn:
        _refuse()

    def list_sources(self) -> tuple[LiveSource, ...]:
        return ()

    def watch_source(self, choice: SourceChoice, *, large: bool) -> NoReturn:
        _refuse()

    def last_screen(self, session: Session) -> None:
        return None

    def remember_layout(self, session: Session, layout: ScanLayout, on: object = None) -> Session:
        return session

    def save_settings(self, settings: WindowSettings) -> None:
        pass

    def snapshot(self, session: Session, state: ViewState) -> NoReturn:
        _refuse()

    def exam_picture(self, session: Session, state: ViewState) -> NoReturn:
        _refuse()

    def earlier_lesions(self, content: ExamContent) -> tuple[EarlierLesion, ...]:
        return ()

    def read_study(self, path: Path) -> NoReturn:
        _refuse()

    def toggle_recording(self, session: Session) -> None:
        _refuse()

    def keep_last_30_s(self, session: Session) -> NoReturn:
        _refuse()

    def acknowledge_gaps(self, session: Session) -> None:
        pass

    def export_mp4(
        self,
        session: Session,
        path: Path,
        *,
        annotated: bool,
        on_progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        _refuse()


class _NoStore:
    def create(self, exam: object, on_fault: object) -> NoReturn:
        _refuse()

    def open(self, exam_id: str, on_fault: object) -> NoReturn:
        _refuse()


class _NoExams:
    def show(self, exam_id: str) -> NoReturn:
        _refuse()

    def open(self, shown: object, place: object) -> NoReturn:
        _refuse()

    def analyse_again(self, shown: object, *, on_progress: object, cancelled: object) -> NoReturn:
        _refuse()


def _refuse(*_asked: object) -> NoReturn:
    raise AssertionError("nobody presses a button while the benchmark runs")

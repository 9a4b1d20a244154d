"""Looking at an exam again: loads it in a thread, shows its page, and opens what was chosen of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.exam.content.lesion import Lesion
from app.exam.content.picture import ContrastStudy
from app.exam.desk import ExamDesk
from app.exam.keep.shown_exam import KeptPicture, Place, ShownExam, place_to_open
from app.exam.live.contents_page import ContentsPage
from app.exam.live.exam_actions import ExamActions
from app.live.background import Background
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.panels.notice_strip import NoticeStrip
from app.live.view_state import Session
from capture.errors import MinamoError


def pictures_of_lesion(lesion: Lesion) -> set[str]:
    """Ids of the snapshots that a lesion was measured on or is shown by."""
    return {*lesion.snapshot_ids, *(plane.snapshot_id for plane in lesion.planes)}


class ExamPages(QObject):
    """At most one piece of work at a time; a newer one replaces what is still under way."""

    page_asked = Signal()  # the contents page is to be seen
    session_made = Signal(object)  # Session: a clip or still of the exam

    def __init__(
        self,
        exams: ExamActions,
        desk: ExamDesk,
        page: ContentsPage,
        notice: NoticeStrip,
        show_folder: Callable[[Any], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._exams, self._desk, self._page, self._notice = exams, desk, page, notice
        self._show_folder = show_folder
        self._work: Background | None = None
        self._analysing: Background | None = None
        page.chosen.connect(self._open)
        page.go_on_asked.connect(desk.go_on)
        page.analyse_asked.connect(self._analyse)
        page.delete_asked.connect(self._delete)
        desk.changed.connect(self._follow)

    def show_running(self) -> None:
        """What was kept in the exam that is running."""
        exam = self._desk.view.exam
        if exam is not None:
            self.show_exam(exam.id)

    def show_exam(self, exam_id: str) -> None:
        """What was kept in this exam."""
        if self._page.shown is None or self._page.shown.content.exam.id != exam_id:
            self._page.show_waiting()
        self.page_asked.emit()
        self._load(exam_id)

    def stop(self) -> None:
        """End what is under way; for the window's end."""
        for work in (self._work, self._analysing):
            if work is not None:
                work.drop()
        self._work = self._analysing = None

    def _load(self, exam_id: str) -> None:
        self._begin(lambda _work: self._exams.show(exam_id), self._show)

    def _show(self, shown: ShownExam) -> None:
        exam = self._desk.view.exam
        self._page.show_exam(shown, running=exam is not None and exam.id == shown.content.exam.id)

    def _follow(self) -> None:
        """The page follows the exam that is running, while it is seen."""
        shown, view = self._page.shown, self._desk.view
        if shown is None or not self._page.isVisible() or view.exam is None or view.exam.id != shown.content.exam.id:
            return
        self._page.set_running(True)
        if view.revision != shown.content.revision and self._work is None:
            self._load(view.exam.id)

    def _open(self, picture: KeptPicture) -> None:
        shown = self._page.shown
        if shown is not None:
            self._begin(lambda _work: place_to_open(shown, picture), partial(self._go, shown, picture))

    def _go(self, shown: ShownExam, picture: KeptPicture, place: Place) -> None:
        if isinstance(picture.item, ContrastStudy):
            self._show_folder(place.path)
            return
        try:
            session: Session = self._exams.open(shown, place)
        except MinamoError as error:
            self._say(error)
            return
        self.session_made.emit(session)

    def _delete(self, picture: KeptPicture) -> None:
        """At once and without a question: one press brings it back."""
        content, item = self._desk.content, picture.item
        if content is None or all(other.id != item.id for other in content.items):
            return
        lesion = next((lesion for lesion in content.lesions if item.id in pictures_of_lesion(lesion)), None)
        if lesion is not None:
            text = translate("Exam", "Lesion {number} stands on this picture. Delete the lesion first.")
            self._notice.say(text.format(number=lesion.number), translate("Notice", "OK"))
            return
        self._desk.delete(item.id)
        text = translate("Exam", "It is taken out of the exam.")
        self._notice.say(text, translate("Exam", "Bring it back"), partial(self._desk.put, item), good=True)

    def _analyse(self) -> None:
        shown = self._page.shown
        if shown is None or self._analysing is not None:
            return

        def analyse(work: Background) -> int:
            return self._exams.analyse_again(shown, on_progress=work.report, cancelled=work.cancelled)

        work = self._analysing = Background("analyse an exam again", analyse, self)
        work.progress.connect(self._show_progress)
        work.done.connect(partial(self._say_analysed, shown))
        work.failed.connect(self._fail_analysis)
        self._show_progress(0.0)
        work.start()

    def _show_progress(self, share: float) -> None:
        work = self._analysing
        if work is not None and not work.cancelled():
            self._notice.show_progress(translate("Exam", "The clips are being analysed"), share, work.cancel)

    def _say_analysed(self, shown: ShownExam, videos: int) -> None:
        work, self._analysing = self._analysing, None
        cancelled = work is not None and work.cancelled()
        if work is not None:
            work.deleteLater()
        text = translate("Exam", "{count} clips are analysed by the weights that run now; older results stand beside.")
        if cancelled:
            text = translate("Exam", "The analysis was cancelled; {count} clips are analysed.")
        self._notice.say(text.format(count=videos), good=True)
        now_shown = self._page.shown
        if now_shown is not None and now_shown.content.exam.id == shown.content.exam.id:
            self._load(shown.content.exam.id)

    def _fail_analysis(self, fault: Exception) -> None:
        work, self._analysing = self._analysing, None
        if work is not None:
            work.deleteLater()
        self._say(fault)

    def _begin(self, work: Callable[[Background], object], then: Callable[[Any], None]) -> None:
        if self._work is not None:
            self._work.drop(0.0)
        begun = self._work = Background("exam page", work, self)
        begun.done.connect(lambda answer: self._end(begun, partial(then, answer)))
        begun.failed.connect(lambda fault: self._end(begun, partial(self._say, fault)))
        begun.start()

    def _end(self, work: Background, then: Callable[[], None]) -> None:
        if work is self._work:
            self._work = None
            then()
        work.deleteLater()

    def _say(self, fault: Exception) -> None:
        text = translate("Exam", "The exam cannot be shown; the log has the details.")
        if isinstance(fault, MinamoError):
            text = translate_error(fault)
        self._notice.say(text, translate("Notice", "OK"))

"""The report as the window uses it: made in a thread whenever the exam or a choice changes, signed, saved."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from app.exam.content.exam import ExamContent
from app.exam.content.model import now
from app.exam.content.person import Role
from app.exam.errors import ExamError
from app.exam.keep.starting import name_from_text, text_of_name
from app.exam.report.signing import signature_of, signed
from app.exam.report.site import SHIPPED, Earlier, Site, Templates
from app.exam.report.view import ReportView
from capture.errors import EndOfStream, MinamoError
from capture.worker import Worker

if TYPE_CHECKING:  # it brings what the window need not wait for
    from app.exam.report.make import MadeReport

log = logging.getLogger(__name__)

END_S = 15.0


class ReportedExam(Protocol):
    """The exam whose report is made; `app.exam.desk.ExamDesk` is one."""

    @property
    def content(self) -> ExamContent | None:
        """What it holds; None without an exam."""
        ...

    @property
    def folder(self) -> Path | None:
        """Where its files lie."""
        ...

    def change(self, **fields: Any) -> None:
        """Other values of the exam."""
        ...


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """What the site chose; all three are asked in the thread in which a report is made."""

    site: Callable[[], Site]
    templates: Callable[[], Templates]
    earlier: Callable[[ExamContent], Earlier | None]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a report is made from; two equal ones make the same report."""

    content: ExamContent
    folder: Path | None
    language: str
    scores: bool
    shipped: bool


class ReportDesk(QObject):
    """One report at a time; a newer wish replaces one that waits."""

    changed = Signal()  # `view` is another one
    saved = Signal(object)  # list[Path]
    failed = Signal(object)  # MinamoError: it could not be saved or signed

    _made = Signal(object, object)  # _Wish, MadeReport or the error
    _written = Signal(object)  # list[Path] or the error

    def __init__(self, exam: ReportedExam, plan: ReportPlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._exam, self._plan = exam, plan
        self._wish: _Wish | None = None
        self._making: _Wish | None = None
        self._shown: _Wish | None = None
        self._workers: list[Worker] = []
        self._view = ReportView()
        self.made: MadeReport | None = None
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._written.connect(self._say_written, Qt.ConnectionType.QueuedConnection)

    @property
    def view(self) -> ReportView:
        """What to show now."""
        content, shown = self._exam.content, self._shown
        current = shown is not None and content is not None and shown.content == content and self._making is None
        exam = content.exam if content is not None else shown.content.exam if shown is not None else None
        names = dict.fromkeys(Role, "")
        if exam is not None:
            for role in Role:
                signature = signature_of(exam, role)
                names[role] = "" if signature is None else text_of_name(signature.name)
        return replace(
            self._view,
            busy=self._making is not None,
            sonographer=names[Role.SONOGRAPHER],
            physician=names[Role.PHYSICIAN],
            examiner="" if exam is None else text_of_name(exam.examiner),
            can_sign=current and self._view.pdf is not None,
        )

    @property
    def is_open(self) -> bool:
        """Whether a report is being shown."""
        return self._wish is not None

    # -- what the user wants ----------------------------------------------------------------------------------------

    def open(self, language: str) -> None:
        """Make the report of the exam that is running.

        Raises:
            ExamError: There is none, or it is still being opened.
        """
        content = self._exam.content
        if content is None:
            raise ExamError("There is no exam to report; start one, or open one from the list of exams")
        self._view = ReportView(language=language, scores=self._plan.site().scores)
        self._shown, self.made = None, None
        self._ask(content)

    def follow(self) -> None:
        """The exam may have changed: make the report anew where it did."""
        content = self._exam.content
        if self._wish is not None and content is not None and content != self._wish.content:
            self._ask(content)
        elif self._wish is not None:
            self.changed.emit()

    def set_language(self, language: str) -> None:
        """The pages in this language."""
        self._choose(language=language)

    def set_scores(self, scores: bool) -> None:
        """Scores on these pages, or not; the site's setting stays."""
        self._choose(scores=scores)

    def use_shipped_templates(self) -> None:
        """The user's word: the shipped templates instead of the site's."""
        self._choose(shipped=True)

    def sign(self, role: Role, name: str) -> None:
        """Put a signature under the report that is shown; `failed` says why it cannot be."""
        content = self._exam.content
        if content is None or not self.view.can_sign:
            self.failed.emit(ExamError("The report is not the exam as it stands now; wait for it, then sign"))
            return
        try:
            signatures = signed(content.exam, role, name_from_text(name), now())
        except ExamError as error:
            self.failed.emit(error)
            return
        self._exam.change(signatures=signatures)

    def save(self, folder: Path) -> None:
        """Write PDF and JSON into a folder; `saved` or `failed` tells the end."""
        made = self.made
        if made is None:
            return

        def work() -> None:
            from app.exam.report.make import write_report

            self._written.emit(write_report(made, folder))
            raise EndOfStream

        self._start("report-save", work, self._written.emit)

    def close(self) -> bool:
        """Forget the report; waits for what is under way. False if a disk hangs."""
        self._wish = self._shown = self.made = None
        self._view = ReportView()
        finished = [worker.finish(END_S) for worker in self._workers]
        self._workers.clear()
        return all(finished)

    # -- making -----------------------------------------------------------------------------------------------------

    def _choose(self, **changed: object) -> None:
        self._view = replace(self._view, **changed)  # type: ignore[arg-type]
        if self._wish is not None:
            self._ask(self._exam.content or self._wish.content)

    def _ask(self, content: ExamContent) -> None:
        view = self._view
        folder = self._exam.folder or (self._wish.folder if self._wish is not None else None)
        self._wish = _Wish(content, folder, view.language, view.scores, view.shipped)
        self._make()
        self.changed.emit()

    def _make(self) -> None:
        wish = self._wish
        if wish is None or self._making is not None or wish == self._shown:
            return
        self._making = wish

        def work() -> None:
            self._made.emit(wish, self._report(wish))
            raise EndOfStream

        self._start("report", work, lambda fault: self._made.emit(wish, fault))

    def _report(self, wish: _Wish) -> "MadeReport":
        from app.exam.report.make import make_report

        return make_report(
            wish.content,
            wish.folder,
            language=wish.language,
            at=now(),
            site=replace(self._plan.site(), scores=wish.scores),
            earlier=self._plan.earlier(wish.content),
            templates=SHIPPED if wish.shipped else self._plan.templates(),
        )

    def _start(self, name: str, work: Callable[[], None], on_fault: Callable[[Exception], None]) -> None:
        self._workers = [worker for worker in self._workers if worker.running]
        worker = Worker(name, work, on_fault=on_fault)
        self._workers.append(worker)
        worker.start()

    def _take(self, wish: _Wish, result: object) -> None:
        if self._making == wish:
            self._making = None
        if self._wish is None:
            return
        if wish == self._wish:
            self._show(wish, result)
        self._make()  # what was wanted meanwhile
        self.changed.emit()

    def _show(self, wish: _Wish, result: object) -> None:
        self._shown = wish
        if isinstance(result, Exception):
            self.made = None
            fault = result if isinstance(result, MinamoError) else _unforeseen(result)
            broken = type(result).__name__ == "TemplateBroken"
            self._view = replace(self._view, pdf=None, status=None, fault=fault, template_broken=broken)
            return
        made: MadeReport = result  # type: ignore[assignment]
        self.made = made
        self._view = replace(
            self._view,
            pdf=made.pdf,
            number=self._view.number + 1,
            status=made.data.status,
            note=made.font_note,
            fault=None,
            template_broken=False,
        )

    def _say_written(self, result: object) -> None:
        if isinstance(result, MinamoError):
            self.failed.emit(result)
        elif isinstance(result, Exception):
            self.failed.emit(_unforeseen(result))
        else:
            self.saved.emit(result)


def _unforeseen(fault: Exception) -> MinamoError:
    return ExamError("The report could not be made ({reason}); see the log, and try again", reason=fault)

"""Everything of lesions in the window, assembled: form, calipers, why."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from app.exam.content.lesion import TermSystem
from app.exam.errors import ExamError
from app.exam.live.earlier_lesions import EarlierLesions
from app.exam.live.lesion_commands import NO_EXAM, LesionCommands
from app.exam.live.lesion_pictures import LesionPictures
from app.exam.live.why_commands import Run, WhyCommands
from app.language import language_of
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.panels.notice_strip import NoticeStrip
from app.live.scan_page import ScanPage
from app.live.stage import Stage
from app.live.window.actions import WindowActions
from app.live.window.keys import Command
from app.live.window.memory import WindowMemory
from capture.errors import MinamoError


class LesionPart(QObject):
    """Joins the parts; the window tells it when to show, to translate, to grow and to stop."""

    def __init__(
        self,
        doer: WindowActions,
        stage: Stage,
        page: ScanPage,
        notice: NoticeStrip,
        memory: WindowMemory,
        actions: Mapping[Command, QAction],
        run: Run,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._doer, self._stage, self._page, self._notice, self._memory = doer, stage, page, notice, memory
        self._pictures = LesionPictures(doer.reader, self)
        self._earlier = EarlierLesions(doer.earlier_lesions, self)
        self.commands = LesionCommands(
            doer.exam,
            stage,
            page.form,
            page.measure,
            self._pictures,
            self._earlier,
            self._take_picture,
            notice,
            actions,
            run,
            self,
        )
        self.why = WhyCommands(stage, page.why, doer.reader, actions, run, self)
        self.commands.shown.connect(self._place)
        self.commands.system_chosen.connect(self._keep_system)
        self.commands.failed.connect(self._say)
        self.why.failed.connect(self._say)
        system = system_of(memory.settings.terms, memory.settings.language)
        self.commands.set_system(system)
        self.why.set_system(system)

    def show_state(self) -> None:
        """Show how everything stands."""
        self.commands.show_state()
        self.why.show_state()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        for part in (self._page.form, self._page.measure, self._page.why):
            part.retranslate()

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        for part in (self._page.form, self._page.measure, self._page.why):
            part.set_scale(scale)

    def stop(self) -> None:
        """Before the window closes."""
        self._pictures.stop()
        self._earlier.stop()
        self.why.stop()

    def _take_picture(self) -> str:
        session = self._stage.session
        if session is None:
            raise ExamError(NO_EXAM)
        return self._doer.exam_picture(session, self._stage.state)

    def _place(self) -> None:
        hidden = self._stage.hidden
        self._page.show_lesions(
            form=self.commands.form_shown and not hidden, measure=self.commands.strip_shown and not hidden
        )

    def _keep_system(self, system: TermSystem) -> None:
        self.why.set_system(system)
        if system is not system_of(self._memory.settings.terms, self._memory.settings.language):
            self._memory.change(terms=system.value)

    def _say(self, error: MinamoError) -> None:
        self._notice.say(translate_error(error), translate("Notice", "OK"))


def system_of(kept: str, language: str) -> TermSystem:
    """Whose words are used: those chosen last, else the Japanese guideline's in Japanese and BI-RADS in English."""
    known = next((system for system in TermSystem if system.value == kept), None)
    return known or (TermSystem.JABTS if language_of(language) == "ja" else TermSystem.BI_RADS)

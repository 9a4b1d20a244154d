"""What the keys of an exam do, and what strip and sheet show of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from app.exam.content.exam import Exam, ExamContent
from app.exam.content.person import Patient, PersonName
from app.exam.desk import ExamDesk
from app.exam.keep.starting import name_from_text
from app.exam.live.exam_sheet import ExamSheet
from app.exam.live.exam_strip import ExamStrip
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.panels.notice_strip import NoticeStrip
from app.live.stage import Stage
from app.live.window.keys import Command, command_icon
from app.live.window.memory import WindowMemory
from capture.errors import MinamoError

Run = Callable[[Callable[[], None]], None]


@dataclass(frozen=True, slots=True)
class ExamParts:
    """What the window lends the exam."""

    stage: Stage
    strip: ExamStrip
    sheet: ExamSheet
    notice: NoticeStrip
    memory: WindowMemory
    actions: Mapping[Command, QAction]


class ExamCommands(QObject):
    """Joins the desk to strip, sheet and keys. Nothing asks a question: what was ended can be gone on with."""

    contents_asked = Signal()
    list_asked = Signal()

    def __init__(self, desk: ExamDesk, parts: ExamParts, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._stage, self._strip, self._sheet = desk, parts.stage, parts.strip, parts.sheet
        self._notice, self._memory, self._actions = parts.notice, parts.memory, parts.actions
        sheet, memory, actions = parts.sheet, parts.memory, parts.actions
        self._slow_said = False
        self._ends: bool | None = None  # what the key does next
        answers: dict[Command, Callable[[], None]] = {
            Command.EXAM: self._begin_or_end,
            Command.EXAM_SIDE: desk.toggle_side,
            Command.EXAM_SHEET: self._toggle_sheet,
            Command.EXAM_CONTENTS: self.contents_asked.emit,
            Command.EXAM_LIST: self.list_asked.emit,
        }
        for command, answer in answers.items():
            actions[command].triggered.connect(partial(_checked_or_not, run, answer))
        desk.changed.connect(self.show_state)
        desk.failed.connect(self._say_fault)
        desk.well_again.connect(self._say_well)
        desk.closed.connect(self._say_closed)
        sheet.examiner_entered.connect(self._take_examiner)
        sheet.pseudonym_entered.connect(lambda text: self._change("patient", Patient(pseudonym=text)))
        sheet.note_entered.connect(lambda text: self._change("note", text))
        sheet.sides_chosen.connect(lambda sides: self._change("sides", sides))
        sheet.setting_chosen.connect(memory.change_setting)
        sheet.worklist_asked.connect(desk.ask_worklist)
        memory.changed.connect(self._follow_setting)
        self.show_state()

    def show_state(self) -> None:
        """Show how the exam stands, and enable what can be done now."""
        desk, view = self._desk, self._desk.view
        running = desk.running
        session = self._stage.session is not None
        self._actions[Command.EXAM].setEnabled(running or session)
        for command in (Command.EXAM_SIDE, Command.EXAM_SHEET, Command.EXAM_CONTENTS, Command.REPORT):
            self._actions[command].setEnabled(running)
        if not running:
            self._sheet.hide()
        self._actions[Command.EXAM_SHEET].setChecked(running and not self._sheet.isHidden())
        if running is not self._ends:
            self._ends = running
            self._actions[Command.EXAM].setIcon(command_icon(Command.EXAM, "ph.sign-out" if running else None))
            self._strip.retranslate()
        self._strip.show_view(view)
        settings = self._memory.settings
        self._sheet.show_exam(view.exam, setting=settings.setting, prevalence=settings.prevalence)
        self._say_slow(view.slow)

    def _begin_or_end(self) -> None:
        if self._desk.running:
            self._desk.close()
            return
        settings = self._memory.settings
        self._desk.begin(
            examiner=PersonName.of(settings.examiner),
            setting=settings.setting,
            prevalence=settings.prevalence,
            source_name=self._stage.state.health.source_name,
        )
        self._sheet.setVisible(True)
        self.show_state()

    def _toggle_sheet(self) -> None:
        self._sheet.setVisible(self._sheet.isHidden())
        self.show_state()

    def _take_examiner(self, text: str) -> None:
        name = name_from_text(text)
        if str(name) != self._memory.settings.examiner:
            self._memory.change(examiner=str(name))
        self._change("examiner", name)

    def _follow_setting(self) -> None:
        """The setting of the window is that of the exam."""
        settings, exam = self._memory.settings, self._desk.view.exam
        if exam is not None and (exam.setting, exam.prevalence) != (settings.setting, settings.prevalence):
            self._desk.change(setting=settings.setting, prevalence=settings.prevalence)

    def _change(self, field: str, value: object) -> None:
        exam: Exam | None = self._desk.view.exam
        if exam is not None and getattr(exam, field) != value:
            self._desk.change(**{field: value})

    def _say_fault(self, error: MinamoError) -> None:
        self._notice.say(translate_error(error), translate("Notice", "OK"))

    def _say_well(self) -> None:
        self._notice.say(translate("Exam", "The exam's folder can be written again; nothing is missing."), good=True)

    def _say_slow(self, slow: bool) -> None:
        """Once, when the disk begins to be slow."""
        if slow and not self._slow_said:
            self._notice.say(
                translate(
                    "Exam",
                    "The disk of the exam is slow. What is kept waits in memory; check the disk or network drive.",
                ),
                translate("Notice", "OK"),
            )
        self._slow_said = slow

    def _say_closed(self, content: ExamContent, _folder: object) -> None:
        """What was ended by mistake is gone on with by one press."""
        if self._desk.running:
            return
        whose = content.exam.patient.label or f"{content.exam.started_at:%H:%M}"
        self._notice.say(
            translate("Exam", "The exam of {patient} is ended and kept.").format(patient=whose),
            translate("Exam", "Go on with it"),
            partial(self._desk.go_on, content.exam.id),
            good=True,
        )


def _checked_or_not(run: Run, answer: Callable[[], None], _checked: bool = False) -> None:
    """`QAction.triggered` says whether it is checked; these commands do not ask."""
    run(answer)

"""The strip under the scan: timer, phase, injections, curve, and beside it record, parameters, signs and maps."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QTabWidget, QToolButton, QVBoxLayout, QWidget

from app.contrast.phases import phase_at
from app.contrast.view import ContrastView, StudyState
from app.live.contrast.contrast_texts import clock_text, injection_text, phase_text, state_text
from app.live.contrast.injection_form import InjectionForm
from app.live.contrast.legend import Legend
from app.live.contrast.map_page import MapPage
from app.live.contrast.region_layer import Part
from app.live.contrast.result_tables import NotesPage, ParameterTable, SignTable
from app.live.look import theme
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.look.widgets import ElidedLabel, label, set_property, tool_button
from app.live.window.keys import Command

if TYPE_CHECKING:  # it brings pyqtgraph, which the window need not wait for
    from app.live.contrast.curve_plot import CurvePlot

TOOLS = (
    Command.CONTRAST_REGION,
    Command.CONTRAST_ELLIPSE,
    Command.CONTRAST_POLYGON,
    Command.CONTRAST_FREEHAND,
    Command.CONTRAST_UNDO,
)
_SIDE_WIDTH = 470
RECORD, PARAMETERS, SIGNS, MAPS, NOTES = range(5)


class ContrastStrip(QWidget):
    """Shows a `ContrastView`; emits what the user chose. Hidden where there is nothing of contrast."""

    injection_chosen = Signal(int)
    injection_changed = Signal(object)  # Injection
    map_chosen = Signal(object, float)

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contrast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self._view = ContrastView()
        self._db, self._part, self._hidden = False, Part.LESION, False
        self._clock, self._phase = label("clock"), label("words")
        self._state, self._notice = ElidedLabel("quiet"), ElidedLabel("fallback")
        self._veil, self._since = label("body"), ElidedLabel("quiet")
        self._injections = QComboBox()
        self._injections.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._injections.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._injections.setMaximumWidth(260)
        self._injections.activated.connect(self.injection_chosen)
        self.plot: CurvePlot | None = None  # made when the first study begins
        self._scale = 1.0
        self._legend = Legend()
        self.form, self.parameters, self.signs, self.maps = InjectionForm(), ParameterTable(), SignTable(), MapPage()
        self.form.changed.connect(self.injection_changed)
        self.maps.chosen.connect(self.map_chosen)
        self.side = QTabWidget()
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.tabBar().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setDocumentMode(True)
        self.side.tabBar().setDrawBase(False)
        self.notes = NotesPage()
        for page in (self.form, self.parameters, self.signs, self.maps, self.notes):
            self.side.addTab(page, "")
        self._region = tool_button(actions[Command.CONTRAST_REGION], text=True)
        self._build()
        self.retranslate()

    def show_view(self, view: ContrastView, *, db: bool, part: Part, hidden: bool) -> None:
        """Show this; `hidden` without any number (the patient sees the screen)."""
        before, self._view = self._view.state, view
        self._db, self._part, self._hidden = db, part, hidden
        on = view.state is not StudyState.OFF
        self.setVisible(on or view.has_panel)
        self._veil.setVisible(on and hidden)
        self._body.setVisible(on and not hidden)
        self._tools.setVisible(on and not hidden)
        self._injections.setVisible(on and len(view.injections) > 0 and not hidden)
        self._show_words(view)
        self._show_injections(view)
        if not on or hidden:
            return
        self._made_plot().show_view(view, db=db)
        self.form.show_injection(view.injection)
        self.parameters.show_view(view)
        self.signs.show_view(view)
        self.maps.show_view(view)
        notes = self.notes.show_view(view)
        self.side.setTabVisible(NOTES, notes > 0)
        self.side.setTabText(NOTES, translate("Contrast", "Notes ({count})").format(count=notes))
        self.side.tabBar().setTabTextColor(NOTES, QColor(theme.WARNING))
        if view.state is not before:
            if view.state is StudyState.DONE:
                self.side.setCurrentIndex(PARAMETERS)
            elif view.state is StudyState.COLLECTING:
                self.side.setCurrentIndex(RECORD)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self.side.setFixedWidth(round(_SIDE_WIDTH * scale))
        self._scale = scale
        if self.plot is not None:
            self.plot.set_scale(scale)
        self._legend.set_scale(scale)
        self.maps.set_scale(scale)
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(round(18 * scale), round(18 * scale)))
        self.show_view(self._view, db=self._db, part=self._part, hidden=self._hidden)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        names = (
            translate("Contrast", "Injection"),
            translate("Contrast", "Parameters"),
            translate("Contrast", "Signs"),
            translate("Contrast", "Maps"),
        )
        for place, name in enumerate(names):
            self.side.setTabText(place, name)
        shorts = {
            Command.CONTRAST_INJECTION: translate("Short", "New injection"),
            Command.CONTRAST_DB: translate("Short", "dB"),
        }
        for command, text in shorts.items():
            self._actions[command].setIconText(text)
        self._injections.setToolTip(translate("Contrast", "Injections of this exam, one for each lesion"))
        if self.plot is not None:
            self.plot.retranslate()
        self._legend.retranslate()
        for page in (self.form, self.parameters, self.signs, self.maps):
            page.retranslate()
        self.maps.set_tooltip(self._actions[Command.CONTRAST_MAP].toolTip())
        self.show_view(self._view, db=self._db, part=self._part, hidden=self._hidden)

    def _show_words(self, view: ContrastView) -> None:
        self._clock.setText(clock_text(view.clock_s) if view.state is not StudyState.OFF else "")
        self._clock.setVisible(view.state is not StudyState.OFF)
        injection = view.injection
        marked = injection is not None and injection.injected_s is not None
        set_property(self._clock, "marked", marked)
        since = (
            translate("Contrast", "s after the injection")
            if marked
            else translate("Contrast", "s after the first picture")
        )
        self._since.set_whole_text(since)
        phase = phase_at(view.phases, view.clock_s)
        self._phase.setText(phase_text(phase) if phase is not None else "")
        self._state.set_whole_text(state_text(view, self._actions[Command.CONTRAST_TIMER].shortcut().toString()))
        self._notice.set_whole_text(translate_error(view.notice) if view.notice is not None else "")
        self._notice.setVisible(view.notice is not None)
        collecting = view.state is StudyState.COLLECTING
        study = translate("Short", "Stop and keep") if collecting else translate("Short", "Begin without timer")
        self._actions[Command.CONTRAST_STUDY].setIconText(study)
        part = translate("Contrast", "Lesion") if self._part is Part.LESION else translate("Contrast", "Reference")
        self._actions[Command.CONTRAST_REGION].setIconText(part)
        set_property(self._region, "part", self._part.value)
        key = self._actions[Command.HIDE].shortcut().toString()
        self._veil.setText(translate("Findings", "Hidden. {key} shows them again.").format(key=key))

    def _show_injections(self, view: ContrastView) -> None:
        texts = [injection_text(injection) for injection in view.injections]
        if texts != [self._injections.itemText(place) for place in range(self._injections.count())]:
            self._injections.clear()
            self._injections.addItems(texts)
        self._injections.setCurrentIndex(view.chosen if texts else -1)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._clock)
        head.addWidget(self._phase)
        for command in (Command.CONTRAST_STUDY, Command.CONTRAST_INJECTION):
            head.addWidget(tool_button(self._actions[command], text=True))
        head.addWidget(self._injections)
        head.addWidget(self._state, 1)
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(2)
        tools.addWidget(self._region)
        for command in TOOLS[1:]:
            tools.addWidget(tool_button(self._actions[command]))
        line = QFrame()
        line.setFrameShape(QFrame.Shape.VLine)
        line.setStyleSheet(f"color: {theme.LINE}")
        tools.addWidget(line)
        for command in (Command.CONTRAST_DB, Command.CONTRAST_MAP):
            tools.addWidget(tool_button(self._actions[command]))
        tools.addStretch(1)
        self._curve = curve = QVBoxLayout()
        curve.setSpacing(2)
        curve.addWidget(self._tools)
        foot = QHBoxLayout()
        foot.addWidget(self._legend)
        self._since.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._since, 1)
        curve.addLayout(foot)
        self._body = QWidget()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(curve, 1)
        body.addWidget(self.side)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 6, 10, 6)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(self._notice)
        rows.addWidget(self._veil)
        rows.addWidget(self._body, 1)

    def _made_plot(self) -> "CurvePlot":
        if self.plot is None:
            from app.live.contrast.curve_plot import CurvePlot

            self.plot = CurvePlot()
            self.plot.set_scale(self._scale)
            self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            self.plot.setMinimumHeight(110)
            self._curve.insertWidget(1, self.plot, 1)
            self.plot.show()
        return self.plot

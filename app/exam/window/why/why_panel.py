"""Why a finding has its score: measured descriptors, and on demand what the network looked at."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.exam.window.term_texts import terms_of, unreviewed_note
from app.exam.window.why.saliency_paint import SaliencyPicture
from app.exam.window.why.why_view import WhyView
from app.live.look.descriptor_texts import descriptor_title, descriptor_value, measured_note
from app.live.look.error_texts import translate_text
from app.live.look.texts import time_text, translate
from app.live.look.widgets import label, tool_button
from app.live.window.keys import Command


class WhyPanel(QFrame):
    """Shows a `WhyView` under the cards.

    Signals:
        cancelled(): The saliency picture under way is not wanted any more.
    """

    cancelled = Signal()

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._view: WhyView | None = None
        self._heading, self._of = label("words"), label("quiet")
        self._state, self._note, self._proof = label("quiet"), label("quiet"), label("quiet")
        for text in (self._of, self._state, self._note, self._proof):
            text.setWordWrap(True)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 4)
        self._close, self._look = tool_button(actions[Command.WHY]), tool_button(actions[Command.SALIENCY], text=True)
        self._progress, self._cancel = QProgressBar(), QPushButton()
        self._progress.setRange(0, 100)
        self._cancel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cancel.clicked.connect(self.cancelled)
        self._picture = SaliencyPicture()
        self._build()
        self.hide()

    def show_view(self, view: WhyView | None) -> None:
        """Show this; None shows nothing."""
        self._view = view
        self.setVisible(view is not None)
        if view is None:
            return
        self._heading.setText(translate("Why", "Why: finding {number}").format(number=view.number))
        self._of.setVisible(view.time_ns is not None)
        if view.time_ns is not None:
            self._of.setText(translate("Why", "Measured on the picture at {time}").format(time=time_text(view.time_ns)))
        self._state.setVisible(view.reading or view.unread is not None)
        self._state.setText(
            translate("Why", "The picture is being measured") if view.reading else translate_text(view.unread or "")
        )
        self._show_rows(view)
        self._note.setText(f"{measured_note()} {unreviewed_note()}")
        self._note.setVisible(bool(view.measured))
        self._look.setVisible(view.looking is None)
        self._progress.setVisible(view.looking is not None)
        self._cancel.setVisible(view.looking is not None)
        self._progress.setValue(round(100 * (view.looking or 0)))
        self._cancel.setText(translate("Why", "Cancel"))
        self._picture.show_saliency(view.saliency)
        self._proof.setVisible(view.saliency is not None)
        self._proof.setText(
            translate(
                "Why",
                "What the network looked at; not a proof. One place after another was covered with tissue of its "
                "depth, and the colour is how the score of this picture moved.",
            )
        )

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._picture.set_scale(scale)
        for button in (self._close, self._look):
            button.setIconSize(QSize(round(18 * scale), round(18 * scale)))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.show_view(self._view)

    def _build(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self._heading, 1)
        header.addWidget(self._close)
        looking = QHBoxLayout()
        looking.addWidget(self._progress, 1)
        looking.addWidget(self._cancel)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 4, 6, 8)
        rows.setSpacing(4)
        rows.addLayout(header)
        rows.addWidget(self._of)
        rows.addWidget(self._state)
        rows.addLayout(self._grid)
        rows.addWidget(self._note)
        rows.addWidget(self._look)
        rows.addLayout(looking)
        rows.addWidget(self._picture)
        rows.addWidget(self._proof)

    def _show_rows(self, view: WhyView) -> None:
        terms = terms_of(view.system)
        while len(self._rows) < len(view.measured):
            pair = label("quiet"), label("measured")
            for column, cell in enumerate(pair):
                cell.setWordWrap(True)
                self._grid.addWidget(cell, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
            self._rows.append(pair)
        for place, pair in enumerate(self._rows):
            there = place < len(view.measured)
            for cell in pair:
                cell.setVisible(there)
            if there:
                pair[0].setText(descriptor_title(view.measured[place], terms))
                pair[1].setText(descriptor_value(view.measured[place], terms))

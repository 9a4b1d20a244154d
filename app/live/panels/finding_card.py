"""One finding: number, sign, score with its range, trend, size, and whether it has settled."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.live.look import theme
from app.live.look.signs import SignWidget
from app.live.look.texts import (
    look_text,
    moved_explanation,
    moved_text,
    score_text,
    settled_text,
    size_text,
    translate,
)
from app.live.look.widgets import ElidedLabel, label, set_property
from app.live.panels.trend import TrendLine
from app.live.view_state import Finding
from app.live.window.keys import Command, command_icon
from inference.findings import OperatingPoints, TrackState
from inference.prevalence import at_prevalence


class FindingCard(QFrame):
    """Shows a `Finding`; a click chooses it, the cross dismisses it."""

    chosen = Signal(int)
    dismissed = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, dismissable: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._shown: Finding | None = None
        self._number, self._score = label("number"), label("score")
        self._sign = SignWidget()
        self._look, self._settled = ElidedLabel("words"), ElidedLabel("body")
        self._out_of_view = ElidedLabel("body")
        self._range_caption, self._range = label("quiet"), label("range")
        self._at_setting, self._size, self._trend = label("body"), label("body"), TrendLine()
        self._at_setting.setWordWrap(True)
        self._cross = QToolButton()
        self._cross.setObjectName("cross")
        self._cross.setIcon(command_icon(Command.DISMISS))
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.clicked.connect(self._dismiss)
        self._cross.setVisible(dismissable)
        self._build()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for text in (self._look, self._settled, self._out_of_view):
            words.addWidget(text)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(7)
        top.addWidget(self._number)
        top.addWidget(self._sign)
        top.addWidget(self._score)
        top.addLayout(words, 1)
        top.addWidget(self._cross, 0, Qt.AlignmentFlag.AlignTop)
        range_row = QHBoxLayout()
        range_row.addWidget(self._range)
        range_row.addStretch(1)
        range_row.addWidget(self._size)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 4, 6, 8)
        rows.setSpacing(1)
        rows.addLayout(top)
        rows.addWidget(self._range_caption)
        rows.addLayout(range_row)
        rows.addWidget(self._at_setting)
        rows.addWidget(self._trend)

    def show_finding(
        self, finding: Finding, points: OperatingPoints, developed_at: float | None, prevalence: float | None
    ) -> None:
        """Show it as it stands.

        Args:
            finding: The finding.
            points: Limits between the three looks.
            developed_at: Prevalence that the score refers to, or None where it is not known.
            prevalence: Show the score moved to this prevalence too; None for not asked.
        """
        self._shown = finding
        track = finding.track
        look = theme.look_of(track.malignancy, points)
        self._number.setText(str(finding.number))
        self._sign.set_look(look)
        self._score.setText(score_text(track.malignancy))
        colour = theme.TEXT if track.settled and track.malignancy is not None else theme.TEXT_QUIET
        self._score.setStyleSheet(f"color: {colour}")
        self._look.set_whole_text(look_text(look))
        self._settled.set_whole_text(settled_text(track.settled))
        self._settled.setVisible(look is not None)
        self._out_of_view.set_whole_text(translate("Finding", "not in view"))
        self._out_of_view.setVisible(track.state is TrackState.LOST)
        known = track.malignancy_low is not None and track.malignancy_high is not None
        for part in (self._score, self._range_caption, self._range):
            part.setVisible(known)
        self._trend.setVisible(known and len(finding.trend) > 0)  # a still has none
        self._range_caption.setText(translate("Finding", "range of this score"))
        self._range.setText(f"{score_text(track.malignancy_low)} – {score_text(track.malignancy_high)}")
        self._size.setText(size_text(track.size_mm))
        self._trend.set_trend(finding.trend, theme.look_colour(look), (points.low_below, points.suspicious_from))
        self._show_at_setting(track.malignancy, developed_at, prevalence)
        self._score.setToolTip(translate("Finding", "Score for suspicion of malignancy, 0 to 1. Not a diagnosis."))
        set_property(self, "selected", finding.selected)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._sign.set_size(round(30 * scale))
        self._trend.setMinimumHeight(round(40 * scale))
        self._cross.setIconSize(QSize(round(16 * scale), round(16 * scale)))

    def set_dismiss_tooltip(self, text: str) -> None:
        """Name the key that dismisses."""
        self._cross.setToolTip(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this finding."""
        if self._shown is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._shown.number)

    def _show_at_setting(self, malignancy: float | None, developed_at: float | None, prevalence: float | None) -> None:
        asked = prevalence is not None and developed_at is not None and malignancy is not None
        self._at_setting.setVisible(asked)
        if prevalence is not None and developed_at is not None and malignancy is not None:
            moved = at_prevalence(malignancy, developed_at, prevalence)
            self._at_setting.setText(moved_text(moved, prevalence))
            self._at_setting.setToolTip(moved_explanation())

    def _dismiss(self) -> None:
        if self._shown is not None:
            self.dismissed.emit(self._shown.number)

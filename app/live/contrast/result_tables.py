"""Parameters with their intervals, and signs with their likelihood ratios, of a finished study."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.contrast.view import ContrastView, ParameterRow, SignRow
from app.live.contrast.contrast_texts import interval_text, number_text
from app.live.look import theme
from app.live.look.error_texts import translate_error, translate_filled
from app.live.look.pattern_texts import translate_pattern
from app.live.look.texts import translate
from app.live.look.widgets import label
from capture.errors import MinamoError

ROW_AIR_PX = 6


def parameter_cells(row: ParameterRow) -> tuple[str, ...]:
    """What stands in a row; a refused one has its reason instead of numbers."""
    if row.refused is not None and row.lesion is None:
        return row.name, refused_text(row.refused)
    name = f"{row.name} [{row.unit}]" if row.unit else row.name
    ratio = interval_text(row.ratio, row.ratio_low, row.ratio_high)
    return name, interval_text(row.lesion, row.low, row.high), number_text(row.reference), ratio


def refused_text(reason: MinamoError | str) -> str:
    """Why there is no number."""
    return translate("Contrast", "refused: {reason}").format(reason=said(reason))


def said(text: MinamoError | str) -> str:
    """An error or a text of the other rooms in the user's language."""
    return translate_error(text) if isinstance(text, MinamoError) else translate_filled(text)


def sign_cells(row: SignRow) -> tuple[str, ...]:
    """What stands in a row: the sign, what was measured, its likelihood ratio."""
    name = translate_pattern(row.name)
    text = translate_pattern(row.text).format(**row.values)
    if row.present is None:
        return name, refused_text(text)
    return name, text, interval_text(row.ratio, row.low, row.high)


class _Table(QTableWidget):
    """Cells that are only read; a row of two cells spans all of them with the second."""

    def __init__(self, shares: Sequence[float]) -> None:
        """`shares` of the width, one for each column."""
        super().__init__(0, len(shares))
        self._shares = shares
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setObjectName("dense")
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width; rows grow with what wraps."""
        super().resizeEvent(event)
        for column, share in enumerate(self._shares[:-1]):
            self.setColumnWidth(column, round(self.viewport().width() * share))
        self._fit_rows()

    def show_rows(self, rows: Sequence[tuple[str, ...]], tips: Sequence[str]) -> None:
        """Show these."""
        self.clearSpans()
        self.setRowCount(len(rows))
        for place, cells in enumerate(rows):
            spanned = len(cells) == 2
            for column in range(self.columnCount()):
                item = QTableWidgetItem(cells[column] if column < len(cells) else "")
                item.setToolTip(tips[place])
                if spanned and column:
                    item.setForeground(QColor(theme.TEXT_QUIET))
                self.setItem(place, column, item)
            if spanned:
                self.setSpan(place, 1, 1, self.columnCount() - 1)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """As high as what wraps in them, and a little air between."""
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + ROW_AIR_PX)


class ParameterTable(QWidget):
    """The parameters and the model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = _Table((0.2, 0.35, 0.14, 0.31))
        self._model = label("quiet")
        self._model.setWordWrap(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.table, 1)
        rows.addWidget(self._model)
        self._shown: object = None

    def show_view(self, view: ContrastView) -> None:
        """Show the result of this study."""
        if view.result is self._shown:
            return
        self._shown = view.result
        result = view.result
        rows = [] if result is None else [parameter_cells(row) for row in result.parameters]
        reasons = [] if result is None else [row.refused for row in result.parameters]
        self.table.show_rows(rows, ["" if reason is None else refused_text(reason) for reason in reasons])
        words = []
        if result is not None:
            if result.model:
                words.append(translate("Contrast", "Model: {model}").format(model=result.model))
            marked = result.time_base == "injection"
            since = translate("Contrast", "times from the injection")
            words.append(since if marked else translate("Contrast", "times from the arrival of the agent"))
        self._model.setText(" · ".join(words))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._shown = None
        names = (
            translate("Contrast", "Parameter"),
            translate("Contrast", "Lesion (95 %)"),
            translate("Contrast", "Reference"),
            translate("Contrast", "Ratio (95 %)"),
        )
        self.table.setHorizontalHeaderLabels(names)


class NotesPage(QWidget):
    """What the reader has to know of this recording."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = label("body")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll = QScrollArea()
        scroll.setWidget(self._text)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for each in (self._text, scroll.viewport()):  # Qt would fill them with the platform's own light ground
            each.setAutoFillBackground(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 6, 0, 0)
        rows.addWidget(scroll)

    def show_view(self, view: ContrastView) -> int:
        """Show the notes of this study; how many there are."""
        notes = [] if view.result is None else [said(text) for text in view.result.warnings]
        text = "\n".join(f"· {note}" for note in notes)
        if text != self._text.text():
            self._text.setText(text)
        return len(notes)


class SignTable(QWidget):
    """The signs, one by one: they are not independent, so nothing is multiplied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = _Table((0.27, 0.38, 0.35))
        self._caption = label("quiet")
        self._caption.setWordWrap(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.table, 1)
        rows.addWidget(self._caption)
        self._shown: object = None

    def show_view(self, view: ContrastView) -> None:
        """Show the signs of this study."""
        if view.result is self._shown:
            return
        self._shown = view.result
        signs = () if view.result is None else view.result.signs
        self.table.show_rows([sign_cells(row) for row in signs], [row.source for row in signs])

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._shown = None
        names = (
            translate("Contrast", "Sign"),
            translate("Contrast", "Measured"),
            translate("Contrast", "Likelihood ratio (95 %)"),
        )
        self.table.setHorizontalHeaderLabels(names)
        self._caption.setText(
            translate(
                "Contrast",
                "Likelihood ratios are from the literature, not trained. They stand one by one: the signs are not "
                "independent. Research use only. Not for diagnosis.",
            )
        )

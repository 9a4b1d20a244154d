"""Parameters with their intervals, and signs with their likelihood ratios, of a finished study."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.contrast.view import ContrastView, ParameterRow, SignRow
from app.live.contrast.contrast_texts import interval_text, number_text
from app.live.look import theme
from app.live.look.error_texts import translate_text
from app.live.look.texts import translate
from app.live.look.widgets import label


def parameter_cells(row: ParameterRow) -> tuple[str, ...]:
    """What stands in a row; a refused one has its reason instead of numbers."""
    if row.refused is not None:
        return row.name, translate("Contrast", "refused: {reason}").format(reason=translate_text(row.refused))
    name = f"{row.name} [{row.unit}]" if row.unit else row.name
    return name, interval_text(row), number_text(row.reference), number_text(row.ratio)


def sign_cells(row: SignRow) -> tuple[str, ...]:
    """What stands in a row: the sign, what was measured, its likelihood ratio."""
    name = translate_text(row.name)
    if row.refused is not None:
        return name, translate("Contrast", "refused: {reason}").format(reason=translate_text(row.refused))
    return name, translate_text(row.finding), number_text(row.likelihood_ratio)


class _Table(QTableWidget):
    """Cells that are only read; a row of two cells spans all of them with the second."""

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(True)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

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


class ParameterTable(QWidget):
    """The parameters, the model, and the warnings of the recording."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = _Table(4)
        self._warnings, self._model = label("fallback"), label("quiet")
        for text in (self._warnings, self._model):
            text.setWordWrap(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self._warnings)
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
        self.table.show_rows(rows, [cells[0] for cells in rows])
        warnings = [] if result is None else [translate_text(text) for text in result.warnings]
        self._warnings.setVisible(bool(warnings))
        self._warnings.setText("\n".join(warnings))
        model = "" if result is None else translate("Contrast", "Model: {model}").format(model=result.model)
        self._model.setText(model if result is not None and result.model else "")

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._shown = None
        names = (
            translate("Contrast", "Parameter"),
            translate("Contrast", "Lesion (95 %)"),
            translate("Contrast", "Reference"),
            translate("Contrast", "Ratio"),
        )
        self.table.setHorizontalHeaderLabels(names)


class SignTable(QWidget):
    """The signs, one by one: they are not independent, so nothing is multiplied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = _Table(3)
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
            translate("Contrast", "Likelihood ratio"),
        )
        self.table.setHorizontalHeaderLabels(names)
        self._caption.setText(
            translate(
                "Contrast",
                "Likelihood ratios are from the literature, not trained. They stand one by one: the signs are not "
                "independent. Research use only. Not for diagnosis.",
            )
        )

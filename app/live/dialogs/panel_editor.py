"""The canvas with what each panel shows below it, and a place for its owner's buttons."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.live.dialogs.panel_canvas import MOST_PANELS, PanelCanvas
from app.live.look.texts import kind_text, translate
from app.live.look.widgets import label
from capture.screen.layout import PanelKind


class PanelEditor(QWidget):
    """Draws, corrects and names one or two panels; shared by the layout dialog and the source dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = PanelCanvas()
        self.canvas.changed.connect(self._show_panels)
        self.kinds = [QComboBox() for _ in range(MOST_PANELS)]
        self._captions = [label("body") for _ in range(MOST_PANELS)]
        self.clear = QPushButton()
        self.clear.setAutoDefault(False)
        self.clear.clicked.connect(self._clear_panels)
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        for place, (caption, kind) in enumerate(zip(self._captions, self.kinds, strict=True)):
            kind.activated.connect(lambda chosen, panel=place: self.canvas.set_kind(panel, list(PanelKind)[chosen]))
            self._row.addWidget(caption)
            self._row.addWidget(kind)
        self._row.addStretch(1)
        self._row.addWidget(self.clear)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self.canvas, 1)
        rows.addLayout(self._row)
        self.retranslate()

    def add_button(self, button: QPushButton) -> None:
        """One more at the end of the row."""
        self._row.addWidget(button)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        for place, (caption, kind) in enumerate(zip(self._captions, self.kinds, strict=True), start=1):
            caption.setText(translate("Layout", "Panel {number}").format(number=place))
            kind.clear()
            for each in PanelKind:
                kind.addItem(kind_text(each))
        self.clear.setText(translate("Layout", "Clear"))
        self._show_panels()

    def _clear_panels(self) -> None:
        self.canvas.set_panels(())
        self.canvas.corrected.emit()

    def _show_panels(self) -> None:
        panels = self.canvas.panels
        for place, (caption, kind) in enumerate(zip(self._captions, self.kinds, strict=True)):
            drawn = place < len(panels)
            caption.setVisible(drawn)
            kind.setVisible(drawn)
            if drawn:
                kind.setCurrentIndex(list(PanelKind).index(panels[place].kind))
        self.clear.setEnabled(bool(panels))

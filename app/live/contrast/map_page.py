"""Which map lies over the B-mode picture, how opaque, and what its colours mean."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from app.contrast.view import ContrastView, MapView
from app.live.contrast.colours import map_colours
from app.live.contrast.contrast_texts import number_text
from app.live.look import theme
from app.live.look.texts import translate
from app.live.look.widgets import label

_COLUMNS = 4


class ColourBar(QWidget):
    """The colours of a map from low to high, with their values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: MapView | None = None
        self._scale = 1.0

    def show_map(self, shown: MapView | None) -> None:
        """The bar of this map."""
        self._map = shown
        self.update()

    def set_scale(self, scale: float) -> None:
        """Enlarge."""
        self._scale = scale
        self.setMinimumHeight(round(42 * scale))

    def sizeHint(self) -> QSize:
        """A flat bar."""
        return QSize(240, round(42 * self._scale))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw bar and numbers."""
        if self._map is None:
            return
        painter = QPainter(self)
        colours = map_colours(self._map.colours)
        image = QImage(colours.tobytes(), len(colours), 1, len(colours) * 3, QImage.Format.Format_RGB888)
        bar = QRectF(0, 2, self.width() - 1, 14 * self._scale)
        painter.drawImage(bar, image)
        painter.setPen(QColor(theme.LINE))
        painter.drawRect(bar)
        painter.setPen(QColor(theme.TEXT))
        painter.setFont(theme.ui_font(round(12 * self._scale)))
        words = QRectF(0, bar.bottom() + 3, self.width() - 1, 18 * self._scale)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, number_text(self._map.low))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, number_text(self._map.high))
        unit = f"{self._map.name} [{self._map.unit}]" if self._map.unit else self._map.name
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter, unit)
        painter.end()


class MapPage(QWidget):
    """Emits the map that was chosen and its opacity."""

    chosen = Signal(object, float)  # MapView or None, 0..1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._maps: tuple[MapView, ...] = ()
        self._name = ""
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._none = self._button("")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(10, 100)
        self._slider.setValue(60)
        self._slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._slider.valueChanged.connect(self._emit)
        self._opacity, self._empty = label("quiet"), label("body")
        self._empty.setWordWrap(True)
        self.bar = ColourBar()
        row = QHBoxLayout()
        row.addWidget(self._opacity)
        row.addWidget(self._slider, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 6, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self._empty)
        rows.addLayout(self._grid)
        rows.addLayout(row)
        rows.addWidget(self.bar)
        rows.addStretch(1)
        self._build()

    def show_view(self, view: ContrastView) -> None:
        """Offer the maps of this study."""
        maps = () if view.result is None else view.result.maps
        if maps is self._maps or (not maps and not self._maps):
            return
        self._maps = maps
        if self._name not in [each.name for each in maps]:
            self._name = ""
        self._build()
        self._emit()

    def next_map(self) -> None:
        """The next map, and after the last one none."""
        names = ["", *(each.name for each in self._maps)]
        self._choose(names[(names.index(self._name) + 1) % len(names)])

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self.bar.set_scale(scale)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._opacity.setText(translate("Contrast", "Opacity"))
        self._empty.setText(translate("Contrast", "Maps are made when the study is stopped."))
        self._none.setText(translate("Contrast", "None"))

    def set_tooltip(self, text: str) -> None:
        """What the key does that leads from map to map."""
        self._none.setToolTip(text)

    def _choose(self, name: str) -> None:
        self._name = name
        self._emit()

    def _emit(self) -> None:
        shown = next((each for each in self._maps if each.name == self._name), None)
        for button in self._group.buttons():
            button.setChecked(button.property("map") == self._name)
        self.bar.show_map(shown)
        self.chosen.emit(shown, self._slider.value() / 100)

    def _build(self) -> None:
        for button in self._group.buttons():
            if button is not self._none:
                self._group.removeButton(button)
                self._grid.removeWidget(button)
                button.deleteLater()
        self._empty.setVisible(not self._maps)
        self._none.setVisible(bool(self._maps))
        self._grid.addWidget(self._none, 0, 0)
        for place, each in enumerate(self._maps, start=1):
            self._grid.addWidget(self._button(each.name), place // _COLUMNS, place % _COLUMNS)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(name)
        button.setObjectName("choice")
        button.setCheckable(True)
        button.setProperty("map", name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked: self._choose(name))
        self._group.addButton(button)
        return button

"""The step of the layout dialog in which the user states what a pixel measures."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.scale.scale_canvas import ScaleCanvas
from app.live.scale.scale_texts import scale_text
from app.live.scale.two_points import LEAST_PX, Stretch, depth_mm, is_plausible, scale_of, stated, unscaled
from capture.screen.layout import Panel, ScaleOrigin
from capture.screen.pixel_shape import pixel_aspect
from capture.source import Screen

_MM_PER_UNIT = (1.0, 10.0)  # mm, cm
_FIRST_LENGTH = 10.0


class ScaleStep(QWidget):
    """Two points on the ruler and their distance; on request two more across it.

    What is stated counts for all panels, or for the one that is chosen where there are two.
    """

    scaled = Signal(tuple)  # of Panel: all panels, with the scale as it now is
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen: Screen | None = None
        self._panels: tuple[Panel, ...] = ()
        self.canvas = ScaleCanvas()
        self.canvas.changed.connect(self._state)
        self._hint, self._result = label("body"), label("body")
        self._hint.setWordWrap(True)
        self._result.setWordWrap(True)
        self._which = QComboBox()
        self._which.activated.connect(lambda _chosen: self.canvas.clear())
        self._names = label("body"), label("body")
        self.lengths = QDoubleSpinBox(), QDoubleSpinBox()
        for length in self.lengths:
            length.setRange(0.1, 400)
            length.setDecimals(1)
            length.setValue(_FIRST_LENGTH)
            length.valueChanged.connect(self._state)
        self.unit = QComboBox()
        self.unit.addItems(["mm", "cm"])
        self.unit.currentIndexChanged.connect(self._state)
        self.across = QCheckBox()
        self.across.toggled.connect(self._set_across)
        self.clear, self.done = QPushButton(), QPushButton()
        self.clear.clicked.connect(self._clear)
        self.done.clicked.connect(self.finished)
        for button in (self.clear, self.done):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(10)
        for part in (self._which, self._names[0], self.lengths[0], self._names[1], self.lengths[1], self.unit):
            row.addWidget(part)
        row.addWidget(self.across)
        row.addStretch(1)
        row.addWidget(self.clear)
        row.addWidget(self.done)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self._hint)
        rows.addWidget(self.canvas, 1)
        rows.addWidget(self._result)
        rows.addLayout(row)
        self._set_across(False)
        self.retranslate()

    def show_screen(self, screen: Screen | None, panels: tuple[Panel, ...]) -> None:
        """State the scale of these panels, in pixels of this screen; None forgets the screen."""
        same = self._screen is not None and screen is not None and self._screen.pixels.shape == screen.pixels.shape
        self._screen, self._panels = screen, panels
        if not same:
            self.canvas.clear()
        self.canvas.set_screen(screen)
        self.canvas.set_panels(panels)
        self._which.setVisible(len(panels) > 1)
        self._say()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._hint.setText(
            translate(
                "Scale",
                "Click two ticks of the depth ruler, as far apart as you can, and say how far apart they are. "
                "Arrow keys move the ringed point by a pixel (Shift 10), Delete begins anew.",
            )
        )
        chosen = max(self._which.currentIndex(), 0)
        self._which.clear()
        self._which.addItem(translate("Scale", "All panels"))
        for number in (1, 2):
            self._which.addItem(translate("Layout", "Panel {number}").format(number=number))
        self._which.setCurrentIndex(chosen)
        self._names[0].setText(translate("Scale", "Distance"))
        self._names[1].setText(translate("Scale", "across"))
        self.across.setText(translate("Scale", "Measure across too"))
        self.across.setToolTip(
            translate("Scale", "Only where pixels are not square: set two more points, side by side.")
        )
        self.clear.setText(translate("Scale", "Forget the scale"))
        self.done.setText(translate("Scale", "Back to the scan area"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _set_across(self, on: bool) -> None:
        self._names[1].setVisible(on)
        self.lengths[1].setVisible(on)
        self.canvas.set_most(4 if on else 2)
        self._state()

    def _clear(self) -> None:
        self._panels = tuple(unscaled(panel) if self._counts(at) else panel for at, panel in enumerate(self._panels))
        self.scaled.emit(self._panels)
        self.canvas.clear()
        self._say()

    def _counts(self, at: int) -> bool:
        """Whether what is stated counts for the panel at this place."""
        chosen = self._which.currentIndex()
        return len(self._panels) < 2 or chosen <= 0 or chosen == at + 1

    def _stretches(self) -> tuple[Stretch, ...]:
        """Those whose points are all set."""
        points, factor = self.canvas.points, _MM_PER_UNIT[max(self.unit.currentIndex(), 0)]
        pairs = zip(points[::2], points[1::2], self.lengths, strict=False)
        return tuple(Stretch(start, end, length.value() * factor) for start, end, length in pairs)

    def _state(self) -> None:
        """Take what the points and the distance say, if it can be."""
        stretches = self._stretches()
        scale = self._scale(stretches)
        if scale is not None and self._screen is not None:
            panels = []
            for at, panel in enumerate(self._panels):
                others = [other for other in self._panels if other is not panel]
                fits = self._counts(at) and is_plausible(panel, scale)
                second = stretches[1] if len(stretches) > 1 else None
                panels.append(stated(panel, stretches[0], second, self._screen, others) if fits else panel)
            if any(one is not other for one, other in zip(panels, self._panels, strict=True)):
                self._panels = tuple(panels)
                self.scaled.emit(self._panels)
        self._say()

    def _scale(self, stretches: tuple[Stretch, ...]) -> tuple[float, float] | None:
        if len(stretches) != self._wanted or self._screen is None:
            return None
        height, width = self._screen.pixels.shape[:2]
        second = stretches[1] if len(stretches) > 1 else None
        return scale_of(stretches[0], second, pixel_aspect((width, height)))

    @property
    def _wanted(self) -> int:
        return 2 if self.across.isChecked() else 1

    def _say(self) -> None:
        """Say what is stated, or what is missing."""
        stretches = self._stretches()
        scale = self._scale(stretches)
        counted = [panel for at, panel in enumerate(self._panels) if self._counts(at)]
        if not counted:
            self._result.setText("")
        elif scale is not None and not is_plausible(counted[0], scale):
            text = translate("Scale", "The picture would be {depth} cm deep: check the distance and its unit.")
            self._result.setText(text.format(depth=f"{depth_mm(counted[0], scale) / 10:.1f}"))
        elif any(each.length_px < LEAST_PX for each in stretches):
            self._result.setText(translate("Scale", "The two points are too near each other."))
        elif 0 < len(stretches) < self._wanted:
            self._result.setText(translate("Scale", "Now set two more points, side by side."))
        elif len(stretches) == 2 and scale is None:
            self._result.setText(translate("Scale", "The second distance must run across the first."))
        else:
            self._result.setText(" ".join(filter(None, (scale_text(counted[0]), self._how_sure(counted[0])))))

    def _how_sure(self, panel: Panel) -> str:
        if panel.scale_origin is not ScaleOrigin.STATED:
            return ""
        stretches = self._stretches()
        parts = []
        if stretches:
            error = max(each.error_percent for each in stretches)
            parts.append(
                translate("Scale", "Within {percent} % if the points are right.").format(percent=f"{error:.1f}")
            )
        if panel.scale_mark is not None:
            parts.append(translate("Scale", "It counts while the ruler looks as it does now."))
        else:
            parts.append(
                translate("Scale", "No ruler is watched there: state it anew after every change of depth or zoom.")
            )
        return " ".join(parts)

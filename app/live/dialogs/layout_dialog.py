"""Mark the scan on the scanner's screen by hand. The only place that sees the whole screen, and it keeps nothing."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.live.dialogs.panel_editor import PanelEditor
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.scale.scale_step import ScaleStep
from app.live.scale.scale_texts import scale_text
from app.live.scale.two_points import unscaled
from capture.screen.layout import Panel, Rect, ScaleOrigin, ScanLayout
from capture.screen.scale_mark import still_holds
from capture.source import Screen

_ASK_AGAIN_MS = 250


def layout_from_panels(panels: tuple[Panel, ...], source_size_px: tuple[int, int]) -> ScanLayout:
    """A layout in frame pixels from panels in screen pixels: the frame is their bounding rectangle."""
    left, top = min(panel.rect.left for panel in panels), min(panel.rect.top for panel in panels)
    return ScanLayout(tuple(_moved(panel, -left, -top) for panel in panels), (left, top), source_size_px)


def panels_on_screen(layout: ScanLayout) -> tuple[Panel, ...]:
    """The panels of a layout in screen pixels."""
    return tuple(_moved(panel, *layout.origin_px) for panel in layout.panels)


def _moved(panel: Panel, right_px: int, down_px: int) -> Panel:
    rect = panel.rect
    moved = Rect(rect.left + right_px, rect.top + down_px, rect.right + right_px, rect.bottom + down_px)
    return replace(panel, rect=moved)


class LayoutDialog(QDialog):
    """Draws one or two panels, each with its kind. Not modal: what runs goes on."""

    accepted_layout = Signal(object, object)  # ScanLayout, and the Screen it was drawn on

    def __init__(self, take_screen: Callable[[], Screen | None], parent: QWidget | None = None) -> None:
        """`take_screen` gives the newest whole screen, or None before the first."""
        super().__init__(parent)
        self.setModal(False)
        self._take_screen = take_screen
        self._screen: Screen | None = None
        self._size_px = (0, 0)
        self._waiting = QTimer(self)  # a source may be asked for a whole screen before it gives one
        self._waiting.setInterval(_ASK_AGAIN_MS)
        self._waiting.timeout.connect(self.take)
        self.editor = PanelEditor()
        self.canvas = self.editor.canvas
        self.canvas.changed.connect(self._show_panels)
        self._hint = label("body")
        self._hint.setWordWrap(True)
        self._again, self._use = QPushButton(), QPushButton()
        self.scale_step, self._scale, self._to_scale = ScaleStep(), label("body"), QPushButton()
        self._scale.setWordWrap(True)
        self.scale_step.scaled.connect(self.canvas.set_panels)
        self.scale_step.finished.connect(self._show_area)
        self._to_scale.clicked.connect(self.show_scale)
        self._again.clicked.connect(self.take)
        self._use.clicked.connect(self._accept)
        for button in (self._again, self._to_scale):
            button.setAutoDefault(False)
        self._use.setObjectName("primary")
        self._use.setDefault(True)
        self._area = QWidget()
        area = QVBoxLayout(self._area)
        area.setContentsMargins(0, 0, 0, 0)
        area.setSpacing(10)
        area.addWidget(self._hint)
        area.addWidget(self.editor, 1)
        self._steps = QStackedWidget()
        self._steps.addWidget(self._area)
        self._steps.addWidget(self.scale_step)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self._to_scale)
        below.addWidget(self._scale, 1)
        below.addWidget(self._again)
        below.addWidget(self._use)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 14, 16, 14)
        rows.setSpacing(10)
        rows.addWidget(self._steps, 1)
        rows.addLayout(below)
        self.resize(1000, 660)
        self.retranslate()

    def show_layout(self, layout: ScanLayout | None) -> None:
        """Begin from the layout now in force."""
        self.canvas.set_panels(() if layout is None else panels_on_screen(layout))
        self._show_area()

    def show_scale(self) -> None:
        """Go to the step in which the scale is stated."""
        if self.canvas.panels:
            self._steps.setCurrentWidget(self.scale_step)
            self.scale_step.canvas.setFocus()
            self._show_panels()

    def take(self) -> None:
        """Draw on the newest screen."""
        screen = self._take_screen()
        if screen is not None:
            self._size_px = (screen.pixels.shape[1], screen.pixels.shape[0])
            self.canvas.set_panels(tuple(_held(panel, screen) for panel in self.canvas.panels))
        self._screen = screen
        self.canvas.set_screen(screen)
        if screen is None and self.isVisible():
            self._waiting.start()
        else:
            self._waiting.stop()
        self._show_panels()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("Layout", "Scan area"))
        self.editor.retranslate()
        self._to_scale.setText(translate("Layout", "Scale…"))
        self._to_scale.setToolTip(translate("Layout", "State what a pixel measures, by two ticks of the ruler"))
        self._again.setText(translate("Layout", "Newest picture"))
        self._use.setText(translate("Layout", "Use this scan area"))
        self._show_panels()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take a screen."""
        super().showEvent(event)
        self.take()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the screen: it may show a name."""
        super().hideEvent(event)
        self._waiting.stop()
        self._screen = None
        self.canvas.set_screen(None)
        self.scale_step.show_screen(None, ())

    def _show_area(self) -> None:
        self._steps.setCurrentWidget(self._area)
        self._show_panels()

    def _show_panels(self) -> None:
        ready = self._size_px != (0, 0)
        panels = self.canvas.panels
        self._use.setEnabled(bool(panels) and ready)
        stating = self._steps.currentWidget() is self.scale_step
        self._to_scale.setVisible(not stating)
        self._to_scale.setEnabled(bool(panels) and ready)
        self._scale.setText("" if stating else _scales(panels))
        self.scale_step.show_screen(self._screen if stating else None, panels)
        self._hint.setText(
            translate(
                "Layout",
                "Drag a frame round the ultrasound picture, without names, rulers and bars; a second one where the "
                "scanner shows two pictures. Drag a side or a corner to correct it. Nothing outside goes any further, "
                "and this picture is not kept.",
            )
            if ready
            else translate("Layout", "There is no picture yet; it appears here as soon as the source gives one.")
        )

    def _accept(self) -> None:
        panels = tuple(_own(panel) for panel in self.canvas.panels)
        self.accepted_layout.emit(layout_from_panels(panels, self._size_px), self._screen)
        self.hide()


def _held(panel: Panel, screen: Screen) -> Panel:
    """The panel without its stated scale, where this screen shows another ruler."""
    mark = panel.scale_mark
    return panel if mark is None or still_holds(mark, screen.pixels) else unscaled(panel)


def _own(panel: Panel) -> Panel:
    """The panel without a scale that was read from a ruler: it is read on every screen anew."""
    return unscaled(panel) if panel.scale_origin is ScaleOrigin.RULER else panel


def _scales(panels: tuple[Panel, ...]) -> str:
    texts = [scale_text(panel) for panel in panels]
    if len(set(texts)) < 2:
        return "".join(texts[:1])
    return " ".join(f"{number}: {text}" for number, text in enumerate(texts, start=1))

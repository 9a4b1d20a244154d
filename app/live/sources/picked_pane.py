"""The right side of the source dialog: what the picked source shows, its scan area, its mode, a name to save it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.live.dialogs.layout_dialog import layout_from_panels, panels_on_screen
from app.live.dialogs.panel_editor import PanelEditor
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property
from app.live.sources.source_texts import seen_text, why_text
from app.live.window.actions import LiveSource
from app.scanners.profile import DrawnArea
from app.scanners.profile_file import LONGEST_NAME
from capture.devices.device_mode import DeviceMode, propose
from capture.devices.source_watch import SourceGlance
from capture.screen.layout import ScanLayout
from capture.screen.signature import Signature, sign
from capture.source import Screen


class PickedPane(QWidget):
    """Shows a glance and takes corrections; holds the newest whole screen only while it is visible."""

    used = Signal()
    mode_changed = Signal()
    save_asked = Signal(str)  # the name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen: Screen | None = None
        self._layout: ScanLayout | None = None
        self._signature: Signature | None = None  # of the screen on which the area was found, drawn or corrected
        self._source: LiveSource | None = None
        self._is_device = False
        self._active = False
        self.corrected = False
        self.editor = PanelEditor()
        self.editor.canvas.corrected.connect(self._correct)
        self._find = QPushButton()
        self._find.setAutoDefault(False)
        self._find.clicked.connect(self._find_again)
        self.editor.add_button(self._find)
        self._state, self._why = label("outcome"), label("quiet")
        self._state.setWordWrap(True)
        self._state.setMinimumHeight(44)  # two lines: the picture below must not jump
        self._state.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        self._why.setWordWrap(True)
        self._mode_caption, self._name_caption = label("body"), label("body")
        self.mode = QComboBox()
        self.mode.setMinimumWidth(240)
        self.mode.activated.connect(lambda _chosen: self._change_mode())
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.returnPressed.connect(self._ask_save)
        self.name.textChanged.connect(lambda _text: self._show_able())
        self.save, self.use = QPushButton(), QPushButton()
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._ask_save)
        self.use.setObjectName("primary")
        self.use.setAutoDefault(False)  # Enter belongs to the names and addresses that are typed here
        self.use.clicked.connect(self.used)
        self._build()
        self.retranslate()

    def show_source(self, source: LiveSource | None, mode: DeviceMode | None, name: str, *, device: bool) -> None:
        """Another source was picked.

        Args:
            source: The grabber as it is plugged in; None for a stream, and for one that is not plugged in.
            mode: The mode wished for so far, or None.
            name: Of the scanner's profile; empty for none.
            device: It is a grabber.
        """
        self._active, self._source, self._is_device = True, source, device
        self.corrected, self._layout, self._signature = False, None, None
        self.editor.canvas.set_panels(())
        self._fill_modes(mode)
        self.name.setText(name)
        self.show_glance(SourceGlance())

    def show_modes(self, source: LiveSource | None) -> None:
        """The grabber was plugged in, or unplugged, while it is picked."""
        if source != self._source:
            self._source = source
            self._fill_modes(self.chosen_mode)

    def forget(self) -> None:
        """Forget the screen: it may show a name."""
        self._screen = None
        self.editor.canvas.set_screen(None)

    def show_glance(self, glance: SourceGlance) -> None:
        """What the source shows now."""
        canvas = self.editor.canvas
        screen, before = glance.screen, self._screen
        if screen is not before:
            self._screen = screen
            canvas.set_screen(screen)
        if screen is not None and self._size(screen) != self._size(before):
            self.corrected, self._layout, self._signature = False, None, None  # another mode: it fits no more
            canvas.set_panels(())
        if not self.corrected and not canvas.dragging and glance.layout is not self._layout:
            self._layout = glance.layout
            canvas.set_panels(() if glance.layout is None else panels_on_screen(glance.layout))
            self._signature = glance.signature
        set_property(self._state, "tone", "wrong" if glance.fault or glance.slow else "plain")
        self._state.setText(self._state_text(glance))
        self._show_able()

    @property
    def chosen_mode(self) -> DeviceMode | None:
        """The mode that is wished for; None to let it be chosen."""
        mode = self.mode.currentData()
        return mode if isinstance(mode, DeviceMode) else None

    def area(self, *, as_found: bool) -> DrawnArea | None:
        """The scan area that the user drew or corrected, with what the screen looked like around it then.

        Not with what it looks like now: that may be a patient list, which would pass the gate ever after.

        Args:
            as_found: Also where the user has left it as it was found.
        """
        panels, signature = self.editor.canvas.panels, self._signature
        if self._screen is None or signature is None or not panels or not (self.corrected or as_found):
            return None
        return DrawnArea(layout_from_panels(panels, signature.size_px), signature)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.editor.retranslate()
        self._find.setText(translate("Source", "Find it again"))
        self._mode_caption.setText(translate("Source", "Mode"))
        self._name_caption.setText(translate("Source", "Scanner"))
        self.name.setPlaceholderText(translate("Source", "Name, as: Room 2 · Aplio"))
        self.save.setText(translate("Source", "Save as a scanner"))
        self.use.setText(translate("Source", "Use this source"))
        self._fill_modes(self.chosen_mode)
        self.show_glance(SourceGlance(screen=self._screen, layout=self._layout))

    def _build(self) -> None:
        mode_row, name_row = QHBoxLayout(), QHBoxLayout()
        for row in (mode_row, name_row):
            row.setSpacing(10)
        mode_row.addWidget(self._mode_caption)
        mode_row.addWidget(self.mode)
        mode_row.addWidget(self._why, 1)
        name_row.addWidget(self._name_caption)
        name_row.addWidget(self.name, 1)
        name_row.addWidget(self.save)
        name_row.addSpacing(14)
        name_row.addWidget(self.use)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self._state)
        rows.addWidget(self.editor, 1)
        rows.addLayout(mode_row)
        rows.addLayout(name_row)

    def _state_text(self, glance: SourceGlance) -> str:
        if not self._active:
            return translate("Source", "Choose what you want to see on the left.")
        if glance.fault is not None:
            return translate_error(glance.fault)
        return seen_text(glance, corrected=self.corrected)

    def _fill_modes(self, wished: DeviceMode | None) -> None:
        source = self._source
        modes = () if source is None else source.modes
        proposal = propose(modes, known=source is not None and source.modes_known)
        self.mode.clear()
        if proposal is None or source is None or not source.modes_known:
            self.mode.addItem(translate("Source", "Choose the mode for me"), None)
        if wished is not None and wished not in modes:
            self.mode.addItem(wished.text, wished)
        for mode in modes:
            self.mode.addItem(mode.text, mode)
        at = next((place for place in range(self.mode.count()) if self.mode.itemData(place) == wished), 0)
        self.mode.setCurrentIndex(at)
        for widget in (self.mode, self._mode_caption):
            widget.setVisible(self._is_device)
        self._why.setVisible(self._is_device)
        proposed = proposal is not None and (self.chosen_mode in (proposal.mode, None))
        self._why.setText(why_text(proposal.why) if proposal is not None and proposed else "")

    def _change_mode(self) -> None:
        self._fill_modes(self.chosen_mode)
        self.mode_changed.emit()

    def _correct(self) -> None:
        self.corrected = True
        if self._screen is not None:
            self._signature = sign(self._screen.pixels)
        self.show_glance(SourceGlance(screen=self._screen, layout=self._layout))

    def _find_again(self) -> None:
        self.corrected, self._layout = False, None
        self.editor.canvas.set_panels(())

    def _ask_save(self) -> None:
        if self.save.isEnabled():
            self.save_asked.emit(self.name.text())

    def _show_able(self) -> None:
        self.editor.canvas.setEnabled(self._screen is not None)
        self._find.setVisible(self.corrected)
        self.use.setEnabled(self._active)
        self.save.setEnabled(self._active and bool(self.name.text().strip()))

    @staticmethod
    def _size(screen: Screen | None) -> tuple[int, int]:
        return (0, 0) if screen is None else (screen.pixels.shape[1], screen.pixels.shape[0])

"""Choose a grabber with its mode, or a stream by its address. Not modal: what runs goes on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.live.dialogs.source_list import SourceList
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.window.actions import LiveSource, SourceChoice

_SCHEMES = ("udp://", "rtsp://", "rtsps://", "rtp://", "srt://", "tcp://", "http://", "https://")
_FOR_TRIALS = ("simulated:", "lavfi:")  # the demo scan and FFmpeg's virtual grabber, for a room without a scanner


class SourceDialog(QDialog):
    """Emits the choice; opens nothing itself."""

    chosen = Signal(object)  # SourceChoice

    def __init__(self, list_sources: Callable[[], Sequence[LiveSource]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._picked: LiveSource | None = None
        self.sources = SourceList(list_sources)
        self.sources.picked.connect(self._pick)
        self._heading, self._mode_caption, self._stream_caption = label("heading"), label("body"), label("heading")
        self._wrong = label("fallback")
        self._mode = QComboBox()
        self._mode.setMinimumWidth(260)
        self._use, self._open_stream = QPushButton(), QPushButton()
        self._use.setObjectName("primary")
        self._use.setDefault(True)
        self._use.setEnabled(False)
        self._use.clicked.connect(self._use_device)
        self._address = QLineEdit()
        self._address.setPlaceholderText("udp://@:5000   rtsp://192.168.0.20/stream")
        self._address.returnPressed.connect(self._use_stream)
        self._address.textChanged.connect(lambda: self._wrong.setText(""))
        self._open_stream.setAutoDefault(False)
        self._open_stream.clicked.connect(self._use_stream)
        mode_row = QHBoxLayout()
        mode_row.addWidget(self._mode_caption)
        mode_row.addWidget(self._mode, 1)
        mode_row.addWidget(self._use)
        stream_row = QHBoxLayout()
        stream_row.addWidget(self._address, 1)
        stream_row.addWidget(self._open_stream)
        rows = QVBoxLayout(self)
        rows.setSpacing(12)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.addWidget(self._heading)
        rows.addWidget(self.sources, 1, Qt.AlignmentFlag.AlignVCenter)
        rows.addLayout(mode_row)
        rows.addSpacing(10)
        rows.addWidget(self._stream_caption)
        rows.addLayout(stream_row)
        rows.addWidget(self._wrong)
        self.resize(720, 480)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("Source", "Live source"))
        self._heading.setText(translate("Source", "Grabbers"))
        self._mode_caption.setText(translate("Source", "Mode"))
        self._stream_caption.setText(translate("Source", "Network stream"))
        self._use.setText(translate("Source", "Use this source"))
        self._open_stream.setText(translate("Source", "Open the stream"))
        self._address.setToolTip(translate("Source", "Address of an MPEG-TS or RTSP stream"))
        self._fill_modes()
        self.sources.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _pick(self, source: LiveSource) -> None:
        self._picked = source
        self._use.setEnabled(True)
        self._fill_modes()

    def _fill_modes(self) -> None:
        self._mode.clear()
        self._mode.addItem(translate("Source", "Choose the mode for me"), None)
        for mode in () if self._picked is None else self._picked.modes:
            self._mode.addItem(mode, mode)
        self._mode.setEnabled(self._picked is not None)

    def _use_device(self) -> None:
        if self._picked is not None:
            self._choose(SourceChoice(self._picked.address, self._picked.name, self._mode.currentData()))

    def _use_stream(self) -> None:
        address = self._address.text().strip()
        if not address.lower().startswith(_SCHEMES + _FOR_TRIALS):
            text = translate("Source", "Begin the address with one of {schemes}")
            self._wrong.setText(text.format(schemes=" ".join(_SCHEMES)))
            return
        self._choose(SourceChoice(address, address))

    def _choose(self, choice: SourceChoice) -> None:
        def leave() -> None:
            self.hide()
            self.chosen.emit(choice)

        self.sources.when_free(leave)

"""The address of a network stream, with those that were used before."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.live.look.texts import translate
from app.live.look.widgets import label

_SCHEMES = ("udp://", "rtsp://", "rtsps://", "rtp://", "srt://", "tcp://", "http://", "https://")
_FOR_TRIALS = ("simulated:", "lavfi:")  # the demo scan and FFmpeg's virtual grabber, for a room without a scanner


class StreamRow(QWidget):
    """Emits an address that can be the one of a stream."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address = QComboBox()
        self.address.setEditable(True)
        self.address.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.address.setMinimumContentsLength(12)
        self.address.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        edit = self.address.lineEdit()
        assert edit is not None, "an editable box has a line to edit"
        self._edit = edit
        self._edit.setPlaceholderText("udp://@:5000")
        self._edit.setMaxLength(1000)
        self._edit.returnPressed.connect(self._pick)
        self._edit.textEdited.connect(lambda _text: self._say(""))
        self.address.activated.connect(lambda _place: self._pick())
        self.show_stream = QPushButton()
        self.show_stream.setAutoDefault(False)
        self.show_stream.clicked.connect(self._pick)
        self.wrong = label("fallback")
        self.wrong.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.address, 1)
        row.addWidget(self.show_stream)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(row)
        rows.addWidget(self.wrong, 0, Qt.AlignmentFlag.AlignLeft)
        self._say("")
        self.retranslate()

    def show_recent(self, addresses: Sequence[str]) -> None:
        """Offer these."""
        typed = self._edit.text()
        self.address.clear()
        self.address.addItems(list(addresses))
        self.address.setCurrentIndex(-1)
        self._edit.setText(typed)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.show_stream.setText(translate("Source", "Show"))
        self.address.setToolTip(translate("Source", "Address of an MPEG-TS or RTSP stream"))

    def _pick(self) -> None:
        address = self._edit.text().strip()
        if not address.lower().startswith(_SCHEMES + _FOR_TRIALS):
            text = translate("Source", "Begin the address with one of {schemes}")
            self._say(text.format(schemes=" ".join(_SCHEMES)))
            return
        self._say("")
        self.picked.emit(address)

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

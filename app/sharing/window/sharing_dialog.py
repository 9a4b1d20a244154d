"""Opens and closes the port, and says who may take what from it. Not modal."""

import socket
from typing import Literal

import psutil
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QIntValidator, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.exam.window.archive.tick_box import TickBox
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property
from app.settings import SharingSettings
from app.sharing.desk import SharingDesk, SharingGlance
from capture.errors import MinamoError

_GLANCE_MS = 500
_WHATS: tuple[Literal["picture with boxes", "picture", "tracks"], ...] = ("picture with boxes", "picture", "tracks")


class SharingDialog(QDialog):
    """Shows the desk's settings and how the port stands; every change is in force at once."""

    toggled = Signal()

    def __init__(self, desk: SharingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._desk = desk
        self._filling = False
        self._lead, self._state, self._warning = label("body"), label("outcome"), label("outcome")
        for text in (self._lead, self._state, self._warning):
            text.setWordWrap(True)
        self._captions = [label("body") for _ in range(3)]
        self.what, self.who, self.port, self.clean = QComboBox(), QComboBox(), QLineEdit(), TickBox()
        self.port.setValidator(QIntValidator(1024, 65535, self))
        self.port.setMaximumWidth(110)
        self.toggle = QPushButton()
        self.toggle.setAutoDefault(False)
        self.toggle.clicked.connect(self._toggle)
        self.what.activated.connect(lambda _place: self._change())
        self.who.activated.connect(lambda _place: self._change())
        self.port.editingFinished.connect(self._change)  # only what the validator takes
        self.clean.clicked.connect(lambda _on: self._change())
        self._timer = QTimer(self)
        self._timer.setInterval(_GLANCE_MS)
        self._timer.timeout.connect(self._show_state)
        desk.changed.connect(self._show_all)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        for caption, field in zip(self._captions, (self.what, self.who, self.port), strict=True):
            form.addRow(caption, field)
        form.addRow(label("body"), self.clean)
        row = QHBoxLayout()
        row.addWidget(self._state, 1)
        row.addWidget(self.toggle)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.setSpacing(14)
        rows.addWidget(self._lead)
        rows.addLayout(form)
        rows.addWidget(self._warning)
        rows.addStretch(1)
        rows.addLayout(row)
        self.resize(620, 400)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("Share", "Share with other programs"))
        self._lead.setText(
            translate(
                "Share",
                "3D Slicer, PLUS and other programs can take what you see from here by OpenIGTLink, for as long as you "
                "leave it open. It is always closed when Minamo starts.",
            )
        )
        captions = (translate("Share", "What"), translate("Share", "Who"), translate("Share", "Port"))
        for caption, text in zip(self._captions, captions, strict=True):
            caption.setText(text)
        whats = (
            translate("Share", "Picture with boxes, and the lesions"),
            translate("Share", "Bare picture, and the lesions"),
            translate("Share", "Lesions alone, no picture"),
        )
        whos = (translate("Share", "Programs of this computer only"), translate("Share", "Other computers too"))
        for box, texts in ((self.what, whats), (self.who, whos)):
            box.clear()
            box.addItems(texts)
        self.clean.setText(
            translate("Share", "De-identified: text inside the picture is blanked, no patient goes along")
        )
        self._show_all()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Count while visible."""
        super().showEvent(event)
        self._show_all()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """An open port stays open: the bar over the picture shows it."""
        super().hideEvent(event)
        self._timer.stop()

    def _show_all(self) -> None:
        settings = self._desk.settings
        self._filling = True
        self.what.setCurrentIndex(_WHATS.index(settings.what))
        self.who.setCurrentIndex(int(settings.others))
        self.port.setText(str(settings.port))
        self.clean.setChecked(not settings.identified)
        self._filling = False
        self._show_state()

    def _show_state(self) -> None:
        glance = self._desk.glance()
        self.toggle.setText(
            translate("Share", "Open the port") if glance is None else translate("Share", "Close the port")
        )
        self.toggle.setObjectName("primary" if glance is None else "")
        self.toggle.style().unpolish(self.toggle)
        self.toggle.style().polish(self.toggle)
        set_property(self._state, "tone", "plain" if glance is None else "good")
        self._state.setText(translate("Share", "Closed.") if glance is None else _state_text(glance))
        self._warn()

    def _warn(self) -> None:
        settings = self._desk.settings
        texts = []
        if settings.others:
            texts.append(
                translate(
                    "Share",
                    "Not encrypted: everyone in the network who knows this computer's address can see the picture.",
                )
            )
        if settings.identified:
            texts.append(translate("Share", "The patient's name can go along."))
        set_property(self._warning, "tone", "wrong")
        self._warning.setText("\n".join(texts))
        self._warning.setVisible(bool(texts))

    def _toggle(self) -> None:
        try:
            if self._desk.is_open:
                self._desk.close()
            else:
                self._desk.open()
        except MinamoError as error:
            self._say(error)
        self.toggled.emit()

    def _change(self) -> None:
        if self._filling:
            return
        settings = SharingSettings(
            port=int(self.port.text()),
            others=self.who.currentIndex() == 1,
            what=_WHATS[self.what.currentIndex()],
            identified=not self.clean.isChecked(),
            most_hz=self._desk.settings.most_hz,
        )
        try:
            self._desk.change(settings)
        except MinamoError as error:
            self._show_all()
            self._say(error)
        else:
            self._show_all()

    def _say(self, error: MinamoError) -> None:
        set_property(self._state, "tone", "wrong")
        self._state.setText(translate_error(error))
        self._timer.stop()  # the text stays until something is pressed
        self._timer.start(10 * _GLANCE_MS)


def _state_text(glance: SharingGlance) -> str:
    text = translate("Share", "Open at {address}. Programs connected: {programs}. Sent: {sent}.")
    said = text.format(address=_reachable(glance), programs=glance.programs, sent=glance.sent)
    if glance.held_back:
        said = f"{said} {translate('Share', 'The picture is looked at for text first.')}"
    return said


def _reachable(glance: SharingGlance) -> str:
    """Where other programs find it: for other computers this computer's own addresses."""
    if not glance.others:
        return glance.address
    _, _, port = glance.address.partition(":")
    found = [
        each.address
        for addresses in psutil.net_if_addrs().values()
        for each in addresses
        if each.family == socket.AF_INET and not each.address.startswith("127.")
    ]
    return ", ".join(f"{address}:{port}" for address in found) or glance.address

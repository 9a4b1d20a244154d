"""The fields of the archive's settings, section by section."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.exam.window.archive.archive_words import CHARACTER_SETS, character_set_text, report_text, without_entry_text
from app.exam.window.archive.tick_box import TickBox
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property
from app.settings import ArchiveSettings

_TITLE_CHARACTERS, _HOST_CHARACTERS = 16, 255
_PORT_PX = 90
_LEFT = Qt.AlignmentFlag.AlignLeft


class SettingsForm(QWidget):
    """Shows an `ArchiveSettings` and tells what was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._names: list[tuple[QLabel, Callable[[], str]]] = []
        self._lines: dict[str, QLineEdit] = {}
        self._checks: dict[str, tuple[TickBox, Callable[[], str]]] = {}
        self._files: list[QPushButton] = []
        self._without_entry, self._report, self._character_set = QComboBox(), QComboBox(), QComboBox()
        for box in (self._without_entry, self._report, self._character_set):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4, 4, 12, 4)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._row = 0
        self._add_archive()
        self._add_worklist()
        self._add_tls()
        self._grid.setRowStretch(self._row, 1)
        self.retranslate()

    # -- values ------------------------------------------------------------------------------------------------------

    def show_settings(self, settings: ArchiveSettings) -> None:
        """Show these."""
        values = settings.model_dump()
        for name, line in self._lines.items():
            line.setText("" if values[name] == 0 else str(values[name]))
            set_property(line, "wrong", False)
        for name, (check, _) in self._checks.items():
            check.setChecked(values[name])
        self._without_entry.setCurrentIndex(self._without_entry.findData(settings.without_entry))
        self._report.setCurrentIndex(self._report.findData(settings.report))
        self._character_set.setCurrentIndex(self._character_set.findData(settings.character_set))
        self._enable()

    def values(self) -> dict[str, Any]:
        """What was typed, by the settings' names; a number only where it is one."""
        typed: dict[str, Any] = {}
        for name, line in self._lines.items():
            text = line.text().strip()
            typed[name] = (int(text) if text.isdigit() else 0) if name.endswith("port") else text
        typed |= {name: check.isChecked() for name, (check, _) in self._checks.items()}
        typed["without_entry"] = self._without_entry.currentData()
        typed["report"] = self._report.currentData()
        typed["character_set"] = self._character_set.currentData()
        return typed

    def mark_wrong(self, names: set[str]) -> None:
        """Mark these fields, and no others."""
        for name, line in self._lines.items():
            set_property(line, "wrong", name in names)

    def name_of(self, field: str) -> str:
        """What a field is called on screen."""
        return self._lines[field].accessibleName() if field in self._lines else field

    # -- making ------------------------------------------------------------------------------------------------------

    def _add_archive(self) -> None:
        self._heading(lambda: translate("Archive", "Archive (DICOM storage)"))
        self._address("", lambda: translate("Archive", "Host and port"))
        self._title("title", lambda: translate("Archive", "AE title of the archive"))
        self._title("own_title", lambda: translate("Archive", "AE title of this station"))
        self._field(lambda: translate("Archive", "Exam without a worklist entry"), self._without_entry)
        self._field(lambda: translate("Archive", "Report goes along"), self._report)
        self._field(lambda: translate("Archive", "Written in"), self._character_set)
        port = self._line("commitment_port", lambda: translate("Archive", "Port for the archive's answer"))
        self._check("commitment", lambda: translate("Archive", "Ask the archive to promise that it keeps the exam"))
        self._field(lambda: translate("Archive", "Port for its answer"), self._short(port))
        self._hint(
            lambda: translate(
                "Archive", "Storage commitment. The port is open only while an answer is owed; empty opens none."
            )
        )

    def _add_worklist(self) -> None:
        self._heading(lambda: translate("Archive", "Worklist"))
        self._address("worklist_", lambda: translate("Archive", "Host and port"))
        self._title("worklist_title", lambda: translate("Archive", "AE title of the worklist"))
        self._title("modality", lambda: translate("Archive", "Modality asked for"))
        self._check("mpps", lambda: translate("Archive", "Tell this host when an exam begins and ends (MPPS)"))

    def _add_tls(self) -> None:
        self._heading(lambda: translate("Archive", "Encryption"))
        self._check("tls", lambda: translate("Archive", "Speak to archive and worklist by TLS (1.2 or newer)"))
        self._file("tls_authority", lambda: translate("Archive", "The hospital's authority (PEM)"))
        self._file("tls_certificate", lambda: translate("Archive", "Certificate of this station (PEM)"))
        self._file("tls_key", lambda: translate("Archive", "Its key (PEM)"))

    def _heading(self, text: Callable[[], str]) -> None:
        heading = label("heading")
        if self._row:
            self._grid.setRowMinimumHeight(self._row, 10)
            self._row += 1
        self._grid.addWidget(heading, self._row, 0, 1, 2)
        self._names.append((heading, text))
        self._row += 1

    def _field(self, text: Callable[[], str], field: QWidget) -> None:
        name = label("body")
        self._names.append((name, text))
        self._grid.addWidget(name, self._row, 0)
        self._grid.addWidget(field, self._row, 1)
        self._row += 1

    def _hint(self, text: Callable[[], str]) -> None:
        hint = label("quiet")
        hint.setWordWrap(True)
        self._names.append((hint, text))
        self._grid.addWidget(hint, self._row, 1)
        self._row += 1

    def _line(self, name: str, text: Callable[[], str]) -> QLineEdit:
        line = QLineEdit()
        if name.endswith("port"):
            line.setValidator(QIntValidator(0, 65535, line))
            line.setFixedWidth(_PORT_PX)
        self._lines[name] = line
        self._names.append((_Named(line), text))
        return line

    def _address(self, prefix: str, text: Callable[[], str]) -> None:
        host = self._line(f"{prefix}host", text)
        host.setMaxLength(_HOST_CHARACTERS)
        host.setPlaceholderText("pacs.hospital.example")
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(host, 1)
        row.addWidget(self._line(f"{prefix}port", text))
        self._field(text, both)

    def _title(self, name: str, text: Callable[[], str]) -> None:
        line = self._line(name, text)
        line.setMaxLength(_TITLE_CHARACTERS)
        self._field(text, line)

    def _short(self, field: QWidget) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(field)
        row.addStretch(1)
        return holder

    def _check(self, name: str, text: Callable[[], str]) -> None:
        check = TickBox()
        check.toggled.connect(self._enable)
        self._checks[name] = (check, text)
        self._grid.addWidget(check, self._row, 0, 1, 2, _LEFT)
        self._row += 1

    def _file(self, name: str, text: Callable[[], str]) -> None:
        line, button = self._line(name, text), QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(lambda: _ask_for_file(self, line))
        self._files.append(button)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(line, 1)
        row.addWidget(button)
        self._field(text, both)

    # -- showing -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        for name, text in self._names:
            name.setText(text())
        for check, text in self._checks.values():
            check.setText(text())
        for button in self._files:
            button.setText(translate("Archive", "Choose…"))
        _fill(self._without_entry, {key: without_entry_text(key) for key in ("refuse", "pseudonym")})
        _fill(self._report, {key: report_text(key) for key in ("both", "ja", "en", "none")})
        _fill(self._character_set, {key: character_set_text(key) for key in CHARACTER_SETS})

    def _enable(self) -> None:
        self._lines["commitment_port"].setEnabled(self._checks["commitment"][0].isChecked())
        for line, button in zip(("tls_authority", "tls_certificate", "tls_key"), self._files, strict=True):
            self._lines[line].setEnabled(self._checks["tls"][0].isChecked())
            button.setEnabled(self._checks["tls"][0].isChecked())


class _Named(QLabel):
    """Passes a field's name on to those who cannot see it."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self.hide()
        self._field = field

    def setText(self, text: str) -> None:
        """Name the field."""
        self._field.setAccessibleName(text)


def _fill(box: QComboBox, items: dict[str, str]) -> None:
    """The same choices in another language; what is chosen stays."""
    chosen = box.currentData()
    box.clear()
    for key, text in items.items():
        box.addItem(text, key)
    box.setCurrentIndex(max(box.findData(chosen), 0))


def _ask_for_file(parent: QWidget, line: QLineEdit) -> None:
    dialog = QFileDialog(parent, line.accessibleName(), line.text() or QDir.homePath())
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # native ones are modal on every platform
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(["PEM (*.pem *.crt *.cer *.key)", translate("Archive", "All files (*)")])
    dialog.fileSelected.connect(lambda name: line.setText(str(Path(name))))
    dialog.resize(860, 540)
    dialog.show()

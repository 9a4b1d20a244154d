"""The settings of the archive, with a test of the connection that says what is wrong."""

from pydantic import ValidationError
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.exam.window.archive.settings_form import SettingsForm
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property
from app.settings import ArchiveSettings
from capture.errors import MinamoError


class ArchiveSettingsDialog(QDialog):
    """Emits what is to be tested or kept; connects to nothing itself."""

    test_asked = Signal(object)  # ArchiveSettings
    changed = Signal(object)  # ArchiveSettings

    def __init__(self, settings: ArchiveSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._settings = settings
        self._result: tuple[str | MinamoError, bool] | None = None
        self.form = SettingsForm()
        self._said = label("outcome")
        self._said.setWordWrap(True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._test, self._keep = QPushButton(), QPushButton()
        self._test.setAutoDefault(False)
        self._keep.setObjectName("primary")
        self._keep.setDefault(True)
        self._test.clicked.connect(self._ask_for_test)
        self._keep.clicked.connect(self._take)
        scroll = QScrollArea()
        scroll.setWidget(self.form)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._test)
        buttons.addWidget(self._keep)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.setSpacing(12)
        rows.addWidget(scroll, 1)
        rows.addWidget(self._said)
        rows.addLayout(buttons)
        self.resize(660, 740)
        self.retranslate()
        self.form.show_settings(settings)

    def show_settings(self, settings: ArchiveSettings) -> None:
        """Show these, and forget what a test said."""
        self._settings = settings
        self.form.show_settings(settings)
        self._say(None)

    def show_testing(self) -> None:
        """A test is under way."""
        self._test.setEnabled(False)
        self._say((translate("Archive", "Testing…"), True))

    def show_result(self, fault: MinamoError | None) -> None:
        """What the test found; None when everything that is set answers."""
        self._test.setEnabled(True)
        self._say((fault, False) if fault is not None else ("", True))

    @property
    def said(self) -> str:
        """What stands under the form."""
        return self._said.text()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("Archive", "Archive and worklist"))
        self._test.setText(translate("Archive", "Test connection"))
        self._keep.setText(translate("Archive", "Save"))
        self.form.retranslate()
        self._say(self._result)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _say(self, result: tuple[str | MinamoError, bool] | None) -> None:
        self._result = result
        text, good = result or ("", True)
        if isinstance(text, MinamoError):
            text = translate_error(text)
        elif result is not None and not text:
            text = translate("Archive", "Everything that is set answers as it should.")
        self._said.setText(text)
        self._said.setVisible(bool(text))
        set_property(self._said, "tone", "good" if good else "wrong")

    def _typed(self) -> ArchiveSettings | None:
        """The settings as they stand in the form; None where a field makes no sense, which is then said."""
        try:
            typed = ArchiveSettings.model_validate(self._settings.model_dump() | self.form.values())
        except ValidationError as fault:
            names = {str(one["loc"][0]) for one in fault.errors() if one["loc"]}
            self.form.mark_wrong(names)
            fields = translate("Archive", ", ").join(sorted({self.form.name_of(name) for name in names}))
            self._say((translate("Archive", "Correct: {fields}").format(fields=fields), False))
            return None
        self.form.mark_wrong(set())
        return typed

    def _ask_for_test(self) -> None:
        typed = self._typed()
        if typed is not None:
            self.show_testing()
            self.test_asked.emit(typed)

    def _take(self) -> None:
        typed = self._typed()
        if typed is not None:
            self._settings = typed
            self._say(None)
            self.hide()
            self.changed.emit(typed)

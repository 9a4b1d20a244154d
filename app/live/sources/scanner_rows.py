"""The scanner profiles: choose, rename, delete with undo, export, import."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from app.live.dialogs.open_dialogs import ask_for_profile, ask_where_to_save
from app.live.look.error_texts import translate_error
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.panels.notice_strip import NoticeStrip
from app.scanners.profile import ScannerProfile
from app.scanners.profile_file import SUFFIX
from app.scanners.profile_shelf import ProfileShelf
from capture.errors import MinamoError

_ID = Qt.ItemDataRole.UserRole
_MOST_ROWS = 5  # before it scrolls


class ScannerRows(QWidget):
    """Emits the profile that is picked; says what went wrong in the strip it is lent."""

    picked = Signal(object)  # ScannerProfile
    changed = Signal()  # kept, renamed, deleted or imported

    def __init__(self, shelf: ProfileShelf, notice: NoticeStrip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._notice = shelf, notice
        self._profiles: dict[str, ScannerProfile] = {}
        self._filling = False
        self.list = QListWidget()
        self.list.setObjectName("roomy")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda now, _before: self._pick(now))
        self.list.itemClicked.connect(self._pick)
        self.list.itemChanged.connect(self._renamed)
        self._none = label("body")
        self._none.setWordWrap(True)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, sign, answer in (
            ("rename", "ph.pencil-simple", self._edit),
            ("delete", "ph.trash", self._delete),
            ("export", "ph.upload-simple", self._export),
            ("import", "ph.download-simple", self._import),
        ):
            button = QToolButton()
            button.setIcon(icon(sign))
            button.clicked.connect(partial(self._run, answer))
            self._buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self._none)
        rows.addWidget(self.list)
        rows.addLayout(row)
        self.retranslate()
        self.refresh()

    @property
    def current(self) -> ScannerProfile | None:
        """The profile that is marked."""
        item = self.list.currentItem()
        return None if item is None else self._profiles.get(item.data(_ID))

    def refresh(self, mark: str | None = None) -> None:
        """Read the profiles anew; `mark` is the id of the one to mark, which picks nothing."""
        marked = self.current
        wanted = mark if mark is not None else (marked.id if marked is not None else "")
        self._profiles = {profile.id: profile for profile in self._shelf.all()}
        self._filling = True
        self.list.clear()
        for profile in self._profiles.values():
            item = QListWidgetItem(icon("ph.stack"), profile.name)
            item.setData(_ID, profile.id)
            item.setToolTip(_about(profile))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
            if profile.id == wanted:
                self.list.setCurrentItem(item)
        self._filling = False
        self._fit()
        self._show_able()

    def clear_mark(self) -> None:
        """Something else was picked."""
        self._filling = True
        self.list.setCurrentRow(-1)
        self.list.clearSelection()
        self._filling = False
        self._show_able()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._none.setText(translate("Source", "None yet. Choose a source, then save it under the scanner's name."))
        for name, text in (
            ("rename", translate("Source", "Rename this scanner")),
            ("delete", translate("Source", "Delete this scanner; it can be taken back")),
            ("export", translate("Source", "Export this scanner as a file")),
            ("import", translate("Source", "Import a scanner from a file")),
        ):
            self._buttons[name].setToolTip(text)
            self._buttons[name].setAccessibleName(text)

    def _fit(self) -> None:
        rows = self.list.count()
        height = self.list.sizeHintForRow(0) if rows else 0
        self.list.setFixedHeight(min(rows, _MOST_ROWS) * height + 12)  # with its frame
        self.list.setVisible(rows > 0)
        self._none.setVisible(rows == 0)
        self.list.setIconSize(QSize(18, 18))

    def _show_able(self) -> None:
        marked = self.current is not None
        for name in ("rename", "delete", "export"):
            self._buttons[name].setEnabled(marked)

    def _pick(self, item: QListWidgetItem | None) -> None:
        self._show_able()
        if item is not None and not self._filling and item.data(_ID) in self._profiles:
            self.picked.emit(self._profiles[item.data(_ID)])

    def _run(self, answer: Callable[[], None], _checked: bool = False) -> None:
        try:
            answer()
        except MinamoError as error:
            self._say(error)

    def _say(self, error: MinamoError) -> None:
        self._notice.say(translate_error(error))
        self.refresh()

    def _edit(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        id = item.data(_ID)
        if self._filling or id not in self._profiles or item.text() == self._profiles[id].name:
            return
        try:
            self._shelf.rename(id, item.text())
        except MinamoError as error:
            self._say(error)
            return
        self.refresh(id)
        self.changed.emit()

    def _delete(self) -> None:
        profile = self.current
        if profile is None:
            return
        removed = self._shelf.remove(profile.id)
        self.refresh("")
        self.changed.emit()
        text = translate("Source", "Deleted: {name}").format(name=removed.name)
        undo = partial(self._run, partial(self._bring_back, removed))
        self._notice.say(text, translate("Source", "Undo"), undo, good=True)

    def _bring_back(self, removed: ScannerProfile) -> None:
        self._shelf.keep(removed)
        self.refresh(removed.id)
        self.changed.emit()

    def _export(self) -> None:
        profile = self.current
        if profile is None:
            return
        kind = SUFFIX.removeprefix(".")
        name = "".join(each if each.isalnum() or each in " -_" else "_" for each in profile.name).strip() or "scanner"
        ask_where_to_save(
            self.window(),
            translate("Source", "Export this scanner as a file"),
            f"{name}{SUFFIX}",
            lambda file: self._run(partial(self._export_to, profile.id, file)),
            kind=kind,
        )

    def _export_to(self, id: str, file: Path) -> None:
        self._shelf.export(id, file)
        self._notice.say(translate("Source", "Exported: {name}").format(name=file.name), good=True)

    def _import(self) -> None:
        ask_for_profile(self.window(), self.take_or_say)

    def take_or_say(self, file: Path) -> None:
        """Import this file, or say why not."""
        self._run(partial(self.take, file))

    def take(self, file: Path) -> None:
        """Import this file.

        Raises:
            ProfileError: It cannot be read, or is no profile.
        """
        profile = self._shelf.take(file)
        self.refresh(profile.id)
        self.changed.emit()
        self.picked.emit(profile)
        self._notice.say(translate("Source", "Imported: {name}").format(name=profile.name), good=True)


def _about(profile: ScannerProfile) -> str:
    mode = "" if profile.mode is None else f"\n{profile.mode.text}"
    return f"{profile.name}\n{profile.source_name}{mode}"

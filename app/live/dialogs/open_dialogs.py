"""Asks for a file or a folder without stopping what is live: none of these dialogs is modal."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.live.look.texts import translate
from app.scanners.profile_file import SUFFIX as PROFILE_SUFFIX
from app.study.study_file import SUFFIX

_VIDEO = "*.mp4 *.mkv *.avi *.mov *.m4v *.mpg *.mpeg *.ts *.webm *.gif"
_STILL = "*.dcm *.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp"


def ask_for_file(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask for a recording; DICOM files often have no ending, so all files can be chosen too."""
    dialog = _dialog(parent, translate("Open", "Open a recording"), then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(
        [
            translate("Open", "Recordings ({endings})").format(endings=f"{_VIDEO} {_STILL} *{SUFFIX}"),
            translate("Open", "All files, DICOM without an ending too (*)"),
        ]
    )
    dialog.show()


def ask_for_profile(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask for a scanner profile that was exported."""
    dialog = _dialog(parent, translate("Open", "Import a scanner"), then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([translate("Open", "Scanners ({endings})").format(endings=f"*{PROFILE_SUFFIX}")])
    dialog.show()


def ask_for_folder(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask for a folder of images."""
    dialog = _dialog(parent, translate("Open", "Open a folder of images"), then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.show()


def ask_for_folder_to_save(parent: QWidget, title: str, then: Callable[[Path], None]) -> None:
    """Ask for the folder into which something is saved."""
    dialog = _dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.show()


def ask_where_to_save(
    parent: QWidget, title: str, name: str, then: Callable[[Path], None], *, kind: str = "MP4"
) -> None:
    """Ask for the name of a file of this kind ("MP4", "ZIP")."""
    dialog = _dialog(parent, title, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"{kind} (*.{kind.lower()})"])
    dialog.setDefaultSuffix(kind.lower())
    dialog.selectFile(name)
    dialog.show()


def _dialog(parent: QWidget, title: str, then: Callable[[Path], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title, QDir.homePath())
    dialog.setModal(False)
    dialog.resize(860, 540)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # native ones are modal on every platform
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    return dialog

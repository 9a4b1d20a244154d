"""The language of the window: Japanese or English, switched without a restart.

`python -m app.language` builds the `.qm` files from the `.ts` files; the bootstrap runs it.
"""

import logging
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

log = logging.getLogger(__name__)

LANGUAGES = {"system": "System", "en": "English", "ja": "日本語"}  # each in its own language, but the first

_installed: list[QTranslator] = []  # those in force; Qt does not own them


def language_of(code: str) -> str:
    """The language a setting stands for: "ja" or "en"; "system" follows the computer."""
    if code in ("ja", "en"):
        return code
    return "ja" if QLocale.system().language() is QLocale.Language.Japanese else "en"


def install_language(app: QCoreApplication, code: str) -> str:
    """Say everything in this language from now on; every open window is told by a LanguageChange event.

    Args:
        app: The running application.
        code: "system", "en" or "ja".

    Returns:
        The language in force; "en" where the translation was not built.
    """
    while _installed:
        app.removeTranslator(_installed.pop())
    language = language_of(code)
    if language == "en":
        return language
    own = QTranslator()
    with as_file(files("resources")) as folder:
        if not own.load(str(Path(folder) / "i18n" / f"minamo_{language}.qm")):
            log.warning("no translation for %s: run `python -m app.language` once", language)
            return "en"
    qts = QTranslator()
    if qts.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qts)
        _installed.append(qts)
    app.installTranslator(own)  # installed last, asked first
    _installed.append(own)
    return language


def build_translations() -> list[Path]:
    """Make a `.qm` beside every `.ts` with Qt's lrelease; the files made.

    Raises:
        subprocess.CalledProcessError: lrelease refused a file.
        FileNotFoundError: This PySide6 comes without lrelease.
    """
    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    folder = Path(__file__).parents[1] / "resources" / "i18n"
    made = []
    for source in sorted(folder.glob("*.ts")):
        target = source.with_suffix(".qm")
        subprocess.run([str(tool), "-silent", str(source), "-qm", str(target)], check=True)
        made.append(target)
    return made


if __name__ == "__main__":
    for built in build_translations():
        print(built)

"""`minamo study read`: the reading window as a program."""

import logging
import signal
import sys
from pathlib import Path

from app.commands.window import USAGE, WAKE_MS, has_display
from app.log_file import start_log
from app.study.reading.reading_book import ReadingBook

log = logging.getLogger(__name__)

NO_DISPLAY = "minamo: there is no display for the reading window. Start it on a desktop."


def read_study(path: Path, reader: str | None) -> int:
    """Show the reading window until it is closed; the exit code.

    Raises:
        StudyError: The study cannot be opened, or has no such reader.
    """
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return USAGE
    start_log()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.language import install_language
    from app.live.window.excepthook import install_excepthook
    from app.settings import load_or_default, save_settings
    from app.study.reading.reading_desk import ReadingDesk
    from app.study.window.study_window import StudyWindow

    settings, _ = load_or_default()
    desk = ReadingDesk(ReadingBook(path), reader)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName("Minamo")
    install_language(app, settings.view.language)
    window = StudyWindow(desk, settings.view.language)

    def change_language(code: str) -> None:
        install_language(app, code)
        view = settings.view.model_copy(update={"language": code})
        save_settings(settings.model_copy(update={"view": view}))

    window.language_chosen.connect(change_language)
    install_excepthook(window.say)
    window.show()
    waker = QTimer()
    waker.timeout.connect(lambda: None)
    waker.start(WAKE_MS)
    signal.signal(signal.SIGINT, lambda *_: window.close())
    signal.signal(signal.SIGTERM, lambda *_: window.close())
    code = app.exec()
    log.info("study window closed")
    return code

"""`minamo`, `minamo FILE`, `minamo --demo`: the window."""

import argparse
import logging
import os
import signal
import sys
from pathlib import Path

from app.log_file import start_log

log = logging.getLogger(__name__)

USAGE = 2
NO_DISPLAY = """minamo: there is no display for the window. Start it on a desktop, or work without one:
  minamo analyse FILE --out DIR --video    analyse recordings
  minamo demo --headless --out DIR         analyse the demo cine"""
NO_LIBRARIES = """minamo: the window cannot start ({reason}). System libraries are missing; this installs them:
  python3 installer/bootstrap.py run"""
WAKE_MS = 300  # Python sees Ctrl+C only when Qt calls it now and then


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the window takes."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="video, DICOM, image or folder to open")
    parser.add_argument("--demo", action="store_true", help="open the demo cine")


def run(args: argparse.Namespace) -> int:
    """Show the window until it is closed."""
    return open_window(args.file, demo=args.demo)


def open_window(path: Path | None = None, *, demo: bool = False, contrast_demo: bool = False) -> int:
    """Show the window on a recording, on a demo or on its start page, until it is closed; the exit code."""
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return USAGE
    start_log()
    try:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication
    except ImportError as fault:
        print(NO_LIBRARIES.format(reason=fault), file=sys.stderr)
        return USAGE
    from app.assembly import Assembly
    from app.contrast.keeping import take_unfinished
    from app.language import install_language
    from app.live.window.excepthook import install_excepthook
    from app.live.window.main_window import MainWindow
    from app.settings import load_or_default, recording_folder
    from app.snapshot import finish_snapshots

    app = QApplication(sys.argv[:1])
    app.setApplicationName("Minamo")
    settings, wrong = load_or_default()
    install_language(app, settings.view.language)
    assembly = Assembly(settings)
    window = MainWindow(assembly.window_settings(), actions=assembly)
    install_excepthook(window.say)
    window.show()
    QTimer.singleShot(0, assembly.exam_list.start)
    if demo:
        QTimer.singleShot(0, window.open_demo)
    elif contrast_demo:
        QTimer.singleShot(0, window.open_contrast_demo)
    elif path is not None:
        QTimer.singleShot(0, lambda: window.open_path(path))
    if wrong is not None:
        QTimer.singleShot(0, lambda: window.say_error(wrong))
    unfinished = take_unfinished(recording_folder(settings))
    if unfinished is not None:
        QTimer.singleShot(0, lambda: window.say_error(unfinished))
    QTimer.singleShot(0, window.exam.archive.start)
    waker = QTimer()
    waker.timeout.connect(lambda: None)
    waker.start(WAKE_MS)
    signal.signal(signal.SIGINT, lambda *_: window.close())
    signal.signal(signal.SIGTERM, lambda *_: window.close())
    code = app.exec()
    finish_snapshots()
    log.info("closed")
    return code


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS; on Linux with X11, Wayland or a chosen platform."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))

"""The README's pictures of a contrast study: the window on the contrast demo while its curve grows, and with a map.

`python -m tests.bench.contrast_window` plays the demo in real time (half a minute) and writes
`resources/readme/contrast-curve.webp` and `contrast-map.webp`.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["MINAMO_CONFIG_DIR"] = tempfile.mkdtemp()  # the user's settings change nothing

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.assembly import Assembly
from app.contrast.view import ContrastView, StudyState
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from app.settings import Settings, default_settings

FOLDER = Path(__file__).parents[2] / "resources" / "readme"
SIZE = (1280, 800)
INJECTED_S, SHOWN_S = 3.0, 26.0
PATIENCE_S = 180.0


def main() -> int:
    """Play, press the keys a user presses, and keep two pictures."""
    app = QApplication([])
    assembly = Assembly(_settings(Path(tempfile.mkdtemp())))
    window = MainWindow(assembly.window_settings(), actions=assembly)
    window.resize(*SIZE)
    window.show()
    window.open_contrast_demo()

    def until(seen: Callable[[ContrastView], bool]) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not seen(window.stage.state.contrast):
            app.processEvents()
            time.sleep(0.01)
            if time.monotonic() > deadline_s:
                sys.exit("the contrast demo did not get there in time")

    until(lambda view: view.cursor_s is not None and view.cursor_s >= INJECTED_S)
    window.commands[Command.CONTRAST_TIMER].trigger()
    until(lambda view: view.cursor_s is not None and view.cursor_s >= SHOWN_S)
    _keep(window, "contrast-curve.webp")
    window.commands[Command.CONTRAST_STUDY].trigger()
    until(lambda view: view.state is StudyState.DONE and view.result is not None)
    for _ in ("PE", "TTP"):
        window.commands[Command.CONTRAST_MAP].trigger()
    shown = window.stage.state.contrast.cursor_s or 0.0
    until(lambda view: (view.cursor_s or 0.0) > shown + 0.5)
    window.notice.dismiss()
    _keep(window, "contrast-map.webp")
    window.close()
    return 0


def _settings(folder: Path) -> Settings:
    content = default_settings().model_dump()
    content["recording"]["folder"] = str(folder)
    content["view"]["language"] = "en"
    return Settings.model_validate(content)


def _keep(window: MainWindow, name: str) -> None:
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = bytes(image.constBits())
    size = (image.width(), image.height())
    Image.frombytes("RGB", size, rows, "raw", "RGB", image.bytesPerLine()).save(FOLDER / name, quality=88, method=6)
    print(FOLDER / name)


if __name__ == "__main__":
    sys.exit(main())

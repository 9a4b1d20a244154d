"""The animation at the head of the README: `python -m tests.bench.animation [--out FILE]`.

Starts the program as a user does (`minamo --demo`, offscreen), waits until the demo is analysed, lets it play in real
time and keeps what the window shows. Pictures are lossy WebP at 3 MB at most.
"""

import argparse
import io
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:  # the window's modules wait until the platform of the display is set
    from app.live.window.main_window import MainWindow

REPOSITORY = Path(__file__).parents[2]
LARGEST_BYTES = 3_000_000
QUALITIES = (80, 70, 60, 50, 40, 30)


def main(arguments: list[str] | None = None) -> int:
    """Play, keep, write."""
    chosen = _parser().parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="minamo-animation-") as settings:
        os.environ["MINAMO_CONFIG_DIR"] = settings
        (Path(settings) / "settings.toml").write_text(f'[view]\nlanguage = "{chosen.language}"\n', "utf-8")
        pictures = _watch_program(chosen)
    if not pictures:
        print("the window showed no recording", file=sys.stderr)
        return 1
    small = [picture.resize(chosen.shown, Image.Resampling.LANCZOS) for picture in pictures]
    quality, content = smallest_loss(small, round(1000 / chosen.hz))
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_bytes(content)
    print(f"{chosen.out}: {len(small)} pictures, quality {quality}, {len(content) / 1e6:.2f} MB")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.animation", description="The README's animation.")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "resources" / "readme" / "window.webp", metavar="FILE")
    parser.add_argument("--from-s", type=float, default=0.0, help="where in the demo it starts (0)")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long it plays (8)")
    parser.add_argument("--hz", type=float, default=10.0, help="pictures a second (10)")
    parser.add_argument("--window", type=_size, default=(1280, 800), metavar="WIDTHxHEIGHT", help="of the window")
    parser.add_argument("--shown", type=_size, default=(960, 600), metavar="WIDTHxHEIGHT", help="of the animation")
    parser.add_argument("--language", choices=("en", "ja"), default="en")
    parser.add_argument("--patience-s", type=float, default=300.0, help="how long the analysis may take (300)")
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def smallest_loss(pictures: list[Image.Image], duration_ms: int) -> tuple[int, bytes]:
    """The best quality that stays under the limit, and the animation in it.

    Raises:
        ValueError: Even the lowest quality is too large.
    """
    for quality in QUALITIES:
        content = io.BytesIO()
        pictures[0].save(
            content,
            "WEBP",
            save_all=True,
            append_images=pictures[1:],
            duration=duration_ms,
            loop=0,
            quality=quality,
            method=4,
        )
        if content.tell() <= LARGEST_BYTES:
            return quality, content.getvalue()
    raise ValueError("the animation is over 3 MB at every quality; take fewer seconds or a smaller size")


def _watch_program(chosen: argparse.Namespace) -> list[Image.Image]:
    """Run the program with its event loop replaced by one that watches the window, then ends the program."""
    from PySide6.QtWidgets import QApplication

    pictures: list[Image.Image] = []

    def watched_run(*_ignored: object) -> int:
        from app.live.window.main_window import MainWindow

        window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
        window.resize(*chosen.window)
        _wait_for_analysis(window, chosen.patience_s)
        pictures.extend(_play(window, chosen.from_s, chosen.seconds, chosen.hz))
        window.close()
        return 0

    QApplication.exec = watched_run  # type: ignore[method-assign]  # the program is started as it is, and watched
    from app.__main__ import main as start_program

    start_program(["--demo"])
    return pictures


def _wait_for_analysis(window: "MainWindow", patience_s: float) -> None:
    """Run the window until every picture of the recording is analysed, or patience ends."""
    end_s = time.monotonic() + patience_s
    while time.monotonic() < end_s:
        _run_events(0.2)
        line = window.stage.state.timeline
        if line is not None and line.analysed_until >= len(line.times_ns) > 0:
            return
    print("the analysis is not complete; the animation shows what there is", file=sys.stderr)


def _play(window: "MainWindow", from_s: float, seconds: float, hz: float) -> list[Image.Image]:
    """Play from `from_s` in real time and keep `hz` pictures a second."""
    from app.live.view_state import Replay

    line, session = window.stage.state.timeline, window.stage.session
    if line is None or session is None:
        return []
    replay: Replay = session  # type: ignore[assignment]  # a session with a time line is a recording
    start = next((number for number, time_ns in enumerate(line.times_ns) if time_ns >= from_s * 1e9), 0)
    replay.seek(start)
    if not line.playing:
        replay.toggle_play()
    _run_events(0.3)
    pictures = []
    began_s = time.monotonic()
    for number in range(round(seconds * hz)):
        _run_events(max(began_s + number / hz - time.monotonic(), 0.0))
        pictures.append(_grab(window))
    return pictures


def _grab(window: "MainWindow") -> Image.Image:
    from PySide6.QtGui import QImage

    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = bytes(image.constBits())
    return Image.frombytes("RGB", (image.width(), image.height()), rows, "raw", "RGB", image.bytesPerLine())


def _run_events(seconds: float) -> None:
    """Let Qt work for so long."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())

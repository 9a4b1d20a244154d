"""The command line finds its commands, loads nothing it does not need, and says what to do without a display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import COMMANDS, main

HEAVY = ("torch", "openvino", "PySide6", "av", "cv2", "scipy")


def modules_after(code: str) -> set[str]:
    """The top-level modules a fresh Python has loaded after running this."""
    script = f"import sys\n{code}\nprint(' '.join(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    code = "from app.__main__ import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    assert not modules_after(code).intersection(HEAVY)


def test_the_window_and_a_session_load_no_network_library_before_they_are_shown() -> None:
    loaded = modules_after("import app.assembly, app.live.window.main_window")
    assert "PySide6" in loaded
    assert not loaded.intersection(("torch", "openvino"))


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("analyse", "demo", "doctor"))


@pytest.mark.parametrize("name", ["analyse", "demo", "doctor"])
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert f"minamo {name}" in said
    assert COMMANDS[name].help.split(",")[0] in said


@pytest.mark.parametrize("arguments", [["--nonsense"], ["analyse"], ["analyse", "x.mp4"], ["a.mp4", "b.mp4"]])
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_the_window_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 2
    said = capsys.readouterr().err
    assert "minamo analyse FILE --out DIR" in said
    assert "minamo demo --headless --out DIR" in said


def test_a_misspelt_setting_stops_a_command_with_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path))
    (tmp_path / "settings.toml").write_text("[view]\nmirored = true")
    assert main(["analyse", "x.mp4", "--out", str(tmp_path / "out")]) == 2
    assert "did you mean view.mirrored?" in capsys.readouterr().err


def test_a_missing_demo_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path))
    monkeypatch.setattr("app.demo.KINDS", (".none",))
    assert main(["demo", "--headless", "--out", str(tmp_path / "out")]) == 3
    assert "demo cine is missing" in capsys.readouterr().err


WATCH = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
run = QApplication.exec
def watched(*_ignored):
    def look():
        for window in QApplication.topLevelWidgets():
            if any(sys.argv[1] in label.text() for label in window.findChildren(QLabel)):
                print("seen", flush=True)
                timer.stop()
                window.close()
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    QTimer.singleShot(40_000, QApplication.quit)
    return run()
QApplication.exec = watched
from app.__main__ import main
sys.exit(main(sys.argv[2:]))
"""


def seen_in_window(text: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start the whole program offscreen, wait for a text to stand in its window, and close it."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "MINAMO_CONFIG_DIR": str(folder)}
    command = [sys.executable, "-c", WATCH, text, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90)


def test_with_a_misspelt_setting_the_window_starts_on_the_defaults_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[view]\nmirored = true\nlanguage = "en"')
    done = seen_in_window("did you mean view.mirrored?", tmp_path)
    assert done.stdout == "seen\n"
    assert done.returncode == 0
    assert "mirored" in (tmp_path / "settings.unreadable.toml").read_text()  # the user's own words are not lost
    assert (tmp_path / "log" / "minamo.log").exists()


def test_a_file_that_is_not_there_is_said_in_the_window_which_lives_on(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[view]\nlanguage = "en"')
    done = seen_in_window("does not exist", tmp_path, str(tmp_path / "missing.mp4"))
    assert (done.stdout, done.returncode) == ("seen\n", 0)

"""In the assembled program: what is kept goes into the exam, and no disk holds the picture up."""

import io
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.assembly import Assembly
from app.exam.record.rows import load_content
from app.exam.record.shelf import list_exams, unfinished
from app.feed.live_sources import SIMULATED
from app.live.window.actions import SourceChoice
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from app.settings import default_settings
from capture import recording_file
from tests.app.bright_spot import BrightSpotDetector
from tests.capture.recording_frames import decoded

LIVE = SourceChoice(SIMULATED, "Room 2")


@dataclass
class Room:
    """A window on the simulated scan."""

    window: MainWindow
    assembly: Assembly
    qtbot: QtBot

    def press(self, command: Command) -> float:
        """Press a key; how long the window was busy with it, in s."""
        began = time.perf_counter()
        self.window.commands[command].trigger()
        return time.perf_counter() - began

    def until(self, seen: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(seen)

    def paints_on(self, pictures: int = 5) -> None:
        """So many more pictures come onto the screen."""
        shown: set[int] = set()

        def count() -> bool:
            state = self.window.stage.state
            if state.frame is not None:
                shown.add(state.frame.index)
            return len(shown) > pictures

        self.until(count)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Room]:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    settings = default_settings()
    recording = settings.recording.model_copy(update={"folder": str(tmp_path / "kept")})
    exam = settings.exam.model_copy(update={"folder": str(tmp_path / "exams")})
    assembly = Assembly(
        settings.model_copy(update={"recording": recording, "exam": exam}), load=lambda _settings: BrightSpotDetector()
    )
    window = MainWindow(assembly.window_settings(), actions=assembly)
    qtbot.addWidget(window)
    window.show()
    made = Room(window, assembly, qtbot)
    window.open_live(LIVE)
    made.until(lambda: window.stage.state.frame is not None and window.stage.session.info is not None)
    yield made
    window.close()


def begin(room: Room) -> None:
    room.press(Command.EXAM)
    room.until(lambda: room.assembly.exam.content is not None)


def test_snapshot_clip_and_recording_go_into_the_exam_and_nowhere_else(room: Room, tmp_path: Path) -> None:
    begin(room)
    desk = room.assembly.exam
    room.press(Command.SNAPSHOT)
    room.press(Command.KEEP)
    room.until(lambda: desk.view.snapshots == 1 and desk.view.clips == 1)
    assert room.window.commands[Command.KEEP].isChecked() or room.window.stage.state.health.clip_goes_on
    room.press(Command.KEEP)
    room.until(lambda: desk.content.clips[0].complete)
    room.press(Command.RECORD)
    room.until(lambda: desk.view.clips == 2)
    room.paints_on()
    room.press(Command.EXAM)  # ends the recording too
    database = room.assembly.exams.shelf.database
    room.until(lambda: list_exams(database)[0].state.value == "closed")
    content, folder = load_content(database, list_exams(database)[0].id)
    assert [clip.origin.value for clip in content.clips] == ["after the fact", "recorded"]
    assert all(clip.complete and clip.network is not None for clip in content.clips)
    for clip in content.clips:
        assert sum(1 for _ in decoded(folder / clip.files[0])) == clip.frames > 0
        assert (folder / next(iter(clip.analyses.values()))).is_file()  # as it was found live
    assert content.snapshots[0].clip_id == content.clips[0].id
    assert not (tmp_path / "kept").exists()


def test_without_an_exam_everything_goes_where_it_went(room: Room, tmp_path: Path) -> None:
    room.press(Command.SNAPSHOT)
    assert "Snapshot kept" in room.window.notice.text
    room.press(Command.KEEP)
    assert "last 30 s are kept" in room.window.notice.text
    room.until(lambda: len(list((tmp_path / "kept").glob("*"))) == 4)


def test_a_disk_that_hangs_holds_no_picture_up_and_is_said(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(room)
    goes_on, window_thread, in_window = threading.Event(), threading.get_ident(), []
    real = recording_file.open_new

    def hangs(path: Path, *_: object, **__: object):
        in_window.append(threading.get_ident() == window_thread)
        assert goes_on.wait(60)
        return real(path)

    keeping = room.assembly.exam._keeping
    assert keeping is not None
    monkeypatch.setattr(keeping, "_open_file", hangs)
    session = room.window.stage.session
    monkeypatch.setattr(session.recording._ring, "_open_file", hangs)
    monkeypatch.setattr("app.exam.keep.writer.SLOW_NS", 1)
    for command in (Command.SNAPSHOT, Command.KEEP, Command.SNAPSHOT):
        room.press(command)
    room.until(lambda: len(in_window) >= 3)  # two pictures of a snapshot, and the clip
    room.paints_on(8)
    room.until(lambda: "disk of the exam is slow" in room.window.notice.text)
    assert "waiting" in room.window._page.exam._waiting.text()
    goes_on.set()
    room.until(lambda: room.assembly.exam.view.snapshots == 2 and room.assembly.exam.view.clips == 1)
    assert not any(in_window)


def test_a_full_disk_is_said_and_what_was_kept_before_stays(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(room)
    desk = room.assembly.exam
    room.press(Command.SNAPSHOT)
    room.until(lambda: desk.view.snapshots == 1)

    class Full(io.FileIO):
        def write(self, data) -> int:
            raise OSError(ENOSPC, os.strerror(ENOSPC))

    monkeypatch.setattr(desk._keeping, "_open_file", lambda path: Full(path, "xb"))
    monkeypatch.setattr(room.window.stage.session.recording._ring, "_open_file", lambda path: Full(path, "xb"))
    room.press(Command.SNAPSHOT)
    room.until(lambda: "snapshot was not kept" in room.window.notice.text)
    room.press(Command.KEEP)
    room.until(lambda: "is full" in room.window.notice.text)
    assert (desk.view.snapshots, desk.view.clips) == (1, 0)
    room.paints_on()


def test_an_exam_that_was_left_open_is_found_at_the_next_start(room: Room) -> None:
    begin(room)
    room.press(Command.SNAPSHOT)
    room.until(lambda: room.assembly.exam.view.snapshots == 1)
    room.window.close()
    (left,) = unfinished(room.assembly.exams.shelf.database)
    assert left.snapshots == 1
    room.assembly.exam.go_on(left.id)
    room.until(lambda: room.assembly.exam.view.snapshots == 1)

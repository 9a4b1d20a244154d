"""What was kept is seen again: each snapshot at its place in the clip, each analysis beside the older ones."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.assembly import Assembly
from app.exam.content.exam import ExamContent, ExamState
from app.exam.content.lesion import Lesion
from app.exam.content.lesion import Place as PlaceOfLesion
from app.exam.content.model import new_id, now
from app.exam.content.picture import Clip, Snapshot
from app.exam.keep.shown_exam import KeptPicture, ShownExam, place_to_open
from app.exam.live.contents_page import ContentsPage
from app.exam.record.shelf import list_exams
from app.live.view_state import StatusWord
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from app.settings import default_settings
from capture.errors import MinamoError
from capture.recording_file import RecordingFiles
from tests.app.bright_spot import BrightSpotDetector, spot_video
from tests.app.exam.record import made_exam

FRAMES = 40


class Weights:
    """The network that runs; a newer one can take its place."""

    def __init__(self) -> None:
        self.detector = BrightSpotDetector()
        self.release("first-light 1", "ab" * 32)

    def release(self, name: str, sha256: str) -> None:
        self.detector = BrightSpotDetector(weights_sha256=sha256)
        self.detector.info = replace(self.detector.info, release=name)


@pytest.fixture
def weights() -> Weights:
    return Weights()


@pytest.fixture
def make_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, weights: Weights
) -> Iterator[Callable[[], MainWindow]]:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    settings = default_settings()
    exam = settings.exam.model_copy(update={"folder": str(tmp_path / "exams")})
    settings = settings.model_copy(update={"exam": exam})
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        assembly = Assembly(settings, load=lambda _settings: weights.detector)
        window = MainWindow(assembly.window_settings(), actions=assembly)
        qtbot.addWidget(window)
        window.show()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()


def until(qtbot: QtBot, seen: Callable[[], bool]) -> None:
    qtbot.waitUntil(seen)


def examine(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Any:
    """An exam on a recording: a snapshot of picture 12, a clip of all of it; the desk."""
    desk = window._doer.exam
    window.open_path(spot_video(tmp_path / "cine.mkv", FRAMES))
    until(qtbot, lambda: window.stage.state.frame is not None)
    window.commands[Command.EXAM].trigger()
    until(qtbot, lambda: desk.content is not None)
    window._answers.run(lambda: window.stage.session.step(0))
    window._answers.seek(12)
    until(qtbot, lambda: window.stage.state.frame is not None and window.stage.state.frame.index == 12)
    window.commands[Command.SNAPSHOT].trigger()
    window.commands[Command.KEEP].trigger()
    until(qtbot, lambda: desk.view.snapshots == 1 and bool(desk.content.clips) and desk.content.clips[0].complete)
    return desk


def show_contents(window: MainWindow, qtbot: QtBot, tiles: int) -> None:
    window.commands[Command.EXAM_CONTENTS].trigger()
    until(qtbot, lambda: window.exam.contents.tiles.count() == tiles)


def choose(window: MainWindow, kind: type) -> None:
    tiles = window.exam.contents.tiles
    items = [tiles.item(number) for number in range(tiles.count())]
    window.exam.contents._choose(next(i for i in items if isinstance(i.data(Qt.ItemDataRole.UserRole).item, kind)))


def test_a_snapshot_leads_to_its_place_in_the_clip(make_window, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    examine(window, qtbot, tmp_path)
    kept = np.array(window.stage.state.frame.pixels)
    show_contents(window, qtbot, 2)
    choose(window, Snapshot)
    until(qtbot, lambda: window.stage.state.health.source_name.startswith("clip-"))
    until(qtbot, lambda: window.stage.state.frame is not None)
    state = window.stage.state
    assert state.word is StatusWord.PAUSED
    assert (state.timeline.position, state.timeline.pins) == (12, (12,))
    assert np.abs(state.frame.pixels.astype(int) - kept).mean() < 3
    assert window._page.isVisible()


def test_a_snapshot_without_a_clip_shows_itself(make_window, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    desk = examine(window, qtbot, tmp_path)
    desk.delete(desk.content.clips[0].id)
    until(qtbot, lambda: desk.view.clips == 0)
    show_contents(window, qtbot, 1)
    choose(window, Snapshot)
    until(qtbot, lambda: window.stage.state.health.source_name.startswith("snapshot-"))
    until(qtbot, lambda: window.stage.state.frame is not None)
    assert len(window.stage.state.timeline.times_ns) == 1


def test_a_missing_file_is_said_and_the_rest_can_be_seen(make_window, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    desk = examine(window, qtbot, tmp_path)
    (desk.folder / desk.content.clips[0].files[0]).unlink()
    show_contents(window, qtbot, 2)
    tiles = window.exam.contents.tiles
    assert any("file missing" in tiles.item(number).text() for number in range(2))
    choose(window, Clip)
    until(qtbot, lambda: "is missing" in window.notice.text)
    choose(window, Snapshot)
    until(qtbot, lambda: window.stage.state.health.source_name.startswith("snapshot-"))


def test_newer_weights_stand_beside_the_old_never_over_them(
    make_window, qtbot: QtBot, tmp_path: Path, weights: Weights
) -> None:
    window = make_window()
    desk = examine(window, qtbot, tmp_path)
    show_contents(window, qtbot, 2)
    choose(window, Clip)
    until(qtbot, lambda: bool(desk.content.clips[0].analyses))
    folder = desk.folder
    (first,) = desk.content.clips[0].analyses.values()
    before = (folder / first).read_bytes()
    window.commands[Command.EXAM].trigger()
    until(qtbot, lambda: "ended and kept" in window.notice.text)
    window.close()

    weights.release("first-light 2", "cd" * 32)
    window = make_window()
    exams = window._doer.exams
    (listed,) = list_exams(exams.shelf.database)
    window.exam.pages.show_exam(listed.id)
    until(qtbot, lambda: window.exam.contents.tiles.count() == 2)
    window.exam.contents._analyse.click()
    until(qtbot, lambda: "1 clips are analysed" in window.notice.text)
    content = exams.show(listed.id).content
    assert set(content.clips[0].analyses) == {"first-light 1", "first-light 2"}
    assert (folder / first).read_bytes() == before
    assert content.exam.state is ExamState.CLOSED  # an analysis says nothing new of the patient


def test_a_snapshot_is_deleted_without_a_question_and_brought_back_by_one_press(
    make_window, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window()
    desk = examine(window, qtbot, tmp_path)
    show_contents(window, qtbot, 2)
    tiles = window.exam.contents.tiles
    row = next(n for n in range(2) if isinstance(tiles.item(n).data(Qt.ItemDataRole.UserRole).item, Snapshot))
    tiles.setCurrentRow(row)
    qtbot.keyClick(tiles, Qt.Key.Key_Delete)
    until(qtbot, lambda: desk.view.snapshots == 0 and tiles.count() == 1)
    window.notice._button.click()
    until(qtbot, lambda: desk.view.snapshots == 1 and tiles.count() == 2)
    snapshot = desk.content.snapshots[0]
    lesion = Lesion(
        id=new_id(), number=3, confirmed_at=now(), place=PlaceOfLesion(side="left"), snapshot_ids=(snapshot.id,)
    )
    desk.put(lesion)
    until(qtbot, lambda: desk.view.lesions == 1)
    tiles.setCurrentRow(row)
    window.exam.contents._delete.click()
    assert "Lesion 3 stands on this picture" in window.notice.text
    assert desk.view.snapshots == 1


def test_a_clip_that_does_not_fit_on_the_disk_is_said(
    make_window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    desk = examine(window, qtbot, tmp_path)
    monkeypatch.setattr("app.recording.recording_span.RecordingFiles", partial(RecordingFiles, free_bytes_min=10**18))
    window.commands[Command.KEEP].trigger()
    until(qtbot, lambda: "make room" in window.notice.text)
    assert desk.view.clips == 1


def test_an_exam_of_the_list_can_be_gone_on_with(make_window, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    examine(window, qtbot, tmp_path)
    window.commands[Command.EXAM].trigger()
    until(qtbot, lambda: "ended and kept" in window.notice.text)
    (listed,) = list_exams(window._doer.exams.shelf.database)
    window.exam.pages.show_exam(listed.id)
    until(qtbot, lambda: window.exam.contents.tiles.count() == 2)
    assert window.exam.contents._go_on.isVisible()
    window.exam.contents._go_on.click()
    until(qtbot, lambda: window._doer.exam.view.snapshots == 1)
    until(qtbot, lambda: not window.exam.contents._go_on.isVisible())


def test_an_exam_that_is_not_there_is_said(make_window, qtbot: QtBot) -> None:
    window = make_window()
    window.exam.pages.show_exam("none")
    until(qtbot, lambda: window.notice.text != "")


def test_an_empty_exam_says_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:

    page = ContentsPage()
    qtbot.addWidget(page)
    page.show()

    page.show_exam(ShownExam(ExamContent(exam=made_exam.exam()), tmp_path, ()), running=True)
    assert "S keeps a snapshot" in page._hint.text()
    assert page._hint.isVisible()
    with qtbot.waitSignal(page.left):
        page._back.click()


def test_a_file_name_that_leads_out_of_the_exam_is_not_opened(tmp_path: Path) -> None:

    snapshot = made_exam.snapshot().model_copy(update={"plain": "../secret.png"})
    shown = ShownExam(ExamContent(exam=made_exam.exam(), items=(snapshot,)), tmp_path, ())
    with pytest.raises(MinamoError, match="outside"):
        place_to_open(shown, KeptPicture(snapshot))

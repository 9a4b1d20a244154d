"""The reading window, by its real widgets: from the first page to the report's figures, by mouse and by keys."""

import gc
import json
import random
import sqlite3
import subprocess
import weakref
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from app.__main__ import main
from app.language import build_translations, install_language
from app.live.window.actions import WindowSettings
from app.live.window.main_window import MainWindow
from app.study.arms import Arm
from app.study.making.new_study import Reader
from app.study.reading.draft import Mark
from app.study.reading.reading_book import ReadingBook
from app.study.reading.reading_desk import ReadingDesk
from app.study.reading.reading_state import Page
from app.study.study_file import translated
from app.study.window.steps import Step
from app.study.window.study_window import StudyWindow
from tests.app.bright_spot import spot_video
from tests.app.fakes import FakeActions
from tests.app.study.made_study import Clock, labelled_folder, new_study, rows
from tests.conftest import REPOSITORY

Open = Callable[..., StudyWindow]
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def opened(qtbot, clock: Clock) -> Open:
    def opened(study: Path, reader: str | None = "reader 1") -> StudyWindow:
        window = StudyWindow(ReadingDesk(ReadingBook(study, clock.now), reader, clock.now_s))
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return opened


def texts(window: StudyWindow) -> str:
    QApplication.processEvents()  # new cards are shown by the event loop
    return " | ".join(label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window))


def click_picture(qtbot, window: StudyWindow, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
    """Click at a share of the picture's width and height."""
    view = window.read_page.case_view
    target = view.target()
    place = QPoint(round(target.left() + x * target.width()), round(target.top() + y * target.height()))
    qtbot.mouseClick(view, button, PLAIN, place)


def test_a_made_up_study_is_read_from_the_first_page_to_the_figures(
    qtbot, opened: Open, folder: Path, tmp_path: Path, clock: Clock
) -> None:
    """3 readers x 6 cases x 2 arms, through the real widgets; the ratings are a seeded rule, not anybody's."""
    study = new_study(tmp_path / "whole.minamo-study", [folder], washout_days=0)
    dice = random.Random(0)
    for reader in ("reader 1", "reader 2", "reader 3"):
        window = opened(study, None)
        window.begin_page.readers[reader].click()
        qtbot.keyClick(window, Qt.Key.Key_Return)
        read = 0
        while window.desk.state.page is Page.READING:
            bright = bool(window.read_page.case_view.frame.pixels.max() > 200)  # what a reader could see
            qtbot.keyClick(window, str(min(max(round((6 if bright else 2) + dice.gauss(0, 1.5)), 0), 9)))
            qtbot.keyClick(window, Qt.Key.Key_Up)
            click_picture(qtbot, window, 0.33 if bright else 0.9, 0.42)
            qtbot.keyClick(window, "T" if bright else "W")
            clock.seconds += 3 if window.desk.state.aid_shown else 4
            assert window.read_page.give.isEnabled()
            qtbot.mouseClick(window.read_page.give, LEFT)
            read += 1
        assert read == 12
        assert window.desk.state.page is Page.STUDY_OVER
        assert "All cases are read" in window.words_page.text
        window.words_page.button.click()
        assert not window.isVisible()
    assert main(["study", "analyse", str(study), "--out", str(tmp_path / "out")]) == 0
    result = json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))
    assert sorted(result["readers"]) == ["reader 1", "reader 2", "reader 3"]
    assert set(result["auc"]) == {"without", "concurrent"}
    assert result["study"]["washout_days"] == 0
    assert not result["study"]["partial"]
    ratings = (tmp_path / "out" / "ratings.csv").read_text("utf-8").splitlines()
    assert len(ratings) == 37
    assert rows(study, "SELECT count(*) FROM mark") == [(36,)]


def test_an_unfinished_study_gives_no_figures(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "analyse", str(study), "--out", str(tmp_path / "out")]) == 3
    assert "36 of 36 readings are open" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_nothing_on_the_screen_names_the_case_its_patient_or_its_truth(qtbot, opened: Open, study: Path) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    for _ in range(6):
        said = texts(window) + window.windowTitle()
        said += " ".join(widget.toolTip() for widget in window.findChildren(QToolButton))
        assert not any(word in said for word in ("secret", "patient-", "benign", "Scanner"))
        assert "Research use only. Not for diagnosis." in said
        for key in ("5", "R"):
            qtbot.keyClick(window, key)
        qtbot.keyClick(window, Qt.Key.Key_Return)
    window.close()


def test_the_aid_stands_in_the_cards_of_the_product_and_nowhere_without_it(qtbot, opened: Open, study: Path) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    seen = set()
    while window.desk.state.page is Page.READING:
        state, said = window.desk.state, texts(window)
        bright = bool(window.read_page.case_view.frame.pixels.max() > 200)
        assert ("0.80" in said) is (bright and state.aid_shown)
        assert ("Nothing marked. This does not exclude a lesion." in said) is (state.aid_shown and not bright)
        assert ("Masses only" in said) is state.aid_shown
        assert ("WITH AID" in said) is state.aid_shown
        seen.add((bright, state.aid_shown))
        for key in ("5", "R"):
            qtbot.keyClick(window, key)
        qtbot.keyClick(window, Qt.Key.Key_Return)
    assert len(seen) == 4
    window.close()


def test_the_rating_has_no_place_before_it_is_set_and_is_set_by_mouse_and_keys(
    qtbot, opened: Open, study: Path
) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    desk, slider = window.desk, window.read_page.rating.slider
    qtbot.keyClick(window, Qt.Key.Key_Up)
    assert desk.state.draft.rating is None
    assert not window.actions_of.steps[Step.UP].isEnabled()
    qtbot.mouseClick(slider, LEFT, PLAIN, QPoint(round(slider.x_of(63)), 10))
    assert desk.state.draft.rating == 63
    qtbot.keyClick(window, Qt.Key.Key_Down)
    qtbot.keyClick(window, Qt.Key.Key_PageUp)
    assert desk.state.draft.rating == 72
    for digit in range(10):
        qtbot.keyClick(window, str(digit))
        assert desk.state.draft.rating == digit * 10
    window.close()


def test_return_goes_on_only_when_everything_is_said(qtbot, opened: Open, study: Path) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    assert window.desk.state.position == 1
    assert "Still to do: the rating and the BI-RADS category" in texts(window)
    qtbot.keyClick(window, "4")
    assert "Still to do: the BI-RADS category" in texts(window)
    for birads, action in window.actions_of.categories.items():
        action.trigger()
        assert window.desk.state.draft.birads == birads
        assert [each for each, one in window.actions_of.categories.items() if one.isChecked()] == [birads]
    assert "Still to do" not in texts(window)
    qtbot.keyClick(window, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert window.desk.state.position == 2
    assert "Case 2 of 6" in texts(window)
    window.close()


def test_marks_are_placed_chosen_rated_and_removed_by_mouse_and_by_keys(qtbot, opened: Open, study: Path) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    desk = window.desk
    click_picture(qtbot, window, 0.25, 0.5)
    click_picture(qtbot, window, 0.75, 0.5)
    first, _ = desk.state.draft.marks
    assert (first.x_px, first.y_px) == (pytest.approx(80, abs=1), pytest.approx(120, abs=1))
    click_picture(qtbot, window, 0.25, 0.5)  # on the first mark
    assert (len(desk.state.draft.marks), desk.state.draft.chosen) == (2, 0)
    qtbot.keyClick(window, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert desk.state.draft.marks[0].rating == 50
    qtbot.keyClick(window, "N")
    qtbot.keyClick(window, Qt.Key.Key_Delete)
    assert desk.state.draft.marks == (Mark(0, first.x_px, first.y_px, 50),)
    qtbot.keyClick(window, "M")
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_Right)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    placed = desk.state.draft.marks[1]
    assert (placed.x_px, placed.y_px) == (pytest.approx(160 + 3 * 3.2), 120)
    assert desk.state.position == 1  # Return placed the mark and did not go on
    qtbot.keyClick(window, "M")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert len(desk.state.draft.marks) == 2
    window.read_page.marks.rows[0].removed.emit(0)
    assert desk.state.draft.marks == (placed,)
    click_picture(qtbot, window, 0.6, 0.9, Qt.MouseButton.RightButton)
    assert desk.state.draft.marks == (placed,)
    window.close()


def test_a_pause_hides_the_picture_and_goes_on_by_the_same_key(qtbot, opened: Open, study: Path) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    qtbot.keyClick(window, "7")
    qtbot.keyClick(window, "P")
    assert window.read_page.case_view.frame is None
    assert not window.read_page.isVisibleTo(window)
    assert "The picture is hidden" in texts(window)
    qtbot.keyClick(window, "3")
    qtbot.keyClick(window, "P")
    assert window.read_page.case_view.frame is not None
    assert window.desk.state.draft.rating == 70
    window.close()


def test_a_break_is_suggested_with_a_button(qtbot, opened: Open, study: Path, clock: Clock) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    clock.seconds += 3600
    for key in ("5", "R"):
        qtbot.keyClick(window, key)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    assert "A short break" in window.notice.text
    window.notice._button.click()
    assert window.desk.state.page is Page.PAUSED
    window.close()


def test_a_cine_plays_steps_and_is_scrubbed(qtbot, opened: Open, tmp_path: Path) -> None:
    cine, still = tmp_path / "clips", labelled_folder(tmp_path / "made-up", 1)
    cine.mkdir()
    spot_video(cine / "cine.mkv", frames=12)
    (cine / "clips.csv").write_text("file,label\ncine.mkv,malignant\n")
    study = new_study(
        tmp_path / "a.minamo-study",
        [still, cine / "clips.csv"],
        arms=(Arm.CONCURRENT,),
        readers=(Reader("reader 1", 3),),
    )
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    if window.desk.state.pictures == 1:
        assert not window.read_page.timeline.isVisibleTo(window)
        for key in ("5", "R"):
            qtbot.keyClick(window, key)
        qtbot.keyClick(window, Qt.Key.Key_Return)
    assert window.desk.state.pictures == 12
    assert window.read_page.timeline.isVisibleTo(window)
    assert window.player.playing
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert not window.player.playing
    qtbot.keyClick(window, Qt.Key.Key_End)
    assert window.player.number == 11
    assert "0.80" in texts(window)  # confirmed by then
    qtbot.keyClick(window, Qt.Key.Key_Left)
    assert window.player.number == 10
    qtbot.keyClick(window, Qt.Key.Key_Home)
    assert "0.80" not in texts(window)  # not yet
    window.read_page.timeline.sought.emit(6)
    click_picture(qtbot, window, 0.5, 0.5)
    assert window.desk.state.draft.marks[0].picture == 6
    window.close()


def test_every_button_names_its_key_in_its_tooltip(qtbot, opened: Open, study: Path) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    keys = [action.shortcut().toString() for action in window.actions_of.all]
    assert len(set(keys)) == len(keys)
    for action in window.actions_of.all:
        assert action.shortcut().toString(action.shortcut().SequenceFormat.NativeText) in action.toolTip()
    assert "Return" in window.read_page.give.toolTip()
    assert "0 to 9" in window.read_page.rating.slider.toolTip()
    window.close()


def test_a_fault_is_said_and_the_case_stays(qtbot, opened: Open, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    for key in ("5", "R"):
        qtbot.keyClick(window, key)

    def full(*_: object) -> None:
        fault = sqlite3.OperationalError("database or disk is full")
        fault.sqlite_errorcode = sqlite3.SQLITE_FULL
        with translated(study):
            raise fault

    monkeypatch.setattr(window.desk._book, "give", full)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    assert "make room on the disk" in window.notice.text
    assert (window.desk.state.position, window.desk.state.draft.rating) == (1, 50)
    monkeypatch.undo()
    qtbot.keyClick(window, Qt.Key.Key_Return)
    assert window.desk.state.position == 2
    window.close()


def test_the_end_of_a_session_names_the_day_of_the_next(qtbot, opened: Open, study: Path, clock: Clock) -> None:
    window = opened(study)
    qtbot.keyClick(window, Qt.Key.Key_Return)
    while window.desk.state.page is Page.READING:
        for key in ("5", "R"):
            qtbot.keyClick(window, key)
        qtbot.keyClick(window, Qt.Key.Key_Return)
    assert "Session 2 of 2 opens on 2026-06-01" in window.words_page.text
    window.close()


def test_closed_reading_windows_leave_nothing_behind(qapp: QApplication, study: Path, clock: Clock) -> None:
    gone = []
    for _ in range(2):
        window = StudyWindow(ReadingDesk(ReadingBook(study, clock.now), "reader 1", clock.now_s))
        window.show()
        window.begin_page.begin.click()
        assert window.desk.state.page is Page.READING
        window.close()
        window.deleteLater()
        gone.append(weakref.ref(window))
        del window
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    assert [window() for window in gone] == [None, None]


def test_the_main_window_gives_way_to_a_study_that_is_opened_in_it(qtbot, study: Path, tmp_path: Path) -> None:
    main_window = MainWindow(WindowSettings(), actions=FakeActions())
    qtbot.addWidget(main_window)
    main_window.show()
    (tmp_path / "broken.minamo-study").write_text("nothing")
    main_window.open_path(tmp_path / "broken.minamo-study")
    assert "damaged or no study" in main_window.notice.text
    main_window.open_path(study)
    window = main_window._study.reading
    assert window is not None
    assert window.isVisible()
    assert not main_window.isVisible()
    main_window.say("something failed")
    assert window.notice.text == "something failed"
    window.close()
    assert main_window.isVisible()
    ReadingBook(study).close()  # nobody holds it


@pytest.fixture
def japanese(qapp: QApplication) -> Iterator[QApplication]:
    build_translations()
    yield qapp
    install_language(qapp, "en")


def test_the_language_changes_while_a_case_is_on_screen(
    qtbot, opened: Open, study: Path, japanese: QApplication
) -> None:
    window = opened(study)
    window.language_chosen.connect(lambda code: install_language(japanese, code))
    qtbot.keyClick(window, Qt.Key.Key_Return)
    qtbot.keyClick(window, "7")
    window.language._menu.actions()[2].trigger()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
    said = texts(window)
    assert "研究用・診断には使用できません" in said
    assert "症例 1 / 6" in said
    assert "Still to do" not in said
    assert window.desk.state.draft.rating == 70
    assert "評価を 1 上げる" in window.actions_of.steps[Step.UP].toolTip()
    window.close()


def test_every_text_of_the_reading_window_is_in_the_translation(tmp_path: Path) -> None:
    tool = next(Path(PySide6.__file__).parent.glob("lupdate*"))
    fresh = tmp_path / "fresh.ts"
    sources = [str(path) for path in sorted((REPOSITORY / "app" / "study").rglob("*.py"))]
    subprocess.run([str(tool), "-silent", *sources, "-ts", str(fresh)], check=True)
    kept = messages(REPOSITORY / "resources" / "i18n" / "minamo_ja.ts")
    assert len(messages(fresh)) > 40
    assert sorted(messages(fresh) - kept) == []


def messages(path: Path) -> set[tuple[str, str]]:
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in ElementTree.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }

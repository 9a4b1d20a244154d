"""The source dialog: what is plugged in and what it shows, its mode, its scan area, streams and scanners."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.live.dialogs.start_page import StartPage
from app.live.sources.source_dialog import SourceDialog
from app.live.sources.source_list import SourceList
from app.live.window.actions import LiveSource, SourceChoice
from app.live.window.keys import make_actions
from app.scanners.profile_shelf import ProfileShelf
from capture.devices.device_mode import DeviceMode
from capture.devices.source_watch import AreaOrigin, SourceGlance
from capture.errors import CaptureError, DeviceBusy, DeviceMissing
from capture.screen.layout import Panel, Rect, ScanLayout
from capture.screen.signature import sign
from capture.source import Screen
from tests.app.fakes import FakeActions, FakeEye, speckle

MODES = (DeviceMode((1920, 1080), 60.0, "mjpeg"), DeviceMode((1280, 720), 60.0, "yuy2"))
GRABBER = LiveSource("/dev/video0", "HDMI grabber", MODES, modes_known=True)
OTHER = LiveSource("/dev/video2", "Black & White", ())
FOUND = ScanLayout((Panel(Rect(0, 0, 400, 300)),), (100, 80), (960, 540))
BUSY = DeviceBusy("{source} is in use by another program; close that program and choose the source again.", source="G")


def glance(**changed: object) -> SourceGlance:
    screen = Screen(speckle(960, 540), 0, 0, 0)
    seen = SourceGlance(speckle(240, 135), screen, FOUND, AreaOrigin.FOUND, sign(screen.pixels), "HDMI", 59.9)
    return replace(seen, **changed)  # type: ignore[arg-type]


@pytest.fixture
def doer(tmp_path: Path) -> FakeActions:
    doer = FakeActions()
    doer.sources = (GRABBER,)
    doer.scanners = ProfileShelf(tmp_path / "scanners")
    return doer


@pytest.fixture
def dialog(qtbot: QtBot, doer: FakeActions) -> SourceDialog:
    first_page = SourceList(doer)  # hidden, as while a source is used
    qtbot.addWidget(first_page)
    dialog = SourceDialog(doer, first_page)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.sources._tiles) == len(doer.sources))
    yield dialog  # type: ignore[misc]
    dialog.sources.stop()


def show(dialog: SourceDialog, doer: FakeActions, seen: SourceGlance) -> None:
    """Pick the grabber, and let it show this."""
    dialog.sources._tiles["/dev/video0"].click()
    doer.eyes[0].seen = seen
    dialog._glance()


# -- grabbers ----------------------------------------------------------------------------------------------------------


def test_a_grabber_is_shown_with_its_picture_and_used_in_the_mode_that_is_proposed(
    qtbot: QtBot, dialog: SourceDialog, doer: FakeActions
) -> None:
    assert not dialog.isModal()
    assert not dialog.pane.use.isEnabled()
    show(dialog, doer, glance())
    assert doer.eyes[0].asked[-1] == (SourceChoice("/dev/video0", "HDMI grabber", MODES[0]), True)
    assert "960×540, 60 pictures a second" in dialog.pane._state.text()
    assert "only compressed" in dialog.pane._why.text()
    assert [panel.rect for panel in dialog.pane.editor.canvas.panels] == [Rect(100, 80, 500, 380)]
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.pane.use.click()
    assert chosen.args == [SourceChoice("/dev/video0", "HDMI grabber", MODES[0])]  # found areas are found anew
    assert dialog.isHidden()


def test_another_mode_is_seen_before_it_is_used(qtbot: QtBot, dialog: SourceDialog, doer: FakeActions) -> None:
    show(dialog, doer, glance())
    dialog.pane.mode.setCurrentIndex(1)
    dialog.pane.mode.activated.emit(1)
    assert doer.eyes[0].asked[-1] == (SourceChoice("/dev/video0", "HDMI grabber", MODES[1]), True)
    assert dialog.pane._why.text() == ""
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.pane.use.click()
    assert chosen.args[0].mode == MODES[1]


def test_the_found_area_is_corrected_by_dragging_and_goes_with_the_choice(
    qtbot: QtBot, dialog: SourceDialog, doer: FakeActions
) -> None:
    show(dialog, doer, glance())
    canvas = dialog.pane.editor.canvas
    origin, ratio = canvas._target().topLeft(), canvas._ratio()

    def at(x: int, y: int) -> QPoint:
        return QPoint(round(origin.x() + x * ratio), round(origin.y() + y * ratio))

    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at(500, 380))
    doer.eyes[0].seen = glance(layout=ScanLayout.whole(960, 540))
    dialog._glance()  # what is found meanwhile does not move what is held
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at(600, 450))
    dialog._glance()
    [panel] = canvas.panels
    assert abs(panel.rect.right - 600) <= 2
    assert "yours" in dialog.pane._state.text()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.pane.use.click()
    area = chosen.args[0].area
    assert area is not None
    assert area.layout.origin_px == (100, 80)
    assert area.layout.source_size_px == area.signature.size_px == (960, 540)


def test_a_corrected_area_can_be_found_again(dialog: SourceDialog, doer: FakeActions) -> None:
    show(dialog, doer, glance())
    dialog.pane.editor.clear.click()
    assert dialog.pane.editor.canvas.panels == ()
    assert dialog.pane._find.isVisible()
    dialog.pane._find.click()
    dialog._glance()
    assert len(dialog.pane.editor.canvas.panels) == 1


def test_what_was_drawn_on_pictures_of_one_size_is_not_used_on_another(dialog: SourceDialog, doer: FakeActions) -> None:
    show(dialog, doer, glance())
    dialog.pane.editor.canvas.corrected.emit()
    doer.eyes[0].seen = glance(screen=Screen(speckle(640, 480), 0, 0, 0), layout=None)
    dialog._glance()
    assert dialog.pane.editor.canvas.panels == ()
    assert dialog.pane.area(as_found=True) is None


def test_a_grabber_that_cannot_be_seen_says_why_and_what_to_do(dialog: SourceDialog, doer: FakeActions) -> None:
    show(dialog, doer, SourceGlance(fault=BUSY))
    dialog.sources._paint()
    assert "in use elsewhere" in dialog.sources._tiles["/dev/video0"].text()
    assert "close that program" in dialog.pane._state.text()
    doer.eyes[0].seen = glance()
    dialog._glance()
    dialog.sources._paint()
    assert "in use" not in dialog.sources._tiles["/dev/video0"].text() + dialog.pane._state.text()


def test_a_link_that_is_too_slow_is_said_with_its_cure(dialog: SourceDialog, doer: FakeActions) -> None:
    slow = CaptureError("{source} is slow; plug it into a USB 3 port", source="HDMI grabber")
    show(dialog, doer, glance(slow=slow, hz=5.0))
    assert "USB 3 port" in dialog.pane._state.text()
    assert "Scan area: found" in dialog.pane._state.text()


def test_a_grabber_that_goes_while_a_side_is_dragged_lets_the_side_go(
    qtbot: QtBot, dialog: SourceDialog, doer: FakeActions
) -> None:
    show(dialog, doer, glance())
    canvas = dialog.pane.editor.canvas
    corner = canvas._target().topLeft().toPoint() + QPoint(round(500 * canvas._ratio()), round(380 * canvas._ratio()))
    for seen in (SourceGlance(fault=BUSY), glance(screen=Screen(speckle(640, 480), 0, 0, 0), layout=None)):
        doer.eyes[0].seen = glance()
        dialog._glance()
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=corner)
        assert canvas.dragging
        doer.eyes[0].seen = seen
        dialog._glance()
        qtbot.mouseMove(canvas, corner + QPoint(30, 30))
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=corner + QPoint(30, 30))
        assert not canvas.dragging
        assert dialog.pane.area(as_found=False) is None


def test_a_grabber_that_is_unplugged_while_it_is_seen_says_so_and_comes_back_by_itself(
    qtbot: QtBot, dialog: SourceDialog, doer: FakeActions
) -> None:
    show(dialog, doer, glance())
    doer.sources = ()
    dialog.sources.look()
    qtbot.waitUntil(lambda: not dialog.sources._tiles)
    qtbot.waitUntil(lambda: doer.eyes[0].closed == 1)
    assert len(doer.eyes) == 2  # one that waits for it
    doer.eyes[1].seen = SourceGlance(fault=DeviceMissing("{source} is not there. Plug the grabber in.", source="HDMI"))
    dialog._glance()
    assert "Plug the grabber in" in dialog.pane._state.text()
    assert dialog.pane.editor.canvas._screen is None
    doer.sources = (GRABBER,)
    dialog.sources.look()
    qtbot.waitUntil(lambda: "/dev/video0" in dialog.sources._tiles)
    qtbot.waitUntil(lambda: doer.eyes[1].closed == 1)
    assert doer.eyes[2].asked[-1] == (SourceChoice("/dev/video0", "HDMI grabber", MODES[0]), True)


def test_two_grabbers_of_one_make_are_told_apart_and_names_are_no_shortcuts(
    qtbot: QtBot, dialog: SourceDialog, doer: FakeActions
) -> None:
    doer.sources = (GRABBER, replace(GRABBER, address="/dev/video4"), OTHER)
    dialog.sources.look()
    qtbot.waitUntil(lambda: len(dialog.sources._tiles) == 3)
    texts = {address: tile.text() for address, tile in dialog.sources._tiles.items()}
    assert texts["/dev/video0"] == "HDMI grabber · /dev/video0"
    assert texts["/dev/video2"] == "Black && White"


def test_the_whole_screen_is_forgotten_and_every_grabber_let_go_when_the_dialog_closes(
    qtbot: QtBot, dialog: SourceDialog, doer: FakeActions
) -> None:
    show(dialog, doer, glance())
    dialog.hide()
    assert dialog.pane.editor.canvas._screen is None
    assert dialog.pane._screen is None
    qtbot.waitUntil(lambda: all(eye.closed for eye in doer.eyes))


def test_a_source_is_opened_only_when_nothing_else_holds_it(qtbot: QtBot, doer: FakeActions) -> None:
    go_on = threading.Event()

    class Slow(FakeEye):
        def close(self) -> None:
            go_on.wait(60)
            super().close()

    doer.watch_source = lambda choice, *, large: Slow(choice, large=large)  # type: ignore[method-assign]
    sources = SourceList(doer)
    qtbot.addWidget(sources)
    sources.show()
    qtbot.waitUntil(lambda: bool(sources._tiles))
    opened: list[bool] = []
    sources.when_free(lambda: opened.append(True))
    assert opened == []
    go_on.set()
    qtbot.waitUntil(lambda: opened == [True])
    sources.stop()


def test_grabbers_are_free_for_another_program_while_the_user_works_there(qtbot: QtBot, doer: FakeActions) -> None:
    page = StartPage(doer, make_actions(doer_window := QWidget()))
    qtbot.addWidget(doer_window)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(doer.eyes) == 1)
    page._be_polite(Qt.ApplicationState.ApplicationInactive)
    qtbot.waitUntil(lambda: doer.eyes[0].closed == 1)
    page._be_polite(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: len(doer.eyes) == 2)
    page.sources.stop()


def test_the_first_page_lets_every_grabber_go_while_the_dialog_looks_at_them(qtbot: QtBot, doer: FakeActions) -> None:
    open_now: dict[str, int] = {}
    most: list[int] = []

    class Counted(FakeEye):
        def __init__(self, choice: SourceChoice, *, large: bool) -> None:
            super().__init__(choice, large=large)
            open_now[choice.address] = open_now.get(choice.address, 0) + 1
            most.append(open_now[choice.address])

        def close(self) -> None:
            open_now[self.asked[0][0].address] -= not self.closed
            super().close()

    doer.watch_source = lambda choice, *, large: Counted(choice, large=large)  # type: ignore[method-assign]
    first_page = SourceList(doer)
    qtbot.addWidget(first_page)
    first_page.show()
    qtbot.waitUntil(lambda: open_now == {"/dev/video0": 1})
    dialog = SourceDialog(doer, first_page)
    qtbot.addWidget(dialog)
    for _ in range(2):
        dialog.show()
        qtbot.waitUntil(lambda: bool(dialog.sources._eyes))
        assert not first_page._eyes
        first_page.watch()  # the program became active: the dialog still has them
        dialog.hide()
        qtbot.waitUntil(lambda: bool(first_page._eyes))
        assert not dialog.sources._eyes
    dialog.show()
    dialog.hide()  # before it began
    qtbot.waitUntil(lambda: bool(first_page._eyes))
    assert set(most) == {1}  # two at a time would be "in use"
    first_page.stop()
    dialog.sources.stop()


def test_without_a_grabber_the_list_says_what_to_do(qtbot: QtBot, doer: FakeActions) -> None:
    doer.sources = ()
    sources = SourceList(doer)
    qtbot.addWidget(sources)
    sources.show()
    qtbot.waitUntil(lambda: sources._again.isVisible())
    assert "No grabber found" in sources._empty.text()
    doer.sources = (GRABBER,)
    sources._again.click()
    qtbot.waitUntil(lambda: bool(sources._tiles))
    assert sources._empty.isHidden()
    sources.stop()


# -- streams -----------------------------------------------------------------------------------------------------------


def test_an_address_that_is_no_stream_is_refused_and_a_stream_is_seen_before_it_is_used(
    qtbot: QtBot, dialog: SourceDialog, doer: FakeActions
) -> None:
    dialog.streams._edit.setText("scanner.local")
    dialog.streams.show_stream.click()
    assert "rtsp://" in dialog.streams.wrong.text()
    dialog.streams._edit.setText(" udp://@:5000 ")
    dialog.streams.show_stream.click()
    assert doer.eyes[-1].asked == [(SourceChoice("udp://@:5000", "udp://@:5000"), True)]
    assert dialog.pane.mode.isHidden()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.pane.use.click()
    assert chosen.args == [SourceChoice("udp://@:5000", "udp://@:5000")]
    qtbot.waitUntil(lambda: doer.eyes[-1].closed == 1)


def test_recent_streams_are_offered(dialog: SourceDialog, doer: FakeActions) -> None:
    dialog.show_streams(("rtsp://host/a", "udp://@:5000"))
    dialog.streams.address.setCurrentIndex(1)
    dialog.streams.address.activated.emit(1)
    assert doer.eyes[-1].asked[0][0].address == "udp://@:5000"


# -- scanners ----------------------------------------------------------------------------------------------------------


def test_a_source_is_saved_as_a_scanner_with_its_mode_and_area(dialog: SourceDialog, doer: FakeActions) -> None:
    show(dialog, doer, glance())
    dialog.pane.name.setText("Room 2 · Aplio")
    dialog.pane.save.click()
    (kept,) = doer.scanners.all()
    assert (kept.name, kept.address, kept.source_name, kept.mode) == (
        "Room 2 · Aplio",
        "/dev/video0",
        "HDMI grabber",
        MODES[0],
    )
    assert kept.area is not None
    assert kept.area.layout.origin_px == (100, 80)
    assert [item.text() for item in rows(dialog)] == ["Room 2 · Aplio"]
    assert "Saved" in dialog.notice.text


def rows(dialog: SourceDialog) -> list:  # type: ignore[type-arg]
    return [dialog.scanners.list.item(row) for row in range(dialog.scanners.list.count())]


@pytest.fixture
def saved(dialog: SourceDialog, doer: FakeActions) -> SourceDialog:
    show(dialog, doer, glance())
    for name in ("Aplio", "Logiq"):
        dialog.pane.name.setText(name)
        dialog.pane.save.click()
    return dialog


def test_what_the_screen_looked_like_is_kept_and_not_a_patient_list_that_is_shown_by_now(
    dialog: SourceDialog, doer: FakeActions
) -> None:
    show(dialog, doer, glance())
    scan = doer.eyes[0].seen.signature
    listed = Screen(np.full((540, 960, 3), 200, np.uint8), 1, 0, 0)
    doer.eyes[0].seen = replace(doer.eyes[0].seen, screen=listed)
    dialog._glance()
    dialog.pane.name.setText("Aplio")
    dialog.pane.save.click()
    kept = doer.scanners.all()[0].area
    assert kept is not None
    assert scan is not None
    assert np.allclose(kept.signature.brightness, scan.brightness, atol=1 / 255)
    dialog.pane.editor.canvas.corrected.emit()  # on the list: the user's own hand
    doer.eyes[0].seen = glance()
    dialog._glance()
    area = dialog.pane.area(as_found=False)
    assert area is not None
    assert np.array_equal(area.signature.brightness, sign(listed.pixels).brightness)


def test_saving_under_the_same_name_changes_the_scanner_and_another_name_makes_a_new_one(
    saved: SourceDialog, doer: FakeActions
) -> None:
    assert [each.name for each in doer.scanners.all()] == ["Aplio", "Logiq"]
    saved.pane.mode.setCurrentIndex(1)
    saved.pane.mode.activated.emit(1)
    saved.pane.save.click()
    assert {each.name: each.mode for each in doer.scanners.all()} == {"Aplio": MODES[0], "Logiq": MODES[1]}


def test_a_name_that_another_scanner_has_is_refused(saved: SourceDialog, doer: FakeActions) -> None:
    saved.pane.name.setText("APLIO")
    saved.pane.save.click()
    assert "already" in saved.notice.text
    assert len(doer.scanners.all()) == 2


def test_a_scanner_is_chosen_from_the_list_and_used(qtbot: QtBot, saved: SourceDialog, doer: FakeActions) -> None:
    saved.scanners.list.setCurrentRow(0)
    aplio = doer.scanners.all()[0]
    assert saved.pane.name.text() == "Aplio"
    with qtbot.waitSignal(saved.chosen) as chosen:
        saved.pane.use.click()
    assert chosen.args == [SourceChoice("/dev/video0", "HDMI grabber", MODES[0], profile=aplio.id)]


def test_an_area_corrected_for_a_scanner_becomes_the_scanners(
    qtbot: QtBot, saved: SourceDialog, doer: FakeActions
) -> None:
    saved.scanners.list.setCurrentRow(0)
    doer.eyes[0].seen = glance(layout=ScanLayout((Panel(Rect(0, 0, 200, 100)),), (5, 6), (960, 540)))
    saved._glance()
    saved.pane.editor.canvas.corrected.emit()
    with qtbot.waitSignal(saved.chosen):
        saved.pane.use.click()
    area = doer.scanners.all()[0].area
    assert area is not None
    assert area.layout.origin_px == (5, 6)


def test_a_scanner_is_renamed_and_deleted_with_undo(saved: SourceDialog, doer: FakeActions) -> None:
    rows(saved)[0].setText("Room 1")
    assert [each.name for each in doer.scanners.all()] == ["Logiq", "Room 1"]
    saved.scanners.list.setCurrentRow(1)
    saved.scanners._buttons["delete"].click()
    assert [each.name for each in doer.scanners.all()] == ["Logiq"]
    assert "Deleted: Room 1" in saved.notice.text
    saved.notice._button.click()
    assert [each.name for each in doer.scanners.all()] == ["Logiq", "Room 1"]


def test_a_scanner_goes_out_as_a_file_and_comes_back(saved: SourceDialog, doer: FakeActions, tmp_path: Path) -> None:
    saved.scanners._run(lambda: saved.scanners._export_to(doer.scanners.all()[0].id, tmp_path / "out.json"))
    saved.scanners._run(lambda: saved.scanners.take(tmp_path / "out.json"))
    assert [each.name for each in doer.scanners.all()] == ["Aplio", "Aplio (2)", "Logiq"]
    (tmp_path / "out.json").write_text("no profile")
    saved.scanners._run(lambda: saved.scanners.take(tmp_path / "out.json"))
    assert "not a scanner profile" in saved.notice.text


def test_a_scanner_whose_grabber_is_not_there_says_so_and_waits_for_it(
    qtbot: QtBot, saved: SourceDialog, doer: FakeActions
) -> None:
    doer.sources = (OTHER,)
    saved.sources.look()
    qtbot.waitUntil(lambda: "/dev/video2" in saved.sources._tiles and "/dev/video0" not in saved.sources._tiles)
    saved.scanners.list.setCurrentRow(0)
    waiting = doer.eyes[-1]
    assert waiting.asked[-1][0].profile == doer.scanners.all()[0].id
    waiting.seen = SourceGlance(fault=DeviceMissing("{source} is not there. Plug the grabber in.", source="HDMI"))
    saved._glance()
    assert "Plug the grabber in" in saved.pane._state.text()
    assert not saved.sources._tiles["/dev/video2"].isChecked()


def test_a_scanner_deleted_in_another_window_is_said_to_be_gone(saved: SourceDialog, doer: FakeActions) -> None:
    saved.scanners.list.setCurrentRow(0)
    doer.scanners.remove(doer.scanners.all()[0].id)
    saved.scanners._buttons["delete"].click()
    assert "gone" in saved.notice.text
    assert [item.text() for item in rows(saved)] == ["Logiq"]

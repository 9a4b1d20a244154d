"""Sharing from the window's side: a program of the room receives what is painted, by pyigtl's own client."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.exam.desk import ExamDesk
from app.exam.record.audit import Deed
from app.live.background import Background
from app.live.view_state import StatusWord
from app.settings import SharingSettings, default_settings
from app.sharing import sharer, text_watch
from app.sharing.desk import SharingDesk
from app.sharing.errors import SharingError
from app.sharing.window.sharing_dialog import SharingDialog
from tests.app.exam.memory_store import MemoryStore
from tests.app.fakes import FakeActions
from tests.app.sharing.programs import PATIENCE_S, eventually, framed, free_port, picture, program, state


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_watch, "EVERY_S", 0.01)


class Room:
    """A desk, what it kept, and what it wrote into the audit log."""

    def __init__(self, **changed: Any) -> None:
        settings = default_settings().sharing.model_copy(update={"port": free_port()} | changed)
        self.exam = ExamDesk(MemoryStore())
        self.saved: list[SharingSettings] = []
        self.noted: list[tuple[Deed, str, str]] = []
        self.desk = SharingDesk(
            settings,
            self.exam,
            save=self.saved.append,
            audit=lambda *told: self.noted.append(told),  # type: ignore[arg-type]
        )


@pytest.fixture
def room(qapp) -> Iterator[Room]:
    room = Room(what="picture")
    yield room
    room.desk.close()


def opened(room: Room) -> int:
    room.desk.open()
    glance = room.desk.glance()
    assert glance is not None
    return int(glance.address.partition(":")[2])


def test_it_is_closed_until_it_is_opened(room: Room) -> None:
    assert room.desk.glance() is None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", room.desk.settings.port), timeout=1)


def test_a_program_receives_pictures_boxes_and_times_as_they_are(room: Room, qtbot: QtBot) -> None:
    with program(opened(room)) as client:
        eventually(lambda: room.desk.glance().programs == 1)  # type: ignore[union-attr]
        got: list[Any] = []
        for index in range(4):
            shown = picture(index, seed=index)
            room.desk.put(state(shown))
            image = client.wait_for_message("MinamoImage", PATIENCE_S)
            tracks = json.loads(client.wait_for_message("MinamoTracks", PATIENCE_S).string)
            points = client.wait_for_message("MinamoLesions", PATIENCE_S)
            assert np.array_equal(image.image[0], shown.pixels)
            assert tracks["frame"] == index
            assert tracks["tracks"][0]["box_px"] == [20, 30, 61, 51]
            assert points.names == ["1"]
            got.append(image)
    assert np.allclose(np.diff([image.timestamp for image in got]), 0.04, atol=1e-5)


def test_boxes_are_in_the_picture_where_that_is_asked_for(qapp) -> None:
    room = Room(what="picture with boxes")
    shown = picture()
    with program(opened(room)) as client:
        eventually(lambda: room.desk.glance().programs == 1)  # type: ignore[union-attr]
        room.desk.put(state(shown))
        image = client.wait_for_message("MinamoImage", PATIENCE_S)
        assert (image.image[0] != shown.pixels).any()
    room.desk.close()


def test_tracks_alone_go_without_a_picture(qapp) -> None:
    room = Room(what="tracks")
    with program(opened(room)) as client:
        eventually(lambda: room.desk.glance().programs == 1)  # type: ignore[union-attr]
        room.desk.put(state(picture()))
        assert client.wait_for_message("MinamoTracks", PATIENCE_S) is not None
        assert client.wait_for_message("MinamoLesions", PATIENCE_S) is not None
        assert "MinamoImage" not in client.incoming_messages
    room.desk.close()


def test_text_inside_the_picture_never_leaves_unless_the_user_says_so(qapp) -> None:
    pixels = picture().pixels.copy()
    large = cv2.resize(pixels, (800, 480))
    cv2.putText(large, "YAMADA HANAKO", (60, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255, 255, 255), 2)
    named = framed(large, 0)
    for identified in (False, True):
        room = Room(what="picture", identified=identified)
        with program(opened(room)) as client:
            eventually(lambda: room.desk.glance().programs == 1)  # type: ignore[union-attr]  # noqa: B023
            room.desk.put(state(named, lesions=False))
            image = client.wait_for_message("MinamoImage", PATIENCE_S).image[0]
        room.desk.close()
        assert (image[40:64, 60:250] > 240).any() == identified  # the letters
        assert np.array_equal(image[200:], large[200:])


def test_a_program_that_comes_while_nothing_moves_gets_what_is_shown(room: Room, qtbot: QtBot) -> None:
    port = opened(room)
    room.desk.put(state(picture(7)))
    with program(port) as client:
        qtbot.waitUntil(lambda: "MinamoImage" in client.incoming_messages)
        assert json.loads(client.wait_for_message("MinamoTracks", 0).string)["frame"] == 7


def test_a_freeze_is_told_though_the_picture_is_the_same(room: Room) -> None:
    shown = picture()
    with program(opened(room)) as client:
        eventually(lambda: room.desk.glance().programs == 1)  # type: ignore[union-attr]
        room.desk.put(state(shown))
        assert json.loads(client.wait_for_message("MinamoTracks", PATIENCE_S).string)["state"] == "live"
        room.desk.put(state(shown, word=StatusWord.FROZEN))
        eventually(lambda: "MinamoTracks" in client.incoming_messages)
        assert json.loads(client.wait_for_message("MinamoTracks", 0).string)["state"] == "frozen by scanner"


def test_without_a_program_nothing_is_made(room: Room) -> None:
    opened(room)
    for index in range(50):
        room.desk.put(state(picture(index)))
    assert room.desk.glance().sent == 0  # type: ignore[union-attr]


def test_a_port_in_use_is_said_and_stays_closed(room: Room) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", room.desk.settings.port))
        other.listen()
        with pytest.raises(SharingError, match="in use by another program"):
            room.desk.open()
    assert not room.desk.is_open
    room.desk.open()
    assert room.desk.is_open


def test_other_settings_open_the_port_anew_and_are_kept(room: Room) -> None:
    opened(room)
    other = room.desk.settings.model_copy(update={"port": free_port()})
    room.desk.change(other)
    assert room.desk.glance().address == f"127.0.0.1:{other.port}"  # type: ignore[union-attr]
    assert room.saved == [other]


def test_an_exam_has_it_in_its_audit_log(room: Room, qtbot: QtBot) -> None:
    opened(room)
    room.desk.put(state(picture()))
    assert room.noted == []  # there is no exam yet
    from app.exam.content.person import PersonName

    room.exam.begin(examiner=PersonName(), setting="", prevalence=0.1, source_name="Room 2")
    qtbot.waitUntil(lambda: room.exam.content is not None)
    room.desk.put(state(picture(1)))
    qtbot.waitUntil(lambda: len(room.noted) == 1)
    deed, exam_id, what = room.noted[0]
    assert (deed, exam_id) == (Deed.SHARED, room.exam.content.exam.id)  # type: ignore[union-attr]
    assert what == f"OpenIGTLink open 127.0.0.1:{room.desk.settings.port} de-identified"
    with program(room.desk.settings.port):
        qtbot.waitUntil(lambda: any("program 127.0.0.1" in each[2] for each in room.noted))
    room.desk.close()
    assert room.noted[-1][2] == "OpenIGTLink closed"
    room.exam.close()


def test_the_audit_log_tells_in_the_order_in_which_it_happened(room: Room, qtbot: QtBot) -> None:
    from app.exam.content.person import PersonName

    disk = threading.Event()

    def slow(*told: Any) -> None:
        if "open" in told[2]:
            disk.wait(60)
        room.noted.append(told)

    room.desk._audit = slow  # type: ignore[assignment]
    room.exam.begin(examiner=PersonName(), setting="", prevalence=0.1, source_name="Room 2")
    qtbot.waitUntil(lambda: room.exam.content is not None)
    with program(opened(room)):
        eventually(lambda: room.desk.glance().programs == 1)  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: bool(room.desk.findChildren(Background)[1:]))  # the line of the program, too
        threading.Timer(0.3, disk.set).start()
        room.desk.close()
    assert [told[2].split()[1] for told in room.noted] == ["open", "program", "closed"]
    room.exam.close()


def test_a_fault_of_a_port_that_was_closed_leaves_the_next_one_open(room: Room) -> None:
    opened(room)
    before = room.desk._server
    room.desk.close()
    room.desk.open()
    room.desk._stop(before, ValueError("too late"))  # type: ignore[arg-type]
    assert room.desk.is_open


def test_sharing_that_fails_closes_the_port_and_says_so(
    room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> bytes:
        raise ValueError("no such colour")

    monkeypatch.setattr(sharer, "packed", fail)
    with program(opened(room)):
        eventually(lambda: room.desk.glance().programs == 1)  # type: ignore[union-attr]
        with qtbot.waitSignal(room.desk.failed) as failed:
            room.desk.put(state(picture()))
    assert "Sharing stopped (no such colour)" in str(failed.args[0])
    assert not room.desk.is_open


# -- window ------------------------------------------------------------------------------------------------------------


def test_the_dialog_opens_and_closes_the_port_and_warns_of_others(room: Room, qtbot: QtBot) -> None:
    dialog = SharingDialog(room.desk)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.isModal()
    assert dialog._warning.isHidden()
    dialog.toggle.click()
    assert room.desk.is_open
    assert "127.0.0.1" in dialog._state.text()
    dialog.who.setCurrentIndex(1)
    dialog.who.activated.emit(1)
    assert room.desk.settings.others
    assert "127.0.0.1" not in dialog._state.text()  # where other computers find it
    assert f":{room.desk.settings.port}" in dialog._state.text()
    assert "Not encrypted" in dialog._warning.text()
    dialog.toggle.click()
    assert not room.desk.is_open


def test_another_port_is_typed_and_what_is_none_is_not_taken(room: Room, qtbot: QtBot) -> None:
    dialog = SharingDialog(room.desk)
    qtbot.addWidget(dialog)
    before, other = room.desk.settings.port, free_port()
    dialog.port.setText("80")
    qtbot.keyClick(dialog.port, Qt.Key.Key_Return)
    assert room.desk.settings.port == before
    dialog.port.setText(str(other))
    qtbot.keyClick(dialog.port, Qt.Key.Key_Return)
    assert room.desk.settings.port == other


def test_the_dialog_says_that_a_port_is_in_use(room: Room, qtbot: QtBot) -> None:
    dialog = SharingDialog(room.desk)
    qtbot.addWidget(dialog)
    with socket.socket() as other:
        other.bind(("127.0.0.1", room.desk.settings.port))
        other.listen()
        dialog.toggle.click()
    assert "choose another port" in dialog._state.text()


def test_an_open_port_is_seen_over_the_picture_and_closed_with_the_window(qtbot: QtBot) -> None:
    from app.live.window.actions import WindowSettings
    from app.live.window.keys import Command
    from app.live.window.main_window import MainWindow

    actions = FakeActions()
    window = MainWindow(WindowSettings(), actions=actions)
    qtbot.addWidget(window)
    window.show()
    assert window.health_bar._sharing.isHidden()
    actions.sharing.settings = replace_port(actions.sharing.settings)
    actions.sharing.open()
    assert not window.health_bar._sharing.isHidden()
    assert window.health_bar._sharing.text() == "0"
    assert "OpenIGTLink is open at 127.0.0.1" in window.health_bar._sharing.toolTip()
    window.health_bar._sharing.click()
    assert window.commands[Command.SHARE].isChecked()
    assert window.commands[Command.SHARE].isChecked()
    window.close()
    assert not actions.sharing.is_open


def replace_port(settings: SharingSettings) -> SharingSettings:
    return settings.model_copy(update={"port": free_port()})


def test_a_program_that_comes_after_the_source_was_left_gets_no_old_picture(room: Room, qtbot: QtBot) -> None:
    port = opened(room)
    room.desk.put(state(picture(7)))
    room.desk.leave_session()
    with program(port) as client:
        qtbot.waitUntil(lambda: "MinamoTracks" in client.incoming_messages)
        assert json.loads(client.wait_for_message("MinamoTracks", 0).string)["state"] == "no source"
        assert "MinamoImage" not in client.incoming_messages


def test_a_scan_area_that_is_lost_is_told_and_its_lesions_go(room: Room) -> None:
    with program(opened(room)) as client:
        eventually(lambda: room.desk.glance().programs == 1)  # type: ignore[union-attr]
        room.desk.put(state(picture()))
        assert client.wait_for_message("MinamoLesions", PATIENCE_S).names == ["1"]
        eventually(lambda: "MinamoTracks" in client.incoming_messages)
        client.wait_for_message("MinamoTracks", 0)
        room.desk.put(replace(state(picture(), word=StatusWord.SCAN_AREA_LOST), frame=None))
        assert json.loads(client.wait_for_message("MinamoTracks", PATIENCE_S).string)["state"] == "scan area lost"
        assert client.wait_for_message("MinamoLesions", PATIENCE_S).positions == []

"""Sources, scanners and exams in the assembled program, with FFmpeg's virtual grabbers plugged in."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from pytestqt.qtbot import QtBot

from app.assembly import Assembly
from app.exam.content.exam import ExamContent
from app.exam.content.person import PersonName
from app.feed import live_sources
from app.feed.source_eyes import SessionEye, WatchingEye
from app.live.view_state import StatusWord
from app.live.window.actions import SourceChoice
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from app.scanners.areas import ProfileArea
from app.scanners.profile import DrawnArea, ScannerProfile
from app.settings import default_settings
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.layout import Panel, Rect, ScanLayout
from capture.screen.signature import sign
from capture.source import Screen
from capture.sources.device import Device, DeviceSpec
from tests.app.bright_spot import BrightSpotDetector
from tests.app.sharing.programs import eventually
from tests.capture.drawn_screens import PANEL, black, patient_list, scanner_screen
from tests.capture.scripted_device import ScriptedDevice

# Tissue that lives and stands still: on a busy machine a test picture that moves jumps from picture to picture, as a
# screen does that turns a page, and the gate shuts.
FIRST = "color=c=gray:size=320x240:rate=30,noise=alls=40:allf=t,realtime"
SECOND = "color=c=gray:size=160x120:rate=30,noise=alls=40:allf=t,realtime"
STILL_AROUND = "testsrc2=size=100x80:rate=30,pad=320:240:20:30:black,realtime"  # the gate compares what lies around


class Plugged:
    """Virtual grabbers that can be pulled out."""

    def __init__(self) -> None:
        self.devices = {"Grabber 1": FIRST, "Grabber 2": SECOND}

    def list(self) -> tuple[Device, ...]:
        return tuple(Device(name, DeviceSpec("lavfi", graph, name)) for name, graph in self.devices.items())


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Plugged:
    plugged = Plugged()
    kinds = {"linux": "lavfi", "win32": "lavfi", "darwin": "lavfi"}
    monkeypatch.setattr(live_sources, "list_devices", plugged.list)
    monkeypatch.setattr(live_sources, "PLATFORM_FORMATS", kinds)
    return plugged


@pytest.fixture
def assembly(plugged: Plugged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp) -> Iterator[Assembly]:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    settings = default_settings()
    quick = settings.source.model_copy(update={"retry_s": 0.05})
    folder = settings.recording.model_copy(update={"folder": str(tmp_path / "kept")})
    settings = settings.model_copy(update={"source": quick, "recording": folder})
    assembly = Assembly(settings, lambda _settings: BrightSpotDetector())
    yield assembly
    assembly.exam.leave()


Opened = Callable[[], MainWindow]


@pytest.fixture
def window(assembly: Assembly, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(assembly.window_settings(), actions=assembly)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def content_of(assembly: Assembly) -> ExamContent:
    content = assembly.exam.content
    assert content is not None
    return content


def whole(width: int, height: int) -> DrawnArea:
    """All of the picture is scan, so that any picture passes the gate."""
    return DrawnArea(ScanLayout.whole(width, height), sign(np.zeros((height, width, 3), np.uint8)))


def scanner(assembly: Assembly, name: str, device: str, graph: str, size: tuple[int, int]) -> ScannerProfile:
    return assembly.scanners.keep(ScannerProfile("", name, graph, device, None, whole(*size)))


def test_a_key_changes_the_scanner_in_the_middle_of_an_exam_and_what_is_kept_names_it(
    assembly: Assembly, window: MainWindow, qtbot: QtBot
) -> None:
    scanner(assembly, "Aplio", "Grabber 1", FIRST, (320, 240))
    scanner(assembly, "Logiq", "Grabber 2", SECOND, (160, 120))
    window.commands[Command.NEXT_SCANNER].trigger()
    qtbot.waitUntil(lambda: window.stage.state.frame is not None)
    assert window.stage.state.health.source_name.startswith("Aplio · Grabber 1")
    assembly.exam.begin(
        examiner=PersonName(), setting="", prevalence=0.1, source_name=window.stage.state.health.source_name
    )
    qtbot.waitUntil(lambda: assembly.exam.content is not None)
    window.commands[Command.SNAPSHOT].trigger()
    window.commands[Command.NEXT_SCANNER].trigger()
    qtbot.waitUntil(lambda: window.stage.state.frame is not None and window.stage.state.frame.pixels.shape[0] == 120)
    assert assembly.exam.running
    window.commands[Command.SNAPSHOT].trigger()
    qtbot.waitUntil(lambda: assembly.exam.view.snapshots == 2)
    content = assembly.exam.content
    assert content is not None
    assert content.exam.source_name.startswith("Aplio · ")
    assert [each.source_name.split(" (")[0] for each in content.snapshots] == ["Aplio · Grabber 1", "Logiq · Grabber 2"]


def test_what_is_recorded_when_the_scanner_is_changed_is_kept_to_its_end(
    assembly: Assembly, window: MainWindow, qtbot: QtBot
) -> None:
    scanner(assembly, "Aplio", "Grabber 1", FIRST, (320, 240))
    scanner(assembly, "Logiq", "Grabber 2", SECOND, (160, 120))
    window.commands[Command.NEXT_SCANNER].trigger()
    qtbot.waitUntil(lambda: window.stage.state.frame is not None)
    assembly.exam.begin(examiner=PersonName(), setting="", prevalence=0.1, source_name="Aplio")
    qtbot.waitUntil(lambda: assembly.exam.content is not None)
    window.commands[Command.RECORD].trigger()
    qtbot.waitUntil(lambda: (window.stage.state.health.recording_s or 0) > 0.2)
    window.commands[Command.NEXT_SCANNER].trigger()
    qtbot.waitUntil(lambda: assembly.exam.view.clips == 1)
    content, folder = assembly.exam.content, assembly.exam.folder
    assert content is not None
    assert folder is not None
    (clip,) = content.clips
    assert clip.source_name.startswith("Aplio · Grabber 1")
    qtbot.waitUntil(lambda: content_of(assembly).clips[0].complete)
    (file,) = content_of(assembly).clips[0].files
    with av.open(str(folder / file)) as video:
        assert sum(1 for _ in video.decode(video=0)) > 3


def test_a_scanner_that_is_not_plugged_in_says_so_and_comes_by_itself(
    assembly: Assembly, window: MainWindow, plugged: Plugged, qtbot: QtBot
) -> None:
    scanner(assembly, "Aplio", "Grabber 1", FIRST, (320, 240))
    del plugged.devices["Grabber 1"]
    window.commands[Command.NEXT_SCANNER].trigger()
    qtbot.waitUntil(lambda: "Grabber 1 is not there" in window.notice.text)
    assert window.stage.state.word is StatusWord.DISCONNECTED
    assert window.stage.state.health.source_name == "Aplio · Grabber 1"
    plugged.devices["Grabber 1"] = FIRST
    qtbot.waitUntil(lambda: window.stage.state.frame is not None)
    qtbot.waitUntil(lambda: window.notice.text == "")


def test_an_area_drawn_while_a_scanner_is_in_use_is_its_area_the_next_time(
    assembly: Assembly, window: MainWindow, plugged: Plugged, qtbot: QtBot
) -> None:
    plugged.devices["Grabber 1"] = STILL_AROUND
    aplio = scanner(assembly, "Aplio", "Grabber 1", STILL_AROUND, (320, 240))
    window.commands[Command.NEXT_SCANNER].trigger()
    qtbot.waitUntil(lambda: window.stage.session is not None)
    session = window.stage.session
    assert session is not None
    qtbot.waitUntil(lambda: assembly.last_screen(session) is not None)
    drawn = ScanLayout((Panel(Rect(0, 0, 100, 80)),), (20, 30), (320, 240))
    assembly.remember_layout(session, drawn)
    qtbot.waitUntil(
        lambda: window.stage.state.frame is not None and window.stage.state.frame.pixels.shape == (80, 100, 3)
    )
    area = assembly.scanners.get(aplio.id).area
    assert area is not None
    assert area.layout.origin_px == (20, 30)


def test_the_source_in_use_is_seen_through_its_session_and_goes_on(
    assembly: Assembly, window: MainWindow, qtbot: QtBot
) -> None:
    window.open_live(SourceChoice(FIRST, "Grabber 1", area=whole(320, 240)))
    qtbot.waitUntil(lambda: window.stage.state.frame is not None)
    eye = assembly.watch_source(SourceChoice(FIRST, "Grabber 1"), large=True)
    assert isinstance(eye, SessionEye)
    qtbot.waitUntil(lambda: eye.glance().screen is not None)
    seen = eye.glance()
    assert seen.layout is not None
    assert seen.small is not None
    other = assembly.watch_source(SourceChoice(SECOND, "Grabber 2"), large=False)
    assert isinstance(other, WatchingEye)
    other.close()
    session = window.stage.session
    window.show_session(None)
    assert session is not None
    assert eye.glance().screen is None  # nothing is kept of a session that has ended
    later = assembly.watch_source(SourceChoice(FIRST, "Grabber 1"), large=False)
    assert isinstance(later, WatchingEye)
    later.close()


def test_the_dialog_shows_every_grabber_and_one_that_is_pulled_out_goes(
    assembly: Assembly, window: MainWindow, plugged: Plugged, qtbot: QtBot
) -> None:
    window.commands[Command.SOURCE].trigger()
    dialog = window.dialogs.source
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.sources._tiles) == 2)
    dialog.sources._tiles[FIRST].click()

    def seen() -> bool:
        dialog._glance()
        return dialog.pane._screen is not None

    qtbot.waitUntil(seen)
    second = dialog.sources.eye(SECOND)
    assert second is not None
    qtbot.waitUntil(lambda: second.glance().small is not None)
    del plugged.devices["Grabber 1"]
    dialog.sources.look()
    qtbot.waitUntil(lambda: FIRST not in dialog.sources._tiles)

    def told() -> bool:
        dialog._glance()
        return "Grabber 1 is not there" in dialog.pane._state.text()

    qtbot.waitUntil(told)
    assert dialog.pane._screen is None


def test_a_stream_is_seen_in_the_dialog_then_used_and_offered_again(
    assembly: Assembly, window: MainWindow, qtbot: QtBot
) -> None:
    with ScriptedDevice() as sender:
        window.commands[Command.SOURCE].trigger()
        dialog = window.dialogs.source
        assert dialog is not None
        dialog.streams._edit.setText(sender.url)
        dialog.streams.show_stream.click()

        def seen() -> bool:
            dialog._glance()
            return dialog.pane._screen is not None

        qtbot.waitUntil(seen)
        dialog.pane.editor.canvas.set_panels((Panel(Rect(0, 0, *sender.sending.size)),))
        dialog.pane.editor.canvas.corrected.emit()
        dialog.pane.use.click()
        qtbot.waitUntil(lambda: window.stage.state.frame is not None)  # the port was free again
        assert window.stage.state.frame is not None
        assert window.stage.state.frame.layout.source_size_px == sender.sending.size
        window.show_session(None)
    assert assembly.settings.source.streams == (sender.url,)


def test_the_window_can_be_closed_while_every_grabber_is_looked_at(
    assembly: Assembly, window: MainWindow, qtbot: QtBot
) -> None:
    window.commands[Command.SOURCE].trigger()
    dialog = window.dialogs.source
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.sources._eyes) == 2)
    eyes = list(dialog.sources._eyes.values())
    dialog.sources._tiles[SECOND].click()
    window.close()
    eventually(lambda: all(not eye._watch._worker.running for eye in eyes))  # type: ignore[attr-defined]


class Screens:
    """A grabber that shows these screens, one a second."""

    name = "Grabber"

    def __init__(self, *pictures: npt.NDArray[np.uint8]) -> None:
        self._pictures = pictures
        self._number = -1

    def read(self, timeout_s: float) -> Screen | None:
        self._number += 1
        if self._number >= len(self._pictures):
            return None
        return Screen(self._pictures[self._number], self._number, self._number * 10**9, self._number * 10**9)

    def close(self) -> None: ...


@cache
def scan() -> npt.NDArray[np.uint8]:
    return scanner_screen(np.random.default_rng(0).integers(30, 120, (405, 540), dtype=np.uint8))


SCAN_AREA = ScanLayout((Panel(Rect(0, 0, PANEL.width, PANEL.height)),), (PANEL.left, PANEL.top), (1920, 1080))


def frames_of(source: GatedSource) -> list[Frame]:
    return [frame for _ in range(6) if (frame := source.read(0.0)) is not None]


def test_a_patient_list_seen_first_never_passes_the_gate_of_a_scanners_profile(assembly: Assembly) -> None:
    area = DrawnArea(SCAN_AREA, sign(scan()))
    kept = assembly.scanners.keep(ScannerProfile("", "Aplio", "x", "Grabber", None, area))
    screens = Screens(patient_list(), black(), scan(), patient_list())
    (frame,) = frames_of(GatedSource(screens, memory=ProfileArea(assembly.scanners, kept.id)))
    assert frame.pixels.shape == (PANEL.height, PANEL.width, 3)


def test_an_area_drawn_on_the_scan_lets_no_patient_list_pass_that_came_before_it_was_accepted() -> None:
    source = GatedSource(Screens(patient_list(), scan(), patient_list()))
    source.set_layout(SCAN_AREA, sign(scan()))
    (frame,) = frames_of(source)
    assert frame.pixels.shape == (PANEL.height, PANEL.width, 3)

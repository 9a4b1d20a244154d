"""The assembled program does what the window asks, on real files and the simulated scan."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from pytestqt.qtbot import QtBot

from app.assembly import Assembly
from app.feed.live_sources import SIMULATED, reader_maker
from app.live.view_state import Session, StatusWord, ViewState
from app.live.window.actions import SourceChoice, WindowActions
from app.live.window.main_window import MainWindow
from app.session.recording import RecordingSession
from app.settings import default_settings, load_settings
from app.snapshot import finish_snapshots
from capture.errors import CaptureError, RecordingFailed, UnreadableFile
from capture.screen.layout import Panel, Rect, ScanLayout
from capture.sources.device import DeviceReader
from capture.sources.stream import StreamReader
from tests.app.bright_spot import BrightSpotDetector, Watcher, spot_picture, spot_video, write_video

FRAMES = 8
LIVE = SourceChoice(SIMULATED, "Room 2")


@pytest.fixture
def detector() -> BrightSpotDetector:
    return BrightSpotDetector()


@pytest.fixture
def assembly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, detector: BrightSpotDetector, qapp: object) -> Assembly:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    settings = default_settings()
    recording = settings.recording.model_copy(update={"folder": str(tmp_path / "kept")})
    return Assembly(settings.model_copy(update={"recording": recording}), load=lambda _settings: detector)


@pytest.fixture
def start() -> Iterator[Callable[[Any], Watcher]]:
    started: list[Session] = []

    def begin(session: Session) -> Watcher:
        watcher = Watcher(session)
        started.append(session)
        session.start(watcher)
        return watcher

    yield begin
    for session in started:
        session.close()


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return spot_video(tmp_path / "cine.mkv", FRAMES)


Start = Callable[[Any], Watcher]


def complete(state: ViewState) -> bool:
    return state.timeline is not None and state.timeline.analysed_until == FRAMES


def never(_share: float) -> None:
    """Progress that no one looks at."""


def test_it_is_what_the_window_asks_for(assembly: Assembly) -> None:
    actions: WindowActions = assembly
    assert actions.list_sources() is not None


def test_a_file_that_is_not_there_is_said_at_once(assembly: Assembly, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="does not exist"):
        assembly.open_file(tmp_path / "missing.mp4")


def test_the_demo_plays_in_a_loop(assembly: Assembly, start: Start) -> None:
    watcher = start(assembly.open_demo())
    state = watcher.until(lambda state: state.frame is not None)
    assert state.timeline is not None
    assert state.timeline.looping
    assert len(state.timeline.times_ns) > 50


def test_the_simulated_scan_is_a_live_source(assembly: Assembly, start: Start) -> None:
    watcher = start(assembly.open_live(LIVE))
    state = watcher.until(lambda state: state.frame is not None)
    assert state.timeline is None
    assert state.word in (StatusWord.LIVE, StatusWord.AI_DELAYED)


def test_one_network_serves_every_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: Start, video: Path
) -> None:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    loads: list[object] = []

    def load(settings: object) -> BrightSpotDetector:
        loads.append(settings)
        return BrightSpotDetector()

    assembly = Assembly(default_settings(), load=load)
    for _ in range(2):
        session = assembly.open_file(video)
        start(session).until(complete)
        session.close()
    assert len(loads) == 1


def test_what_the_window_remembers_is_kept(assembly: Assembly) -> None:
    wished = replace(
        assembly.window_settings(), language="ja", mirrored=True, keys={"mute": "F2"}, geometry=(1, 2, 900, 700)
    )
    assembly.save_settings(wished)
    assert assembly.window_settings() == wished
    assert load_settings().view.language == "ja"


def test_a_snapshot_is_written_with_and_without_overlay_and_pinned(
    assembly: Assembly, start: Start, video: Path, tmp_path: Path
) -> None:
    session = assembly.open_file(video)
    watcher = start(session)
    session.step(0)
    state = watcher.until(lambda state: complete(state) and bool(state.frame))
    path = assembly.snapshot(session, state)
    assert finish_snapshots()
    assert path.exists()
    assert len(list((tmp_path / "kept").glob("*.png"))) == 2
    pinned = watcher.until(lambda state: state.timeline is not None and state.timeline.pins != ())
    assert pinned.timeline is not None
    assert pinned.timeline.pins == (pinned.timeline.position,)


def test_a_live_session_is_recorded_and_its_last_seconds_kept(assembly: Assembly, start: Start, tmp_path: Path) -> None:
    session = assembly.open_live(LIVE)
    watcher = start(session)
    watcher.until(lambda state: state.frame is not None)
    assembly.toggle_recording(session)
    watcher.until(lambda state: (state.health.recording_s or 0) > 0)
    kept = assembly.keep_last_30_s(session)
    assembly.acknowledge_gaps(session)
    assembly.toggle_recording(session)
    watcher.until(lambda state: state.health.recording_s is None)
    session.close()
    assert kept.stat().st_size > 0
    assert len(list((tmp_path / "kept").glob("*.mkv"))) == 2


def test_a_recording_cannot_be_recorded(assembly: Assembly, video: Path) -> None:
    session = assembly.open_file(video)
    with pytest.raises(RecordingFailed, match="open a live source"):
        assembly.toggle_recording(session)
    with pytest.raises(RecordingFailed, match="open a live source"):
        assembly.keep_last_30_s(session)


@pytest.mark.parametrize("annotated", [True, False])
def test_an_export_holds_every_frame(
    annotated: bool, assembly: Assembly, start: Start, video: Path, tmp_path: Path
) -> None:
    session = assembly.open_file(video)
    start(session).until(lambda state: complete(state) and state.health.analyses_hz is None)
    shares: list[float] = []
    path = tmp_path / "out.mp4"
    assembly.export_mp4(session, path, annotated=annotated, on_progress=shares.append, cancelled=lambda: False)
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]
    assert len(frames) == FRAMES
    reddish = ((frames[-1][:, :, 0] - frames[-1][:, :, 2]) > 80).sum()
    assert bool(reddish > 50) is annotated
    assert shares[-1] == pytest.approx(1.0)


def test_boxes_are_not_exported_before_all_are_known(
    assembly: Assembly, detector: BrightSpotDetector, start: Start, video: Path, tmp_path: Path
) -> None:
    detector.go_on.clear()
    session = assembly.open_file(video)
    start(session).until(lambda state: state.frame is not None)
    try:
        with pytest.raises(RecordingFailed, match="wait until all are"):
            assembly.export_mp4(
                session, tmp_path / "out.mp4", annotated=True, on_progress=never, cancelled=lambda: False
            )
    finally:
        detector.go_on.set()
    assert not (tmp_path / "out.mp4").exists()


def test_a_layout_drawn_on_a_recording_holds_from_now_on(assembly: Assembly, start: Start, tmp_path: Path) -> None:
    def screen(number: int) -> npt.NDArray[np.uint8]:
        whole = np.full((360, 480, 3), 20, np.uint8)
        whole[60:300, 80:400] = spot_picture(number)
        return whole

    path = write_video(tmp_path / "screen.avi", [screen(number) for number in range(FRAMES)])
    session = assembly.open_file(path)
    watcher = start(session)
    watcher.until(lambda state: state.frame is not None)
    watcher.until(lambda _: assembly.last_screen(session) is not None)
    seen = assembly.last_screen(session)
    assert seen is not None
    assert seen.pixels.shape == (360, 480, 3)
    drawn = ScanLayout((Panel(Rect(0, 0, 200, 200)),), (100, 80), (480, 360))
    changed = assembly.remember_layout(session, drawn)
    assert changed is not session
    for opened in (changed, assembly.open_file(path)):
        state = start(opened).until(lambda state: state.frame is not None)
        assert state.frame is not None
        assert state.frame.pixels.shape == (200, 200, 3)
        assert state.frame.layout.origin_px == (100, 80)
        opened.close()


def test_a_layout_drawn_on_a_live_source_is_used_at_once(assembly: Assembly, start: Start) -> None:
    still_around = "lavfi:testsrc2=size=100x80:rate=30,pad=320:240:20:30:black,realtime"  # which the gate compares
    session = assembly.open_live(SourceChoice(still_around, "virtual"))
    watcher = start(session)
    watcher.until(lambda _: assembly.last_screen(session) is not None)
    drawn = ScanLayout((Panel(Rect(0, 0, 100, 80)),), (20, 30), (320, 240))
    assert assembly.remember_layout(session, drawn) is session
    watcher.until(lambda state: state.frame is not None and state.frame.pixels.shape == (80, 100, 3))


def test_addresses_lead_to_their_readers() -> None:
    stream = reader_maker(SourceChoice("udp://@127.0.0.1:15999", "stream"))()
    device = reader_maker(SourceChoice("lavfi:testsrc2=size=64x64:rate=5,realtime", "virtual"))()
    assert isinstance(stream, StreamReader)
    assert isinstance(device, DeviceReader)
    stream.close()
    device.close()
    with pytest.raises(CaptureError):
        reader_maker(SourceChoice("gopher://somewhere", "stream"))()


def test_the_window_lives_with_the_assembled_program(
    assembly: Assembly, video: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = MainWindow(assembly.window_settings(), actions=assembly)
    qtbot.addWidget(window)
    window.show()
    window.open_path(video)
    qtbot.waitUntil(lambda: bool(window.stage.state.tracks))
    window.open_path(tmp_path / "missing.mp4")
    assert isinstance(window.stage.session, RecordingSession)  # what was open goes on
    bad = tmp_path / "bad.mp4"
    bad.write_text("this is a shopping list\n" * 50)
    window.open_path(bad)
    qtbot.waitUntil(lambda: window.stage.state.word is StatusWord.NO_SIGNAL)
    assert isinstance(window.stage.state.health.notice, UnreadableFile)
    window.open_live(LIVE)
    qtbot.waitUntil(lambda: window.stage.state.timeline is None and window.stage.state.frame is not None)
    window.close()
    assert window.stage.session is None

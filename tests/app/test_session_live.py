"""A live session shows what the scanner shows, boxed where it was measured, and lives on when things go wrong."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from app.live.view_state import Session, StatusWord, ViewState
from app.network import pipeline_for
from app.session.live import LivePlan, LiveSession
from app.session.live_run import Patience
from app.session.playout import Limits
from app.settings import default_settings
from capture.errors import CaptureError, DeviceLost, DeviceMissing, EndOfStream, RecordingFailed
from capture.gated_source import GatedSource
from capture.screen import signal_truth
from capture.screen.layout import Panel, Rect, ScanLayout
from inference.errors import ModelError
from tests.app.bright_spot import BrightSpotDetector, ScriptedReader, Watcher, spot_picture
from tests.capture.drawn_screens import HEIGHT, PANEL, WIDTH, patient_list, scanner_screen


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that shows nothing new for as long as a busy machine thinks has not stalled: its boxes would go."""
    for limit in ("STALLED_AFTER_NS", "STALLED_MOST_NS"):
        monkeypatch.setattr(signal_truth, limit, 600_000_000_000)


@dataclass
class Room:
    """A session on a scripted source."""

    folder: Path
    readers: list[ScriptedReader] = field(default_factory=list)
    missing: int = 0  # so many attempts to open find no device
    detector: BrightSpotDetector = field(default_factory=BrightSpotDetector)
    network: Callable[[], BrightSpotDetector] | None = None
    opened: int = 0

    def open_source(self) -> GatedSource:
        self.opened += 1
        if self.opened <= self.missing:
            raise DeviceLost("{name} is not connected; plug it in", name="Room 2")
        reader = ScriptedReader()
        self.readers.append(reader)
        self.feed(reader)
        return GatedSource(reader)

    def feed(self, reader: ScriptedReader) -> None:
        """What a new connection shows at once."""

    def session(self, *, max_age_ms: float = 20_000, frozen_ms: float = 60_000, retry_s: float = 0.01) -> LiveSession:
        limits = Limits(delay_ms=20_000, max_age_ms=max_age_ms)  # what a busy machine needs
        plan = LivePlan(limits, Patience(60_000, frozen_ms), retry_s, self.folder, ring_s=5)
        settings = default_settings().analysis
        return LiveSession(
            "Room 2",
            self.open_source,
            self.network or (lambda: self.detector),
            lambda detector: pipeline_for(detector, settings),
            plan,
        )


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.fixture
def watch() -> Iterator[Callable[[LiveSession], Watcher]]:
    sessions: list[LiveSession] = []

    def start(session: LiveSession) -> Watcher:
        watcher = Watcher(session)
        sessions.append(session)
        session.start(watcher)
        return watcher

    yield start
    for session in sessions:
        session.close()


def show(room: Room, watcher: Watcher, *numbers: int) -> None:
    """Push pictures one by one, each after the one before it is on screen."""
    for number in numbers:
        shown = watcher.session.view(0).health.delivered
        room.readers[-1].push(spot_picture(number))
        watcher.until(lambda state, shown=shown: state.health.delivered > shown)  # type: ignore[misc]


Start = Callable[[LiveSession], Watcher]


def test_it_waits_until_the_first_picture(room: Room, watch: Start) -> None:
    watcher = watch(room.session())
    state = watcher.until(lambda _: bool(room.readers))
    assert state.word is StatusWord.WAITING
    assert state.frame is None


def test_a_mass_is_boxed_numbered_and_scored(room: Room, watch: Start) -> None:
    watcher = watch(room.session())
    watcher.until(lambda _: bool(room.readers))
    watcher.until(lambda state: state.health.device != "")
    room.readers[-1].push(spot_picture(0))
    watcher.until(lambda state: state.frame is not None and state.health.age_ms is not None)
    room.readers[-1].push(*(spot_picture(number) for number in range(1, 4)))
    state = watcher.until(lambda state: bool(state.tracks) and state.frame is not None and state.frame.index == 3)
    assert state.word is StatusWord.LIVE
    assert state.findings[0].number == 1
    assert state.findings[0].track.malignancy == pytest.approx(0.8, abs=0.01)
    assert len(state.findings[0].trend) >= 2
    assert state.health.device == "CPU · OpenVINO"
    assert state.health.precision == "f32"
    assert state.development_prevalence == 0.3


def with_a_mass(room: Room, watch: Start, session: LiveSession) -> Watcher:
    watcher = watch(session)
    watcher.until(lambda state: bool(room.readers) and state.health.device != "")
    for number in range(4):
        room.readers[-1].push(spot_picture(number))
        watcher.until(lambda _, number=number: room.detector.calls > number)  # type: ignore[misc]
    watcher.until(lambda state: bool(state.tracks))
    return watcher


def test_muted_or_look_first_nothing_is_marked(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    session.set_muted(True)
    muted = watcher.until(lambda state: state.muted)
    assert muted.tracks == ()
    assert muted.findings == ()
    session.set_muted(False)
    session.set_look_first(True)
    held = watcher.until(lambda state: state.look_first)
    assert held.tracks == ()
    assert held.findings == ()
    session.set_look_first(False)
    back = watcher.until(lambda state: not state.look_first and bool(state.tracks))  # with the next analysed picture
    assert [finding.number for finding in back.findings] == [1]


def test_in_look_first_the_boxes_come_when_the_user_asks(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    session.set_look_first(True)
    assert not watcher.until(lambda state: state.look_first).tracks
    session.reveal()
    state = watcher.until(lambda state: bool(state.tracks))
    assert state.look_first
    assert not state.held_back
    assert [finding.number for finding in state.findings] == [1]


def test_a_dismissed_finding_stays_away_is_counted_and_comes_back(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    session.dismiss(1)
    show(room, watcher, 4, 5)
    state = watcher.until(lambda state: state.dismissed == 1)
    assert state.tracks == ()
    assert state.findings == ()
    session.restore_dismissed()
    state = watcher.until(lambda state: state.dismissed == 0)
    assert [finding.number for finding in state.findings] == [1]


def test_a_finding_can_be_chosen(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    session.select(1)
    assert watcher.until(lambda state: bool(state.findings)).findings[0].selected


def test_frozen_by_the_user_the_picture_stays(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    before = watcher.until(lambda state: state.frame is not None)
    session.toggle_play()
    show(room, watcher, 4, 5, 6)
    paused = watcher.until(lambda state: state.word is StatusWord.PAUSED)
    assert paused.frame is not None
    assert before.frame is not None
    assert paused.frame.index == before.frame.index
    session.toggle_play()
    watcher.until(lambda state: state.frame is not None and state.frame.index == 6)


def test_look_first_freeze_then_ask_shows_what_was_held_back(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    session.set_look_first(True)
    show(room, watcher, 4)
    frozen = watcher.until(lambda state: state.frame is not None and state.frame.index == 4)
    assert frozen.tracks == ()
    session.toggle_play()
    show(room, watcher, 5, 6)
    session.set_look_first(False)
    state = watcher.until(lambda state: state.word is StatusWord.PAUSED and bool(state.tracks))
    assert state.frame is not None
    assert state.frame.index == 4
    assert state.tracks[0].box.left == pytest.approx(84, abs=3)  # where it was in that very picture
    assert [finding.number for finding in state.findings] == [1]


def test_in_a_frozen_picture_findings_are_chosen_and_dismissed(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    session.toggle_play()
    session.select(1)
    assert watcher.until(lambda state: state.word is StatusWord.PAUSED).findings[0].selected
    session.dismiss(1)
    state = watcher.until(lambda state: state.dismissed == 1)
    assert (state.tracks, state.findings) == ((), ())
    session.restore_dismissed()
    assert watcher.until(lambda state: state.dismissed == 0).tracks


def test_a_repeated_picture_is_one_piece_of_evidence(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    calls = room.detector.calls
    for _ in range(5):
        room.readers[-1].push(spot_picture(3))
    state = watcher.until(lambda state: state.health.repeated == 5)
    assert state.health.delivered == 9
    assert room.detector.calls == calls


def test_a_picture_that_stands_still_is_said_to_do_so_and_keeps_its_box(room: Room, watch: Start) -> None:
    session = room.session(frozen_ms=50)
    watcher = with_a_mass(room, watch, session)
    state = watcher.until(lambda state: state.word is StatusWord.STILL)
    assert state.tracks


def test_a_network_that_hangs_is_said_to_be_delayed_and_nothing_is_marked(room: Room, watch: Start) -> None:
    session = room.session(max_age_ms=30)
    watcher = with_a_mass(room, watch, session)
    room.detector.go_on.clear()
    try:
        show(room, watcher, 4, 5)
        state = watcher.until(lambda state: state.word is StatusWord.AI_DELAYED)
        assert state.tracks == ()
        assert state.findings == ()
        assert state.frame is not None
    finally:
        room.detector.go_on.set()


def test_a_lost_device_is_said_and_found_again(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    room.readers[-1].push(DeviceLost("{name} was unplugged; plug it in again", name="Room 2"))
    room.missing = 3
    state = watcher.until(lambda state: state.word is StatusWord.NO_SIGNAL)
    assert state.tracks == ()
    assert "plug it in" in str(state.health.notice)
    watcher.until(lambda _: len(room.readers) == 2)
    assert room.readers[0].closed.is_set()
    show(room, watcher, 0)
    state = watcher.until(lambda state: state.frame is not None and state.word is not StatusWord.NO_SIGNAL)
    assert state.health.notice is None
    assert state.health.delivered == 5  # the counts go on


def test_a_device_that_was_pulled_out_is_said_to_be_disconnected(room: Room, watch: Start) -> None:
    watcher = with_a_mass(room, watch, room.session(retry_s=60))
    room.readers[-1].push(DeviceMissing("{source} is not there. Plug the grabber in.", source="HDMI"))
    state = watcher.until(lambda state: state.word is StatusWord.DISCONNECTED)
    assert state.tracks == ()
    assert "Plug the grabber in" in str(state.health.notice)


def test_pictures_dropped_before_they_were_fetched_are_counted_over_all_connections(room: Room, watch: Start) -> None:
    watcher = with_a_mass(room, watch, room.session())
    room.readers[0].lost = 3
    watcher.until(lambda state: state.health.lost == 3)
    room.readers[0].push(DeviceLost("{name} was unplugged; plug it in again", name="Room 2"))
    watcher.until(lambda _: len(room.readers) == 2)
    room.readers[1].lost = 2
    watcher.until(lambda state: state.health.lost == 5)


def test_a_stream_whose_sender_dies_is_tried_again(room: Room, watch: Start) -> None:
    watcher = with_a_mass(room, watch, room.session())
    room.readers[-1].push(EndOfStream())
    watcher.until(lambda _: len(room.readers) == 2)


def test_a_source_that_is_not_there_at_first_is_waited_for(room: Room, watch: Start) -> None:
    room.missing = 2
    watcher = watch(room.session())
    state = watcher.until(lambda state: state.health.notice is not None and "not connected" in str(state.health.notice))
    assert state.word is StatusWord.NO_SIGNAL
    watcher.until(lambda _: bool(room.readers))


def test_without_weights_the_picture_goes_on_and_says_why_nothing_is_marked(room: Room, watch: Start) -> None:
    def no_weights() -> BrightSpotDetector:
        raise ModelError("the weights are missing; install Minamo again")

    room.network = no_weights
    watcher = watch(room.session())
    watcher.until(lambda _: bool(room.readers))
    show(room, watcher, 0, 1, 2)
    state = watcher.until(lambda state: isinstance(state.health.notice, ModelError))
    assert state.word is StatusWord.AI_DELAYED
    assert state.frame is not None
    assert state.tracks == ()


def test_while_the_network_loads_the_window_says_so(room: Room, watch: Start) -> None:
    go_on = threading.Event()

    def slow() -> BrightSpotDetector:
        go_on.wait(60)
        return room.detector

    room.network = slow
    watcher = watch(room.session())
    watcher.until(lambda _: bool(room.readers))
    show(room, watcher, 0)
    state = watcher.until(lambda state: state.frame is not None)
    assert "loaded" in str(state.health.notice)
    go_on.set()
    watcher.until(lambda state: state.health.notice is None)


def test_a_recording_holds_what_was_shown(room: Room, watch: Start) -> None:
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    session.recording.toggle()
    watcher.until(lambda state: state.health.recording_s is not None)
    show(room, watcher, 4, 5, 6)
    session.recording.toggle()
    watcher.until(lambda state: state.health.recording_s is None)
    session.close()
    (video,) = room.folder.glob("*scan*.mkv")
    lines = next(room.folder.glob("*scan*.jsonl")).read_text().splitlines()
    assert video.stat().st_size > 0
    assert sum('"index"' in line for line in lines) >= 3


def test_the_last_seconds_can_be_kept(room: Room, watch: Start) -> None:
    session = room.session()
    with_a_mass(room, watch, session)
    path = session.recording.keep()
    session.close()
    assert path.stat().st_size > 0


def test_closing_stops_every_thread_and_can_be_done_twice(room: Room, watch: Start) -> None:
    session = room.session()
    with_a_mass(room, watch, session)
    session.close()
    session.close()
    assert room.readers[-1].closed.is_set()


def test_a_live_session_is_what_the_window_takes(room: Room) -> None:
    session: Session = room.session()
    assert session.view(0).word is StatusWord.WAITING


def test_a_recording_that_cannot_be_written_says_so_and_the_picture_goes_on(room: Room, watch: Start) -> None:
    room.folder = room.folder / "file"
    room.folder.write_text("a file stands where the folder should be")
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    session.recording.toggle()
    state = watcher.until(lambda state: isinstance(state.health.notice, RecordingFailed))
    assert state.health.recording_s is None
    show(room, watcher, 4)
    watcher.until(lambda state: state.frame is not None and state.frame.index == 4)
    session.recording.acknowledge()


def test_a_recording_starts_without_a_moment_lost_when_the_first_one_failed(room: Room, watch: Start) -> None:
    folder = room.folder
    room.folder = folder / "file"
    room.folder.write_text("a file stands where the folder should be")
    session = room.session()
    watcher = with_a_mass(room, watch, session)
    session.recording.toggle()
    watcher.until(lambda state: isinstance(state.health.notice, RecordingFailed))
    room.folder.unlink()
    session.recording.toggle()
    state = watcher.until(lambda state: state.health.recording_s is not None)
    assert state.health.notice is None


def test_while_the_patient_list_is_up_nothing_of_the_screen_is_shown(room: Room, watch: Start) -> None:
    reader = ScriptedReader(whole=False)
    layout = ScanLayout((Panel(Rect(0, 0, PANEL.width, PANEL.height)),), (PANEL.left, PANEL.top), (WIDTH, HEIGHT))
    room.open_source = lambda: GatedSource(reader, layout=layout)  # type: ignore[method-assign]
    session = room.session()
    watcher = watch(session)

    def scan(number: int) -> npt.NDArray[np.uint8]:
        return scanner_screen(spot_picture(number)[:, :, 0])

    reader.push(scan(0))
    watcher.until(lambda state: state.frame is not None and bool(state.health.device))
    reader.push(scan(1), scan(2))
    watcher.until(lambda state: state.frame is not None and state.frame.index == 2)
    reader.push(patient_list())
    state = watcher.until(lambda state: state.word is StatusWord.SCAN_AREA_LOST)
    assert state.frame is None
    assert (state.tracks, state.findings) == ((), ())
    assert state.health.held_back == 1

    def back(state: ViewState) -> bool:  # it opens once the scan has stood there for a moment
        reader.push(scan(2))
        return state.frame is not None

    state = watcher.until(back)
    assert state.word is not StatusWord.SCAN_AREA_LOST


def test_a_device_that_opens_but_gives_nothing_keeps_its_notice(room: Room, watch: Start) -> None:
    room.feed = lambda reader: reader.push(CaptureError("{name} gives no picture; check the cable", name="Room 2"))  # type: ignore[method-assign]
    watcher = watch(room.session())
    watcher.until(lambda state: state.health.notice is not None and "cable" in str(state.health.notice))
    seen: list[ViewState] = []

    def after_more_attempts(state: ViewState) -> bool:
        seen.append(state)
        return len(room.readers) > 6

    watcher.until(after_more_attempts)
    assert {state.word for state in seen} == {StatusWord.NO_SIGNAL}
    assert all("cable" in str(state.health.notice) for state in seen)


def test_what_was_tracked_before_a_loss_is_not_tracked_on(room: Room, watch: Start) -> None:
    watcher = with_a_mass(room, watch, room.session())
    room.readers[-1].push(DeviceLost("{name} was unplugged; plug it in again", name="Room 2"))
    watcher.until(lambda _: len(room.readers) == 2)
    room.readers[-1].push(spot_picture(50))
    state = watcher.until(lambda state: state.word is StatusWord.LIVE and room.detector.calls == 5)
    assert (state.tracks, state.findings) == ((), ())  # one look is not enough, and the old ones do not count

"""An opened recording is analysed once, ahead of the playhead, and shows what was found in every frame."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.live.view_state import Replay, StatusWord, ViewState
from app.network import pipeline_for, spans_that_matter
from app.recording.open_recording import open_recording
from app.recording.recording_analysis import AnalysisPlan
from app.session.recording import RecordingSession
from app.settings import default_settings
from inference.errors import ModelError
from tests.app.bright_spot import BrightSpotDetector, Watcher, spot_picture, spot_video, write_video

FRAMES = 12


@dataclass
class Desk:
    """Opens recordings with a network that finds what is bright."""

    folder: Path
    detector: BrightSpotDetector = field(default_factory=BrightSpotDetector)
    network: Callable[[], BrightSpotDetector] | None = None
    sessions: list[RecordingSession] = field(default_factory=list)

    def open(self, path: Path, *, looping: bool = False) -> tuple[RecordingSession, Watcher]:
        settings = default_settings().analysis
        plan = AnalysisPlan(
            path,
            self.network or (lambda: self.detector),
            lambda detector: pipeline_for(detector, settings),
            self.folder / "cache",
            None,
            spans_that_matter(settings),
        )
        session = RecordingSession(path, lambda: open_recording(path, folder_hz=25), plan, looping=looping)
        watcher = Watcher(session)
        self.sessions.append(session)
        session.start(watcher)
        return session, watcher


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.detector.go_on.set()
    for session in desk.sessions:
        session.close()


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return spot_video(tmp_path / "cine.mkv", FRAMES)


def analysed(state: ViewState) -> bool:
    return state.timeline is not None and state.timeline.analysed_until == FRAMES


def at(number: int) -> Callable[[ViewState], bool]:
    return lambda state: state.timeline is not None and state.timeline.position == number


def test_every_frame_carries_what_was_found_in_it(desk: Desk, video: Path) -> None:
    session, watcher = desk.open(video)
    watcher.until(analysed)
    for number in (11, 3, 7):
        session.step(0)
        session.seek(number)
        state = watcher.until(at(number))
        assert state.word is StatusWord.PAUSED
        assert state.frame is not None
        assert state.frame.index == number
        assert state.tracks[0].box.left == pytest.approx(80 + number, abs=3)
        assert state.findings[0].number == 1
        assert state.findings[0].trend[-1][0] == pytest.approx(number / 25, abs=0.005)


def test_a_recording_that_breaks_off_is_shown_as_far_as_it_goes_and_says_so(desk: Desk, tmp_path: Path) -> None:
    cut = spot_video(tmp_path / "cut.avi", 2 * FRAMES)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    _, watcher = desk.open(cut)
    state = watcher.until(lambda state: "breaks off" in str(state.health.notice) and state.frame is not None)
    assert state.word is not StatusWord.NO_SIGNAL


def test_a_frame_that_was_not_reached_is_bare_and_says_so(desk: Desk, video: Path) -> None:
    desk.detector.go_on.clear()
    session, watcher = desk.open(video)
    watcher.until(at(0))
    session.seek(9)
    state = watcher.until(at(9))
    assert not state.analysed
    assert state.tracks == ()
    assert state.frame is not None
    desk.detector.go_on.set()
    assert watcher.until(analysed).analysed


def test_the_lane_shows_where_the_finding_is(desk: Desk, video: Path) -> None:
    _, watcher = desk.open(video)
    state = watcher.until(analysed)
    assert state.timeline is not None
    (lane,) = state.timeline.lanes
    assert lane.number == 1
    assert lane.spans[0][1] == FRAMES - 1
    assert lane.malignancy == pytest.approx(0.8, abs=0.01)


def test_it_plays_by_itself_to_the_end_and_stops_there(desk: Desk, tmp_path: Path) -> None:
    _, watcher = desk.open(spot_video(tmp_path / "slow.mkv", FRAMES, hz=10))  # so long that it is seen playing
    watcher.until(lambda state: state.word is StatusWord.REPLAY)
    state = watcher.until(at(FRAMES - 1))
    assert watcher.until(lambda state: state.word is StatusWord.PAUSED).frame is not None
    assert state.timeline is not None


def test_looping_it_goes_on_until_it_is_paused(desk: Desk, video: Path) -> None:
    session, watcher = desk.open(video, looping=True)
    watcher.until(at(FRAMES - 1))
    watcher.until(lambda state: state.timeline is not None and state.timeline.position < 5)
    session.toggle_play()
    watcher.until(lambda state: state.word is StatusWord.PAUSED)
    session.set_looping(False)
    watcher.until(lambda state: state.timeline is not None and not state.timeline.looping)


def test_what_the_user_does_first_keeps_it_from_playing_by_itself(desk: Desk, video: Path) -> None:
    desk.detector.go_on.clear()
    session, watcher = desk.open(video)
    watcher.until(at(0))
    session.step(4)
    watcher.until(at(4))
    desk.detector.go_on.set()
    state = watcher.until(analysed)
    assert state.word is StatusWord.PAUSED


def test_opened_again_nothing_is_analysed_again(desk: Desk, video: Path) -> None:
    session, watcher = desk.open(video)
    watcher.until(analysed)
    session.step(0)
    session.seek(6)
    first = watcher.until(at(6))
    session.close()
    calls = desk.detector.calls
    again, watcher = desk.open(video)
    watcher.until(analysed)
    again.step(0)
    again.seek(6)
    second = watcher.until(at(6))
    assert desk.detector.calls == calls
    assert [track.id for track in second.tracks] == [track.id for track in first.tracks]
    assert second.tracks[0].box.left == pytest.approx(first.tracks[0].box.left, abs=0.01)


def test_other_weights_analyse_it_again(desk: Desk, video: Path) -> None:
    session, watcher = desk.open(video)
    watcher.until(analysed)
    session.close()
    desk.detector = BrightSpotDetector(weights_sha256="cd" * 32)
    _, watcher = desk.open(video)
    watcher.until(analysed)
    assert desk.detector.calls == FRAMES


def test_closed_half_way_nothing_is_kept(desk: Desk, video: Path) -> None:
    desk.detector.go_on.clear()
    session, watcher = desk.open(video)
    watcher.until(lambda _: desk.detector.calls == 1)
    desk.detector.go_on.set()
    session.close()
    if session.analysis.count < FRAMES:
        assert not list(desk.folder.glob("*.minamo.jsonl"))


def test_results_of_two_devices_are_said_to_be_of_the_second_and_are_not_kept(desk: Desk, video: Path) -> None:
    desk.detector.go_on.clear()
    session, watcher = desk.open(video)
    watcher.until(lambda _: desk.detector.calls == 1)
    desk.detector.info = replace(desk.detector.info, fell_back="the graphics card's memory ran out")
    desk.detector.go_on.set()
    state = watcher.until(analysed)
    assert state.health.fell_back == "the graphics card's memory ran out"
    session.close()
    assert not list(desk.folder.glob("*.minamo.jsonl"))


def test_dismissed_findings_are_counted_and_come_back(desk: Desk, video: Path) -> None:
    session, watcher = desk.open(video)
    watcher.until(analysed)
    session.step(0)
    session.seek(8)
    watcher.until(at(8))
    session.dismiss(1)
    state = watcher.until(lambda state: state.dismissed == 1)
    assert (state.tracks, state.findings) == ((), ())
    assert state.timeline is not None
    assert state.timeline.lanes == ()
    session.restore_dismissed()
    assert watcher.until(lambda state: state.dismissed == 0).findings


def test_muted_or_look_first_nothing_is_marked(desk: Desk, video: Path) -> None:
    session, watcher = desk.open(video)
    watcher.until(analysed)
    session.set_look_first(True)
    state = watcher.until(lambda state: state.look_first)
    assert (state.tracks, state.findings) == ((), ())
    session.set_look_first(False)
    session.set_muted(True)
    state = watcher.until(lambda state: state.muted)
    assert (state.tracks, state.findings) == ((), ())


def test_a_repeated_picture_repeats_its_tracks_and_is_not_analysed_again(desk: Desk, tmp_path: Path) -> None:
    pictures = [spot_picture(min(number, 4)) for number in range(FRAMES)]
    session, watcher = desk.open(write_video(tmp_path / "freeze.avi", pictures))
    watcher.until(analysed)
    session.step(0)
    session.seek(10)
    state = watcher.until(at(10))
    assert desk.detector.calls == 5
    assert state.tracks


def test_a_file_that_cannot_be_read_says_so_and_the_session_lives(desk: Desk, tmp_path: Path) -> None:
    empty = tmp_path / "empty.mp4"
    empty.touch()
    session, watcher = desk.open(empty)
    # Two threads open it, and either may be the first to say so.
    watcher.until(lambda state: state.word is StatusWord.NO_SIGNAL and "empty" in str(state.health.notice))
    session.seek(3)
    session.toggle_play()


def test_without_weights_it_still_plays(desk: Desk, video: Path) -> None:
    def no_weights() -> BrightSpotDetector:
        raise ModelError("the weights are missing; install Minamo again")

    desk.network = no_weights
    _, watcher = desk.open(video)
    state = watcher.until(lambda state: isinstance(state.health.notice, ModelError) and state.frame is not None)
    assert not state.analysed
    watcher.until(at(FRAMES - 1))


def test_a_snapshot_is_a_pin_on_the_time_line(desk: Desk, video: Path) -> None:
    session, watcher = desk.open(video)
    session.step(0)
    watcher.until(at(0))
    session.pin()
    state = watcher.until(at(0))
    assert state.timeline is not None
    assert state.timeline.pins == (0,)


def test_a_recording_session_is_what_the_window_takes(desk: Desk, video: Path) -> None:
    session: Replay = desk.open(video)[0]
    session.close()
    session.close()

"""Contrast in the sessions: live beside detection, and on a recording whose every distinct picture counts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from app.contrast.desk import ContrastPlan
from app.contrast.injection import Injection
from app.contrast.view import MarkerKind, StudyState
from app.network import pipeline_for
from app.recording.recording_analysis import AnalysisPlan
from app.session.live import LivePlan, LiveSession
from app.session.live_run import Patience
from app.session.playout import Limits
from app.session.recording import RecordingSession
from app.settings import default_settings
from capture.errors import DeviceLost
from capture.gated_source import GatedSource
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.source import Screen
from capture.sources.open_file import open_file
from tests.app.bright_spot import BrightSpotDetector, ScriptedReader, Watcher, spot_picture, write_video
from tests.app.contrast.fake_study import PHASES, FakeStudy

LAYOUT = ScanLayout(
    (Panel(Rect(0, 0, 160, 240)), Panel(Rect(160, 0, 320, 240), PanelKind.CONTRAST)), (0, 0), (320, 240)
)


class TwoPanels(ScriptedReader):
    """Its own layout has a contrast panel."""

    def read(self, timeout_s: float) -> Screen | None:
        screen = super().read(timeout_s)
        return None if screen is None else replace(screen, layout=LAYOUT)


class Clinic:
    """Sessions with fake studies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.studies: list[FakeStudy] = []
        self.readers: list[TwoPanels] = []
        self.detector = BrightSpotDetector()
        self.sessions: list[LiveSession | RecordingSession] = []
        self.plan = ContrastPlan(self.make, folder, lambda number: f"study-{number}", phases=PHASES)

    def make(self, injection: Injection) -> FakeStudy:
        self.studies.append(FakeStudy(injection))
        return self.studies[-1]

    def open_source(self) -> GatedSource:
        self.readers.append(TwoPanels())
        self.readers[-1].push(spot_picture(0))
        return GatedSource(self.readers[-1])

    def live(self) -> tuple[LiveSession, Watcher]:
        plan = LivePlan(
            Limits(100, 20_000),
            Patience(60_000, 60_000),
            0.01,
            self.folder,
            0,
            contrast=self.plan,
            contrast_rest_ns=1_000_000_000_000,
        )
        settings = default_settings().analysis
        session = LiveSession(
            "Room 2", self.open_source, lambda: self.detector, lambda one: pipeline_for(one, settings), plan
        )
        return session, self.start(session)

    def recording(self, path: Path, *, at_once: bool = False) -> tuple[RecordingSession, Watcher]:
        settings = default_settings().analysis
        plan = AnalysisPlan(
            path, lambda: self.detector, lambda one: pipeline_for(one, settings), self.folder, LAYOUT, {}
        )
        session = RecordingSession(
            path,
            partial(lambda: GatedSource(open_file(path, folder_hz=25), layout=LAYOUT)),
            plan,
            contrast=replace(self.plan, at_once=at_once),
        )
        return session, self.start(session)

    def start(self, session: LiveSession | RecordingSession) -> Watcher:
        watcher = Watcher(session)
        self.sessions.append(session)
        session.start(watcher)
        return watcher


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    for session in made.sessions:
        session.close()


def push(clinic: Clinic, first: int, last: int) -> None:
    clinic.readers[-1].push(*(spot_picture(number) for number in range(first, last)))


def running(clinic: Clinic) -> tuple[LiveSession, Watcher]:
    session, watcher = clinic.live()
    watcher.until(lambda state: state.contrast.has_panel and clinic.detector.calls > 0)
    assert session.contrast is not None
    session.contrast.mark_injection()
    watcher.until(lambda state: state.contrast.state is StudyState.COLLECTING)
    push(clinic, 1, 20)
    watcher.until(lambda state: state.contrast.pictures == 19)
    return session, watcher


def test_live_every_distinct_picture_is_studied_and_detection_rests(clinic: Clinic) -> None:
    session, watcher = running(clinic)
    calls = clinic.detector.calls
    push(clinic, 20, 30)
    clinic.readers[-1].push(spot_picture(29))  # the scanner repeats a picture
    state = watcher.until(lambda state: state.contrast.pictures == 29)
    assert state.contrast.gaps == 0
    assert clinic.detector.calls == calls
    assert state.tracks == ()
    assert session.contrast is not None
    session.contrast.stop_study()
    state = watcher.until(lambda state: state.contrast.kept is not None)
    assert state.contrast.state is StudyState.DONE
    push(clinic, 30, 34)
    watcher.until(lambda _: clinic.detector.calls > calls)


def test_a_source_lost_in_the_middle_of_a_study_is_a_gap_and_the_study_goes_on(clinic: Clinic) -> None:
    _, watcher = running(clinic)
    clinic.readers[-1].push(DeviceLost("{name} was unplugged", name="Room 2"))
    watcher.until(lambda _: len(clinic.readers) == 2)
    push(clinic, 40, 50)
    state = watcher.until(lambda state: state.contrast.pictures == 30)  # the new connection's first picture too
    assert [marker.kind for marker in state.contrast.markers] == [MarkerKind.INJECTION, MarkerKind.GAP]
    times_s = clinic.studies[0].times_s
    assert times_s == sorted(times_s)


def test_a_session_closed_in_the_middle_of_a_study_keeps_it(clinic: Clinic, tmp_path: Path) -> None:
    session, _ = running(clinic)
    session.close()
    record = json.loads((tmp_path / "study-1" / "study.json").read_text("utf-8"))
    assert record["pictures"] == 19
    assert record["source"] == "Room 2"


@pytest.fixture
def video(tmp_path: Path) -> Path:
    pictures = [spot_picture(number) for number in range(12)]
    pictures[5:5] = [pictures[4]] * 3  # the scanner stood still
    return write_video(tmp_path / "clip.mkv", pictures)


def test_a_recording_is_studied_whole_with_its_own_times(clinic: Clinic, video: Path) -> None:
    session, watcher = clinic.recording(video)
    watcher.until(lambda state: state.contrast.has_panel)
    assert session.contrast is not None
    session.contrast.start_or_stop()
    watcher.until(lambda state: state.contrast.share == 1)
    session.contrast.stop_study()
    state = watcher.until(lambda state: state.contrast.kept is not None)
    assert clinic.studies[0].index[-1] == 14
    assert len(clinic.studies[0].index) >= 12
    assert clinic.studies[0].times_s[-1] == pytest.approx(14 / 25, abs=0.01)
    assert state.contrast.gaps == 0
    assert state.contrast.until_s is None


def test_on_a_recording_the_injection_is_marked_at_the_picture_on_screen(clinic: Clinic, video: Path) -> None:
    session, watcher = clinic.recording(video)
    watcher.until(lambda state: state.contrast.has_panel)
    assert session.contrast is not None
    session.seek(10)
    watcher.until(lambda state: state.timeline is not None and state.timeline.position == 10)
    session.contrast.mark_injection()
    session.contrast.stop_study()
    state = watcher.until(lambda state: state.contrast.kept is not None)
    assert state.contrast.injection is not None
    assert state.contrast.injection.injected_s == pytest.approx(10 / 25, abs=0.01)
    session.seek(2)
    watcher.until(lambda state: state.timeline is not None and state.timeline.position == 2)
    session.contrast.mark_injection()  # a recording can be marked anew
    state = watcher.until(lambda state: state.contrast.clock_s is not None and abs(state.contrast.clock_s) < 0.001)
    assert len(state.contrast.injections) == 1


def test_the_demo_begins_by_itself_and_its_curve_grows_with_the_picture(clinic: Clinic, video: Path) -> None:
    session, watcher = clinic.recording(video, at_once=True)
    session.toggle_play()  # the user holds it
    state = watcher.until(lambda state: state.contrast.share == 1)
    assert state.contrast.state is StudyState.COLLECTING
    assert state.contrast.until_s is not None
    assert state.contrast.result is None
    session.seek(14)
    state = watcher.until(lambda state: state.contrast.state is StudyState.DONE)
    assert state.contrast.until_s is None
    assert state.contrast.result is not None


def test_a_recording_that_vanishes_is_said(clinic: Clinic, video: Path) -> None:
    session, watcher = clinic.recording(video)
    watcher.until(lambda state: state.contrast.has_panel)
    video.rename(video.with_name("elsewhere.mkv"))
    assert session.contrast is not None
    session.contrast.start_or_stop()
    state = watcher.until(lambda state: state.contrast.notice is not None)
    assert "clip.mkv" in str(state.contrast.notice)


def test_a_black_picture_is_no_reason_to_stop(clinic: Clinic) -> None:
    _, watcher = running(clinic)
    clinic.readers[-1].push(np.zeros((240, 320, 3), np.uint8))
    push(clinic, 20, 22)
    state = watcher.until(lambda state: state.contrast.pictures >= 21)
    assert state.contrast.state is StudyState.COLLECTING

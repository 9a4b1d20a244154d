"""The engine analyses the newest frame, keeps account of it, stops when asked, and can be replayed."""

import logging
import threading
from pathlib import Path

import numpy as np
import pytest

from capture.errors import CaptureError
from capture.frame import Frame
from capture.latest import Latest
from inference.engine import AnalysedFrame, Engine, rate_hz, read_log, replay, same_analysis
from inference.errors import ModelError
from inference.findings import Analysis, Detection
from inference.pipeline import Pipeline
from tests.inference.scripted import DarkMassDetector, ListedSource, Pixels, box_at, frame_of, shown, speckle, with_mass

LONG_S = 20.0  # never reached when all is well


def scene(number: int) -> list[Frame]:
    """A mass that wanders over a probe that slides."""
    wide = speckle(500, 240)
    return [
        frame_of(with_mass(np.ascontiguousarray(wide[:, 2 * n : 2 * n + 320]), box_at(90 + 3 * n, 120)), n, 40 * n)
        for n in range(number)
    ]


class Session:
    """A live session whose analyses can be waited for."""

    def __init__(self, detector: DarkMassDetector, log_indices: Path | None = None) -> None:
        self.frames: Latest[Frame] = Latest()
        self.analyses: list[Analysis] = []
        self.faults: list[Exception] = []
        self._news = threading.Condition()
        self.engine = Engine(Pipeline(detector), self.frames, self._keep, self._fail, log_indices)

    def wait_for(self, index: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.analyses and self.analyses[-1].frame.index == index, LONG_S)

    def wait_for_fault(self) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.faults, LONG_S)

    def _keep(self, analysis: Analysis) -> None:
        with self._news:
            self.analyses.append(analysis)
            self._news.notify()

    def _fail(self, fault: Exception) -> None:
        with self._news:
            self.faults.append(fault)
            self._news.notify()


def live(session: Session, frames: list[Frame], batch: int = 3) -> None:
    """Hand over frames faster than they are analysed; the last of each batch is waited for."""
    session.engine.start()
    for start in range(0, len(frames), batch):
        for frame in frames[start : start + batch]:
            session.frames.put(frame)
        session.wait_for(frames[min(start + batch, len(frames)) - 1].index)
    assert session.engine.stop()


def test_a_live_session_replayed_from_its_log_gives_equal_analyses(tmp_path):
    frames = scene(45)
    session = Session(DarkMassDetector(), tmp_path / "analysed.jsonl")
    live(session, frames)
    logged = read_log(tmp_path / "analysed.jsonl")
    assert [entry.index for entry in logged] == [analysis.frame.index for analysis in session.analyses]
    again = replay(logged, ListedSource(frames), Pipeline(DarkMassDetector()))
    assert len(again) == len(session.analyses)
    assert all(same_analysis(one, other) for one, other in zip(session.analyses, again, strict=True))
    assert shown(again[-1].tracks)


def test_replay_uses_the_times_of_the_log(tmp_path):
    frames = scene(6)
    entries = [AnalysedFrame(frame.index, frame.time_ns + 7) for frame in frames[1::2]]
    again = replay(entries, ListedSource(frames), Pipeline(DarkMassDetector()))
    assert [(a.frame.index, a.frame.time_ns) for a in again] == [(entry.index, entry.time_ns) for entry in entries]


def test_replay_says_when_the_recording_lacks_pictures():
    with pytest.raises(CaptureError, match="2 of the analysed pictures are not in listed frames"):
        replay(
            [AnalysedFrame(1, 1), AnalysedFrame(90, 2), AnalysedFrame(91, 3)],
            ListedSource(scene(3)),
            Pipeline(DarkMassDetector()),
        )


@pytest.mark.parametrize("content", ["index,time", '{"index": 1}', "[1, 2]", '{"index": null, "time_ns": 3}'])
def test_a_damaged_log_is_named(tmp_path, content):
    path = tmp_path / "broken.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CaptureError, match=r"broken\.jsonl"):
        read_log(path)


def test_a_missing_log_is_named(tmp_path):
    with pytest.raises(CaptureError, match=r"nowhere\.jsonl"):
        read_log(tmp_path / "nowhere.jsonl")


def test_equal_means_picture_time_tracks_and_abstention_but_not_timings():
    frames = scene(3)
    analysis = Pipeline(DarkMassDetector()).analyse(frames[0])
    timed = Analysis(frames[0], analysis.tracks, None, 12.0, 34)
    assert same_analysis(analysis, timed)
    assert not same_analysis(analysis, Analysis(frames[1], analysis.tracks))
    assert not same_analysis(analysis, Analysis(frames[0], ()))
    assert not same_analysis(analysis, Analysis(frames[0], analysis.tracks, "No signal"))


def test_the_engine_adds_the_timings():
    session = Session(DarkMassDetector())
    live(session, scene(4), batch=1)
    finished = [analysis.finished_ns for analysis in session.analyses]
    assert finished == sorted(finished)
    assert all(analysis.inference_ms > 0 for analysis in session.analyses)
    assert session.engine.rate_hz > 0


def test_a_model_fault_ends_the_engine_and_is_told_once():
    class Broken(DarkMassDetector):
        def detect(self, pixels: Pixels) -> tuple[Detection, ...]:
            raise ModelError("The network gave no numbers; choose another device")

    session = Session(Broken())
    session.engine.start()
    session.frames.put(scene(1)[0])
    session.wait_for_fault()
    assert [type(fault) for fault in session.faults] == [ModelError]
    assert session.engine.stop()
    assert not session.engine.running


def test_the_engine_stops_while_it_waits_for_a_frame():
    session = Session(DarkMassDetector())
    session.engine.start()
    assert session.engine.running
    assert session.engine.stop()
    assert not session.engine.running
    assert session.engine.stop()


def test_a_closed_mailbox_ends_the_engine_after_the_last_frame():
    session = Session(DarkMassDetector())
    session.frames.put(scene(1)[0])
    session.frames.close()
    session.engine.start()
    session.wait_for(0)
    assert session.engine.stop()
    assert session.faults == []


def test_a_stuck_network_is_reported(caplog):
    entered, released = threading.Event(), threading.Event()

    class Stuck(DarkMassDetector):
        def detect(self, pixels: Pixels) -> tuple[Detection, ...]:
            entered.set()
            released.wait(LONG_S)
            return ()

    session = Session(Stuck())
    session.engine.start()
    session.frames.put(scene(1)[0])
    assert entered.wait(LONG_S)
    with caplog.at_level(logging.ERROR):
        assert not session.engine.stop(timeout_s=0.01)
    assert "engine did not stop" in caplog.text
    released.set()
    assert session.engine.stop(LONG_S)


def test_a_log_that_cannot_be_written_does_not_stop_the_analysis(tmp_path, caplog):
    session = Session(DarkMassDetector(), tmp_path / "no such folder" / "analysed.jsonl")
    with caplog.at_level(logging.ERROR):
        live(session, scene(3), batch=1)
    assert len(session.analyses) == 3
    assert "analysed frames" in caplog.text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_does_not_stop_the_analysis(caplog):
    session = Session(DarkMassDetector(), Path("/dev/full"))
    with caplog.at_level(logging.ERROR):
        live(session, scene(3), batch=1)
    assert len(session.analyses) == 3
    assert "analysed frames" in caplog.text


def test_the_rate_counts_the_intervals_of_the_last_two_seconds():
    second = 1_000_000_000
    assert rate_hz([], second) == 0
    assert rate_hz([5], second) == 0
    assert rate_hz([0, second // 2, second], second) == pytest.approx(2)
    assert rate_hz([0, second], 2 * second) == pytest.approx(0.5)

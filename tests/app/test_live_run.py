"""What one connection shows: words for what the scanner does, look first, marks a minute."""

import threading
import time
from dataclasses import replace
from functools import partial

import pytest

from app.feed.live_engine import LiveEngine
from app.live.view_state import StatusWord
from app.network import pipeline_for
from app.session.live_run import REST_MS, Glimpse, LiveRun, Patience
from app.session.playout import Limits
from app.settings import default_settings
from capture.screen.layout import SignalState
from inference.findings import Analysis, Track
from tests.app.bright_spot import BrightSpotDetector
from tests.app.fakes import frame, track

SECOND_NS = 1_000_000_000


class Scan:
    """A run that is fed with pictures and analyses of now."""

    def __init__(self) -> None:
        self.run = LiveRun(Limits(), Patience())
        self._next = 0

    def show(self, *tracks: Track, signal: SignalState = SignalState.LIVE, resting_ms: float = 0.0) -> None:
        now_ns = time.monotonic_ns()
        picture = replace(frame(self._next), time_ns=self._next * 33_000_000, arrived_ns=now_ns)
        self._next += 1
        self.run.take_frame(picture)
        self.run.take_pulse(self._next, lost=False, signal=signal)
        self.run.take_analysis(Analysis(picture, tracks, resting_ms=resting_ms, finished_ns=now_ns + 1))

    def glimpse(self, *, muted: bool = False, look_first: bool = False) -> Glimpse:
        return self.run.glimpse(time.monotonic_ns(), muted=muted, look_first=look_first)


@pytest.mark.parametrize(
    ("signal", "word"),
    [
        (SignalState.LIVE, StatusWord.LIVE),
        (SignalState.FROZEN, StatusWord.FROZEN),
        (SignalState.MEASURING, StatusWord.MEASURING),
        (SignalState.REVIEW, StatusWord.REVIEW),
        (SignalState.LIFTED, StatusWord.NO_CONTACT),
        (SignalState.BLANK, StatusWord.BLANK),
        (SignalState.REPEATED, StatusWord.STILL),
        (SignalState.NO_INPUT, StatusWord.NO_INPUT),
        (SignalState.RESIZED, StatusWord.RESIZED),
        (SignalState.STALLED, StatusWord.STALLED),
        (SignalState.DISCONNECTED, StatusWord.DISCONNECTED),
    ],
)
def test_each_state_of_the_signal_has_its_word(signal: SignalState, word: StatusWord) -> None:
    scan = Scan()
    scan.show(signal=signal)
    scan.show(signal=signal)
    assert scan.glimpse().word is word


def test_while_the_scanner_is_measuring_no_box_is_painted_and_the_card_stays() -> None:
    scan = Scan()
    for _ in range(3):
        scan.show(track(1), signal=SignalState.MEASURING)
    glimpse = scan.glimpse()
    assert glimpse.painting is not None
    assert glimpse.painting.tracks == ()
    assert [finding.number for finding in glimpse.findings] == [1]


def test_look_first_shows_boxes_after_two_seconds_of_rest_and_hides_them_when_the_probe_moves_on() -> None:
    scan = Scan()
    for _ in range(3):
        scan.show(track(1), resting_ms=REST_MS - 1)
    assert scan.glimpse(look_first=True).findings == ()
    scan.show(track(1), resting_ms=REST_MS)
    shown = scan.glimpse(look_first=True)
    assert shown.revealed
    assert [finding.number for finding in shown.findings] == [1]
    scan.show(track(1), resting_ms=0)
    assert scan.glimpse(look_first=True).findings == ()


def test_boxes_that_were_asked_for_stay_until_the_probe_leaves_a_place_it_rested_on() -> None:
    scan = Scan()
    for resting_ms in (100, 200, 0):
        scan.show(track(1), resting_ms=resting_ms)
    scan.run.reveal()
    scan.show(track(1), resting_ms=0)
    assert scan.glimpse(look_first=True).findings
    for resting_ms in (REST_MS, 0):
        scan.show(track(1), resting_ms=resting_ms)
    assert scan.glimpse(look_first=True).findings == ()


def test_marks_are_counted_once_each() -> None:
    scan = Scan()
    for _ in range(3):
        scan.show(track(1), track(2))
    assert scan.glimpse().alarms == 2


def test_a_slow_link_is_said_while_its_few_pictures_are_shown() -> None:
    scan = Scan()
    scan.show()
    scan.run.take_pulse(1, lost=False, signal=SignalState.LIVE, slow=True)
    later_ns = time.monotonic_ns() + SECOND_NS  # a second between two pictures is no silence then
    glimpse = scan.run.glimpse(later_ns, muted=False, look_first=False)
    assert glimpse.word is StatusWord.SLOW
    assert glimpse.painting is not None
    assert scan.run.glimpse(later_ns + 3 * SECOND_NS, muted=False, look_first=False).word is StatusWord.NO_SIGNAL


class Overtaken:
    """A lock for which the network's loader waits while the source is connected anew."""

    def __init__(self, engine: LiveEngine, newer: LiveRun) -> None:
        self._lock, self._engine, self._newer = threading.RLock(), engine, newer
        self._waits = True

    def __enter__(self) -> None:
        if self._waits:
            self._waits = False
            self._engine.analyse(self._newer)
        self._lock.acquire()

    def __exit__(self, *_fault: object) -> None:
        self._lock.release()


def test_a_network_that_comes_while_the_source_is_connected_anew_analyses_the_new_connection() -> None:
    older, newer = Scan().run, Scan().run
    analysed = threading.Event()
    pipeline = partial(pipeline_for, settings=default_settings().analysis)
    engine = LiveEngine(BrightSpotDetector, pipeline, None, lambda: None, lambda _analysis: analysed.set())
    engine.analyse(older)
    engine._lock = Overtaken(engine, newer)  # type: ignore[assignment]
    engine.start()
    newer.take_frame(frame(0))
    assert analysed.wait(60)
    engine.stop()

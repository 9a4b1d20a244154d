"""Watching a source for the source dialog: its picture, its scan area, its faults, and nothing kept."""

import threading
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from capture.devices import source_watch
from capture.devices.source_watch import AreaOrigin, SourceGlance, SourceWatch, WatchWish
from capture.errors import DeviceBusy, DeviceLost
from capture.screen.layout import Panel, Rect, ScanLayout
from capture.screen.layout_file import LayoutMemory
from capture.screen.signature import sign
from capture.source import Screen, ScreenReader
from capture.sources.device import DeviceReader, DeviceSpec
from capture.sources.simulated import SimulatedReader
from tests.capture.drawn_screens import patient_list, scanner_screen
from tests.capture.patience import PATIENCE_S


@cache
def screens() -> tuple[npt.NDArray[np.uint8], ...]:
    """A scanner's screen while the probe moves."""
    scan = SimulatedReader(size=(800, 600), paced=False)
    return tuple(scanner_screen(scan.render(moment)[..., 0]) for moment in (0, 20, 40))


class Drawn:
    """A scanner's screen, again and again, until it is unplugged."""

    def __init__(self, *, key: str = "Grabber") -> None:
        self.key = self.name = key
        self.closed = threading.Event()
        self.unplugged = False
        self._numbers = count()
        self._pictures = screens()

    def read(self, timeout_s: float) -> Screen | None:
        if self.unplugged:
            raise DeviceLost("{source} was pulled out", source=self.key)
        number = next(self._numbers)
        self.closed.wait(0.01)
        return Screen(self._pictures[number % 3], number, number * 200_000_000, number * 200_000_000)

    def close(self) -> None:
        self.closed.set()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_watch, "LARGE_EVERY_S", 0.01)
    monkeypatch.setattr(source_watch, "RETRY_S", 0.02)


Watching = Callable[[WatchWish], SourceWatch]


@pytest.fixture
def watching() -> Iterator[Watching]:
    made: list[SourceWatch] = []

    def watch(wish: WatchWish) -> SourceWatch:
        made.append(SourceWatch("test", wish, small_hz=50))
        return made[-1]

    yield watch
    for each in made:
        each.close()


def until(watch: SourceWatch, there: Callable[[SourceGlance], bool]) -> SourceGlance:
    waiting = threading.Event()
    for _ in range(int(PATIENCE_S / 0.01)):
        glance = watch.glance()
        if there(glance):
            return glance
        waiting.wait(0.01)
    raise AssertionError(f"never seen; the last was {watch.glance()}")


def test_a_small_picture_is_too_small_to_read_a_name_and_no_whole_screen_is_held(watching: Watching) -> None:
    spec = DeviceSpec("lavfi", "testsrc2=size=640x480:rate=30,realtime", "virtual")
    glance = until(watching(WatchWish(lambda: DeviceReader(spec, most_hz=10))), lambda each: each.small is not None)
    assert glance.small is not None
    assert glance.small.shape == (180, 240, 3)
    assert glance.screen is None
    assert glance.layout is None


def test_the_scan_area_is_found_on_the_whole_screen(watching: Watching) -> None:
    watch = watching(WatchWish(Drawn, large=True))
    glance = until(watch, lambda each: each.layout is not None)
    assert glance.origin is AreaOrigin.FOUND
    assert glance.screen is not None
    assert glance.name == "Grabber"


def test_an_area_that_was_drawn_before_is_shown_rather_than_a_found_one(watching: Watching, tmp_path: Path) -> None:
    pixels = screens()[0]
    height, width = pixels.shape[:2]
    drawn = ScanLayout((Panel(Rect(0, 0, 99, 77)),), (30, 40), (width, height))
    memory = LayoutMemory(tmp_path)
    memory.keep("Grabber", drawn, sign(pixels))
    glance = until(watching(WatchWish(Drawn, True, memory)), lambda each: each.screen is not None)
    assert glance.origin is AreaOrigin.DRAWN
    assert glance.layout is not None
    assert glance.layout.panels[0].rect == Rect(0, 0, 99, 77)


def test_a_screen_that_would_not_pass_the_gate_of_the_drawn_area_is_said_to_be_another(
    watching: Watching, tmp_path: Path
) -> None:
    memory = LayoutMemory(tmp_path)
    memory.keep("Grabber", ScanLayout((Panel(Rect(0, 0, 99, 77)),), (30, 40), (1920, 1080)), sign(patient_list()))
    glance = until(watching(WatchWish(Drawn, True, memory)), lambda each: each.screen is not None)
    assert glance.origin is AreaOrigin.ELSEWHERE


def test_the_simulated_scan_tells_its_area_itself(watching: Watching) -> None:
    glance = until(watching(WatchWish(SimulatedReader, large=True)), lambda each: each.layout is not None)
    assert glance.origin is AreaOrigin.TOLD


def test_a_grabber_that_is_pulled_out_and_put_back_is_seen_again(watching: Watching) -> None:
    readers: list[Drawn] = []

    def plug_in() -> ScreenReader:
        readers.append(Drawn())
        return readers[-1]

    watch = watching(WatchWish(plug_in, large=True))
    until(watch, lambda each: each.screen is not None)
    readers[0].unplugged = True
    gone = until(watch, lambda each: each.fault is not None or len(readers) > 1)
    assert gone.screen is None or len(readers) > 1
    until(watch, lambda each: each.screen is not None and each.fault is None and len(readers) > 1)
    assert readers[0].closed.is_set()


def test_a_grabber_in_use_elsewhere_is_told_and_seen_once_it_is_free(watching: Watching) -> None:
    free = threading.Event()

    def plug_in() -> ScreenReader:
        if not free.is_set():
            raise DeviceBusy("{source} is in use by another program", source="Grabber")
        return Drawn()

    watch = watching(WatchWish(plug_in))
    assert isinstance(until(watch, lambda each: each.fault is not None).fault, DeviceBusy)
    free.set()
    assert until(watch, lambda each: each.small is not None).fault is None


def test_another_mode_opens_the_grabber_anew_after_letting_it_go(watching: Watching) -> None:
    open_now: list[Drawn] = []

    def plug_in() -> ScreenReader:
        assert all(each.closed.is_set() for each in open_now), "two at a time would be busy"
        open_now.append(Drawn())
        return open_now[-1]

    watch = watching(WatchWish(plug_in))
    until(watch, lambda each: each.small is not None)
    watch.wish(WatchWish(plug_in, large=True))
    until(watch, lambda each: each.screen is not None)
    assert len(open_now) == 2


def test_nothing_is_kept_and_the_grabber_is_free_when_the_watch_ends(watching: Watching) -> None:
    reader = Drawn()
    watch = watching(WatchWish(lambda: reader, large=True))
    until(watch, lambda each: each.screen is not None)
    watch.close()
    watch.close()
    assert reader.closed.is_set()
    assert watch.glance().screen is None
    assert watch.glance().small is None

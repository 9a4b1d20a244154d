"""The frame source behind every screen of the product: gate, repeats, counts, random access."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from capture import gated_source
from capture.errors import CaptureError, EndOfStream
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen import signal_truth
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout, SignalState
from capture.screen.layout_file import LayoutMemory
from capture.source import FrameSource, Screen
from capture.sources.device import DeviceReader
from capture.sources.simulated import SimulatedReader
from capture.sources.stream import StreamReader
from tests.capture.drawn_screens import HEIGHT, PANEL, WIDTH, black, desktop, id_page, patient_list, scanner_screen

Picture = npt.NDArray[np.uint8]
MS = 1_000_000
SCAN = SimulatedReader(size=(360, 270), paced=False)
PAGES: dict[str, Callable[[], Picture]] = {
    "patient list": patient_list,
    "ID page": id_page,
    "black": black,
    "desktop": desktop,
}


class Played:
    """A live reader that plays given pictures, 33 ms apart, and then ends."""

    def __init__(self, pictures: list[Picture], *, name: str = "Played", step_ms: int = 33) -> None:
        self.name = name
        self._pictures = pictures
        self._step_ms = step_ms
        self._next = 0
        self.closed = 0

    def read(self, timeout_s: float) -> Screen | None:
        if self._next >= len(self._pictures):
            raise EndOfStream
        pixels = self._pictures[self._next]
        pixels.flags.writeable = False
        screen = Screen(pixels, self._next, self._next * self._step_ms * MS, time.monotonic_ns())
        self._next += 1
        return screen

    def close(self) -> None:
        self.closed += 1


class Recorded(Played):
    """The same as a recording."""

    def __init__(self, pictures: list[Picture], *, name: str = "cine.mkv", step_ms: int = 33) -> None:
        super().__init__(pictures, name=name, step_ms=step_ms)
        self.times_ns = tuple(index * step_ms * MS for index in range(len(pictures)))
        self.assumed_hz = None

    def seek(self, number: int) -> None:
        if not 0 <= number < len(self._pictures):
            raise IndexError(number)
        self._next = number


def bare(moment: int) -> Picture:
    return SCAN.render(moment)


def on_screen(moment: int, **changes: object) -> Picture:
    return scanner_screen(SCAN.render(moment)[..., 0], **changes)  # type: ignore[arg-type]


def all_of(source: FrameSource) -> list[Frame]:
    frames = []
    try:
        while True:
            frame = source.read(5.0)
            if frame is not None:
                frames.append(frame)
    except EndOfStream:
        return frames


def is_panel(frame: Frame, moment: int) -> bool:
    """Whether the frame is the drawn panel, give or take a few lines at its edge, and no other part of the screen."""
    height, width = frame.pixels.shape[:2]
    x, y = frame.layout.origin_px
    grey = cv2.resize(SCAN.render(moment)[..., 0], (PANEL.width, PANEL.height), interpolation=cv2.INTER_CUBIC)
    whole = np.zeros((HEIGHT, WIDTH), np.uint8)
    whole[PANEL.top : PANEL.bottom, PANEL.left : PANEL.right] = grey
    inner = (slice(20, height - 20), slice(20, width - 20))
    return bool(np.array_equal(frame.pixels[..., 1][inner], whole[y : y + height, x : x + width][inner]))


def test_a_recording_of_a_bare_panel_loses_no_frame_and_keeps_the_files_numbers() -> None:
    source = GatedSource(Recorded([bare(moment) for moment in (20, 21, 21, 22, 22, 23)]))
    frames = all_of(source)
    assert [frame.index for frame in frames] == [0, 1, 3, 5]
    assert [frame.time_ns for frame in frames] == [0, 33 * MS, 99 * MS, 165 * MS]
    np.testing.assert_array_equal(frames[2].pixels, bare(22))
    assert (source.counts.delivered, source.counts.repeated, source.counts.held_back) == (6, 2, 0)


def test_pictures_that_a_live_reader_dropped_are_counted_as_lost() -> None:
    reader = Played([])
    reader.lost = 3  # type: ignore[attr-defined]  # as the readers of devices and streams have it
    assert GatedSource(reader).counts.lost == 3
    assert GatedSource(Played([])).counts.lost == 0


@pytest.mark.parametrize("kind", [DeviceReader, StreamReader])
def test_devices_and_streams_tell_what_they_dropped(kind: type) -> None:
    assert isinstance(vars(kind)["lost"], property)  # GatedSource takes the count by this name


def test_a_live_source_counts_distinct_pictures() -> None:
    source = GatedSource(Played([bare(moment) for moment in (20, 20, 21, 21, 22)]), layout=ScanLayout.whole(360, 270))
    assert [frame.index for frame in all_of(source)] == [0, 1, 2]
    assert not source.is_recording
    assert source.times_ns == ()


def test_only_the_scan_of_a_scanners_screen_comes_through() -> None:
    source = GatedSource(Recorded([on_screen(moment, clock=f"10:00:{moment}") for moment in (20, 21, 22)]))
    frames = all_of(source)
    assert [is_panel(frame, 20 + number) for number, frame in enumerate(frames)] == [True] * 3
    for frame in frames:
        assert frame.layout.source_size_px == (WIDTH, HEIGHT)
        assert not frame.pixels.flags.writeable


def test_a_live_screen_is_found_within_a_few_pictures() -> None:
    source = GatedSource(Played([on_screen(moment) for moment in range(20, 60)]))
    frames = all_of(source)
    assert len(frames) >= 4
    assert frames[0].index == 0
    assert source.counts.held_back == 40 - len(frames)
    assert not source.scan_area_lost


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_while_another_screen_is_shown_nothing_passes_and_then_the_scan_is_back(page: Callable[[], Picture]) -> None:
    other = page()
    source = GatedSource(Recorded([on_screen(20), on_screen(21), *[other] * 25, on_screen(30), on_screen(31)]))
    passed = []
    for number, _, frame in source.every_frame():
        passed.append(frame is not None)
        assert source.scan_area_lost == (2 <= number < 27)
    assert passed == [True] * 2 + [False] * 25 + [True] * 2
    assert source.counts.held_back == 25


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_live_source_that_starts_on_another_screen_waits_for_the_scan(page: Callable[[], Picture]) -> None:
    other = page()
    source = GatedSource(Played([*[other] * 20, *[on_screen(moment) for moment in range(20, 60)]]))
    frames = all_of(source)
    assert frames
    assert all(is_panel(frame, 20 + round(frame.time_ns / (33 * MS)) - 20) for frame in frames)


def test_when_the_scan_moves_to_another_place_it_is_found_again() -> None:
    elsewhere = Rect(250, 160, 1150, 860)
    moved = [on_screen(moment, panel=elsewhere) for moment in range(40, 80)]
    source = GatedSource(Played([*[on_screen(moment) for moment in range(20, 50)], *moved]))
    frames = all_of(source)
    origins = [frame.layout.origin_px for frame in frames]
    assert np.abs(np.subtract(origins[0], (PANEL.left, PANEL.top))).max() <= 16
    assert np.abs(np.subtract(origins[-1], (elsewhere.left, elsewhere.top))).max() <= 16
    assert source.counts.held_back > 5


def test_a_drawn_layout_is_never_replaced_by_a_found_one() -> None:
    drawn = ScanLayout((Panel(Rect(0, 0, 200, 150), PanelKind.CONTRAST),), (500, 300), (WIDTH, HEIGHT))
    elsewhere = Rect(250, 160, 1150, 860)
    pictures = [on_screen(20), on_screen(21), *[on_screen(moment, panel=elsewhere) for moment in range(40, 60)]]
    source = GatedSource(Played(pictures), layout=drawn)
    frames = all_of(source)
    assert [frame.pixels.shape for frame in frames] == [(150, 200, 3)] * 2
    assert frames[0].layout.panels[0].kind is PanelKind.CONTRAST
    assert source.scan_area_lost


def test_a_change_of_resolution_is_followed() -> None:
    small = [bare(moment) for moment in range(20, 56)]
    large = [np.asarray(cv2.resize(bare(moment), (720, 540)), np.uint8) for moment in range(56, 96)]
    for layout in (None, ScanLayout.whole(360, 270)):
        shapes = [frame.pixels.shape[:2] for frame in all_of(GatedSource(Played([*small, *large]), layout=layout))]
        assert shapes[0] == (270, 360)
        assert shapes[-1] == (540, 720)


def test_a_layout_that_the_source_tells_is_used_as_it_is() -> None:
    told = ScanLayout((Panel(Rect(10, 10, 60, 50), mm_per_px=(0.1, 0.1)),), (5, 5), (360, 270))

    class Telling(Played):
        def read(self, timeout_s: float) -> Screen | None:
            screen = super().read(timeout_s)
            return None if screen is None else replace(screen, layout=told)

    (frame, _) = all_of(GatedSource(Telling([bare(20), bare(21)])))
    assert frame.layout.origin_px == (15, 15)
    assert frame.layout.panels[0].rect == Rect(0, 0, 50, 40)
    assert frame.layout.panels[0].mm_per_px == (0.1, 0.1)
    np.testing.assert_array_equal(frame.pixels, bare(20)[15:55, 15:65])


DRAWN = ScanLayout((Panel(Rect(0, 0, 1000, 700)),), (460, 170), (WIDTH, HEIGHT))


@pytest.mark.parametrize("on_a_screen", [True, False])
def test_a_drawn_layout_is_remembered_together_with_its_screen(tmp_path: Path, on_a_screen: bool) -> None:
    memory = LayoutMemory(tmp_path)
    pictures = [on_screen(moment) for moment in range(20, 26)]
    first = GatedSource(Played(pictures), memory=memory)
    first.set_layout(DRAWN, Screen(pictures[0], 0, 0, 0) if on_a_screen else None)
    assert len(all_of(first)) == 6
    again = GatedSource(Played([patient_list(), *pictures[:3], desktop()]), memory=memory)
    frames = all_of(again)
    assert [frame.time_ns for frame in frames] == [33 * MS, 66 * MS, 99 * MS]
    assert frames[0].pixels.shape == (700, 1000, 3)
    assert again.counts.held_back == 2
    assert again.scan_area_lost


def test_a_remembered_layout_is_not_replaced_by_a_found_one(tmp_path: Path) -> None:
    memory = LayoutMemory(tmp_path)
    first = GatedSource(Played([on_screen(20)]), memory=memory)
    first.set_layout(DRAWN)
    all_of(first)
    elsewhere = [on_screen(moment, panel=Rect(250, 160, 1150, 860)) for moment in range(20, 50)]
    again = GatedSource(Played(elsewhere), memory=memory)
    assert all_of(again) == []
    assert again.scan_area_lost


def test_a_layout_drawn_only_for_now_is_not_remembered(tmp_path: Path) -> None:
    source = GatedSource(Played([on_screen(20), on_screen(21)]), memory=LayoutMemory(tmp_path))
    source.set_layout(DRAWN, remember=False)
    assert len(all_of(source)) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_panel_found_while_half_the_probe_touched_the_skin_grows() -> None:
    def half(moment: int) -> Picture:
        pixels = on_screen(moment)
        pixels[PANEL.top : PANEL.bottom, PANEL.left + 500 : PANEL.right] = 0
        return pixels

    pictures = [*[half(moment) for moment in range(20, 54)], *[on_screen(moment) for moment in range(54, 100)]]
    frames = all_of(GatedSource(Played(pictures)))
    assert frames[0].pixels.shape[1] < 600
    assert abs(frames[-1].pixels.shape[1] - PANEL.width) <= 16


def test_a_layout_drawn_in_the_dialog_is_used_from_the_next_picture_on_and_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gated_source, "DIALOG_ASKS_EVERY_NS", 600_000_000_000)  # a busy machine reads slowly
    memory = LayoutMemory(tmp_path)
    reader = Played([on_screen(moment) for moment in range(20, 60)])
    source = GatedSource(reader, memory=memory)
    assert source.screen_for_dialog() is None
    assert source.read(10.0) is not None
    whole = source.screen_for_dialog()
    assert whole is not None
    assert whole.pixels.shape == (HEIGHT, WIDTH, 3)
    drawn = ScanLayout((Panel(Rect(0, 0, 100, 80)),), (600, 400), (WIDTH, HEIGHT))
    source.set_layout(drawn, whole)
    frame = source.read(10.0)
    assert frame is not None
    assert frame.pixels.shape == (80, 100, 3)
    kept = memory.recall("Played", (WIDTH, HEIGHT))
    assert kept is not None
    assert kept[0].origin_px == (600, 400)


def test_the_whole_screen_is_kept_only_while_the_dialog_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    source = GatedSource(Played([bare(moment) for moment in range(20, 30)]), layout=ScanLayout.whole(360, 270))
    source.screen_for_dialog()
    source.read(1.0)
    assert source.screen_for_dialog() is not None
    monkeypatch.setattr(gated_source, "DIALOG_ASKS_EVERY_NS", -1)
    source.screen_for_dialog()
    source.read(1.0)
    assert source.screen_for_dialog() is None


def test_a_frozen_scan_says_so_although_the_clock_beside_it_runs() -> None:
    pictures = [on_screen(20), *[on_screen(21, clock=f"10:00:{second:02}") for second in range(30)], on_screen(22)]
    source = GatedSource(Recorded(pictures))
    states = [(frame is not None, source.signal) for _, _, frame in source.every_frame()]
    assert states[0] == (True, SignalState.LIVE)
    assert states[15] == (False, SignalState.LIVE)
    assert states[30] == (False, SignalState.FROZEN)
    assert states[31] == (True, SignalState.LIVE)


def test_a_live_source_without_pictures_has_no_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    source = GatedSource(Played([bare(20), bare(21)]), layout=ScanLayout.whole(360, 270))
    assert source.signal is SignalState.NO_SIGNAL
    source.read(1.0)
    assert source.signal is SignalState.LIVE
    monkeypatch.setattr(signal_truth, "STALLED_AFTER_NS", 0)
    assert source.signal is SignalState.STALLED


def test_late_pictures_are_counted() -> None:
    class Stuttering(Played):
        def read(self, timeout_s: float) -> Screen | None:
            screen = super().read(timeout_s)
            return None if screen is None else replace(screen, time_ns=screen.time_ns + (screen.number >= 8) * 60 * MS)

    source = GatedSource(Stuttering([bare(20 + index) for index in range(16)]), layout=ScanLayout.whole(360, 270))
    all_of(source)
    assert source.counts.late == 1


def test_any_frame_of_a_recording_can_be_decoded_repeats_too() -> None:
    source = GatedSource(Recorded([bare(moment) for moment in (20, 21, 21, 22)]))
    for number, moment in ((3, 22), (2, 21), (0, 20)):
        frame = source.decode(number)
        assert frame is not None
        assert (frame.index, frame.time_ns) == (number, number * 33 * MS)
        np.testing.assert_array_equal(frame.pixels, bare(moment))
    following = source.read(1.0)
    assert following is not None
    assert following.index == 1
    with pytest.raises(IndexError):
        source.decode(4)
    assert source.counts.delivered == 1  # `decode` looks; it does not play


def test_reading_after_a_decoded_frame_skips_its_repeats() -> None:
    source = GatedSource(Recorded([bare(moment) for moment in (20, 21, 21, 22)]))
    source.decode(1)
    following = source.read(1.0)
    assert following is not None
    assert following.index == 3


def test_after_a_seek_the_picture_there_is_given_even_if_it_was_just_shown() -> None:
    source = GatedSource(Recorded([bare(moment) for moment in (20, 21, 22)]))
    for _ in range(2):
        source.seek(1)
        frame = source.read(1.0)
        assert frame is not None
        assert frame.index == 1


def test_each_picture_of_the_file_has_its_line() -> None:
    source = GatedSource(Recorded([bare(20), bare(20), bare(21), patient_list(), bare(22)]))
    lines = []
    for number, time_ns, frame in source.every_frame():
        lines.append((number, time_ns // MS, frame is not None, source.last_was_repeat))
    assert lines == [
        (0, 0, True, False),
        (1, 33, False, True),
        (2, 66, True, False),
        (3, 99, False, False),
        (4, 132, True, False),
    ]


def test_a_recording_without_pictures_has_no_lines() -> None:
    assert list(GatedSource(Recorded([])).every_frame()) == []


def test_a_recording_without_a_scan_says_that_it_was_not_found() -> None:
    source = GatedSource(Recorded([id_page()]))
    assert [frame for _, _, frame in source.every_frame()] == [None]
    assert source.scan_area_lost
    assert source.layout is None


def test_a_patient_list_in_a_recording_does_not_become_its_layout() -> None:
    pictures = [patient_list(), *[on_screen(moment) for moment in range(20, 40)], patient_list()]
    source = GatedSource(Recorded(pictures))
    passed = [number for number, _, frame in source.every_frame() if frame is not None]
    assert passed == list(range(1, 21))


def test_a_damaged_place_does_not_keep_the_rest_of_a_recording_from_opening() -> None:
    class Damaged(Recorded):
        def read(self, timeout_s: float) -> Screen | None:
            if self._next == 4:
                raise CaptureError("{file} is damaged here", file=self.name)
            return super().read(timeout_s)

    source = GatedSource(Damaged([bare(moment) for moment in range(20, 29)]))
    assert [frame.index for frame in (source.read(1.0) for _ in range(4)) if frame is not None] == [0, 1, 2, 3]
    with pytest.raises(CaptureError, match="is damaged here"):
        source.read(1.0)


@pytest.mark.parametrize("ask", ["seek", "decode", "screen_at"])
def test_a_live_source_has_nothing_to_seek_in(ask: str) -> None:
    source = GatedSource(Played([bare(20)]))
    with pytest.raises(TypeError, match="is live"):
        getattr(source, ask)(0)


def test_a_recordings_whole_screen_can_be_had_for_the_dialog() -> None:
    source = GatedSource(Recorded([on_screen(20), on_screen(21)]))
    assert source.screen_at(1).pixels.shape == (HEIGHT, WIDTH, 3)


def test_closing_closes_the_reader_and_a_closed_source_gives_nothing() -> None:
    reader = Played([bare(20), bare(21)])
    source = GatedSource(reader)
    source.close()
    source.close()
    assert reader.closed == 2
    assert source.read(5.0) is None


def test_the_same_recording_gives_the_same_frames_twice() -> None:
    runs = [all_of(GatedSource(Recorded([on_screen(moment) for moment in (20, 21, 21, 22)]))) for _ in range(2)]
    assert [frame.index for frame in runs[0]] == [frame.index for frame in runs[1]]
    for one, other in zip(*runs, strict=True):
        np.testing.assert_array_equal(one.pixels, other.pixels)


def test_a_source_that_is_connected_anew_goes_on_with_its_scan_area_and_still_lets_no_other_page_through() -> None:
    first = GatedSource(Played([on_screen(moment) for moment in range(20, 60)]))
    assert all_of(first)
    again = GatedSource(Played([patient_list(), on_screen(40), on_screen(41)]))
    again.take_over(first)
    passed = [again.read(0.0) for _ in range(3)]
    assert passed[0] is None
    assert [frame is not None and is_panel(frame, moment) for frame, moment in zip(passed[1:], (40, 41), strict=True)]
    assert again.layout is first.layout

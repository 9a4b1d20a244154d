"""How a live signal stands, told from pictures alone: freeze or hanging grabber, empty screens, new resolutions."""

import time
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from capture.errors import CaptureError
from capture.gated_source import GatedSource
from capture.screen.layout import Panel, Rect, ScanLayout, SignalState
from capture.screen.no_input import NoInputWatch
from capture.source import LinkState, Screen
from capture.sources.live.link_speed import slow_link, usb_mbit_of
from tests.capture.drawn_screens import desktop, id_page, patient_list, scanner_screen
from tests.capture.scripted_clips import Sending, drawn
from tests.capture.test_gated_source import SCAN, Played

Picture = npt.NDArray[np.uint8]
MS = 1_000_000


def on_screen(moment: int, **changes: object) -> Picture:
    whole = scanner_screen(SCAN.render(moment)[..., 0], **changes)  # type: ignore[arg-type]
    return np.ascontiguousarray(cv2.resize(whole, (960, 540), interpolation=cv2.INTER_AREA))


DRAWN = ScanLayout((Panel(Rect(0, 0, 540, 405)),), (210, 65), (960, 540))


def states_of(pictures: list[Picture], layout: ScanLayout | None = DRAWN) -> list[SignalState]:
    source = GatedSource(Played(pictures), layout=layout)
    states = []
    for _ in pictures:
        source.read(0.0)
        states.append(source.signal)
    return states


@pytest.fixture(scope="module")
def living() -> list[Picture]:
    return [on_screen(moment) for moment in range(20, 32)]


def test_a_freeze_is_known_by_the_sign_or_the_clock_beside_the_scan(living: list[Picture]) -> None:
    sign = on_screen(31)
    cv2.putText(sign, "FROZEN", (40, 470), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 0), 1)
    clock = [on_screen(31), on_screen(31, clock="10:21:08")]
    assert states_of([*living, *[sign] * 28])[-1] is SignalState.FROZEN
    assert states_of([*living, *[clock[0]] * 14, *[clock[1]] * 14])[-1] is SignalState.FROZEN


def test_the_same_screen_to_the_last_pixel_is_not_called_a_freeze(living: list[Picture]) -> None:
    states = states_of([*living, *[living[-1]] * 28])
    assert states[len(living) - 1] is SignalState.LIVE
    assert states[-1] is SignalState.REPEATED
    assert len(living) < states.index(SignalState.REPEATED) < len(living) + 30  # a second of 33 ms pictures


@pytest.mark.parametrize("kind", ["blue", "black", "bars", "card"])
def test_screens_of_a_grabber_without_a_scanner_are_told(kind: str) -> None:
    for size in ((320, 240), (1920, 1080)):
        watch = NoInputWatch()
        picture = drawn(kind, Sending(size=size))[0]
        assert [watch.see(picture, number * 40 * MS) for number in range(10)][-1]
        noisy = np.clip(picture + np.random.default_rng(1).normal(0, 1.5, picture.shape), 0, 255).astype(np.uint8)
        assert [watch.see(noisy, number * 40 * MS) for number in range(10, 20)][-1]


def dark_contrast() -> Picture:
    return np.random.default_rng(2).poisson(1.2, (480, 640, 1)).astype(np.uint8).repeat(3, 2) * 12


SCREENS: dict[str, Callable[[], Picture]] = {
    "scanner": lambda: on_screen(20),
    "bare scan": lambda: SCAN.render(20),
    "patient list": patient_list,
    "ID page": id_page,
    "desktop": desktop,
    "dark contrast": dark_contrast,
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS.keys())
def test_no_other_screen_is_taken_for_an_empty_one(screen: Callable[[], Picture]) -> None:
    watch, picture = NoInputWatch(), screen()
    assert not any(watch.see(picture, number * 40 * MS) for number in range(20))


def test_a_probe_in_air_on_a_scanners_screen_is_no_missing_input() -> None:
    screen = scanner_screen(np.zeros((270, 360), np.uint8))
    watch = NoInputWatch()
    assert not any(watch.see(screen, number * 40 * MS) for number in range(20))


def test_nothing_of_an_empty_screen_passes_and_the_scan_is_back_at_once() -> None:
    blue = np.full((270, 360, 3), (0, 0, 210), np.uint8)
    pictures = [*[SCAN.render(moment) for moment in range(20, 26)], *[blue] * 10, SCAN.render(30), SCAN.render(31)]
    source = GatedSource(Played(pictures), layout=ScanLayout.whole(360, 270))
    passed = [source.read(0.0) is not None for _ in pictures]
    assert passed == [True] * 6 + [False] * 10 + [True] * 2
    assert source.counts.held_back == 10
    assert not source.scan_area_lost


def test_a_new_resolution_is_said_until_the_scan_is_found_in_it(living: list[Picture]) -> None:
    larger = [
        np.ascontiguousarray(cv2.resize(on_screen(moment), (1280, 720), interpolation=cv2.INTER_AREA))
        for moment in range(40, 76)
    ]
    states = states_of([*living, *larger], layout=None)
    assert states[len(living)] is SignalState.RESIZED
    assert states[-1] is SignalState.LIVE


class Told(Played):
    """A reader that knows how its connection stands."""

    link = LinkState()


def test_an_unplugged_device_is_told_at_once_although_a_picture_has_just_come() -> None:
    reader = Told([SCAN.render(20)])
    source = GatedSource(reader, layout=ScanLayout.whole(360, 270))
    source.read(0.0)
    assert source.signal is SignalState.LIVE
    reader.link = LinkState(open=False)
    assert source.signal is SignalState.DISCONNECTED


@pytest.mark.parametrize("hz", [1, 2, 5, 15, 30, 60, 120])
def test_sources_of_any_rate_live_between_two_pictures(hz: int, monkeypatch: pytest.MonkeyPatch) -> None:
    now_ns = 0
    monkeypatch.setattr(time, "monotonic_ns", lambda: now_ns)
    source = GatedSource(Played([SCAN.render(20 + moment) for moment in range(12)]), layout=ScanLayout.whole(360, 270))
    for picture in range(12):
        source.read(0.0)
        now_ns += round(1e9 / hz) - 1
        assert picture == 0 or source.signal is SignalState.LIVE
        now_ns += 1


def test_a_picture_of_an_hour_ago_in_the_streams_time_harms_nothing() -> None:
    class Leaping(Played):
        def read(self, timeout_s: float) -> Screen | None:
            screen = super().read(timeout_s)
            assert screen is not None
            leap_ns = (0, 7_200, -7_200)[screen.number // 4 % 3] * 1_000_000_000
            return Screen(screen.pixels, screen.number, screen.time_ns + leap_ns, screen.arrived_ns)

    pictures = [SCAN.render(20 + moment) for moment in range(24)]
    source = GatedSource(Leaping(pictures), layout=ScanLayout.whole(360, 270))
    assert sum(source.read(0.0) is not None for _ in pictures) > 20


def test_screens_that_change_their_size_with_every_picture_are_survived_in_bounded_memory() -> None:
    pictures = [np.ascontiguousarray(SCAN.render(20 + moment)[: 240 + moment % 7]) for moment in range(80)]
    source = GatedSource(Played(pictures), layout=ScanLayout.whole(360, 270))
    for _ in pictures:
        source.read(0.0)
        assert source.signal in (SignalState.LIVE, SignalState.RESIZED)
    assert len(source._keeper._gates) <= 4


@pytest.mark.parametrize(
    ("hz", "mode_hz", "mode", "usb_mbit", "cure"),
    [
        (60.0, 60.0, "1920x1080 60 Hz MJPEG", 480, None),
        (25.0, 25.0, "720x576 25 Hz YUYV422", 480, None),
        (5.0, 60.0, "1920x1080 60 Hz YUYV422", 480, "USB 3 port (blue"),
        (5.0, 5.0, "1920x1080 5 Hz YUYV422", None, "choose MJPEG"),
        (20.0, 60.0, "1920x1080 60 Hz MJPEG", 5000, "mode with 30 or 60 Hz"),
        (8.0, None, "1920x1080 MJPEG", 5000, "mode with 30 or 60 Hz"),
    ],
)
def test_a_slow_grabber_is_told_what_helps(
    hz: float, mode_hz: float | None, mode: str, usb_mbit: int | None, cure: str | None
) -> None:
    slow = slow_link("USB Capture", hz, mode_hz, mode, usb_mbit)
    if cure is None:
        assert slow is None
    else:
        assert isinstance(slow, CaptureError)
        assert cure in str(slow)


def test_the_speed_of_the_usb_port_is_read_where_the_system_tells_it(tmp_path) -> None:  # type: ignore[no-untyped-def]
    interface = tmp_path / "devices" / "1-2" / "1-2:1.0"
    interface.mkdir(parents=True)
    (interface.parent / "speed").write_text("480\n")
    (tmp_path / "video0").mkdir()
    (tmp_path / "video0" / "device").symlink_to(interface)
    assert usb_mbit_of("/dev/video0", tmp_path) == 480
    assert usb_mbit_of("/dev/video1", tmp_path) is None

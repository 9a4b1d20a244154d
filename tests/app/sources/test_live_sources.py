"""Grabbers as they are listed and opened: in the chosen mode, and never another one than was chosen."""

import sys
from typing import Any

import pytest

from app.feed import live_sources
from app.feed.live_sources import reader_maker, spec_of
from app.live.window.actions import SourceChoice
from capture.devices.device_mode import DeviceMode
from capture.errors import CaptureError, DeviceMissing
from capture.sources.device import PLATFORM_FORMATS, Device, DeviceSpec

KIND = PLATFORM_FORMATS.get(sys.platform, "v4l2")
MODE = DeviceMode((1280, 720), 30.0, "nv12")


def plugged(*where: tuple[str, str]) -> tuple[Device, ...]:
    return tuple(Device(name, DeviceSpec(KIND, address, name)) for address, name in where)


@pytest.fixture
def two_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    devices = plugged(("/dev/video0", "Webcam"), ("/dev/video7", "USB3 Video Capture"))
    monkeypatch.setattr(live_sources, "list_devices", lambda: devices)


@pytest.mark.usefixtures("two_kinds")
def test_a_grabber_that_does_not_tell_its_modes_is_listed_with_wishes_and_opened_in_the_chosen_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = next(each for each in live_sources.live_sources() if each.address == "/dev/video7")
    assert not source.modes_known
    assert MODE in source.modes
    monkeypatch.setattr(live_sources, "DeviceReader", lambda spec, most_hz: spec)
    opened: Any = reader_maker(SourceChoice("/dev/video7", "USB3 Video Capture", MODE))()
    assert opened == DeviceSpec(KIND, "/dev/video7", "USB3 Video Capture", (1280, 720), 30.0, "nv12")


def test_a_grabber_that_tells_its_modes_is_listed_with_them_best_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        live_sources, "list_devices", lambda: (Device("Grabber", DeviceSpec("v4l2", "/dev/video7", "Grabber")),)
    )
    best = DeviceMode((1920, 1080), 60.0, "mjpeg")
    monkeypatch.setattr(live_sources, "v4l2_modes", lambda _device: (MODE, best))
    (source,) = live_sources.live_sources()
    assert source.modes_known
    assert source.modes == (best, MODE)


def test_a_grabber_that_was_plugged_into_another_port_is_found_by_its_name() -> None:
    devices = plugged(("/dev/video0", "Webcam"), ("/dev/video2", "Grabber"))
    assert spec_of(SourceChoice("/dev/video0", "Grabber", MODE), devices).device == "/dev/video2"


def test_another_camera_at_the_grabbers_place_is_never_opened_for_it() -> None:
    with pytest.raises(DeviceMissing, match="Grabber is not there"):
        spec_of(SourceChoice("/dev/video0", "Grabber"), plugged(("/dev/video0", "Webcam")))


def test_of_two_grabbers_of_one_name_the_one_in_its_place_is_taken_and_else_the_user_is_asked() -> None:
    both = plugged(("/dev/video0", "Grabber"), ("/dev/video2", "Grabber"))
    assert spec_of(SourceChoice("/dev/video2", "Grabber"), both).device == "/dev/video2"
    with pytest.raises(CaptureError, match="more than once"):
        spec_of(SourceChoice("/dev/video4", "Grabber"), both)


def test_where_nothing_can_be_listed_opening_tells() -> None:
    assert spec_of(SourceChoice("0", "FaceTime Camera"), ()).device == "0"

"""Grabbers, with FFmpeg's lavfi as the virtual one."""

import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from capture.errors import CaptureError, DeviceLost
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout
from capture.sources import device
from capture.sources.device import DeviceReader, DeviceSpec, list_devices, modes
from capture.sources.live import decoding as live_decoding
from tests.capture.patience import PATIENCE_S, fault_of, screen_that

GRABBER = DeviceSpec("lavfi", "testsrc2=size=640x360:rate=60,format=yuv420p,realtime", "Virtual grabber")


def test_a_grabber_says_its_mode_once_it_runs() -> None:
    reader = DeviceReader(GRABBER)
    screen = screen_that(reader)
    assert screen.pixels.shape == (360, 640, 3)
    assert reader.name == "Virtual grabber (640x360 60 Hz YUV420P)"
    assert reader.key == "Virtual grabber"
    reader.close()


def test_the_pace_of_a_grabber_is_that_of_its_pictures() -> None:
    reader = DeviceReader(GRABBER)
    times_ns = [screen_that(reader).time_ns for _ in range(30)]
    reader.close()
    steps = {round((after - before) * 60 / 1e9) for before, after in pairwise(times_ns)}
    assert times_ns[0] >= 0
    assert min(steps) >= 1


def test_a_grabber_that_ends_is_named_as_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_decoding, "LOST_AFTER_S", 0.3)
    monkeypatch.setattr(DeviceReader, "_open", once(DeviceReader._open))
    reader = DeviceReader(DeviceSpec("lavfi", "testsrc2=size=64x48:rate=30:duration=0.3,realtime", "Short grabber"))
    text, kind = fault_of(reader)
    assert issubclass(kind, DeviceLost)
    assert "Short grabber has stopped" in text
    with pytest.raises(DeviceLost):
        reader.read(0.5)
    reader.close()


def once(method):  # type: ignore[no-untyped-def]
    """The method works once; then the device is unplugged."""
    calls = []

    def opened(self):  # type: ignore[no-untyped-def]
        calls.append(1)
        if len(calls) > 1:
            raise device.av.error.OSError(19, "No such device")
        return method(self)

    return opened


def test_a_device_that_is_not_there_says_so() -> None:
    reader = DeviceReader(DeviceSpec("lavfi", "no_such_filter=1", "Absent grabber"))
    assert fault_of(reader)[0].startswith("Absent grabber")
    reader.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="V4L2 is Linux's")
def test_an_unplugged_v4l2_device_says_so() -> None:
    reader = DeviceReader(DeviceSpec("v4l2", "/dev/video-that-is-not-there", "USB Capture"))
    assert fault_of(reader)[0] == "USB Capture is not there. Plug the grabber in, or choose another source."
    reader.close()


NODES = [found.spec for found in device._video_nodes()] if sys.platform.startswith("linux") else []


@pytest.mark.skipif(not NODES, reason="this machine has no V4L2 node")
def test_the_v4l2_node_of_this_machine_gives_a_picture_and_knows_its_link() -> None:
    reader = DeviceReader(NODES[0])
    assert screen_that(reader).pixels.ndim == 3
    assert reader.link.open
    reader.close()


def test_an_unknown_kind_of_device_is_refused() -> None:
    with pytest.raises(CaptureError, match="no kind of device called webcam"):
        DeviceReader(DeviceSpec("webcam", "0"))


@pytest.mark.parametrize("kind", ["v4l2", "dshow", "avfoundation"])
def test_the_first_mode_tried_is_full_hd_at_60_hz_and_the_last_is_the_devices_own(kind: str) -> None:
    tried = modes(DeviceSpec(kind, "x"))
    assert tried[0]["video_size"] == "1920x1080"
    assert tried[0]["framerate"] == "60"
    assert "mjpeg" in tried[0].values() or kind == "avfoundation"
    assert set(tried[-1]) <= {"rtbufsize"}


def test_a_wished_mode_is_tried_first() -> None:
    tried = modes(DeviceSpec("v4l2", "/dev/video0", size=(1280, 720), hz=29.97, pixel_format="yuy2"))
    assert tried[0] == {"video_size": "1280x720", "framerate": "29.97", "input_format": "yuyv422"}


def test_listing_devices_gives_names_and_never_fails() -> None:
    for found in list_devices():
        assert found.name.strip()
        assert found.spec.device


def test_video_nodes_get_their_readable_names_and_metadata_nodes_are_left_out(tmp_path: Path) -> None:
    dev, sysfs = tmp_path / "dev", tmp_path / "sys"
    dev.mkdir()
    for node, index in (("video0", "0"), ("video1", "1"), ("video2", "0")):
        (dev / node).touch()
        (sysfs / node).mkdir(parents=True)
        (sysfs / node / "name").write_text(f"USB3 Video {node}\n")
        (sysfs / node / "index").write_text(index)
    (dev / "video7").touch()
    found = device._video_nodes(sysfs, dev)
    assert [(item.name, Path(item.spec.device).name) for item in found] == [
        ("USB3 Video video0", "video0"),
        ("USB3 Video video2", "video2"),
        ("video7", "video7"),
    ]


def test_a_grabber_whose_layout_is_given_passes_the_gate() -> None:
    source = GatedSource(DeviceReader(GRABBER), layout=ScanLayout.whole(640, 360))
    deadline = time.monotonic() + PATIENCE_S
    frames = []
    while len(frames) < 5:
        assert time.monotonic() < deadline
        frame = source.read(0.5)
        if frame is not None:
            frames.append(frame)
    assert [frame.index for frame in frames] == [0, 1, 2, 3, 4]
    source.close()

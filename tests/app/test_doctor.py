"""`minamo doctor` says what is there, what is missing and how to mend it."""

from pathlib import Path

import pytest

from app import network
from app.__main__ import main
from app.settings import AnalysisSettings
from capture.devices.device_mode import DeviceMode
from capture.sources import device
from capture.sources.device import Device, DeviceSpec
from inference.detector import Detector
from inference.errors import ModelError
from tests.app.bright_spot import BrightSpotDetector


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "500")
    monkeypatch.setattr(network, "load_network", lambda _settings: BrightSpotDetector())


def test_it_lists_versions_devices_codecs_weights_and_folders(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    for item in ("Python", "minamo", "openvino", "weights", "grabbers", "codecs", "display", "Japanese font"):
        assert item in said
    assert str(tmp_path / "config") in said
    assert "free" in said
    assert "abababababab" in said


def test_bad_weights_end_with_the_model_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def changed(_settings: AnalysisSettings) -> Detector:
        raise ModelError("the weights were changed: install Minamo again")

    monkeypatch.setattr(network, "load_network", changed)
    assert main(["doctor"]) == 4
    assert "the weights were changed" in capsys.readouterr().out


def test_a_misspelt_setting_is_shown_with_the_file_to_correct(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("[view]\nmirored = true")
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "did you mean view.mirrored?" in said
    assert "correct" in said


def test_a_grabber_is_named_with_its_best_mode(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plugged = (Device("USB3 Video", DeviceSpec("v4l2", "/dev/video7")),)
    modes = (DeviceMode((640, 480), 60.0, "yuy2"), DeviceMode((1920, 1080), 60.0, "mjpeg"))
    monkeypatch.setattr(device, "list_devices", lambda: plugged)
    monkeypatch.setattr("capture.devices.v4l2_modes.v4l2_modes", lambda _where: modes)
    main(["doctor"])
    assert "USB3 Video (/dev/video7, best 1920×1080 60 Hz MJPEG)" in capsys.readouterr().out


@pytest.mark.parametrize(("mbit", "told"), [(480, True), (5000, False), (None, False)])
def test_a_grabber_in_a_usb_2_port_is_told_where_it_belongs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mbit: int | None, told: bool
) -> None:
    plugged = (Device("USB3 Video", DeviceSpec("v4l2", "/dev/video7")),)
    monkeypatch.setattr(device, "list_devices", lambda: plugged)
    monkeypatch.setattr("capture.devices.v4l2_modes.v4l2_modes", lambda _where: ())
    monkeypatch.setattr("capture.sources.live.link_speed.usb_mbit_of", lambda _where: mbit)
    main(["doctor"])
    assert ("USB 3 port" in capsys.readouterr().out) == told


def test_without_a_grabber_it_says_what_still_works(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("capture.sources.device.list_devices", lambda: ())
    assert main(["doctor"]) == 0
    assert "none; recordings, streams and the demo work" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_bad_with_its_mend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(**_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("app.commands.doctor.tempfile.TemporaryFile", refuse)
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "Permission denied" in said
    assert "writable" in said


def test_little_room_on_the_disk_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("app.commands.doctor.LITTLE_BYTES", 10**18)
    assert main(["doctor"]) == 0
    assert "free space on the disk" in capsys.readouterr().out

"""The contrast demo that is shipped, how it is opened, and what a site can set."""

from pathlib import Path

import pytest

from app.__main__ import main
from app.assembly import Assembly
from app.contrast.entry import has_contrast
from app.contrast.range_reader import RangeReader
from app.demo import contrast_demo_file
from app.recording.open_recording import open_recording
from app.settings import default_settings, load_settings


def test_the_demo_is_there_and_has_a_contrast_panel_beside_the_b_mode() -> None:
    source = open_recording(contrast_demo_file(), folder_hz=25)
    try:
        frame = source.decode(0)
        assert frame is not None
        assert has_contrast(frame.layout)
        assert len(frame.layout.panels) == 2
        assert source.times_ns[-1] / 1e9 > 40
    finally:
        source.close()


def test_the_demo_begins_by_itself_and_leaves_nothing_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path))
    assembly = Assembly(default_settings())
    demo, own = assembly.open_contrast_demo(), assembly.open_file(contrast_demo_file())
    assert demo.contrast is not None
    assert own.contrast is not None
    assert demo.contrast._plan.at_once
    assert not own.contrast._plan.at_once
    assert tmp_path in demo.contrast._plan.folder.parents
    assert own.contrast._plan.folder != demo.contrast._plan.folder


def test_the_demo_of_contrast_needs_the_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--contrast", "--headless", "--out", "anywhere"]) == 2
    assert "minamo contrast" in capsys.readouterr().err


def test_a_site_names_its_own_phases(tmp_path: Path) -> None:
    phases = default_settings().contrast.phases
    assert [phase.name for phase in phases] == ["early vascular phase", "late vascular phase"]
    own = tmp_path / "settings.toml"
    own.write_text('[contrast]\nphases = [{ name = "ours", from_s = 5.0, to_s = 30.0 }]\n', "utf-8")
    assert [(phase.name, phase.to_s) for phase in load_settings(own).contrast.phases] == [("ours", 30.0)]


def test_a_run_without_speckle_leaves_the_dynamic_range_assumed() -> None:
    reader = RangeReader()
    assert reader.take(wait=True) is None
    reader.read([])
    assert reader.take(wait=True) is None

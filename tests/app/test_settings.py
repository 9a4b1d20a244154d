"""What the user sets is kept, checked, and never lost because of one misspelt key."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.network import rules_of
from app.settings import (
    SettingsError,
    cache_folder,
    config_folder,
    default_settings,
    load_or_default,
    load_settings,
    recording_folder,
    save_settings,
    settings_file,
)
from inference.tracking.rules import Rules


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "config"


def write(text: str) -> Path:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(text, encoding="utf-8")
    return settings_file()


def test_without_a_file_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings == default_settings()
    assert settings.view.delay_limit_ms == 100
    assert settings.recording.ring_s == 30
    assert settings.source.folder_hz == 25


def test_the_users_file_changes_only_what_it_names() -> None:
    write('[view]\nlanguage = "ja"\n')
    settings = load_settings()
    assert settings.view.language == "ja"
    assert settings.analysis == default_settings().analysis


def test_settings_are_kept_and_read_back() -> None:
    view = default_settings().view.model_copy(
        update={"mirrored": True, "keys": {"mute": "F1"}, "geometry": (1, 2, 800, 600)}
    )
    changed = default_settings().model_copy(update={"view": view})
    path = save_settings(changed)
    assert load_settings() == changed
    assert "delay_limit_ms" not in path.read_text()  # only what differs, so that better defaults reach everyone
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]  # nothing half-written beside it


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ("[view]\nmirored = true", "view.mirored", "view.mirrored"),
        ("[veiw]\nmirrored = true", "veiw", "view"),
        ("mirrored = true", "mirrored", "view.mirrored"),
        ("[recording]\nring = 10", "recording.ring", "recording.ring_s"),
    ],
)
def test_a_misspelt_key_names_the_key_the_file_and_the_nearest_right_key(text: str, key: str, nearest: str) -> None:
    path = write(text)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert key in str(error.value)
    assert str(path) in str(error.value)
    assert f"did you mean {nearest}?" in str(error.value)


@pytest.mark.parametrize(
    "text",
    ['[view]\nlanguage = "de"', "[view]\ndelay_limit_ms = 250", "[view]\nprevalence = 1.5", "[analysis]\ndevice = 3"],
)
def test_a_value_out_of_range_says_which_and_what_to_do(text: str) -> None:
    write(text)
    with pytest.raises(SettingsError, match=r"(view|analysis)\.\w+ in .* cannot be .* correct it"):
        load_settings()


@pytest.mark.parametrize("content", [b"[view", b"\xff\xfe\x00"])
def test_a_file_that_is_no_toml_says_so(content: bytes) -> None:
    write("").write_bytes(content)
    with pytest.raises(SettingsError, match="delete it to start on the defaults"):
        load_settings()


def test_the_window_starts_on_the_defaults_with_the_error_to_show() -> None:
    write("[view]\nmirored = true")
    settings, error = load_or_default()
    assert settings == default_settings()
    assert "mirored" in str(error)


def test_what_the_user_wrote_by_hand_is_kept_beside_the_new_file() -> None:
    write("[view]\nmirored = true")
    save_settings(default_settings())
    assert load_settings() == default_settings()
    assert "mirored" in (config_folder() / "settings.unreadable.toml").read_text()


def test_a_folder_that_cannot_be_written_says_so(own_folder: Path) -> None:
    own_folder.parent.mkdir(exist_ok=True)
    own_folder.write_text("a file stands where the folder should be")
    with pytest.raises(SettingsError, match="cannot be saved"):
        save_settings(default_settings())


def test_the_tree_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        default_settings().view.mirrored = True


def test_every_folder_lies_under_the_one_that_tests_set(own_folder: Path) -> None:
    assert config_folder() == own_folder
    assert own_folder in cache_folder().parents


def test_recordings_go_where_the_user_says(tmp_path: Path) -> None:
    settings = default_settings()
    assert recording_folder(settings).name == "Minamo"
    chosen = settings.model_copy(update={"recording": settings.recording.model_copy(update={"folder": str(tmp_path)})})
    assert recording_folder(chosen) == tmp_path


def test_keys_of_an_older_version_are_passed_over() -> None:
    write("[analysis]\nconfirm_ms = 300.0\nweak_ms = 500.0\nhold_ms = 90.0\n")
    assert load_settings().analysis.hold_ms == 90.0


def test_the_settings_as_shipped_are_the_rules_that_were_tuned() -> None:
    assert rules_of(default_settings().analysis) == Rules()

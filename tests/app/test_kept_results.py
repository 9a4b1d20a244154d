"""Results beside a recording are used again only when nothing that matters has changed."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.analysis_json import FrameResult
from app.kept_results import KeptResults, ResultsKey, digest, results_key, results_label
from capture.screen.layout import ScanLayout
from capture.side_file import side_path
from inference.findings import TrackState
from tests.app.bright_spot import BrightSpotDetector, track

INFO = BrightSpotDetector().info
RESULTS = [
    FrameResult(0, 0, (), "no breast picture", 12.5),
    FrameResult(1, 40_000_000, (track(1, 5.25), track(2, 9.5, state=TrackState.LOST, malignancy=None)), None, 11.25),
    FrameResult(2, 80_000_000, (track(1, 5.25),), None, 0.0, repeated=True),
]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "cine.mp4"
    path.write_bytes(b"pictures")
    return path


def key_of(recording: Path, *, layout: ScanLayout | None = None, show_evidence: float = 0.8) -> ResultsKey:
    sha = digest(recording)
    assert sha is not None
    return results_key(sha, INFO, layout, {"show_evidence": show_evidence})


def kept(recording: Path) -> KeptResults:
    return KeptResults(recording, recording.parent / "cache")


def test_what_was_kept_is_read_back(recording: Path) -> None:
    path = kept(recording).save(key_of(recording), RESULTS)
    assert path == recording.with_name("cine.mp4.minamo.jsonl")
    assert kept(recording).load(key_of(recording), 3) == (RESULTS, path)


def test_nothing_kept_is_nothing_loaded(recording: Path) -> None:
    assert kept(recording).load(key_of(recording), 3) is None


@pytest.mark.parametrize(
    "change",
    [
        {"weights_sha256": "cd" * 32},
        {"recording_sha256": "ef" * 32},
        {"backend": "torch"},
        {"precision": "bf16"},
        {"layout": "another"},
        {"settings": "{}"},
        {"format": 0},
    ],
)
def test_results_of_anything_else_are_ignored(recording: Path, change: dict[str, str]) -> None:
    kept(recording).save(key_of(recording), RESULTS)
    assert kept(recording).load(replace(key_of(recording), **change), 3) is None  # type: ignore[arg-type]


def test_another_layout_or_setting_is_another_key(recording: Path) -> None:
    plain = key_of(recording)
    assert key_of(recording, layout=ScanLayout.whole(100, 80)) != plain
    assert key_of(recording, layout=ScanLayout.whole(100, 80)) == key_of(recording, layout=ScanLayout.whole(100, 80))
    assert key_of(recording, show_evidence=2.0) != plain


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "text"])
def test_a_damaged_file_is_ignored(recording: Path, damage: str) -> None:
    path = kept(recording).save(key_of(recording), RESULTS)
    content = bytearray(path.read_bytes())
    if damage == "flip":
        content[-30] ^= 1
    path.write_bytes({"flip": bytes(content), "cut": bytes(content[:-40]), "empty": b"", "text": b"hello\n"}[damage])
    assert kept(recording).load(key_of(recording), 3) is None


def test_results_of_a_part_are_ignored(recording: Path) -> None:
    kept(recording).save(key_of(recording), RESULTS)
    assert kept(recording).load(key_of(recording), 4) is None


@pytest.mark.skipif(os.name == "nt", reason="folders are made read-only differently there")
def test_where_the_recordings_folder_cannot_be_written_the_cache_is_used(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refuse(path: Path, mode: str = "r", *more: object, **named: object) -> object:
        if "w" in mode and path.parent == recording.parent:
            raise PermissionError(13, "Permission denied")
        return opened(path, mode, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    path = kept(recording).save(key_of(recording), RESULTS)
    assert path.parent == recording.parent / "cache" / "results"
    assert kept(recording).load(key_of(recording), 3) == (RESULTS, path)


def test_the_digest_of_a_folder_follows_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / "1.png").write_bytes(b"one")
    first = digest(folder)
    (folder / "kept.minamo.jsonl").write_text("results are no pictures")
    assert digest(folder) == first
    (folder / "2.png").write_bytes(b"two")
    assert digest(folder) != first


def test_with_another_side_file_results_are_made_again(recording: Path) -> None:
    bare = digest(recording)
    side_path(recording).write_text("layout and times")
    assert digest(recording) != bare


def test_a_digest_can_be_cancelled(recording: Path) -> None:
    assert digest(recording, cancelled=lambda: True) is None


def test_a_line_speaks_in_pixels_of_the_file() -> None:
    line = json.loads(RESULTS[1].line())
    assert line["index"] == 1
    assert line["time_ms"] == 40.0
    assert line["tracks"][0]["box"] == [5.25, 1.0, 7.25, 3.0]
    assert line["tracks"][1] == line["tracks"][1] | {"state": "lost", "malignancy": None, "malignancy_low": None}
    assert "repeated" not in line
    assert json.loads(RESULTS[2].line())["repeated"] is True


@pytest.mark.parametrize("line", ["", "{}", "[]", '{"index": 1}', "null"])
def test_what_is_no_line_of_results_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        FrameResult.from_line(line)


def test_results_of_other_weights_stand_beside_the_old(recording: Path) -> None:
    first = key_of(recording)
    second = replace(first, weights_sha256="ef" * 32)
    paths = [
        KeptResults(recording, recording.parent / "cache", results_label(release, key)).save(key, RESULTS)
        for release, key in (("first-light 1", first), ("first-light 2", second), ("first-light 1", second))
    ]
    assert len(set(paths)) == 3
    assert all(path.parent == recording.parent and path.is_file() for path in paths)
    assert paths[0].name.startswith("cine.mp4.first-light-1-")
    assert KeptResults(recording, recording.parent, results_label("first-light 1", first)).load(first, 3) == (
        RESULTS,
        paths[0],
    )

"""What `minamo analyse` leaves of a recording that breaks off and on a disk that fills."""

import errno
import os
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from app.export import Mp4Writer
from capture.errors import RecordingFailed, UnreadableFile
from capture.gated_source import LOOK_OVER
from capture.source import Screen
from capture.sources.video_file import VideoFileReader
from inference.findings import Detection
from tests.app.analysing import Run, detector, lines, minamo, summary
from tests.app.bright_spot import BrightSpotDetector, spot_picture, spot_video
from tests.capture.small_disk import small_disk

__all__ = ["detector", "minamo", "small_disk"]  # fixtures


def test_a_recording_that_breaks_off_leaves_what_was_analysed_and_the_others_are_done(
    minamo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read = VideoFileReader.read

    def reading(reader: VideoFileReader, timeout_s: float) -> Screen | None:
        screen = read(reader, timeout_s)
        if screen is not None and reader.name == "a.mkv" and screen.number == 6 and len(reads) > LOOK_OVER:
            raise UnreadableFile("{file} cannot be read; check the disk", file=reader.name)
        reads.append(screen)
        return screen

    reads: list[Screen | None] = []
    monkeypatch.setattr(VideoFileReader, "read", reading)
    files = spot_video(tmp_path / "a.mkv", 9), spot_video(tmp_path / "b.mkv", 3)
    assert minamo("analyse", *files, "--out", tmp_path / "out") == 3
    assert "a.mkv cannot be read" in capsys.readouterr().err
    assert len(lines(tmp_path / "out" / "a.jsonl")) == summary(tmp_path / "out" / "a.summary.json")["frames"] == 6
    assert "cannot be read" in summary(tmp_path / "out" / "a.summary.json")["incomplete"]
    assert summary(tmp_path / "out" / "b.summary.json")["incomplete"] is None


def test_a_video_cut_off_in_its_middle_is_analysed_up_to_there_and_said_to_be_incomplete(
    minamo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut, whole = spot_video(tmp_path / "cut.avi", 30), spot_video(tmp_path / "whole.avi", 3)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    assert minamo("analyse", cut, whole, "--out", tmp_path / "out", "--video") == 3
    said = capsys.readouterr()
    assert "cut.avi breaks off after" in said.err
    assert len(said.out.splitlines()) == 6
    content = summary(tmp_path / "out" / "cut.summary.json")
    assert 10 < content["frames"] == len(lines(tmp_path / "out" / "cut.jsonl")) < 20
    assert f"after {content['frames']} pictures" in content["incomplete"]
    assert summary(tmp_path / "out" / "whole.summary.json")["incomplete"] is None


def test_a_disk_that_fills_in_the_middle_leaves_the_lines_up_to_there(
    minamo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write, left = os.write, [2000]  # bytes

    def fills(handle: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = write(handle, data[: left[0]])
        left[0] -= done
        return done

    monkeypatch.setattr("app.atomic_file.os.write", fills)
    assert minamo("analyse", spot_video(tmp_path / "cine.mkv", 30), "--out", tmp_path / "out", "--video") == 3
    assert "No space left" in capsys.readouterr().err
    content = summary(tmp_path / "out" / "cine.summary.json")
    assert 0 < content["frames"] == len(lines(tmp_path / "out" / "cine.jsonl")) < 30
    assert "No space left" in content["incomplete"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["cine.jsonl", "cine.summary.json"]


def test_on_a_disk_that_is_really_full_the_summary_still_has_room(
    minamo: Run,
    small_disk: Path,
    tmp_path_factory: pytest.TempPathFactory,
    detector: BrightSpotDetector,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    detect = detector.detect

    def filling(pixels: npt.NDArray[np.uint8]) -> tuple[Detection, ...]:
        if detector.calls == 6:
            with suppress(OSError), (small_disk / "other").open("wb", buffering=0) as other:
                while other.write(bytes(4096)):
                    pass
        return detect(pixels)

    monkeypatch.setattr(detector, "detect", filling)
    video = spot_video(tmp_path_factory.mktemp("in") / "cine.mkv", 60)
    assert minamo("analyse", video, "--out", small_disk / "out") == 3
    content = summary(small_disk / "out" / "cine.summary.json")
    assert 6 <= content["frames"] == len(lines(small_disk / "out" / "cine.jsonl")) < 60
    assert "No space left" in content["incomplete"]


def test_where_the_annotated_video_cannot_be_written_the_lines_stay(
    minamo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_writer: Mp4Writer) -> None:
        raise RecordingFailed("The disk that holds {folder} is full", folder=tmp_path)

    monkeypatch.setattr(Mp4Writer, "finish", full)
    assert minamo("analyse", spot_video(tmp_path / "cine.mkv", 3), "--out", tmp_path / "out", "--video") == 3
    assert len(lines(tmp_path / "out" / "cine.jsonl")) == 3
    assert "is full" in summary(tmp_path / "out" / "cine.summary.json")["incomplete"]


def test_a_disk_that_is_full_says_so_and_leaves_nothing(
    minamo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.atomic_file.os.fsync", full)
    assert minamo("analyse", spot_video(tmp_path / "cine.mkv", 2), "--out", tmp_path / "out") == 3
    assert "No space left" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def test_damaged_pictures_of_a_folder_are_counted_and_a_file_without_a_whole_one_is_refused(
    minamo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    for number in range(4):
        cv2.imwrite(str(folder / f"{number}.jpg"), spot_picture(number))
    whole = (folder / "2.jpg").read_bytes()
    (folder / "2.jpg").write_bytes(whole[: len(whole) // 3])
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 3])
    assert minamo("analyse", folder, "--out", tmp_path / "out") == 0
    assert summary(tmp_path / "out" / "frames.summary.json")["left_out_frames"] == 4 - len(
        lines(tmp_path / "out" / "frames.jsonl")
    )
    capsys.readouterr()
    assert minamo("analyse", tmp_path / "cut.jpg", "--out", tmp_path / "out") == 3
    assert "cut.jpg" in capsys.readouterr().err
    assert not (tmp_path / "out" / "cut.jsonl").exists()

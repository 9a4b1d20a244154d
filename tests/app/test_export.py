"""An export is a whole MP4 with the recording's times, or nothing."""

import errno
import os
from collections.abc import Iterable

import av
import numpy as np
import pytest

import app.export
from app.export import export_mp4, usable_codec
from capture.errors import EndOfStream, RecordingFailed
from capture.frame import Frame
from capture.source import SourceCounts
from tests.capture.recording_frames import decoded, frame, layout
from tests.capture.small_disk import small_disk  # noqa: F401  # a fixture


class Frames:
    """A source that has these frames."""

    name = "frames"
    counts = SourceCounts()

    def __init__(self, frames: Iterable[Frame]) -> None:
        self._frames = iter(frames)

    def read(self, timeout_s: float) -> Frame | None:
        found = next(self._frames, None)
        if found is None:
            raise EndOfStream
        return found

    def close(self) -> None:
        pass


def test_times_that_vary_are_kept(tmp_path):
    numbers = [0, 1, 2, 7, 8, 20, 21, 22]
    exported = export_mp4(Frames(frame(n) for n in numbers), tmp_path / "out.mp4")
    assert (exported.frames, exported.notice) == (8, None)
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        times_s = [shown.time for shown in container.decode(stream)]
        length_s = float(stream.duration * stream.time_base)
    wanted_s = [(frame(n).time_ns - frame(0).time_ns) / 1e9 for n in numbers]
    assert times_s == pytest.approx(wanted_s, abs=1e-4)
    assert length_s == pytest.approx(wanted_s[-1] + 1 / 59.94, abs=1e-3)  # the last picture is shown too


def test_pictures_keep_their_greys(tmp_path):
    export_mp4(Frames([frame(0), frame(1)]), tmp_path / "out.mp4")
    for number, shown in enumerate(decoded(tmp_path / "out.mp4")):
        difference = shown.astype(int) - frame(number).pixels
        assert abs(difference.mean()) < 1.5
        assert np.abs(difference).mean() < 4


def test_odd_edges_get_a_black_pixel(tmp_path):
    export_mp4(Frames([frame(0, layout(161, 121))]), tmp_path / "out.mp4")
    (shown,) = decoded(tmp_path / "out.mp4")
    assert shown.shape == (122, 162, 3)


def test_a_picture_of_another_size_is_fitted_into_the_first(tmp_path):
    export_mp4(Frames([frame(0), frame(1, layout(320, 120))]), tmp_path / "out.mp4")
    first, second = decoded(tmp_path / "out.mp4")
    assert first.shape == second.shape == (120, 160, 3)
    assert second[:50].mean() > 60
    assert second[80:].mean() < 10


def test_the_painted_picture_is_exported(tmp_path):
    export_mp4(Frames([frame(0)]), tmp_path / "out.mp4", paint=lambda f: np.full_like(f.pixels, 200))
    (shown,) = decoded(tmp_path / "out.mp4")
    assert abs(int(shown.mean()) - 200) <= 2


def test_progress_goes_to_the_end(tmp_path):
    shares: list[float] = []
    export_mp4(Frames(frame(n) for n in range(4)), tmp_path / "out.mp4", frames=4, on_progress=shares.append)
    assert shares == [0.25, 0.5, 0.75, 0.999, 1.0]


def test_cancelling_leaves_nothing_behind_and_what_was_there_untouched(tmp_path):
    (tmp_path / "out.mp4").write_bytes(b"precious")
    asked = iter([False, False, True])
    assert export_mp4(Frames(frame(n) for n in range(9)), tmp_path / "out.mp4", cancelled=lambda: next(asked)) is None
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]
    assert (tmp_path / "out.mp4").read_bytes() == b"precious"


def test_a_recording_without_a_picture_is_said_so(tmp_path):
    with pytest.raises(RecordingFailed, match="no picture"):
        export_mp4(Frames([]), tmp_path / "out.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_fails_leaves_nothing_behind(tmp_path):
    def failing():
        yield frame(0)
        raise RecordingFailed("the source failed; open it again")

    with pytest.raises(RecordingFailed, match="source failed"):
        export_mp4(Frames(failing()), tmp_path / "out.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_said_so(tmp_path):
    with pytest.raises(RecordingFailed, match="gone"):
        export_mp4(Frames([frame(0)]), tmp_path / "missing" / "out.mp4")


def test_a_disk_that_fills_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(app.export.Mp4Writer, "_mux", full)
    with pytest.raises(RecordingFailed, match="full"):
        export_mp4(Frames(frame(n) for n in range(9)), tmp_path / "out.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_really_full_disk_leaves_nothing_behind(small_disk):  # noqa: F811
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (480, 640, 3), np.uint8)
    with pytest.raises(RecordingFailed, match="full"):
        export_mp4(Frames(frame(n) for n in range(60)), small_disk / "out.mp4", paint=lambda f: np.roll(noise, f.index))
    assert list(small_disk.iterdir()) == []


def test_without_h264_the_export_says_which_codec_it_used(tmp_path, monkeypatch):
    monkeypatch.setattr(app.export, "CODECS", app.export.CODECS[-1:])
    exported = export_mp4(Frames(frame(n) for n in (0, 1, 5)), tmp_path / "out.mp4")
    assert exported.codec == "mpeg4"
    assert "MPEG-4 part 2" in exported.notice
    assert len(list(decoded(tmp_path / "out.mp4"))) == 3


def test_an_encoder_that_does_not_open_is_passed_over(monkeypatch):
    broken = (("libx264", {"preset": "no such preset"}), *app.export.CODECS[-1:])
    monkeypatch.setattr(app.export, "CODECS", broken)
    assert usable_codec(160, 120)[0] == "mpeg4"

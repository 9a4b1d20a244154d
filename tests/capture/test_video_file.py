"""Recorded videos: exact seeks, true times, damage survived."""

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from capture.errors import EndOfStream, UnreadableFile
from capture.source import Screen
from capture.sources.video_file import VideoFileReader
from tests.capture.made_files import numbered, painted_number, write_video

MS = 1_000_000


def screens_of(reader: VideoFileReader) -> list[Screen]:
    screens = []
    try:
        while (screen := reader.read(0)) is not None:
            screens.append(screen)
    except EndOfStream:
        pass
    return screens


def has_encoder(name: str) -> bool:
    try:
        av.Codec(name, "w")
    except ValueError:  # PyAV's UnknownCodecError
        return False
    return True


def packets_of(path: Path) -> list[tuple[int, int, bool]]:
    """Place, size and key mark of every packet in the file."""
    with av.open(str(path)) as container:
        found = [(p.pos, p.size, p.is_keyframe) for p in container.demux(container.streams.video[0]) if p.size]
    return [(place, size, is_key) for place, size, is_key in found if place is not None]


def damage(path: Path, *numbers: int) -> Path:
    """Overwrite all but the beginning of packets with noise."""
    data = bytearray(path.read_bytes())
    for number in numbers:
        place, size, _ = packets_of(path)[number]
        data[place + size // 4 : place + size] = random.Random(number).randbytes(size - size // 4)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format", "b_frames"),
    [
        ("ffv1.mkv", "ffv1", "bgr0", 0),
        ("png.mov", "png", "rgb24", 0),
        ("mpeg4.mp4", "mpeg4", "yuv420p", 2),
        ("mpeg4.avi", "mpeg4", "yuv420p", 2),
        ("h264.mp4", "libx264", "yuv420p", 3),
        ("h264.mkv", "libx264", "yuv420p", 3),
        ("h264.avi", "libx264", "yuv420p", 3),  # AVI cannot say in which order these are shown
        ("hevc.mp4", "libx265", "yuv420p", 3),
        ("mpeg1.mpg", "mpeg1video", "yuv420p", 2),
        ("mpeg2.mpg", "mpeg2video", "yuv420p", 2),
        ("mpeg2.ts", "mpeg2video", "yuv420p", 2),
        ("raw.avi", "rawvideo", "bgr24", 0),
        ("cine.gif", "gif", "rgb8", 0),
    ],
)
def test_a_seek_to_any_picture_shows_that_picture(
    name: str, codec: str, pixel_format: str, b_frames: int, tmp_path: Path
) -> None:
    if not has_encoder(codec):
        pytest.skip(f"this FFmpeg has no encoder {codec}")
    reader = VideoFileReader(write_video(tmp_path / name, codec, pixel_format, count=45, b_frames=b_frames))
    assert len(reader.times_ns) == 45
    assert set(np.diff(reader.times_ns)) == {40 * MS}
    numbers = list(range(45))
    random.Random(3).shuffle(numbers)
    for number in [*numbers, 44, 0]:
        reader.seek(number)
        screen = reader.read(0)
        assert screen is not None
        assert (screen.number, painted_number(screen.pixels)) == (number, number)
    reader.close()


def test_a_lossless_recording_gives_the_very_pixels(tmp_path: Path) -> None:
    reader = VideoFileReader(write_video(tmp_path / "cine.mkv", count=20))
    for screen in screens_of(reader):
        np.testing.assert_array_equal(screen.pixels, numbered(screen.number))


def test_a_variable_frame_rate_stays_variable(tmp_path: Path) -> None:
    ticks = [0, 33, 66, 100, 400, 410, 425, 1000, 1001, 2500]
    reader = VideoFileReader(write_video(tmp_path / "cine.mkv", ticks=ticks, tick=Fraction(1, 1000)))
    assert [time_ns // MS for time_ns in reader.times_ns] == ticks
    reader.seek(7)
    screen = reader.read(0)
    assert screen is not None
    assert (painted_number(screen.pixels), screen.time_ns) == (7, 1000 * MS)


def test_times_start_at_zero_where_the_stream_does_not(tmp_path: Path) -> None:
    reader = VideoFileReader(
        write_video(tmp_path / "cine.mkv", ticks=[5000 + 50 * n for n in range(20)], tick=Fraction(1, 1000))
    )
    assert reader.times_ns == tuple(50 * MS * number for number in range(20))
    reader.seek(13)
    screen = reader.read(0)
    assert screen is not None
    assert painted_number(screen.pixels) == 13


def test_a_stream_without_times_plays_at_its_stated_rate(tmp_path: Path) -> None:
    reader = VideoFileReader(write_video(tmp_path / "cine.m2v", "mpeg2video", "yuv420p", count=20, b_frames=2))
    assert reader.times_ns == tuple(40 * MS * number for number in range(20))
    for number in (11, 3, 19):
        reader.seek(number)
        screen = reader.read(0)
        assert screen is not None
        assert painted_number(screen.pixels) == number


def test_consecutive_pictures_need_no_seek(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = VideoFileReader(write_video(tmp_path / "cine.mkv", count=40))

    def no_seek(*_: object) -> None:
        pytest.fail("a seek while reading in order")

    monkeypatch.setattr(reader, "_go_to", no_seek)
    assert len(screens_of(reader)) == 40


def test_an_odd_size_and_a_long_thin_picture_open(tmp_path: Path) -> None:
    reader = VideoFileReader(write_video(tmp_path / "cine.mkv", size=(117, 35), count=3))
    assert [screen.pixels.shape for screen in screens_of(reader)] == [(35, 117, 3)] * 3


def rotated(path: Path) -> Path:
    """Ask for a quarter turn clockwise in the track header of an MP4, as a telephone held upright does."""
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 4 + 40  # version, flags, five numbers, reserved, layer, group, volume
    one = 1 << 16
    for place, value in enumerate((0, one, 0, -one, 0, 0, 0, 0, 1 << 30)):
        data[matrix + 4 * place : matrix + 4 * place + 4] = value.to_bytes(4, "big", signed=True)
    path.write_bytes(data)
    return path


def test_a_rotation_the_file_asks_for_is_carried_out(tmp_path: Path) -> None:
    path = rotated(write_video(tmp_path / "cine.mov", "png", "rgb24", count=2))
    screens = screens_of(VideoFileReader(path))
    np.testing.assert_array_equal(screens[1].pixels, np.rot90(numbered(1), -1))


@pytest.mark.parametrize("share", [0.9, 0.5])
@pytest.mark.parametrize(
    ("name", "codec", "pixel_format"),
    [("cine.mkv", "ffv1", "bgr0"), ("cine.avi", "mjpeg", "yuvj420p"), ("cine.mpg", "mpeg2video", "yuv420p")],
)
def test_a_file_cut_off_plays_what_it_has(
    name: str, codec: str, pixel_format: str, share: float, tmp_path: Path
) -> None:
    path = write_video(tmp_path / name, codec, pixel_format, count=60)
    assert not VideoFileReader(path).breaks_off
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    reader = VideoFileReader(path)
    assert reader.breaks_off or name == "cine.mpg"  # which does not tell its length
    screens = screens_of(reader)
    assert 20 <= len(screens) <= 60
    assert [screen.number for screen in screens] == list(range(len(reader.times_ns)))
    assert [painted_number(screen.pixels) for screen in screens] == [screen.number for screen in screens]


def test_an_mp4_cut_off_plays_what_it_has_if_its_list_stands_in_front(tmp_path: Path) -> None:
    path = write_video(tmp_path / "cine.mp4", "mpeg4", "yuv420p", count=60, container_options={"movflags": "faststart"})
    assert not VideoFileReader(path).breaks_off
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.6)])
    reader = VideoFileReader(path)
    assert reader.breaks_off
    screens = screens_of(reader)
    assert 10 <= len(screens) < 60
    assert [screen.number for screen in screens] == list(range(len(reader.times_ns)))


@pytest.mark.parametrize(
    ("codec", "pixel_format", "harmed", "missing"),
    [
        ("mjpeg", "yuvj420p", (20, 21, 35), {20, 21, 35}),
        ("ffv1", "bgr0", (31,), {31, 32, 33, 34, 35}),  # up to the key frame at 36
    ],
)
def test_damaged_pictures_are_left_out_and_logged(
    codec: str,
    pixel_format: str,
    harmed: tuple[int, ...],
    missing: set[int],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = damage(write_video(tmp_path / "cine.mkv", codec, pixel_format, count=60), *harmed)
    reader = VideoFileReader(path)
    assert len(reader.times_ns) == 60
    screens = screens_of(reader)
    assert [screen.number for screen in screens] == [number for number in range(60) if number not in missing]
    assert all(painted_number(screen.pixels) == screen.number for screen in screens)
    assert all(screen.time_ns == 40 * MS * screen.number for screen in screens)
    assert "damaged" in caplog.text


def test_a_file_damaged_from_its_middle_on_breaks_off_there(tmp_path: Path) -> None:
    path = damage(write_video(tmp_path / "cine.mkv", "mjpeg", "yuvj420p", count=30), *range(18, 30))
    reader = VideoFileReader(path)
    assert (reader.breaks_off, len(reader.times_ns)) == (True, 18)


def test_a_seek_to_a_damaged_picture_shows_the_next_whole_one(tmp_path: Path) -> None:
    path = damage(write_video(tmp_path / "cine.mkv", "mjpeg", "yuvj420p", count=30), 12)
    reader = VideoFileReader(path)
    for number, shown in ((12, 13), (11, 11), (13, 13), (12, 13)):
        reader.seek(number)
        screen = reader.read(0)
        assert screen is not None
        assert (screen.number, painted_number(screen.pixels)) == (shown, shown)


def test_a_damaged_key_frame_costs_its_group_and_nothing_else(tmp_path: Path) -> None:
    path = damage(write_video(tmp_path / "cine.mkv", "ffv1", "bgr0", count=60), 24)
    reader = VideoFileReader(path)
    numbers = [screen.number for screen in screens_of(reader)]
    assert numbers == [*range(24), *range(36, 60)]
    for wanted in (30, 59, 24, 23, 36):
        reader.seek(wanted)
        screen = reader.read(0)
        assert screen is not None
        assert screen.number == next(number for number in numbers if number >= wanted)


def test_an_open_reader_that_is_closed_has_ended(tmp_path: Path) -> None:
    reader = VideoFileReader(write_video(tmp_path / "cine.mkv", count=5))
    reader.close()
    with pytest.raises(EndOfStream):
        reader.read(0)


def test_sound_alone_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "voice.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16000)
        for block in range(4):
            sound = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            sound.sample_rate, sound.pts = 16000, 1024 * block
            container.mux(stream.encode(sound))
        container.mux(stream.encode())
    with pytest.raises(UnreadableFile, match="sound but no picture"):
        VideoFileReader(path)


def lung_clips(data_dir: Path) -> list[Path]:
    """Two clips of each kind of file."""
    kinds: dict[str, list[Path]] = {}
    for path in sorted((data_dir / "lung-clips").glob("*.m*")):
        kinds.setdefault(path.suffix, []).append(path)
    return [path for paths in kinds.values() for path in paths[:2]]


@pytest.mark.data
def test_the_lung_clips_seek_exactly(data_dir: Path) -> None:
    clips = lung_clips(data_dir)
    assert {path.suffix for path in clips} == {".mp4", ".mov", ".mpeg"}
    for path in clips:
        reader = VideoFileReader(path)
        in_order = {screen.number: screen.pixels for screen in screens_of(reader)}
        assert list(in_order) == list(range(len(reader.times_ns)))
        for number in [*random.Random(5).sample(range(len(in_order)), 12), len(in_order) - 1, 0]:
            reader.seek(number)
            screen = reader.read(0)
            assert screen is not None
            assert screen.number == number
            np.testing.assert_array_equal(screen.pixels, in_order[number])
        reader.close()


def test_a_long_way_forward_is_a_seek_not_a_decoding_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = VideoFileReader(write_video(tmp_path / "cine.mkv", "mpeg4", "yuv420p", count=120))
    decoded = 0
    next_numbered: Callable[[], object] = reader._next_numbered

    def counting() -> object:
        nonlocal decoded
        decoded += 1
        return next_numbered()

    monkeypatch.setattr(reader, "_next_numbered", counting)
    reader.seek(100)
    assert reader.read(0) is not None
    assert decoded <= 12  # pictures from key frame to key frame

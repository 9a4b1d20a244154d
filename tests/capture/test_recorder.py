"""What is recorded can be opened again, whatever happened to the disk or the program."""

import errno
import io
import multiprocessing
import os
import shutil
import threading
from collections import deque
from pathlib import Path

import av
import numpy as np
import pytest

from capture.encode import FrameEncoder
from capture.errors import RecordingFailed
from capture.recorder import Recorder, RecordingState
from capture.recording_file import RecordingFiles, safe_name
from capture.screen.layout import PanelKind
from capture.side_file import read_side_file, side_path
from tests.capture.recording_frames import INTERVAL_NS, decoded, frame, heavy_frame, layout
from tests.capture.small_disk import small_disk  # noqa: F401  # a fixture


class Gate:
    """An encoder that waits to be let through: a disk or processor that does not keep up."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()
        self._encoder = FrameEncoder()

    def encode(self, picture):
        self.reached.set()
        assert self.opened.wait(60)
        return self._encoder.encode(picture)


class DiskThatFills(io.FileIO):
    """Takes so many bytes, then behaves as a full disk does: a part of a write, then an error."""

    def __init__(self, path: Path, room: int, error: int = errno.ENOSPC) -> None:
        super().__init__(path, "xb")
        self._room = room
        self._error = error

    def write(self, data) -> int:
        if self._room <= 0:
            raise OSError(self._error, os.strerror(self._error))
        taken = super().write(bytes(data)[: self._room])
        self._room -= taken
        return taken


def record(folder: Path, frames, **options) -> tuple[RecordingState, list[RecordingState]]:
    states: list[RecordingState] = []
    recorder = Recorder(folder, name="cine", on_state=states.append, **{"queue_frames": 1000} | options)
    for each in frames:
        recorder.put(each)
    recorder.start()
    assert recorder.stop()
    return recorder.state, states


def test_every_frame_is_found_again_with_its_exact_time_and_index(tmp_path):
    state, states = record(tmp_path, [frame(n) for n in range(5, 65)])
    side = read_side_file(tmp_path / "cine.mkv")
    assert side.indices == tuple(range(5, 65))
    assert side.times_ns == tuple(frame(n).time_ns for n in range(5, 65))
    pictures = list(decoded(tmp_path / "cine.mkv"))
    assert len(pictures) == 60
    for shown, number in zip(pictures, range(5, 65), strict=True):
        assert np.abs(shown.astype(int) - frame(number).pixels).mean() < 3
    assert (state.frames, state.gaps, state.finished, state.error) == (60, 0, True, None)
    assert state.duration_s == pytest.approx(59 * INTERVAL_NS / 1e9)
    assert states[-1].finished


def test_greys_keep_their_value_from_black_to_white(tmp_path):
    ramp = frame(0)
    grey = np.repeat(np.linspace(0, 255, 160).astype(np.uint8)[None, :, None], 120, axis=0).repeat(3, axis=2)
    record(tmp_path, [type(ramp)(grey, 0, 0, 0, ramp.layout)])
    (shown,) = decoded(tmp_path / "cine.mkv")
    assert np.abs(shown.astype(int) - grey).max() <= 4  # limited range taken for full would be off by 16 at the ends


def test_every_picture_is_a_key_frame_and_the_container_tells_milliseconds(tmp_path):
    record(tmp_path, [frame(n) for n in range(20)])
    with av.open(str(tmp_path / "cine.mkv")) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        assert stream.codec_context.name == "mjpeg"
        assert stream.codec_context.pix_fmt == "yuvj420p"
        assert all(packet.is_keyframe for packet in packets)
        times_ms = [float(packet.pts * packet.time_base * 1000) for packet in packets]
        assert float(stream.average_rate) == pytest.approx(59.94, abs=0.1)  # what players show as the rate
    assert times_ms == pytest.approx([n * INTERVAL_NS / 1e6 for n in range(20)], abs=0.51)


def test_contrast_is_recorded_without_loss(tmp_path):
    scan = layout(161, 121, PanelKind.CONTRAST)
    record(tmp_path, [frame(n, scan) for n in range(8)])
    for number, shown in enumerate(decoded(tmp_path / "cine.mkv")):
        assert np.array_equal(shown, frame(number, scan).pixels)
    assert number == 7


def test_doppler_keeps_its_colours_at_full_resolution(tmp_path):
    record(tmp_path, [frame(0, layout(kind=PanelKind.DOPPLER))])
    with av.open(str(tmp_path / "cine.mkv")) as container:
        assert container.streams.video[0].codec_context.pix_fmt == "yuvj444p"


def test_a_repeated_picture_is_recorded_once(tmp_path):
    state, _ = record(tmp_path, [frame(0), frame(0), frame(1), frame(1)])
    assert state.frames == 2
    assert read_side_file(tmp_path / "cine.mkv").indices == (0, 1)


def test_the_newest_half_second_can_still_be_withdrawn_and_the_rest_stays(tmp_path):
    recorder = Recorder(tmp_path, name="cine", queue_frames=1000)
    recorder.start()
    for number in range(90):
        recorder.put(frame(number))
    recorder.drop_span(frame(70).time_ns, frame(99).time_ns)
    recorder.put(frame(100))
    assert recorder.stop()
    assert read_side_file(tmp_path / "cine.mkv").indices == (*range(70), 100)


def test_a_full_queue_leaves_out_whole_frames_and_says_which(tmp_path):
    gate = Gate()
    recorder = Recorder(tmp_path, name="cine", queue_frames=3, encoder=gate)
    recorder.start()
    recorder.put(frame(0))
    assert gate.reached.wait(60)  # frame 0 is with the encoder; three may wait
    for number in range(1, 7):
        recorder.put(frame(number))
    assert recorder.state.gaps == recorder.state.unacknowledged == 3
    recorder.acknowledge()
    assert (recorder.state.gaps, recorder.state.unacknowledged) == (3, 0)
    gate.opened.set()
    assert recorder.stop()
    side = read_side_file(tmp_path / "cine.mkv")
    assert side.indices == (0, 1, 2, 3)
    assert [(gap.index, gap.time_ns) for gap in side.gaps] == [(n, frame(n).time_ns) for n in (4, 5, 6)]


def test_gaps_after_an_acknowledgement_are_red_again(tmp_path):
    recorder = Recorder(tmp_path, name="cine", queue_frames=1)
    for number in range(3):
        recorder.put(frame(number))
    recorder.acknowledge()
    recorder.put(frame(3))
    assert (recorder.gaps, recorder.state.unacknowledged) == (3, 1)


def test_a_changed_layout_starts_a_new_segment(tmp_path):
    wide, narrow = layout(), layout(100, 90)
    state, _ = record(tmp_path, [frame(0, wide), frame(1, wide), frame(2, narrow), frame(3, narrow)])
    assert [path.name for path in state.paths] == ["cine.mkv", "cine-2.mkv"]
    assert read_side_file(state.paths[0]).indices == (0, 1)
    assert read_side_file(state.paths[1]).indices == (2, 3)
    assert [shown.shape for shown in decoded(state.paths[1])] == [(90, 100, 3)] * 2


def test_a_source_that_was_lost_and_found_again_starts_a_new_segment(tmp_path):
    state, _ = record(tmp_path, [frame(0), frame(1), frame(2), frame(0, start_ns=7_001_000_000)])
    assert [read_side_file(path).indices for path in state.paths] == [(0, 1, 2), (0,)]


def test_an_equal_layout_made_anew_continues_the_segment(tmp_path):
    state, _ = record(tmp_path, [frame(0, layout()), frame(1, layout())])
    assert len(state.paths) == 1


def test_an_existing_recording_is_never_overwritten(tmp_path):
    (tmp_path / "cine.mkv").write_bytes(b"precious")
    (tmp_path / "cine-2.frames.jsonl").write_bytes(b"precious")
    state, _ = record(tmp_path, [frame(0)])
    assert state.paths == (tmp_path / "cine-3.mkv",)
    assert (tmp_path / "cine.mkv").read_bytes() == b"precious"


def test_a_recording_without_a_picture_leaves_no_file(tmp_path):
    state, _ = record(tmp_path, [])
    assert (state.paths, list(tmp_path.iterdir())) == ((), [])


@pytest.mark.parametrize(
    ("name", "file"),
    [("Room 2: B/W?", "Room 2_ B_W_"), ("  ..", "recording"), ("a\0b", "a_b"), ("超音波", "超音波")],
)
def test_any_name_becomes_one_that_a_disk_can_hold(name, file):
    assert safe_name(name) == file


def test_a_name_that_is_too_long_is_cut(tmp_path):
    with_long_name = RecordingFiles(tmp_path, "胸" * 300)
    assert with_long_name.reserve().is_file()
    with_long_name.close()


def test_a_disk_that_fills_stops_the_recording_and_what_was_written_opens(tmp_path):
    state, states = record(
        tmp_path,
        [frame(n) for n in range(400)],
        open_file=lambda path: DiskThatFills(path, 300_000 if path.suffix == ".mkv" else 10**6),
    )
    assert isinstance(state.error, RecordingFailed)
    assert "full" in str(state.error)
    assert str(tmp_path) in str(state.error)
    assert states[-1].error is state.error
    pictures = list(decoded(state.paths[0]))
    assert 20 < len(pictures) < 400
    assert read_side_file(state.paths[0]).indices[: len(pictures)] == tuple(range(len(pictures)))


def test_a_disk_that_fills_in_the_side_file_leaves_a_readable_recording(tmp_path):
    state, _ = record(
        tmp_path,
        [frame(n) for n in range(100)],
        open_file=lambda path: DiskThatFills(path, 3_000 if path.suffix == ".jsonl" else 10**7),
    )
    assert "full" in str(state.error)
    side = read_side_file(state.paths[0])
    assert len(list(decoded(state.paths[0]))) <= len(side.indices) + 1
    assert len(side.indices) > 5


def test_a_disk_that_is_full_from_the_start_leaves_no_empty_file(tmp_path):
    state, _ = record(tmp_path, [frame(0)], open_file=lambda path: DiskThatFills(path, 0))
    assert "full" in str(state.error)
    assert list(tmp_path.glob("*.mkv")) == []


def test_a_disk_that_is_pulled_out_is_named(tmp_path):
    state, _ = record(
        tmp_path,
        [frame(n) for n in range(400)],
        open_file=lambda path: DiskThatFills(path, 300_000, errno.EIO),
    )
    assert "gone" in str(state.error)


def test_recording_stops_in_time_while_there_is_still_room(tmp_path):
    free = iter([10**9, 10**9] + [150 * 1024**2] * 10_000)
    state, _ = record(tmp_path, [heavy_frame(n) for n in range(100)], free_bytes=lambda _folder: next(free))
    assert "150 MB" in str(state.error)
    assert len(list(decoded(state.paths[0]))) == state.frames > 0


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted on Windows")
def test_a_recording_that_is_deleted_under_way_is_noticed(tmp_path):
    files = RecordingFiles(tmp_path / "disk", "cine")
    encoder = FrameEncoder()
    files.write(encoder.encode(heavy_frame(0)))
    shutil.rmtree(tmp_path / "disk")
    large = (encoder.encode(heavy_frame(number)) for number in range(1, 200))
    with pytest.raises(RecordingFailed, match="gone"):
        deque(map(files.write, large), maxlen=0)


def test_a_folder_that_is_a_file_is_said_so_before_the_first_picture(tmp_path):
    (tmp_path / "taken").write_text("not a folder")
    state, _ = record(tmp_path / "taken", [])
    assert "not a folder" in str(state.error)


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path):
    def refuse(path: Path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    state, states = record(tmp_path, [], open_file=refuse)
    assert "cannot be written" in str(state.error)
    assert [each.finished for each in states] == [True]


def test_a_really_full_disk_stops_the_recording_and_what_was_written_opens(small_disk):  # noqa: F811
    state, _ = record(small_disk, [heavy_frame(n) for n in range(60)], free_bytes_min=0)
    assert "full" in str(state.error)
    pictures = list(decoded(state.paths[0]))
    assert len(pictures) > 5
    assert read_side_file(state.paths[0]).indices[: len(pictures)] == tuple(range(len(pictures)))


def _record_until_killed(folder: str, written) -> None:
    files = RecordingFiles(Path(folder), "cine")
    encoder = FrameEncoder()
    number = 0
    while True:
        files.write(encoder.encode(frame(number)))
        number += 1
        written.value = number


def test_a_killed_program_loses_two_seconds_at_most(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    written = spawn.Value("q", 0)
    child = spawn.Process(target=_record_until_killed, args=(str(tmp_path), written), daemon=True)
    child.start()
    while written.value < 150:
        assert child.is_alive()
        child.join(0.05)
    child.kill()
    child.join()
    side = read_side_file(tmp_path / "cine.mkv")
    pictures = list(decoded(tmp_path / "cine.mkv"))
    lost_s = (written.value - len(pictures)) * INTERVAL_NS / 1e9
    assert lost_s <= 2
    assert len(pictures) <= len(side.indices)
    assert np.abs(pictures[-1].astype(int) - frame(len(pictures) - 1).pixels).mean() < 3


def test_the_side_file_is_beside_the_video(tmp_path):
    record(tmp_path, [frame(0)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cine.frames.jsonl", "cine.mkv"]
    assert side_path(tmp_path / "cine.mkv").name == "cine.frames.jsonl"

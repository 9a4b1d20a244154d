"""Opening a recording restores what its container cannot hold."""

import numpy as np
import pytest

from capture.encode import FrameEncoder
from capture.errors import UnreadableFile
from capture.frame import Frame
from capture.frame_queue import LeftOut
from capture.gated_source import GatedSource
from capture.recording_file import RecordingFiles
from capture.screen.gate import same_layout
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.side_file import layout_for, read_side_file, side_path, times_for
from capture.sources.open_file import open_file
from capture.sources.video_file import VideoFileReader
from tests.capture.recording_frames import INTERVAL_NS, frame, layout, picture


@pytest.fixture
def recording(tmp_path):
    files = RecordingFiles(tmp_path, "cine", source_name="Room 2 · Aplio")
    encoder = FrameEncoder()
    files.write_gap(LeftOut(2, 50))
    for number in (3, 4, 6):
        files.write(encoder.encode(frame(number)))
    files.write_gap(LeftOut(7, 99))
    files.close()
    return tmp_path / "cine.mkv"


def test_layout_source_gaps_and_software_come_back(recording):
    side = read_side_file(recording)
    assert same_layout(side.layout, layout())
    assert side.source_name == "Room 2 · Aplio"
    assert side.software.startswith("minamo")
    assert side.gaps == (LeftOut(2, 50), LeftOut(7, 99))
    assert read_side_file(side_path(recording)).indices == (3, 4, 6)


def test_a_recording_is_opened_in_its_own_pixels(recording):
    restored = layout_for(recording)
    assert restored is not None
    assert (restored.origin_px, restored.source_size_px) == ((0, 0), (160, 120))
    (panel,) = restored.panels
    assert panel.mm_per_px == (0.071, 0.0685)
    assert np.array_equal(panel.mask, layout().panels[0].mask)
    assert not panel.mask.flags.writeable


def test_times_start_at_zero_and_are_exact(recording):
    assert times_for(recording) == (0, INTERVAL_NS, 3 * INTERVAL_NS)


def test_two_panels_of_different_kinds_come_back(tmp_path):
    panels = (Panel(Rect(0, 0, 80, 120)), Panel(Rect(80, 0, 160, 120), PanelKind.CONTRAST, mm_per_px=(0.1, 0.2)))
    two = ScanLayout(panels, (1, 2), (1920, 1080))
    files = RecordingFiles(tmp_path, "cine")
    files.write(FrameEncoder().encode(Frame(picture(0), 0, 0, 0, two)))
    files.close()
    assert same_layout(read_side_file(tmp_path / "cine.mkv").layout, two)


def test_a_last_line_cut_short_is_left_away(recording):
    side = side_path(recording)
    lines = side.read_bytes().splitlines(keepends=True)
    side.write_bytes(b"".join(lines[:-2]) + lines[-2][:9])
    assert read_side_file(recording).indices == (3, 4)


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"[1]\n", b"\xff\xfe\n", b'{"format":"minamo-recording"}\n'])
def test_a_damaged_side_file_is_named_and_the_video_opens_without_it(recording, content):
    side_path(recording).write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"cine\.frames\.jsonl"):
        read_side_file(recording)
    assert layout_for(recording) is None
    assert times_for(recording) is None


def test_a_video_of_another_program_has_no_layout_and_no_times(tmp_path):
    assert layout_for(tmp_path / "other.mp4") is None
    assert times_for(tmp_path / "other.mp4") is None
    with pytest.raises(UnreadableFile, match="missing"):
        read_side_file(tmp_path / "other.mp4")


def test_a_recording_opens_with_its_own_times_and_layout_and_none_is_searched(recording, monkeypatch):
    def never(_screens):
        raise AssertionError("a layout was searched")

    monkeypatch.setattr("capture.screen.gatekeeper.find_layout", never)
    source = GatedSource(open_file(recording))
    assert source.times_ns == (0, INTERVAL_NS, 3 * INTERVAL_NS)
    opened = source.read(1.0)
    assert opened is not None
    assert opened.pixels.shape == (120, 160, 3)
    assert opened.layout.panels[0].mm_per_px == (0.071, 0.0685)
    source.close()


def test_a_scan_area_drawn_by_hand_wins_over_the_recorded_one(recording):
    drawn = ScanLayout((Panel(Rect(10, 10, 110, 90)),), (0, 0), (160, 120))
    source = GatedSource(open_file(recording), layout=drawn)
    opened = source.read(1.0)
    assert opened is not None
    assert opened.pixels.shape == (80, 100, 3)
    source.close()


def test_a_side_file_with_too_few_times_leaves_those_of_the_container(recording):
    path = side_path(recording)
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:3]) + b"\n")
    reader = VideoFileReader(recording)
    assert len(reader.times_ns) == 3
    reader.close()


def test_the_side_file_of_another_video_gives_neither_layout_nor_times(recording):
    side_path(recording).write_bytes(side_path(recording).read_bytes().replace(b"[160,120]", b"[640,480]", 1))
    reader = VideoFileReader(recording)
    screen = reader.read(1.0)
    assert screen is not None
    assert screen.layout is None
    assert reader.times_ns != times_for(recording)
    reader.close()

"""Opening a recording restores what its container cannot hold."""

import numpy as np
import pytest

from capture.encode import FrameEncoder
from capture.errors import UnreadableFile
from capture.frame import Frame
from capture.frame_queue import LeftOut
from capture.recording_file import RecordingFiles
from capture.screen.gate import same_layout
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.side_file import layout_for, read_side_file, side_path, times_for
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
    with pytest.raises(UnreadableFile, match=r"cine\.jsonl"):
        read_side_file(recording)
    assert layout_for(recording) is None
    assert times_for(recording) is None


def test_a_video_of_another_program_has_no_layout_and_no_times(tmp_path):
    assert layout_for(tmp_path / "other.mp4") is None
    assert times_for(tmp_path / "other.mp4") is None
    with pytest.raises(UnreadableFile, match="missing"):
        read_side_file(tmp_path / "other.mp4")

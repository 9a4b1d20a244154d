"""`minamo analyse` writes a line for every frame, in pixels of the file, and says clearly what it cannot read."""

import shutil
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
import pydicom
import pytest
from pydicom.uid import CTImageStorage

from app import network
from app.recording.recording_layouts import RecordingLayouts
from app.settings import AnalysisSettings
from capture.encode import FrameEncoder
from capture.frame import Frame
from capture.recording_file import RecordingFiles
from capture.screen.layout import Panel, Rect, ScanLayout
from capture.side_file import side_path
from inference.detector import Detector
from inference.errors import ModelError
from inference.findings import Detection
from tests.app.analysing import Run, detector, lines, minamo, summary
from tests.app.bright_spot import BrightSpotDetector, spot_picture, spot_video, write_video
from tests.capture.made_files import ultrasound

__all__ = ["detector", "minamo"]  # fixtures


def test_every_frame_has_a_line_in_the_documented_form(minamo: Run, tmp_path: Path) -> None:
    assert minamo("analyse", spot_video(tmp_path / "cine.mp4", 10), "--out", tmp_path / "out") == 0
    written = lines(tmp_path / "out" / "cine.jsonl")
    assert [line["index"] for line in written] == list(range(10))
    assert [line["time_ms"] for line in written] == pytest.approx([40.0 * number for number in range(10)], abs=0.1)
    for line in written:
        assert {"index", "time_ms", "tracks", "abstained", "inference_ms"} <= set(line)
    track = written[-1]["tracks"][0]
    keys = {"id", "state", "box", "confidence", "malignancy", "malignancy_low", "malignancy_high", "settled"}
    assert keys <= set(track)
    assert track["state"] == "confirmed"
    assert track["box"] == pytest.approx([89, 80, 142, 120], abs=3)
    assert track["malignancy_low"] < track["malignancy"] < track["malignancy_high"]


def test_the_summary_tells_what_ran_and_what_came_out(minamo: Run, tmp_path: Path) -> None:
    minamo("analyse", spot_video(tmp_path / "cine.mkv", 10), "--out", tmp_path / "out")
    content = summary(tmp_path / "out" / "cine.summary.json")
    assert content["frames"] == 10
    assert content["fps"] == pytest.approx(25, abs=0.1)
    assert content["fps_assumed"] is False
    assert content["tracks"] == 1
    assert content["abstained_share"] == 0
    assert content["weights_sha256"] == "ab" * 32
    assert (content["backend"], content["precision"]) == ("OpenVINO", "f32")


def test_the_paths_of_the_results_stand_alone_on_standard_output(
    minamo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    minamo("analyse", spot_video(tmp_path / "cine.mkv", 3), "--out", tmp_path / "out")
    printed = capsys.readouterr().out.splitlines()
    assert printed == [str(tmp_path / "out" / name) for name in ("cine.jsonl", "cine.summary.json")]


def test_a_folder_of_images_gets_the_assumed_rate(minamo: Run, tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    for number in range(6):
        cv2.imwrite(str(folder / f"{number:03}.png"), spot_picture(number))
    minamo("analyse", folder, "--out", tmp_path / "slow", "--fps", 10)
    minamo("analyse", folder, "--out", tmp_path / "usual")
    assert [line["time_ms"] for line in lines(tmp_path / "slow" / "frames.jsonl")] == [0, 100, 200, 300, 400, 500]
    assert summary(tmp_path / "slow" / "frames.summary.json")["fps"] == 10
    content = summary(tmp_path / "usual" / "frames.summary.json")
    assert (content["fps"], content["fps_assumed"]) == (25, True)


def test_a_repeated_picture_repeats_the_line_before_it(
    minamo: Run, detector: BrightSpotDetector, tmp_path: Path
) -> None:
    pictures = [spot_picture(number) for number in (0, 1, 2, 2, 2, 3)]
    minamo("analyse", write_video(tmp_path / "freeze.avi", pictures), "--out", tmp_path / "out")
    written = lines(tmp_path / "out" / "freeze.jsonl")
    assert detector.calls == 4
    assert [line.get("repeated", False) for line in written] == [False, False, False, True, True, False]
    assert written[4]["tracks"] == written[2]["tracks"]
    assert (written[4]["index"], written[4]["inference_ms"]) == (4, 0)
    assert summary(tmp_path / "out" / "freeze.summary.json")["repeated_frames"] == 2


def test_boxes_are_in_pixels_of_the_file_even_where_the_scan_is_a_part_of_it(minamo: Run, tmp_path: Path) -> None:
    def screen(number: int) -> npt.NDArray[np.uint8]:
        whole = np.zeros((480, 640, 3), np.uint8)
        whole[120:360, 200:520] = spot_picture(number)
        return whole

    minamo("analyse", write_video(tmp_path / "screen.avi", [screen(n) for n in range(12)]), "--out", tmp_path / "out")
    box = lines(tmp_path / "out" / "screen.jsonl")[-1]["tracks"][0]["box"]
    assert box == pytest.approx([200 + 91, 120 + 80, 200 + 144, 120 + 120], abs=4)


def test_the_annotated_video_has_every_frame_at_its_time(minamo: Run, tmp_path: Path) -> None:
    minamo("analyse", spot_video(tmp_path / "cine.mkv", 8), "--out", tmp_path / "out", "--video")
    with av.open(str(tmp_path / "out" / "cine.annotated.mp4")) as container:
        frames = list(container.decode(video=0))
    assert [frame.time for frame in frames] == pytest.approx([0.04 * number for number in range(8)], abs=0.002)
    picture = frames[-1].to_ndarray(format="rgb24").astype(int)
    reddish = (picture[:, :, 0] - picture[:, :, 2]) > 80  # the brackets of a suspicious look
    assert reddish.sum() > 50


def test_two_inputs_of_one_name_do_not_overwrite_each_other(minamo: Run, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    first = spot_video(tmp_path / "cine.mkv", 3)
    second = spot_video(tmp_path / "a" / "cine.mkv", 4)
    minamo("analyse", first, second, "--out", tmp_path / "out")
    assert len(lines(tmp_path / "out" / "cine.jsonl")) == 3
    assert len(lines(tmp_path / "out" / "cine-2.jsonl")) == 4


def test_run_again_the_results_of_the_same_file_are_replaced_and_no_others(minamo: Run, tmp_path: Path) -> None:
    video = spot_video(tmp_path / "cine.mkv", 3)
    minamo("analyse", video, "--out", tmp_path / "out")
    minamo("analyse", video, "--out", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 2
    (tmp_path / "a").mkdir()
    minamo("analyse", shutil.move(video, tmp_path / "a" / "cine.mkv"), "--out", tmp_path / "out")
    assert (tmp_path / "out" / "cine-2.jsonl").exists()


def test_analysed_twice_the_lines_are_the_same(minamo: Run, tmp_path: Path) -> None:
    video = spot_video(tmp_path / "cine.mkv", 10)
    minamo("analyse", video, "--out", tmp_path / "one")
    minamo("analyse", video, "--out", tmp_path / "two")
    one, two = (lines(tmp_path / name / "cine.jsonl") for name in ("one", "two"))
    for line in (*one, *two):
        del line["inference_ms"]
    assert one == two


def test_the_chosen_device_is_asked_for(minamo: Run, tmp_path: Path) -> None:
    minamo("analyse", spot_video(tmp_path / "cine.mkv", 2), "--out", tmp_path / "out", "--device", "intel-gpu")
    assert minamo.asked[0].device == "intel-gpu"  # type: ignore[attr-defined]


def own_recording(folder: Path, count: int = 12) -> Path:
    """As the recorder writes it: half a millimetre a pixel, and a pause of 1 s after the first half."""
    layout = ScanLayout((Panel(Rect(0, 0, 320, 240), mm_per_px=(0.5, 0.5)),), (400, 100), (1920, 1080))
    files, encoder = RecordingFiles(folder, "own"), FrameEncoder()
    for number in range(count):
        pixels = spot_picture(number)
        pixels.flags.writeable = False
        time_ns = number * 40_123_456 + (number >= count // 2) * 1_000_000_000
        files.write(encoder.encode(Frame(pixels, number, time_ns, time_ns, layout)))
    files.close()
    return folder / "own.mkv"


def test_ones_own_recording_is_analysed_at_its_exact_times_and_measured_in_millimetres(
    minamo: Run, tmp_path: Path
) -> None:
    assert minamo("analyse", own_recording(tmp_path), "--out", tmp_path) == 0
    written = lines(tmp_path / "own.jsonl")
    times_ms = [n * 40.123456 + (n >= 6) * 1000 for n in range(12)]
    assert [line["time_ms"] for line in written] == pytest.approx(times_ms, abs=1e-6)
    track = written[5]["tracks"][0]
    left, top, right, bottom = track["box"]
    assert track["size_mm"] == pytest.approx([(right - left) / 2, (bottom - top) / 2], abs=0.02)


def test_a_scan_area_drawn_on_a_recording_in_the_window_holds_here_too(minamo: Run, tmp_path: Path) -> None:
    video = own_recording(tmp_path)
    RecordingLayouts.of_user().keep(video, ScanLayout((Panel(Rect(0, 160, 320, 240)),), (0, 0), (320, 240)))
    assert minamo("analyse", video, "--out", tmp_path) == 0
    assert all(line["tracks"] == [] for line in lines(tmp_path / "own.jsonl"))  # the spot lies above


# -- bad input ----------------------------------------------------------------------------------------------------


def bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    """Name to a bad file and a word of the text that explains it."""
    folder.mkdir()
    whole = spot_video(folder / "whole.mp4", 5).read_bytes()
    made = {
        "empty": (b"", "empty"),
        "text": (b"this is a shopping list\n" * 40, "text"),
        "truncated": (whole[:200], ""),
        "noise": (np.random.default_rng(0).bytes(4000), ""),
    }
    files = {}
    for name, (content, word) in made.items():
        path = folder / f"{name}.mp4"
        path.write_bytes(content)
        files[name] = (path, word)
    files["missing"] = (folder / "missing.mp4", "does not exist")
    (folder / "none").mkdir()
    files["empty folder"] = (folder / "none", "holds no images")
    for name, word, elements in (
        ("report.dcm", "without pictures", {"PixelData": None}),
        ("chest.dcm", "not ultrasound", {"Modality": "CT", "SOPClassUID": CTImageStorage}),
    ):
        files[name] = (folder / name, word)
        pydicom.dcmwrite(folder / name, ultrasound(np.zeros((1, 64, 64), np.uint8), "MONOCHROME2", **elements))
    return files


@pytest.mark.parametrize(
    "kind", ["empty", "text", "truncated", "noise", "missing", "empty folder", "report.dcm", "chest.dcm"]
)
def test_a_bad_file_gives_one_clear_text_and_leaves_nothing(
    kind: str, minamo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, word = bad_files(tmp_path / "in")[kind]
    assert minamo("analyse", path, "--out", tmp_path / "out", "--video") == 3
    said = capsys.readouterr()
    assert said.out == ""
    text = [line for line in said.err.splitlines() if line.startswith("minamo:")]
    assert len(text) == 1
    assert path.name in text[0]
    assert word in text[0]
    assert "Traceback" not in said.err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_of_pictures_of_two_sizes_is_refused_with_their_names(
    minamo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "1.png"), spot_picture(1))
    cv2.imwrite(str(tmp_path / "2.png"), spot_picture(2)[:100])
    assert minamo("analyse", tmp_path, "--out", tmp_path / "out") == 3
    assert "minamo: 2.png measures 320 x 100 pixels, but 1.png 320 x 240" in capsys.readouterr().err


def test_a_bad_file_among_good_ones_is_reported_and_the_others_are_done(
    minamo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, also_good = spot_video(tmp_path / "a.mkv", 3), spot_video(tmp_path / "b.mkv", 3)
    assert minamo("analyse", good, tmp_path / "missing.mp4", also_good, "--out", tmp_path / "out") == 3
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 4
    assert "missing.mp4" in said.err
    assert len(lines(tmp_path / "out" / "b.jsonl")) == 3


def test_a_picture_of_one_pixel_is_analysed_or_refused_but_never_a_crash(
    minamo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "pixel.png"), np.full((1, 1, 3), 128, np.uint8))
    code = minamo("analyse", tmp_path / "pixel.png", "--out", tmp_path / "out", "--video")
    assert code in (0, 3)
    assert "Traceback" not in capsys.readouterr().err
    if code == 0:
        assert len(lines(tmp_path / "out" / "pixel.jsonl")) == 1


def test_without_weights_the_exit_code_says_model(
    minamo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_weights(_settings: AnalysisSettings) -> Detector:
        raise ModelError("the weights are missing; install Minamo again")

    monkeypatch.setattr(network, "load_network", no_weights)
    assert minamo("analyse", spot_video(tmp_path / "cine.mkv", 2), "--out", tmp_path / "out") == 4
    assert "install Minamo again" in capsys.readouterr().err


def test_a_network_that_gives_no_numbers_ends_with_the_model_code_and_leaves_no_half_file(
    minamo: Run, detector: BrightSpotDetector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(detector, monkeypatch, 5, ModelError("the network gave no numbers; see the log"))
    files = spot_video(tmp_path / "a.mkv", 3), spot_video(tmp_path / "b.mkv", 5)
    assert minamo("analyse", *files, "--out", tmp_path / "out") == 4
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.jsonl", "a.summary.json"]


def test_cancelled_nothing_half_written_stays_and_what_was_finished_is_named(
    minamo: Run,
    detector: BrightSpotDetector,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fail_at(detector, monkeypatch, 5, KeyboardInterrupt())
    files = spot_video(tmp_path / "a.mkv", 3), spot_video(tmp_path / "b.mkv", 5)
    assert minamo("analyse", *files, "--out", tmp_path / "out", "--video") == 130
    said = capsys.readouterr()
    assert "cancelled" in said.err
    assert len(said.out.splitlines()) == 3
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a.annotated.mp4", "a.jsonl", "a.summary.json"]


def test_the_results_of_a_recording_leave_its_side_file_alone(minamo: Run, tmp_path: Path) -> None:
    video = spot_video(tmp_path / "cine.mkv", 3)
    side_path(video).write_text("precious")
    assert minamo("analyse", video, "--out", tmp_path) == 0
    assert side_path(video).read_text() == "precious"
    assert len(lines(tmp_path / "cine.jsonl")) == 3
    assert minamo("analyse", spot_video(tmp_path / "cine.frames.mkv", 2), "--out", tmp_path) == 0
    assert side_path(video).read_text() == "precious"
    assert len(lines(tmp_path / "cine.frames-2.jsonl")) == 2


def fail_at(detector: BrightSpotDetector, monkeypatch: pytest.MonkeyPatch, call: int, fault: BaseException) -> None:
    detect = detector.detect

    def failing(pixels: npt.NDArray[np.uint8]) -> tuple[Detection, ...]:
        found = detect(pixels)
        if detector.calls >= call:
            raise fault
        return found

    monkeypatch.setattr(detector, "detect", failing)


def test_a_folder_for_the_results_that_cannot_be_made_says_so(
    minamo: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("not a folder")
    video = spot_video(tmp_path / "cine.mkv", 2)
    assert minamo("analyse", video, "--out", tmp_path / "file" / "out") == 3
    assert "--out" in capsys.readouterr().err


@pytest.mark.parametrize("rate", ["0", "-5", "fast", "1e9", "nan"])
def test_a_rate_that_is_none_is_a_usage_error(rate: str, minamo: Run, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        minamo("analyse", tmp_path, "--out", tmp_path / "out", "--fps", rate)
    assert stop.value.code == 2


def test_a_network_that_fell_back_says_so(
    minamo: Run, detector: BrightSpotDetector, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    detector.info = replace(detector.info, fell_back="there is no CUDA device here; the CPU is used")
    minamo("analyse", spot_video(tmp_path / "cine.mkv", 2), "--out", tmp_path / "out", "--device", "cuda")
    assert "no CUDA device" in capsys.readouterr().err
    assert "no CUDA device" in summary(tmp_path / "out" / "cine.summary.json")["fell_back"]


# -- the demo -----------------------------------------------------------------------------------------------------


def test_the_demo_can_be_analysed_without_a_window(
    minamo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.commands.demo.demo_file", lambda: spot_video(tmp_path / "demo.mkv", 4))
    assert minamo("demo", "--headless", "--out", tmp_path / "out") == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["demo.annotated.mp4", "demo.jsonl", "demo.summary.json"]


def test_the_demo_without_a_window_needs_a_folder(minamo: Run) -> None:
    assert minamo("demo", "--headless") == 2


# -- real data ----------------------------------------------------------------------------------------------------


@pytest.mark.data
def test_a_real_breast_cine_is_walked_through(minamo: Run, data_dir: Path, tmp_path: Path) -> None:
    assert minamo("analyse", data_dir / "breast-clip" / "frames", "--out", tmp_path) == 0
    assert len(lines(tmp_path / "frames.jsonl")) == 38

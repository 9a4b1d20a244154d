"""Any recording opens by its content; what cannot be opened says why and what to do."""

import os
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from capture.errors import UnreadableFile
from capture.sources.dicom.cine import DicomReader
from capture.sources.image_folder import ImageFolderReader
from capture.sources.open_file import open_file
from capture.sources.video_file import VideoFileReader
from tests.capture.made_files import write_cine, write_images, write_video


@pytest.mark.parametrize("name", ["cine.mkv", "cine.dcm", "cine", "cine.png"])
def test_a_video_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    path = write_video(tmp_path / "made.mkv").rename(tmp_path / name)
    assert isinstance(open_file(path), VideoFileReader)


@pytest.mark.parametrize("name", ["cine.dcm", "IM0001", "cine.mp4", "cine.jpg"])
def test_dicom_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    assert isinstance(open_file(write_cine(tmp_path / name)), DicomReader)


@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "bmp", "tif"])
def test_an_image_is_known_by_its_content(kind: str, tmp_path: Path) -> None:
    write_images(tmp_path, [f"still.{kind}"])
    reader = open_file((tmp_path / f"still.{kind}").rename(tmp_path / "still.mp4"))
    assert isinstance(reader, ImageFolderReader)
    assert len(reader.times_ns) == 1


def test_a_gif_is_a_video_and_a_folder_plays_at_the_rate_asked_for(tmp_path: Path) -> None:
    assert isinstance(open_file(write_video(tmp_path / "cine.gif", "gif", "rgb8")), VideoFileReader)
    folder = write_images(tmp_path / "cine", ["1.png", "2.png"])
    assert open_file(folder, folder_hz=50.0).times_ns == (0, 20_000_000)


@pytest.mark.parametrize("name", ["a b%03d.mkv", "12:30.mkv", "乳腺.mkv", "#?&.mkv", "'q'.mkv"])
@pytest.mark.skipif(os.name == "nt", reason="these are no file names on Windows")
def test_any_file_name_opens(name: str, tmp_path: Path) -> None:
    reader = open_file(write_video(tmp_path / "made.mkv", count=3).rename(tmp_path / name))
    assert (reader.name, len(reader.times_ns)) == (name, 3)


def refusal(path: Path) -> str:
    """The text a user reads when `path` is opened."""
    with pytest.raises(UnreadableFile) as caught:
        open_file(path)
    text = str(caught.value)
    assert path.name in text
    assert ";" in text or ":" in text or "(" in text  # what happened, and what to do
    return text


def test_a_missing_file(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "gone.mp4")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    assert "is empty" in refusal(tmp_path / "empty.mp4")


@pytest.mark.parametrize("text", ["This is no video.\n" * 40, "超音波\n" * 900, "#EXTM3U\n#EXTINF:1,\nother.ts\n", "x"])
def test_a_text_named_mp4(text: str, tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text(text, encoding="utf-8")
    assert "holds text, not pictures" in refusal(tmp_path / "notes.mp4")


@pytest.mark.parametrize("name", ["noise.mp4", "noise.dcm", "noise"])
def test_noise(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(np.random.default_rng(0).bytes(5000))
    assert "is not a video that can be read" in refusal(tmp_path / name)


def test_a_video_cut_off_before_its_list(tmp_path: Path) -> None:
    path = write_video(tmp_path / "cut.mp4", "mpeg4", "yuv420p")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "incomplete video" in refusal(path)


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format"),
    [("none.mkv", "ffv1", "yuv420p"), ("none.mp4", "mpeg4", "yuv420p"), ("none.avi", "mjpeg", "yuvj420p")],
)
def test_a_video_of_no_pictures(name: str, codec: str, pixel_format: str, tmp_path: Path) -> None:
    with av.open(str(tmp_path / name), "w") as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, pixel_format
        container.start_encoding()
    assert "without a single picture" in refusal(tmp_path / name)


def test_a_video_of_damaged_pictures_only(tmp_path: Path) -> None:
    path = write_video(tmp_path / "bad.avi", "mjpeg", "yuvj420p", count=3)
    data = path.read_bytes()
    start = data.index(b"\xff\xd8\xff")
    path.write_bytes(data[:start] + bytes(len(data) - start))
    assert "no picture that can be decoded" in refusal(path) or "without a single picture" in refusal(path)


@pytest.mark.parametrize(("name", "size"), [("dot.png", (1, 1)), ("thin.png", (200, 15)), ("dot.gif", (8, 8))])
def test_a_picture_of_a_few_pixels(name: str, size: tuple[int, int], tmp_path: Path) -> None:
    Image.new("RGB", size).save(tmp_path / name)
    assert f"is too small ({size[0]} x {size[1]} pixels" in refusal(tmp_path / name)


def test_a_video_of_a_few_pixels(tmp_path: Path) -> None:
    path = write_video(tmp_path / "dot.mkv", size=(96, 64), count=1)
    assert len(open_file(path).times_ns) == 1
    with av.open(str(tmp_path / "small.avi"), "w") as container:
        stream = container.add_stream("rawvideo", rate=25)
        stream.width, stream.height, stream.pix_fmt = 8, 8, "bgr24"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((8, 8, 3), np.uint8), format="rgb24")))
        container.mux(stream.encode())
    assert "is too small (8 x 8 pixels" in refusal(tmp_path / "small.avi")


def test_a_folder_without_images(tmp_path: Path) -> None:
    (tmp_path / "cine").mkdir()
    (tmp_path / "cine" / "report.txt").write_text("nothing to see")
    assert "holds no images" in refusal(tmp_path / "cine")


def test_an_image_that_is_cut_off_in_its_header(tmp_path: Path) -> None:
    (tmp_path / "still.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(30))
    assert "is damaged or not the image its name says" in refusal(tmp_path / "still.png")


def test_an_image_that_is_cut_off_in_its_pixels(tmp_path: Path) -> None:
    path = write_images(tmp_path, ["still.png"]) / "still.png"
    path.write_bytes(path.read_bytes()[:2000])
    assert "still.png" in refusal(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write_video(tmp_path / "secret.mkv")
    path.chmod(0)
    assert "cannot be read" in refusal(path)

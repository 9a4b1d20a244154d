"""Folders of images and single ones as recordings."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from capture.errors import EndOfStream, UnreadableFile
from capture.source import Screen
from capture.sources.image_folder import ImageFolderReader
from tests.capture.made_files import HEIGHT, WIDTH, numbered, painted_number, write_images

MS = 1_000_000


def screens_of(reader: ImageFolderReader) -> list[Screen]:
    screens = []
    try:
        while (screen := reader.read(0)) is not None:
            screens.append(screen)
    except EndOfStream:
        pass
    return screens


@pytest.mark.parametrize("suffix", ["png", "jpg", "JPEG", "webp", "bmp", "tif", "tiff"])
def test_every_kind_of_image_plays(suffix: str, tmp_path: Path) -> None:
    reader = ImageFolderReader(write_images(tmp_path / "cine", [f"{number}.{suffix}" for number in range(5)]))
    assert [painted_number(screen.pixels) for screen in screens_of(reader)] == [0, 1, 2, 3, 4]


def test_images_come_in_the_natural_order_of_their_names(tmp_path: Path) -> None:
    names = ["frame2.png", "frame10.png", "Frame11.png", "frame100.png"]
    folder = write_images(tmp_path / "cine", names)
    assert [painted_number(screen.pixels) for screen in screens_of(ImageFolderReader(folder))] == [0, 1, 2, 3]


def test_the_rate_is_assumed_and_said_to_be(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "cine", ["00189.png", "00190.png", "00193.png"])
    reader = ImageFolderReader(folder, hz=20.0)
    assert reader.assumed_hz == 20.0
    assert reader.times_ns == (0, 50 * MS, 100 * MS)


def test_hidden_and_other_files_are_ignored(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "cine", ["1.png", "2.png"])
    (folder / ".hidden.png").write_bytes(b"no image")
    (folder / "notes.txt").write_text("no image")
    (folder / "labels.csv").write_text("a,b")
    (folder / "3.png").mkdir()
    assert len(ImageFolderReader(folder).times_ns) == 2


def test_an_image_of_another_size_is_named(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "cine", ["1.png", "2.png"])
    Image.fromarray(numbered(9, WIDTH + 4, HEIGHT)).save(folder / "odd one.png")
    with pytest.raises(UnreadableFile, match=r"odd one\.png measures 100 x 64 pixels, but 1\.png 96 x 64"):
        ImageFolderReader(folder)


def test_a_damaged_image_is_left_out_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = write_images(tmp_path / "cine", [f"{number}.png" for number in range(5)])
    (folder / "1.png").write_bytes(b"no image at all")
    whole = (folder / "3.png").read_bytes()
    (folder / "3.png").write_bytes(whole[: len(whole) // 2])
    reader = ImageFolderReader(folder)
    screens = screens_of(reader)
    assert [(screen.number, screen.time_ns // MS) for screen in screens] == [(0, 0), (2, 80), (4, 160)]
    assert "1.png is damaged" in caplog.text
    assert "3.png is damaged" in caplog.text
    reader.seek(1)
    after = reader.read(0)
    assert after is not None
    assert after.number == 2


def test_a_folder_without_a_whole_image_says_so(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(b"no image")
    (tmp_path / "2.png").write_bytes(b"nor this")
    with pytest.raises(UnreadableFile, match="none of the 2 images"):
        ImageFolderReader(tmp_path)


@pytest.mark.parametrize(("depth_bit", "mode"), [(16, "png"), (12, "png"), (16, "tiff"), (10, "tiff"), (8, "tiff")])
def test_deep_grey_is_scaled_by_the_depth_its_values_need(depth_bit: int, mode: str, tmp_path: Path) -> None:
    white = (1 << depth_bit) - 1
    ramp = np.linspace(0, white, WIDTH).round().astype(np.uint16)
    for number, share in enumerate((0.5, 1.0, 0.25)):
        deep = (np.tile(ramp, (HEIGHT, 1)) * share).astype(np.uint16)
        Image.fromarray(deep).save(tmp_path / f"{number}.{mode}")
    screens = screens_of(ImageFolderReader(tmp_path))
    for screen, share in zip(screens, (0.5, 1.0, 0.25), strict=True):  # one scale: no jump of brightness
        expected = ramp * share / white * 255
        assert np.abs(screen.pixels[0, :, 0] - expected).max() <= 1
        assert (screen.pixels[..., 0] == screen.pixels[..., 2]).all()


def test_transparent_becomes_black_and_palette_and_grey_become_rgb(tmp_path: Path) -> None:
    rgba = np.full((32, 32, 4), 200, np.uint8)
    rgba[:16, :, 3], rgba[16:, :, 3] = 0, 255
    Image.fromarray(rgba).save(tmp_path / "1.png")
    Image.new("P", (32, 32), 3).save(tmp_path / "2.png")
    Image.new("L", (32, 32), 77).save(tmp_path / "3.png")
    Image.new("1", (32, 32), 1).save(tmp_path / "4.png")
    Image.new("CMYK", (32, 32), (0, 0, 0, 0)).save(tmp_path / "5.jpg")
    screens = screens_of(ImageFolderReader(tmp_path))
    assert screens[0].pixels[:16].max() == 0
    assert screens[0].pixels[16:].min() == 200
    assert (screens[2].pixels == 77).all()
    assert (screens[3].pixels == 255).all()
    assert screens[4].pixels.min() >= 253


def test_a_cameras_rotation_is_carried_out(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    Image.fromarray(numbered(1)).save(tmp_path / "1.png", exif=exif)
    screens = screens_of(ImageFolderReader(tmp_path / "1.png"))
    np.testing.assert_array_equal(screens[0].pixels, np.rot90(numbered(1), -1))


def test_a_single_image_is_a_recording_of_one_picture(tmp_path: Path) -> None:
    reader = ImageFolderReader(write_images(tmp_path, ["still.png"]) / "still.png")
    assert (reader.name, reader.times_ns, reader.assumed_hz) == ("still.png", (0,), None)
    assert [screen.number for screen in screens_of(reader)] == [0]


def test_the_pages_of_a_tiff_are_a_recording(tmp_path: Path) -> None:
    pages = [Image.fromarray(numbered(number)) for number in range(6)]
    pages[0].save(tmp_path / "stack.tif", save_all=True, append_images=pages[1:])
    reader = ImageFolderReader(tmp_path / "stack.tif")
    assert (len(reader.times_ns), reader.assumed_hz) == (6, 25.0)
    for number in (5, 0, 3, 4):
        reader.seek(number)
        screen = reader.read(0)
        assert screen is not None
        assert painted_number(screen.pixels) == number


@pytest.mark.parametrize("name", ["cine.webp", "cine.png"])
def test_an_animation_keeps_its_own_times(name: str, tmp_path: Path) -> None:
    pages = [Image.fromarray(numbered(number)) for number in range(4)]
    pages[0].save(tmp_path / name, save_all=True, append_images=pages[1:], duration=[40, 100, 60, 40], lossless=True)
    reader = ImageFolderReader(tmp_path / name)
    assert ([ns // MS for ns in reader.times_ns], reader.assumed_hz) == ([0, 40, 140, 200], None)
    assert [painted_number(screen.pixels) for screen in screens_of(reader)] == [0, 1, 2, 3]


@pytest.mark.data
def test_the_breast_cine_plays_in_the_order_of_its_frames(data_dir: Path) -> None:
    reader = ImageFolderReader(data_dir / "breast-clip" / "frames")
    screens = screens_of(reader)
    assert len(screens) == len(reader.times_ns) == 38
    assert {screen.pixels.shape for screen in screens} == {(395, 547, 3)}

"""Every encoding of DICOM pixels shows the same picture."""

import io
from pathlib import Path

import gdcm
import numpy as np
import numpy.typing as npt
import pydicom
import pytest
from PIL import Image
from pydicom.encaps import encapsulate
from pydicom.pixels import convert_color_space
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
)

from capture.sources.dicom.cine import DicomReader
from tests.capture.dicom_files import DEEP, refusal, saved, screens_of, shown
from tests.capture.made_files import HEIGHT, WIDTH, numbered, painted_number, ultrasound, write_cine


@pytest.mark.parametrize("compress", [None, RLELossless, JPEG2000Lossless])
def test_rgb_keeps_its_very_pixels(compress: pydicom.uid.UID | None, tmp_path: Path) -> None:
    screens = screens_of(DicomReader(write_cine(tmp_path / "cine.dcm", count=4, compress=compress)))
    assert len(screens) == 4
    for screen in screens:
        np.testing.assert_array_equal(screen.pixels, numbered(screen.number))


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian])
def test_every_uncompressed_encoding_shows_the_same(syntax: pydicom.uid.UID, tmp_path: Path) -> None:
    header = ultrasound(np.stack([numbered(n) for n in range(3)]), FrameTime=40.0)
    header.file_meta.TransferSyntaxUID = syntax
    screens = screens_of(DicomReader(saved(tmp_path, header)))
    assert [painted_number(screen.pixels) for screen in screens] == [0, 1, 2]
    np.testing.assert_array_equal(screens[2].pixels, numbered(2))


def test_colour_planes_stored_apart_show_the_same(tmp_path: Path) -> None:
    header = ultrasound(numbered(5)[None])
    header.PixelData, header.PlanarConfiguration = numbered(5).transpose(2, 0, 1).tobytes(), 1
    np.testing.assert_array_equal(shown(tmp_path, header), numbered(5))


def test_ybr_is_shown_in_rgb(tmp_path: Path) -> None:
    ybr = convert_color_space(numbered(7), "RGB", "YBR_FULL")
    pixels = shown(tmp_path, ultrasound(ybr[None], "YBR_FULL"))
    assert np.abs(pixels.astype(int) - numbered(7)).max() <= 2


def test_ybr_with_halved_colour_is_shown_in_rgb(tmp_path: Path) -> None:
    flat = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    flat[:, : WIDTH // 2], flat[:, WIDTH // 2 :] = (200, 30, 60), (20, 90, 220)
    ybr = convert_color_space(flat, "RGB", "YBR_FULL").reshape(HEIGHT, WIDTH // 2, 2, 3)
    packed = np.stack([ybr[..., 0, 0], ybr[..., 1, 0], ybr[..., 0, 1], ybr[..., 0, 2]], axis=-1)
    header = ultrasound(flat[None], "YBR_FULL_422")
    header.PixelData = packed.tobytes()
    assert np.abs(shown(tmp_path, header).astype(int) - flat).max() <= 2


def test_jpeg_baseline_is_shown_in_rgb(tmp_path: Path) -> None:
    jpegs = []
    for number in range(5):
        file = io.BytesIO()
        Image.fromarray(numbered(number)).save(file, "JPEG", quality=95)
        jpegs.append(file.getvalue())
    header = ultrasound(np.stack([numbered(n) for n in range(5)]), "YBR_FULL_422", FrameTime=20.0)
    header.PixelData = encapsulate(jpegs)
    header.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    screens = screens_of(DicomReader(saved(tmp_path, header)))
    assert [painted_number(screen.pixels) for screen in screens] == [0, 1, 2, 3, 4]
    assert np.abs(screens[3].pixels.astype(int) - numbered(3))[16:].mean() < 8


def lossless_jpeg(path: Path, syntax: int, values: npt.NDArray[np.generic], **elements: object) -> Path:
    """A still whose frame GDCM has coded; `syntax` as GDCM numbers it."""
    photometric = "RGB" if values.ndim == 4 else "MONOCHROME2"
    pydicom.dcmwrite(path, ultrasound(values, photometric, **elements), enforce_file_format=True)
    reader, change, writer = gdcm.ImageReader(), gdcm.ImageChangeTransferSyntax(), gdcm.ImageWriter()
    reader.SetFileName(str(path))
    assert reader.Read()
    change.SetTransferSyntax(gdcm.TransferSyntax(syntax))
    change.SetInput(reader.GetImage())
    assert change.Change()
    writer.SetFileName(str(path))
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    assert writer.Write()
    return path


LOSSLESS = [
    gdcm.TransferSyntax.JPEGLosslessProcess14,
    gdcm.TransferSyntax.JPEGLosslessProcess14_1,
    gdcm.TransferSyntax.JPEGLSLossless,
]


@pytest.mark.parametrize("syntax", LOSSLESS)
def test_lossless_jpeg_keeps_its_very_pixels(syntax: int, tmp_path: Path) -> None:
    screen = DicomReader(lossless_jpeg(tmp_path / "rgb.dcm", syntax, numbered(3)[None])).read(0)
    assert screen is not None
    np.testing.assert_array_equal(screen.pixels, numbered(3))
    screen = DicomReader(lossless_jpeg(tmp_path / "deep.dcm", syntax, DEEP, WindowCenter=2048, WindowWidth=4097)).read(
        0
    )
    assert screen is not None
    assert np.abs(screen.pixels[0, :, 0] - np.arange(256) * 16 / 4096 * 255).max() <= 1


@pytest.mark.parametrize("syntax", LOSSLESS)
def test_a_frame_that_names_another_size_is_refused_before_it_ends_the_process(syntax: int, tmp_path: Path) -> None:
    path = lossless_jpeg(tmp_path / "made.dcm", syntax, numbered(3)[None])
    data = bytearray(path.read_bytes())
    marker = b"\xff\xf7" if syntax == gdcm.TransferSyntax.JPEGLSLossless else b"\xff\xc3"
    rows = data.index(marker) + 5
    data[rows : rows + 2] = (HEIGHT * 2).to_bytes(2, "big")
    path.write_bytes(data)
    assert "a frame of 96 x 128 pixels" in refusal(path)


def test_a_damaged_lossless_frame_is_refused_in_plain_words(tmp_path: Path) -> None:
    path = lossless_jpeg(tmp_path / "made.dcm", gdcm.TransferSyntax.JPEGLSLossless, numbered(3)[None])
    data = bytearray(path.read_bytes())
    scan = data.index(b"\xff\xda") + 12
    data[scan : scan + 400] = bytes(range(0, 200)) * 2
    path.write_bytes(data)
    assert "(the frame is damaged)" in refusal(path)

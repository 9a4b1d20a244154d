"""Grey through its window, palette through its colours."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from pydicom.dataset import Dataset, FileDataset
from pydicom.uid import (
    ExplicitVRBigEndian,
)

from tests.capture.dicom_files import DEEP, GREY, shown
from tests.capture.made_files import ultrasound


def as_big_endian(header: FileDataset, *, swap_pixels: bool) -> FileDataset:
    """The same data set in big endian; `swap_pixels` for pixel values of 16 bits."""
    if swap_pixels:
        header.PixelData = np.frombuffer(header.PixelData, "<u2").astype(">u2").tobytes()
    header.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    for element in header.iterall():
        if "PaletteColorLookupTableData" in element.keyword:
            element.value = np.frombuffer(element.value, "<u2").astype(">u2").tobytes()
    return header


def test_grey_of_eight_bits_stays_as_it_is(tmp_path: Path) -> None:
    pixels = shown(tmp_path, ultrasound(GREY, "MONOCHROME2"))
    np.testing.assert_array_equal(pixels, np.repeat(GREY[0][..., None], 3, axis=2))


def test_monochrome1_is_inverted(tmp_path: Path) -> None:
    np.testing.assert_array_equal(shown(tmp_path, ultrasound(GREY, "MONOCHROME1"))[..., 1], 255 - GREY[0])


def test_a_window_is_applied(tmp_path: Path) -> None:
    pixels = shown(tmp_path, ultrasound(GREY, "MONOCHROME2", WindowCenter=100, WindowWidth=50))
    expected = np.clip(((np.arange(256) - 99.5) / 49 + 0.5) * 255, 0, 255)  # PS3.3 C.11.2.1.2.1
    assert np.abs(pixels[0, :, 0] - expected).max() <= 0.5


def test_a_window_applies_to_rescaled_values(tmp_path: Path) -> None:
    header = ultrasound(
        DEEP, "MONOCHROME2", RescaleSlope=0.5, RescaleIntercept=-100, WindowCenter=[400, 1], WindowWidth=[801, 2]
    )
    expected = np.clip(((np.arange(256) * 8 - 100 - 399.5) / 800 + 0.5) * 255, 0, 255)
    assert np.abs(shown(tmp_path, header)[0, :, 0] - expected).max() <= 0.51


def test_a_window_of_no_width_is_not_used(tmp_path: Path) -> None:
    pixels = shown(tmp_path, ultrasound(GREY, "MONOCHROME2", WindowCenter=100, WindowWidth=0))
    np.testing.assert_array_equal(pixels[..., 0], GREY[0])


@pytest.mark.parametrize(("elements", "white"), [({"BitsStored": 12, "HighBit": 11}, 4095), ({}, 65535)])
def test_deep_grey_without_a_window_takes_its_whole_range(elements: dict[str, int], white: int, tmp_path: Path) -> None:
    pixels = shown(tmp_path, ultrasound(DEEP, "MONOCHROME2", **elements))
    assert np.abs(pixels[0, :, 0] - np.arange(256) * 16 / white * 255).max() <= 0.5


def test_deep_grey_takes_the_range_the_file_states(tmp_path: Path) -> None:
    header = ultrasound(DEEP, "MONOCHROME2", SmallestImagePixelValue=0, LargestImagePixelValue=4080)
    np.testing.assert_array_equal(shown(tmp_path, header)[0, :, 0], np.arange(256))


def test_signed_grey_runs_from_its_lowest_to_its_highest(tmp_path: Path) -> None:
    signed = np.tile(np.arange(-128, 128, dtype=np.int8), (32, 1))[None]
    np.testing.assert_array_equal(shown(tmp_path, ultrasound(signed, "MONOCHROME2"))[0, :, 0], np.arange(256))


def test_a_voi_table_is_applied(tmp_path: Path) -> None:
    table = Dataset()
    table.LUTDescriptor = [256, 0, 16]
    table["LUTDescriptor"].VR = "US"
    table.LUTData = [65535 - 257 * n for n in range(256)]
    table["LUTData"].VR = "US"
    header = ultrasound(GREY, "MONOCHROME2", VOILUTSequence=[table])
    np.testing.assert_array_equal(shown(tmp_path, header)[0, :, 0], 255 - np.arange(256))


def palette(values: npt.NDArray[np.generic], entries: npt.NDArray[np.uint16], bits: int, first: int = 0) -> FileDataset:
    """A palette picture; `entries` (n, 3)."""
    header = ultrasound(values, "PALETTE COLOR")
    for channel, name in enumerate(("Red", "Green", "Blue")):
        setattr(header, f"{name}PaletteColorLookupTableDescriptor", [len(entries), first, bits])
        header[f"{name}PaletteColorLookupTableDescriptor"].VR = "US"
        setattr(header, f"{name}PaletteColorLookupTableData", entries[:, channel].astype("<u2").tobytes())
    return header


COLOURS = np.stack([np.arange(256), 255 - np.arange(256), np.arange(256) // 2], axis=1).astype(np.uint16)


@pytest.mark.parametrize("big_endian", [False, True])
def test_a_palette_of_sixteen_bits_gives_its_colours(big_endian: bool, tmp_path: Path) -> None:
    header = palette(GREY, COLOURS * 256 + 17, 16)  # the two bytes of an entry differ
    if big_endian:
        header = as_big_endian(header, swap_pixels=False)
    np.testing.assert_array_equal(shown(tmp_path, header)[0], COLOURS)


@pytest.mark.parametrize("bits", [8, 16])
def test_a_palette_of_eight_bit_values_gives_its_colours(bits: int, tmp_path: Path) -> None:
    np.testing.assert_array_equal(shown(tmp_path, palette(GREY, COLOURS, bits))[0], COLOURS)


def test_values_beyond_a_palette_take_its_ends(tmp_path: Path) -> None:
    pixels = shown(tmp_path, palette(GREY, COLOURS[100:150] * 256, 16, first=100))
    np.testing.assert_array_equal(pixels[0], COLOURS[np.clip(np.arange(256), 100, 149)])


def test_a_palette_over_sixteen_bit_values_gives_its_colours(tmp_path: Path) -> None:
    header = as_big_endian(palette(DEEP // 16, COLOURS * 257, 16), swap_pixels=True)
    np.testing.assert_array_equal(shown(tmp_path, header)[0], COLOURS)

"""Ultrasound DICOM: right colours, true times, the scale where the tags can be believed."""

import io
import tracemalloc
from pathlib import Path

import gdcm
import numpy as np
import numpy.typing as npt
import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pydicom.dataset import Dataset, FileDataset
from pydicom.encaps import encapsulate
from pydicom.pixels import convert_color_space
from pydicom.uid import (
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    MediaStorageDirectoryStorage,
    RLELossless,
)

from capture.errors import EndOfStream, UnreadableFile
from capture.screen.layout import PanelKind, Rect
from capture.source import Screen
from capture.sources.dicom_cine import DicomReader
from tests.capture.made_files import HEIGHT, WIDTH, numbered, painted_number, ultrasound, write_cine

# the damaged files below make pydicom warn without end
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom.*")

MS = 1_000_000
Picture = npt.NDArray[np.uint8]


def screens_of(reader: DicomReader) -> list[Screen]:
    screens = []
    try:
        while (screen := reader.read(0)) is not None:
            screens.append(screen)
    except EndOfStream:
        pass
    return screens


def saved(folder: Path, header: FileDataset) -> Path:
    pydicom.dcmwrite(folder / "made.dcm", header, enforce_file_format=True)
    return folder / "made.dcm"


def shown(folder: Path, header: FileDataset) -> Picture:
    """The first frame of a data set, as the reader shows it."""
    screen = DicomReader(saved(folder, header)).read(0)
    assert screen is not None
    return screen.pixels


def as_big_endian(header: FileDataset, *, swap_pixels: bool) -> FileDataset:
    """The same data set in big endian; `swap_pixels` for pixel values of 16 bits."""
    if swap_pixels:
        header.PixelData = np.frombuffer(header.PixelData, "<u2").astype(">u2").tobytes()
    header.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    for element in header.iterall():
        if "PaletteColorLookupTableData" in element.keyword:
            element.value = np.frombuffer(element.value, "<u2").astype(">u2").tobytes()
    return header


GREY = np.tile(np.arange(256, dtype=np.uint8), (32, 1))[None]
DEEP = np.tile(np.arange(256, dtype=np.uint16) * 16, (32, 1))[None]  # 12 bits of 16


# ---- colours ----------------------------------------------------------------------------------------------------


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


# ---- times ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("elements", "times_ms", "assumed_hz"),
    [
        ({"FrameTime": 33.333}, [0, 33.333, 66.666, 99.999], None),
        ({"FrameTime": None, "FrameTimeVector": [0, 20, 30, 25]}, [0, 20, 50, 75], None),
        (
            {"FrameTime": 10, "FrameTimeVector": [0, 20, 30, 25], "FrameIncrementPointer": 0x00181063},
            [0, 10, 20, 30],
            None,
        ),
        (
            {"FrameTime": 10, "FrameTimeVector": [0, 20, 30, 25], "FrameIncrementPointer": 0x00181065},
            [0, 20, 50, 75],
            None,
        ),
        ({"FrameTime": None, "FrameTimeVector": [0, 20, 0, 20]}, [0, 20, 30, 40], None),  # a repeated time
        ({"FrameTime": None, "FrameTimeVector": [0, 20]}, [0, 20, 40, 60], None),  # too short
        ({"FrameTime": None, "CineRate": 50}, [0, 20, 40, 60], None),
        ({"FrameTime": 0, "RecommendedDisplayFrameRate": 10}, [0, 100, 200, 300], None),
        ({"FrameTime": None}, [0, 50, 100, 150], 20.0),
        ({"FrameTime": 0}, [0, 50, 100, 150], 20.0),
    ],
)
def test_times_are_those_of_the_file(
    elements: dict[str, object], times_ms: list[float], assumed_hz: float | None, tmp_path: Path
) -> None:
    reader = DicomReader(write_cine(tmp_path / "cine.dcm", count=4, **elements), assumed_hz=20.0)
    assert [ns / MS for ns in reader.times_ns] == pytest.approx(times_ms)
    assert reader.assumed_hz == assumed_hz


def test_a_still_needs_no_rate(tmp_path: Path) -> None:
    reader = DicomReader(write_cine(tmp_path / "still.dcm", count=1, NumberOfFrames=None, FrameTime=None))
    assert (reader.times_ns, reader.assumed_hz) == ((0,), None)


# ---- where the scan lies ----------------------------------------------------------------------------------------


def region(
    left: int, top: int, last_x: int, last_y: int, shape: int = 1, shows: int = 1, units: int = 3, cm: float = 0.025
) -> Dataset:
    """One item of Sequence of Ultrasound Regions."""
    item = Dataset()
    item.RegionSpatialFormat, item.RegionDataType, item.RegionFlags = shape, shows, 0
    item.RegionLocationMinX0, item.RegionLocationMinY0 = left, top
    item.RegionLocationMaxX1, item.RegionLocationMaxY1 = last_x, last_y
    item.PhysicalUnitsXDirection = item.PhysicalUnitsYDirection = units
    item.PhysicalDeltaX, item.PhysicalDeltaY = cm, 2 * cm
    return item


def panels_of(folder: Path, *regions: Dataset) -> list[tuple[Rect, PanelKind, tuple[float, float] | None]]:
    path = write_cine(folder / "cine.dcm", count=1, SequenceOfUltrasoundRegions=list(regions))
    screen = DicomReader(path).read(0)
    assert screen is not None
    if screen.layout is None:
        return []
    assert screen.layout.origin_px == (0, 0)
    assert screen.layout.source_size_px == (WIDTH, HEIGHT)
    return [(panel.rect, panel.kind, panel.mm_per_px) for panel in screen.layout.panels]


def test_a_region_gives_rectangle_and_scale(tmp_path: Path) -> None:
    assert panels_of(tmp_path, region(8, 4, 71, 59)) == [(Rect(8, 4, 72, 60), PanelKind.B_MODE, (0.25, 0.5))]


def test_two_planes_side_by_side_are_two_panels_from_left_to_right(tmp_path: Path) -> None:
    panels = panels_of(tmp_path, region(48, 0, 95, 63), region(0, 0, 47, 63))
    assert [panel[0] for panel in panels] == [Rect(0, 0, 48, 64), Rect(48, 0, 96, 64)]


def test_a_colour_box_makes_its_plane_doppler(tmp_path: Path) -> None:
    panels = panels_of(tmp_path, region(0, 0, 90, 60), region(20, 20, 60, 50, shows=2))
    assert panels == [(Rect(0, 0, 91, 61), PanelKind.DOPPLER, (0.25, 0.5))]


def test_a_spectrum_is_doppler_without_a_length(tmp_path: Path) -> None:
    panels = panels_of(tmp_path, region(0, 0, 95, 31), region(0, 32, 95, 63, shape=3, shows=3, units=4))
    assert panels == [
        (Rect(0, 0, 96, 32), PanelKind.B_MODE, (0.25, 0.5)),
        (Rect(0, 32, 96, 64), PanelKind.DOPPLER, None),
    ]


def test_traces_bars_and_m_mode_are_no_panels(tmp_path: Path) -> None:
    assert panels_of(tmp_path, region(0, 0, 95, 30, shape=2), region(0, 31, 95, 63, shape=4, shows=10)) == []


def test_a_last_pixel_one_too_far_is_forgiven(tmp_path: Path) -> None:
    assert panels_of(tmp_path, region(0, 0, WIDTH, HEIGHT))[0][0] == Rect(0, 0, WIDTH, HEIGHT)


def test_a_region_outside_the_picture_takes_every_scale_away(tmp_path: Path) -> None:
    assert panels_of(tmp_path, region(0, 0, 60, 60), region(0, 0, 400, 300)) == []


def test_no_length_is_guessed(tmp_path: Path) -> None:
    assert panels_of(tmp_path, region(0, 0, 60, 60, units=0))[0][2] is None
    assert panels_of(tmp_path, region(0, 0, 60, 60, cm=0.0))[0][2] is None


# ---- what cannot be opened --------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        DicomReader(path)
    assert path.name in str(caught.value)
    return str(caught.value)


def test_another_modality_is_refused_by_name(tmp_path: Path) -> None:
    header = ultrasound(GREY, "MONOCHROME2", Modality="CT", SOPClassUID=CTImageStorage)
    assert "is not ultrasound (its modality is CT)" in refusal(saved(tmp_path, header))


@pytest.mark.parametrize("elements", [{"Modality": None}, {"Modality": "OT"}, {"SOPClassUID": CTImageStorage}])
def test_modality_or_class_of_ultrasound_is_enough(elements: dict[str, object], tmp_path: Path) -> None:
    assert shown(tmp_path, ultrasound(GREY, "MONOCHROME2", **elements)).shape == (32, 256, 3)


def test_a_file_without_pixels_is_refused(tmp_path: Path) -> None:
    header = ultrasound(GREY, "MONOCHROME2", PixelData=None)
    assert "cannot be shown" in refusal(saved(tmp_path, header))
    for keyword in ("Rows", "Columns"):
        delattr(header, keyword)
    assert "without pictures" in refusal(saved(tmp_path, header))


def test_a_discs_list_is_refused(tmp_path: Path) -> None:
    header = ultrasound(GREY, "MONOCHROME2", SOPClassUID=MediaStorageDirectoryStorage, Modality=None)
    assert "list of a disc's contents" in refusal(saved(tmp_path, header))


def test_colours_of_an_unknown_kind_are_named(tmp_path: Path) -> None:
    assert "HSV" in refusal(saved(tmp_path, ultrasound(numbered(0)[None], "HSV")))


def test_a_size_from_a_damaged_header_is_refused(tmp_path: Path) -> None:
    assert "is too large" in refusal(saved(tmp_path, ultrasound(GREY, "MONOCHROME2", Rows=60000, Columns=60000)))


# ---- damage and memory ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("compress", [None, RLELossless, JPEG2000Lossless])
def test_a_cine_cut_off_plays_what_it_has(compress: pydicom.uid.UID | None, tmp_path: Path) -> None:
    path = write_cine(tmp_path / "cine.dcm", count=20, compress=compress)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.6)])
    reader = DicomReader(path)
    screens = screens_of(reader)
    assert 9 <= len(screens) <= 13
    assert [screen.number for screen in screens] == list(range(len(reader.times_ns)))
    assert all(painted_number(screen.pixels) == screen.number for screen in screens)


def test_a_damaged_frame_is_left_out_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write_cine(tmp_path / "cine.dcm", count=8, compress=JPEG2000Lossless)
    data = bytearray(path.read_bytes())
    start = -1
    for _ in range(4):
        start = data.index(b"\xff\x4f\xff\x51", start + 1)  # the fourth frame's code stream
    data[start : start + 60] = bytes(60)
    path.write_bytes(data)
    reader = DicomReader(path)
    assert [screen.number for screen in screens_of(reader)] == [0, 1, 2, 4, 5, 6, 7]
    assert "frame 3 is damaged" in caplog.text
    reader.seek(3)
    after = reader.read(0)
    assert after is not None
    assert (after.number, painted_number(after.pixels)) == (4, 4)


def test_a_cine_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = saved(tmp_path, ultrasound(np.zeros((80, 480, 640, 3), np.uint8), FrameTime=20.0))
    frame_bytes = 480 * 640 * 3
    tracemalloc.start()
    try:
        reader = DicomReader(path)
        for _ in range(5):
            reader.read(0)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 10 * frame_bytes < path.stat().st_size / 5


def open_and_play(path: Path) -> None:
    """Open and play a file that may be damaged: the only error allowed is the one for the user."""
    try:
        reader = DicomReader(path)
    except UnreadableFile:
        return
    screens = screens_of(reader)
    assert len(screens) <= len(reader.times_ns)
    reader.close()


FUZZ = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(compressed=st.booleans(), share=st.floats(0, 1))
def test_a_file_cut_anywhere_opens_or_is_refused(compressed: bool, share: float, tmp_path: Path) -> None:
    path = write_cine(
        tmp_path / "cine.dcm",
        count=3,
        compress=RLELossless if compressed else None,
        SequenceOfUltrasoundRegions=[region(0, 0, 60, 60)],
    )
    data = path.read_bytes()
    path.write_bytes(data[: max(1, int(len(data) * share))])
    open_and_play(path)


@FUZZ
@given(
    compressed=st.booleans(),
    harm=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_damaged_header_opens_or_is_refused(compressed: bool, harm: list[tuple[float, int]], tmp_path: Path) -> None:
    path = write_cine(
        tmp_path / "cine.dcm",
        count=2,
        compress=RLELossless if compressed else None,
        SequenceOfUltrasoundRegions=[region(0, 0, 60, 60)],
    )
    data = bytearray(path.read_bytes())
    for share, value in harm:
        data[132 + int(share * 900)] = value
    path.write_bytes(data)
    open_and_play(path)


# ---- real files -------------------------------------------------------------------------------------------------


@pytest.mark.data
def test_every_real_file_opens_and_its_encodings_agree(data_dir: Path) -> None:
    first: dict[str, Picture] = {}
    for path in sorted((data_dir / "us-dicom").glob("*.dcm")):
        reader = DicomReader(path)
        screens = screens_of(reader)
        assert len(screens) == len(reader.times_ns)
        first[path.stem] = screens[0].pixels
        reader.close()
    assert len(first) == 20
    for one, other in [
        ("OBXXXX1A", "OBXXXX1A_expb"),
        ("OBXXXX1A", "OBXXXX1A_rle"),
        ("OBXXXX1A", "OBXXXX1A_rle_2frame"),
        ("OBXXXX1A", "OBXXXX1A_expb_2frame"),
        ("US1_J2KR", "US1_UNCR"),
        ("US1_J2KI", "US1_UNCI"),
        ("color-pl", "color-px"),
        ("gdcm-US-ALOKA-16", "gdcm-US-ALOKA-16_big"),
    ]:
        np.testing.assert_array_equal(first[one], first[other], err_msg=f"{one} and {other}")


@pytest.mark.data
def test_tags_beyond_the_picture_give_no_scale(data_dir: Path) -> None:
    for name, trusted in [("examples_palette", False), ("examples_ybr_color", False), ("OBXXXX1A", True)]:
        screen = DicomReader(data_dir / "us-dicom" / f"{name}.dcm").read(0)
        assert screen is not None
        assert (screen.layout is not None) is trusted, name

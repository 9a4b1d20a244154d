"""Where the scan lies and what a pixel measures, as far as the tags can be believed."""

from pathlib import Path

import pytest
from pydicom.dataset import Dataset

from capture.screen.layout import PanelKind, Rect
from capture.sources.dicom.cine import DicomReader
from tests.capture.made_files import HEIGHT, WIDTH, write_cine


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


@pytest.mark.parametrize(
    ("cm", "across", "spacing"),
    [(0.025, 5.0, None), (0.0002, 1.0, None), (9.0, 1.0, None), (0.025, 1.0, [0.2, 0.2])],
    ids=["pixels of another shape", "next to no depth", "metres deep", "another Pixel Spacing"],
)
def test_a_scale_that_cannot_be_or_is_contradicted_is_not_believed(
    tmp_path: Path, cm: float, across: float, spacing: list[float] | None
) -> None:
    stated = region(0, 0, 60, 60)
    stated.PhysicalDeltaX, stated.PhysicalDeltaY = cm * across, cm
    tags = {} if spacing is None else {"PixelSpacing": spacing}
    path = write_cine(tmp_path / "cine.dcm", count=1, SequenceOfUltrasoundRegions=[stated], **tags)
    screen = DicomReader(path).read(0)
    assert screen is not None
    assert screen.layout is not None
    assert screen.layout.panels[0].mm_per_px is None


@pytest.mark.data
def test_tags_beyond_the_picture_give_no_scale(data_dir: Path) -> None:
    for name, trusted in [("examples_palette", False), ("examples_ybr_color", False), ("OBXXXX1A", True)]:
        screen = DicomReader(data_dir / "us-dicom" / f"{name}.dcm").read(0)
        assert screen is not None
        assert (screen.layout is not None) is trusted, name

"""One picture read on demand: outline, calipers, descriptors and depth in the picture's own pixels."""

import numpy as np
import pytest

from app.exam.reading.lesion_reading import explain_lesion, read_lesion
from app.exam.reading.reader import LesionReader
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from inference.descriptors.describe import NAMES
from inference.findings import Box
from tests.app.exam.reading.made_detector import BOX, MadeDetector, scan

SCALED = ScanLayout((Panel(Rect(0, 0, 400, 400), mm_per_px=(0.1, 0.1)),), (0, 0), (400, 400))


def beside_another() -> tuple[np.ndarray, ScanLayout]:
    """The scan as the right one of two panels, the left one Doppler."""
    pixels = np.concatenate([np.zeros((400, 300, 3), np.uint8), scan()], axis=1)
    panels = (
        Panel(Rect(0, 0, 290, 400), PanelKind.DOPPLER),
        Panel(Rect(300, 0, 700, 400), mm_per_px=(0.1, 0.1)),
    )
    return pixels, ScanLayout(panels, (0, 0), (700, 400))


def test_a_lesion_is_outlined_measured_and_described() -> None:
    reading = read_lesion(MadeDetector(), scan(), SCALED, BOX)  # type: ignore[arg-type]
    assert reading is not None
    plane = reading.plane("picture")
    assert [each.length_mm for each in plane.calipers] == [pytest.approx(12.1, abs=0.2), pytest.approx(8.1, abs=0.2)]
    assert all(each.snapped for each in plane.calipers)
    assert reading.depth_mm == pytest.approx(12.0, abs=0.3)
    assert [each.name for each in reading.measured] == list(NAMES)
    ratio = reading.measured[0]
    assert (ratio.value, ratio.category) == (pytest.approx(0.67, abs=0.02), "parallel")


def test_everything_lies_in_the_pixels_of_the_whole_picture() -> None:
    pixels, layout = beside_another()
    box = Box(BOX.left + 300, BOX.top, BOX.right + 300, BOX.bottom)
    reading = read_lesion(MadeDetector(), pixels, layout, box)  # type: ignore[arg-type]
    assert reading is not None
    x, y = np.array(reading.outline_px).mean(axis=0)
    assert (x, y) == pytest.approx((500, 180), abs=3)


def test_without_a_box_the_surest_mass_of_the_b_mode_panels_is_read() -> None:
    pixels, layout = beside_another()
    reading = read_lesion(MadeDetector(), pixels, layout, None)  # type: ignore[arg-type]
    assert reading is not None
    assert reading.box.centre == pytest.approx((500, 180), abs=3)
    empty = np.full((400, 400, 3), 120, np.uint8)
    assert read_lesion(MadeDetector(), empty, SCALED, None) is None  # type: ignore[arg-type]


def test_no_scale_gives_neither_size_nor_depth() -> None:
    reading = read_lesion(MadeDetector(), scan(), ScanLayout.whole(400, 400), BOX)  # type: ignore[arg-type]
    assert reading is not None
    assert reading.depth_mm is None
    assert [each.length_mm for each in reading.plane("1").calipers] == [None, None]


def test_without_an_outline_there_is_a_reason_for_each_descriptor_and_no_caliper() -> None:
    reading = read_lesion(MadeDetector(outlines=False), scan(), SCALED, BOX)  # type: ignore[arg-type]
    assert reading is not None
    assert reading.outline_px == ()
    assert reading.plane("1").calipers == ()
    assert all(each.value is None and each.reason for each in reading.measured)


def test_a_lesion_on_a_doppler_panel_is_not_read() -> None:
    pixels, layout = beside_another()
    assert read_lesion(MadeDetector(), pixels, layout, Box(50, 50, 90, 90)) is None  # type: ignore[arg-type]
    detector = MadeDetector()
    answer = explain_lesion(
        detector,  # type: ignore[arg-type]
        pixels,
        layout,
        Box(50, 50, 90, 90),
        progress=lambda _share: None,
        cancelled=lambda: False,
    )
    assert answer is None


def test_the_saliency_picture_tells_where_it_lies_in_the_whole_picture() -> None:
    pixels, layout = beside_another()
    box = Box(BOX.left + 300, BOX.top, BOX.right + 300, BOX.bottom)
    made = LesionReader(MadeDetector).explain(  # type: ignore[arg-type]
        pixels, layout, box, progress=lambda _share: None, cancelled=lambda: False
    )
    assert made is not None
    assert made.area.centre == pytest.approx(box.centre)
    assert 0 < made.score < 1


def test_the_networks_are_loaded_once_and_only_when_they_are_needed() -> None:
    loaded: list[MadeDetector] = []

    def load() -> MadeDetector:
        loaded.append(MadeDetector())
        return loaded[-1]

    reader = LesionReader(load)  # type: ignore[arg-type]
    assert loaded == []
    for _ in range(2):
        assert reader.read(scan(), SCALED, BOX) is not None
    assert len(loaded) == 1

"""The scan is found on scanner screens, bare panels come back whole, and pages without a scan give nothing."""

import csv
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from capture.screen.find_layout import find_layout
from capture.screen.layout import Rect, ScanLayout
from capture.source import Screen
from capture.sources.demo_stills import lesion_stills, tissue_stills
from tests.capture.drawn_screens import HEIGHT, PANEL, WIDTH, black, desktop, id_page, patient_list, scanner_screen

STILLS = {still.name: still.pixels for still in (*lesion_stills(), *tissue_stills())}
SAMPLE = 40  # all images were looked at once: none of 1,875 and 474 was cut


def screen(pixels: npt.NDArray[np.uint8], time_ns: int = 0) -> Screen:
    return Screen(np.ascontiguousarray(pixels), 0, time_ns, 0)


def rect_on_screen(layout: ScanLayout) -> Rect:
    (panel,), (x, y) = layout.panels, layout.origin_px
    return Rect(panel.rect.left + x, panel.rect.top + y, panel.rect.right + x, panel.rect.bottom + y)


@pytest.mark.parametrize("name", STILLS)
def test_the_scan_is_found_on_a_scanners_screen(name: str) -> None:
    layout = find_layout([screen(scanner_screen(STILLS[name]))])
    assert layout is not None
    assert layout.source_size_px == (WIDTH, HEIGHT)
    found = rect_on_screen(layout)
    for side in ("left", "top", "right", "bottom"):
        assert abs(getattr(found, side) - getattr(PANEL, side)) <= 16, (found, PANEL)


@pytest.mark.parametrize("panel", [Rect(300, 110, 1100, 950), Rect(700, 200, 1560, 800), Rect(420, 130, 1020, 980)])
def test_the_scan_is_found_wherever_it_lies(panel: Rect) -> None:
    layout = find_layout([screen(scanner_screen(STILLS["bus_0031-s"], panel=panel))])
    assert layout is not None
    found = rect_on_screen(layout)
    assert max(abs(getattr(found, side) - getattr(panel, side)) for side in ("left", "top", "right", "bottom")) <= 16


def test_several_screens_show_what_is_dark_in_one() -> None:
    left_dark, right_dark = (scanner_screen(STILLS["bus_0826-s"]) for _ in range(2))
    left_dark[PANEL.top : PANEL.bottom, PANEL.left : PANEL.left + 300] = 0
    right_dark[PANEL.top : PANEL.bottom, PANEL.right - 300 : PANEL.right] = 0
    together = find_layout([screen(left_dark), screen(right_dark)])
    assert together is not None
    assert rect_on_screen(together).width >= PANEL.width - 16


@pytest.mark.parametrize(
    "panel", [Rect(230, 100, 1920, 1080), Rect(0, 64, 1920, 1080), Rect(0, 100, 1700, 1000), Rect(230, 0, 1920, 1080)]
)
def test_what_is_written_beside_a_panel_that_almost_fills_the_screen_is_left_out(panel: Rect) -> None:
    pixels = scanner_screen(STILLS["bus_0826-s"], panel=panel)
    layout = find_layout([screen(pixels)])
    assert layout is not None
    found = rect_on_screen(layout)
    for side in ("left", "top", "right", "bottom"):
        assert abs(getattr(found, side) - getattr(panel, side)) <= 24, (found, panel)


@pytest.mark.parametrize("name", STILLS)
def test_a_bare_panel_comes_back_whole(name: str) -> None:
    pixels = cv2.cvtColor(STILLS[name], cv2.COLOR_GRAY2RGB)
    layout = find_layout([screen(np.asarray(pixels, np.uint8))])
    assert layout is not None
    assert layout.panels[0].mask is None
    assert rect_on_screen(layout) == Rect(0, 0, pixels.shape[1], pixels.shape[0])


@pytest.mark.parametrize(
    "page",
    [
        black(),
        desktop(),
        id_page(),
        id_page(dark=False),
        *[patient_list(rows, dark=dark) for rows in (10, 24, 40, 55) for dark in (True, False)],
    ],
)
def test_a_page_without_a_scan_gives_nothing(page: npt.NDArray[np.uint8]) -> None:
    assert find_layout([screen(page)]) is None
    assert find_layout([screen(page), screen(page)]) is None


@pytest.mark.parametrize("ground", [0, 6, 12])
@pytest.mark.parametrize("rows", [24, 40, 55])
def test_a_page_on_black_gives_nothing(rows: int, ground: int) -> None:
    page = patient_list(rows)
    page[page == 16] = ground
    assert find_layout([screen(page)]) is None


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (15, 20), (40, 40)])
def test_a_picture_too_small_or_flat_for_a_scan_gives_nothing(size: tuple[int, int]) -> None:
    assert find_layout([screen(np.full((*size, 3), 90, np.uint8))]) is None


def test_no_screens_give_nothing() -> None:
    assert find_layout([]) is None


def test_a_sector_is_masked_outside_its_hull() -> None:
    tissue = cv2.resize(STILLS["CAWI_017"], (1400, 1000))
    fan = np.zeros((1000, 1400), np.uint8)
    cv2.ellipse(fan, (700, 60), (600, 600), 0, 50, 130, 255, -1)
    picture = np.repeat(np.where(fan > 0, tissue, np.uint8(0))[..., None], 3, axis=2)
    cv2.putText(picture, "DR 70", (360, 160), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (220,) * 3, 2)
    layout = find_layout([screen(picture)])
    assert layout is not None
    (panel,) = layout.panels
    assert panel.mask is not None
    full = np.zeros(fan.shape, np.bool_)
    rect = rect_on_screen(layout)
    full[rect.top : rect.bottom, rect.left : rect.right] = panel.mask
    assert full[fan > 0].mean() > 0.97
    assert rect.left < 360
    assert rect.top < 140
    assert not full[140:162, 360:440].any()


def test_a_dark_side_of_a_bare_panel_is_not_taken_for_a_sectors_outside() -> None:
    picture = np.repeat(STILLS["bus_0826-s"][..., None], 3, axis=2)
    picture[:150] = 0  # contrast has not arrived in the upper part
    layout = find_layout([screen(picture)])
    assert layout is not None
    assert layout.panels[0].mask is None


def test_a_bold_header_above_the_scan_is_left_out() -> None:
    picture = np.zeros((480, 640, 3), np.uint8)
    picture[112:380, 10:630] = cv2.resize(STILLS["CAWI_018"], (620, 268))[..., None]
    for row in range(5):
        for left, text in ((14, "GENERAL HOSP"), (500, "3CM3CM 8M12L")):
            cv2.putText(picture, text, (left, 38 + 16 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (220,) * 3, 2)
    layout = find_layout([screen(picture)])
    assert layout is not None
    assert rect_on_screen(layout).top >= 104


@pytest.mark.data
@pytest.mark.parametrize("name", ["bus-bra", "bus-uclm"])
def test_no_lesion_of_real_stills_is_cut(data_dir: Path, name: str) -> None:
    folder = data_dir / name
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] != "normal"]
    chosen = np.random.default_rng(5).permutation(len(rows))[:SAMPLE]
    cut = []
    for row in (rows[index] for index in chosen):
        pixels = cv2.cvtColor(cv2.imread(str(folder / row["image"])), cv2.COLOR_BGR2RGB)
        lesion = cv2.imread(str(folder / row["mask"]), cv2.IMREAD_GRAYSCALE) > 0
        layout = find_layout([screen(pixels)])
        if layout is None:
            cut.append(row["id"])
            continue
        rect, (panel,) = rect_on_screen(layout), layout.panels
        kept = np.zeros(lesion.shape, np.bool_)
        kept[rect.top : rect.bottom, rect.left : rect.right] = True if panel.mask is None else panel.mask
        if (lesion & ~kept).any():
            cut.append(row["id"])
    assert cut == []

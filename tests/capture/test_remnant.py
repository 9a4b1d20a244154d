"""Law: beside a window over the scan, not a column of the window's pixels passes."""

import numpy as np

from capture.screen.layout import Panel, Rect, ScanLayout
from capture.screen.turning.remnant import BESIDE_PX, clear_of_windows

SIZE = 1280, 800
KNOWN = ScanLayout((Panel(Rect(0, 0, 800, 600)),), (200, 100), SIZE)


def found(*rects: Rect) -> ScanLayout:
    return ScanLayout(tuple(Panel(rect) for rect in rects), (0, 0), SIZE)


def test_the_edge_where_a_window_begins_is_moved_inwards_and_the_scan_s_own_edges_stay() -> None:
    beside = clear_of_windows(found(Rect(500, 101, 999, 700)), KNOWN)
    assert beside.panels[0].rect == Rect(500 + BESIDE_PX, 101, 999, 700)


def test_a_mask_is_cut_with_its_panel() -> None:
    mask = np.zeros((300, 400), np.bool_)
    mask[:, 50:] = True
    layout = ScanLayout((Panel(Rect(300, 250, 700, 550), mask=mask),), (0, 0), SIZE)
    panel = clear_of_windows(layout, KNOWN).panels[0]
    assert panel.rect == Rect(300 + BESIDE_PX, 250 + BESIDE_PX, 700 - BESIDE_PX, 550 - BESIDE_PX)
    assert panel.mask is not None
    assert np.array_equal(panel.mask, mask[BESIDE_PX:-BESIDE_PX, BESIDE_PX:-BESIDE_PX])


def test_a_scan_elsewhere_or_larger_or_on_another_screen_stays_as_it_was_found() -> None:
    for layout in (
        found(Rect(0, 0, 190, 90)),
        found(Rect(190, 90, 1100, 750)),
        ScanLayout((Panel(Rect(100, 100, 300, 300)),), (0, 0), (640, 480)),
    ):
        assert [panel.rect for panel in clear_of_windows(layout, KNOWN).panels] == [one.rect for one in layout.panels]

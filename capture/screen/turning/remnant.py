"""What is left of a scan beside a window that lies over it: cut a little off where the window begins."""

from dataclasses import replace

from capture.screen.layout import Panel, Rect, ScanLayout
from capture.screen.signature import on_screen

SAME_EDGE_PX = 4  # so near, an edge is the known panel's
BESIDE_PX = 3  # an edge is found to two pixels, and a window's frame or shadow may be seen there


def clear_of_windows(found: ScanLayout, known: ScanLayout) -> ScanLayout:
    """The layout with every edge that lies inside a known panel moved `BESIDE_PX` pixels inwards.

    A window over the scan leaves a smaller scan beside it, which may well be found and shown; the page that the window
    belongs to may not, not with a column of pixels either.

    Args:
        found: In a search, on a screen on which the scan was known before.
        known: The layout then.
    """
    if found.source_size_px != known.source_size_px:
        return found
    before = [on_screen(panel.rect, known) for panel in known.panels]
    return replace(found, panels=tuple(_clear(panel, on_screen(panel.rect, found), before) for panel in found.panels))


def _clear(panel: Panel, rect: Rect, before: list[Rect]) -> Panel:
    left = BESIDE_PX * any(_inside(rect.left, one.left, one.right) and _meet_down(rect, one) for one in before)
    right = BESIDE_PX * any(_inside(rect.right, one.left, one.right) and _meet_down(rect, one) for one in before)
    top = BESIDE_PX * any(_inside(rect.top, one.top, one.bottom) and _meet_across(rect, one) for one in before)
    bottom = BESIDE_PX * any(_inside(rect.bottom, one.top, one.bottom) and _meet_across(rect, one) for one in before)
    if not (left or right or top or bottom) or min(rect.width, rect.height) <= 4 * BESIDE_PX:
        return panel
    mask = panel.mask
    if mask is not None:
        mask = mask[top : rect.height - bottom, left : rect.width - right]
    where = panel.rect
    inner = Rect(where.left + left, where.top + top, where.right - right, where.bottom - bottom)
    return replace(panel, rect=inner, mask=mask)


def _inside(edge: int, low: int, high: int) -> bool:
    return low + SAME_EDGE_PX < edge < high - SAME_EDGE_PX


def _meet_down(first: Rect, second: Rect) -> bool:
    return first.top < second.bottom and second.top < first.bottom


def _meet_across(first: Rect, second: Rect) -> bool:
    return first.left < second.right and second.left < first.right

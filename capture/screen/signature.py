"""What a screen looks like outside the panels: the scanner's frame, ruler, bar and menus, coarsely."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capture.screen.coarse import SmallScreen, means_of, summed
from capture.screen.layout import Rect, ScanLayout

ACROSS, DOWN = 48, 27  # cells; 40x40 px of a 1920x1080 screen: a line of text changes its letters, not its cell
FLOOR_EDGE = 1.5  # grey levels per step; less is codec noise
FULL_EDGE = 12.0  # more is text or a line; how strong it is does not matter
FLOOR_BRIGHTNESS = 24.0
# Cells' worth of agreement that everyone has: lets a clock or a pointer come and go on an almost empty screen.
PRIOR_CELLS = 2.0
FITS_FROM = 0.6
ALIKE_FROM = 0.4  # as a whole, with what lives: of a scan, a second apart, as little as 0.5
# A page, a form or a message over the scan has flat ground that is not black; of real scans, also from streams of
# x264 crf 40, no more than 0.05 of the cells are like that.
FLAT_EDGE = 0.25
FLAT_BRIGHTNESS = 20.0
FLAT_SHARE = 0.12
ECHO_SHARE = 0.3  # of a panel's cells that are textured: an echo, so that flatness is a sign of something else


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """Coarse cells of a screen.

    Attributes:
        edges: How much of each cell is text and lines, 0..1, shape (DOWN, ACROSS), float32.
        brightness: Mean grey of each cell, 0..1, shape (DOWN, ACROSS), float32.
        size_px: (width, height) of the screen.
        flat: Edge strength is next to nothing and the cell is not dark, shape (DOWN, ACROSS), bool.
        small: The small version it was made from; None of a remembered one.
    """

    edges: npt.NDArray[np.float32]
    brightness: npt.NDArray[np.float32]
    size_px: tuple[int, int]
    flat: npt.NDArray[np.bool_]
    small: SmallScreen | None = None


def sign(pixels: npt.NDArray[np.uint8], small: SmallScreen | None = None) -> Signature:
    """The signature of a whole screen.

    Args:
        pixels: RGB, shape (height, width, 3), uint8.
        small: Its small version, where there is one already.
    """
    small = SmallScreen(pixels) if small is None else small
    height, width = pixels.shape[:2]
    if min(small.grey.shape) < 2:
        empty = np.zeros((DOWN, ACROSS), np.float32)
        return Signature(empty, empty, (width, height), empty > 0)
    raw = means_of(summed(small.steps), ACROSS, DOWN)
    mean = np.rint(means_of(small.sums, ACROSS, DOWN))
    edges = np.asarray(np.clip((raw - FLOOR_EDGE) / (FULL_EDGE - FLOOR_EDGE), 0, 1), np.float32)
    brightness = np.asarray(np.clip(mean - FLOOR_BRIGHTNESS, 0, None) / (255 - FLOOR_BRIGHTNESS), np.float32)
    return Signature(edges, brightness, (width, height), (raw < FLAT_EDGE) & (mean > FLAT_BRIGHTNESS), small)


def outside_cells(layout: ScanLayout) -> npt.NDArray[np.bool_]:
    """The cells that lie wholly outside the panels, shape (DOWN, ACROSS), bool."""
    outside = np.ones((DOWN, ACROSS), np.bool_)
    width, height = layout.source_size_px
    for panel in layout.panels:
        rect = on_screen(panel.rect, layout)
        left, right = rect.left * ACROSS // width, -(-rect.right * ACROSS // width)
        top, bottom = rect.top * DOWN // height, -(-rect.bottom * DOWN // height)
        outside[top:bottom, left:right] = False
    return outside


def fits(now: Signature, kept: Signature, outside: npt.NDArray[np.bool_]) -> bool:
    """Whether the screen is still the one the layout was made for, judged by what lies outside the panels.

    Compares edges and brightness as shared over united sums (Ruzicka similarity), so that black, which all
    screens have, counts for nothing, and what appears counts as much as what disappears.
    """
    if now.size_px != kept.size_px:
        return False
    inside = ~outside
    if _share(now.flat, inside) >= FLAT_SHARE and _is_echo(kept, inside):
        return False
    if not outside.any():
        return True
    return (
        _similarity(now.edges[outside], kept.edges[outside]) >= FITS_FROM
        and _similarity(now.brightness[outside], kept.brightness[outside]) >= FITS_FROM
    )


def is_alike(now: Signature, before: Signature) -> bool:
    """Whether two screens of one size may be the same page, judged as a whole, with the scan that lives on it."""
    edges, brightness = _similarity(now.edges, before.edges), _similarity(now.brightness, before.brightness)
    return now.size_px == before.size_px and min(edges, brightness) >= ALIKE_FROM


def on_screen(rect: Rect, layout: ScanLayout) -> Rect:
    """A panel's rectangle in pixels of the screen."""
    x, y = layout.origin_px
    return Rect(rect.left + x, rect.top + y, rect.right + x, rect.bottom + y)


def _similarity(now: npt.NDArray[np.float32], kept: npt.NDArray[np.float32]) -> float:
    shared = float(np.minimum(now, kept).sum())
    united = float(np.maximum(now, kept).sum())
    return (shared + PRIOR_CELLS) / (united + PRIOR_CELLS)


def _is_echo(kept: Signature, inside: npt.NDArray[np.bool_]) -> bool:
    return _share(kept.edges > 0, inside) >= ECHO_SHARE and _share(kept.flat, inside) < FLAT_SHARE / 2


def _share(cells: npt.NDArray[np.bool_], among: npt.NDArray[np.bool_]) -> float:
    return float(cells[among].mean()) if among.any() else 0.0

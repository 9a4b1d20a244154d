"""Whether the panels still begin and end where the layout says: what the screen outside them does not tell.

When a scanner goes from two panels to one, everything outside may stay as it was. But echoes then stand where the gap
was, and a panel that is gone has no near field: the first millimetres under a probe are never black, whether it
touches the skin or not.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Panel, PanelKind, ScanLayout
from capture.screen.signature import on_screen

OUTSIDE_PX = 2  # so far outside a panel its surroundings are looked at
RING_POINTS = 160
DARK, RISE = 30, 14  # grey levels: echoes have come to where there was a dark ground
INVADED = 0.1  # of the points round a panel
COLUMNS = 64
DEPTHS = (0.005, 0.01, 0.02, 0.03, 0.045, 0.06)  # of the panel's height: the near field
FLAT = 4  # grey levels from the ground: noise, no near field
BODY = np.linspace(0.08, 0.92, 10)  # of width and height: a grid that tells a panel without echoes
EMPTIED = 0.3  # of the columns that showed a near field

Points = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class _PanelEdge:
    """Where a panel is looked at.

    Attributes:
        ring: (n, 2) rows and columns just outside it.
        near: (columns, depths, 2) rows and columns of its near field; no columns for contrast, which begins black.
        body: (n, 2) rows and columns spread over it.
    """

    ring: Points
    near: Points
    body: Points


class EdgeWatch:
    """Compares a few points round and in the panels with what they were."""

    def __init__(self, layout: ScanLayout) -> None:
        """Choose the points; what they are is learnt from the first screen."""
        width, height = layout.source_size_px
        masks = [_on_screen_mask(panel, layout) for panel in layout.panels]
        together = np.zeros((height, width), np.uint8)
        for mask in masks:
            together |= mask
        self._edges = [
            _PanelEdge(_ring(mask, together), _near_field(panel, mask), _body(mask))
            for panel, mask in zip(layout.panels, masks, strict=True)
        ]
        groups = [points.reshape(-1, 2) for edge in self._edges for points in (edge.ring, edge.near, edge.body)]
        self._points = np.ascontiguousarray(np.concatenate(groups).T)
        self._ends = np.cumsum([len(points) for points in groups])[:-1]
        self._before: list[npt.NDArray[np.int16]] | None = None
        self._lit = [np.zeros(len(edge.near), np.bool_) for edge in self._edges]

    def agrees(self, pixels: npt.NDArray[np.uint8]) -> bool:
        """Whether a screen (RGB) of the layout's size still has the panels where they were; the first one has."""
        values = np.split(pixels[self._points[0], self._points[1], 1].astype(np.int16), self._ends)
        rings, bodies = values[::3], values[2::3]
        lit = [
            _lit(near.reshape(edge.near.shape[:2]), ring)
            for edge, near, ring in zip(self._edges, values[1::3], rings, strict=True)
        ]
        if self._before is None:
            self._before, self._lit = rings, lit
            return True
        invaded = any(
            len(ring) and np.count_nonzero((before <= DARK) & (ring >= before + RISE)) >= INVADED * len(ring)
            for before, ring in zip(self._before, rings, strict=True)
        )
        gone = any(
            np.count_nonzero(before) >= COLUMNS // 4
            and np.count_nonzero(before & ~now) >= EMPTIED * np.count_nonzero(before)
            for before, now in zip(self._lit, lit, strict=True)
        )
        if invaded or (gone and not all(map(_is_flat, bodies))):
            return False
        for known, now in zip(self._lit, lit, strict=True):
            known |= now
        return True


def _lit(near: npt.NDArray[np.int16], ring: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
    """Which columns show a near field: something else than the ground round the panel."""
    if not len(near):
        return np.zeros(0, np.bool_)
    return np.asarray((np.abs(near - int(_median(ring))) > FLAT).any(axis=1))


def _is_flat(values: npt.NDArray[np.int16]) -> bool:
    """Whether nearly all of a panel has the brightness of its ground."""
    ground = _median(values)
    return float((values > ground + 2 * FLAT).mean()) < 0.05 and ground <= DARK if len(values) else True


def _median(values: npt.NDArray[np.int16]) -> float:
    """As `numpy.median`, which takes ten times as long for so few; 0 without values."""
    if not len(values):
        return 0.0
    ordered = np.sort(values)
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _on_screen_mask(panel: Panel, layout: ScanLayout) -> npt.NDArray[np.uint8]:
    width, height = layout.source_size_px
    rect = on_screen(panel.rect, layout)
    mask = np.zeros((height, width), np.uint8)
    mask[rect.top : rect.bottom, rect.left : rect.right] = 1 if panel.mask is None else panel.mask
    return mask


def _ring(mask: npt.NDArray[np.uint8], together: npt.NDArray[np.uint8]) -> Points:
    """Points just outside one panel that lie on the screen and in no panel."""
    size = 2 * OUTSIDE_PX + 1
    padded = np.pad(mask, OUTSIDE_PX + 1)
    outer = cv2.dilate(padded, np.ones((size, size), np.uint8))
    contours, _ = cv2.findContours(outer, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return np.zeros((0, 2), np.intp)
    points = np.concatenate([contour[:, 0, ::-1] for contour in contours]) - (OUTSIDE_PX + 1)
    points = points[:: max(1, len(points) // RING_POINTS)].astype(np.intp)
    height, width = mask.shape
    inside = (points >= 0).all(axis=1) & (points[:, 0] < height) & (points[:, 1] < width)
    points = points[inside]
    return np.asarray(points[together[points[:, 0], points[:, 1]] == 0], np.intp)


def _near_field(panel: Panel, mask: npt.NDArray[np.uint8]) -> Points:
    if panel.kind is PanelKind.CONTRAST:
        return np.zeros((0, len(DEPTHS), 2), np.intp)
    columns = np.flatnonzero(mask.any(axis=0))
    if len(columns) == 0:
        return np.zeros((0, len(DEPTHS), 2), np.intp)
    # the outermost columns of a sector begin deep
    columns = columns[len(columns) // 8 : -(len(columns) // 8) or None]
    columns = columns[:: max(1, len(columns) // COLUMNS)]
    first = mask[:, columns].argmax(axis=0)
    depths = np.round(np.asarray(DEPTHS) * panel.rect.height).astype(int) + 1
    rows = np.minimum(first[:, None] + depths, mask.shape[0] - 1)
    return np.stack([rows, np.broadcast_to(columns[:, None], rows.shape)], axis=2).astype(np.intp)


def _body(mask: npt.NDArray[np.uint8]) -> Points:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(rows) == 0:
        return np.zeros((0, 2), np.intp)
    y, x = np.meshgrid(rows[(BODY * len(rows)).astype(int)], columns[(BODY * len(columns)).astype(int)], indexing="ij")
    points = np.stack([y.ravel(), x.ravel()], axis=1)
    return np.asarray(points[mask[points[:, 0], points[:, 1]] > 0], np.intp)

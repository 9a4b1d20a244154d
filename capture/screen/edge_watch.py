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
        self._before: list[npt.NDArray[np.int16]] | None = None
        self._lit = [np.zeros(len(edge.near), np.bool_) for edge in self._edges]

    def agrees(self, pixels: npt.NDArray[np.uint8]) -> bool:
        """Whether a screen (RGB) of the layout's size still has the panels where they were; the first one has."""
        green = pixels[..., 1]
        rings = [green[edge.ring[:, 0], edge.ring[:, 1]].astype(np.int16) for edge in self._edges]
        lit = [_lit(green, edge.near, ring) for edge, ring in zip(self._edges, rings, strict=True)]
        if self._before is None:
            self._before, self._lit = rings, lit
            return True
        invaded = any(
            len(ring) and float(((before <= DARK) & (ring >= before + RISE)).mean()) >= INVADED
            for before, ring in zip(self._before, rings, strict=True)
        )
        blank = all(_is_flat(green[edge.body[:, 0], edge.body[:, 1]]) for edge in self._edges)
        gone = not blank and any(
            before.sum() >= COLUMNS // 4 and float((before & ~now).sum()) >= EMPTIED * before.sum()
            for before, now in zip(self._lit, lit, strict=True)
        )
        if invaded or gone:
            return False
        self._lit = [before | now for before, now in zip(self._lit, lit, strict=True)]
        return True


def _lit(green: npt.NDArray[np.uint8], near: Points, ring: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
    """Which columns show a near field: something else than the ground round the panel."""
    if not len(near):
        return np.zeros(0, np.bool_)
    ground = int(np.median(ring)) if len(ring) else 0
    away = np.abs(green[near[..., 0], near[..., 1]].astype(np.int16) - ground)
    return np.asarray((away > FLAT).any(axis=1))


def _is_flat(values: npt.NDArray[np.uint8]) -> bool:
    """Whether nearly all of a panel has the brightness of its ground."""
    if len(values) == 0:
        return True
    return float((values > np.median(values) + 2 * FLAT).mean()) < 0.05 and float(np.median(values)) <= DARK


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

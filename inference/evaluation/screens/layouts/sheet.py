"""The found layouts drawn over the screens, one sheet to look at."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from capture.screen.layout import PanelKind, ScanLayout
from inference.evaluation.screens.measure import found_mask

ACROSS = 4
TILE_PX = (480, 320)
LINE_PX = 22
COLOURS = {
    PanelKind.B_MODE: (80, 255, 120),
    PanelKind.CONTRAST: (255, 190, 60),
    PanelKind.DOPPLER: (255, 100, 90),
    PanelKind.ELASTOGRAPHY: (200, 120, 255),
}
TRUTH = (70, 160, 255)
GROUND = 36
QUALITY = 82

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def tile(pixels: Pixels, layout: ScanLayout | None, text: str, truth: Mask | None = None) -> Pixels:
    """A screen with the found panels in the colours of their kinds and the truth in blue."""
    height, width = pixels.shape[:2]
    scale = min(TILE_PX[0] / width, TILE_PX[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.array(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    if truth is not None:
        _outline(small, truth, TRUTH, 1)
    if layout is not None:
        for panel in layout.panels:
            _outline(small, found_mask(layout, panel), COLOURS[panel.kind], 2)
    square = np.full((TILE_PX[1] + LINE_PX, TILE_PX[0], 3), GROUND, np.uint8)
    square[: size[1], : size[0]] = small
    cv2.putText(square, text, (4, TILE_PX[1] + 15), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (235, 235, 235), 1, cv2.LINE_AA)
    return square


def write_sheet(tiles: list[Pixels], path: Path) -> Path:
    """Put tiles on one WebP under the line that says what the colours are."""
    tiles = tiles + [np.full_like(tiles[0], GROUND)] * (-len(tiles) % ACROSS)
    rows = [np.hstack(tiles[start : start + ACROSS]) for start in range(0, len(tiles), ACROSS)]
    head = np.full((30, rows[0].shape[1], 3), GROUND, np.uint8)
    words = [(kind.value, colour) for kind, colour in COLOURS.items()]
    x = 8
    for word, colour in [("found:", (235, 235, 235)), *words, ("truth or tags", TRUTH)]:
        cv2.putText(head, word, (x, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, 1, cv2.LINE_AA)
        x += 16 + 10 * len(word)
    Image.fromarray(np.vstack([head, *rows])).save(path, quality=QUALITY, method=4)
    return path


def _outline(picture: Pixels, mask: Mask, colour: tuple[int, int, int], thick: int) -> None:
    small = cv2.resize(mask.astype(np.uint8), picture.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    contours, _ = cv2.findContours(small, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(picture, contours, -1, colour, thick)

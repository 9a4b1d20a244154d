"""Screens with a depth ruler beside a still scan, drawn with OpenCV's letters, which are in no bank of digits."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 1280, 800
PANEL = Rect(300, 80, 900, 720)


@dataclass(frozen=True)
class Ruler:
    """How a ruler is drawn.

    Attributes:
        mm_per_px: Of the picture.
        tick_mm, number_mm: From one tick, and one number, to the next.
        unit_mm: 10 for numbers in cm, 1 for mm.
        left: It stands left of its panel.
        zero_mm: Depth at the panel's top.
        numbered: It has numbers.
        ink: Its colour.
    """

    mm_per_px: float = 0.0625
    tick_mm: float = 2.5
    number_mm: float = 10.0
    unit_mm: float = 10.0
    left: bool = False
    zero_mm: float = 0.0
    numbered: bool = True
    ink: tuple[int, int, int] = (204, 206, 210)


def ruler_screen(
    ruler: Ruler | None = None, *, panel: Rect = PANEL, seed: int = 0, onto: Picture | None = None
) -> Picture:
    """A whole screen with one panel, and its ruler if there is one."""
    screen = np.zeros((HEIGHT, WIDTH, 3), np.uint8) if onto is None else onto.copy()
    grey = np.random.default_rng(seed).rayleigh(40, (panel.height, panel.width))
    scan = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.2)
    screen[panel.top : panel.bottom, panel.left : panel.right] = np.clip(scan, 0, 255).astype(np.uint8)[..., None]
    for y in (20, 40, 60, 750, 770, 790):
        text = "Breast  Gain 62  DR 70  Freq 12.0  " * 5
        cv2.putText(screen, text, (6, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (210, 214, 220), 1, cv2.LINE_AA)
    if ruler is not None:
        _draw(screen, ruler, panel)
    return screen


def _draw(screen: Picture, ruler: Ruler, panel: Rect) -> None:
    away, edge = (-1, panel.left - 8) if ruler.left else (1, panel.right + 8)
    number = int(np.ceil(ruler.zero_mm / ruler.tick_mm))
    while (y := panel.top + (number * ruler.tick_mm - ruler.zero_mm) / ruler.mm_per_px) <= panel.bottom:
        depth_mm = number * ruler.tick_mm
        long = abs(depth_mm / ruler.number_mm - round(depth_mm / ruler.number_mm)) < 1e-6
        cv2.line(screen, (edge, round(y)), (edge + away * (10 if long else 5), round(y)), ruler.ink, 1)
        if long and number and ruler.numbered:
            text = f"{depth_mm / ruler.unit_mm:g}"
            (wide, high), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)
            at = (edge + 17 if away > 0 else edge - 17 - wide, round(y) + high // 2)
            cv2.putText(screen, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, ruler.ink, 1, cv2.LINE_AA)
        number += 1


def focus_mark(screen: Picture, y: int, x: int = PANEL.right + 26) -> Picture:
    """The same screen with a focus mark among the numbers."""
    marked = screen.copy()
    cv2.fillPoly(marked, [np.array([(x, y), (x + 9, y - 7), (x + 9, y + 7)])], (90, 170, 255))
    return marked


def menu_over(screen: Picture, rect: Rect) -> Picture:
    """The same screen with a menu over a part."""
    covered = screen.copy()
    covered[rect.top : rect.bottom, rect.left : rect.right] = (58, 62, 70)
    for row in range(rect.top + 24, rect.bottom - 4, 34):
        cv2.putText(covered, "Dyn. range", (rect.left + 8, row), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (230, 232, 235), 1)
    return covered

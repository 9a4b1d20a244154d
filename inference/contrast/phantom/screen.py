"""A scanner's screen drawn around the panels: titles, colour bar, depth scale, and the word that it is simulated."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.source import Screen
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.phantom.scanner import tint_table
from inference.contrast.picture import Bytes, ContrastPicture

DEPTH_MM = 40.0  # of a panel
_LEFT, _TOP, _GAP, _RIGHT, _BOTTOM = 16, 46, 14, 66, 30  # px around and between the panels
_BAR_PX = (12, 0.6)  # width; share of the panel's height
_BACKGROUND, _DIM, _BRIGHT, _WARNING = (14, 15, 18), (122, 128, 138), (206, 210, 216), (255, 176, 60)


def screen_layout(recipe: Recipe) -> ScanLayout:
    """Where the panels lie on the drawn screen: B-mode left of contrast, or contrast alone."""
    height, width = recipe.size_px
    kinds = (PanelKind.B_MODE, PanelKind.CONTRAST) if recipe.panels == "side by side" else (PanelKind.CONTRAST,)
    mm_per_px = (DEPTH_MM / height,) * 2
    panels = []
    for place, kind in enumerate(kinds):
        left = _LEFT + place * (width + _GAP)
        panels.append(Panel(Rect(left, _TOP, left + width, _TOP + height), kind, None, mm_per_px))
    right = panels[-1].rect.right + _RIGHT
    size = (right + right % 2, _TOP + height + _BOTTOM + (_TOP + height + _BOTTOM) % 2)  # codecs want even sizes
    return ScanLayout(tuple(panels), (0, 0), size)


def screen(picture: ContrastPicture, recipe: Recipe) -> Screen:
    """The whole screen of a picture, as a reader of a device would deliver it.

    Args:
        picture: Of a phantom.
        recipe: Of the same phantom.

    Returns:
        Its layout is `screen_layout`; everything outside the panels is the same in every picture of a recipe.
    """
    drawn = _furniture(_Look(recipe.size_px, recipe.panels == "side by side", recipe.tint, recipe.dynamic_range_db))
    layout = screen_layout(recipe)
    pixels = drawn.copy()
    for panel in layout.panels:
        seen = picture.contrast
        if panel.kind is PanelKind.B_MODE and picture.bmode is not None:
            seen = np.repeat(picture.bmode[..., None], 3, axis=2)
        pixels[panel.rect.top : panel.rect.bottom, panel.rect.left : panel.rect.right] = seen
    pixels.setflags(write=False)
    time_ns = round(picture.time_s * 1e9)
    return Screen(pixels, picture.index, time_ns, time_ns, layout)


@dataclass(frozen=True, slots=True)
class _Look:
    size_px: tuple[int, int]
    side_by_side: bool
    tint: str
    dynamic_range_db: float


@lru_cache(maxsize=8)
def _furniture(look: _Look) -> Bytes:
    recipe = Recipe(size_px=look.size_px, panels="side by side" if look.side_by_side else "single", tint=look.tint)
    layout = screen_layout(recipe)
    width, height = layout.source_size_px
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[:] = _BACKGROUND
    cv2.line(pixels, (0, 24), (width, 24), (44, 48, 56), 1)
    _write(pixels, "SIMULATED", (_LEFT, 17), _WARNING, 0.5)
    _write(pixels, "Minamo phantom, not a patient", (_LEFT + 104, 17), _DIM, 0.42)
    for panel in layout.panels:
        title = "B" if panel.kind is PanelKind.B_MODE else "CONTRAST"
        _write(pixels, title, (panel.rect.left, _TOP - 7), _BRIGHT, 0.42)
        _depth_scale(pixels, panel.rect)
    _colour_bar(pixels, layout.panels[-1].rect, look)
    _write(pixels, f"DR {look.dynamic_range_db:g} dB", (layout.panels[-1].rect.left, height - 10), _DIM, 0.42)
    return pixels


def _write(pixels: Bytes, text: str, at: tuple[int, int], colour: tuple[int, int, int], size: float) -> None:
    cv2.putText(pixels, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, colour, 1, cv2.LINE_AA)


def _depth_scale(pixels: Bytes, rect: Rect) -> None:
    """A tick every 5 mm, a longer one every 10, right of the panel."""
    for number in range(int(DEPTH_MM / 5) + 1):
        y = min(rect.top + round(number * 5 / DEPTH_MM * rect.height), rect.bottom - 1)
        cv2.line(pixels, (rect.right + 2, y), (rect.right + (8 if number % 2 == 0 else 5), y), _DIM, 1)


def _colour_bar(pixels: Bytes, rect: Rect, look: _Look) -> None:
    """White on top, black at the bottom, with the dynamic range written at its ends."""
    width, share = _BAR_PX
    left, height = rect.right + 18, round(rect.height * share)
    top = rect.top + 12
    levels = np.rint(np.linspace(255, 0, height)).astype(np.int64)
    pixels[top : top + height, left : left + width] = tint_table(look.tint)[levels][:, None]
    cv2.rectangle(pixels, (left - 1, top - 1), (left + width, top + height), _DIM, 1)
    _write(pixels, "0", (left + width + 4, top + 8), _DIM, 0.36)
    _write(pixels, f"-{look.dynamic_range_db:g}", (left + width + 4, top + height), _DIM, 0.36)

"""What stands beside a scan: depth ruler, grey and colour bars, TGC line, focus marks, body mark."""

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from capture.screen.layout import PanelKind, Rect
from inference.evaluation.screens.furniture import Canvas
from inference.evaluation.screens.truth import RulerTruth

_FEW_TICKS = 90  # no ruler has more


@dataclass(frozen=True, slots=True)
class Depth:
    """Depth beside a panel.

    Attributes:
        panel: The panel's number.
        rect: The panel.
        zero_y_px: The line of depth 0; above the panel when it is zoomed.
        mm_per_px: Down.
    """

    panel: int
    rect: Rect
    zero_y_px: float
    mm_per_px: float


def draw_ruler(canvas: Canvas, depth: Depth, *, left: bool) -> RulerTruth:
    """Ticks and numbers along one side of a panel."""
    style, unit, rect = canvas.style, canvas.unit, depth.rect
    span_mm = rect.height * depth.mm_per_px
    tick_mm = next(step for step in (1.0, 2.5, 5.0, 10.0, 20.0) if span_mm / step <= 24)
    major_mm = max(10.0, 5 * tick_mm) if tick_mm != 2.5 else 10.0
    number_mm = None if not style.numbers else major_mm
    away = -1 if left else 1
    gap = float(canvas.rng.uniform(6, 16)) * unit
    x = rect.left - gap if left else rect.right + gap
    ink = canvas.style.accent if canvas.rng.random() < 0.25 and sum(style.accent) > 300 else (200, 204, 208)
    last_y = depth.zero_y_px
    for number in range(_FEW_TICKS * 4):
        y = depth.zero_y_px + number * tick_mm / depth.mm_per_px
        if y > rect.bottom + 0.5:
            break
        if y < rect.top - 0.5:
            continue
        last_y = y
        long = abs(number * tick_mm / major_mm - round(number * tick_mm / major_mm)) < 1e-6
        _tick(canvas, x, y, away, long, ink)
        if long and number_mm is not None and number:
            value = number * tick_mm / (10 if style.numbers == "cm" else 1)
            canvas.say((x + away * 22 * unit, y), f"{value:g}", 17, ink, anchor="rm" if left else "lm")
    if style.ticks == "lines" and canvas.rng.random() < 0.5:
        top = max(rect.top, depth.zero_y_px)
        canvas.draw.line((round(x), round(top), round(x), round(last_y)), ink, max(1, round(unit)))
    return RulerTruth(
        depth.panel, x, depth.zero_y_px, last_y, left, tick_mm, major_mm, number_mm, style.numbers == "cm"
    )


def _tick(canvas: Canvas, x: float, y: float, away: int, long: bool, ink: tuple[int, int, int]) -> None:
    unit, draw = canvas.unit, canvas.draw
    length = (14 if long else 7) * unit
    thick = max(1, round(1.4 * unit))
    if canvas.style.ticks == "dots":
        radius = (3.4 if long else 1.8) * unit
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), ink)
    elif canvas.style.ticks == "triangles" and long:
        draw.polygon([(x, y), (x + away * length, y - 5 * unit), (x + away * length, y + 5 * unit)], ink)
    else:
        row = round(y)
        draw.line((round(x), row, round(x + away * length), row), ink, thick)


def draw_bar(canvas: Canvas, at: Rect, kind: PanelKind) -> None:
    """The bar that shows which grey, or colour, stands for what."""
    steps = np.linspace(255, 0, at.height).astype(np.uint8)
    if kind in (PanelKind.B_MODE, PanelKind.CONTRAST):
        colours = np.repeat(steps[:, None], 3, axis=1)
        if kind is PanelKind.CONTRAST:
            colours = np.asarray(colours * np.array([1.0, 0.72, 0.25]), np.uint8)
    elif kind is PanelKind.ELASTOGRAPHY:
        colours = np.asarray(cv2.applyColorMap(steps, cv2.COLORMAP_JET), np.uint8)[:, 0, ::-1]
    else:
        half = at.height // 2
        warm = np.stack([np.linspace(255, 90, half), np.linspace(220, 0, half), np.linspace(90, 0, half)], axis=1)
        cold = warm[::-1, ::-1]
        colours = np.concatenate([warm, cold, cold[-1:]])[: at.height].astype(np.uint8)
    strip = np.repeat(colours[:, None], at.width, axis=1)
    canvas.image.paste(Image.fromarray(np.ascontiguousarray(strip)), (at.left, at.top))
    if kind is PanelKind.DOPPLER:
        canvas.say((at.left, at.top - 20 * canvas.unit), "+4.2", 15)
        canvas.say((at.left, at.bottom + 2 * canvas.unit), "-4.2 cm/s", 15)


def draw_tgc(canvas: Canvas, x: float, rect: Rect) -> None:
    """The curve of gain over depth."""
    points = [
        (x + (10 + 12 * np.sin(3.1 * part + 0.4) * part) * canvas.unit, rect.top + part * rect.height)
        for part in np.linspace(0, 1, 9)
    ]
    canvas.draw.line(points, (120, 124, 130), max(1, round(1.5 * canvas.unit)))


def draw_focus(canvas: Canvas, x: float, rect: Rect, *, left: bool) -> None:
    """A triangle beside the ruler, at the depth of the focus."""
    y = rect.top + float(canvas.rng.uniform(0.25, 0.7)) * rect.height
    size, away = 8 * canvas.unit, -1 if left else 1
    canvas.draw.polygon([(x, y), (x + away * size, y - size), (x + away * size, y + size)], canvas.style.accent)


def draw_body_mark(canvas: Canvas, at: Rect) -> None:
    """A breast with the place of the probe on it, in a box."""
    draw, unit = canvas.draw, canvas.unit
    draw.rectangle((at.left, at.top, at.right - 1, at.bottom - 1), (132, 126, 168), (190, 190, 210))
    inset = round(0.14 * at.width)
    circle = (at.left + inset, at.top + inset, at.right - inset, at.bottom - inset)
    draw.ellipse(circle, (212, 208, 236), (90, 86, 120), max(1, round(unit)))
    x, y = (at.left + at.right) / 2, (at.top + at.bottom) / 2
    radius = 0.05 * at.width
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), (150, 110, 130))
    turn = float(canvas.rng.uniform(0, np.pi))
    reach = 0.2 * at.width
    middle = (x + 0.16 * at.width, y - 0.12 * at.height)
    ends = [(middle[0] + sign * reach * np.cos(turn), middle[1] + sign * reach * np.sin(turn)) for sign in (-1, 1)]
    draw.line(ends, (250, 210, 60), max(2, round(3 * unit)))

"""Maps as pictures: colours that colour-blind users tell apart, over the B-mode picture, with a bar in units.

viridis and cividis rise evenly in lightness, also for red-green blind eyes (Nunez, Anderton and Renslow, PLoS ONE
2018;13:e0199239). What a map does not support stays the bare B-mode picture.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import matplotlib as mpl
import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image, ImageDraw, ImageFont

from inference.contrast.maps.parametric import Maps
from inference.contrast.picture import Bytes, Floats
from inference.contrast.regions import Region
from inference.contrast.regions.lesion import shown_area

OPACITY = 0.7
_BACKGROUND = (0x16, 0x1B, 0x22)
_TEXT = (0xE6, 0xED, 0xF3)
_PERCENTILES = (3.0, 97.0)  # of the values: a few odd cells do not set the bar
_BRIGHT_SHARE = 0.4  # of the cells, by peak enhancement: they set the bar of the times, which noise scatters elsewhere
_BAR_SHARE = 0.16  # of the picture's width
_LEAST_BAR_PX = 54
_DASH_PX = 7.0


@dataclass(frozen=True, slots=True)
class MapLook:
    """How one map is drawn.

    Attributes:
        field: Of `Maps`.
        title: Standard name of the parameter.
        unit: As written on the bar.
        colours: Name of a colour map.
        decibel: Drawn as 10 log10 of the value: echo power spans decades.
    """

    field: str
    title: str
    unit: str
    colours: str
    decibel: bool


MAP_LOOKS: tuple[MapLook, ...] = (
    MapLook("pe", "PE", "dB", "viridis", True),
    MapLook("ttp_s", "TTP", "s", "cividis_r", False),  # early is bright
    MapLook("arrival_s", "Arrival", "s", "cividis_r", False),
    MapLook("mtt_s", "MTT", "s", "cividis", False),
    MapLook("wir", "WiR", "dB", "viridis", True),
    MapLook("wiauc", "WiAUC", "dB", "viridis", True),
)
_LOOKS = {look.field: look for look in MAP_LOOKS}


def draw_map(
    maps: Maps,
    field: str,
    bmode: Bytes | None,
    size_px: tuple[int, int],
    *,
    lesion: Region | None = None,
    reference: Region | None = None,
    limits: tuple[float, float] | None = None,
) -> Bytes:
    """One map over the B-mode picture, with its colour bar at the right.

    Args:
        maps: The maps.
        field: Which: a field of `Maps`.
        bmode: (h_b, w_b) grey of the same tissue; None draws on black.
        size_px: (width, height) of the picture without the bar. Regions are scaled from a panel of this size.
        lesion: Outlined, in pixels of a panel of `size_px`.
        reference: Outlined with dashes.
        limits: Values at the bar's ends, as written on it; None takes those of the map.

    Returns:
        (height, width + bar, 3) uint8 RGB.
    """
    look = _LOOKS[field]
    values = shown_values(maps, look)
    low, high = limits or map_limits(maps, look)
    picture = _overlaid(values, bmode, size_px, low, high, look.colours)
    for region, dashed in ((lesion, False), (reference, True)):
        if region is not None:
            _outline(picture, region, dashed)
    return np.concatenate([picture, _bar(size_px, low, high, look)], axis=1)


def draw_maps(
    maps: Maps,
    bmode: Bytes | None,
    size_px: tuple[int, int],
    *,
    lesion: Region | None = None,
    reference: Region | None = None,
) -> Figure:
    """All six maps in one figure, for maps.png; arguments as those of `draw_map`."""
    figure = Figure(figsize=(12, 12 * 2 / 3 * size_px[1] / size_px[0] * 0.85 + 0.9), layout="constrained")
    for axes, look in zip(figure.subplots(2, 3).ravel(), MAP_LOOKS, strict=True):
        values = shown_values(maps, look)
        low, high = map_limits(maps, look)
        picture = _overlaid(values, bmode, size_px, low, high, look.colours)
        for region, dashed in ((lesion, False), (reference, True)):
            if region is not None:
                _outline(picture, region, dashed)
        axes.imshow(picture)
        axes.set_axis_off()
        share = float(np.isfinite(values).mean())
        axes.set_title(look.title if share > 0 else f"{look.title}: not supported by this recording", fontsize=11)
        scale = ScalarMappable(Normalize(low, high), look.colours)
        figure.colorbar(scale, ax=axes, label=look.unit, shrink=0.85)
    figure.text(0.995, 0.004, "Research use only. Not for diagnosis.", ha="right", fontsize=8, color="#6E7681")
    return figure


def shown_values(maps: Maps, look: MapLook) -> Floats:
    """(h, w) values as the bar says them; NaN where there is none."""
    values: Floats = getattr(maps, look.field)
    if not look.decibel:
        return values
    return np.asarray(10 * np.log10(np.where(values > 0, values, np.nan)), np.float32)


def map_limits(maps: Maps, look: MapLook) -> tuple[float, float]:
    """Values at the bar's ends, as written on it."""
    values = shown_values(maps, look)
    known = np.isfinite(values)
    if not look.decibel and known.any():
        known &= maps.pe >= np.quantile(maps.pe[known], 1 - _BRIGHT_SHARE)
    if not known.any():
        return 0.0, 1.0
    low, high = (float(value) for value in np.percentile(values[known], _PERCENTILES))
    middle, least = (low + high) / 2, max(0.05 * abs((low + high) / 2), 0.1)
    return (low, high) if high - low >= least else (middle - least / 2, middle + least / 2)


@cache
def _table(colours: str) -> Bytes:
    return np.asarray(np.rint(mpl.colormaps[colours](np.arange(256))[:, :3] * 255), np.uint8)


def _overlaid(
    values: Floats, bmode: Bytes | None, size_px: tuple[int, int], low: float, high: float, colours: str
) -> Bytes:
    width, height = size_px
    grey = np.zeros((height, width), np.uint8) if bmode is None else cv2.resize(bmode, size_px)
    known = np.isfinite(values).astype(np.float32)
    # Smooth between cells that are known; nothing reaches into those that are not.
    weight = cv2.resize(known, size_px, interpolation=cv2.INTER_LINEAR)
    filled = cv2.resize(np.nan_to_num(values) * known, size_px, interpolation=cv2.INTER_LINEAR)
    value = filled / np.maximum(weight, 1e-3)
    place = np.clip((value - low) / max(high - low, 1e-12) * 255, 0, 255).astype(np.uint8)
    opacity = (OPACITY * np.clip(weight * 2 - 0.5, 0, 1))[:, :, None]
    if bmode is not None and bmode.any():
        opacity *= shown_area(grey.astype(np.float32))[:, :, None]  # outside the scan is no tissue
    mixed = grey[:, :, None] * (1 - opacity) + _table(colours)[place] * opacity
    return np.asarray(np.rint(mixed), np.uint8)


def _outline(picture: Bytes, region: Region, dashed: bool) -> None:
    """Draw into the picture: light on dark, so that it shows on every colour."""
    corners = region.outline()
    closed = np.concatenate([corners, corners[:1]])
    if dashed:
        along = np.append(0, np.cumsum(np.hypot(*np.diff(closed, axis=0).T)))
        steps = np.arange(0, along[-1], _DASH_PX / 6)
        points = np.stack([np.interp(steps, along, closed[:, axis]) for axis in (0, 1)], axis=1)
        pieces = [points[begin : begin + 7] for begin in range(0, len(points), 12)]
    else:
        pieces = [closed]
    fixed = [np.rint(piece * 16).astype(np.int32) for piece in pieces if len(piece) > 1]  # in 16ths of a pixel
    for colour, thickness in (((0, 0, 0), 3), (_TEXT, 1)):
        cv2.polylines(picture, fixed, False, colour, thickness, cv2.LINE_AA, 4)


def _bar(size_px: tuple[int, int], low: float, high: float, look: MapLook) -> Bytes:
    width, height = max(_LEAST_BAR_PX, round(size_px[0] * _BAR_SHARE)), size_px[1]
    font = _font(max(10, round(height / 28)))
    letter = round(font.size)
    image = Image.new("RGB", (width, height), _BACKGROUND)
    draw = ImageDraw.Draw(image)
    top, bottom, left, right = round(2.2 * letter), height - letter, round(0.5 * letter), round(1.5 * letter)
    rows = np.linspace(255, 0, bottom - top).astype(np.uint8)
    strip = np.repeat(_table(look.colours)[rows][:, None], right - left, axis=1)
    image.paste(Image.fromarray(strip), (left, top))
    draw.text((left, round(0.5 * letter)), look.unit, _TEXT, font)
    for tick in MaxNLocator(5).tick_values(low, high):
        if low <= tick <= high:
            y = bottom - (tick - low) / (high - low) * (bottom - top)
            draw.line([(right, y), (right + letter // 3, y)], _TEXT)
            draw.text((right + letter // 2, y), f"{tick:g}".replace("-", "\N{MINUS SIGN}"), _TEXT, font, anchor="lm")
    return np.asarray(image)


@cache
def _font(size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")), size_px)

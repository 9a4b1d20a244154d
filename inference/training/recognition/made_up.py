"""Pictures that are not of a breast, made up: screens, text, bars, photographs, phantoms, organs, colour, contrast.

They teach the shapes of what there is no data for. Each maker takes a source of chance and gives RGB (h, w, 3) uint8;
those that lay colour or agent over tissue take a grey breast picture too.
"""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Random = np.random.Generator

_WORDS = (
    "Patient", "Worklist", "Exam", "Review", "Archive", "Gain 61 dB", "DR 70", "MI 1.1", "TIs 0.4", "Preset", "Print",
    "Study date", "Transducer", "Breast L", "Page 1 of 3", "Settings", "Cancel", "12.4 MHz", "Body mark", "New exam",
)  # fmt: skip


def menu(rng: Random) -> Pixels:
    """A page of a scanner's or a computer's settings: fields, buttons, lists and text."""
    height, width = _size(rng)
    ground = _shade(rng)
    page = np.full((height, width, 3), ground, np.uint8)
    for _ in range(int(rng.integers(4, 30))):
        left, top = int(rng.uniform(0, 0.9 * width)), int(rng.uniform(0, 0.9 * height))
        right = left + int(rng.uniform(0.05, 0.5) * width)
        bottom = top + int(rng.uniform(0.03, 0.25) * height)
        colour = _shade(rng)
        cv2.rectangle(page, (left, top), (right, bottom), colour, -1 if rng.random() < 0.7 else 1)
        _write(rng, page, (left + 4, min(top + 16, height - 2)))
    return page


def text_page(rng: Random) -> Pixels:
    """Lines of text on an even ground."""
    height, width = _size(rng)
    page = np.full((height, width, 3), _shade(rng), np.uint8)
    step = int(rng.integers(12, 34))
    for top in range(step, height, step):
        if rng.random() < 0.9:
            words = " ".join(rng.choice(_WORDS, int(rng.integers(1, 8))))
            shade = int(rng.integers(0, 256))
            cv2.putText(page, words, (8, top), cv2.FONT_HERSHEY_SIMPLEX, step / 40, (shade,) * 3, 1, cv2.LINE_AA)
    return page


def bars(rng: Random) -> Pixels:
    """Bars, ramps, boards and rings, as test generators send them."""
    height, width = _size(rng)
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    kind, count = int(rng.integers(5)), int(rng.integers(3, 16))
    if kind == 0:
        levels = rng.integers(0, 256, (count, 3))
        picture = levels[np.minimum((x * count).astype(int), count - 1)]
    elif kind == 1:
        picture = np.repeat((255 * (x if rng.random() < 0.5 else y))[:, :, None], 3, axis=2)
    elif kind == 2:
        picture = np.repeat(((x * count).astype(int) + (y * count).astype(int))[:, :, None] % 2 * 255, 3, axis=2)
    elif kind == 3:
        rings = np.sin(np.hypot(x - 0.5, y - 0.5) ** 2 * count * 60)
        picture = np.repeat((127 + 127 * rings)[:, :, None], 3, axis=2)
    else:
        picture = np.repeat(((x * count * 3 % 1 < 0.08) | (y * count * 3 % 1 < 0.08))[:, :, None] * 220, 3, axis=2)
    return _grey_by_chance(rng, np.clip(picture, 0, 255).astype(np.uint8))


def blank(rng: Random) -> Pixels:
    """An even picture, a slow ramp, or the snow of an empty input."""
    height, width = _size(rng)
    picture = np.full((height, width, 3), float(rng.integers(0, 256)), np.float32)
    if rng.random() < 0.4:
        picture += np.linspace(-30, 30, height)[:, None, None]
    if rng.random() < 0.5:
        channels = 3 if rng.random() < 0.3 else 1
        snow = rng.normal(0, rng.uniform(1, 60), (height, width, channels)).astype(np.float32)
        picture += cv2.GaussianBlur(snow, (0, 0), rng.uniform(0.3, 2)).reshape(height, width, -1)
    return _as_pixels(picture)


def photograph(rng: Random) -> Pixels:
    """A room or a landscape as a camera sees it: light, surfaces with texture, things with edges and shadows."""
    height, width = _size(rng)
    picture: npt.NDArray[np.floating[Any]] = np.zeros((height, width, 3), np.float32)
    for channel in range(3):
        picture[:, :, channel] = 120 + 70 * clouds(rng, height, width, float(rng.uniform(30, 150)))
    for _ in range(int(rng.integers(3, 25))):
        mask = np.zeros((height, width), np.uint8)
        points = rng.uniform(-0.2, 1.2, 2) + rng.normal(0, rng.uniform(0.03, 0.35), (int(rng.integers(3, 9)), 2))
        whole = (points * (width, height)).astype(np.int32)
        if rng.random() < 0.5:
            cv2.fillPoly(mask, [whole], 255)
        else:
            cv2.ellipse(mask, whole[0].tolist(), np.abs(whole[1] - whole[2]).tolist(), 0, 0, 360, 255, -1)
        soft = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.3, 3)).astype(np.float32)[:, :, None] / 255
        surface = rng.integers(0, 256, 3) + rng.uniform(0, 25) * clouds(rng, height, width, 3)[:, :, None]
        light = np.linspace(rng.uniform(0.6, 1), rng.uniform(0.6, 1.2), width)[None, :, None]
        picture = picture * (1 - soft) + surface.astype(np.float32) * light * soft
    picture += rng.normal(0, rng.uniform(0, 6), picture.shape)
    return _grey_by_chance(rng, _as_pixels(picture))


def phantom(rng: Random) -> Pixels:
    """A test object: even speckle with pins and round holes, seen by a linear or a curved probe."""
    height, width = _size(rng)
    level = np.full((height, width), rng.uniform(40, 130), np.float32)
    radius = int(rng.uniform(0.02, 0.1) * width) + 1
    depth = rng.uniform(0.6, 1.1)
    for row in range(1, int(rng.integers(2, 6))):
        for column in range(1, int(rng.integers(2, 6))):
            centre = (int(width * column / 6), int(height * row / 6))
            cv2.circle(level, centre, radius, float(rng.uniform(0, 160)), -1)
    picture = level * speckle(rng, height, width) * np.linspace(1.1, depth, height, dtype=np.float32)[:, None]
    for row in range(1, int(rng.integers(2, 9))):
        cv2.ellipse(picture, (width // 2, int(height * row / 9)), (6, 1), 0, 0, 360, 255.0, -1)
    return sector(rng, _as_pixels(picture)) if rng.random() < 0.5 else _as_pixels(picture)


def organ(rng: Random) -> Pixels:
    """An organ seen by a curved or phased probe: dark chambers, bright walls, shadows, reverberation, a deep field."""
    height, width = _size(rng)
    level = 70 + 28 * clouds(rng, height, width, float(rng.uniform(12, 60)))
    for _ in range(int(rng.integers(0, 5))):  # chambers and vessels
        centre = (int(rng.uniform(0, width)), int(rng.uniform(0.15, 1) * height))
        axes = (int(rng.uniform(0.04, 0.4) * width), int(rng.uniform(0.04, 0.3) * height))
        turn = float(rng.uniform(0, 180))
        cv2.ellipse(level, centre, axes, turn, 0, 360, float(rng.uniform(0, 25)), -1)
        cv2.ellipse(level, centre, axes, turn, 0, 360, float(rng.uniform(90, 200)), int(rng.integers(1, 7)))
    for _ in range(int(rng.integers(0, 4))):  # walls, pleura, diaphragm, and what is mirrored under them
        centre = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
        axes = (int(rng.uniform(0.2, 0.9) * width), int(rng.uniform(0.02, 0.4) * height))
        begin = float(rng.uniform(180, 300))
        for again in range(int(rng.integers(1, 5))):
            lower = (centre[0], centre[1] + again * height // 6)
            bright = float(rng.uniform(120, 255) * 0.7**again)
            cv2.ellipse(level, lower, axes, 0, begin, begin + 80, bright, int(rng.integers(1, 6)))
    x = np.arange(width, dtype=np.float32)
    for _ in range(int(rng.integers(0, 5))):  # shadows of ribs, and bright streaks
        middle, wide = rng.uniform(0, width), rng.uniform(0.02, 0.15) * width
        begin = int(rng.uniform(0, 0.5) * height)
        level[begin:] *= 1 + rng.uniform(-1, 0.8) * np.exp(-(((x - middle) / wide) ** 2))[None]
    level *= np.linspace(1.1, rng.uniform(0.1, 1), height, dtype=np.float32)[:, None]
    picture = cv2.GaussianBlur(level, (0, 0), 1.2) * speckle(rng, height, width)
    return sector(rng, _as_pixels(picture))


def elastography(rng: Random, grey: Grey) -> Pixels:
    """A map of stiffness over a part of a breast picture."""
    height, width = grey.shape
    return _coloured(rng, grey, clouds(rng, height, width, float(rng.uniform(15, 60))), share=(0.35, 0.9))


def doppler(rng: Random, grey: Grey) -> Pixels:
    """Colour flooding a breast picture: more of it than can be taken for a few pixels."""
    height, width = grey.shape
    flow = clouds(rng, height, width, float(rng.uniform(6, 25)))
    picture = np.repeat(grey[:, :, None], 3, axis=2)
    painted = np.abs(flow) > np.quantile(np.abs(flow), rng.uniform(0.5, 0.85))
    towards = np.stack([200 + 50 * flow, 60 + 60 * flow, np.full_like(flow, 20)], axis=2)
    away = towards[:, :, ::-1]
    colours = np.where((flow > 0)[:, :, None], towards, away)
    return np.where(painted[:, :, None], np.clip(colours, 0, 255).astype(np.uint8), picture)


def contrast(rng: Random, grey: Grey) -> Pixels:
    """Contrast mode: tissue suppressed, specks of agent here and there, often tinted."""
    height, width = grey.shape
    agent = np.clip(clouds(rng, height, width, float(rng.uniform(10, 50))) + rng.uniform(-1.2, 0.6), 0, 2)
    specks = (rng.random((height, width)) < rng.uniform(0.02, 0.5)).astype(np.float32)
    bright = cv2.GaussianBlur(specks, (0, 0), rng.uniform(0.8, 2.5)) * agent
    bright *= rng.uniform(60, 200) / max(float(np.quantile(bright, 0.99)), 1e-3)
    level = bright + rng.uniform(0, 0.15) * grey + rng.uniform(0, 12) * speckle(rng, height, width)
    tint = np.array([(1, 1, 1), (1, 0.72, 0.35), (1, 0.85, 0.6), (0.9, 1, 0.5)][int(rng.integers(4))])
    return _as_pixels(level[:, :, None] * tint)


ALONE: dict[str, Callable[[Random], Pixels]] = {
    "menu": menu,
    "text": text_page,
    "test bars": bars,
    "blank": blank,
    "photograph": photograph,
    "phantom": phantom,
    "organ": organ,
}
OVER_BREAST: dict[str, Callable[[Random, Grey], Pixels]] = {
    "elastography": elastography,
    "doppler": doppler,
    "contrast": contrast,
}


def sector(rng: Random, pixels: Pixels) -> Pixels:
    """The picture as a curved or phased probe would draw it: depth along rays, black beside them."""
    height, width = pixels.shape[:2]
    half_angle, top = np.deg2rad(rng.uniform(22, 50)), rng.uniform(0.0, 0.5)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(0, 1, height))
    x = x * np.sin(half_angle) * (1 + top)
    y = y + top * np.cos(half_angle)
    radius, angle = np.hypot(x, y) - top, np.arctan2(x, y)
    column = (angle / half_angle + 1) / 2 * (width - 1)
    drawn = cv2.remap(
        pixels, column.astype(np.float32), (radius * (height - 1)).astype(np.float32), cv2.INTER_LINEAR, borderValue=0
    )
    return np.asarray(drawn, np.uint8)


def speckle(rng: Random, height: int, width: int) -> Floats:
    """Log-compressed speckle of mean 1, shape (height, width)."""
    wide, tall = rng.uniform(0.8, 3.0), rng.uniform(0.6, 1.6)
    waves = [cv2.GaussianBlur(rng.normal(0, 1, (height, width)), (0, 0), wide, sigmaY=tall) for _ in range(2)]
    envelope = np.hypot(waves[0], waves[1])
    level = np.log1p(envelope / envelope.mean() * rng.uniform(1, 8))
    return np.asarray(level / level.mean(), np.float32)


def clouds(rng: Random, height: int, width: int, size_px: float) -> Floats:
    """A smooth field of mean 0 and standard deviation 1, its lumps some `size_px` wide, shape (height, width)."""
    cells = (max(2, round(height / size_px)), max(2, round(width / size_px)))
    field = cv2.resize(rng.normal(0, 1, cells).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray((field - field.mean()) / max(float(field.std()), 1e-6), np.float32)


def _coloured(rng: Random, grey: Grey, field: Floats, share: tuple[float, float]) -> Pixels:
    """A colour map of a field, laid half transparently over a box of a grey picture."""
    height, width = grey.shape
    tall, wide = int(rng.uniform(*share) * height), int(rng.uniform(*share) * width)
    top, left = int(rng.integers(0, height - tall + 1)), int(rng.integers(0, width - wide + 1))
    levels = np.clip(127 + 70 * field, 0, 255).astype(np.uint8)
    colours = cv2.applyColorMap(levels, cv2.COLORMAP_JET)[:, :, ::-1]
    picture = np.repeat(grey[:, :, None], 3, axis=2)
    box = (slice(top, top + tall), slice(left, left + wide))
    opacity = rng.uniform(0.3, 0.8)
    picture[box] = (picture[box] * (1 - opacity) + colours[box] * opacity).astype(np.uint8)
    return np.asarray(picture, np.uint8)


def _size(rng: Random) -> tuple[int, int]:
    return int(rng.integers(200, 520)), int(rng.integers(240, 640))


def _shade(rng: Random) -> tuple[int, int, int]:
    if rng.random() < 0.6:
        return (int(rng.integers(0, 256)),) * 3
    red, green, blue = rng.integers(0, 256, 3).tolist()
    return red, green, blue


def _write(rng: Random, page: Pixels, place: tuple[int, int]) -> None:
    shade = int(rng.integers(0, 256))
    word = str(rng.choice(_WORDS))
    cv2.putText(page, word, place, cv2.FONT_HERSHEY_SIMPLEX, rng.uniform(0.3, 0.7), (shade,) * 3, 1, cv2.LINE_AA)


def _grey_by_chance(rng: Random, pixels: Pixels) -> Pixels:
    if rng.random() < 0.5:
        return pixels
    return np.repeat(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)


def _as_pixels(picture: npt.NDArray[np.floating[Any]]) -> Pixels:
    whole = picture if picture.ndim == 3 else np.repeat(picture[:, :, None], 3, axis=2)
    return np.clip(whole, 0, 255).astype(np.uint8)

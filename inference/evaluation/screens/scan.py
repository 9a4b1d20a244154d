"""A living scan in a panel: a real picture that moves as under a hand, in the probe's shape and the panel's colours."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import PanelKind
from inference.evaluation.screens.truth import Mask, Shape

Grey = npt.NDArray[np.uint8]
Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

SHOWN = 0.86  # of the still; the rest is room to move in
SWAY_HZ = 0.45
GRAIN = 0.10  # of the brightness: the fine speckle that a still loses when it is enlarged
GRAIN_FIELDS = 5
SCAN_HZ = 20.0  # the scanner's own pictures a second
AMBER = ((255, 176, 64), (250, 200, 110), (230, 140, 70), (200, 160, 60))
ARC_POINTS = 48


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Shape of a panel of a given size.

    Attributes:
        shape: Which.
        mask: (h, w) bool.
        across, down: For each pixel, where in the still it looks, 0..1, (h, w) float32.
        top_y_px: Where the depth begins, in the middle column.
    """

    shape: Shape
    mask: Mask
    across: Floats
    down: Floats
    top_y_px: float


def outline(shape: Shape, width: int, height: int, rng: np.random.Generator) -> Outline:
    """The outline of a scan that fills width x height px."""
    x, y = np.meshgrid(np.arange(width, dtype=np.float32) + 0.5, np.arange(height, dtype=np.float32) + 0.5)
    if shape is Shape.RECTANGLE:
        return Outline(shape, np.ones((height, width), np.bool_), x / width, y / height, 0.0)
    if shape is Shape.TRAPEZOID:
        narrow = float(rng.uniform(0.6, 0.8))  # width of the top over that of the bottom
        half = width / 2 * (narrow + (1 - narrow) * y / height)
        across, down = 0.5 + (x - width / 2) / (2 * half), y / height
        mask = np.abs(x - width / 2) < half
        return Outline(shape, mask, across.astype(np.float32), down.astype(np.float32), 0.0)
    # A sector: height = outer - inner * cos(a), width = 2 * outer * sin(a)
    angle = float(np.arctan(width / (2 * height)) * rng.uniform(0.8, 0.98))
    outer = width / (2 * np.sin(angle))
    inner = (outer - height) / np.cos(angle)
    if inner < 0.06 * height:  # a probe's face is never a point
        inner = 0.06 * height
        angle = float(np.arcsin(min(0.95, width / (2 * outer))))
    centre_y = height - outer
    radius = np.hypot(x - width / 2, y - centre_y)
    turned = np.arctan2(x - width / 2, y - centre_y)
    mask = (radius >= inner) & (radius < outer) & (np.abs(turned) < angle)
    return Outline(
        shape,
        mask,
        (0.5 + turned / (2 * angle)).astype(np.float32),
        ((radius - inner) / (outer - inner)).astype(np.float32),
        float(centre_y + inner),
    )


class LivingScan:
    """Pictures of one panel at any time."""

    def __init__(
        self,
        stills: list[Grey],
        kind: PanelKind,
        form: Outline,
        rng: np.random.Generator,
        *,
        frozen: bool,
        bubbles: bool,
    ) -> None:
        """Prepare the panel.

        Args:
            stills: One still that moves, or the pictures of a real cine, which play to and fro.
            kind: Decides the colours.
            form: Its shape.
            rng: Of sway, colours, colour box.
            frozen: It stands still.
            bubbles: A contrast panel is made of a B-mode still: echoes are thinned to bubbles.
        """
        height, width = form.mask.shape
        self._form, self._kind, self._frozen = form, kind, frozen
        self._stills = [_window(still, width / height) for still in stills]
        self._phases = rng.uniform(0, 2 * np.pi, 2)
        self._sway = rng.uniform(0.5, 1.0, 2) * (1 - SHOWN) / 2
        self._grain = [_grain(rng, (height, width)) for _ in range(GRAIN_FIELDS)]
        self._tint = np.array(AMBER[int(rng.integers(len(AMBER)))], np.float32) / 255
        self._map = rng.uniform((0.94, 0.97, 0.96), (1.0, 1.0, 1.06)).astype(np.float32)  # a grey map is seldom grey
        self._gain = float(rng.uniform(0.9, 1.2))
        self._bubbles = bubbles
        self._flow = _flow(rng, form) if kind is PanelKind.DOPPLER else None
        self._strain = _strain(rng, form) if kind is PanelKind.ELASTOGRAPHY else None

    def at(self, time_s: float) -> Pixels:
        """RGB (h, w, 3) uint8, black outside the shape."""
        turn = 0 if self._frozen else int(time_s * SCAN_HZ)
        moment = turn / SCAN_HZ
        still = self._stills[_to_and_fro(turn, len(self._stills))]
        offset = (1 - SHOWN) / 2 + self._sway * np.sin(2 * np.pi * SWAY_HZ * moment + self._phases)
        height, width = still.shape
        look_x = (self._form.across * SHOWN + np.float32(offset[0])) * width - 0.5
        look_y = (self._form.down * SHOWN + np.float32(offset[1])) * height - 0.5
        seen = cv2.remap(still, look_x, look_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT).astype(np.float32)
        grain = self._grain[turn % len(self._grain)]
        grey = np.clip(self._gain * seen * (1 + grain), 0, 255)
        if self._kind is PanelKind.CONTRAST and self._bubbles:
            grey = np.clip((grey / 255) ** 1.6 * np.clip(1.2 + 8 * grain, 0, 3) * 210 - 18, 0, 255)
        picture = self._coloured(grey, turn)
        picture[~self._form.mask] = 0
        return picture

    def _coloured(self, grey: npt.NDArray[np.floating], turn: int) -> Pixels:
        if self._kind is PanelKind.CONTRAST:
            return np.asarray(np.clip(grey[..., None] * self._tint, 0, 255), np.uint8)
        picture = np.clip(grey[..., None] * self._map, 0, 255)
        if self._strain is not None:
            picture = 0.45 * picture + 0.55 * self._strain
        if self._flow is not None:
            colours, strength, box = self._flow
            beat = 0.55 + 0.45 * np.sin(2 * np.pi * 1.2 * turn / SCAN_HZ)
            flowing = strength * beat > 0.35
            picture[flowing] = colours[flowing] * (0.6 + 0.4 * grey[flowing][:, None] / 255)
            cv2.polylines(picture, [box], True, (220, 220, 220), max(1, round(grey.shape[0] / 500)))
        return np.asarray(np.clip(picture, 0, 255), np.uint8)


def _window(still: Grey, ratio: float) -> Grey:
    """The largest part of about this width over height, from the skin downwards."""
    height, width = still.shape
    wide, tall = min(width, round(1.3 * ratio * height)), min(height, round(1.3 * width / ratio))
    left = (width - wide) // 2
    return np.ascontiguousarray(still[:tall, left : left + wide])


def _to_and_fro(turn: int, count: int) -> int:
    if count == 1:
        return 0
    place = turn % (2 * count - 2)
    return place if place < count else 2 * count - 2 - place


def _grain(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    noise = rng.standard_normal(size, np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), max(0.6, size[0] / 900))
    return np.asarray(GRAIN * soft / soft.std(), np.float32)


def _smooth_field(rng: np.random.Generator, size: tuple[int, int], cells: int) -> Floats:
    coarse = rng.standard_normal((cells, cells)).astype(np.float32)
    field = cv2.resize(coarse, size[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray((field - field.min()) / max(1e-6, float(np.ptp(field))), np.float32)


def _flow(rng: np.random.Generator, form: Outline) -> tuple[Floats, Floats, npt.NDArray[np.int32]]:
    """Colours, strength (0 outside the colour box) and the box's corners."""
    height, width = form.mask.shape
    left, right = rng.uniform(0.18, 0.32), rng.uniform(0.62, 0.82)
    top, bottom = rng.uniform(0.15, 0.3), rng.uniform(0.6, 0.85)
    lean = 0.0 if form.shape is Shape.SECTOR else float(rng.choice([-0.08, 0.0, 0.08]))
    corners = np.array([(left + lean, top), (right + lean, top), (right - lean, bottom), (left - lean, bottom)])
    box = np.round(corners * (width, height)).astype(np.int32)
    inside = np.zeros((height, width), np.uint8)
    cv2.fillPoly(inside, [box], 1)
    strength = np.where((inside > 0) & form.mask, _smooth_field(rng, (height, width), 9), np.float32(0))
    strength = np.clip((strength - 0.5) * 4, 0, 1)
    speed = _smooth_field(rng, (height, width), 6)
    towards = np.stack([np.full_like(speed, 255), 60 + 190 * speed, 30 * speed], axis=2)
    away = np.stack([20 * speed, 60 + 190 * speed, np.full_like(speed, 255)], axis=2)
    return np.where((speed > 0.5)[..., None], towards, away).astype(np.float32), strength.astype(np.float32), box


def _strain(rng: np.random.Generator, form: Outline) -> Floats:
    """Colours of stiffness over the whole panel, RGB (h, w, 3): blue to green to red."""
    field = _smooth_field(rng, form.mask.shape, int(rng.integers(5, 9)))
    bgr = cv2.applyColorMap(np.asarray(255 * field, np.uint8), cv2.COLORMAP_JET)
    return np.asarray(bgr[..., ::-1], np.float32)

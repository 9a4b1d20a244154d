"""The motion of the simulated scan: what is seen at each moment, and where the lesion is in it."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect
from capture.sources.demo_stills import Still

SLOT_S = 5.0  # a still's turn: into view, out of view, back, away
# When within its turn a still is in view: (starts coming, fully there, starts leaving, gone), seconds.
LOOKS_S = ((0.0, 0.4, 2.5, 2.8), (3.3, 3.6, 4.7, 5.0))
VIEW_SHARE = 0.9  # of the still that fits into the view at the least zoom; the rest is room to pan
ZOOM = 0.06
TILT_RAD = math.radians(1.2)
GAIN = 0.04
SPECKLE = 0.05  # standard deviation of the multiplicative noise
NOISE_FIELDS = 8
NOISE_ROOM_PX = 64


@dataclass(frozen=True, slots=True)
class _View:
    """Where the view lies on a still: still = centre + scale * rotation * (view - middle of view)."""

    centre: tuple[float, float]
    scale: float
    tilt_rad: float


class Sweep:
    """Real stills moved smoothly: pan, zoom, slight tilt, gain and speckle; each leaves the view and comes back.

    What is seen depends on the seed and the moment (the picture's number) alone. Out of view means that the probe
    has left the lesion's plane: the picture blends into tissue without a lesion.
    """

    def __init__(
        self, stills: tuple[Still, ...], tissue: tuple[Still, ...], *, hz: float, size: tuple[int, int], seed: int
    ) -> None:
        """Draw the motion and the speckle from the seed; see `SimulatedReader`."""
        self._stills = stills
        self._tissue = tissue
        self._hz = hz
        self._size = size
        random = np.random.default_rng(seed)
        # One (phase, speed) for each of pan x, pan y, zoom, tilt and gain, different for every still.
        self._phases = random.uniform(0, 2 * math.pi, (len(stills) + len(tissue), 5))
        self._speeds_hz = random.uniform(0.12, 0.3, self._phases.shape)
        width, height = size
        noise = random.normal(128, 128 * SPECKLE, (NOISE_FIELDS, height + NOISE_ROOM_PX, width + NOISE_ROOM_PX))
        # Speckle is correlated over about two pixels; unfiltered noise would look like a camera's.
        noise = np.stack([cv2.GaussianBlur(field, (0, 0), 0.7) for field in noise])
        self._noise = np.clip((noise - 128) * 2.4 + 128, 0, 255).astype(np.uint8)
        self._noise_order = random.integers(0, 1 << 31, 4096)

    def truth(self, moment: int) -> tuple[Rect, ...]:
        """Boxes of the lesions in the picture of this moment (0-based), cut at the picture's border.

        A lesion counts as in view while its still makes up half of the picture or more and half of its box is
        inside the picture.
        """
        still, seen = self._turn(moment)
        outline = self._stills[still].outline
        if seen < 0.5 or outline is None:
            return ()
        points = self._to_view(outline, self._view(still, moment))
        width, height = self._size
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0) + 1  # a pixel is one wide
        box = Rect(
            max(0, math.floor(left)),
            max(0, math.floor(top)),
            min(width, math.ceil(right)),
            min(height, math.ceil(bottom)),
        )
        inside = max(0, box.width) * max(0, box.height)
        return (box,) if inside >= 0.5 * (right - left) * (bottom - top) else ()

    def label(self, moment: int) -> str:
        """Label of the still whose turn it is."""
        return self._stills[self._turn(moment)[0]].label

    def render(self, moment: int) -> npt.NDArray[np.uint8]:
        """The picture of this moment: RGB, shape (height, width, 3), uint8, read-only."""
        still, seen = self._turn(moment)
        slot = int(moment / self._hz / SLOT_S)  # the next still is another patient: its tissue comes with a cut
        tissue = len(self._stills) + slot % len(self._tissue)
        if seen <= 0:
            grey = self._warp(tissue, moment)
        elif seen >= 1:
            grey = self._warp(still, moment)
        else:
            both = cv2.addWeighted(self._warp(still, moment), seen, self._warp(tissue, moment), 1 - seen, 0)
            grey = np.asarray(both, np.uint8)
        gain = 1 + GAIN * self._wave(still, 4, moment)
        speckled = cv2.multiply(grey, self._speckle(moment), scale=gain / 128)
        pixels = np.asarray(cv2.cvtColor(speckled, cv2.COLOR_GRAY2RGB), np.uint8)
        pixels.flags.writeable = False
        return pixels

    def _turn(self, moment: int) -> tuple[int, float]:
        """Index of the still whose turn it is, and how much of it is seen (0..1)."""
        slot, within_s = divmod(moment / self._hz, SLOT_S)
        for coming, there, leaving, gone in LOOKS_S:
            if coming <= within_s < gone:
                seen = min((within_s - coming) / (there - coming), (gone - within_s) / (gone - leaving), 1.0)
                return int(slot) % len(self._stills), seen * seen * (3 - 2 * seen)
        return int(slot) % len(self._stills), 0.0

    def _wave(self, picture: int, what: int, moment: int) -> float:
        """A slow sine between -1 and 1."""
        turns = self._speeds_hz[picture, what] * moment / self._hz
        return math.sin(2 * math.pi * turns + self._phases[picture, what])

    def _view(self, picture: int, moment: int) -> _View:
        height, width = self._picture(picture).pixels.shape
        across, down = self._size
        scale = (
            VIEW_SHARE * min(width / across, height / down) * (1 - ZOOM / 2 + ZOOM / 2 * self._wave(picture, 2, moment))
        )
        room_x, room_y = (width - scale * across) / 2, (height - scale * down) / 2
        outline = self._picture(picture).outline
        if outline is not None:  # the sweep goes to and fro over the lesion, not over the whole still
            middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
            home_x = float(np.clip(middle[0] - width / 2, -room_x * 0.7, room_x * 0.7))
        else:
            home_x = 0.0
        sweep_x = min(room_x - abs(home_x), 0.2 * width)
        centre = (
            width / 2 + home_x + sweep_x * self._wave(picture, 0, moment),
            height / 2 + room_y * 0.8 * self._wave(picture, 1, moment),
        )
        return _View(centre, scale, TILT_RAD * self._wave(picture, 3, moment))

    def _picture(self, index: int) -> Still:
        return self._stills[index] if index < len(self._stills) else self._tissue[index - len(self._stills)]

    def _warp(self, picture: int, moment: int) -> npt.NDArray[np.uint8]:
        view = self._view(picture, moment)
        width, height = self._size
        cos, sin = view.scale * math.cos(view.tilt_rad), view.scale * math.sin(view.tilt_rad)
        middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
        to_still = np.array(
            [
                [cos, -sin, view.centre[0] - cos * middle_x + sin * middle_y],
                [sin, cos, view.centre[1] - sin * middle_x - cos * middle_y],
            ]
        )
        return np.asarray(
            cv2.warpAffine(
                self._picture(picture).pixels,
                to_still,
                self._size,
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REFLECT_101,
            ),
            np.uint8,
        )

    def _to_view(self, points: npt.NDArray[np.float64], view: _View) -> npt.NDArray[np.float64]:
        """Points on the still, shape (n, 2), in pixels of the view."""
        x, y = (points - view.centre).T
        cos, sin = math.cos(view.tilt_rad), math.sin(view.tilt_rad)
        width, height = self._size
        across = (cos * x + sin * y) / view.scale + (width - 1) / 2
        down = (-sin * x + cos * y) / view.scale + (height - 1) / 2
        return np.stack([across, down], axis=1)

    def _speckle(self, moment: int) -> npt.NDArray[np.uint8]:
        """Speckle of this moment, 128 = unchanged: one of a few fields at a shift of its own."""
        width, height = self._size
        dice = int(self._noise_order[moment % len(self._noise_order)])
        top = dice // NOISE_FIELDS % NOISE_ROOM_PX
        left = dice // (NOISE_FIELDS * NOISE_ROOM_PX) % NOISE_ROOM_PX
        return np.asarray(self._noise[dice % NOISE_FIELDS, top : top + height, left : left + width])

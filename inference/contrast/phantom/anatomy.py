"""The place: layers of a breast, a lesion with its vessel, and what of them the sound sends back.

Every map lies on a canvas that is larger than the panel by a margin on each side, so that tissue can move into view.
Two planes are made: the reference plane, and one beside it that the picture shows when the probe slips.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import distance_transform_edt

from inference.contrast.phantom.recipe import Recipe
from inference.contrast.phantom.speckle import Size, smooth_field
from inference.contrast.picture import Flags, Floats

_BESIDE = 0.35  # size of the lesion in the plane beside, as a share
_RIM_SHARE = 0.28  # of the way from the lesion's edge to its middle


@dataclass(frozen=True, slots=True, eq=False)
class Anatomy:
    """One plane, on the canvas.

    Attributes:
        lesion: True in the lesion.
        rim: Its outer part.
        defect: Its part that the agent does not reach; inside the core.
        vessel: The feeding vessel, where it lies outside the lesion or penetrates it.
        reference: Parenchyma beside the lesion, at its depth.
        depth: Inside the lesion about 0 at its edge to 1 in its middle, a little ragged, 0 elsewhere; 0..1.
        perfused: Share of its kind's perfusion at each place: less in skin, fat and muscle than in the gland, at the
            lesion's ragged edge than inside it, and at a vessel's wall than on its axis.
        echo_db: Mean echo of the B-mode picture, relative to its white.
    """

    lesion: Flags
    rim: Flags
    defect: Flags
    vessel: Flags
    reference: Flags
    depth: Floats
    perfused: Floats
    echo_db: Floats


def anatomies(recipe: Recipe, margin_px: int) -> tuple[Anatomy, Anatomy]:
    """The reference plane and the one beside it.

    Args:
        recipe: Size, pattern and seed.
        margin_px: By which the canvas is larger than the panel, on each side.
    """
    rng = np.random.default_rng((recipe.seed, 1))
    place = _Place(recipe, margin_px)
    outline = _outline(rng)
    tissue = [_Tissue(place, rng) for _ in range(2)]
    return (
        _anatomy(recipe, place, tissue[0], outline, 1.0, rng),
        _anatomy(recipe, place, tissue[1], outline, _BESIDE, rng),
    )


class _Place:
    """Coordinates of the canvas in shares of the panel: 0..1 across and down inside it."""

    def __init__(self, recipe: Recipe, margin_px: int) -> None:
        height, width = recipe.size_px
        self.size: Size = (height + 2 * margin_px, width + 2 * margin_px)
        self.scale = min(height, width) / 400  # the textures were drawn for this size
        x = (np.arange(self.size[1], dtype=np.float32) - margin_px + 0.5) / width
        y = (np.arange(self.size[0], dtype=np.float32) - margin_px + 0.5) / height
        self.x, self.y = np.meshgrid(x, y)

    def field(self, rng: np.random.Generator, across: float, down: float) -> Floats:
        return smooth_field(rng, self.size, (across * self.scale, down * self.scale))


class _Tissue:
    """Layers and textures without the lesion."""

    def __init__(self, place: _Place, rng: np.random.Generator) -> None:
        wave = 0.02 * place.field(rng, 110, 110)
        y = place.y + wave
        self.skin = _step(0.050 - place.y, 0.006)
        self.fat = _step(0.20 - y, 0.012) * (1 - self.skin)
        self.muscle = _step(y - 0.84, 0.012)
        self.gland = 1 - self.skin - self.fat - self.muscle
        lobules = place.field(rng, 34, 12)
        septa = np.exp(-((lobules / 0.11) ** 2))  # thin curved lines where a smooth field passes 0
        fibres = place.field(rng, 26, 2.2)
        ducts = np.exp(-((place.field(rng, 30, 9) / 0.10) ** 2))
        fascia = np.exp(-(((y - 0.20) / 0.007) ** 2)) + np.exp(-(((y - 0.84) / 0.008) ** 2))
        self.echo_db = (
            self.skin * (-29 + 8 * np.exp(-(((place.y - 0.004) / 0.007) ** 2)))
            + 9 * np.exp(-(((place.y - 0.045) / 0.006) ** 2))
            + self.fat * (-41 + 15 * septa + 1.5 * place.field(rng, 9, 4))
            + self.gland * (-30 + 3.4 * fibres + 3.0 * place.field(rng, 40, 22) - 7 * ducts)
            + self.muscle * (-37 + 5 * place.field(rng, 44, 1.8))
            + 11 * fascia
            - 7 * np.clip(place.y, 0, 1.2)  # the time gain does not make up for all that depth takes
        )
        self.perfused = np.asarray(self.skin * 0.05 + self.fat * 0.12 + self.gland + self.muscle * 0.45, np.float32)


def _anatomy(
    recipe: Recipe,
    place: _Place,
    tissue: _Tissue,
    outline: npt.NDArray[np.float64],
    size: float,
    rng: np.random.Generator,
) -> Anatomy:
    centre = (0.42, 0.50)
    across, down = (place.x - centre[0]) / (0.20 * size), (place.y - centre[1]) / (0.155 * size)
    angle, radius = np.arctan2(down, across), np.hypot(across, down)
    edge = sum(a * np.cos(k * angle + phase) for k, (a, phase) in enumerate(outline, start=2)) + 1.0
    lesion = radius < edge
    depth = _from_outside(lesion)
    ragged = depth + (0.05 * place.field(rng, 6, 5) + 0.05 * place.field(rng, 2.5, 2)) * lesion
    rim = lesion & (ragged < _RIM_SHARE) if recipe.rim is not None else np.zeros_like(lesion)
    defect = _defect(recipe, place, lesion & ~rim, depth, rng)
    vessel = _vessel(recipe, place, centre) & ~defect
    if not recipe.penetrating:
        vessel &= ~cv2.dilate(lesion.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    reference = ((place.x - 0.80) / 0.13) ** 2 + ((place.y - 0.50) / 0.155) ** 2 < 1
    reference &= ~lesion & ~vessel
    echo_db = _with_lesion(place, tissue, lesion, radius, vessel, rng)
    perfused = np.where(lesion, _from_edge(depth + 0.10 * place.field(rng, 5, 4)), tissue.perfused)
    perfused[vessel] = _laminar(vessel)[vessel]
    return Anatomy(
        lesion, rim, defect, vessel, reference, np.clip(ragged, 0, 1), np.asarray(perfused, np.float32), echo_db
    )


def _outline(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """(k, 2) amplitudes and phases of the lesion's outline: lobes and small angles."""
    amplitudes = np.array([0.05, 0.07, 0.05, 0.04, 0.03, 0.025, 0.025, 0.02, 0.02]) * rng.uniform(0.5, 1.3, 9)
    return np.stack([amplitudes, rng.uniform(0, 2 * np.pi, 9)], axis=1)


def _from_edge(depth: Floats) -> Floats:
    """A lesion does not end at a line: perfusion rises over a seventh of the way to its middle."""
    return np.asarray(np.clip(depth / 0.14, 0.04, 1), np.float32)


def _from_outside(region: Flags) -> Floats:
    """Distance from the outside, as a share of the largest; OpenCV's own is not the same from run to run."""
    distance = distance_transform_edt(region)
    return np.asarray(distance / max(float(distance.max()), 1.0), np.float32)


def _laminar(vessel: Flags) -> Floats:
    """Flow is fastest, and the agent densest, on a vessel's axis: 1 there, little at its wall."""
    from_axis = 1 - _from_outside(vessel)
    return np.asarray(np.maximum(1 - from_axis**2, 0.1), np.float32)


def _defect(recipe: Recipe, place: _Place, core: Flags, depth: Floats, rng: np.random.Generator) -> Flags:
    """The given share of the lesion, where a rough field is largest in its depth; nothing where the share is 0."""
    if recipe.defect_share == 0:
        return np.zeros_like(core)
    rough = 0.22 * place.field(rng, 14, 10) + 0.07 * place.field(rng, 4, 3)
    liking = np.where(core, depth + rough, -np.inf)
    wanted = min(round(recipe.defect_share * float((depth > 0).sum())), int(core.sum()))
    threshold = np.partition(liking.ravel(), -wanted)[-wanted]
    return np.asarray((liking >= threshold) & core)


def _vessel(recipe: Recipe, place: _Place, centre: tuple[float, float]) -> Flags:
    """A winding tube with a side branch, from the lower left to the lesion; with `penetrating` on into its middle."""
    drawn = np.zeros(place.size, np.uint8)
    if recipe.vessel is None:
        return drawn.astype(bool)
    end = (centre[0] - (0.0 if recipe.penetrating else 0.10), centre[1] + (0.02 if recipe.penetrating else 0.10))
    way = np.linspace(0, 1, 400)
    x = -0.08 + (end[0] + 0.08) * way
    y = 0.80 + (end[1] - 0.80) * way + 0.022 * np.sin(9.0 * way) + 0.008 * np.sin(27.0 * way + 1)
    thick = 3.4 - 1.2 * way + 0.5 * np.sin(14 * way)
    branch = np.linspace(0, 1, 200)
    side_x, side_y = x[150] + 0.16 * branch, y[150] + 0.10 * branch**1.6 + 0.01 * np.sin(12 * branch)
    tube = np.concatenate([np.stack([x, y, thick]), np.stack([side_x, side_y, 2.0 - 0.8 * branch])], axis=1)
    left, top = float(place.x[0, 0]), float(place.y[0, 0])
    step_x, step_y = float(place.x[0, 1]) - left, float(place.y[1, 0]) - top
    for across, down, radius in tube.T:
        at = (round((across - left) / step_x), round((down - top) / step_y))
        cv2.circle(drawn, at, max(round(radius * place.scale), 1), 1, cv2.FILLED)
    return drawn.astype(bool)


def _with_lesion(
    place: _Place,
    tissue: _Tissue,
    lesion: Flags,
    radius: npt.NDArray[np.floating],
    vessel: Flags,
    rng: np.random.Generator,
) -> Floats:
    """Mean echo with the lesion: dark inside, a bright halo around it, a shadow behind it."""
    soft = cv2.GaussianBlur(lesion.astype(np.float32), (0, 0), 2.0 * place.scale)
    inside_db = -47 + 2.0 * place.field(rng, 16, 9) + 1.2 * place.field(rng, 5, 3)
    halo = np.exp(-(((radius - 1.13) / 0.09) ** 2)) * (1 - soft)
    shadow = np.cumsum(lesion, axis=0, dtype=np.float32)
    shadow = cv2.GaussianBlur(shadow / max(float(shadow.max()), 1.0), (0, 0), 7 * place.scale) * (1 - soft)
    behind = np.cumsum(lesion, axis=0) > 0
    echo_db = tissue.echo_db * (1 - soft) + inside_db * soft + 5.0 * halo - 8.0 * shadow * behind
    tube = cv2.GaussianBlur(vessel.astype(np.float32), (0, 0), 1.2 * place.scale)
    return np.asarray(echo_db - 12 * tube * (1 - soft), np.float32)


def _step(distance: Floats | npt.NDArray[np.floating], softness: float) -> Floats:
    """0 to 1 where `distance` turns positive."""
    return np.asarray(1 / (1 + np.exp(-np.clip(distance / softness, -30, 30))), np.float32)

"""Whether a lesion's malignancy stays when only the scanner's settings change: gain, TGC, grey map, speckle, zoom.

The pictures are log-compressed already, so gain is a shift and dynamic range a stretch of grey levels; they are taken
to show 60 dB (the stills do not say), which makes one decibel 4.25 grey levels.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inference.detector import LesionDetector
from inference.evaluation.metrics import auc_of
from inference.findings import Box
from inference.training.cases import Case, lesion_boxes, load_picture

GREYS_PER_DB = 255 / 60
COMBINED = 8  # random mixtures of all of them
SEED = 0
Grey = npt.NDArray[np.uint8]
Change = Callable[[Grey], Grey]


@dataclass(frozen=True, slots=True)
class Setting:
    """One other way in which a scanner may show the same tissue.

    Attributes:
        name: What is changed, with its size.
        change: Grey (h, w) uint8 to grey, of another size for a zoom.
    """

    name: str
    change: Change


def settings() -> list[Setting]:
    """The grid: one thing at a time, then mixtures."""
    single = [
        *(Setting(f"gain {db:+d} dB", _gain(db)) for db in (-6, -3, 3, 6)),
        *(Setting(f"TGC {db:+d} dB over the depth", _tgc(db)) for db in (-8, 8)),
        *(Setting(f"dynamic range {db} dB of 60", _dynamic_range(db)) for db in (45, 52, 70, 80)),
        *(Setting(f"gamma {gamma:g}", _gamma(gamma)) for gamma in (0.75, 0.87, 1.15, 1.33)),
        Setting("speckle 1.5 times as large", _larger_speckle(0.8)),
        Setting("speckle twice as large", _larger_speckle(1.4)),
        Setting("speckle reduction off (grain of 15 %)", _grain(0.15)),
        Setting("edge enhancement", _edges(0.8)),
        *(Setting(f"zoom {times:g}", _zoom(times)) for times in (0.6, 0.8, 1.25, 1.6)),
        Setting("JPEG of quality 40", _jpeg(40)),
    ]
    rng = np.random.default_rng(SEED)
    return single + [Setting(f"mixture {number + 1}", _mixture(rng)) for number in range(COMBINED)]


def _shifted(grey: Grey, levels: npt.NDArray[np.float32] | float) -> Grey:
    """Black stays black: there is no echo to amplify, or no picture."""
    out = np.clip(grey.astype(np.float32) + levels, 0, 255)
    return np.where(grey > 0, out, 0).astype(np.uint8)


def _gain(db: float) -> Change:
    return lambda grey: _shifted(grey, db * GREYS_PER_DB)


def _tgc(db: float) -> Change:
    """So much more at the bottom than at the top, the middle unchanged."""
    return lambda grey: _shifted(
        grey, np.linspace(-db / 2, db / 2, grey.shape[0], dtype=np.float32)[:, None] * GREYS_PER_DB
    )


def _dynamic_range(db: float) -> Change:
    """White stays white; a smaller range loses the weakest echoes."""
    return lambda grey: _shifted(grey, (255 - grey.astype(np.float32)) * (1 - 60 / db))


def _gamma(gamma: float) -> Change:
    table = (255 * (np.arange(256) / 255) ** gamma).round().astype(np.uint8)
    return lambda grey: np.asarray(cv2.LUT(grey, table), np.uint8)


def _larger_speckle(sigma_px: float) -> Change:
    """A wider point spread: blurred at 1/320 of the longer side a pixel, then as much contrast as before."""

    def change(grey: Grey) -> Grey:
        scaled = sigma_px * max(grey.shape) / 320
        blurred = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), scaled)
        return np.where(grey > 0, np.clip(blurred, 0, 255), 0).astype(np.uint8)

    return change


def _grain(strength: float) -> Change:
    def change(grey: Grey) -> Grey:
        rng = np.random.default_rng(SEED)
        small = rng.normal(0, 1, (max(2, grey.shape[0] // 2), max(2, grey.shape[1] // 2))).astype(np.float32)
        noise = np.asarray(cv2.resize(small, (grey.shape[1], grey.shape[0])), np.float32)
        return np.clip(grey * (1 + strength * noise), 0, 255).astype(np.uint8)

    return change


def _edges(strength: float) -> Change:
    def change(grey: Grey) -> Grey:
        soft = cv2.GaussianBlur(grey, (0, 0), max(grey.shape) / 320)
        return np.asarray(cv2.addWeighted(grey, 1 + strength, soft, -strength, 0), np.uint8)

    return change


def _zoom(times: float) -> Change:
    def change(grey: Grey) -> Grey:
        method = cv2.INTER_AREA if times < 1 else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(grey, None, fx=times, fy=times, interpolation=method), np.uint8)

    return change


def _jpeg(quality: int) -> Change:
    def change(grey: Grey) -> Grey:
        _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)

    return change


def _mixture(rng: np.random.Generator) -> Change:
    """All of them at once, each by a random amount within the grid."""
    parts: list[Change] = [
        _gain(rng.uniform(-4, 4)),
        _tgc(rng.uniform(-6, 6)),
        _dynamic_range(rng.uniform(50, 72)),
        _gamma(float(np.exp(rng.uniform(-0.2, 0.2)))),
        _larger_speckle(rng.uniform(0.2, 1.0)),
        _grain(rng.uniform(0, 0.1)),
        _zoom(float(np.exp(rng.uniform(-0.4, 0.4)))),
    ]

    def change(grey: Grey) -> Grey:
        for part in parts:
            grey = part(grey)
        return grey

    return change


@dataclass(frozen=True, slots=True, eq=False)
class Varied:
    """One lesion under every setting.

    Attributes:
        malignant: By biopsy.
        plain: Malignancy of the picture as it is, 0..1.
        changed: Malignancy under each setting, 0..1, in the order of the grid.
    """

    malignant: bool
    plain: float
    changed: tuple[float, ...]


def vary(
    cases: list[Case], detector: LesionDetector, grid: list[Setting], progress: Callable[[int], None]
) -> Iterator[Varied]:
    """Score every outlined lesion in its given box under every setting.

    Args:
        cases: What to look at; normal pictures are passed over.
        detector: The networks.
        grid: From `settings`.
        progress: Called with the number of cases done.
    """
    for number, case in enumerate(cases, 1):
        if case.label != "normal":
            picture = load_picture(case, 1 << 30)
            changed = [setting.change(picture.grey) for setting in grid]
            for box in lesion_boxes(picture.mask):
                scores = tuple(detector.score(grey, _scaled(box, grey, picture.grey)) for grey in changed)
                yield Varied(case.label == "malignant", detector.score(picture.grey, box), scores)
        progress(number)


def _scaled(box: Box, grey: Grey, original: Grey) -> Box:
    across, down = grey.shape[1] / original.shape[1], grey.shape[0] / original.shape[0]
    return Box(box.left * across, box.top * down, box.right * across, box.bottom * down)


def summarise(varied: list[Varied], grid: list[Setting]) -> dict[str, Any]:
    """By setting, and over the whole grid: how far a malignancy moves (absolute, 0..1), and the AUC."""
    labels = np.array([item.malignant for item in varied], np.bool_)
    plain = np.array([item.plain for item in varied], np.float64)
    changed = np.array([item.changed for item in varied], np.float64).reshape(len(varied), len(grid))
    moved = np.abs(changed - plain[:, None])
    return {
        "n": len(varied),
        "auc": auc_of(labels, plain),
        **_spread(moved.ravel(), "change"),
        "by_setting": {
            setting.name: {**_spread(moved[:, place], "change"), "auc": auc_of(labels, changed[:, place])}
            for place, setting in enumerate(grid)
        },
    }


def _spread(moved: npt.NDArray[np.float64], name: str) -> dict[str, float | None]:
    if not moved.size:
        return {f"{name}_median": None, f"{name}_p95": None}
    return {f"{name}_median": float(np.median(moved)), f"{name}_p95": float(np.quantile(moved, 0.95))}

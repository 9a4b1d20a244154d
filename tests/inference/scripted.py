"""Pictures, a detector and a source whose every answer is known; for the tests of this room."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from capture.errors import EndOfStream
from capture.frame import Frame
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout, SignalState
from capture.source import SourceCounts
from inference.detector import NetworkInfo
from inference.findings import Box, Detection, OperatingPoints, Track, TrackState

POINTS = OperatingPoints(low_below=0.1, suspicious_from=0.5)
SHOWN = 0.4
MS = 1_000_000

Pixels = npt.NDArray[np.uint8]


def network_info() -> NetworkInfo:
    return NetworkInfo("CPU", "scripted", "f32", "0" * 64, None, SHOWN, POINTS, 0.3)


def speckle(width: int = 320, height: int = 240, seed: int = 0) -> Pixels:
    """A grey picture with the grain of ultrasound, shape (height, width, 3)."""
    grain = cv2.GaussianBlur(np.random.default_rng(seed).rayleigh(1.0, (height, width)), (0, 0), 2.0)
    clumps = cv2.GaussianBlur(np.random.default_rng(seed + 1).normal(size=(height, width)), (0, 0), 9.0)
    grey = 90 + 90 * (grain - grain.mean()) + 150 * clumps
    return np.repeat(np.clip(grey, 15, 235).astype(np.uint8)[:, :, None], 3, axis=2)


def with_mass(pixels: Pixels, box: Box, grey: int = 5) -> Pixels:
    """The picture with a dark mass filling the box."""
    painted = pixels.copy()
    centre = tuple(round(value) for value in box.centre)
    cv2.ellipse(painted, centre, (round(box.width / 2), round(box.height / 2)), 0, 0, 360, (grey, grey, grey), -1)
    return painted


class DarkMassDetector:
    """Finds the dark masses that `with_mass` paints; a pure function of the pixels. A darker one scores higher."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    @property
    def info(self) -> NetworkInfo:
        return network_info()

    def detect(self, pixels: Pixels) -> tuple[Detection, ...]:
        self.shapes.append(pixels.shape)
        dark = (pixels[:, :, 1] <= 10).astype(np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(dark)
        found = []
        for left, top, width, height, area in stats[1:count]:
            if area >= 100:
                grey = float(pixels[top + height // 2, left + width // 2, 1])
                box = Box(float(left), float(top), float(left + width), float(top + height))
                found.append(Detection(box, 0.9, 1 - grey / 12))
        return tuple(sorted(found, key=lambda detection: detection.box.left))


class ListedSource:
    """A recording held in memory."""

    name = "listed frames"

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._frames = list(frames)

    @property
    def counts(self) -> SourceCounts:
        return SourceCounts()

    def read(self, timeout_s: float) -> Frame | None:
        if not self._frames:
            raise EndOfStream
        return self._frames.pop(0)

    def close(self) -> None:
        self._frames = []


def frame_of(pixels: Pixels, index: int, time_ms: float, layout: ScanLayout | None = None) -> Frame:
    whole = ScanLayout.whole(pixels.shape[1], pixels.shape[0])
    return Frame(pixels, index, round(time_ms * MS), 0, layout or whole)


def scaled_layout(width: int, height: int, mm_per_px: tuple[float, float] | None) -> ScanLayout:
    panel = Panel(Rect(0, 0, width, height), PanelKind.B_MODE, None, mm_per_px)
    return ScanLayout((panel,), (0, 0), (width, height))


def two_panels(width: int, height: int, right: PanelKind, right_signal: SignalState = SignalState.LIVE) -> ScanLayout:
    """Two panels of equal width side by side; the left one is B-mode and live."""
    middle = width // 2
    return ScanLayout(
        (
            Panel(Rect(0, 0, middle, height)),
            Panel(Rect(middle, 0, width, height), right, signal=right_signal),
        ),
        (0, 0),
        (width, height),
    )


def box_at(x: float, y: float, width: float = 60.0, height: float = 40.0) -> Box:
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def seen_at(
    x: float, y: float, confidence: float = 0.75, malignancy: float | None = 0.5, size: float = 60
) -> Detection:
    return Detection(box_at(x, y, size, size * 2 / 3), confidence, malignancy)


def shown(tracks: Sequence[Track]) -> list[Track]:
    return [track for track in tracks if track.state is TrackState.CONFIRMED]

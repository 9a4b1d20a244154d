"""What one frame shows: masses, motion, whether it is for scoring. The half of the analysis that needs pixels."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from capture.frame import Frame
from capture.screen.layout import Panel, PanelKind, Rect, SignalState
from inference.abstain import abstention, neutralise_colour
from inference.detector import Detector
from inference.findings import Box, Detection
from inference.interpolation import same_geometry
from inference.tracking.motion import Change, Grey, MotionMeter

LEAST_VISIBLE = 0.25  # of a box's area: with less of it inside the panel it is no finding of this panel


@dataclass(frozen=True, slots=True, eq=False)
class PanelSighting:
    """What one live B-mode panel brought.

    Attributes:
        rect: Of the panel, inside the frame.
        detections: In frame pixels.
        change: Since the picture before; None when the panel is not for scoring.
        picture: Small grey copy of the latest picture that was not blank, or None.
        reason: Why it is not scored, in plain words, or None.
    """

    rect: Rect
    detections: tuple[Detection, ...] = ()
    change: Change | None = None
    picture: Grey | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """What one frame brought.

    Attributes:
        frame: The frame itself; only its index, time and layout are read from here on.
        live: Its live B-mode panels.
    """

    frame: Frame
    live: tuple[PanelSighting, ...]

    @property
    def detections(self) -> tuple[Detection, ...]:
        """Of all panels."""
        return tuple(one for panel in self.live for one in panel.detections)


class Looker:
    """Looks at one frame after another; owns the network and the motion of each panel since the frame before."""

    def __init__(self, detector: Detector) -> None:
        self.detector = detector
        self._meters: dict[int, MotionMeter] = {}
        self._last: Frame | None = None

    def reset(self) -> None:
        """Another source or a jump: the next frame has none before it."""
        self._meters.clear()
        self._last = None

    def look(self, frame: Frame) -> Sighting:
        """See what a frame shows.

        Raises:
            ModelError: The network gave no numbers.
        """
        last, self._last = self._last, frame
        if last is not None and (is_back(last, frame) or not is_same_place(last, frame)):
            self._meters.clear()
        panels = tuple(self._panel(frame, panel) for panel in live_panels(frame))
        if is_beside_contrast(frame):
            panels = tuple(replace(panel, detections=_only_located(panel.detections)) for panel in panels)
        return Sighting(frame, panels)

    def look_at_still(self, frame: Frame) -> list[PanelSighting]:
        """Every B-mode panel by itself, living or not, without the motion since any frame before.

        Raises:
            ModelError: The network gave no numbers.
        """
        return [self._panel(frame, panel, still=True) for panel in b_mode_panels(frame)]

    def _panel(self, frame: Frame, panel: Panel, *, still: bool = False) -> PanelSighting:
        rect, pixels, reason = _scoring_area(frame, panel)
        if reason is not None:
            return PanelSighting(rect, reason=reason)
        if still:
            return PanelSighting(rect, self._detected(rect, pixels))
        meter = self._meters.setdefault(frame.layout.panels.index(panel), MotionMeter())
        change = meter.update(pixels)
        return PanelSighting(rect, self._detected(rect, pixels), change, meter.latest)

    def _detected(self, rect: Rect, pixels: npt.NDArray[np.uint8]) -> tuple[Detection, ...]:
        """The masses of one panel, in frame pixels."""
        found = self.detector.detect(np.ascontiguousarray(neutralise_colour(pixels)))
        boxes = [(detection, _in_frame(detection.box, rect)) for detection in found]
        return tuple(replace(detection, box=box) for detection, box in boxes if box is not None)


def b_mode_panels(frame: Frame) -> list[Panel]:
    """The panels that may be read."""
    return [panel for panel in frame.layout.panels if panel.kind is PanelKind.B_MODE]


def live_panels(frame: Frame) -> list[Panel]:
    """Those of them that are live."""
    return [panel for panel in b_mode_panels(frame) if panel.signal is SignalState.LIVE]


def is_beside_contrast(frame: Frame) -> bool:
    """Whether the B-mode picture is the one beside a contrast picture: taken at low output, so only for position."""
    return any(panel.kind is PanelKind.CONTRAST for panel in frame.layout.panels)


def is_back(before: Frame, now: Frame) -> bool:
    """Whether a recording was rewound."""
    return now.index < before.index or now.time_ns < before.time_ns


def is_same_place(before: Frame, now: Frame) -> bool:
    """Whether a pixel means the same place in both frames."""
    return before.pixels.shape == now.pixels.shape and same_geometry(before.layout, now.layout)


def _only_located(detections: tuple[Detection, ...]) -> tuple[Detection, ...]:
    return tuple(replace(detection, malignancy=None) for detection in detections)


def _scoring_area(frame: Frame, panel: Panel) -> tuple[Rect, npt.NDArray[np.uint8], str | None]:
    """Where a panel lies in its frame, its pixels, and why they are not for scoring, or None."""
    rect = _clipped(panel.rect, frame.pixels.shape[1], frame.pixels.shape[0])
    pixels = frame.pixels[rect.top : rect.bottom, rect.left : rect.right]
    mask = panel.mask
    if mask is not None and mask.shape != pixels.shape[:2]:
        mask = mask[: pixels.shape[0], : pixels.shape[1]]
    return rect, pixels, abstention(pixels, mask)


def shifted(box: Box, right: float, down: float) -> Box:
    """A box moved."""
    return Box(box.left + right, box.top + down, box.right + right, box.bottom + down)


def _in_frame(box: Box, rect: Rect) -> Box | None:
    """A panel's box in frame pixels, cut at the panel's edge; None when too little of it is inside."""
    left, top = max(box.left, 0.0), max(box.top, 0.0)
    right, bottom = min(box.right, float(rect.width)), min(box.bottom, float(rect.height))
    if not (right > left and bottom > top):  # also true of NaN
        return None
    if (right - left) * (bottom - top) < LEAST_VISIBLE * box.width * box.height:
        return None
    return shifted(Box(left, top, right, bottom), rect.left, rect.top)


def _clipped(rect: Rect, width: int, height: int) -> Rect:
    left, top = min(max(rect.left, 0), width), min(max(rect.top, 0), height)
    return Rect(left, top, max(min(rect.right, width), left), max(min(rect.bottom, height), top))

"""What one frame shows: masses, motion, whether it is for scoring. The half of the analysis that needs pixels."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from capture.frame import Frame
from capture.screen.layout import Panel, PanelKind, Rect, SignalState
from inference.abstain import (
    COLOURED_LESION,
    Mask,
    abstention,
    coloured,
    covers,
    doppler_is_on,
    neutralise_colour,
)
from inference.detector import Detector, Recogniser, Sight
from inference.findings import Box, Detection
from inference.interpolation import same_geometry
from inference.recognition.picture_state import PictureState
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
        doppler: Colour of flow is seen in a scored picture.
    """

    rect: Rect
    detections: tuple[Detection, ...] = ()
    change: Change | None = None
    picture: Grey | None = None
    reason: str | None = None
    doppler: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Area:
    """One panel's picture.

    Attributes:
        rect: Where it lies in its frame.
        pixels: RGB, shape (height, width, 3).
        marks: Its coloured pixels, shape (height, width).
        reason: Why it is not for scoring, as far as its pixels tell by themselves, or None.
    """

    rect: Rect
    pixels: npt.NDArray[np.uint8]
    marks: Mask
    reason: str | None


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
    """Looks at one frame after another; owns the network, and what each panel's pictures have shown so far."""

    def __init__(self, detector: Detector) -> None:
        self.detector = detector
        self._meters: dict[int, MotionMeter] = {}
        self._states: dict[int, PictureState] = {}
        self._last: Frame | None = None

    def reset(self) -> None:
        """Another source or a jump: the next frame has none before it."""
        self._meters.clear()
        self._states.clear()
        self._last = None

    def look(self, frame: Frame) -> Sighting:
        """See what a frame shows.

        Raises:
            ModelError: The network gave no numbers.
        """
        last, self._last = self._last, frame
        if last is not None and (is_back(last, frame) or not is_same_place(last, frame)):
            self._meters.clear()
            self._states.clear()
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
        area = _scoring_area(frame, panel)
        number = frame.layout.panels.index(panel)
        state = self._fresh_state() if still else self._states.setdefault(number, self._fresh_state())
        if not state.tell(frame.time_ns, area.reason):
            return PanelSighting(area.rect, reason=state.reason)
        change, picture = None, None
        if not still:
            meter = self._meters.setdefault(number, MotionMeter())
            change, picture = meter.update(area.pixels), meter.latest
        sight = self._sight(area)
        if not state.weigh(frame.time_ns, sight.breast):
            return PanelSighting(area.rect, reason=state.reason)
        found, reason = self._detected(area, sight)
        return PanelSighting(area.rect, found, change, picture, reason, doppler_is_on(area.pixels, area.marks))

    def _fresh_state(self) -> PictureState:
        detector = self.detector
        return PictureState(*detector.limits) if isinstance(detector, Recogniser) else PictureState()

    def _sight(self, area: _Area) -> Sight:
        """What the network says of a panel whose colour was taken as the grey around it."""
        pixels = np.ascontiguousarray(neutralise_colour(area.pixels, area.marks))
        detector = self.detector
        return detector.look(pixels) if isinstance(detector, Recogniser) else Sight(detector.detect(pixels), None)

    def _detected(self, area: _Area, sight: Sight) -> tuple[tuple[Detection, ...], str | None]:
        """The masses of one panel in frame pixels, those under colour without a score, and whether all are under it."""
        boxes = [(detection, _in_frame(detection.box, area.rect)) for detection in sight.detections]
        inside = [replace(detection, box=box) for detection, box in boxes if box is not None]
        if not area.marks.any():
            return tuple(inside), None
        left, top = area.rect.left, area.rect.top
        covered = [covers(area.marks, shifted(one.box, -left, -top)) for one in inside]
        shown = [one.confidence >= self.detector.info.shown_confidence for one in inside]
        hidden = any(shown) and all(is_covered for is_covered, is_shown in zip(covered, shown, strict=True) if is_shown)
        found = (replace(one, malignancy=None) if under else one for one, under in zip(inside, covered, strict=True))
        return tuple(found), COLOURED_LESION if hidden else None


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


def _scoring_area(frame: Frame, panel: Panel) -> _Area:
    rect = _clipped(panel.rect, frame.pixels.shape[1], frame.pixels.shape[0])
    pixels = frame.pixels[rect.top : rect.bottom, rect.left : rect.right]
    mask = panel.mask
    if mask is not None and mask.shape != pixels.shape[:2]:
        mask = mask[: pixels.shape[0], : pixels.shape[1]]
    marks = coloured(pixels) if pixels.size else np.zeros(pixels.shape[:2], np.bool_)
    return _Area(rect, pixels, marks, abstention(pixels, mask, marks))


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

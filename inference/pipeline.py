"""From a frame to an analysis: abstain, detect, follow, score. Owns no clock and no thread."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from capture.frame import Frame
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout, SignalState
from inference.abstain import NO_B_MODE, NO_SIGNAL, abstention, neutralise_colour
from inference.detector import Detector, NetworkInfo
from inference.findings import Analysis, Box, Detection, Track
from inference.interpolation import same_geometry
from inference.motion import Change, Grey, MotionMeter
from inference.tracker import Carry, Scene, Tracker

LEAST_VISIBLE = 0.25  # of a box's area: with less of it inside the panel it is no finding of this panel


@dataclass(slots=True)
class _Seen:
    """What the panels of one frame brought together."""

    detections: list[Detection] = field(default_factory=list)
    changes: list[tuple[Rect, Change]] = field(default_factory=list)
    pictures: list[tuple[Rect, Grey]] = field(default_factory=list)  # small copies of the panels
    reasons: list[str] = field(default_factory=list)  # one a live panel that is not for scoring


class Pipeline:
    """Analyses one frame after another; the same frames give the same analyses.

    Only live B-mode panels are read: contrast, Doppler and elastography panels are never scored, and a frozen panel
    brings no new evidence while its tracks stay as they are.
    """

    def __init__(self, detector: Detector, tracker: Tracker | None = None) -> None:
        """Start without tracks; without a `tracker` one is made with its default spans for this network."""
        self._detector = detector
        info = detector.info
        self._tracker = tracker or Tracker(info.shown_confidence, info.operating_points)
        self._meters: dict[int, MotionMeter] = {}
        self._last: Analysis | None = None

    @property
    def info(self) -> NetworkInfo:
        """The network that runs, and where."""
        return self._detector.info

    def reset(self) -> None:
        """Another source or a jump in a recording: end every track; ids are not used again."""
        self._tracker.reset()
        self._meters.clear()
        self._last = None

    def analyse(self, frame: Frame) -> Analysis:
        """Find, follow and score masses in one frame.

        A frame that repeats the index or time of the one before brings no evidence; one that goes back, or whose
        layout changed without a known scale on both sides, ends the tracks; a known change of scale keeps them.

        Raises:
            ModelError: The network gave no numbers.
        """
        last = self._last
        if last is not None and (frame.index == last.frame.index or frame.time_ns == last.frame.time_ns):
            return replace(last, frame=frame)
        if last is not None and (frame.index < last.frame.index or frame.time_ns < last.frame.time_ns):
            self.reset()
        elif last is not None:
            self._follow_layout(last.frame, frame)
        self._last = self._look_at(frame)
        return self._last

    def detections(self, frame: Frame) -> tuple[tuple[Detection, ...], str | None]:
        """What a frame holds by itself, for stills: no track is made or changed.

        Returns:
            Every detection of its B-mode panels in frame pixels, and why it is not scored, or None.

        Raises:
            ModelError: The network gave no numbers.
        """
        found: list[Detection] = []
        reasons: list[str] = []
        panels = [panel for panel in frame.layout.panels if panel.kind is PanelKind.B_MODE]
        for panel in panels:
            rect, pixels, reason = _scoring_area(frame, panel)
            if reason is None:
                found += self._detected(rect, pixels)
            else:
                reasons.append(reason)
        if not panels:
            return (), NO_B_MODE
        return tuple(found), reasons[0] if len(reasons) == len(panels) else None

    def _look_at(self, frame: Frame) -> Analysis:
        panels = [panel for panel in frame.layout.panels if panel.kind is PanelKind.B_MODE]
        live = [panel for panel in panels if panel.signal is SignalState.LIVE]
        frozen = [panel.rect for panel in panels if panel.signal is SignalState.FROZEN]
        seen = _Seen()
        for panel in live:
            self._look_at_panel(frame, panel, seen)
        for rect, change in seen.changes:
            if change.new_scene:
                self._tracker.end_where(_inside([rect]) if len(panels) > 1 else _everywhere)
        tracks = self._tracker.update(
            frame.time_ns,
            seen.detections,
            _carry(seen.changes, alone=len(live) == 1),
            _inside(frozen) if frozen else None,
            _scene(seen.pictures, alone=len(live) == 1),
        )
        abstained = None
        if not panels:
            abstained = NO_B_MODE
        elif not live and not frozen:
            abstained = NO_SIGNAL
        elif live and len(seen.reasons) == len(live):
            abstained = seen.reasons[0]
        return Analysis(frame, tuple(_measured(track, panels) for track in tracks), abstained)

    def _look_at_panel(self, frame: Frame, panel: Panel, seen: _Seen) -> None:
        rect, pixels, reason = _scoring_area(frame, panel)
        if reason is not None:
            seen.reasons.append(reason)
            return
        meter = self._meters.setdefault(frame.layout.panels.index(panel), MotionMeter())
        seen.changes.append((rect, meter.update(pixels)))
        if meter.latest is not None:
            seen.pictures.append((rect, meter.latest))
        seen.detections += self._detected(rect, pixels)

    def _detected(self, rect: Rect, pixels: npt.NDArray[np.uint8]) -> list[Detection]:
        """The masses of one panel, in frame pixels."""
        found = self._detector.detect(np.ascontiguousarray(neutralise_colour(pixels)))
        boxes = [(detection, _in_frame(detection.box, rect)) for detection in found]
        return [replace(detection, box=box) for detection, box in boxes if box is not None]

    def _follow_layout(self, before: Frame, now: Frame) -> None:
        """Keep the tracks through a change of the layout where the scale tells how, else end them."""
        if before.pixels.shape == now.pixels.shape and same_geometry(before.layout, now.layout):
            return
        self._meters.clear()
        old, new = _scaled_b_mode(before.layout), _scaled_b_mode(now.layout)
        if old is None or new is None:
            self._tracker.reset()
            return
        (old_rect, old_mm), (new_rect, new_mm) = old, new
        self._tracker.rescale(
            old_mm[0] / new_mm[0],
            old_mm[1] / new_mm[1],
            # the skin stays at the top and the middle in the middle, whatever the depth
            about=((old_rect.left + old_rect.right) / 2, old_rect.top),
            to=((new_rect.left + new_rect.right) / 2, new_rect.top),
        )


def _scoring_area(frame: Frame, panel: Panel) -> tuple[Rect, npt.NDArray[np.uint8], str | None]:
    """Where a panel lies in its frame, its pixels, and why they are not for scoring, or None."""
    rect = _clipped(panel.rect, frame.pixels.shape[1], frame.pixels.shape[0])
    pixels = frame.pixels[rect.top : rect.bottom, rect.left : rect.right]
    mask = panel.mask
    if mask is not None and mask.shape != pixels.shape[:2]:
        mask = mask[: pixels.shape[0], : pixels.shape[1]]
    return rect, pixels, abstention(pixels, mask)


def _scaled_b_mode(layout: ScanLayout) -> tuple[Rect, tuple[float, float]] | None:
    """Where the B-mode panel is and its mm per pixel, where there is but one and its scale is known."""
    panels = [panel for panel in layout.panels if panel.kind is PanelKind.B_MODE]
    if len(panels) != 1 or panels[0].mm_per_px is None or min(panels[0].mm_per_px) <= 0:
        return None
    return panels[0].rect, panels[0].mm_per_px


def _everywhere(_: Box) -> bool:
    return True


def _inside(rects: list[Rect]) -> Callable[[Box], bool]:
    def is_inside(box: Box) -> bool:
        x, y = box.centre
        return any(rect.left <= x < rect.right and rect.top <= y < rect.bottom for rect in rects)

    return is_inside


def _carry(changes: list[tuple[Rect, Change]], *, alone: bool) -> Carry:
    """Moves a box with the panel it lies in; with one panel only, also what has left the picture."""

    def carry(box: Box) -> Box | None:
        for rect, change in changes:
            if not alone and not _inside([rect])(box):
                continue
            if change.motion is None:
                return None
            return _shifted(change.motion.carry(_shifted(box, -rect.left, -rect.top)), rect.left, rect.top)
        return None

    return carry


def _scene(pictures: list[tuple[Rect, Grey]], *, alone: bool) -> Scene:
    """Gives the small picture of the panel that a box lies in; with one panel only, also beside it."""

    def scene(box: Box) -> Grey | None:
        return next((picture for rect, picture in pictures if alone or _inside([rect])(box)), None)

    return scene


def _shifted(box: Box, right: float, down: float) -> Box:
    return Box(box.left + right, box.top + down, box.right + right, box.bottom + down)


def _in_frame(box: Box, rect: Rect) -> Box | None:
    """A panel's box in frame pixels, cut at the panel's edge; None when too little of it is inside."""
    left, top = max(box.left, 0.0), max(box.top, 0.0)
    right, bottom = min(box.right, float(rect.width)), min(box.bottom, float(rect.height))
    if not (right > left and bottom > top):  # also true of NaN
        return None
    if (right - left) * (bottom - top) < LEAST_VISIBLE * box.width * box.height:
        return None
    return _shifted(Box(left, top, right, bottom), rect.left, rect.top)


def _clipped(rect: Rect, width: int, height: int) -> Rect:
    left, top = min(max(rect.left, 0), width), min(max(rect.top, 0), height)
    return Rect(left, top, max(min(rect.right, width), left), max(min(rect.bottom, height), top))


def _measured(track: Track, panels: list[Panel]) -> Track:
    """The track with its size, where the scale of its panel is known."""
    for panel in panels:
        if panel.mm_per_px is not None and (len(panels) == 1 or _inside([panel.rect])(track.box)):
            return replace(track, size_mm=(track.box.width * panel.mm_per_px[0], track.box.height * panel.mm_per_px[1]))
    return track

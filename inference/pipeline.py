"""From a frame to an analysis: abstain, detect, follow, score. Owns no clock and no thread."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from capture.frame import Frame
from capture.screen.layout import STANDING, Panel, Rect, SignalState
from inference.abstain import BESIDE_CONTRAST, BLANK, NO_B_MODE, NO_CONTACT, NO_SIGNAL
from inference.depth_change import DepthChange, scaled_b_mode
from inference.detector import Detector, NetworkInfo
from inference.findings import Analysis, Box, Detection, Track
from inference.interpolation import same_geometry
from inference.resting import Resting
from inference.seen_before import SeenBefore
from inference.sighting import (
    Looker,
    PanelSighting,
    Sighting,
    b_mode_panels,
    is_back,
    is_beside_contrast,
    is_same_place,
    shifted,
)
from inference.tracking.appearance import Look, Patch, patch_of
from inference.tracking.motion import Change
from inference.tracking.tracker import Carry, Tracker

_NOTHING_SEEN = {SignalState.LIFTED: NO_CONTACT, SignalState.BLANK: BLANK}


class Pipeline:
    """Analyses one frame after another; the same frames give the same analyses.

    Only live B-mode panels are read: contrast, Doppler and elastography panels are never scored, and a panel that
    stands (frozen, being measured on, in review) brings no new evidence while its tracks stay as they are. A picture
    in review shows the boxes that were measured in it when it was live, with the scores of now. While a panel
    abstains nothing is found in it: its tracks are lost, so none is painted and none begins, and they come back with
    their ids where the same tissue is seen again soon (`Tracker`). Where colour covers the lesion only its score waits.
    """

    def __init__(self, detector: Detector, tracker: Tracker | None = None) -> None:
        """Start without tracks; without a `tracker` one is made with its default spans for this network."""
        self._looker = Looker(detector)
        info = detector.info
        self._tracker = tracker or Tracker(info.shown_confidence, info.operating_points)
        self._last: Analysis | None = None
        self._before = SeenBefore()
        self._resting = Resting()
        self._depth = DepthChange()

    @property
    def info(self) -> NetworkInfo:
        """The network that runs, and where."""
        return self._looker.detector.info

    def reset(self) -> None:
        """Another source or a jump in a recording: end every track; ids are not used again."""
        self._looker.reset()
        self._tracker.reset()
        self._before.clear()
        self._resting.reset()
        self._depth.reset()
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
        return self.follow(self._looker.look(frame))

    def follow(self, seen: Sighting) -> Analysis:
        """Take what one frame brought into the tracks; the frame's pixels are not read.

        `analyse` does this with what it looked at itself; what was kept of a clip can be followed anew.
        """
        frame, last = seen.frame, self._last
        if last is not None and is_back(last.frame, frame):
            self._depth.reset()
            self._tracker.reset()
        elif last is not None and not is_same_place(last.frame, frame):
            self._depth.reset()
            self._follow_layout(last.frame, frame)
        elif last is not None and self._is_depth_changing(last.frame, seen):
            self._last = Analysis(frame, (), resting_ms=self._rested_ms(seen))
            return self._last
        analysis = self._followed(seen)
        if seen.live:
            self._before.add(frame.index, analysis.tracks)
        elif any(panel.signal is SignalState.REVIEW for panel in b_mode_panels(frame)):
            analysis = replace(analysis, tracks=self._before.shown_again(frame.again, analysis.tracks))
        self._last = analysis
        return analysis

    def detections(self, frame: Frame) -> tuple[tuple[Detection, ...], str | None]:
        """What a frame holds by itself, for stills: no track is made or changed.

        Returns:
            Every detection of its B-mode panels in frame pixels, and why it is not scored, or None.

        Raises:
            ModelError: The network gave no numbers.
        """
        panels = self._looker.look_at_still(frame)
        if not panels:
            return (), NO_B_MODE
        found = tuple(one for panel in panels for one in panel.detections)
        return found, panels[0].reason if all(panel.reason for panel in panels) else None

    def _followed(self, seen: Sighting) -> Analysis:
        frame, live = seen.frame, seen.live
        panels = b_mode_panels(frame)
        standing = [panel.rect for panel in panels if panel.signal in STANDING]
        for panel in live:
            if panel.change is not None and panel.change.new_scene:
                self._tracker.end_where(_inside([panel.rect]) if len(panels) > 1 else _everywhere)
        tracks = self._tracker.update(
            frame.time_ns,
            seen.detections,
            _carry(live),
            _inside(standing) if standing else None,
            _look(live),
        )
        abstained = None
        if not panels:
            abstained = NO_B_MODE
        elif not live and not standing:
            abstained = _NOTHING_SEEN.get(panels[0].signal, NO_SIGNAL)
        elif not live and self._last is not None:  # what was not for scoring is not when it stands either
            abstained = self._last.abstained
        elif live and all(panel.reason for panel in live):
            abstained = live[0].reason
        elif live and is_beside_contrast(frame):
            abstained = BESIDE_CONTRAST
        measured = tuple(_measured(track, panels) for track in tracks)
        doppler = any(panel.doppler for panel in live)
        return Analysis(frame, measured, abstained, resting_ms=self._rested_ms(seen), doppler=doppler)

    def _rested_ms(self, seen: Sighting) -> float:
        """How long the probe has rested, by the first living panel."""
        if not seen.live:
            return self._resting.stand(seen.frame.time_ns)
        panel = seen.live[0]
        return self._resting.update(seen.frame.time_ns, panel.change, panel.rect.width, panel.rect.height)

    def _is_depth_changing(self, last: Frame, seen: Sighting) -> bool:
        """Whether the picture jumped with its ruler, whose new scale is still being read; then the tracks wait."""
        known = scaled_b_mode(seen.frame.layout) is not None
        jumped = any(panel.change is not None and _is_jump(panel.change) for panel in seen.live)
        if not known and self._depth.wait(last, seen.frame, jumped=jumped):
            return True
        before = self._depth.end()
        if before is not None and not known:
            self._tracker.reset()
        elif before is not None and not same_geometry(before.layout, seen.frame.layout):
            self._follow_layout(before, seen.frame)
        return False

    def _follow_layout(self, before: Frame, now: Frame) -> None:
        """Keep the tracks through a change of the layout where the scale tells how, else end them."""
        old, new = scaled_b_mode(before.layout), scaled_b_mode(now.layout)
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


def _is_jump(change: Change) -> bool:
    return change.new_scene or change.motion is None


def _everywhere(_: Box) -> bool:
    return True


def _inside(rects: list[Rect]) -> Callable[[Box], bool]:
    def is_inside(box: Box) -> bool:
        x, y = box.centre
        return any(rect.left <= x < rect.right and rect.top <= y < rect.bottom for rect in rects)

    return is_inside


def _carry(live: Sequence[PanelSighting]) -> Carry:
    """Moves a box with the panel it lies in; with one panel only, also what has left the picture."""
    alone = len(live) == 1

    def carry(box: Box) -> Box | None:
        for panel in live:
            rect, change = panel.rect, panel.change
            if change is None or (not alone and not _inside([rect])(box)):
                continue
            if change.motion is None:
                return None
            return shifted(change.motion.carry(shifted(box, -rect.left, -rect.top)), rect.left, rect.top)
        return None

    return carry


def _look(live: Sequence[PanelSighting]) -> Look:
    """Gives what is seen in a box; with one panel only, also at its edge."""
    alone = len(live) == 1

    def look(box: Box) -> Patch | None:
        for panel in live:
            rect, picture = panel.rect, panel.picture
            if picture is None or not (alone or _inside([rect])(box)):
                continue
            across, down = picture.shape[1] / rect.width, picture.shape[0] / rect.height
            inside = shifted(box, -rect.left, -rect.top)
            small = Box(inside.left * across, inside.top * down, inside.right * across, inside.bottom * down)
            return patch_of(picture, small)
        return None

    return look


def _measured(track: Track, panels: list[Panel]) -> Track:
    """The track with its size, where the scale of its panel is known."""
    for panel in panels:
        if panel.mm_per_px is not None and (len(panels) == 1 or _inside([panel.rect])(track.box)):
            return replace(track, size_mm=(track.box.width * panel.mm_per_px[0], track.box.height * panel.mm_per_px[1]))
    return track

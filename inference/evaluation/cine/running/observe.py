"""A clip through the pipeline as live runs it: repeated pictures are told before it, every other one is analysed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from capture.frame import Frame
from capture.screen.layout import STANDING
from capture.screen.scan_watch import ScanWatch
from inference.detector import Detector
from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.measures.observed import Observed, Picture, Shown
from inference.evaluation.cine.running.kept_detections import KeptDetector
from inference.evaluation.cine.truth import PictureTruth
from inference.findings import Detection, Track, TrackState
from inference.pipeline import Pipeline
from inference.sighting import Looker, Sighting
from inference.tracking.rules import Rules
from inference.tracking.tracker import Tracker

Keeps = Callable[[PictureTruth], bool]


def every_picture(_: PictureTruth) -> bool:
    """All pictures arrive."""
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """One picture that was looked at.

    Attributes:
        sighting: What the pipeline follows.
        truth: What it shows.
        found: The detections that a tracker without the pipeline gets: also those of a picture that stands, since
            other trackers know no state of the signal.
    """

    sighting: Sighting
    truth: PictureTruth
    found: tuple[Detection, ...]

    @property
    def frame(self) -> Frame:
        """The picture itself."""
        return self.sighting.frame

    def picture(self, shown: tuple[Shown, ...]) -> Picture:
        """With what a tracker shows in it."""
        raw = tuple(Shown(0, one.box, one.confidence, one.malignancy) for one in self.found)
        truth = self.truth
        return Picture(truth.index, truth.time_ns, truth.state, truth.lesions, raw, shown)


class Follower(Protocol):
    """A tracker on what was looked at."""

    def update(self, looked: Looked) -> tuple[Shown, ...]:
        """What it shows in the next picture."""
        ...


class MinamoFollower:
    """The pipeline of the product, but for its looking."""

    def __init__(self, detector: Detector, rules: Rules | None = None) -> None:
        info = detector.info
        self._pipeline = Pipeline(detector, Tracker(info.shown_confidence, info.operating_points, rules=rules))

    def update(self, looked: Looked) -> tuple[Shown, ...]:
        """See `Follower`."""
        return shown_of(self._pipeline.follow(looked.sighting).tracks)


class Arriving:
    """Tells the pictures that live analyses, each with its state: all from the pixels alone, as live does it."""

    def __init__(self, keeps: Keeps = every_picture) -> None:
        """Start without a picture; `keeps` is False for those that never arrive (another rate, dropped frames)."""
        self._watch = ScanWatch()
        self._keeps = keeps

    def see(self, frame: Frame, truth: PictureTruth) -> Frame | None:
        """The picture with its state, or None where it is not analysed."""
        if not self._keeps(truth):
            return None
        watched = self._watch.see(frame.pixels, frame.layout, frame.index, frame.time_ns)
        return None if watched.repeat else replace(frame, layout=watched.layout, again=watched.again)


def distinct(clip: Clip, keeps: Keeps = every_picture) -> Iterator[tuple[Frame, PictureTruth]]:
    """The pictures of a clip that live analyses.

    Args:
        clip: Where from.
        keeps: See `Arriving`.
    """
    arriving = Arriving(keeps)
    for frame, truth in clip.frames():
        seen = arriving.see(frame, truth)
        if seen is not None:
            yield seen, truth


class ClipLooker:
    """Looks at the pictures of a clip, one after another, with kept detections."""

    def __init__(self, detector: KeptDetector) -> None:
        self._detector = detector
        self._looker = Looker(detector)

    def look(self, frame: Frame, truth: PictureTruth) -> Looked:
        """Look at the next picture."""
        self._detector.turn_to(truth.index)
        sighting = self._looker.look(frame)
        found = sighting.detections
        if any(panel.signal in STANDING for panel in frame.layout.panels):
            found = tuple(one for panel in self._looker.look_at_still(frame) for one in panel.detections)
        return Looked(sighting, truth, found)


def looked_at(clip: Clip, detector: KeptDetector, keeps: Keeps = every_picture) -> Iterator[Looked]:
    """Look at every distinct picture of a clip once.

    Args:
        clip: The clip.
        detector: Its detections, kept.
        keeps: See `Arriving`.
    """
    looker = ClipLooker(detector)
    for frame, truth in distinct(clip, keeps):
        yield looker.look(frame, truth)


def observe(
    clip: Clip,
    detector: KeptDetector,
    followers: Mapping[str, Follower],
    keeps: Keeps = every_picture,
    seen: Callable[[int], None] | None = None,
) -> dict[str, Observed]:
    """Run a clip once.

    Args:
        clip: The clip.
        detector: Its detections, kept.
        followers: Trackers, by name.
        keeps: See `distinct`.
        seen: Called with the index of each analysed picture.

    Returns:
        What was seen, by the name of the tracker.
    """
    rows: dict[str, list[Picture]] = {name: [] for name in followers}
    for looked in looked_at(clip, detector, keeps):
        for name, follower in followers.items():
            rows[name].append(looked.picture(follower.update(looked)))
        if seen is not None:
            seen(looked.truth.index)
    recipe = clip.recipe
    return {name: Observed(recipe.name, recipe.duration_s, tuple(pictures)) for name, pictures in rows.items()}


def shown_of(tracks: Iterable[Track]) -> tuple[Shown, ...]:
    """What stands on the screen."""
    return tuple(
        Shown(
            track.id,
            track.box,
            track.confidence,
            track.malignancy,
            track.malignancy_low,
            track.malignancy_high,
            track.settled,
        )
        for track in tracks
        if track.state is TrackState.CONFIRMED
    )

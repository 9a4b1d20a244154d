"""A track, and what is needed to follow it."""

import math
from dataclasses import dataclass, field, replace

from inference.findings import Detection, Track, TrackState
from inference.malignancy import MalignancySmoother
from inference.tracking.appearance import Appearance, Look, Patch
from inference.tracking.box_filter import BoxFilter
from inference.tracking.presence import Presence

CONFIDENCE_MEMORY_MS = 250.0
NS_PER_MS = 1_000_000


@dataclass(slots=True)
class Followed:
    """What the tracker holds of one track.

    Attributes:
        track: As it stands.
        filter: Its box.
        score: Its malignancy.
        presence: Whether it has earned to be shown.
        waiting_ns: Absence counts from here: the latest detection, or the end of a freeze.
        motion_known: Whether the motion of the picture since the frame before was measured.
        unmeasured_ns: How long the picture has moved unmeasured since the track was lost.
        was_shown: It is remembered when it is not seen.
        looks: Distinct pictures in which it was detected.
        patch: What was seen of it at the latest detection.
        appearance: What it looks like.
    """

    track: Track
    filter: BoxFilter
    score: MalignancySmoother
    presence: Presence
    waiting_ns: int
    motion_known: bool = True
    unmeasured_ns: int = 0
    was_shown: bool = False
    looks: int = 1
    patch: Patch | None = None
    appearance: Appearance = field(default_factory=Appearance)

    @property
    def state(self) -> TrackState:
        """Of the track."""
        return self.track.state

    def become(self, state: TrackState) -> None:
        """Change the state."""
        if state is TrackState.CONFIRMED:
            self.was_shown = True
        if state is not self.track.state:
            self.track = replace(self.track, state=state)

    def see(self, time_ns: int, detection: Detection, doubt: float, look: Look | None) -> None:
        """Take in a detection; the state is judged later."""
        self.filter.correct(detection.box, doubt)
        self.presence.look(time_ns, detection.confidence)
        self.patch = None if look is None else look(self.filter.box)
        seen = None if self.patch is None else self.patch.mass
        evidence = self.score.update(time_ns, detection.malignancy, detection.confidence, seen)
        track = self.track
        new_share = 1 - math.exp(-(time_ns - track.last_seen_ns) / NS_PER_MS / CONFIDENCE_MEMORY_MS)
        self.waiting_ns = time_ns
        self.unmeasured_ns = 0
        self.looks += 1
        self.track = replace(
            track,
            box=self.filter.box,
            confidence=track.confidence + new_share * (min(detection.confidence, 1.0) - track.confidence),
            malignancy=evidence.malignancy,
            malignancy_low=evidence.low,
            malignancy_high=evidence.high,
            settled=evidence.settled,
            last_seen_ns=time_ns,
        )

    def come_back_as(self, other: "Followed") -> None:
        """Go on where another track stands now, which turned out to be this one: its place, and what it earned."""
        track = self.track
        self.filter, self.presence, self.waiting_ns = other.filter, other.presence, other.waiting_ns
        self.motion_known, self.unmeasured_ns, self.patch = other.motion_known, 0, other.patch
        self.looks += other.looks
        self.track = replace(
            track, box=other.track.box, confidence=other.track.confidence, last_seen_ns=other.track.last_seen_ns
        )

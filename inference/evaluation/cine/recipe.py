"""What a clip is made from and what happens in it; the same recipe gives the same clip."""

import hashlib
from dataclasses import dataclass
from enum import Enum

MOTION_NOTE = "The motion is synthetic, the tissue real: stills of patients never trained on, moved as a probe would."
MAKING = 3  # counts up whenever the same recipe gives other pictures, so that nothing recorded before is taken for it


class Part(Enum):
    """Whose pictures a clip may show."""

    DEVELOPMENT = "development"  # validation patients: not fitted on, but thresholds were fixed on them
    TEST = "test"  # opened once, when nothing is tuned any more


class Codec(Enum):
    """What the pictures went through."""

    NONE = "none"
    MJPEG = "mjpeg"
    H264 = "h264"


class Act(Enum):
    """What the operator does; live scanning pauses, except for depth and gain."""

    FREEZE = "freeze"  # equal pictures
    CALIPERS = "calipers"  # a freeze in which marks and a text are placed one after another
    REVIEW = "review"  # a freeze, then the last seconds backwards and forwards again
    LIFT = "lift"  # the probe loses contact and comes back
    DEPTH_KNOWN = "known depth"  # the scale of the layout tells of it
    DEPTH_UNKNOWN = "unknown depth"
    GAIN = "gain"


PAUSING = frozenset({Act.FREEZE, Act.CALIPERS, Act.REVIEW, Act.LIFT})


@dataclass(frozen=True, slots=True)
class Event:
    """One act of the operator.

    Attributes:
        act: What.
        at_s: When, in seconds of live scanning (pauses do not count). A freeze comes at the nearest rest at a lesion.
        length_s: How long the pause, or the new depth or gain, lasts.
        amount: New zoom for depth (1 = as before), grey levels for gain, live seconds that are lost in a lift.
    """

    act: Act
    at_s: float
    length_s: float
    amount: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """A clip.

    Attributes:
        name: "development-03".
        part: Whose pictures.
        seed: Of the path, the warps and the speckle.
        hz: Pictures a second in the signal.
        scanner_hz: New pictures a second; fewer than `hz` repeat.
        duration_s: Length.
        size: (width, height) of a picture in pixels.
        codec: What the pictures go through.
        lesions: Keys of the stills with a lesion ("bus-bra/bus_0001-l"); none in a normal clip.
        tissue: Keys of the stills without one.
        events: In the order of time, not overlapping.
    """

    name: str
    part: Part
    seed: int
    hz: float
    scanner_hz: float
    duration_s: float
    size: tuple[int, int]
    codec: Codec
    lesions: tuple[str, ...]
    tissue: tuple[str, ...]
    events: tuple[Event, ...] = ()

    @property
    def key(self) -> str:
        """Names what was recorded on this clip: 16 hex digits over everything that decides its pictures."""
        return hashlib.sha256(f"{MAKING} {self!r}".encode()).hexdigest()[:16]

    @property
    def pictures(self) -> int:
        """Number of pictures in the signal."""
        return round(self.duration_s * self.hz)

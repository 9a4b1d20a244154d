"""Which part of the scanner's screen is ultrasound, and what a pixel measures there."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt


class PanelKind(Enum):
    """What a panel of the scan shows."""

    B_MODE = "b-mode"
    CONTRAST = "contrast"
    DOPPLER = "doppler"
    ELASTOGRAPHY = "elastography"


class SignalState(Enum):
    """How a panel's picture is to be understood."""

    LIVE = "live"
    FROZEN = "frozen"  # the same picture for longer than any scanner's frame time
    MEASURING = "measuring"  # frozen, while calipers or a text are being placed on it
    REVIEW = "review"  # pictures that were seen before, forwards or backwards
    LIFTED = "lifted"  # the probe has no contact: reverberations over darkness
    BLANK = "blank"  # no echoes at all
    # Of a live source as a whole:
    REPEATED = "repeated"  # the same picture, and nothing else on the screen moves: frozen, or a grabber that hangs
    NO_INPUT = "no input"  # a black or blue screen, colour bars or a card: the grabber runs, the scanner sends nothing
    RESIZED = "resized"  # another resolution, whose scan area is still being looked for
    STALLED = "stalled"  # the device is open but gives no more pictures
    DISCONNECTED = "disconnected"  # unplugged, or the sender closed the connection
    NO_SIGNAL = "no signal"  # no picture has come


STANDING = frozenset({SignalState.FROZEN, SignalState.MEASURING, SignalState.REVIEW})  # nothing new is seen


@dataclass(frozen=True, slots=True)
class Rect:
    """Whole pixels, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top


class ScaleOrigin(Enum):
    """Where the scale of a panel comes from."""

    TAGS = "DICOM tags"
    RULER = "ruler"  # read from the depth ruler on the screen
    STATED = "stated"  # by the user, between two points


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """What a stretch of the screen looked like when the user stated the scale: while it does, the scale holds.

    Attributes:
        strip: Where, in pixels of the screen; outside all panels.
        profile: Mean brightness along the longer side of the strip, one value a pixel, 0..255; no text can be read
            from it.
    """

    strip: Rect
    profile: bytes


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: arrays have no single truth value
class Panel:
    """One ultrasound picture of the screen.

    Attributes:
        rect: Where it lies, in frame pixels.
        kind: What it shows.
        mask: True where the panel is ultrasound, shape (rect.height, rect.width), bool, read-only;
            None for the whole rectangle.
        mm_per_px: (x, y) size of a frame pixel, or None where it is not known.
        signal: State of this panel's picture.
        scale_origin: Where `mm_per_px` comes from; None without a scale, and where the source does not tell.
        scale_mark: By which a stated scale is known to hold; None where nothing is watched.
    """

    rect: Rect
    kind: PanelKind = PanelKind.B_MODE
    mask: npt.NDArray[np.bool_] | None = None
    mm_per_px: tuple[float, float] | None = None
    signal: SignalState = SignalState.LIVE
    scale_origin: ScaleOrigin | None = None
    scale_mark: ScaleMark | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ScanLayout:
    """The panels of a frame and the way back to the pixels of the file or screen.

    Attributes:
        panels: One or two panels, in frame pixels.
        origin_px: (x, y) of the frame's first pixel in the source's picture.
        source_size_px: (width, height) of the source's picture.
    """

    panels: tuple[Panel, ...]
    origin_px: tuple[int, int]
    source_size_px: tuple[int, int]

    @staticmethod
    def whole(width: int, height: int, kind: PanelKind = PanelKind.B_MODE) -> "ScanLayout":
        """A layout whose only panel is the whole picture."""
        return ScanLayout((Panel(Rect(0, 0, width, height), kind),), (0, 0), (width, height))

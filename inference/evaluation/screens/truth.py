"""What is known of a made-up screen."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from capture.screen.layout import PanelKind, Rect

Mask = npt.NDArray[np.bool_]


class Shape(Enum):
    """Outline of a scan."""

    RECTANGLE = "rectangle"  # linear
    TRAPEZOID = "trapezoid"  # virtual convex of a linear probe
    SECTOR = "sector"  # convex


class Arrangement(Enum):
    """Which panels a screen shows, and where."""

    SINGLE = "single"
    ZOOM = "zoom"
    INSET = "picture in picture"
    DUAL = "two side by side"
    DUAL_FROZEN = "two side by side, one frozen"
    STACKED = "one above the other"
    CONTRAST = "B-mode | contrast"
    DOPPLER = "B-mode | Doppler"
    ELASTOGRAPHY = "B-mode | elastography"
    COLOUR = "colour box in one"


@dataclass(frozen=True, slots=True, eq=False)
class PanelTruth:
    """One ultrasound picture of a screen.

    Attributes:
        rect: Its bounds in pixels of the screen.
        mask: True where it is ultrasound, shape (rect.height, rect.width), bool; a body mark or an inset that lies over
            it is not part of it.
        kind: What it shows.
        shape: Its outline.
        mm_per_px: (x, y) size of a pixel of the screen.
        frozen: It stands still while the rest lives.
        inset: It is the small picture of picture in picture.
    """

    rect: Rect
    mask: Mask
    kind: PanelKind
    shape: Shape
    mm_per_px: tuple[float, float]
    frozen: bool = False
    inset: bool = False


@dataclass(frozen=True, slots=True)
class RulerTruth:
    """A depth ruler beside a panel.

    Attributes:
        panel: Its number among the panels.
        x_px: Where its ticks begin.
        zero_y_px: The line of depth 0.
        last_y_px: The last tick.
        left: It stands left of its panel.
        tick_mm: From one tick to the next.
        major_mm: From one long tick to the next.
        number_mm: From one number to the next; None where there are none.
        in_cm: The numbers are centimetres, else millimetres.
    """

    panel: int
    x_px: float
    zero_y_px: float
    last_y_px: float
    left: bool
    tick_mm: float
    major_mm: float
    number_mm: float | None
    in_cm: bool


@dataclass(frozen=True, slots=True)
class Planted:
    """A text of the patient's that stands on the screen.

    Attributes:
        text: As drawn.
        rect: Where.
        inside: It lies over a panel.
    """

    text: str
    rect: Rect
    inside: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ScreenTruth:
    """All that is known of a screen.

    Attributes:
        size_px: (width, height).
        panels: The main one first.
        rulers: One for each panel that has one.
        planted: Texts of the patient's.
    """

    size_px: tuple[int, int]
    panels: tuple[PanelTruth, ...]
    rulers: tuple[RulerTruth, ...]
    planted: tuple[Planted, ...]

    def mask(self) -> Mask:
        """True wherever the screen is ultrasound, shape (height, width), bool."""
        width, height = self.size_px
        whole = np.zeros((height, width), np.bool_)
        for panel in self.panels:
            rect = panel.rect
            whole[rect.top : rect.bottom, rect.left : rect.right] |= panel.mask
        return whole

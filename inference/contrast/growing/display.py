"""What the kept levels of a study mean: echo power, and where the display's white begins."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.compression import WHITE, Compression, power
from inference.contrast.picture import Bytes, Floats
from inference.contrast.tone import ToneMap


@dataclass(frozen=True, slots=True, eq=False)
class Display:
    """Reads levels 0..255 as a scanner's display shows them.

    Attributes:
        grey: (256,) of each level, 0..1.
        power: (256,) echo power of each level: 1 at white, 0 at black.
        white_from: The lowest level at white; 256 where none is.
    """

    grey: Floats
    power: Floats
    white_from: int

    @property
    def grey_bytes(self) -> Bytes:
        """(256,) the same as whole levels."""
        return np.asarray(np.rint(self.grey * 255), np.uint8)

    @classmethod
    def of(cls, tone: ToneMap, compression: Compression) -> "Display":
        """For levels of luminance where the colour map is told by it, else for levels of grey."""
        of_luminance = tone.of_luminance
        grey = np.linspace(0, 1, 256).astype(np.float32) if of_luminance is None else of_luminance
        white = np.flatnonzero(grey >= WHITE)
        whose = not tone.warning and len(white)  # a map whose white is not known says nothing of saturation
        return cls(grey, power(grey, compression.dynamic_range_db), int(white[0]) if whose else 256)

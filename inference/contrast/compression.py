"""From grey to echo power: the scanner's logarithm undone, pixel by pixel, before anything is averaged."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Bytes, Flags, Floats

Origin = Literal["given", "read", "estimated", "assumed"]

NARROWEST_DB = 30.0
WIDEST_DB = 100.0
WHITE = 254 / 255  # a lossy copy of white may lose a level
BLACK = 1 / 255


@dataclass(frozen=True, slots=True)
class Compression:
    """How the scanner made grey from echo power: grey = 1 + 10 log10(power) / dynamic range, cut off at 0 and 1.

    Attributes:
        dynamic_range_db: From black to white.
        origin: "given" by the user, "read" from the recording's tags, "estimated" from the speckle, "assumed".
        uncertainty_db: One standard deviation of an estimate; 0 where it was given or read.
    """

    dynamic_range_db: float
    origin: Origin
    uncertainty_db: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what no scanner uses.

        Raises:
            ContrastError: The dynamic range is outside 30..100 dB.
        """
        if not NARROWEST_DB <= self.dynamic_range_db <= WIDEST_DB:
            raise ContrastError(
                "a dynamic range of {value} dB is outside {low} to {high} dB; read it off the scanner's screen and "
                "give it",
                value=f"{self.dynamic_range_db:.0f}",
                low=f"{NARROWEST_DB:.0f}",
                high=f"{WIDEST_DB:.0f}",
            )


def power(grey: Floats, dynamic_range_db: float) -> Floats:
    """Echo power of a log-compressed picture.

    Args:
        grey: 0..1, any shape.
        dynamic_range_db: From black to white.

    Returns:
        Same shape, float32: 1.0 at white, exactly 0 at black (what lies below the dynamic range is not known).
    """
    shown = np.clip(grey, 0.0, 1.0).astype(np.float32, copy=False)
    echo = np.exp((shown - np.float32(1)) * np.float32(dynamic_range_db * np.log(10) / 10))
    return np.asarray(np.where(shown > 0, echo, np.float32(0)), dtype=np.float32)


def compressed(echo: Floats, dynamic_range_db: float) -> Floats:
    """The opposite of `power`: grey 0..1, cut off at black and white, as the scanner shows it."""
    floor = np.float32(10 ** (-dynamic_range_db / 10))
    decibels = 10 * np.log10(np.maximum(echo, floor))
    return np.asarray(np.clip(1 + decibels / dynamic_range_db, 0, 1), dtype=np.float32)


def saturated(grey: Floats) -> Flags:
    """True where a pixel is at the display's white."""
    return np.asarray(grey >= WHITE, dtype=np.bool_)


def power_of_bytes(levels: Bytes, dynamic_range_db: float) -> Floats:
    """`power` of whole grey levels 0..255, by a table: for live use."""
    table = power(np.arange(256, dtype=np.float32) / np.float32(255), dynamic_range_db)
    return np.asarray(table[levels], dtype=np.float32)

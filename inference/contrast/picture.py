"""One picture of a contrast study, as the scanner shows it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]  # pictures and stacks; curves and parameters are float64
Series = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class ContrastPicture:
    """One distinct picture of a study.

    Attributes:
        index: The picture's number in its source.
        time_s: On the stream's own axis.
        contrast: The contrast panel as shown, RGB, (h, w, 3) uint8.
        bmode: The B-mode panel of the same moment, grey, (h_b, w_b) uint8; None where there is none. Both panels show
            the same tissue: (x, y) of one is (x * w_b / w, y * h_b / h) of the other.
    """

    index: int
    time_s: float
    contrast: Bytes
    bmode: Bytes | None


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """The echo power of a whole study, held still, averaged over cells of `cell_px` x `cell_px` panel pixels.

    Averages of power over cells lose nothing for a region's mean, and bound memory and time.

    Attributes:
        power: (n, h, w) float32, echo power, 1.0 at the display's white, 0 where the display was black.
        times_s: (n,) ascending.
        index: (n,) numbers of the pictures in the source.
        excluded: (n,) True where the picture is not to be used: out of plane, repeated, burst.
        reasons: (n,) why; "" where it is used.
        saturated: (n, h, w) uint8, share of a cell's pixels at the display's white, 0..255.
        cell_px: Side of a cell in panel pixels.
    """

    power: Floats
    times_s: Series
    index: npt.NDArray[np.int64]
    excluded: Flags
    reasons: tuple[str, ...]
    saturated: Bytes
    cell_px: float

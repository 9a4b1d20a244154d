"""One picture of the scan."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capture.screen.layout import ScanLayout


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: arrays have no single truth value
class Frame:
    """One picture of the scan; never modified after creation.

    Attributes:
        pixels: RGB, shape (height, width, 3), uint8, read-only: the bounding rectangle of the panels,
            everything outside their masks black.
        index: Live: counts distinct pictures of the source from 0. Recording: the picture's number in the
            file from 0, so that it leads back to the file (repeated pictures leave holes).
        time_ns: The stream's own time on one monotonic axis; all analysis uses it.
        arrived_ns: `time.monotonic_ns()` at hand-over; only latency and age use it.
        layout: The panels in the pixels of this frame.
        again: Index of the earlier frame that this one shows again, in a review on the scanner; else None.
    """

    pixels: npt.NDArray[np.uint8]
    index: int
    time_ns: int
    arrived_ns: int
    layout: ScanLayout
    again: int | None = None

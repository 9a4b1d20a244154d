"""Watches a recording picture by picture and reports what kind it is."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.acquisition.events import (
    BLACK_BELOW,
    MOST_FLAT,
    GainChange,
    Span,
    begins_in_wash_in,
    brightest_mean,
    find_accumulation,
    find_bursts,
    find_gain_changes,
    find_saturation,
)
from inference.contrast.acquisition.persistence import Persistence, PersistenceMeter
from inference.contrast.acquisition.trace import Trace, TraceKeeper
from inference.contrast.picture import Bytes

STATIC_FROM = 0.6  # speckle that stays is tissue's, not agent's
LIT = 20.0  # mean grey level from which a picture that never changes is taken for a B-mode picture


@dataclass(frozen=True, slots=True)
class Acquisition:
    """What kind of recording it is, as far as it was seen.

    Attributes:
        pictures: How many were seen.
        persistence: Of the speckle; None where it cannot be told.
        accumulation: The stretch in which no pixel fell (max-hold): a curve of it would be wrong. None without.
        gain_changes: With times and steps.
        bursts: The flashes; a new segment starts after each.
        saturation: From the first to the last picture with 1 % of the panel at white; None without.
        most_white: Largest share of the panel at white, flashes included.
        brightest_grey: Mean grey level 0..255 of the brightest pictures.
        almost_black: They are nearly black: there is nothing to measure.
        begins_in_wash_in: The first pictures are enhanced already: no baseline, no arrival time.
        no_contrast: It looks like a B-mode picture: lit, and neither its brightness nor its speckle changes.
    """

    pictures: int
    persistence: Persistence | None
    accumulation: Span | None
    gain_changes: tuple[GainChange, ...]
    bursts: tuple[Span, ...]
    saturation: Span | None
    most_white: float
    brightest_grey: float
    almost_black: bool
    begins_in_wash_in: bool
    no_contrast: bool


class AcquisitionWatch:
    """Takes every distinct picture of a study, in order; a few numbers of each and nine small pictures are kept."""

    def __init__(self) -> None:
        """Start without a picture."""
        self._keeper = TraceKeeper()
        self._meter = PersistenceMeter()

    def add(self, levels: Bytes, time_s: float) -> None:
        """Take a picture.

        Args:
            levels: Grey of the contrast panel, (h, w) uint8, after the tint (`ToneMap.grey_bytes`).
            time_s: On the stream's axis, ascending.
        """
        self._keeper.add(levels, time_s)
        self._meter.add(levels, time_s)

    def report(self) -> Acquisition:
        """What was seen so far."""
        return report(self._keeper.trace(), self._meter.persistence())


def report(trace: Trace, persistence: Persistence | None) -> Acquisition:
    """What a trace and the speckle's persistence say."""
    bursts = find_bursts(trace)
    changes = find_gain_changes(trace, bursts)
    brightest = brightest_mean(trace)
    held = find_accumulation(trace)
    black = len(trace) > 0 and brightest <= BLACK_BELOW
    steady = len(trace) > 1 and float(np.ptp(np.percentile(trace.mean, (5, 95)))) < MOST_FLAT
    static = persistence is not None and persistence.static >= STATIC_FROM
    return Acquisition(
        pictures=len(trace),
        persistence=persistence,
        accumulation=held,
        gain_changes=changes,
        bursts=bursts,
        saturation=find_saturation(trace, bursts),
        most_white=float(trace.white.max(initial=0.0)),
        brightest_grey=brightest,
        almost_black=black,
        begins_in_wash_in=not black and held is None and begins_in_wash_in(trace, changes, bursts),
        no_contrast=not black and steady and brightest >= LIT and static,
    )

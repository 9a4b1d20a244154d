"""What a live source's signal is as a whole: the one place that decides, so that no old picture passes for live."""

import time
from dataclasses import dataclass

from capture.screen.coarse import SmallScreen
from capture.screen.layout import ScanLayout, SignalState
from capture.screen.no_input import NoInputWatch
from capture.screen.outside_watch import OutsideWatch
from capture.source import LinkState, Screen

STALLED_AFTER_NS = 400_000_000
SLOW_SHARE = 2.5  # times the usual interval: a link of a few pictures a second is slow, not stalled
STALLED_MOST_NS = 3_000_000_000
FIND_NS = 3_000_000_000  # of another resolution: longer means that the scan area is lost


@dataclass(slots=True)
class _Heard:
    arrived_ns: int
    usual_ns: int
    size_px: tuple[int, int]


class SignalTruth:
    """Takes every screen of a live source, and tells at any moment how its signal stands."""

    def __init__(self) -> None:
        """Start before the first screen."""
        self._no_input = NoInputWatch()
        self._outside = OutsideWatch()
        self._heard: _Heard | None = None
        self._empty = False
        self._resized_ns: int | None = None

    def is_empty(self, screen: Screen, small: SmallScreen) -> bool:
        """Take the next screen and its small version; whether it holds no picture of a scanner: nothing may pass."""
        height, width = screen.pixels.shape[:2]
        heard, size_px = self._heard, (width, height)
        if heard is not None and heard.size_px != size_px:
            self._resized_ns = screen.arrived_ns
        # A mean of the last few: one long silence does not make the next one look usual.
        interval_ns = 0 if heard is None else min(screen.arrived_ns - heard.arrived_ns, STALLED_MOST_NS)
        usual_ns = interval_ns if heard is None or not heard.usual_ns else (3 * heard.usual_ns + interval_ns) // 4
        self._heard = _Heard(screen.arrived_ns, usual_ns, size_px)
        self._empty = self._no_input.see(screen.pixels, screen.time_ns, small)
        return self._empty

    def passed(self, small: SmallScreen, layout: ScanLayout, time_ns: int, *, repeat: bool) -> None:
        """The screen with this small version passed the gate."""
        self._resized_ns = None
        self._outside.see(small, layout, time_ns, repeat=repeat)

    def state(self, scan: SignalState, link: LinkState | None) -> SignalState:
        """How the signal stands now.

        Args:
            scan: What the panels say.
            link: How the reader's connection stands; None where it does not know.
        """
        if link is not None and not link.open:
            return SignalState.DISCONNECTED
        if self._heard is None:
            return SignalState.NO_SIGNAL
        now_ns = time.monotonic_ns()
        patience_ns = min(max(STALLED_AFTER_NS, round(SLOW_SHARE * self._heard.usual_ns)), STALLED_MOST_NS)
        heard_ns = self._heard.arrived_ns  # or later, while a search for the scan area keeps the reading waiting
        if link is not None and link.heard_ns is not None:
            heard_ns = max(heard_ns, link.heard_ns)
        if now_ns - heard_ns > patience_ns:
            return SignalState.STALLED
        if self._empty:
            return SignalState.NO_INPUT
        if self._resized_ns is not None and now_ns - self._resized_ns < FIND_NS:
            return SignalState.RESIZED
        if scan is SignalState.FROZEN and not self._outside.alive:
            return SignalState.REPEATED
        return scan

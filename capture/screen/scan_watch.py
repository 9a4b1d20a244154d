"""Watches every panel of the scan: whether a frame brings anything new, and how each of its panels is to be read."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from capture.screen.layout import PanelKind, Rect, ScanLayout, SignalState
from capture.screen.signal_state import Seen, SignalWatch


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """What one picture of the scan was.

    Attributes:
        layout: With the state of each panel.
        repeat: No panel shows anything else than in the picture before.
        again: Index of the earlier picture that the B-mode panel shows again, in a review; else None.
    """

    layout: ScanLayout
    repeat: bool
    again: int | None


class ScanWatch:
    """One `SignalWatch` a panel: of two pictures side by side, one may be frozen."""

    def __init__(self, *, exact: bool = False) -> None:
        """Start without a picture; `exact` as for `SignalWatch`, for every panel."""
        self._exact = exact
        self._layout: ScanLayout | None = None
        self._watches: list[SignalWatch] = []
        self._stated: dict[tuple[SignalState, ...], ScanLayout] = {}

    def restart(self) -> None:
        """Forget the last picture: the next one is distinct."""
        for watch in self._watches:
            watch.restart()

    @property
    def state(self) -> SignalState:
        """Of the scan as a whole: living if a panel of it is, else as its first B-mode panel is."""
        states = [watch.state for watch in self._watches]
        if not states or SignalState.LIVE in states:
            return SignalState.LIVE
        return states[self._main]

    def see(self, pixels: npt.NDArray[np.uint8], layout: ScanLayout, index: int, time_ns: int) -> Watched:
        """Take the next picture.

        Args:
            pixels: RGB, shape (height, width, 3), uint8, of the scan alone: a clock or a pointer beside it would make
                a frozen scan look alive.
            layout: Its panels, in these pixels.
            index: It gets if it is a distinct one.
            time_ns: Stream time.
        """
        if layout is not self._layout:
            self._begin(layout)
        seen = [
            watch.see(
                pixels[panel.rect.top : panel.rect.bottom, panel.rect.left : panel.rect.right],
                index,
                time_ns,
            )
            for panel, watch in zip(layout.panels, self._watches, strict=True)
        ]
        return Watched(self._with_states(layout, seen), all(one.repeat for one in seen), seen[self._main].again)

    def _begin(self, layout: ScanLayout) -> None:
        """Take another layout; panels that lie where they lay and show what they showed are watched on."""
        before, self._layout, self._stated = self._layout, layout, {}
        if before is not None and _places(before) == _places(layout):
            return
        self._watches = [SignalWatch(exact=self._exact or panel.kind is PanelKind.CONTRAST) for panel in layout.panels]
        self._main = next((at for at, panel in enumerate(layout.panels) if panel.kind is PanelKind.B_MODE), 0)

    def _with_states(self, layout: ScanLayout, seen: list[Seen]) -> ScanLayout:
        """The layout itself while everything lives, so that frames go on sharing it."""
        states = tuple(one.state for one in seen)
        if all(state is SignalState.LIVE for state in states):
            return layout
        if states not in self._stated:
            panels = tuple(replace(panel, signal=state) for panel, state in zip(layout.panels, states, strict=True))
            self._stated[states] = replace(layout, panels=panels)
        return self._stated[states]


def _places(layout: ScanLayout) -> list[tuple[Rect, PanelKind]]:
    return [(panel.rect, panel.kind) for panel in layout.panels]

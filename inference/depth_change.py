"""A change of depth on the scanner: the ruler has changed, and what it says now is read a moment later."""

from capture.frame import Frame
from capture.screen.layout import PanelKind, Rect, ScanLayout

SETTLES_NS = 1_000_000_000  # the ruler is read anew within that; if not, the new depth stays unknown

ScaledPanel = tuple[Rect, tuple[float, float]]


class DepthChange:
    """Knows when to wait: from a picture that jumped while its scale became unknown, until the scale is known again."""

    def __init__(self) -> None:
        self._before: Frame | None = None

    def reset(self) -> None:
        """Another scene: nothing is waited for."""
        self._before = None

    @property
    def is_waiting(self) -> bool:
        """Whether the scale of what is seen is being read."""
        return self._before is not None

    def wait(self, last: Frame, now: Frame, *, jumped: bool) -> bool:
        """Whether the tracks are to stay as they are, because it will soon be known where their masses now lie.

        Args:
            last: The frame before, of the same place.
            now: This one; its scale is not known.
            jumped: The motion of the picture since the frame before could not be measured, or it is another scene.
        """
        if self._before is None and jumped and scaled_b_mode(last.layout) is not None:
            self._before = last
        return self._before is not None and now.time_ns - self._before.time_ns <= SETTLES_NS

    def end(self) -> Frame | None:
        """The waiting is over: the last frame before the change, if one was waited for."""
        before, self._before = self._before, None
        return before


def scaled_b_mode(layout: ScanLayout) -> ScaledPanel | None:
    """Where the B-mode panel is and its mm per pixel, where there is but one and its scale is known."""
    panels = [panel for panel in layout.panels if panel.kind is PanelKind.B_MODE]
    if len(panels) != 1 or panels[0].mm_per_px is None or min(panels[0].mm_per_px) <= 0:
        return None
    return panels[0].rect, panels[0].mm_per_px

"""Placing a mark with the arrow keys."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt

_STEP_SHARE = 0.01  # of the picture's longer side; ten times with Shift
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


@dataclass(frozen=True, slots=True)
class MarkCursor:
    """A cross on a picture of this width and height; begins in the middle.

    Attributes:
        width_px, height_px: Of the picture.
        x_px, y_px: Where the cross is.
    """

    width_px: int
    height_px: int
    x_px: float
    y_px: float

    @staticmethod
    def in_middle(width_px: int, height_px: int) -> "MarkCursor":
        """A cross in the middle of the picture."""
        return MarkCursor(width_px, height_px, width_px / 2, height_px / 2)

    @staticmethod
    def moves(key: Qt.Key) -> bool:
        """Whether the key moves a cross."""
        return key in _ARROWS

    def moved(self, key: Qt.Key, *, far: bool) -> "MarkCursor":
        """A step on, within the picture."""
        across, down = _ARROWS[key]
        step = max(self.width_px, self.height_px) * _STEP_SHARE * (10 if far else 1)
        x, y = self.x_px + across * step, self.y_px + down * step
        return replace(self, x_px=min(max(x, 0.0), self.width_px - 1.0), y_px=min(max(y, 0.0), self.height_px - 1.0))

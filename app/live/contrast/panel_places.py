"""Where the panels of a frame lie on screen, and the way from there to pixels of the contrast panel and back."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from capture.frame import Frame
from capture.screen.layout import PanelKind, Rect, ScanLayout

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """One panel on screen that shows the tissue of the contrast panel.

    Attributes:
        kind: What it shows.
        area: On screen.
        scale: (x, y) screen pixels to a pixel of the contrast panel.
    """

    kind: PanelKind
    area: QRectF
    scale: Point

    def to_screen(self, point: Point) -> QPointF:
        """From pixels of the contrast panel."""
        return QPointF(self.area.left() + point[0] * self.scale[0], self.area.top() + point[1] * self.scale[1])

    def to_panel(self, place: QPointF) -> Point:
        """To pixels of the contrast panel."""
        return (place.x() - self.area.left()) / self.scale[0], (place.y() - self.area.top()) / self.scale[1]


def panel_places(frame: Frame, target: QRectF) -> tuple[PanelPlace, ...]:
    """The contrast panel and the B-mode panel beside it; empty without a contrast panel.

    Args:
        frame: On screen.
        target: Where the whole frame lies on screen.
    """
    contrast, beside = _rect(frame.layout, PanelKind.CONTRAST), _rect(frame.layout, PanelKind.B_MODE)
    if contrast is None:
        return ()
    height, width = frame.pixels.shape[:2]
    across, down = target.width() / width, target.height() / height
    places = []
    for kind, rect in ((PanelKind.CONTRAST, contrast), (PanelKind.B_MODE, beside)):
        if rect is None:
            continue
        area = QRectF(
            target.left() + rect.left * across, target.top() + rect.top * down, rect.width * across, rect.height * down
        )
        places.append(PanelPlace(kind, area, (area.width() / contrast.width, area.height() / contrast.height)))
    return tuple(places)


def map_place(places: tuple[PanelPlace, ...]) -> PanelPlace | None:
    """Where maps are laid: the B-mode panel where there is one, else the contrast panel."""
    beside = next((place for place in places if place.kind is PanelKind.B_MODE), None)
    return beside or next(iter(places), None)


def _rect(layout: ScanLayout, kind: PanelKind) -> Rect | None:
    return next((panel.rect for panel in layout.panels if panel.kind is kind), None)

"""What a pixel of a kept picture measures, from the layout that was kept with it."""

from app.exam.lesions.calipers import Point, Scale
from capture.screen.layout import Panel, PanelKind, ScanLayout


def panel_at(layout: ScanLayout, point: Point) -> Panel | None:
    """The panel in which a place lies; None between panels."""
    return next((panel for panel in layout.panels if _holds(panel, point)), None)


def b_mode_panel_at(layout: ScanLayout, point: Point) -> Panel | None:
    """The B-mode panel in which a place lies; None elsewhere."""
    panel = panel_at(layout, point)
    return panel if panel is not None and panel.kind is PanelKind.B_MODE else None


def scale_between(layout: ScanLayout, start: Point, end: Point) -> Scale | None:
    """mm per pixel that both ends of a caliper share; None where it is not known, or they lie in two panels."""
    first, second = panel_at(layout, start), panel_at(layout, end)
    return None if first is None or first is not second else first.mm_per_px


def _holds(panel: Panel, point: Point) -> bool:
    rect = panel.rect
    return rect.left <= point[0] <= rect.right and rect.top <= point[1] <= rect.bottom

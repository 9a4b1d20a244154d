"""What a pixel of a kept picture measures, from the layout that was kept with it."""

from collections.abc import Sequence

from app.exam.content.lesion import Lesion
from app.exam.content.picture import Snapshot
from app.exam.lesions.calipers import Point, Scale
from capture.screen.layout import Panel, PanelKind, ScaleOrigin, ScanLayout
from capture.screen.layout_file import layout_from_json


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


def scale_origins(lesion: Lesion, snapshots: Sequence[Snapshot]) -> tuple[ScaleOrigin, ...]:
    """Where the scales of a lesion's sizes come from, as far as it is known; empty for a lesion without a size."""
    if all(each is None for each in lesion.diameters_mm):
        return ()
    measured = {plane.snapshot_id for plane in lesion.planes}
    origins = [origin for each in snapshots if each.id in measured for origin in _origins(each)]
    return tuple(dict.fromkeys(origins))


def _origins(snapshot: Snapshot) -> list[ScaleOrigin]:
    try:
        panels = layout_from_json(snapshot.layout).panels
    except ValueError:
        return []
    return [panel.scale_origin for panel in panels if panel.scale_origin is not None]


def _holds(panel: Panel, point: Point) -> bool:
    rect = panel.rect
    return rect.left <= point[0] <= rect.right and rect.top <= point[1] <= rect.bottom

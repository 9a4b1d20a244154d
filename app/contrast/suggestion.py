"""Where the detector follows a lesion, as a region of the contrast panel."""

from collections.abc import Sequence

from app.live.view_state import Finding
from capture.screen.layout import Panel, PanelKind, ScanLayout


def suggested_lesion(findings: Sequence[Finding], layout: ScanLayout) -> str | None:
    """The ellipse in the box of the chosen finding, or of the only one, as `RegionView.text`.

    None where it is not clear which is meant, or the box lies on no panel that shows the tissue.
    """
    meant = [finding for finding in findings if finding.selected] or list(findings)
    contrast = _panel(layout, PanelKind.CONTRAST)
    if len(meant) != 1 or contrast is None:
        return None
    box = meant[0].track.box
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    for panel in (_panel(layout, PanelKind.B_MODE), contrast):
        if panel is None:
            continue
        rect = panel.rect
        if rect.left <= x < rect.right and rect.top <= y < rect.bottom:
            across, down = contrast.rect.width / rect.width, contrast.rect.height / rect.height
            numbers = (
                (x - rect.left) * across,
                (y - rect.top) * down,
                (box.right - box.left) / 2 * across,
                (box.bottom - box.top) / 2 * down,
            )
            return "ellipse:" + ",".join(f"{number:.1f}" for number in numbers) + ",0"
    return None


def _panel(layout: ScanLayout, kind: PanelKind) -> Panel | None:
    return next((panel for panel in layout.panels if panel.kind is kind), None)

"""The scale of a panel in words."""

from app.live.look.texts import translate
from app.live.scale.two_points import depth_mm
from capture.screen.layout import Panel, ScaleOrigin


def origin_text(origin: ScaleOrigin | None) -> str:
    """Where a scale comes from."""
    return {
        None: translate("Scale", "from the file"),
        ScaleOrigin.TAGS: translate("Scale", "from DICOM tags"),
        ScaleOrigin.RULER: translate("Scale", "read from the ruler"),
        ScaleOrigin.STATED: translate("Scale", "stated by the user"),
    }[origin]


def scale_text(panel: Panel) -> str:
    """What a pixel measures, how deep the picture is, and where that comes from."""
    if panel.mm_per_px is None:
        return translate("Scale", "Scale not known.")
    x, y = panel.mm_per_px
    size = f"{y:.4f}" if abs(x - y) <= 0.001 * y else f"{x:.4f} × {y:.4f}"
    line = translate("Scale", "{size} mm a pixel, picture {depth} cm deep, {origin}.")
    return line.format(
        size=size, depth=f"{depth_mm(panel, panel.mm_per_px) / 10:.1f}", origin=origin_text(panel.scale_origin)
    )

"""Why the scale in a DICOM file's region tags is not believed."""

from enum import Enum

from pydicom.dataset import Dataset

from capture.screen.layout import Rect

SHALLOWEST_MM, DEEPEST_MM = 4.0, 500.0
MOST_ASPECT = 2.05  # of a pixel; a picture that was squeezed to half its width is at the limit
SPACING_OFF = 0.01


class Doubt(Enum):
    """What does not hold together."""

    OUTSIDE = "a region lies outside the picture: it was cut or resized after the tags were written"
    ASPECT = "pixels would be more than twice as long one way as the other"
    DEPTH = "the picture would be less than 4 mm or more than 50 cm deep"
    SPACING = "Pixel Spacing (0028,0030) says something else"


def scale_doubt(header: Dataset, rect: Rect, mm_per_px: tuple[float, float]) -> Doubt | None:
    """What speaks against the scale of a region; None where nothing does.

    Args:
        header: Of the file.
        rect: The region.
        mm_per_px: (x, y), as its tags say.
    """
    x, y = mm_per_px
    if not 1 / MOST_ASPECT <= x / y <= MOST_ASPECT:
        return Doubt.ASPECT
    if not SHALLOWEST_MM <= y * rect.height <= DEEPEST_MM:
        return Doubt.DEPTH
    spacing = header.get("PixelSpacing")
    if spacing is not None and len(spacing) == 2:  # rows first
        down, across = float(spacing[0]), float(spacing[1])
        if abs(down / y - 1) > SPACING_OFF or abs(across / x - 1) > SPACING_OFF:
            return Doubt.SPACING
    return None

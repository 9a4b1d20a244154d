"""How wide a pixel is for its height: 1 but in the standard-definition signals of older scanners."""

# ITU-R BT.601 samples a 4:3 picture with 720 (or 704) samples a line, whatever its lines
_ASPECTS = {(720, 480): 8 / 9, (704, 480): 10 / 11, (720, 576): 16 / 15, (704, 576): 12 / 11}


def pixel_aspect(size_px: tuple[int, int]) -> float:
    """Width over height of a pixel of a screen of this size (width, height)."""
    return _ASPECTS.get(size_px, 1.0)

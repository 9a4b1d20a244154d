"""Pictures that are not for scoring, told by measured rules without a network.

They know blank, saturated and coloured pictures and what has no speckle (test bars, pages of text, menus). Other organs
look like tissue to them: those are told by `inference.recognition`.
"""

import cv2
import numpy as np
import numpy.typing as npt

from inference.findings import Box

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

NO_B_MODE = "There is no B-mode picture"
NO_SIGNAL = "No signal"
NO_CONTACT = "The probe has no contact"
BLANK = "The picture is blank"
SATURATED = "The picture is saturated"
COLOURED = "The picture is coloured (Doppler, elastography or a photo)"
NO_SPECKLE = "This does not look like an ultrasound picture"
BESIDE_CONTRAST = "Beside contrast imaging a mass is only located, not scored"  # low output: another picture
COLOURED_LESION = "Colour covers the lesion (Doppler or elastography)"
NOT_BREAST = "This does not look like a breast in B-mode"
REASONS = (
    NO_B_MODE,
    NO_SIGNAL,
    BLANK,
    SATURATED,
    COLOURED,
    NO_SPECKLE,
    NO_CONTACT,
    BESIDE_CONTRAST,
    COLOURED_LESION,
    NOT_BREAST,
)  # all of them, for translation

COLOUR_SPREAD = 40  # largest channel minus smallest; compression leaves grey within it
MOST_COLOURED = 0.10  # of the panel; BUS-UCLM's pictures with Doppler marks stay under 0.025
MOST_COLOURED_LESION = 0.05  # of a lesion's box
# Share of the panel that is red or blue as flow is. BUS-UCLM's pictures with Doppler have 0.0003 and more but for one
# of 22 (0.00014), those without under 0.00014 but for one of 452, calipers and body marks (yellow, green) included.
DOPPLER_SHARE = 0.0002
RED_FROM, RED_BELOW, BLUE_FROM, BLUE_BELOW = 170, 10, 100, 130  # OpenCV's hues, 0..180
DARK_GREY = 8
FEWEST_BRIGHT = 0.03  # of the tiles; lung clips have 0.5 or more
BLANK_SD = 2.0
WHITE_GREY = 250
MOST_WHITE = 0.6  # of the panel; BUS-BRA stays under 0.1
TILE_PX = 16
TILES_ACROSS = 16
# Share of the bright tiles that have grain. Measured: 0.48 and more in 500 breast stills (median 0.97) and in lung
# clips of two probes; 0.13 and less in test bars and pages of text, also after JPEG.
FEWEST_GRAINY = 0.3
LEAST_GRAIN_SD = 2.0
COMMON_SHARE = 0.4  # of a tile's pixels: when so many lie within a level of each other, it is a ground with print on it

REACH_PX = 31  # how far round a mark grey is looked for
FIELDS_PX = (5, 9, 17, 33, 63)


def abstention(pixels: Pixels, mask: Mask | None = None, marks: Mask | None = None) -> str | None:
    """Why this panel is not for scoring: one of `REASONS`, or None when it is.

    Args:
        pixels: RGB, shape (height, width, 3), uint8: one panel.
        mask: True where it is ultrasound, shape (height, width); None for everywhere.
        marks: Its coloured pixels where they are known already.
    """
    if pixels.size == 0 or (mask is not None and not mask.any()):
        return BLANK
    area = pixels.shape[0] * pixels.shape[1] if mask is None else int(np.count_nonzero(mask))
    if np.count_nonzero(coloured(pixels) if marks is None else marks) > MOST_COLOURED * area:
        return COLOURED
    grey = np.asarray(cv2.extractChannel(pixels, 1), dtype=np.uint8)
    if np.count_nonzero(grey >= WHITE_GREY) > MOST_WHITE * area:
        return SATURATED
    tiles = _tiles(grey, mask)
    bright = tiles[tiles.mean(axis=1) >= DARK_GREY]
    if len(bright) < max(1.0, FEWEST_BRIGHT * len(tiles)) or bright.std() < BLANK_SD:
        return BLANK
    return None if grainy_share(bright) >= FEWEST_GRAINY else NO_SPECKLE


def coloured(pixels: Pixels) -> Mask:
    """True at coloured pixels, shape (height, width)."""
    red, green, blue = cv2.split(pixels)
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return np.asarray(spread > COLOUR_SPREAD)


def doppler_is_on(pixels: Pixels, marks: Mask) -> bool:
    """Whether some of the coloured pixels of a panel (height, width, 3) are red or blue as flow is drawn."""
    if np.count_nonzero(marks) < DOPPLER_SHARE * marks.size:
        return False
    hue = cv2.cvtColor(pixels[marks][None], cv2.COLOR_RGB2HSV)[0, :, 0]
    flow = (hue < RED_BELOW) | (hue >= RED_FROM) | ((hue >= BLUE_FROM) & (hue < BLUE_BELOW))
    return bool(np.count_nonzero(flow) >= DOPPLER_SHARE * marks.size)


def covers(marks: Mask, box: Box) -> bool:
    """Whether coloured pixels (height, width) cover too much of a lesion's box for it to be scored."""
    left, top = max(int(box.left), 0), max(int(box.top), 0)
    part = marks[top : max(round(box.bottom), top + 1), left : max(round(box.right), left + 1)]
    return bool(part.size and np.count_nonzero(part) > MOST_COLOURED_LESION * part.size)


def grainy_share(tiles: npt.NDArray[np.int16]) -> float:
    """Share of tiles with grain: grey levels spread out, not a flat ground with or without print on it.

    Args:
        tiles: Grey levels, shape (tiles, pixels of a tile).
    """
    levels = np.sort(tiles, axis=1)
    common = int(levels.shape[1] * COMMON_SHARE)
    narrowest = (levels[:, common:] - levels[:, : levels.shape[1] - common]).min(axis=1)
    return float(((tiles.std(axis=1) >= LEAST_GRAIN_SD) & (narrowest >= 2)).mean())


def neutralise_colour(pixels: Pixels, marks: Mask | None = None) -> Pixels:
    """Replace coloured pixels (calipers, marks, a body mark, flow) by the grey around them.

    Args:
        pixels: RGB, shape (height, width, 3), uint8.
        marks: Its coloured pixels where they are known already.

    Returns:
        The same array where nothing is coloured, else a new one.
    """
    marks = coloured(pixels) if marks is None else marks
    if not marks.any():
        return pixels
    # the soft rim of a mark is coloured too little to be told by itself
    marks = np.asarray(cv2.dilate(marks.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    top, bottom = max(rows[0] - REACH_PX, 0), rows[-1] + 1 + REACH_PX
    left, right = max(columns[0] - REACH_PX, 0), columns[-1] + 1 + REACH_PX
    part, part_marks = pixels[top:bottom, left:right], marks[top:bottom, left:right]
    whole = pixels.copy()
    grey = _grey_around(np.ascontiguousarray(part[:, :, 1]), part_marks)
    whole[top:bottom, left:right][part_marks] = grey[part_marks][:, None]
    return whole


def _grey_around(grey: npt.NDArray[np.uint8], marks: Mask) -> npt.NDArray[np.uint8]:
    """Mean grey of the unmarked pixels round each pixel, over as small a field as has any."""
    clean = (~marks).astype(np.float32)
    values = grey.astype(np.float32) * clean
    filled = np.zeros_like(values)
    todo = marks.copy()
    for field_px in FIELDS_PX:
        share = cv2.blur(clean, (field_px, field_px))
        near = todo & (share > 0.5 / field_px**2)
        filled[near] = (cv2.blur(values, (field_px, field_px))[near]) / share[near]
        todo &= ~near
        if not todo.any():
            break
    if todo.any() and clean.any():  # the heart of a large mark: a black hole there would look like a lesion
        filled[todo] = values.sum() / clean.sum()
    return np.asarray(np.clip(np.rint(filled), 0, 255), dtype=np.uint8)


def _tiles(grey: npt.NDArray[np.uint8], mask: Mask | None) -> npt.NDArray[np.int16]:
    """Tiles spread over the picture, shape (tiles, pixels of a tile); those not wholly inside the mask are left out."""
    height, width = grey.shape
    tall, wide = min(TILE_PX, height), min(TILE_PX, width)
    tops = np.linspace(0, height - tall, min(TILES_ACROSS, height // tall)).astype(int)
    lefts = np.linspace(0, width - wide, min(TILES_ACROSS, width // wide)).astype(int)
    corners = [(top, left) for top in tops for left in lefts]
    if mask is not None:
        inside = [(top, left) for top, left in corners if mask[top : top + tall, left : left + wide].all()]
        corners = inside or corners
    return np.stack([grey[top : top + tall, left : left + wide].ravel() for top, left in corners]).astype(np.int16)

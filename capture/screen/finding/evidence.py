"""Where echoes are on a few screens: what is textured throughout, and what lives from one screen to the next.

Echoes fill their region with grain, while text, rulers and menus are strokes on a flat ground; so the share of pixels
that differ from a neighbour tells them apart, however bright they are. Speckle also changes with every picture while
the hand moves, and a scanner's graphics do not: a clock or a new line of text changes once, speckle each time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

WORK_AREA_PX = 960 * 540  # larger screens are halved or more first; grain of video survives that
# signals of 720 columns have pixels that are not square: 480 lines mostly show 4:3, 576 lines too (ITU-R BT.601)
SQUEEZED = {(480, 720): (8 / 9, 1.0), (486, 720): (8 / 9, 1.0), (576, 720): (16 / 15, 1.0)}
GRAIN = 2  # grey levels between the lightest and darkest of 3x3 pixels
GRAIN_FROM = 6  # the lightest of them; below is the noise of an analogue cable on black
NOISE_GRAIN = 5.0  # times the noise of one pixel: what 3x3 pixels of noise differ by
WINDOW_SHARE = 0.05  # of the screen's height: several lines of text, a small part of a scan
TEXTURED_FROM = 0.75  # share of such pixels in the window; dense text has about 0.5
GROUND_SPREAD = 4  # grey levels of the ground text stands on
STROKES_GROUND = 0.5  # share of the ground in a window of dense text; echoes fill all levels between
STROKES_CONTRAST = 140
FEWEST = 3  # screens; fewer do not tell what lives
OFTEN = 2  # changes from one to the next
CHANGE = 5  # grey levels from one screen to the next; less is what compression does to a still part
NOISE_CHANGE = 6.0  # times the noise of one pixel
LIVES_FROM = 0.3  # share of living pixels in the window: bubbles of contrast on black are few
STROKE = 90  # grey levels within 3x3 pixels: letters, rulers
BESIDE_FROM = 200  # pixels beside strokes; with fewer it cannot be told
RIPPLE = 6  # grey levels
RIPPLES_TO = 0.1  # of as many pixels as are flat
HALFWAY = 0.6
STIRS_FROM = 0.5  # share of stirring pixels
NOISE_STEP = 1.13  # mean difference of two pixels of Gaussian noise, in its standard deviations
SOFT_PX, SOFTLY, SOFTEST = 5, 1.5, 3.0  # below that, compression makes noise uneven
BLOCK_PX = 16
NOISE_FROM = 7  # mean grey of a block whose noise black does not cut off
EQUALLY = 1.25
MOST_RESTLESS = 2.0
PART_OF_LARGEST = 0.15  # a region of this share of the largest belongs to the scan: a shadow has cut it off

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A few screens of one size, reduced, and what speaks for echoes on them.

    Attributes:
        step: Every so many pixels of the screen were taken.
        window: Side of the square in which shares are taken, odd.
        pictures: RGB, shape (height, width, 3), uint8, each.
        greys: The same in grey.
        grain: A pixel that is not black differs from a neighbour, on any of the screens.
        raised: It stands out from the darkest of its neighbours, so that nothing beside an edge does.
        steady: The same of the mean of the screens, in which noise is less.
        living: It changed again and again; all False for one or two screens.
        stirring: It is grain that changed again and again by little more than half as much, or, under a cable's noise,
            the mean of a few pixels did.
        faint: It changed again and again by as little as may be; tells something only where nothing is compressed.
        change: How much it changed from one screen to the next, mean, grey levels, float32.
        still: It never changed; all False for one or two screens.
        textured: 255 where the grain of echoes is throughout, holes closed, small parts left out.
        lively: The same for what lives.
        exact: Every pixel is as the scanner drew it: no cable's noise, no compression.
        squeezes: Widths of a pixel over its height that may be.
        noise: Grey levels, the standard deviation of a pixel that shows nothing new.
    """

    step: int
    window: int
    pictures: tuple[npt.NDArray[np.uint8], ...]
    greys: tuple[Grey, ...]
    grain: Mask
    raised: Mask
    steady: Mask
    living: Mask
    stirring: Mask
    faint: Mask
    change: npt.NDArray[np.float32]
    still: Mask
    textured: Grey
    lively: Grey
    exact: bool
    squeezes: tuple[float, ...]
    noise: float


def step_for(height: int, width: int) -> int:
    """Every how many pixels are taken of a screen."""
    return max(1, round(math.sqrt(height * width / WORK_AREA_PX)))


def gather(screens: Sequence[npt.NDArray[np.uint8]]) -> Evidence:
    """Look at screens of one size, RGB (height, width, 3) uint8 each, in order of time."""
    height, width = screens[0].shape[:2]
    step = step_for(height, width)
    pictures = tuple(np.ascontiguousarray(pixels[::step, ::step]) for pixels in screens)
    greys = tuple(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8) for picture in pictures)
    height, width = greys[0].shape
    window = max(5, round(WINDOW_SHARE * min(height, 0.75 * width))) | 1
    noise, living, halfway, faint, change, still = _changes(greys)
    softly = np.zeros((height, width), np.bool_)
    if noise:  # of a cable: what is too weak in a pixel shows in the mean of a few
        softly = np.asarray(cv2.blur(change, (SOFT_PX, SOFT_PX)) >= max(SOFTEST, SOFTLY * NOISE_STEP * noise))
    grains = [_grain(grey, noise) for grey in greys]
    together = np.zeros((height, width), np.bool_)
    for grey, grain in zip(greys, grains, strict=True):
        together |= (_share(grain, window) >= TEXTURED_FROM) & ~_strokes(grey, window)
    textured = large_parts(opened_and_closed(together, window))
    grain = np.logical_or.reduce(grains)
    stirring = (halfway & grain) | softly
    lives = (_share(living, window) >= LIVES_FROM) | (_share(stirring, window) >= STIRS_FROM)
    lively = large_parts(opened_and_closed(lives, window))
    return Evidence(
        step=step,
        window=window,
        pictures=pictures,
        greys=greys,
        grain=grain,
        raised=np.logical_or.reduce([_raised(grey, noise) for grey in greys]),
        steady=_raised(np.asarray(np.rint(np.mean(greys, axis=0)), np.uint8), noise / math.sqrt(len(greys))),
        living=living,
        stirring=stirring,
        faint=faint,
        change=change,
        still=still,
        textured=textured,
        lively=lively,
        exact=_is_exact(greys[0], still),
        squeezes=SQUEEZED.get(screens[0].shape[:2], (1.0,)),
        noise=noise,
    )


def _changes(greys: tuple[Grey, ...]) -> tuple[float, Mask, Mask, Mask, npt.NDArray[np.float32], Mask]:
    """Noise, what lives, what lives half as much, and faintly, how much, what never changed.

    A pixel lives when it changed twice or more: once does a clock, or another page.
    """
    nothing = np.zeros(greys[0].shape, np.bool_)
    if len(greys) < FEWEST:
        return 0.0, nothing, nothing, nothing, np.zeros(greys[0].shape, np.float32), nothing
    steps = [np.asarray(cv2.absdiff(a, b), np.uint8) for a, b in pairwise(greys)]
    noise, restless = _noise(greys[0], steps[0])
    least = max(CHANGE, NOISE_CHANGE * restless)
    changes = np.sum([step >= least for step in steps], axis=0)
    halfway = np.sum([step >= HALFWAY * least for step in steps], axis=0)
    faint = np.sum([step > 0 for step in steps], axis=0)
    change = np.asarray(np.mean(steps, axis=0, dtype=np.float32), np.float32)
    still = np.asarray(np.maximum.reduce(steps) < max(2.0, least / 2))
    lives, stirs, faintly = (np.asarray(count >= OFTEN) for count in (changes, halfway, faint))
    return noise, lives, stirs, faintly, change, still


def _noise(grey: Grey, step: Grey) -> tuple[float, float]:
    """Standard deviation of a pixel that shows nothing new, from blocks that are lit and quiet: surely, and perhaps.

    Black says little, because noise is cut off there. Of a scan no two parts are equally restless, so noise is sure
    where many blocks are.
    """
    down, across = grey.shape[0] // BLOCK_PX, grey.shape[1] // BLOCK_PX
    if min(down, across) < 2:
        return 0.0, 0.0
    lit = cv2.resize(grey, (across, down), interpolation=cv2.INTER_AREA) >= NOISE_FROM
    restless = cv2.resize(step.astype(np.float32), (across, down), interpolation=cv2.INTER_AREA)[lit]
    if len(restless) < 20:
        return 0.0, 0.0
    quietest, quiet = np.percentile(restless, (5, 15))
    noise = float(quiet) / NOISE_STEP
    return noise if quiet <= EQUALLY * quietest else 0.0, min(noise, MOST_RESTLESS)


def _is_exact(grey: Grey, still: Mask) -> bool:
    """Whether the ground beside letters and lines is flat: compression leaves ripples there, a cable noise."""
    contrast = contrast_of(grey)
    strokes = ((contrast >= STROKE) & still).astype(np.uint8)
    near = cv2.dilate(strokes, np.ones((3, 3), np.uint8))
    beside = (cv2.dilate(near, np.ones((7, 7), np.uint8)) > 0) & (near == 0) & still
    ripples = contrast[beside]
    flat, faint = int((ripples == 0).sum()), int(((ripples > 0) & (ripples <= RIPPLE)).sum())
    return flat >= BESIDE_FROM and faint <= RIPPLES_TO * flat


def _grain(grey: Grey, noise: float = 0.0) -> Mask:
    """Where a pixel that is not black differs from one of its neighbours."""
    square = np.ones((3, 3), np.uint8)
    lightest, darkest = np.asarray(cv2.dilate(grey, square)), np.asarray(cv2.erode(grey, square))
    return (lightest - darkest >= max(GRAIN, NOISE_GRAIN * noise)) & (lightest >= GRAIN_FROM)


def _raised(grey: Grey, noise: float) -> Mask:
    darkest = np.asarray(cv2.erode(grey, np.ones((3, 3), np.uint8)))
    return (grey - darkest >= max(GRAIN, NOISE_GRAIN * noise)) & (grey >= GRAIN_FROM)


def contrast_of(grey: Grey) -> Grey:
    """Grey levels between the lightest and the darkest of 3x3 pixels."""
    square = np.ones((3, 3), np.uint8)
    return np.asarray(cv2.subtract(cv2.dilate(grey, square), cv2.erode(grey, square)), np.uint8)


def _share(mask: Mask, window: int) -> npt.NDArray[np.float32]:
    filled = np.where(mask, np.uint8(255), np.uint8(0))
    shares = cv2.boxFilter(filled, -1, (window, window), borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(shares.astype(np.float32) / np.float32(255), np.float32)


def _strokes(grey: Grey, window: int) -> Mask:
    """True where the window holds bright strokes on an even ground: text so bold and dense that it is grainy."""
    square = np.ones((window, window), np.uint8)
    lightest, darkest = np.asarray(cv2.dilate(grey, square)), np.asarray(cv2.erode(grey, square))
    ground = grey <= np.minimum(darkest, 255 - GROUND_SPREAD) + GROUND_SPREAD
    return (_share(ground, window) >= STROKES_GROUND) & (lightest - darkest >= STROKES_CONTRAST)


def opened_and_closed(mask: Mask, window: int) -> Grey:
    """Opening removes what is no wider than a line of text, closing joins what a shadow separates."""
    filled = np.where(mask, np.uint8(255), np.uint8(0))
    left, top, wide, tall = cv2.boundingRect(filled)
    if not wide:
        return filled
    # a part with an empty margin suffices: the brush is large
    height, width = mask.shape
    part = np.s_[
        max(0, top - window) : min(height, top + tall + window),
        max(0, left - window) : min(width, left + wide + window),
    ]
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (window, window))
    padded = cv2.copyMakeBorder(filled[part], window, window, window, window, cv2.BORDER_REPLICATE)
    opened = cv2.morphologyEx(padded, cv2.MORPH_OPEN, ellipse)
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, ellipse)
    filled[part] = closed[window:-window, window:-window]
    return filled


def large_parts(region: Grey) -> Grey:
    """The parts of a region without those that are small beside the largest."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(region)
    if count < 2:
        return region
    areas = stats[1:, cv2.CC_STAT_AREA]
    keep = 1 + np.flatnonzero(areas >= PART_OF_LARGEST * areas.max())
    return np.where(np.isin(labels, keep), np.uint8(255), np.uint8(0))

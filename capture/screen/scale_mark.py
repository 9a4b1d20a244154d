"""Whether a scale that the user stated still holds: the ruler beside the panel looks as it did then."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from capture.screen.layout import Panel, Rect, ScaleMark

HALF_WIDTH = 0.008  # of the screen's width, to each side of the stated line: the ticks, and the ends of the numbers
LEAST_HALF_WIDTH_PX = 5
PIECE_PX = 24  # the profile is compared piece by piece: a focus mark or a pointer on the ruler changes one of them
STRUCTURE_FROM = 2.5  # grey levels, standard deviation within a piece; less is bare ground or codec noise
LEAST_PIECES = 2
ALIKE_FROM = 0.85  # correlation
STRENGTH_FROM = 0.5  # of the structure that was there
PIECES_FROM = 0.75  # of the pieces look as they did; of a ruler with half as many ticks, half of them do

Profile = npt.NDArray[np.float32]
Point = tuple[float, float]


def mark_of(
    pixels: npt.NDArray[np.uint8], start: Point, end: Point, panel: Panel, others: Sequence[Rect] = ()
) -> ScaleMark | None:
    """The mark of a line that the user drew on the ruler of a panel.

    The strip is as long as the panel, because the ruler is, and keeps clear of all panels, in which the scan moves.

    Args:
        pixels: The whole screen, RGB, shape (height, width, 3), uint8.
        start: Of the line, (x, y) in pixels of the screen.
        end: Of the line.
        panel: In pixels of the screen.
        others: Rectangles of the other panels.

    Returns:
        None where the line does not lie on something that can be watched: inside a panel, slanted, on bare ground.
    """
    height, width = pixels.shape[:2]
    half = max(LEAST_HALF_WIDTH_PX, round(HALF_WIDTH * width))
    across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
    if min(across, down) > half:
        return None
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    rect = panel.rect
    if down >= across:
        strip = Rect(round(x) - half, rect.top, round(x) + half + 1, rect.bottom)
    else:
        strip = Rect(rect.left, round(y) - half, rect.right, round(y) + half + 1)
    clear: Rect | None = _inside(strip, width, height)
    for other in (rect, *others):
        clear = None if clear is None else _beside(clear, other, (x, y))
    if clear is None:
        return None
    profile = _profile(pixels, clear)
    if _structured(profile).sum() < LEAST_PIECES:
        return None
    return ScaleMark(clear, np.rint(profile).astype(np.uint8).tobytes())


def still_holds(mark: ScaleMark, pixels: npt.NDArray[np.uint8]) -> bool:
    """Whether the strip looks as it did; False on a screen that does not hold the strip."""
    height, width = pixels.shape[:2]
    if mark.strip.right > width or mark.strip.bottom > height:
        return False
    then = np.frombuffer(mark.profile, np.uint8).astype(np.float32)
    return alike(_profile(pixels, mark.strip), then)


def alike(now: Profile, then: Profile) -> bool:
    """Whether most pieces of a profile that showed something, or show something now, show the same."""
    if len(now) != len(then):
        return False
    then_pieces, now_pieces = _pieces(then), _pieces(now)
    shown = _structured(then) | _structured(now)
    if not shown.any():
        return False
    first, second = then_pieces[shown], now_pieces[shown]
    spread_then, spread_now = first.std(axis=1), second.std(axis=1)
    shared = (first * second).mean(axis=1) / np.maximum(spread_then * spread_now, 1e-6)
    stronger, weaker = np.maximum(spread_then, spread_now), np.minimum(spread_then, spread_now)
    same = (shared >= ALIKE_FROM) & (weaker >= STRENGTH_FROM * stronger)
    return bool(same.mean() >= PIECES_FROM)


def _profile(pixels: npt.NDArray[np.uint8], strip: Rect) -> Profile:
    part = pixels[strip.top : strip.bottom, strip.left : strip.right, 1]
    return np.asarray(part.mean(axis=1 if strip.height >= strip.width else 0), np.float32)


def _pieces(profile: Profile) -> Profile:
    """(n, PIECE_PX), each less its mean; what is left over at the end is not looked at."""
    count = len(profile) // PIECE_PX
    pieces = profile[: count * PIECE_PX].reshape(count, PIECE_PX)
    return np.asarray(pieces - pieces.mean(axis=1, keepdims=True), np.float32)


def _structured(profile: Profile) -> npt.NDArray[np.bool_]:
    return np.asarray(_pieces(profile).std(axis=1) >= STRUCTURE_FROM)


def _inside(strip: Rect, width: int, height: int) -> Rect | None:
    cut = Rect(max(strip.left, 0), max(strip.top, 0), min(strip.right, width), min(strip.bottom, height))
    return cut if cut.width > 0 and cut.height > 0 else None


def _beside(strip: Rect, panel: Rect, point: Point) -> Rect | None:
    """The part of a strip on the point's side of a panel; None where the point lies in the panel."""
    x, y = point
    apart = (
        strip.right <= panel.left or strip.left >= panel.right or strip.bottom <= panel.top or strip.top >= panel.bottom
    )
    if apart:
        return strip
    if strip.height >= strip.width:
        if x < panel.left:
            return Rect(strip.left, strip.top, panel.left, strip.bottom)
        return Rect(panel.right, strip.top, strip.right, strip.bottom) if x >= panel.right else None
    if y < panel.top:
        return Rect(strip.left, strip.top, strip.right, panel.top)
    return Rect(strip.left, panel.bottom, strip.right, strip.bottom) if y >= panel.bottom else None

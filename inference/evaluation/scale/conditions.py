"""What is done to a made-up screen before its ruler is read, and what may be said of it then."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect
from capture.screen.ruler.read import unit_of
from inference.evaluation.screens.truth import RulerTruth

Pixels = npt.NDArray[np.uint8]
Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen, its panel, and the ruler's place on it.

    Attributes:
        pixels: RGB (height, width, 3) uint8.
        panel: In pixels of the screen.
        ruler: As drawn.
        px_per_mm: Down.
    """

    pixels: Pixels
    panel: Rect
    ruler: RulerTruth
    px_per_mm: float

    @property
    def strip(self) -> Rect:
        """Where ticks and numbers stand."""
        unit = unit_of(self.pixels)
        wide, over = round(50 * unit), round(4 * unit)
        x = round(self.ruler.x_px)
        left, right = (x - wide, x + over) if self.ruler.left else (x - over, x + wide)
        width = self.pixels.shape[1]
        return Rect(max(0, left), max(0, self.panel.top - over), min(width, right), self.panel.bottom + over)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that happens to screens.

    Attributes:
        name: In the table.
        apply: Makes the screen as it is then.
        to_read: The ruler should still be read; else nothing should be said, though the truth is no error.
        left_out: Typefaces the reader is not given.
    """

    name: str
    apply: Callable[[Shown, Rng], Shown]
    to_read: bool = True
    left_out: tuple[str, ...] = ()


def _as_it_is(shown: Shown, _rng: Rng) -> Shown:
    return shown


def _panel_off(shown: Shown, rng: Rng) -> Shown:
    """The panel's sides are found up to 5 pixels of a 1080-line screen too far out or in."""
    off = [round(float(each) * unit_of(shown.pixels)) for each in rng.uniform(-5, 5, 4)]
    height, width = shown.pixels.shape[:2]
    panel = shown.panel
    moved = Rect(
        max(0, panel.left + off[0]),
        max(0, panel.top + off[1]),
        min(width, panel.right + off[2]),
        min(height, panel.bottom + off[3]),
    )
    return Shown(shown.pixels, moved, shown.ruler, shown.px_per_mm)


def _scaled(shown: Shown, rng: Rng) -> Shown:
    """Shown smaller or larger by a converter, and scaled back by the grabber."""
    height, width = shown.pixels.shape[:2]
    share = float(rng.uniform(0.75, 1.3))
    other = cv2.resize(shown.pixels, (round(width * share), round(height * share)), interpolation=cv2.INTER_AREA)
    back = cv2.resize(other, (width, height), interpolation=cv2.INTER_LINEAR)
    return Shown(np.asarray(back, np.uint8), shown.panel, shown.ruler, shown.px_per_mm)


def _under_menu(shown: Shown, rng: Rng) -> Shown:
    """A menu lies over more than half of the ruler."""
    strip, pixels = shown.strip, shown.pixels.copy()
    tall = round(strip.height * float(rng.uniform(0.55, 0.9)))
    top = strip.top + round(float(rng.uniform(0, 1)) * (strip.height - tall))
    box = pixels[top : top + tall, max(0, strip.left - 3) : strip.right + 3]
    box[:] = rng.integers(20, 90, 3).astype(np.uint8)
    size = 0.55 * unit_of(pixels)
    for number, y in enumerate(range(24, tall, max(12, round(40 * size)))):
        text = f"{('Gain', 'Depth', 'Map', 'Freq')[number % 4]} {int(rng.integers(1, 99))}"
        cv2.putText(box, text, (2, y), cv2.FONT_HERSHEY_SIMPLEX, size, (230, 230, 230), 1, cv2.LINE_AA)
    return Shown(pixels, shown.panel, shown.ruler, shown.px_per_mm)


def _numbers_cut(shown: Shown, _rng: Rng) -> Shown:
    """The numbers are cut off at the edge of the picture."""
    strip, pixels = shown.strip, shown.pixels.copy()
    beyond = round(26 * unit_of(pixels))
    x = round(shown.ruler.x_px)
    rows = slice(strip.top, strip.bottom)
    if shown.ruler.left:
        pixels[rows, : max(0, x - beyond)] = 0
    else:
        pixels[rows, x + beyond :] = 0
    return Shown(pixels, shown.panel, shown.ruler, shown.px_per_mm)


def _gone(shown: Shown, _rng: Rng) -> Shown:
    strip, pixels = shown.strip, shown.pixels.copy()
    pixels[strip.top : strip.bottom, strip.left : strip.right] = 0
    return Shown(pixels, shown.panel, shown.ruler, shown.px_per_mm)


CONDITIONS = (
    Condition("as it is", _as_it_is),
    Condition("typefaces of the screens not known", _as_it_is, left_out=("DejaVu",)),
    Condition("panel up to 5 px off", _panel_off),
    Condition("scaled by 0.75 to 1.3 and back", _scaled),
    Condition("under a menu", _under_menu, to_read=False),
    Condition("numbers cut off", _numbers_cut, to_read=False),
    Condition("ruler gone", _gone, to_read=False),
)


def other_depth(shown: Shown, factor: float) -> Pixels:
    """The screen at another depth: every tick and number stands `factor` times as far down, itself as large as it was.

    Args:
        shown: At the first depth.
        factor: Not 1.
    """
    ruler, strip, pixels = shown.ruler, shown.strip, shown.pixels.copy()
    unit = unit_of(pixels)
    old = shown.pixels[:, strip.left : strip.right]
    new = pixels[:, strip.left : strip.right]
    new[strip.top : strip.bottom] = np.median(old[strip.top : strip.bottom], axis=0)
    beyond = round(16 * unit)
    of_numbers = slice(0, -beyond - round(4 * unit)) if ruler.left else slice(beyond + round(4 * unit), None)
    tick_px = _tick_px(shown)
    for number in range(400):
        y = ruler.zero_y_px + number * tick_px
        to = ruler.zero_y_px + number * tick_px * factor
        if y > ruler.last_y_px + 1:
            break
        if not (strip.top <= y < strip.bottom and strip.top <= to < strip.bottom):
            continue
        _carry(old, new, y, to, 0.45 * tick_px * min(1.0, factor), slice(None))
        if abs(number * ruler.tick_mm / ruler.major_mm % 1) < 1e-6:
            _carry(old, new, y, to, 9 * unit, of_numbers)
    return pixels


def _tick_px(shown: Shown) -> float:
    ruler = shown.ruler
    ticks = round((ruler.last_y_px - ruler.zero_y_px) / ruler.tick_mm / shown.px_per_mm)
    return (ruler.last_y_px - ruler.zero_y_px) / ticks


def _carry(old: Pixels, new: Pixels, y: float, to: float, half: float, columns: slice) -> None:
    """Rows around one place to another."""
    reach, rows = max(1, round(half)), len(old)
    for off in range(-reach, reach + 1):
        row, target = round(y) + off, round(to) + off
        if 0 <= row < rows and 0 <= target < rows:
            new[target, columns] = np.maximum(new[target, columns], old[row, columns])

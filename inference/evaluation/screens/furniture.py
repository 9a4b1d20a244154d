"""The frame round the scan: header with the patient's line, parameters, menus, thumbnails, keys."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image, ImageDraw

from capture.screen.layout import Rect
from inference.evaluation.screens.identity import Identity
from inference.evaluation.screens.lettering import BOLD, Colour, write
from inference.evaluation.screens.makers import MakerStyle
from inference.evaluation.screens.scan import Grey
from inference.evaluation.screens.truth import Planted

_PARAMETERS = (
    "2D", "Gen", "Gn {0}", "DR {1}", "FR {2} Hz", "C {3}", "P Low", "HRes", "Frq 12.0", "Map B", "Persist 3", "Edge 2",
    "Pwr 100 %", "MI 0.9", "TIs 0.4", "SRI 3", "CrossXBeam", "AO 96", "Focus 1",
)  # fmt: skip
_MENU = (
    "Gain", "Depth", "Focus", "Freq", "Dyn. range", "Compound", "iScape", "Trapezoid", "Biopsy", "Map", "Persistence",
    "Annotate", "Body mark", "Measure", "Report", "Dual", "CHI", "CDI", "PDI", "Elasto", "3D", "Preset",
)  # fmt: skip
_KEYS = ("Freeze", "Print", "Store", "Caliper", "Body mark", "Annotate", "Review", "Cine", "Export", "End exam")
_PROBES = (
    "L12-4",
    "ML6-15",
    "PLT-1005BT",
    "18L6",
    "LA3-14AD",
    "L64",
    "L14-6",
    "SL18-5",
    "L18-4",
    "HD3",
    "C5-1",
    "C1-6",
)


@dataclass(slots=True)
class Canvas:
    """What is drawn on.

    Attributes:
        image: The screen.
        style: The maker's look.
        identity: The patient's texts.
        unit: Pixels of this screen for one pixel of a 1080-line screen.
        rng: Of menu words, numbers.
        planted: Texts of the patient's that were written so far.
    """

    image: Image.Image
    style: MakerStyle
    identity: Identity
    unit: float
    rng: np.random.Generator
    planted: list[Planted] = field(default_factory=list)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """For lines and letters."""
        return ImageDraw.Draw(self.image)

    def say(
        self, at: tuple[float, float], text: str, size: float = 22, ink: Colour | None = None, anchor: str = "la"
    ) -> Rect:
        """Write in the maker's typeface; `size` in pixels of a 1080-line screen."""
        return write(self.draw, at, text, size * self.unit, ink or self.style.ink, face=self.style.face, anchor=anchor)

    def plant(self, at: tuple[float, float], text: str, size: float = 22, anchor: str = "la") -> None:
        """Write a text of the patient's and remember it."""
        self.planted.append(Planted(text, self.say(at, text, size, anchor=anchor)))


def draw_frame(canvas: Canvas, stills: list[Grey]) -> tuple[Rect, tuple[int, int]]:
    """Header, columns and footer.

    Args:
        canvas: Filled with the colour around the scan.
        stills: For thumbnails.

    Returns:
        The area they leave, and where the clock stands (x, y).
    """
    style, (width, height) = canvas.style, canvas.image.size
    portrait = height > width
    header, footer = round(style.header * (0.6 if portrait else 1) * height), round(style.footer * height)
    if portrait:
        footer = round(0.26 * height) if style.footer_shows else round(0.1 * height)
    left = 0 if portrait else round(style.left * width)
    right = 0 if portrait else round(style.right * width)
    draw = canvas.draw
    draw.rectangle((0, 0, width, header), style.ground)
    if left:
        draw.rectangle((0, header, left, height), style.ground if style.left_shows == "menu" else style.around)
    if right:
        draw.rectangle(
            (width - right, header, width, height), style.ground if style.right_shows == "menu" else style.around
        )
    if footer:
        draw.rectangle((0, height - footer, width, height), style.ground)
    clock = _header(canvas, header)
    for rect, shows in (
        (Rect(0, header, left, height - footer), style.left_shows),
        (Rect(width - right, header, width, height - footer), style.right_shows),
    ):
        _column(canvas, rect, shows, stills)
    foot = Rect(0, height - footer, width, height)
    if footer and style.footer_shows == "thumbnails":
        _thumbnails(canvas, foot, stills, across=True)
    elif footer and style.footer_shows == "hints":
        _hints(canvas, foot)
    elif footer:
        _keys(canvas, foot, rows=3 if portrait else 1)
    return Rect(left, header, width - right, height - footer), clock


def _header(canvas: Canvas, header: int) -> tuple[int, int]:
    style, unit, (width, _) = canvas.style, canvas.unit, canvas.image.size
    size = min(24.0, 0.36 * header / unit)
    first, second = 0.10 * header, 0.54 * header
    edge = 16 * unit
    logo = canvas.say((edge, first), style.logo, size * 1.25, style.accent)
    beyond = logo.right + 24 * unit
    canvas.plant((beyond, first), canvas.identity.name, size)
    canvas.plant((beyond, second), f"ID {canvas.identity.number}", size)
    canvas.plant((beyond + 0.17 * width, second), canvas.identity.birth_date, size)
    middle = max(0.46 * width, beyond + 0.3 * width)
    canvas.say((middle, first), canvas.identity.hospital, size)
    canvas.say((middle, second), f"{canvas.rng.choice(_PROBES)}  Breast", size)
    numbers = f"MI {canvas.rng.uniform(0.5, 1.4):.1f}  TIs {canvas.rng.uniform(0.1, 0.9):.1f}"
    canvas.say((width - edge, first), numbers, size, anchor="ra")
    return round(width - edge), round(second)


def clock_text(time_s: float) -> str:
    """What the clock shows."""
    seconds = 36_067 + int(time_s)
    return f"28.11.2026 {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _column(canvas: Canvas, rect: Rect, shows: str, stills: list[Grey]) -> None:
    if rect.width < 20 or not shows:
        return
    if shows == "parameters":
        _parameters(canvas, rect)
    elif shows == "thumbnails":
        _thumbnails(canvas, rect, stills, across=False)
    else:
        _menu(canvas, rect)


def _parameters(canvas: Canvas, rect: Rect) -> None:
    rng, unit = canvas.rng, canvas.unit
    numbers = [int(rng.integers(low, high)) for low, high in ((30, 90), (50, 90), (12, 60), (20, 70))]
    lines = [_PARAMETERS[place].format(*numbers) for place in sorted(rng.choice(len(_PARAMETERS), 12, replace=False))]
    y, step = rect.top + 18 * unit, 30 * unit
    for number, line in enumerate(lines):
        if y + step > rect.bottom:
            break
        ink = canvas.style.accent if number == 0 else None
        canvas.say((rect.left + 12 * unit, y), line, 21, ink)
        y += step * (1.6 if number in (0, 6) else 1.0)


def _menu(canvas: Canvas, rect: Rect) -> None:
    rng, unit, style = canvas.rng, canvas.unit, canvas.style
    columns = 2 if rect.width > 260 * unit else 1
    rows = max(3, int(rect.height / (76 * unit)))
    words = rng.permutation(len(_MENU))
    dark = sum(style.ground) < 300
    for number in range(rows * columns):
        column, row = number % columns, number // columns
        wide, tall = rect.width / columns, rect.height / rows
        box = (
            rect.left + column * wide + 5 * unit,
            rect.top + row * tall + 4 * unit,
            rect.left + (column + 1) * wide - 5 * unit,
            rect.top + (row + 1) * tall - 4 * unit,
        )
        lit = rng.random() < 0.12
        fill = tuple(min(255, max(0, part + (18 if dark else -22))) for part in style.ground)
        canvas.draw.rounded_rectangle(
            box, (10 if style.rounded else 2) * unit, style.accent if lit else fill, (110, 116, 124)
        )
        word = _MENU[int(words[number % len(words)])]
        canvas.say((box[0] + 8 * unit, box[1] + 6 * unit), word, 18, (20, 20, 20) if lit else None)
        if tall > 66 * unit:
            canvas.say((box[2] - 8 * unit, box[3] - 6 * unit), str(int(rng.integers(1, 99))), 20, anchor="rd")


def _thumbnails(canvas: Canvas, rect: Rect, stills: list[Grey], *, across: bool) -> None:
    unit, rng = canvas.unit, canvas.rng
    side = round((rect.height if across else rect.width) * 0.82)
    step = round(side * (1.25 if across else 0.92))
    if side < 12:
        return
    room = (rect.width - 20) // step if across else (rect.height - 20) // step
    for number in range(min(int(room), int(rng.integers(2, 7)))):
        wide, tall = (round(side * 1.15), side) if across else (side, round(side * 0.8))
        left = rect.left + round(10 * unit) + (number * step if across else 0)
        top = rect.top + (round(0.09 * rect.height) if across else round(14 * unit) + number * step)
        still = stills[number % len(stills)]
        small = cv2.resize(still, (wide, tall), interpolation=cv2.INTER_AREA)
        canvas.image.paste(Image.fromarray(small).convert("RGB"), (left, top))
        canvas.draw.rectangle((left, top, left + wide, top + tall), None, (96, 100, 106))
        canvas.say((left + 3, top + 2), str(number + 1), 15, canvas.style.accent)


def _keys(canvas: Canvas, rect: Rect, rows: int) -> None:
    unit, style = canvas.unit, canvas.style
    each = 5 if rows > 1 else 8
    wide, tall = rect.width / each, rect.height / rows
    fill = tuple(min(255, part + 22) for part in style.ground)
    for number in range(each * rows):
        left, top = rect.left + number % each * wide, rect.top + number // each * tall
        box = (left + 5 * unit, top + 5 * unit, left + wide - 5 * unit, top + tall - 5 * unit)
        if box[3] - box[1] < 8:
            return
        canvas.draw.rounded_rectangle(box, (12 if style.rounded else 3) * unit, fill, (100, 104, 112))
        centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        size = min(22.0, 0.5 * (box[3] - box[1]) / unit)
        canvas.say(centre, _KEYS[number % len(_KEYS)], size, anchor="mm")


def _hints(canvas: Canvas, rect: Rect) -> None:
    unit = canvas.unit
    size = min(20.0, 0.5 * rect.height / unit)
    text = "Trackball: move   |   Set: fix   |   Update: other side   |   Next: menu"
    canvas.say((rect.left + 20 * unit, (rect.top + rect.bottom) / 2), text, size, anchor="lm")


def logo_mark(canvas: Canvas, at: tuple[float, float]) -> None:
    """The letter beside the scan that says how the probe is held."""
    write(canvas.draw, at, canvas.style.logo[:1].upper(), 30 * canvas.unit, canvas.style.accent, face=BOLD)

"""How the screens of twelve makers look: where header, columns, ruler, bars and marks stand, in which colours.

Drawn after the general look of each maker's screens (dark frames, parameter columns, menus, thumbnails); no maker's own
picture or logo is used.
"""

from dataclasses import dataclass

from inference.evaluation.screens.lettering import BOLD, MONO, SANS, SERIF, Colour


@dataclass(frozen=True, slots=True)
class MakerStyle:
    """One maker's arrangement. Shares are of the screen's width or height.

    Attributes:
        maker: Name.
        logo: Text that stands for the logo.
        ground: Of header, columns and footer, RGB.
        around: Of the area the scan lies in, RGB.
        ink, accent: Of texts and of what is active, RGB.
        face: Typeface.
        header, left, right, footer: Shares of the frame's four sides.
        left_shows, right_shows: "parameters", "menu", "thumbnails" or "".
        footer_shows: "keys", "thumbnails", "hints" or "".
        ruler_left: The ruler stands left of the panel.
        ticks: "lines", "dots" or "triangles".
        numbers: "cm", "mm" or "" of the ruler.
        bar: "left" or "right" of the scan: the grey bar.
        tgc: A line of gain over depth is drawn beside the scan.
        framed: A thin line runs round each panel.
        mark_inside: The body mark lies over the scan's lower corner.
        rounded: Buttons have round corners.
    """

    maker: str
    logo: str
    ground: Colour
    around: Colour
    ink: Colour
    accent: Colour
    face: str
    header: float
    left: float
    right: float
    footer: float
    left_shows: str
    right_shows: str
    footer_shows: str
    ruler_left: bool
    ticks: str
    numbers: str
    bar: str
    tgc: bool = False
    framed: bool = False
    mark_inside: bool = False
    rounded: bool = False


_BLACK: Colour = (0, 0, 0)

MAKERS = (
    MakerStyle(
        "Canon/Toshiba", "Canon", (28, 30, 34), _BLACK, (220, 222, 224), (232, 160, 40), SANS,
        0.075, 0.14, 0.0, 0.06, "parameters", "", "keys", False, "lines", "cm", "left", tgc=True,
    ),
    MakerStyle(
        "GE", "GE", (18, 22, 32), _BLACK, (200, 210, 225), (90, 170, 255), SANS,
        0.085, 0.0, 0.17, 0.075, "", "parameters", "thumbnails", False, "lines", "cm", "right", tgc=True, rounded=True,
    ),
    MakerStyle(
        "Philips", "PHILIPS", (20, 44, 86), _BLACK, (230, 232, 236), (120, 190, 255), SANS,
        0.08, 0.12, 0.0, 0.0, "parameters", "", "", False, "dots", "", "right",
    ),
    MakerStyle(
        "Siemens", "SIEMENS", (44, 46, 52), _BLACK, (235, 235, 235), (250, 150, 30), BOLD,
        0.065, 0.16, 0.0, 0.05, "menu", "", "hints", False, "lines", "cm", "left", mark_inside=True,
    ),
    MakerStyle(
        "Samsung", "SAMSUNG", (10, 12, 16), (6, 6, 8), (196, 204, 212), (70, 200, 220), SANS,
        0.09, 0.1, 0.13, 0.1, "parameters", "thumbnails", "keys", True, "lines", "cm", "right", rounded=True,
    ),
    MakerStyle(
        "Fujifilm/Hitachi", "FUJIFILM", (36, 52, 60), _BLACK, (225, 230, 228), (140, 220, 120), SANS,
        0.07, 0.0, 0.19, 0.07, "", "menu", "hints", True, "lines", "", "left", framed=True,
    ),
    MakerStyle(
        "Mindray", "mindray", (58, 62, 70), (14, 15, 18), (230, 232, 235), (60, 150, 230), SANS,
        0.07, 0.18, 0.11, 0.06, "menu", "thumbnails", "keys", False, "lines", "cm", "right", rounded=True,
    ),
    MakerStyle(
        "Esaote", "esaote", (66, 74, 84), _BLACK, (240, 240, 235), (245, 210, 60), MONO,
        0.06, 0.12, 0.14, 0.08, "parameters", "menu", "keys", True, "triangles", "mm", "right",
    ),
    MakerStyle(
        "SuperSonic", "SSI", (24, 24, 28), (10, 10, 12), (214, 216, 220), (230, 70, 110), SANS,
        0.06, 0.0, 0.15, 0.09, "", "parameters", "thumbnails", True, "lines", "cm", "left", framed=True,
    ),
    MakerStyle(
        "Konica Minolta", "KONICA MINOLTA", (200, 206, 212), _BLACK, (30, 36, 44), (0, 110, 190), SANS,
        0.075, 0.15, 0.0, 0.07, "menu", "", "keys", False, "lines", "mm", "left",
    ),
    MakerStyle(
        "Clarius", "clarius", _BLACK, _BLACK, (240, 240, 240), (40, 180, 250), SANS,
        0.06, 0.0, 0.0, 0.1, "", "", "keys", True, "lines", "cm", "right", rounded=True,
    ),
    MakerStyle(
        "Alpinion", "ALPINION", (30, 34, 58), (0, 0, 0), (222, 226, 240), (160, 130, 240), SERIF,
        0.09, 0.13, 0.12, 0.05, "thumbnails", "parameters", "hints", False, "dots", "cm", "left",
    ),
)  # fmt: skip
BY_NAME = {style.maker: style for style in MAKERS}

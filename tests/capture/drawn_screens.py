"""Screens as scanners and computers show them, drawn around real stills: for layouts and for the gate."""

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 1920, 1080
PANEL = Rect(420, 130, 1500, 940)
WORDS = ("Gain 62", "DR 70", "MI 0.9", "TIS 0.4", "Frq 12.0", "Map B", "Persist 3", "Edge 2", "Pwr 100", "Depth 4.0")


def scanner_screen(
    scan: Picture,
    *,
    panel: Rect = PANEL,
    clock: str = "10:21:07",
    gain: int = 62,
    pointer: tuple[int, int] | None = None,
) -> Picture:
    """A scanner's 1920x1080 screen with header, menus, ruler and grey bar around a grey scan.

    Args:
        scan: Grey, shape (height, width); scaled to the panel.
        panel: Where the scan lies.
        clock: Text of the clock.
        gain: Number in the menu.
        pointer: (x, y) of a mouse pointer.
    """
    screen = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    screen[:90] = (38, 44, 58)
    _write(screen, "General Hospital   L12-4   Breast", (30, 40))
    _write(screen, f"24.11.2026  {clock}", (1480, 40))
    _write(screen, "ID 0000000   Name -----", (30, 75))
    for row, word in enumerate(WORDS):
        _write(screen, word if row else f"Gain {gain}", (40, 180 + 62 * row))
    for row in range(9):
        cv2.rectangle(screen, (1640, 150 + 84 * row), (1880, 212 + 84 * row), (70, 80, 100), 2)
        _write(screen, f"Preset {row + 1}", (1660, 190 + 84 * row))
    screen[1000:] = (38, 44, 58)
    for column, word in enumerate(("Freeze", "Print", "Store", "Caliper", "Body mark", "Annotate", "Review")):
        _write(screen, word, (60 + 260 * column, 1045))
    _ruler_and_bar(screen, panel)
    grey = cv2.resize(scan, (panel.width, panel.height), interpolation=cv2.INTER_CUBIC)
    screen[panel.top : panel.bottom, panel.left : panel.right] = grey[..., None]
    if pointer is not None:
        x, y = pointer
        cv2.fillPoly(screen, [np.array([(x, y), (x, y + 24), (x + 7, y + 18), (x + 16, y + 18)])], (255, 255, 255))
    return screen


def patient_list(rows: int = 24, *, dark: bool = True, seed: int = 0) -> Picture:
    """A page with a table of patients."""
    random = np.random.default_rng(seed)
    screen = np.full((HEIGHT, WIDTH, 3), 16 if dark else 224, np.uint8)
    ink = (220, 224, 230) if dark else (20, 24, 30)
    _write(screen, "Patient list", (60, 60), ink, 1.2)
    for row in range(rows):
        y = 130 + row * 900 // rows
        cv2.line(screen, (40, y + 14), (1880, y + 14), (90, 96, 110), 1)
        for x, length in ((60, 7), (320, 18), (840, 10), (1100, 4), (1300, 22)):
            letters = random.integers(65, 90, length).tolist()
            _write(screen, "".join(map(chr, letters)), (x, y), ink)
    return screen


def id_page(*, dark: bool = True) -> Picture:
    """A form for a patient's name and numbers."""
    screen = np.full((HEIGHT, WIDTH, 3), 30 if dark else 200, np.uint8)
    ink = (230, 230, 230) if dark else (10, 10, 10)
    for row, word in enumerate(("Patient ID", "Last name", "First name", "Date of birth", "Referring", "Comment")):
        y = 200 + 120 * row
        _write(screen, word, (240, y), ink)
        cv2.rectangle(screen, (620, y - 40), (1500, y + 20), (150, 150, 160), 2)
        _write(screen, "XXXXXXX XXXXX", (640, y), ink)
    return screen


def desktop(seed: int = 0) -> Picture:
    """A computer's desktop: a coloured gradient, icons, a window with text."""
    down = np.linspace(0, 1, HEIGHT)[:, None, None]
    across = np.linspace(0, 1, WIDTH)[None, :, None]
    colour = np.array([30, 90, 160]) * (1 - down) + np.array([120, 60, 140]) * across
    screen = np.clip(colour, 0, 255).astype(np.uint8)
    for row in range(8):
        cv2.rectangle(screen, (40, 40 + 120 * row), (100, 100 + 120 * row), (230, 200, 90), -1)
        _write(screen, f"File {row}", (36, 126 + 120 * row), scale=0.5)
    cv2.rectangle(screen, (500, 160), (1500, 900), (245, 245, 245), -1)
    random = np.random.default_rng(seed)
    for row in range(20):
        text = "".join(map(chr, random.integers(97, 122, 60).tolist()))
        _write(screen, text, (530, 210 + 34 * row), (20, 20, 20), 0.6)
    screen[1040:] = (25, 25, 30)
    return screen


def black() -> Picture:
    """A screen without a picture."""
    return np.zeros((HEIGHT, WIDTH, 3), np.uint8)


def _ruler_and_bar(screen: Picture, panel: Rect) -> None:
    for tick in range(0, panel.height, 40):
        length = 14 if tick % 200 == 0 else 7
        cv2.line(
            screen, (panel.left - 24, panel.top + tick), (panel.left - 24 + length, panel.top + tick), (200,) * 3, 1
        )
    steps = np.linspace(255, 0, 300).astype(np.uint8)
    screen[panel.top : panel.top + 300, panel.right + 30 : panel.right + 52] = steps[:, None, None]


def _write(
    screen: Picture, text: str, at: tuple[int, int], ink: tuple[int, int, int] = (210, 214, 220), scale: float = 0.8
) -> None:
    cv2.putText(screen, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, ink, 2 if scale >= 0.8 else 1, cv2.LINE_AA)

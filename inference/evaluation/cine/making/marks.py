"""Calipers and a text that are placed while the picture stands."""

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

COLOURS = ((255, 255, 255), (255, 230, 60), (90, 255, 120))
WORDS = ("R 10:00", "LT BREAST", "+ 12.4mm", "D1", "UOQ", "x 8.1mm")


class Marks:
    """A pair of crosses for the width, one for the height, then a text: five marks one after another."""

    def __init__(self, rng: np.random.Generator, size: tuple[int, int]) -> None:
        self._size = size
        self._colour = COLOURS[int(rng.integers(len(COLOURS)))]
        self._word = WORDS[int(rng.integers(len(WORDS)))]
        self._jitter = rng.uniform(-0.04, 0.04, (4, 2))
        self._text_at = rng.uniform((0.05, 0.84), (0.55, 0.95))

    def draw(self, pixels: Pixels, box: tuple[float, float, float, float] | None, count: int) -> None:
        """Draw the first `count` marks in place.

        Args:
            pixels: RGB, shape (h, w, 3).
            box: Of the lesion measured; None puts the marks at the middle.
            count: How many, 0..5.
        """
        width, height = self._size
        left, top, right, bottom = box or (0.4 * width, 0.4 * height, 0.6 * width, 0.55 * height)
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        ends = [(left, middle_y), (right, middle_y), (middle_x, top), (middle_x, bottom)]
        for number, (x, y) in enumerate(ends[:count]):
            shift = self._jitter[number]
            at = (round(x + shift[0] * (right - left)), round(y + shift[1] * (bottom - top)))
            cv2.drawMarker(pixels, at, self._colour, cv2.MARKER_CROSS, 11, 1, cv2.LINE_AA)
            if number % 2:
                start = ends[number - 1]
                _dotted(pixels, (round(start[0]), round(start[1])), at, self._colour)
        if count >= 5:
            at = (round(self._text_at[0] * width), round(self._text_at[1] * height))
            cv2.putText(pixels, self._word, at, cv2.FONT_HERSHEY_SIMPLEX, 0.45, self._colour, 1, cv2.LINE_AA)


def _dotted(pixels: Pixels, start: tuple[int, int], end: tuple[int, int], colour: tuple[int, int, int]) -> None:
    for part in np.linspace(0, 1, max(2, int(np.hypot(end[0] - start[0], end[1] - start[1]) / 6))):
        at = round(start[0] + part * (end[0] - start[0])), round(start[1] + part * (end[1] - start[1]))
        cv2.circle(pixels, at, 0, colour, -1)

"""Which screens are made: two committed ranges of seeds, and the recipe drawn from each."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from inference.evaluation.screens.makers import MAKERS
from inference.evaluation.screens.truth import Arrangement, Shape

SIZES = (
    (1920, 1080), (1280, 1024), (1024, 768), (1280, 720), (640, 480), (3840, 2160), (1080, 1920), (1600, 1200),
    (800, 600), (1280, 800), (1920, 1200), (2560, 1440),
)  # fmt: skip


class Part(Enum):
    """Screens and stills to develop on, and others to measure on once."""

    DEVELOPMENT = "development"
    TEST = "test"


FIRST_SEED = {Part.DEVELOPMENT: 51_001, Part.TEST: 83_501}
# The finder of the scan is measured on test screens of its own: those from the seed above were measured on three times
# while it was mended, so what they say of it is no longer unbiased. The gate and the ruler keep theirs.
FINDER_FIRST_SEED = {Part.DEVELOPMENT: 51_001, Part.TEST: 97_301}
INTERLACED_EVERY = 7  # an odd number that is no divisor of the makers: each comes to 480i and 576i
LOSSY_EVERY = 3


class Signal(Enum):
    """How the screen comes to the grabber."""

    PROGRESSIVE = "progressive"
    NTSC = "480i"  # 720x480, two fields of different times woven, pixels not square, noise on black
    PAL = "576i"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One screen.

    Attributes:
        maker: One of the makers' names.
        seed: Of everything left to chance.
        size_px: (width, height) of what the grabber delivers.
        arrangement: Of the panels.
        shape: Of the scan.
        signal: Progressive or interlaced.
        jpeg_quality: Of a grabber that compresses each picture; None for pixels as they are.
        part: Whose stills it shows.
    """

    maker: str
    seed: int
    size_px: tuple[int, int]
    arrangement: Arrangement
    shape: Shape
    signal: Signal = Signal.PROGRESSIVE
    jpeg_quality: int | None = None
    part: Part = Part.DEVELOPMENT


def recipes(part: Part, count: int, first_seed: int | None = None) -> list[Recipe]:
    """The first screens of a part: makers in turn, arrangements, shapes, sizes and signals spread over them.

    Args:
        part: Whose stills they show.
        count: How many.
        first_seed: Of the first one; None for the part's usual.
    """
    first = FIRST_SEED[part] if first_seed is None else first_seed
    return [_recipe(part, number, first + number) for number in range(count)]


def _recipe(part: Part, number: int, seed: int) -> Recipe:
    rng = np.random.default_rng((seed, 1))
    arrangements, shapes = tuple(Arrangement), tuple(Shape)
    turn = number // len(MAKERS)
    shape = shapes[(number + turn) % 4 % len(shapes)]  # a breast is scanned with linear probes: two in four
    size, signal = SIZES[(5 * number + 7 * turn) % len(SIZES)], Signal.PROGRESSIVE
    if number % INTERLACED_EVERY == INTERLACED_EVERY - 1:
        signal = (Signal.NTSC, Signal.PAL)[number // INTERLACED_EVERY % 2]
        size = (720, 480) if signal is Signal.NTSC else (720, 576)
    return Recipe(
        maker=MAKERS[number % len(MAKERS)].maker,
        seed=seed,
        size_px=size,
        arrangement=arrangements[(number + 3 * turn) % len(arrangements)],
        shape=shape,
        signal=signal,
        jpeg_quality=int(rng.integers(70, 96)) if number % LOSSY_EVERY == LOSSY_EVERY - 1 else None,
        part=part,
    )

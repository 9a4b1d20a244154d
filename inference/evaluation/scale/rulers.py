"""Reads the rulers of made-up screens under every condition, and follows them through a change of depth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect
from capture.screen.ruler.read import Ruler, read_ruler
from capture.screen.ruler.watch import RulerWatch
from inference.evaluation.scale.conditions import CONDITIONS, Condition, Shown, other_depth
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Recipe
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import PanelTruth, RulerTruth

STEP_NS = 100_000_000
WITHIN = 6  # steps; less than a second
PICTURES = 3  # that are shown in turn
FACTORS = (0.7, 0.85, 0.93, 1.06, 1.2, 1.5)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said of one ruler under one condition.

    Attributes:
        maker, seed: Of the screen.
        signal: Progressive or interlaced.
        condition: Its name.
        to_read: Whether the condition leaves the ruler readable.
        numbers: How many stand on the ruler.
        true_mm_per_px: Down.
        read_mm_per_px: None where nothing was said.
    """

    maker: str
    seed: int
    signal: str
    condition: str
    to_read: bool
    numbers: int
    true_mm_per_px: float
    read_mm_per_px: float | None

    @property
    def error(self) -> float | None:
        """Relative; None where nothing was said."""
        return None if self.read_mm_per_px is None else abs(self.read_mm_per_px / self.true_mm_per_px - 1)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of depth that was watched.

    Attributes:
        maker, seed: Of the screen.
        factor: How far the ruler was stretched.
        unknown_at_once: No scale on the first screen of the new depth.
        unknown_when_back: The same at the return to the first depth.
        error: Of the scale that was read anew within a second; None where none was.
        error_back: Of that after the return.
    """

    maker: str
    seed: int
    factor: float
    unknown_at_once: bool
    unknown_when_back: bool
    error: float | None
    error_back: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A ruler as it stands on a screen, for the sheet: its strip, RGB (h, w, 3), and what was read."""

    maker: str
    strip: npt.NDArray[np.uint8]
    true_mm_per_px: float
    read_mm_per_px: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Screenful:
    """Everything of one screen."""

    readings: tuple[Reading, ...]
    changes: tuple[Change, ...]
    examples: tuple[Example, ...]
    panels_without: int
    read_without: int


def measure(recipes: Sequence[Recipe], library: Library) -> Iterator[Screenful]:
    """One screen after the other."""
    for recipe in recipes:
        yield _screenful(recipe, MadeScreen(recipe, library))


def _screenful(recipe: Recipe, made: MadeScreen) -> Screenful:
    pixels, panels = made.picture(0.3), [panel for panel in made.truth.panels if not panel.inset]
    rng = np.random.default_rng((recipe.seed, 91))
    readings: list[Reading] = []
    changes: list[Change] = []
    examples: list[Example] = []
    with_ruler = set()
    for ruler in made.truth.rulers:
        panel = made.truth.panels[ruler.panel]
        with_ruler.add(ruler.panel)
        others = [other.rect for other in panels if other is not panel]
        shown = Shown(pixels, panel.rect, ruler, 1 / panel.mm_per_px[1])
        readings += [_read(recipe, shown, panel, others, condition, rng) for condition in CONDITIONS]
        strip = shown.strip
        part = np.ascontiguousarray(pixels[strip.top : strip.bottom, strip.left : strip.right])
        examples.append(Example(recipe.maker, part, panel.mm_per_px[1], readings[-len(CONDITIONS)].read_mm_per_px))
        if readings[-len(CONDITIONS)].read_mm_per_px is not None and not changes:
            changes.append(_change(recipe, made, shown, panel.mm_per_px[1], others, float(rng.choice(FACTORS))))
    without = [panel for panel in panels if made.truth.panels.index(panel) not in with_ruler]
    read = [read_ruler(pixels, panel.rect, [other.rect for other in panels if other is not panel]) for panel in without]
    return Screenful(
        tuple(readings), tuple(changes), tuple(examples), len(without), sum(each is not None for each in read)
    )


def _read(
    recipe: Recipe,
    shown: Shown,
    panel: PanelTruth,
    others: Sequence[Rect],
    condition: Condition,
    rng: np.random.Generator,
) -> Reading:
    then = condition.apply(shown, rng)
    found: Ruler | None = read_ruler(then.pixels, then.panel, others, condition.left_out)
    return Reading(
        recipe.maker,
        recipe.seed,
        recipe.signal.value,
        condition.name,
        condition.to_read,
        _numbers(shown.ruler, panel),
        panel.mm_per_px[1],
        None if found is None else found.mm_per_px,
    )


def _numbers(ruler: RulerTruth, panel: PanelTruth) -> int:
    """How many numbers stand beside the panel."""
    if ruler.number_mm is None:
        return 0
    first = max(1, int(np.ceil((panel.rect.top - ruler.zero_y_px) * panel.mm_per_px[1] / ruler.number_mm - 1e-6)))
    last = int(np.floor((panel.rect.bottom - ruler.zero_y_px) * panel.mm_per_px[1] / ruler.number_mm + 1e-6))
    return max(0, last - first + 1)


def _change(
    recipe: Recipe, made: MadeScreen, shown: Shown, true: float, others: Sequence[Rect], factor: float
) -> Change:
    pictures = [made.picture(0.4 + number / 10) for number in range(PICTURES)]
    deep = [other_depth(replace(shown, pixels=one), factor) for one in pictures]
    watch = RulerWatch(shown.panel, others)
    shown_in_turn = [deep if 2 <= number < 2 + WITHIN else pictures for number in range(2 + 2 * WITHIN)]
    said = [watch.mm_per_px(turn[number % PICTURES], number * STEP_NS) for number, turn in enumerate(shown_in_turn)]
    at, back = 2, 2 + WITHIN

    def error(scale: float | None, truth: float) -> float | None:
        return None if scale is None else abs(scale / truth - 1)

    return Change(
        recipe.maker,
        recipe.seed,
        factor,
        said[at] is None,
        said[back] is None,
        error(said[back - 1], true / factor),
        error(said[-1], true),
    )

"""How long it takes until a scanner's new layout is found, through the gate."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from capture.screen.gatekeeper import Gatekeeper
from capture.source import Screen
from inference.evaluation.screens.makers import MAKERS
from inference.evaluation.screens.measure import compare
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import FINDER_FIRST_SEED, Part, Recipe
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import Arrangement, Shape

SIZE_PX = (1024, 768)
HZ = 30
BEFORE_S, AFTER_S = 0.6, 1.6
AGREES = 0.9  # mean intersection over union from which the new layout counts as found
SEEDS_FROM = 5_000  # behind those of the screens
BETWEEN = (
    Arrangement.SINGLE, Arrangement.DUAL, Arrangement.STACKED, Arrangement.CONTRAST, Arrangement.INSET,
    Arrangement.ZOOM, Arrangement.ELASTOGRAPHY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One change of layout.

    Attributes:
        maker, shape: Of the screen.
        before, after: The arrangements.
        first_s: Until the first layout was found; None where it was not.
        again_s: From the change until the new one was; None where it was not in the time given.
        outside: The most that lay outside the new panels of what passed before that, as a share of their area.
    """

    maker: str
    shape: str
    before: str
    after: str
    first_s: float | None
    again_s: float | None
    outside: float


def changes(part: Part, library: Library, count: int) -> Iterator[Change]:
    """Changes from one arrangement to another on one maker's screen, in an order by chance."""
    pairs = list(permutations(BETWEEN, 2))
    order = np.random.default_rng(FINDER_FIRST_SEED[part]).permutation(len(pairs))
    for number, place in enumerate(order[:count]):
        maker, shape = MAKERS[number % len(MAKERS)].maker, tuple(Shape)[number % len(Shape)]
        seed = FINDER_FIRST_SEED[part] + SEEDS_FROM + number
        yield _change(maker, shape, seed, pairs[int(place)], library, part)


def _change(
    maker: str, shape: Shape, seed: int, pair: tuple[Arrangement, Arrangement], library: Library, part: Part
) -> Change:
    before, after = (MadeScreen(Recipe(maker, seed, SIZE_PX, one, shape, part=part), library) for one in pair)
    keeper = Gatekeeper("evaluation", None, None)
    first_s: float | None = None
    again_s: float | None = None
    outside = 0.0
    area = int(after.truth.mask().sum())
    for number in range(round((BEFORE_S + AFTER_S) * HZ)):
        time_s = number / HZ
        screen = before if time_s < BEFORE_S else after
        gate = keeper.gate_for(Screen(screen.picture(time_s), number, round(time_s * 1e9), 0))
        if gate is None:
            continue
        if screen is before:
            first_s = time_s if first_s is None else first_s
            continue
        found = compare(gate.layout, after.truth)
        if found.iou >= AGREES:
            again_s = time_s - BEFORE_S
            break
        outside = max(outside, found.leaked_px / area)
    values = pair[0].value, pair[1].value
    return Change(maker, shape.value, *values, _rounded(first_s), _rounded(again_s), round(outside, 4))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

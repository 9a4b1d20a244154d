"""What may be drawn for each tracker: the peers' own search spaces, and Minamo's rules."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from inference.evaluation.cine.running.peers import NAMES, kind_of

MINAMO = "minamo"
TRACKERS = (MINAMO, *NAMES)

Settings = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` to `high`, all alike likely.

    Attributes:
        low, high: Both may be drawn, but for `high` of whole numbers.
        whole: Whole numbers only.
    """

    low: float
    high: float
    whole: bool = False

    def drawn(self, rng: np.random.Generator) -> float | int:
        """One of them."""
        if self.whole:
            return int(rng.integers(int(self.low), int(self.high)))
        return round(float(rng.uniform(self.low, self.high)), 4)


RULES = {
    "show": Span(0.5, 1.6),
    "show_again": Span(0.1, 0.8),
    "margin": Span(0.1, 0.7),
    "least": Span(-0.9, -0.1),
    "most": Span(1.6, 3.0),
    "look_ms": Span(80.0, 400.0),
    "start_confidence": Span(0.1, 0.35),
    "strong_confidence": Span(0.3, 0.6),
    "hold_ms": Span(0.0, 200.0),
    "tentative_ms": Span(100.0, 400.0),
    "alike": Span(0.35, 0.65),
    "very_alike": Span(0.6, 0.85),
}


def space_of(tracker: str) -> dict[str, Span]:
    """By the name of the setting; for a peer what its package says (`search_space`)."""
    if tracker == MINAMO:
        return RULES
    stated = kind_of(tracker).search_space
    return {
        name: Span(float(of["range"][0]), float(of["range"][1]), of["type"] == "randint") for name, of in stated.items()
    }


def draws(tracker: str, count: int, seed: int) -> list[Settings]:
    """Settings to try: first those that stand, then by chance; the same seed gives the same."""
    rng = np.random.default_rng((seed, TRACKERS.index(tracker)))
    space = space_of(tracker)
    return [{}] + [{name: span.drawn(rng) for name, span in space.items()} for _ in range(count - 1)]

"""Phases of a contrast study, with names and limits that a site sets."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """A span of time after the injection.

    Attributes:
        name: The site's word for it, or one of the shipped names, which the window translates.
        from_s, to_s: Its limits after the injection; the end is not part of it.
    """

    name: str
    from_s: float
    to_s: float


def phase_at(phases: Sequence[Phase], time_s: float | None) -> Phase | None:
    """The phase of this moment; None outside all of them, and where the injection is not known."""
    if time_s is None:
        return None
    return next((phase for phase in phases if phase.from_s <= time_s < phase.to_s), None)

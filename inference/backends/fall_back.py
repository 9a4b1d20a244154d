"""A backend that goes on on the CPU when the graphics card fails in the middle of an exam."""

import logging
from collections.abc import Callable

from inference.backends.backend import Backend, Floats
from inference.errors import DeviceFailed

log = logging.getLogger(__name__)

MEMORY_RAN_OUT = "the graphics card's memory ran out"
CARD_FAILED = "the graphics card failed"


class FallBack:
    """Runs on one backend until that fails, then on another, which runs the same picture again and says why."""

    def __init__(self, first: Backend, open_other: Callable[[str], Backend]) -> None:
        """Begin with the first.

        Args:
            first: On the graphics card.
            open_other: Opens the CPU's with the reason as `fell_back`; called once.
        """
        self._now = first
        self._open_other: Callable[[str], Backend] | None = open_other

    @property
    def device(self) -> str:
        """Of what runs now."""
        return self._now.device

    @property
    def name(self) -> str:
        """Of what runs now."""
        return self._now.name

    @property
    def precision(self) -> str:
        """Of what runs now."""
        return self._now.precision

    @property
    def fell_back(self) -> str | None:
        """Of what runs now."""
        return self._now.fell_back

    def find(self, image: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """See `Backend`."""
        try:
            return self._now.find(image)
        except DeviceFailed as fault:
            self._turn_to_other(fault)
            return self._now.find(image)

    def score(self, image: Floats) -> float:
        """See `Backend`."""
        try:
            return self._now.score(image)
        except DeviceFailed as fault:
            self._turn_to_other(fault)
            return self._now.score(image)

    def _turn_to_other(self, fault: DeviceFailed) -> None:
        """Open the other backend; where that has been done before, the fault stands."""
        if self._open_other is None:
            raise fault
        open_other, self._open_other = self._open_other, None
        reason = reason_of(fault)
        log.warning("%s; the CPU goes on: %s", reason, fault)
        self._now = open_other(reason)  # the first one, and the card's memory with it, is let go


def reason_of(fault: DeviceFailed) -> str:
    """What the badge says of a failed card."""
    return MEMORY_RAN_OUT if "memory" in str(fault.__cause__).lower() else CARD_FAILED

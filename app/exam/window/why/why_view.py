"""What the window says of why a finding has its score: one frozen value."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exam.content.lesion import TermSystem
from inference.descriptors.descriptor import Descriptor

if TYPE_CHECKING:  # it brings what the window need not wait for
    from inference.explanation.saliency import Saliency


@dataclass(frozen=True, slots=True, eq=False)
class WhyView:
    """Of one finding in one picture.

    Attributes:
        number: Of the finding.
        time_ns: Stream time of the picture that was measured; None before.
        system: Whose words.
        measured: All descriptors; empty before they were measured.
        reading: It is being measured.
        unread: Why it could not be, in plain words, or None.
        looking: How much of the saliency picture is done, 0..1; None while none is being made.
        saliency: The saliency picture, when it was asked for.
    """

    number: int
    time_ns: int | None = None
    system: TermSystem = TermSystem.BI_RADS
    measured: tuple[Descriptor, ...] = ()
    reading: bool = False
    unread: str | None = None
    looking: float | None = None
    saliency: "Saliency | None" = None

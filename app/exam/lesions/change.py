"""How a lesion's size changed since an earlier exam."""

from dataclasses import dataclass
from enum import Enum

from app.exam.content.lesion import Lesion


class Refused(Enum):
    """Why no change of size is given."""

    NO_SIZE_NOW = "the size now is not known"
    NO_SIZE_THEN = "the size in the earlier exam is not known"


class Caution(Enum):
    """What makes two sizes hard to compare; said beside the change."""

    PLANES_DIFFER = "the planes differ"
    PLANES_NOT_SAID = "how the probe was held is not said"
    ONE_PLANE = "one of the sizes comes from one plane"


@dataclass(frozen=True, slots=True)
class SizeChange:
    """Now against then, by the longest diameter of the first plane.

    Attributes:
        now_mm, then_mm: The two diameters.
        change_mm: Now less then.
        change_percent: Of then.
        cautions: What is said beside it.
    """

    now_mm: float
    then_mm: float
    change_mm: float
    change_percent: float
    cautions: tuple[Caution, ...] = ()


def size_change(now: Lesion, then: Lesion) -> SizeChange | Refused:
    """Compare the longest diameters; refused where one is not known, because nothing is guessed."""
    now_mm, then_mm = now.diameters_mm[0], then.diameters_mm[0]
    if not now_mm:
        return Refused.NO_SIZE_NOW
    if not then_mm:
        return Refused.NO_SIZE_THEN
    return SizeChange(
        now_mm, then_mm, now_mm - then_mm, 100 * (now_mm - then_mm) / then_mm, tuple(_cautions(now, then))
    )


def _cautions(now: Lesion, then: Lesion) -> list[Caution]:
    said = []
    held = [lesion.planes[0].direction if lesion.planes else None for lesion in (now, then)]
    if None in held:
        said.append(Caution.PLANES_NOT_SAID)
    elif held[0] != held[1]:
        said.append(Caution.PLANES_DIFFER)
    if now.one_plane or then.one_plane:
        said.append(Caution.ONE_PLANE)
    return said

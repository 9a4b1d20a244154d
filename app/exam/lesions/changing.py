"""A lesion is made and changed: each change is a new value, and what follows from it follows."""

from collections.abc import Sequence
from datetime import datetime

from app.exam.content.lesion import Category, Descriptor, Lesion, Place, Plane, TermSystem, Verdict
from app.exam.content.model import new_id
from app.exam.content.picture import Side
from app.exam.lesions.sizes import diameters_mm, is_one_plane
from inference.findings import Track


def next_number(lesions: Sequence[Lesion]) -> int:
    """A number that none of these lesions has, after the highest."""
    return max((lesion.number for lesion in lesions), default=0) + 1


def confirmed(track: Track | None, number: int, side: Side, at: datetime) -> Lesion:
    """A lesion from a track that the user confirmed, with the score as it stood, or from a place the user marked.

    Nothing of it is the program's opinion: category, descriptors and verdict are empty.
    """
    return Lesion(
        id=new_id(),
        number=number,
        confirmed_at=at,
        track_ids=() if track is None else (track.id,),
        place=Place(side=side),
        malignancy=None if track is None else track.malignancy,
        malignancy_low=None if track is None else track.malignancy_low,
        malignancy_high=None if track is None else track.malignancy_high,
    )


def with_plane(lesion: Lesion, at: int, plane: Plane | None) -> Lesion:
    """The lesion with this as its first (0) or second (1) plane, or without it; its sizes follow.

    A second plane without a first becomes the first.
    """
    planes: list[Plane | None] = [*lesion.planes, None, None][:2]
    planes[at] = plane
    kept = tuple(each for each in planes if each is not None)
    shown = tuple(dict.fromkeys((*lesion.snapshot_ids, *(each.snapshot_id for each in kept))))
    return lesion.model_copy(
        update={
            "planes": kept,
            "snapshot_ids": shown,
            "diameters_mm": diameters_mm(kept),
            "one_plane": is_one_plane(kept),
        }
    )


def with_descriptor(lesion: Lesion, entry: Descriptor) -> Lesion:
    """The lesion with this entry in place of the feature's earlier one; an entry without a term takes it away."""
    others = tuple(each for each in lesion.descriptors if (each.system, each.feature) != (entry.system, entry.feature))
    kept = others if entry.term is None else (*others, entry)
    return lesion.model_copy(update={"descriptors": kept})


def term_of(lesion: Lesion, system: TermSystem, feature: str) -> Descriptor | None:
    """What the clinician entered for this feature."""
    return next((each for each in lesion.descriptors if (each.system, each.feature) == (system, feature)), None)


def with_category(lesion: Lesion, system: TermSystem, value: str | None, by: str) -> Lesion:
    """The lesion with the clinician's own category, or without one."""
    category = None if value is None else Category(system=system, value=value, by=by)
    return lesion.model_copy(update={"category": category})


def with_verdict(lesion: Lesion, agrees: bool | None, reason: str, at: datetime) -> Lesion:
    """The lesion with agreement or disagreement with its score, which is kept as it was shown; None takes it back.

    Raises:
        ValueError: There is no score to agree with.
    """
    if agrees is None:
        return lesion.model_copy(update={"verdict": None})
    if lesion.malignancy is None:
        raise ValueError("a lesion without a score has nothing to agree with")
    verdict = Verdict(agrees=agrees, reason=reason, malignancy=lesion.malignancy, at=at)
    return lesion.model_copy(update={"verdict": verdict})

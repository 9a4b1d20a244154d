"""The three diameters of a lesion from its planes."""

from collections.abc import Sequence

from app.exam.content.lesion import Caliper, Plane

Three = tuple[float | None, float | None, float | None]


def diameters_mm(planes: Sequence[Plane]) -> Three:
    """Longest, upright to it, and the third from the second plane; each None where it is not known.

    Both planes show the depth, so the third is the more lateral one of the second plane's calipers: of a lesion that is
    deeper than wide it is not the second plane's longest, which is the depth once more.
    """
    first = planes[0].calipers if planes else ()
    longest = first[0].length_mm if first else None
    upright = first[1].length_mm if len(first) > 1 else None
    third = _lateral(planes[1].calipers) if len(planes) > 1 else None
    return longest, upright, third


def is_one_plane(planes: Sequence[Plane]) -> bool:
    """Whether a size from these planes rests on one of them only, and is marked so wherever it stands."""
    return sum(bool(plane.calipers) for plane in planes) < 2


def is_orthogonal(planes: Sequence[Plane]) -> bool | None:
    """Whether the two planes stand upright to each other, as the user said; None where that is not said."""
    said = [plane.direction for plane in planes[:2]]
    if len(said) < 2 or None in said:
        return None
    return set(said) in ({"radial", "antiradial"}, {"transverse", "longitudinal"})


def _lateral(calipers: Sequence[Caliper]) -> float | None:
    measured = [each for each in calipers if each.length_mm is not None]
    if not measured:
        return None
    return max(measured, key=_share_across).length_mm


def _share_across(each: Caliper) -> float:
    """How much of a caliper runs across the picture; pixels that are not square change no order that matters here."""
    across, down = abs(each.end_px[0] - each.start_px[0]), abs(each.end_px[1] - each.start_px[1])
    return across / max(across + down, 1e-9)

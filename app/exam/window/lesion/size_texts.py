"""A lesion's size, depth and change, as the window says them."""

from app.exam.content.lesion import Lesion
from app.exam.lesions.change import Caution, Refused, SizeChange
from app.live.look.texts import translate


def length_text(length_mm: float) -> str:
    """Whole mm, one decimal under 10 mm, as sizes on the cards."""
    return f"{length_mm:.1f}" if length_mm < 9.95 else f"{length_mm:.0f}"


def diameters_text(lesion: Lesion) -> str:
    """The three diameters; one that is not known is a dash, and without any it is said why."""
    if all(each is None for each in lesion.diameters_mm):
        if any(plane.calipers for plane in lesion.planes):
            return translate("Lesion", "No size: the scale of the picture is not known.")
        return translate("Lesion", "Not measured yet.")
    lengths = " × ".join("–" if each is None else length_text(each) for each in lesion.diameters_mm)
    text = translate("Lesion", "{lengths} mm").format(lengths=lengths)
    if lesion.one_plane:
        return translate("Lesion", "{size}, one plane only").format(size=text)
    return text


def scale_hint(lesion: Lesion) -> str:
    """What to do where a size is missed for want of a scale; empty where it is not."""
    unscaled = all(each is None for each in lesion.diameters_mm) and any(plane.calipers for plane in lesion.planes)
    return translate("Lesion", "State the scale, then take the picture anew.") if unscaled else ""


def depth_text(lesion: Lesion) -> str:
    """How deep it lies."""
    depth_mm = lesion.place.depth_mm
    if depth_mm is None:
        return translate("Lesion", "Depth not known")
    return translate("Lesion", "{depth} mm under the skin").format(depth=length_text(depth_mm))


def change_text(change: SizeChange | Refused) -> str:
    """The change since the earlier exam, and what makes it doubtful; or why there is none."""
    if change is Refused.NO_SIZE_NOW:
        return translate("Lesion", "No change of size: the size now is not known.")
    if change is Refused.NO_SIZE_THEN:
        return translate("Lesion", "No change of size: the earlier size is not known.")
    assert isinstance(change, SizeChange)
    line = translate("Lesion", "{then} mm before, now {now} mm: {change} mm ({percent} %)")
    text = line.format(
        then=length_text(change.then_mm),
        now=length_text(change.now_mm),
        change=f"{change.change_mm:+.1f}",
        percent=f"{change.change_percent:+.0f}",
    )
    return "; ".join((text, *map(caution_text, change.cautions)))


def caution_text(caution: Caution) -> str:
    """What makes two sizes hard to compare."""
    return {
        Caution.PLANES_DIFFER: translate("Lesion", "the planes differ"),
        Caution.PLANES_NOT_SAID: translate("Lesion", "planes not named"),
        Caution.ONE_PLANE: translate("Lesion", "one of them from one plane"),
    }[caution]

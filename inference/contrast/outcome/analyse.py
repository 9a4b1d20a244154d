"""A recorded study from its file to its result: looked over once, measured once."""

from collections.abc import Callable
from dataclasses import dataclass

from inference.contrast.cine import StudyCine
from inference.contrast.compression import Compression
from inference.contrast.errors import ContrastError
from inference.contrast.growing.study import ContrastStudy
from inference.contrast.motion import StillHolder
from inference.contrast.outcome.conclude import About, conclude
from inference.contrast.outcome.result import StudyResult
from inference.contrast.picture import Bytes, ContrastPicture
from inference.contrast.regions import Region, check
from inference.contrast.tone import find_tone_map

EARLIEST_S = 3600.0  # before the end of the recording: a bolus is long gone


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; None lets Minamo propose, estimate or do without.

    Attributes:
        lesion, reference: As `Region.parse` reads them, in pixels of the file, on its contrast panel (or, where there
            is one, at the same place of the B-mode panel).
        dynamic_range_db: Off the scanner's screen.
        injection_s: On the recording's axis.
    """

    lesion: str | None = None
    reference: str | None = None
    dynamic_range_db: float | None = None
    injection_s: float | None = None


def analyse_cine(
    cine: StudyCine,
    request: Request,
    advance: Callable[[], None] = lambda: None,
    find_lesion: Callable[[Bytes], Region | None] | None = None,
) -> StudyResult:
    """Measure a recorded study.

    Args:
        cine: The recording.
        request: Regions and settings.
        advance: Called for each picture of the recording.
        find_lesion: Asked for the lesion on the B-mode picture where none is given; see `About`.

    Raises:
        ContrastError: A region or setting does not fit the recording, or it holds no picture.
    """
    given = request.dynamic_range_db
    compression = None if given is None else Compression(given, "given")
    regions = [
        None if text is None else _on_panel(Region.parse(text), cine) for text in (request.lesion, request.reference)
    ]
    for region in regions:  # before minutes are spent on a long recording
        if region is not None:
            check(region, *cine.size_px)
    sample = cine.sample()
    if not sample:
        raise ContrastError("none of the pictures in {file} can be decoded; copy them again", file=cine.name)
    injected_s, last_s = request.injection_s, sample[-1].time_s
    if injected_s is not None and not last_s - EARLIEST_S <= injected_s < last_s:  # also of what is no number
        raise ContrastError(
            "an injection at {time_s} s does not fit a recording that ends at {end_s} s; give its time in the "
            "recording",
            time_s=f"{injected_s:g}",
            end_s=f"{last_s:.1f}",
        )
    study = ContrastStudy(
        compression, tone=find_tone_map([picture.contrast for picture in sample]), key=_reference(sample)
    )
    study.injection_s = request.injection_s
    for picture in cine.pictures():
        study.add(picture)
        advance()
    study.set_regions(*regions)
    about = About(cine.name, cine.time_base, cine.origin_px, cine.still, tuple(cine.notes), find_lesion)
    return conclude(study, about)


def _reference(sample: list[ContrastPicture]) -> ContrastPicture:
    """The picture that most others are like, once they are laid over each other."""
    holder = StillHolder()
    for picture in sample:
        holder.add(picture)
    return sample[holder.choose_reference().number]


def _on_panel(region: Region, cine: StudyCine) -> Region:
    """A region of the file's pixels in those of the contrast panel."""
    x, y = region.middle_px
    left, top = cine.origin_px
    width, height = cine.size_px
    on_contrast = left <= x < left + width and top <= y < top + height
    if not on_contrast and cine.bmode_origin_px is not None:
        left, top = cine.bmode_origin_px
    return region.moved(-left, -top)

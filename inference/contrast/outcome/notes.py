"""What the user is told beside the numbers of a study."""

from inference.contrast.acquisition.watch import Acquisition
from inference.contrast.errors import ContrastError
from inference.contrast.growing.curves import Curves
from inference.contrast.growing.study import OUT_OF_PLANE, ContrastStudy


def notes_of(study: ContrastStudy, curves: Curves, seen: Acquisition) -> list[ContrastError]:
    """Everything that was assumed, estimated, left out or seen to be wrong."""
    notes = []
    compression = study.compression
    if compression.origin == "assumed":
        text = "The dynamic range is assumed to be {value} dB; read it off the scanner's screen and give it"
        notes.append(ContrastError(text, value=f"{compression.dynamic_range_db:.0f}"))
    elif compression.origin == "estimated":
        notes.append(
            ContrastError(
                "The dynamic range of {value} dB is estimated from the speckle (one standard deviation {error} dB); "
                "give the scanner's",
                value=f"{compression.dynamic_range_db:.0f}",
                error=f"{compression.uncertainty_db:.0f}",
            )
        )
    if study.tone.warning:
        notes.append(ContrastError(study.tone.warning))
    if study.injection_s is None:
        text = (
            "The injection was not marked: TI, TTP and arrival count from the arrival, the curve from the start of the "
            "recording"
        )
        notes.append(ContrastError(text))
    left_out = sum(reason == OUT_OF_PLANE for reason in curves.reasons)
    if left_out:
        text = "{pictures} of {total} pictures are out of plane and left out"
        notes.append(ContrastError(text, pictures=left_out, total=len(study)))
    if study.gaps:
        text = "{pictures} pictures were lost before they could be measured"
        notes.append(ContrastError(text, pictures=sum(gap.pictures for gap in study.gaps)))
    if study.not_used:
        text = "The recording is longer than {pictures} pictures; those after {time_s} s were not used"
        notes.append(ContrastError(text, pictures=len(study), time_s=f"{curves.times_s[-1]:.1f}"))
    return notes + _of_recording(seen, study.injection_s or 0.0)


def _of_recording(seen: Acquisition, since_s: float) -> list[ContrastError]:
    notes = []
    if seen.almost_black:
        notes.append(ContrastError("The contrast picture is almost black; raise the contrast gain and record again"))
    if seen.begins_in_wash_in:
        notes.append(ContrastError("The recording begins during the wash-in; start it before the agent arrives"))
    if seen.accumulation is not None:
        text = "The pictures are accumulated (max-hold), so they show no curve; record without it"
        notes.append(ContrastError(text))
    for change in seen.gain_changes:
        text = "The gain was changed at {time_s} s, inside the curve; leave it as it is"
        notes.append(ContrastError(text, time_s=round(change.time_s - since_s, 1)))
    if seen.bursts:
        text = "A burst at {time_s} s destroyed the agent; pictures from there on are left out"
        notes.append(ContrastError(text, time_s=round(seen.bursts[0].from_s - since_s, 1)))
    if seen.saturation is not None:
        text = "Up to {percent} % of the contrast panel are at the display's white; lower the contrast gain"
        notes.append(ContrastError(text, percent=round(100 * seen.most_white)))
    if seen.persistence is not None and not seen.persistence.independent:
        text = (
            "The scanner averages pictures (persistence): neighbours are alike by {alike}; the curve follows the agent "
            "with a delay"
        )
        notes.append(ContrastError(text, alike=f"{seen.persistence.lag1:.2f}"))
    return notes

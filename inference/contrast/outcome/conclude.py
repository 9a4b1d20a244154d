"""The result of a study, whether its pictures came from a file or live."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from inference.contrast.cleaning.methods import best
from inference.contrast.errors import ContrastError
from inference.contrast.growing.curves import Curves
from inference.contrast.growing.study import OUT_OF_PLANE, ContrastStudy
from inference.contrast.maps import Maps, parametric_maps
from inference.contrast.outcome.result import Mark, StudyResult
from inference.contrast.parameters import Conditions, compare, fit_or_reason
from inference.contrast.pattern import Sign, pattern
from inference.contrast.picture import Bytes, Series, Stack
from inference.contrast.regions import propose_lesion, propose_reference


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What is known of a study beside its pictures.

    Attributes:
        name: Of the recording.
        axis: What its times mean.
        origin_px: (x, y) of the contrast panel in the file or screen.
        still: A B-mode picture that belongs to it, (h, w) uint8.
        notes: What reading found.
    """

    name: str
    axis: Mapping[str, object]
    origin_px: tuple[int, int] = (0, 0)
    still: Bytes | None = None
    notes: tuple[ContrastError, ...] = ()


def conclude(study: ContrastStudy, about: About) -> StudyResult:
    """Fit, describe and map what the study has shown so far; a region that is missing is proposed.

    Raises:
        ContrastError: There is no picture, or no lesion is drawn and none stands out.
    """
    size_px = study.kept.panel_px
    curves = study.curves()
    stack = study.stack(curves.excluded)
    notes = [*about.notes, *_propose(study, stack, about)]
    curves = study.curves()
    lesion_fit = fit_or_reason(curves.times_s, curves.lesion_raw, usable=~curves.excluded)
    reference_fit = None
    if study.reference is not None:
        reference_fit = fit_or_reason(curves.times_s, curves.reference_raw, usable=~curves.excluded)
    maps = _maps(stack, notes)
    return StudyResult(
        name=about.name,
        time_base="arrival" if study.injection_s is None else "injection",
        axis=about.axis,
        curves=curves,
        lesion=study.lesion,
        reference=study.reference,
        origin_px=about.origin_px,
        compression=study.compression,
        colour_map=study.tone.name if study.tone else "grey",
        lesion_fit=lesion_fit,
        reference_fit=reference_fit,
        parameters=compare(
            lesion_fit,
            reference_fit,
            _conditions(study, curves.lesion_saturated, curves),
            _conditions(study, curves.reference_saturated, curves),
        ),
        maps=maps,
        signs=_signs(study, stack, maps, about),
        marks=tuple(Mark(gap.time_s - (study.injection_s or 0.0), "gap") for gap in study.gaps),
        motion=_motion(study, curves),
        notes=(*notes, *_notes(study, curves)),
        background=_background(study, about),
        size_px=size_px,
    )


def _propose(study: ContrastStudy, stack: Stack, about: About) -> list[ContrastError]:
    """Propose the regions that are missing, and say so; a reference for which there is no room stays missing."""
    lesion, reference = study.lesion, study.reference
    notes = []
    if lesion is None:
        lesion = propose_lesion(_background(study, about), stack)
        notes.append(ContrastError("The lesion's region is proposed; check it"))
    if reference is None:
        try:
            reference = propose_reference(lesion, stack)
            notes.append(ContrastError("The reference region is proposed; check it"))
        except ContrastError as reason:
            notes.append(reason)
    study.set_regions(lesion, reference)
    return notes


def _conditions(study: ContrastStudy, saturated: Series, curves: Curves) -> Conditions:
    return Conditions(
        injection_s=None if study.injection_s is None else 0.0,
        saturated=saturated,
        saturated_times_s=curves.times_s,
    )


def _maps(stack: Stack, notes: list[ContrastError]) -> Maps | None:
    try:
        return parametric_maps(stack, best().clean(stack.power, stack.times_s))
    except ContrastError as reason:
        notes.append(reason)
        return None


def _signs(study: ContrastStudy, stack: Stack, maps: Maps | None, about: About) -> tuple[Sign, ...]:
    if maps is None or study.lesion is None or study.reference is None:
        return ()
    on_bmode = study.lesion if _background(study, about) is not None else None
    return pattern(stack, maps, study.lesion, study.reference, on_bmode)


def _motion(study: ContrastStudy, curves: Curves) -> dict[str, float | int]:
    used = [motion for motion, left_out in zip(study.motions, curves.excluded, strict=True) if not left_out]
    shifts = np.array([(motion.dx_px, motion.dy_px) for motion in used]).reshape(-1, 2)
    ways = np.hypot(shifts[:, 0], shifts[:, 1])
    alike = np.array([motion.correlation for motion in used])
    return {
        "pictures": len(study),
        "out_of_plane": sum(reason == OUT_OF_PLANE for reason in curves.reasons),
        "median_shift_px": float(np.median(ways)) if len(ways) else 0.0,
        "largest_shift_px": float(ways.max(initial=0.0)),
        "median_correlation": float(np.nanmedian(alike)) if np.isfinite(alike).any() else 0.0,
    }


def _notes(study: ContrastStudy, curves: Curves) -> list[ContrastError]:
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
    if study.tone is not None and study.tone.warning:
        notes.append(ContrastError(study.tone.warning))
    if study.injection_s is None:
        text = "The times count from the start of the recording: the injection was not marked"
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
    return notes


def _background(study: ContrastStudy, about: About) -> Bytes | None:
    """The B-mode picture that regions are proposed on and maps are drawn over, of the contrast panel's size."""
    beside = study.key.bmode if study.key is not None else None
    bmode = about.still if beside is None else beside
    return None if bmode is None else np.asarray(cv2.resize(bmode, study.kept.panel_px), np.uint8)

"""The result of a study, whether its pictures came from a file or live."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from inference.contrast.acquisition.watch import Acquisition
from inference.contrast.cleaning.chosen_reach import CHOSEN_REACH
from inference.contrast.cleaning.cleaner import Cleaner
from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit
from inference.contrast.growing.curves import Curves
from inference.contrast.growing.study import OUT_OF_PLANE, ContrastStudy
from inference.contrast.maps import Maps, parametric_maps
from inference.contrast.outcome.notes import notes_of
from inference.contrast.outcome.result import Mark, StudyResult
from inference.contrast.parameters import Conditions, compare, fit_or_reason
from inference.contrast.pattern import Sign, pattern
from inference.contrast.picture import Bytes, Series, Stack
from inference.contrast.regions import Region, propose_lesion, propose_reference

AFTER_BURST = "after a burst"


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What is known of a study beside its pictures.

    Attributes:
        name: Of the recording.
        axis: What its times mean.
        origin_px: (x, y) of the contrast panel in the file or screen.
        still: A B-mode picture that belongs to it, (h, w) uint8.
        notes: What reading found.
        find_lesion: Finds the lesion on a B-mode picture of the contrast panel's size; None where nothing does.
    """

    name: str
    axis: Mapping[str, object]
    origin_px: tuple[int, int] = (0, 0)
    still: Bytes | None = None
    notes: tuple[ContrastError, ...] = ()
    find_lesion: Callable[[Bytes], Region | None] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """What does not depend on where the regions are.

    Attributes:
        stack: Echo power over cells.
        cleaner: Chosen by it.
        maps: Of the cleaned stack; None where there are none.
        why_no_maps: The reason then.
    """

    stack: Stack
    cleaner: Cleaner
    maps: Maps | None
    why_no_maps: ContrastError | None


def conclude(study: ContrastStudy, about: About) -> StudyResult:
    """Fit, describe and map what the study has shown so far; a region that is missing is proposed.

    Raises:
        ContrastError: There is no picture, or no lesion is drawn and none stands out.
    """
    size_px = study.kept.panel_px
    seen = study.watch.report()
    unusable = _unusable(study, seen)
    places = _places(study, unusable)
    notes = [*about.notes, *_propose(study, places.stack, about)]
    curves = study.curves(unusable, places.cleaner)
    lesion_fit = _fit(study.lesion, curves, curves.lesion_raw, seen)
    reference_fit = _fit(study.reference, curves, curves.reference_raw, seen)
    assert lesion_fit is not None
    maps = None if seen.almost_black else places.maps
    if places.why_no_maps is not None:
        notes.append(places.why_no_maps)
    return StudyResult(
        name=about.name,
        time_base="arrival" if study.injection_s is None else "injection",
        axis=about.axis,
        curves=curves,
        lesion=study.lesion,
        reference=study.reference,
        origin_px=about.origin_px,
        compression=study.compression,
        colour_map=study.tone.name,
        lesion_fit=lesion_fit,
        reference_fit=reference_fit,
        parameters=compare(
            lesion_fit,
            reference_fit,
            _conditions(study, seen, curves.lesion_saturated, curves.lesion_black, curves),
            reference_conditions=_conditions(study, seen, curves.reference_saturated, curves.reference_black, curves),
        ),
        maps=maps,
        signs=_signs(study, places.stack, maps, about),
        marks=_marks(study, seen),
        motion=_motion(study, curves),
        acquisition=seen,
        notes=(*notes, *notes_of(study, curves, seen)),
        background=_background(study, about),
        size_px=size_px,
        region_frame=study.key.index if study.key is not None else 0,
    )


def _places(study: ContrastStudy, unusable: dict[int, str]) -> Places:
    """Power over cells and what follows from it; regions change none of it, so a redrawn one need not wait for it."""
    excluded = study.excluded(unusable)
    key = (len(study), study.tone.name, study.compression.dynamic_range_db, study.injection_s, excluded.tobytes())
    if study.remembered is not None and study.remembered[0] == key:
        known: Places = study.remembered[1]
        return known
    stack = study.stack(excluded)
    cleaner = CHOSEN_REACH.of(stack.power, stack.times_s)
    try:
        places = Places(stack, cleaner, parametric_maps(stack, cleaner.clean(stack.power, stack.times_s)), None)
    except ContrastError as reason:
        places = Places(stack, cleaner, None, reason)
    study.remembered = (key, places)
    return places


def _unusable(study: ContrastStudy, seen: Acquisition) -> dict[int, str]:
    """Pictures from the first burst on: it destroys the agent, and what flows in afterwards is no bolus."""
    if not seen.bursts:
        return {}
    times_s = study.times_s + (study.injection_s or 0.0)
    return dict.fromkeys(np.flatnonzero(times_s >= seen.bursts[0].from_s).tolist(), AFTER_BURST)


def _fit(region: Region | None, curves: Curves, raw: Series, seen: Acquisition) -> Fit | ContrastError | None:
    """A fit, or why there is none; None without a region."""
    if region is None:
        return None
    if seen.almost_black:
        return ContrastError("The contrast picture is almost black; raise the contrast gain and record again")
    if seen.no_contrast:
        return ContrastError("The panel shows no contrast agent but a steady picture; choose the contrast panel")
    if seen.accumulation is not None:
        return ContrastError("The pictures are accumulated (max-hold), so they show no curve; record without it")
    return fit_or_reason(curves.times_s, raw, usable=~curves.excluded)


def _marks(study: ContrastStudy, seen: Acquisition) -> tuple[Mark, ...]:
    since_s = study.injection_s or 0.0
    marks = [Mark(gap.time_s - since_s, "gap") for gap in study.gaps]
    marks += [Mark(burst.from_s - since_s, "burst") for burst in seen.bursts]
    marks += [Mark(change.time_s - since_s, "gain change") for change in seen.gain_changes]
    return tuple(sorted(marks, key=lambda mark: mark.time_s))


def _propose(study: ContrastStudy, stack: Stack, about: About) -> list[ContrastError]:
    """Propose the regions that are missing, and say so; a reference for which there is no room stays missing."""
    lesion, reference = study.lesion, study.reference
    notes = []
    if lesion is None:
        bmode = _background(study, about)
        found = None if bmode is None or about.find_lesion is None else about.find_lesion(bmode)
        lesion = found or propose_lesion(bmode, stack)
        notes.append(ContrastError("The lesion's region is proposed; check it"))
    if reference is None:
        try:
            reference = propose_reference(lesion, stack)
            notes.append(ContrastError("The reference region is proposed; check it"))
        except ContrastError as reason:
            notes.append(reason)
    study.set_regions(lesion, reference)
    return notes


def _conditions(
    study: ContrastStudy, seen: Acquisition, saturated: Series, black: Series, curves: Curves
) -> Conditions:
    since_s = study.injection_s or 0.0
    return Conditions(
        injection_s=None if study.injection_s is None else 0.0,
        saturated=saturated,
        black=black,
        saturated_times_s=curves.times_s,
        gain_changes_s=tuple(change.time_s - since_s for change in seen.gain_changes),
        max_hold=seen.accumulation is not None,
    )


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


def _background(study: ContrastStudy, about: About) -> Bytes | None:
    """The B-mode picture that regions are proposed on and maps are drawn over, of the contrast panel's size."""
    beside = study.key.bmode if study.key is not None else None
    bmode = about.still if beside is None else beside
    return None if bmode is None else np.asarray(cv2.resize(bmode, study.kept.panel_px), np.uint8)

"""The result of a study, whether its pictures came from a file or live."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from inference.contrast.acquisition import Acquisition, examine
from inference.contrast.curves import Curves
from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit
from inference.contrast.cleaning.methods import best
from inference.contrast.maps import Maps, parametric_maps
from inference.contrast.parameters import Conditions, compare, fit_or_reason
from inference.contrast.pattern import Sign, pattern
from inference.contrast.picture import Bytes, Stack
from inference.contrast.regions import propose_lesion, propose_reference
from inference.contrast.result import Mark, StudyResult
from inference.contrast.study import ContrastStudy


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
    seen = examine(study)
    notes = [*about.notes, *seen.notes]
    curves = study.curves(seen.excluded)
    stack = study.stack(curves.excluded)
    notes += _propose(study, stack, about)
    curves = study.curves(seen.excluded)
    fits = [
        None if region is None else fit_or_reason(curves.times_s, raw, usable=~curves.excluded)
        for region, raw in ((study.lesion, curves.lesion_raw), (study.reference, curves.reference_raw))
    ]
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
        lesion_fit=fits[0],
        reference_fit=fits[1],
        parameters=_parameters(study, curves, fits, seen),
        maps=maps,
        signs=signs,
        marks=_marks(study, seen),
        motion=_motion(study, curves),
        acquisition=seen.to_json(),
        notes=tuple(notes),
        background=_background(study, about),
        size_px=study.kept.panel_px,
    )

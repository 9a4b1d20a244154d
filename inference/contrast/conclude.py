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

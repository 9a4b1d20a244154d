"""Studies on which cleaning is measured: simulated ones with their truth, real ones without."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from inference.contrast.cine import open_cine
from inference.contrast.compression import power, power_of_bytes
from inference.contrast.motion import StillHolder
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Perfusion, Recipe
from inference.contrast.picture import Flags, Floats, Series
from inference.contrast.registration import hold
from inference.contrast.tone import find_tone_map

TRUTH_DB = 40.0  # display range of the picture without speckle: steps of 0.16 dB
ASSUMED_DB = 60.0  # of the real cases, whose dynamic range is not known
SPREAD_PX = 5.0
BRIGHT_PERCENT = 75.0  # of what is seen: the brighter part is taken for a region where none was drawn
SEEN_PART = 0.1

_CALM = Recipe(
    size_px=(240, 240), hz=8.0, duration_s=30.0, panels="single",
    breathing_px=(0.0, 0.0), drift_px=(0.0, 0.0), tremor_px=0.0,
)  # fmt: skip
RECIPES: Mapping[str, Recipe] = {
    "speckle": replace(_CALM, seed=301),
    "20 % speckle": replace(_CALM, seed=302, speckle=0.2),
    "pattern": replace(
        _CALM, seed=303, rim=Perfusion(0.06, 7.0, 9.0), arrival_order="centripetal", defect_share=0.1, penetrating=True
    ),
    "thinned": replace(_CALM, seed=304, hz=16.0, time_jitter=0.5, sparse_after=(20.0, 8)),
    "persistence": replace(_CALM, seed=305, persistence=0.6),
}
"""No motion: what is left of it is not the cleaning's fault, and is measured with the whole chain."""


@dataclass(frozen=True, slots=True, eq=False)
class CleaningStudy:
    """A study held still, with what is known of its truth.

    Attributes:
        name: As the tables call it.
        power: (n, h, w) linear echo power.
        times_s: (n,) ascending.
        masks: Regions, (h, w) each.
        expected: (n, h, w) the power without speckle; None where nobody knows.
    """

    name: str
    power: Floats
    times_s: Series
    masks: Mapping[str, Flags]
    expected: Floats | None

    @property
    def truth_curves(self) -> dict[str, Series] | None:
        """(n,) mean of each region without speckle."""
        if self.expected is None:
            return None
        return {name: self.expected[:, mask].mean(axis=1, dtype=np.float64) for name, mask in self.masks.items()}


def simulated(name: str, recipe: Recipe) -> CleaningStudy:
    """A simulated study; its truth is the same study without speckle, through the same scanner.

    A scanner's persistence lags, and the truth with it: cleaning answers for what it does to the picture it gets.
    """
    phantom = Phantom(recipe)
    truth = phantom.truth
    masks = {
        region: mask for region, mask in truth.regions.items() if region in ("lesion", "reference", "vessel", "rim")
    }
    quiet = replace(recipe, speckle=0.0, dynamic_range_db=TRUTH_DB)
    return CleaningStudy(name, _power(phantom), truth.times_s, masks, _power(Phantom(quiet)))


def real(folder: Path, hz: float | None = None) -> CleaningStudy:
    """A recorded study, its tissue held still by the contrast picture; dynamic range and, without `hz`, rate assumed.

    Raises:
        CaptureError: It cannot be read.
        ContrastError: It holds no contrast picture.
    """
    cine = open_cine(folder, hz=hz)
    pictures = list(cine.pictures())
    tone = find_tone_map([picture.contrast for picture in pictures[:: max(1, len(pictures) // 8)]])
    holder = StillHolder()
    frames = []
    for picture in pictures:
        motion = holder.add(picture)
        frames.append(hold(power(tone.grey(picture.contrast), ASSUMED_DB), motion.dx_px, motion.dy_px))
    stack = np.stack(frames)
    smooth = cv2.GaussianBlur(stack.mean(axis=0), (0, 0), SPREAD_PX)
    seen = smooth > SEEN_PART * np.percentile(smooth, 95)  # a bright interface is not what is looked at
    bright = smooth >= np.percentile(smooth[seen], BRIGHT_PERCENT)
    seen &= ~bright
    masks = {name: mask for name, mask in (("bright", bright), ("rest", seen)) if mask.any()}
    return CleaningStudy(cine.name, stack, np.array([picture.time_s for picture in pictures]), masks, None)


def _power(phantom: Phantom) -> Floats:
    range_db = phantom.recipe.dynamic_range_db
    return np.stack([power_of_bytes(picture.contrast[..., 0], range_db) for picture in phantom.pictures()])

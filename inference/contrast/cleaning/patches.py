"""Non-local means of the logarithm: averages places that look alike, in the frame and in its neighbours."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.special import polygamma

from inference.contrast.cleaning.chosen_reach import CHOSEN_REACH
from inference.contrast.cleaning.cleaner import checked
from inference.contrast.cleaning.looks import log_mean_bias, looks
from inference.contrast.cleaning.power_kept import WIDE, PowerKept
from inference.contrast.picture import Bytes, Floats, Series

RANGE_DB = 60.0  # of the 8 bits
WHITE = 255
DB_PER_NEPER = 10 / np.log(10)


@dataclass(frozen=True, slots=True)
class Patches:
    """OpenCV's non-local means over frames (Buades, Coll & Morel, IPOL 2011) on the log picture in 8 bits.

    Attributes:
        strength: The filter's h in standard deviations of the logarithm of the speckle.
        patch_px: Side of a patch, odd.
        search_px: Side of the window searched, odd.
        reach_s: A neighbouring frame further away is not searched.
        kept: Gives back the power that the logarithm loses; without it the bias of the logarithm alone is corrected.
        name: As the tables call it.
    """

    strength: float = 0.8
    patch_px: int = 3
    search_px: int = 7
    reach_s: float = 1.0
    kept: PowerKept | None = WIDE
    name: str = "non-local means, log"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        given = checked(power, times_s)
        white = float(given.max(initial=0))
        if white <= 0:
            return given.copy()
        number_of_looks = looks(given, times_s)
        spread_db = DB_PER_NEPER * float(np.sqrt(polygamma(1, number_of_looks)))
        pictures = [_picture(frame, white) for frame in given]
        cleaned = np.empty_like(given)
        for number in range(len(given)):
            found = cv2.fastNlMeansDenoisingMulti(
                self._window(pictures, times_s, number), 1, 3, None,
                self.strength * spread_db * WHITE / RANGE_DB, self.patch_px, self.search_px,
            )  # fmt: skip
            cleaned[number] = _power(np.asarray(found, dtype=np.uint8), white)
        if self.kept is not None:
            return self.kept.keep(given, cleaned, times_s, CHOSEN_REACH.of(given, times_s))
        return np.asarray(cleaned * np.float32(np.exp(-log_mean_bias(number_of_looks))))

    def _window(self, pictures: list[Bytes], times_s: Series, number: int) -> list[Bytes]:
        """The frame between its neighbours; where one is far away or missing, the frame again."""
        near = []
        for other in (number - 1, number, number + 1):
            within = 0 <= other < len(pictures) and abs(times_s[other] - times_s[number]) <= self.reach_s
            near.append(pictures[other if within else number])
        return near


def _picture(frame: Floats, white: float) -> Bytes:
    decibel = 10 * np.log10(np.maximum(frame / white, 10 ** (-RANGE_DB / 10)))
    return np.asarray(np.rint((decibel / RANGE_DB + 1) * WHITE), dtype=np.uint8)


def _power(picture: Bytes, white: float) -> Floats:
    steps = white * 10 ** ((np.arange(WHITE + 1) / WHITE - 1) * RANGE_DB / 10)
    steps[0] = 0  # the darkest step is the display's black
    return np.asarray(steps.astype(np.float32)[picture])

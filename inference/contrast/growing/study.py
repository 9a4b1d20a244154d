"""One injection of contrast agent: pictures in, curves at once, and when asked the whole result."""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inference.contrast.acquisition.watch import AcquisitionWatch
from inference.contrast.cleaning.cleaner import Cleaner
from inference.contrast.cleaning.methods import best
from inference.contrast.compression import Compression
from inference.contrast.errors import ContrastError
from inference.contrast.growing.cells import cell_stack
from inference.contrast.growing.curves import SEEN_FROM, Curves, RegionCurve
from inference.contrast.growing.display import Display
from inference.contrast.growing.kept import KeptLevels
from inference.contrast.motion import Motion, StillHolder, in_plane
from inference.contrast.picture import Bytes, ContrastPicture, Flags, Series, Stack
from inference.contrast.regions import Region, check
from inference.contrast.speckle.dynamic_range import estimate_dynamic_range
from inference.contrast.tone import ToneMap, find_tone_map, known, luminance_map

log = logging.getLogger(__name__)

MOST_PICTURES = 12_000  # ten minutes at 20 Hz
ASSUMED_DB = 60.0
OUT_OF_PLANE = "out of plane"
MAP_SIDE, MAP_PICTURES = 128, 1800
COLOURED_FROM = 24  # brightest channel of a pixel that tells the colour map
COLOURED_PIXELS = 400
RUN = 40  # whole pictures one after another, from whose speckle the dynamic range is estimated
BRIGHTER = 1.15  # a run of pictures this much brighter replaces the last


@dataclass(frozen=True, slots=True)
class Gap:
    """Distinct pictures that were never seen.

    Attributes:
        time_s: When.
        pictures: How many.
    """

    time_s: float
    pictures: int


class ContrastStudy:
    """The pictures of one study, linearised pixel by pixel and held still; used by one thread at a time.

    Memory is bounded: grey levels on a grid for at most `max_pictures`, and a few whole pictures.
    """

    def __init__(
        self,
        compression: Compression | None = None,
        *,
        tone: ToneMap | None = None,
        key: ContrastPicture | None = None,
        max_pictures: int = MOST_PICTURES,
        on_run: Callable[[list[Bytes]], None] | None = None,
    ) -> None:
        """Start without a picture.

        Args:
            compression: The scanner's; None for `ASSUMED_DB`, until there are pictures to estimate it from.
            tone: The colour map; None to find it as soon as the pictures show colours.
            key: The picture that the others are held to; None for the first.
            max_pictures: Those that come later are counted and not used.
            on_run: Gets each run of pictures that the dynamic range can be read off, which takes most of a second; its
                answer comes back by `use_estimate`. None to read it here.
        """
        self._on_run = on_run
        self._given = compression
        self.compression = compression or Compression(ASSUMED_DB, "assumed")
        self._tone_given = tone is not None
        self._tone = tone or known("grey")
        self._display = Display.of(self._tone, self.compression)
        self._brightest = 0.0
        self._holder = StillHolder(key)
        self._key = key
        self._max = max_pictures
        self._kept: KeptLevels | None = None
        self._motions: list[Motion] = []
        self._times_s: list[float] = []
        self._index: list[int] = []
        self._lesion: RegionCurve | None = None
        self._reference: RegionCurve | None = None
        self.watch = AcquisitionWatch()
        self.remembered: tuple[tuple[object, ...], Any] | None = None  # what `conclude` need not compute again
        self._run: list[Bytes] = []
        self._run_brightness = 0.0
        self.gaps: list[Gap] = []
        self.not_used = 0
        self.injection_s: float | None = None

    def __len__(self) -> int:
        return len(self._times_s)

    def add(self, picture: ContrastPicture) -> None:
        """Take a picture.

        Raises:
            ContrastError: It is of another size than the ones before, or comes before them.
        """
        if len(self) >= self._max:
            self.not_used += 1
            return
        height, width = picture.contrast.shape[:2]
        if self._kept is None:
            self._kept = KeptLevels((width, height))
            self._key = self._key or picture
        elif self._kept.panel_px != (width, height):
            raise ContrastError("the size of the contrast panel changed within the study; start a new one")
        if self._times_s and picture.time_s <= self._times_s[-1]:
            raise ContrastError(
                "the times of the pictures do not ascend at {time_s} s; start a new study",
                time_s=f"{picture.time_s:.3f}",
            )
        motion = self._holder.add(picture)
        levels = self._levels(picture.contrast)
        self._kept.add(levels, motion.dx_px, motion.dy_px)
        self._motions.append(motion)
        self._times_s.append(picture.time_s)
        self._index.append(picture.index)
        self.watch.add(self._display.grey_bytes[levels] if self._tone_given else levels, picture.time_s)
        self._keep_run(levels, picture.contrast)

    def gap(self, time_s: float, pictures: int = 1) -> None:
        """Note pictures that were left out before they came here."""
        self.gaps.append(Gap(time_s, pictures))

    def set_regions(self, lesion: Region | None, reference: Region | None) -> None:
        """Draw the regions, in pixels of the contrast panel, on the tissue as it lies in `key`.

        Raises:
            ContrastError: A region lies outside the picture, is too small or crosses itself, or there is no picture.
        """
        kept = self._require_kept()
        for region in (lesion, reference):
            if region is not None:
                check(region, *kept.panel_px)
        self._lesion, self._reference = self._curve_of(lesion), self._curve_of(reference)

    def set_compression(self, compression: Compression) -> None:
        """Use another dynamic range; every pixel is linearised anew."""
        self._given = compression
        self._use(self._tone, compression)

    @property
    def lesion(self) -> Region | None:
        """The lesion's region."""
        return None if self._lesion is None else self._lesion.region

    @property
    def reference(self) -> Region | None:
        """The reference tissue's region."""
        return None if self._reference is None else self._reference.region

    @property
    def key(self) -> ContrastPicture | None:
        """The picture that the regions are drawn on."""
        return self._key

    @property
    def tone(self) -> ToneMap:
        """The colour map, as far as it is known."""
        return self._tone

    @property
    def kept(self) -> KeptLevels:
        """The pictures' levels.

        Raises:
            ContrastError: There is no picture.
        """
        return self._require_kept()

    @property
    def times_s(self) -> Series:
        """(n,) from the injection where it is known, else as the pictures have them."""
        return np.array(self._times_s) - (self.injection_s or 0.0)

    @property
    def index(self) -> npt.NDArray[np.int64]:
        """(n,) of the pictures in their source."""
        return np.array(self._index, np.int64)

    @property
    def motions(self) -> tuple[Motion, ...]:
        """Of every picture against `key`."""
        return tuple(self._motions)

    def curves(self, more_excluded: dict[int, str] | None = None, cleaner: Cleaner | None = None) -> Curves:
        """The curves so far.

        Args:
            more_excluded: Reasons by the picture's place, of pictures that are left out besides those out of plane.
            cleaner: None for the best. It cannot tell from a curve alone how long its window has to be; one that was
                chosen by the whole study (`ChosenReach.of`) can be given.
        """
        count = len(self)
        reasons = self._reasons(more_excluded or {})
        excluded = np.array([bool(reason) for reason in reasons], np.bool_)
        times_s = self.times_s
        raw, clean, white, black = [], [], [], []
        for region in (self._lesion, self._reference):
            power = np.full(count, math.nan) if region is None else region.power()
            raw.append(power)
            clean.append(cleaned(times_s, power, excluded, cleaner))
            white.append(np.zeros(count) if region is None else region.saturated())
            black.append(np.zeros(count) if region is None else region.black())
        return Curves(
            times_s,
            self.index,
            lesion_raw=raw[0],
            lesion_clean=clean[0],
            reference_raw=raw[1],
            reference_clean=clean[1],
            lesion_saturated=white[0],
            reference_saturated=white[1],
            lesion_black=black[0],
            reference_black=black[1],
            excluded=excluded,
            reasons=tuple(reasons),
        )

    def excluded(self, more: dict[int, str]) -> Flags:
        """(n,) pictures that are left out wherever the regions are: out of plane, or for one of `more` reasons."""
        stays = in_plane(self._motions, on_bmode=self._holder.on_bmode)
        excluded = ~stays
        excluded[list(more)] = True
        return np.asarray(excluded, np.bool_)

    def stack(self, excluded: Flags, longest_side: int = MAP_SIDE, most_pictures: int = MAP_PICTURES) -> Stack:
        """Echo power of the used pictures over cells; neighbours in time are averaged where there are very many.

        Args:
            excluded: (n,) pictures to leave out.
            longest_side: Of the result, in cells.
            most_pictures: Of the result.

        Raises:
            ContrastError: No picture is used.
        """
        used = np.flatnonzero(~excluded)
        if not len(used):
            raise ContrastError("None of the pictures can be used; check that the probe stays on the lesion")
        place = np.full(len(excluded), -1)
        place[used] = np.arange(len(used)) // -(-len(used) // most_pictures)
        return cell_stack(self._require_kept(), self._display, place, self.times_s, self.index, longest_side)

    def _reasons(self, more: dict[int, str]) -> list[str]:
        stays = in_plane(self._motions, on_bmode=self._holder.on_bmode)
        reasons = ["" if still else OUT_OF_PLANE for still in stays]
        for place, reason in more.items():
            reasons[place] = reasons[place] or reason
        for region in (self._lesion, self._reference):
            if region is not None:
                for place in np.flatnonzero(region.seen() < SEEN_FROM).tolist():
                    reasons[place] = reasons[place] or "region outside the panel"
        return reasons

    def _curve_of(self, region: Region | None) -> RegionCurve | None:
        if region is None:
            return None
        return RegionCurve(region, self._require_kept(), self._display)

    def _require_kept(self) -> KeptLevels:
        if self._kept is None:
            raise ContrastError("the study has no picture yet")
        return self._kept

    def _levels(self, rgb: Bytes) -> Bytes:
        """Luminance, because it tells the grey of nearly every colour map, also of one that is found later."""
        if self._tone.of_luminance is None:
            return self._tone.grey_bytes(rgb)
        return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)

    def _keep_run(self, levels: Bytes, rgb: Bytes) -> None:
        """Where the recording is bright, read the colour map off it, and keep a run of whole pictures for the range."""
        brightness = float(levels.mean())
        if brightness > BRIGHTER * self._brightest:
            self._brightest = brightness
            if not self._tone_given and _coloured(rgb):
                self._use(find_tone_map([rgb]), self.compression)
        if self._given is not None:
            return
        if len(self._run) in (0, RUN):
            if brightness <= BRIGHTER * self._run_brightness:
                return
            self._run, self._run_brightness = [], brightness
        self._run.append(levels)
        if len(self._run) == RUN:
            greys = [self._display.grey_bytes[each] for each in self._run]
            if self._on_run is None:
                self.use_estimate(range_of(greys))
            else:
                self._on_run(greys)

    def use_estimate(self, found: Compression | None) -> None:
        """Use what was read off a run; None, or a range given by the user, changes nothing."""
        if found is not None and self._given is None and found.dynamic_range_db != self.compression.dynamic_range_db:
            self._use(self._tone, found)

    def _use(self, tone: ToneMap, compression: Compression) -> None:
        if tone.of_luminance is None:  # levels of luminance are kept, and they do not tell its grey
            tone = luminance_map()
        self._tone, self.compression = tone, compression
        self._display = Display.of(tone, compression)
        self._lesion, self._reference = self._curve_of(self.lesion), self._curve_of(self.reference)


def range_of(run: Sequence[Bytes]) -> Compression | None:
    """The dynamic range, read off the speckle of a run of whole pictures; None where it cannot be told."""
    try:
        return estimate_dynamic_range([(levels / np.float32(255)).astype(np.float32) for levels in run])
    except ContrastError as fault:
        log.info("%s", fault)
        return None


def cleaned(times_s: Series, power: Series, excluded: Flags, cleaner: Cleaner | None = None) -> Series:
    """A region's curve without the speckle's noise, (n,); NaN where a picture is excluded or the region is not drawn.

    The cleaner is linear, so that the mean of the cleaned pixels is the cleaned mean.
    """
    used = ~excluded & ~np.isnan(power)
    result = np.full(len(power), math.nan)
    if used.any():
        result[used] = (cleaner or best()).clean(power[used, None, None].astype(np.float32), times_s[used])[:, 0, 0]
    return result


def _coloured(rgb: Bytes) -> bool:
    return int((rgb.max(axis=2) >= COLOURED_FROM).sum()) >= COLOURED_PIXELS

"""A clip from its recipe: pictures one after another with the truth of each, in constant memory."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from capture.frame import Frame
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from inference.evaluation.cine.codec import compression
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.making.contact import LiftedProbe
from inference.evaluation.cine.making.grain import Grain
from inference.evaluation.cine.making.marks import Marks
from inference.evaluation.cine.making.path import ProbePath
from inference.evaluation.cine.making.section import cut_of, draw_cut
from inference.evaluation.cine.making.strip import PlacedLesion, make_strip
from inference.evaluation.cine.making.timeline import Shown, Timeline, live_s_of
from inference.evaluation.cine.making.warp import VIEW_SHARE, Warp, Waves
from inference.evaluation.cine.recipe import Act, Recipe
from inference.evaluation.cine.truth import PRESENT_SHARE, LesionTruth, PictureState, PictureTruth
from inference.findings import Box

Grey = npt.NDArray[np.uint8]

UNIT_MM = 0.1  # of a pixel at zoom 1 where the layout tells of a change of depth; only its ratio means anything
GAIN_RAMP_S = 0.3
BREATHS_HZ = 0.25
SMALLEST_AREA_PX = 12
HALF_SEEN = 0.9 * PRESENT_SHARE


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a picture of live scanning shows, before any marks and compression."""

    grey: Grey
    lesions: tuple[LesionTruth, ...]


class Clip:
    """Frames with their truth. Making one takes a second or two; a frame depends on its moment alone."""

    def __init__(self, recipe: Recipe, library: Library) -> None:
        """Lay the tissue, plan the probe's way.

        Raises:
            DataError: A still is not of this part's patients, or cannot be read.
        """
        self.recipe = recipe
        rng = np.random.default_rng(recipe.seed)
        width, height = recipe.size
        tall = round(height / VIEW_SHARE)
        stills = [library.still(key, tall) for key in _in_turn(recipe.tissue, recipe.lesions)]
        self._strip = make_strip(stills)
        middles = [(lesion.box[0] + lesion.box[2]) / 2 for lesion in self._strip.lesions]
        self.path = ProbePath(rng, middles, self._strip.grey.shape[1], width, live_s_of(recipe))
        in_time_s = recipe.duration_s - sum(event.length_s for event in recipe.events)
        self.timeline = Timeline(recipe, [rest_s for rest_s in self.path.rests_s if rest_s < in_time_s])
        self._warp = Warp(recipe.size, Waves.drawn(rng))
        self._grain = Grain(rng, recipe.size)
        self._lifted = LiftedProbe(rng, recipe.size)
        self._marks = Marks(rng, recipe.size)
        self._lean = rng.uniform(-1, 1, (max(len(self._strip.lesions), 1), 2))
        self._flatter = rng.uniform(0.8, 1.25, max(len(self._strip.lesions), 1))
        self._tells_depth = any(event.act is Act.DEPTH_KNOWN for event in recipe.events)

    def frames(self) -> Iterator[tuple[Frame, PictureTruth]]:
        """Every picture of the signal from the first to the last, repeated ones too; `arrived_ns` is `time_ns`."""
        codec = compression(self.recipe.codec, self.recipe.size, self.recipe.hz)
        before: tuple[int, int] | None = None
        pixels = np.zeros((0, 0, 3), np.uint8)
        lesions: tuple[LesionTruth, ...] = ()
        zoom_before = 1.0
        for index in range(self.recipe.pictures):
            shown = self.timeline.at(index)
            zoom = self._zoom(shown.live_s)
            repeats = before == (shown.moment, shown.marks)
            if not repeats:
                pixels, lesions = self.picture(shown)
            before = (shown.moment, shown.marks)
            changed = None if zoom == zoom_before else "known" if self._tells_depth else "unknown"
            zoom_before = zoom
            passed = codec.passed(pixels)
            passed.flags.writeable = False
            time_ns = round(index * 1e9 / self.recipe.hz)
            truth = PictureTruth(index, time_ns, shown.state, repeats, lesions, changed)
            yield Frame(passed, index, time_ns, time_ns, self._layout(zoom)), truth

    def picture(self, shown: Shown) -> tuple[Grey, tuple[LesionTruth, ...]]:
        """RGB pixels, shape (h, w, 3), and the lesions seen, of one state of the scanner."""
        seen = self._seen(shown)
        grey, lesions = seen.grey, seen.lesions
        if shown.state is PictureState.LIFTED:
            grey = self._lifted.shown(grey, shown.contact)
            # with half the contact a lesion is neither there nor absent
            part = min(shown.contact, 1.0) * HALF_SEEN
            lesions = tuple(replace(one, share=one.share * part) for one in lesions if part > 0)
        pixels = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)
        if shown.marks:
            largest = max(lesions, key=lambda one: one.area_px, default=None)
            box = largest.box if largest is not None else None
            self._marks.draw(pixels, None if box is None else (box.left, box.top, box.right, box.bottom), shown.marks)
        return pixels, lesions

    def _seen(self, shown: Shown) -> _Seen:
        place = self.path.at(shown.live_s)
        zoom = self._zoom(shown.live_s)
        x, y = self._warp.map(place, zoom, math.sin(2 * math.pi * BREATHS_HZ * shown.live_s))
        view = np.asarray(
            cv2.remap(self._strip.grey, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.uint8
        )
        lesions = []
        for number, lesion in enumerate(self._strip.lesions):
            cut = cut_of(lesion, place, (self._lean[number, 0], self._lean[number, 1]), float(self._flatter[number]))
            if cut.strength <= 0:
                continue
            drawn = draw_cut(view, x, y, lesion, cut)
            truth = None if drawn is None else _truth(number, lesion, drawn, cut.strength, zoom)
            if truth is not None:
                lesions.append(truth)
        view = self._grain.speckled(view, x, y, place.travelled, shown.moment)
        gain = self._gain(shown.live_s)
        if gain:
            view = np.asarray(cv2.LUT(view, _gain_table(gain)), np.uint8)
        return _Seen(view, tuple(lesions))

    def _zoom(self, live_s: float) -> float:
        for event in self.recipe.events:
            if event.act in (Act.DEPTH_KNOWN, Act.DEPTH_UNKNOWN) and event.at_s <= live_s < event.at_s + event.length_s:
                return event.amount
        return 1.0

    def _gain(self, live_s: float) -> float:
        for event in self.recipe.events:
            if event.act is Act.GAIN and event.at_s <= live_s < event.at_s + event.length_s:
                into_s = min(live_s - event.at_s, event.at_s + event.length_s - live_s)
                return event.amount * min(into_s / GAIN_RAMP_S, 1.0)
        return 0.0

    def _layout(self, zoom: float) -> ScanLayout:
        width, height = self.recipe.size
        scale = (UNIT_MM / zoom, UNIT_MM / zoom) if self._tells_depth else None
        panel = Panel(Rect(0, 0, width, height), PanelKind.B_MODE, mm_per_px=scale)
        return ScanLayout((panel,), (0, 0), (width, height))


def _in_turn(tissue: tuple[str, ...], lesions: tuple[str, ...]) -> list[str]:
    """Tissue, lesion, tissue, lesion, ..., tissue."""
    order = []
    for number, key in enumerate(tissue):
        order.append(key)
        if number < len(lesions):
            order.append(lesions[number])
    return order + list(lesions[len(tissue) :])


def _truth(
    number: int,
    lesion: PlacedLesion,
    drawn: tuple[tuple[int, int], npt.NDArray[np.bool_]],
    strength: float,
    zoom: float,
) -> LesionTruth | None:
    (left, top), mask = drawn
    area = int(np.count_nonzero(mask))
    if area < SMALLEST_AREA_PX:
        return None
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    box = Box(left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1)
    share = min(area / (lesion.area_px * zoom * zoom), 1.0) * strength
    still = lesion.still
    return LesionTruth(
        number, still.label, still.patient, Box(*map(float, (box.left, box.top, box.right, box.bottom))), area, share
    )


def _gain_table(gain: float) -> Grey:
    """Gain moves the grey of a log-compressed picture; what is black stays black."""
    level = np.arange(256, dtype=np.float32)
    return np.asarray(np.clip(level + gain * np.clip(level / 24, 0, 1), 0, 255), np.uint8)

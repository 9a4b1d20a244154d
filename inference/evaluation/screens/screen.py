"""One made-up scanner screen: its truth, and its picture at any time."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from capture.screen.layout import PanelKind, Rect
from inference.evaluation.screens.arrange import Place, places
from inference.evaluation.screens.furniture import Canvas, clock_text, draw_frame, logo_mark
from inference.evaluation.screens.identity import Identity, made_up_identity
from inference.evaluation.screens.lettering import write
from inference.evaluation.screens.makers import BY_NAME
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Recipe, Signal
from inference.evaluation.screens.scales import Depth, draw_bar, draw_body_mark, draw_focus, draw_ruler, draw_tgc
from inference.evaluation.screens.scan import Grey, LivingScan, outline
from inference.evaluation.screens.truth import Arrangement, Mask, PanelTruth, Planted, RulerTruth, ScreenTruth, Shape

Pixels = npt.NDArray[np.uint8]
DRAWN_AT = {Signal.NTSC: (640, 480), Signal.PAL: (768, 576)}  # square pixels, before the signal squeezes them
FIELD_S = {Signal.NTSC: 1 / 59.94, Signal.PAL: 1 / 50}
NOISE = 1.6  # grey levels of an analogue cable
CLIP_SHARE = 0.2  # of the rectangular B-mode panels show a real cine instead of a still that moves


@dataclass(frozen=True, slots=True, eq=False)
class _Overlay:
    """Something that lies over the scan: where, its pixels, and where they count."""

    rect: Rect
    pixels: Pixels
    mask: Mask


class MadeScreen:
    """A screen that can be looked at whenever one likes."""

    def __init__(
        self, recipe: Recipe, library: Library, identity: Identity | None = None, inside: str | None = None
    ) -> None:
        """Draw what stands still.

        Args:
            recipe: Which screen.
            library: Real pictures.
            identity: The patient's texts; None for a made-up one.
            inside: A text burnt into the main panel.
        """
        self.recipe = recipe
        self._clock_rng = np.random.default_rng((recipe.seed, 5))
        rng = np.random.default_rng((recipe.seed, 2))
        size = DRAWN_AT.get(recipe.signal, recipe.size_px)
        self._unit = min(size[1] / 1080, size[0] / 1440)
        style = BY_NAME[recipe.maker]
        who = identity or made_up_identity(np.random.default_rng((recipe.seed, 3)))
        canvas = Canvas(Image.new("RGB", size, style.around), style, who, max(0.36, self._unit), rng)
        stills = [library.still(rng) for _ in range(3)]
        area, self._clock_at = draw_frame(canvas, stills)
        self._style, self._canvas_unit = style, canvas.unit
        chosen = places(recipe.arrangement, recipe.shape, area, _margins(canvas, area), rng)
        depth_mm = float(rng.uniform(80, 160) if recipe.shape is Shape.SECTOR else rng.uniform(22, 60))
        self._panels: list[tuple[Rect, LivingScan, Mask]] = []
        self._tops: list[float] = []  # line of depth 0 of each panel
        truths = [self._panel(place, library, rng, depth_mm) for place in chosen]
        rulers = _beside_panels(canvas, chosen, truths, depth_mm, self._tops, area)
        self._base = np.array(canvas.image, np.uint8)
        self._overlays: list[_Overlay] = []
        truths[0] = self._over(canvas, truths[0], chosen, inside)
        truths = _without_inset(truths)
        truth = ScreenTruth(size, tuple(truths), tuple(rulers), tuple(canvas.planted))
        self.truth = truth if size == recipe.size_px else _squeezed(truth, recipe.size_px)

    def picture(self, time_s: float) -> Pixels:
        """The whole screen at a time, RGB (height, width, 3) uint8."""
        signal = self.recipe.signal
        if signal is Signal.PROGRESSIVE:
            pixels = self._drawn(time_s)
        else:
            pixels = self._squeezed_picture(time_s)
            later = self._squeezed_picture(time_s + FIELD_S[signal])
            pixels[1::2] = later[1::2]
            noise = self._clock_rng.normal(0, NOISE, (*pixels.shape[:2], 1))
            pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
        if self.recipe.jpeg_quality is None:
            return pixels
        _, sent = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, self.recipe.jpeg_quality])
        return np.ascontiguousarray(np.asarray(cv2.imdecode(sent, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])

    def _squeezed_picture(self, time_s: float) -> Pixels:
        drawn = cv2.GaussianBlur(self._drawn(time_s), (0, 0), 0.55)  # an analogue line holds no sharper picture
        return np.asarray(cv2.resize(drawn, self.recipe.size_px, interpolation=cv2.INTER_LINEAR), np.uint8)

    def _drawn(self, time_s: float) -> Pixels:
        pixels = self._base.copy()
        for rect, scan, mask in self._panels:
            part = pixels[rect.top : rect.bottom, rect.left : rect.right]
            np.copyto(part, scan.at(time_s), where=mask[..., None])
        for over in self._overlays:
            part = pixels[over.rect.top : over.rect.bottom, over.rect.left : over.rect.right]
            np.copyto(part, over.pixels, where=over.mask[..., None])
        image = Image.fromarray(pixels)
        style = self._style
        write(
            ImageDraw.Draw(image), self._clock_at, clock_text(time_s), 20 * self._canvas_unit, style.ink,
            face=style.face, anchor="ra",
        )  # fmt: skip
        return np.array(image, np.uint8)

    def _panel(self, place: Place, library: Library, rng: np.random.Generator, depth_mm: float) -> PanelTruth:
        rect, recipe = place.rect, self.recipe
        # one probe: panels of one size have one shape
        form = outline(place.shape, rect.width, rect.height, np.random.default_rng((recipe.seed, 4)))
        stills: list[Grey] | None = None
        bubbles = False
        if place.kind is PanelKind.CONTRAST:
            stills = library.contrast_frames(rng)
            bubbles = stills is None
        elif place.shape is Shape.RECTANGLE and rng.random() < CLIP_SHARE:
            stills = library.clip(rng)
        scan = LivingScan(stills or [library.still(rng)], place.kind, form, rng, frozen=place.frozen, bubbles=bubbles)
        drawn = np.ones_like(form.mask) if place.inset else form.mask  # the small picture covers what is under it
        self._panels.append((rect, scan, drawn))
        self._tops.append(rect.top + form.top_y_px)
        shown_mm = depth_mm * (0.5 if recipe.arrangement in (Arrangement.ZOOM, Arrangement.INSET) else 1.0)
        mm = (depth_mm if place.inset else shown_mm) / (rect.height - form.top_y_px)
        return PanelTruth(rect, form.mask, place.kind, place.shape, (mm, mm), place.frozen, place.inset)

    def _over(self, canvas: Canvas, main: PanelTruth, chosen: list[Place], inside: str | None) -> PanelTruth:
        """Body mark and texts that lie over the scan."""
        rect, rng = main.rect, canvas.rng
        canvas.image = Image.fromarray(self._base)
        single = len(chosen) == 1
        if canvas.style.mark_inside and single and main.shape is Shape.RECTANGLE:
            side = round(0.13 * rect.height)
            mark = Rect(rect.right - side, rect.bottom - side, rect.right, rect.bottom)
            draw_body_mark(canvas, mark)
            self._keep(canvas, mark, np.ones((side, side), np.bool_))
            mask = main.mask.copy()
            mask[-side:, -side:] = False
            main = replace(main, mask=mask)
        note = "L 10h 3cm FN" if rng.random() < 0.4 else None
        for text, share in ((note, 0.9), (inside, 0.12)):
            if not text:
                continue
            at = (rect.left + 0.32 * rect.width, rect.top + share * rect.height)
            spot = canvas.say(at, text, 24, (240, 240, 220))
            spot = Rect(max(0, spot.left), spot.top, min(spot.right, self._base.shape[1]), spot.bottom)
            if text == inside:
                canvas.planted.append(Planted(text, spot, inside=True))
            drawn = np.array(canvas.image.crop((spot.left, spot.top, spot.right, spot.bottom)), np.uint8)
            under = self._base[spot.top : spot.bottom, spot.left : spot.right]
            self._keep(canvas, spot, (drawn.astype(np.int16) - under).max(axis=2) > 60)
        return main

    def _keep(self, canvas: Canvas, rect: Rect, mask: Mask) -> None:
        pixels = np.array(canvas.image.crop((rect.left, rect.top, rect.right, rect.bottom)), np.uint8)
        self._overlays.append(_Overlay(rect, pixels, mask))


def _margins(canvas: Canvas, area: Rect) -> tuple[int, int]:
    """Room for ruler and numbers, and for the bar, (left, right)."""
    ruler, bar, other = 66 * canvas.unit, 64 * canvas.unit, 26 * canvas.unit
    left = ruler * canvas.style.ruler_left + bar * (canvas.style.bar == "left")
    right = ruler * (not canvas.style.ruler_left) + bar * (canvas.style.bar == "right")
    most = area.width // 4
    return min(most, round(max(left, other))), min(most, round(max(right, other)))


def _beside_panels(
    canvas: Canvas,
    chosen: list[Place],
    truths: list[PanelTruth],
    depth_mm: float,
    tops: list[float],
    area: Rect,
) -> list[RulerTruth]:
    """Rulers, bars, TGC line, focus, marks, frames."""
    style, unit, rng = canvas.style, canvas.unit, canvas.rng
    panels = [truth for truth in truths if not truth.inset]
    bounds = Rect(
        min(panel.rect.left for panel in panels), min(panel.rect.top for panel in panels),
        max(panel.rect.right for panel in panels), max(panel.rect.bottom for panel in panels),
    )  # fmt: skip
    outer = (
        min(panels, key=lambda one: one.rect.left) if style.ruler_left else max(panels, key=lambda one: one.rect.right)
    )
    with_ruler = [one for one in panels if one.rect.left == outer.rect.left]  # both, when one stands above the other
    rulers = []
    for one in with_ruler:
        number = truths.index(one)
        zero = tops[number]
        if (
            chosen[0].shape is Shape.RECTANGLE
            and len(panels) == 1
            and one.mm_per_px[1] * one.rect.height < 0.6 * depth_mm
        ):
            zero -= 0.2 * depth_mm / one.mm_per_px[1]  # a zoom begins below the skin
        rulers.append(draw_ruler(canvas, Depth(number, one.rect, zero, one.mm_per_px[1]), left=style.ruler_left))
    if style.framed:
        for one in panels:
            r = one.rect
            canvas.draw.rectangle((r.left - 3, r.top - 3, r.right + 2, r.bottom + 2), None, (90, 96, 104))
    wide = round(18 * unit)
    ruler_there = (style.bar == "left") == style.ruler_left
    gap = round((70 if ruler_there else 14) * unit)
    x = bounds.left - gap - wide if style.bar == "left" else bounds.right + gap
    x = min(max(x, area.left + 2), area.right - wide - 2)
    tall = round(0.28 * bounds.height)
    if not _covers(panels, Rect(x, bounds.top, x + wide, bounds.top + tall)):
        draw_bar(canvas, Rect(x, bounds.top + 2, x + wide, bounds.top + tall), PanelKind.B_MODE)
        second = panels[-1].kind
        low = round(bounds.top + 0.45 * bounds.height)
        if second is not PanelKind.B_MODE:
            draw_bar(canvas, Rect(x, low, x + wide, low + tall), second)
    if style.tgc and bounds.right + 110 * unit < area.right:
        draw_tgc(canvas, area.right - 36 * unit, bounds)
    if rulers:
        draw_focus(canvas, rulers[0].x_px + (-1 if rulers[0].left else 1) * 17 * unit, outer.rect, left=rulers[0].left)
    logo_mark(canvas, (panels[0].rect.left + 4 * unit, max(area.top, panels[0].rect.top - 34 * unit)))
    if not (style.mark_inside and len(truths) == 1) and rng.random() < 0.8:
        side = round(90 * unit)
        for x, y in ((area.right - side - 8, area.bottom - side - 8), (area.left + 8, area.bottom - side - 8)):
            spot = Rect(x, y, x + side, y + side)
            if not _covers(panels, Rect(x - 4, y - 4, x + side + 4, y + side + 4)):
                draw_body_mark(canvas, spot)
                break
    return rulers


def _covers(panels: list[PanelTruth], rect: Rect) -> bool:
    return any(
        rect.left < one.rect.right
        and one.rect.left < rect.right
        and rect.top < one.rect.bottom
        and one.rect.top < rect.bottom
        for one in panels
    )


def _without_inset(truths: list[PanelTruth]) -> list[PanelTruth]:
    """The small picture's rectangle is taken out of the panel it lies over."""
    small = next((one for one in truths if one.inset), None)
    if small is None:
        return truths
    main, mask = truths[0], truths[0].mask.copy()
    x, y = small.rect.left - main.rect.left, small.rect.top - main.rect.top
    mask[y : y + small.rect.height, x : x + small.rect.width] = False
    return [replace(main, mask=mask), *truths[1:]]


def _squeezed(truth: ScreenTruth, size_px: tuple[int, int]) -> ScreenTruth:
    """The truth in a signal's own pixels."""
    across, down = size_px[0] / truth.size_px[0], size_px[1] / truth.size_px[1]

    def moved(rect: Rect) -> Rect:
        return Rect(
            round(rect.left * across), round(rect.top * down), round(rect.right * across), round(rect.bottom * down)
        )

    panels = []
    for panel in truth.panels:
        rect = moved(panel.rect)
        mask = cv2.resize(panel.mask.astype(np.uint8), (rect.width, rect.height), interpolation=cv2.INTER_NEAREST) > 0
        x_mm, y_mm = panel.mm_per_px
        panels.append(replace(panel, rect=rect, mask=mask, mm_per_px=(x_mm / across, y_mm / down)))
    rulers = [
        replace(ruler, x_px=ruler.x_px * across, zero_y_px=ruler.zero_y_px * down, last_y_px=ruler.last_y_px * down)
        for ruler in truth.rulers
    ]
    planted = [replace(one, rect=moved(one.rect)) for one in truth.planted]
    return ScreenTruth(size_px, tuple(panels), tuple(rulers), tuple(planted))

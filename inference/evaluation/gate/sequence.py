"""A made-up screen that plays: the scan, a page that comes and goes, the scan again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect
from inference.evaluation.gate.pages import OVER_THE_SCAN, Page, PageKind, draw_page
from inference.evaluation.screens.identity import Identity, made_up_identity
from inference.evaluation.screens.makers import BY_NAME
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Part, Recipe, Signal, recipes
from inference.evaluation.screens.scan import SCAN_HZ
from inference.evaluation.screens.screen import NOISE, MadeScreen

Pixels = npt.NDArray[np.uint8]
RATES_HZ = (30.0, 50.0, 60.0)
LOOP = 10  # the scanner's own pictures that are drawn; they play to and fro
NOISES = 4
PAGE_S = 1.2  # twice as long as the gate waits between two searches
SCAN_S = 0.9
FAINTEST = 1 / 256  # of a fade: less changes no pixel
BACK_S = 1.6  # at most; the scan must be back within 1 s


class Change(Enum):
    """How the page comes and goes."""

    CUT = "cut"
    FADE = "fade"
    SLIDE = "slide"


@dataclass(frozen=True, slots=True)
class Plan:
    """One sequence.

    Attributes:
        recipe: Of the screen with the scan.
        page: Which page comes.
        change: How.
        change_s: How long a fade or slide takes.
        hz: Of the signal.
        starts_on_page: The page is there before the scan was ever seen.
        inside: The patient's name is also burnt into the scan's corner.
        direction: (x, y) a slide comes from.
    """

    recipe: Recipe
    page: PageKind
    change: Change
    change_s: float
    hz: float
    starts_on_page: bool
    inside: bool
    direction: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One picture of the signal and what is true of it.

    Attributes:
        pixels: The whole screen, RGB, read-only.
        time_s: Of the signal.
        page: What of the page is seen, in pixels of the screen; None while nothing of it is.
    """

    pixels: Pixels
    time_s: float
    page: Rect | None


def plans(part: Part, first: int, count: int) -> list[Plan]:
    """Sequences number `first` to `first + count - 1` of a part."""
    return [_plan(recipe, first + number) for number, recipe in enumerate(recipes(part, first + count)[first:])]


def _plan(recipe: Recipe, number: int) -> Plan:
    rng = np.random.default_rng((recipe.seed, 11))
    kinds, changes = tuple(PageKind), tuple(Change)
    page = kinds[(number + number // len(kinds)) % len(kinds)]
    return Plan(
        recipe,
        page,
        changes[int(rng.integers(len(changes)))],
        float(rng.uniform(0.15, 0.4)),
        RATES_HZ[int(rng.integers(len(RATES_HZ)))],
        bool(rng.random() < 0.15) and page not in OVER_THE_SCAN,
        bool(rng.random() < 0.15),
        ((-1, 0), (1, 0), (0, -1), (0, 1))[int(rng.integers(4))],
    )


class Sequence:
    """The pictures of a plan."""

    def __init__(self, plan: Plan, library: Library) -> None:
        """Draw screen and page."""
        recipe, rng = plan.recipe, np.random.default_rng((plan.recipe.seed, 12))
        self.plan = plan
        self.identity = made_up_identity(np.random.default_rng((recipe.seed, 3)))
        self.screen = MadeScreen(
            replace(recipe, jpeg_quality=None), library, self.identity, self.identity.name if plan.inside else None
        )
        self._scans = [self.screen.picture(turn / SCAN_HZ) for turn in range(LOOP)]
        self.page = self._drawn_page(library, rng)
        size = self._scans[0].shape
        interlaced = recipe.signal is not Signal.PROGRESSIVE
        self._noises = [rng.normal(0, NOISE, (*size[:2], 1)).astype(np.float32) for _ in range(NOISES * interlaced)]
        self._made: dict[tuple[int, float, int], Pixels] = {}

    @property
    def unit(self) -> float:
        """Pixels of the scanner's screen for one of a 1080-line screen, as its letters are drawn."""
        height, width = self._scans[0].shape[:2]
        return max(0.36, float(min(height / 1080, width / 1440)))

    def shown(self, share: float) -> Pixels:
        """The whole screen as it is sent, with so much of the page (0 or 1)."""
        return self._sent(self._composed(0, share, self._seen(share)), 0)

    def pictures(self) -> Iterator[Shown]:
        """All pictures of the signal in order."""
        plan = self.plan
        change_s = 0.0 if plan.change is Change.CUT else plan.change_s
        page_from = 0.0 if plan.starts_on_page else SCAN_S
        page_until = page_from + change_s + PAGE_S
        end_s = page_until + change_s + BACK_S
        for number in range(round(end_s * plan.hz)):
            time_s = number / plan.hz
            share = _share(time_s, page_from, page_until, 0.0 if plan.starts_on_page else change_s, change_s)
            yield self._shown(time_s, share, number)

    def _shown(self, time_s: float, share: float, number: int) -> Shown:
        turn = int(time_s * SCAN_HZ) % (2 * LOOP - 2)
        turn = turn if turn < LOOP else 2 * LOOP - 2 - turn
        noise = number % NOISES if self._noises else 0
        seen = self._seen(share)
        whole = seen is not None and share >= 1 and seen == self._whole
        key = (-1 if whole else turn, share, noise)
        pixels = self._made.get(key)
        if pixels is None:
            pixels = self._sent(self._composed(turn, share, seen), noise)
            if share in (0.0, 1.0):  # a step of a change is not seen again
                self._made[key] = pixels
        return Shown(pixels, time_s, seen)

    @property
    def _whole(self) -> Rect:
        height, width = self._scans[0].shape[:2]
        return Rect(0, 0, width, height)

    def _seen(self, share: float) -> Rect | None:
        if share <= 0 or (self.plan.change is Change.FADE and share < FAINTEST):
            return None
        rect = self.page.rect
        if self.plan.change is not Change.SLIDE or share >= 1:
            return rect
        x, y = self._offset(share)
        seen = Rect(
            max(rect.left, rect.left + x), max(rect.top, rect.top + y),
            min(rect.right, rect.right + x), min(rect.bottom, rect.bottom + y),
        )  # fmt: skip
        return seen if seen.width > 0 and seen.height > 0 else None

    def _offset(self, share: float) -> tuple[int, int]:
        rect, (across, down) = self.page.rect, self.plan.direction
        return round(across * (1 - share) * rect.width), round(down * (1 - share) * rect.height)

    def _composed(self, turn: int, share: float, seen: Rect | None) -> Pixels:
        pixels = self._scans[turn]
        if seen is None:
            return pixels
        x, y = self._offset(share) if self.plan.change is Change.SLIDE else (0, 0)
        part = self.page.pixels[seen.top - y : seen.bottom - y, seen.left - x : seen.right - x]
        pixels = pixels.copy()
        under = pixels[seen.top : seen.bottom, seen.left : seen.right]
        under[:] = cv2.addWeighted(part, share, under, 1 - share, 0) if self.plan.change is Change.FADE else part
        return pixels

    def _sent(self, pixels: Pixels, noise: int) -> Pixels:
        if self._noises:
            pixels = np.clip(pixels + self._noises[noise], 0, 255).astype(np.uint8)
        quality = self.plan.recipe.jpeg_quality
        if quality is not None:
            _, sent = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
            pixels = np.ascontiguousarray(np.asarray(cv2.imdecode(sent, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])
        pixels = pixels.view()
        pixels.flags.writeable = False
        return pixels

    def _drawn_page(self, library: Library, rng: np.random.Generator) -> Page:
        plan = self.plan
        who = self.identity
        if plan.page is PageKind.REVIEW:  # of another patient
            who = _another(rng, who)
        panels = tuple(panel.rect for panel in self.screen.truth.panels)
        stills = [library.still(rng) for _ in range(3)]
        page = draw_page(plan.page, BY_NAME[plan.recipe.maker], who, self._scans[0], panels, stills, rng)
        if plan.recipe.signal is Signal.PROGRESSIVE:
            return page
        return replace(page, pixels=np.asarray(cv2.GaussianBlur(page.pixels, (0, 0), 0.55), np.uint8))


def _another(rng: np.random.Generator, who: Identity) -> Identity:
    return made_up_identity(rng, japanese=who.japanese)


def _share(time_s: float, begins_s: float, ends_s: float, in_s: float, out_s: float) -> float:
    """How far the page has come, 0..1."""
    if time_s < begins_s or time_s >= ends_s + out_s:
        return 0.0
    if time_s < begins_s + in_s:
        return max(1e-3, (time_s - begins_s) / in_s)
    if time_s < ends_s:
        return 1.0
    return 1 - (time_s - ends_s) / out_s

"""Sees on the first picture that a live screen turns into another one, and when the scan is really back.

The signature tells screens apart that look different as a whole. A page that comes is a different screen earlier than
that: as a fade or a slide it changes little at first, as a window it covers the scan alone, and a review looks as the
scan does. So each picture is compared with the last one that passed: around the scan next to nothing changes from one
picture to the next, and in the scan the scene goes on.
"""

from collections import deque
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.coarse import Floats, Grey, SmallScreen, Sums, means_of, summed
from capture.screen.finding.evidence import contrast_of
from capture.screen.gate import Gate
from capture.screen.signature import on_screen
from capture.screen.turning.change_begin import ChangeBegin, Changed, Look
from capture.screen.turning.fade_watch import FadeWatch

Mask = npt.NDArray[np.bool_]

BLOCK_PX = 8  # of the small screen
CHANGED_FROM = 10  # grey levels of a pixel around the scan
CHANGED_SHARE = 0.01  # of these pixels: a clock, a pointer, a ruler and a sign change at once; a page changes more
MOVED_FROM = 0.75  # grey levels of a block's mean: the first step of a fade
MOVED_SHARE = 0.04
MOVED_NOISE = 0.5  # of the mean change around: a block's mean of noise alone moves by a third of that
NOISE_TIMES = 3.0  # an analogue cable and a codec change something always; more than this times that is no noise
TILE_PX = 24
SPREAD_FROM = 9.0  # variance in a tile from which likeness can be told
LIKE_FROM = 0.5  # correlation of a tile with itself a picture ago
LOST_TILES = 0.12  # of the tiles, beyond what the hand's movement costs
MOVEMENT_TIMES = 1.5
PAPER_PX = 12
FLAT_TILE = 0.5  # of its pixels equal their neighbours: paper, not echoes
FEWEST_PAPERS = 2
STANDS_WITHIN = 2.0  # grey levels of a tile's mean: a stiffness map is flat here and there as well, but lives
FLAT_TILES = 0.01
# Where it is not known yet what the scan looks like: a stiffness map and a poor stream are flat here and there, but not
# in the shape of a window, and have no text on paper, not even with a name written over them.
FLAT_TILES_AT_FIRST = 0.3
WINDOW_TILES, WINDOW_FILLS = 0.05, 0.75  # in one piece, and of its bounds
PAPER_SHARE, STROKES_SHARE = 0.2, 0.3  # of a written tile
STROKE = 60  # grey levels within 3x3 pixels
WRITTEN_TILES, FEWEST_WRITTEN = 0.028, 2
# A cable's noise makes echoes look like a few thin letters, but leaves no paper beside them.
THIN_STROKES_SHARE, THINLY_WRITTEN_TILES, PAPER_BESIDE_TILES = 0.2, 0.03, 0.02
DARK = 28  # grey levels; in a cyst neighbours are nearly equal
BLACK = 8
LIVES_FROM = 0.5  # grey levels of a tile's mean difference, beyond the noise
LIVING_TILES = 0.8  # of those that lived when the last picture passed
LIVING_AT_FIRST = 0.3  # where nothing is known yet: one of two panels may stand
LIVING_PICTURES = 2
LIVED_WITHIN_NS = 150_000_000
CALM_NS = 150_000_000
UNCOVERED_NS = 300_000_000  # a window that fades away is still seen when its ground is no paper any more
SEEN_LATE_NS = 30_000_000  # the first step of a fade changes no tile
NOISY = 1.0  # mean grey levels from picture to picture around the scan: a cable's noise hides paper from the start
PROVEN_NS = 450_000_000  # a fade from an old picture to another looks as if it lived, but not for so long
BARE_NOISE = 1.7  # grey levels, where there is nothing around from which to learn it
REMEMBERED = 24  # pictures
FEWEST_STEPS = 3  # from which it is known how much of a scene changes from picture to picture
LEARN_NS = 600_000_000  # longer than a page takes to fade or slide
FEWEST_LEARNT = 6
ALIVE_FROM = 2.0  # grey levels of a block's mean difference
ALIVE_SHARE = 0.6
LEAST_OUTSIDE = 0.03  # of the screen; with less there is nothing around the scan


@dataclass(frozen=True, slots=True)
class _Step:
    """What changed between two pictures: around the scan, and of the scan's tiles."""

    changed: float
    moved: float
    unlike: float
    living: float
    noise: float


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A picture and what is compared of it: means of blocks; at half the size, means and variances of tiles."""

    screen: SmallScreen
    blocks: Floats
    half: Grey
    tiles: Floats
    spreads: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Usual:
    """The most of each that was seen from picture to picture while the scan passed."""

    changed: float = 0.0
    moved: float = 0.0
    unlike: float = 0.0
    noise: float = 0.0


class ScreenTurn:
    """Guards one gate; owns no clock."""

    def __init__(self, gate: Gate, small: SmallScreen, *, trusted: bool) -> None:
        """Begin with a picture.

        Args:
            gate: The layout in force.
            small: The small version of the screen.
            trusted: It passes: the layout is known to be this screen's. One that was just found has to live first.
        """
        self._inside, self._outside = _masks(gate, small.grey.shape)
        self._watch_around(self._outside)  # without what lives there: a scan left out by the layout, a running picture
        self._outside_blocks = self._still_blocks
        self._active: deque[tuple[int, Mask]] = deque()
        self._began_ns: int | None = None
        self._bare = float(self._outside.mean()) < LEAST_OUTSIDE
        self._scan_blocks = _tiles_in(self._inside, BLOCK_PX)
        self._tiles = _tiles_in(self._inside[::2, ::2], TILE_PX // 2)
        self._papers = _tiles_in(self._inside, PAPER_PX)
        self._fade = FadeWatch(self._tiles)
        self._faded = False
        self._passed = self._before = _seen(small)
        self._difference: tuple[_Seen, _Seen, Grey] | None = None
        self._steps: deque[_Step] = deque(maxlen=REMEMBERED)
        self._usual = _Usual()
        self._flat: deque[Mask] = deque(maxlen=REMEMBERED)
        self._paper_now: tuple[_Seen, int, Floats] | None = None
        self._trusted = self._starts_trusted = trusted
        self._turned = not trusted
        self._calm_since_ns = -1
        self._lived = 0
        self._lived_ns: int | None = None
        self._lives_since_ns = 0
        self._noise = 0.0
        self._history = ChangeBegin()
        self._began_change_ns: int | None = None
        self._was_covered = False
        if trusted:
            self._pass(self._passed, None)

    def turn(self, small: SmallScreen, time_ns: int) -> None:
        """The screen was another one: the scan has to show that it is back."""
        if not self._turned:
            self._turn(_seen(small), time_ns, None)

    @property
    def lives_since_ns(self) -> int:
        """Since when the scan lives without a break, as far as it was looked at after a turn."""
        return self._lives_since_ns

    def go_on_from(self, other: "ScreenTurn") -> None:
        """Take over for how long the scan has lived: it is the same one in another outline."""
        self._calm_since_ns, self._noise = other._calm_since_ns, other._noise
        self._lived, self._lived_ns, self._lives_since_ns = other._lived, other._lived_ns, other._lives_since_ns

    def take_began_ns(self) -> int | None:
        """From when on pictures that passed may show something of the last turn; told once, None if none may."""
        began_ns, self._began_change_ns = self._began_change_ns, None
        return began_ns

    def _turn(self, seen: _Seen, time_ns: int, step: _Step | None) -> None:
        self._turned, self._lived, self._lived_ns = True, 0, None
        self._calm_since_ns = -1
        if seen.blocks.shape == self._still_blocks.shape and not self._bare:
            covered = self._is_covered(seen, turned=False)
            self._was_covered = covered and step is not None and self._around_is_calm(step)
            flat = self._newly_flat(seen).astype(np.uint8) * covered
            over = cv2.resize(flat, seen.blocks.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
            in_scan = covered or step is None or self._scene_ends(step)
            changed = Changed(self._still_blocks, over, in_scan, self._scan_blocks & (step is None))
            self._began_change_ns = self._history.began_ns(Look(time_ns, seen.blocks), changed)
        since_ns = self._fade.since_ns
        self._faded = since_ns is not None
        if since_ns is not None:
            began_ns = since_ns - SEEN_LATE_NS
            self._began_change_ns = min(began_ns, began_ns if self._began_change_ns is None else self._began_change_ns)
        self._history.clear()

    def admits(self, small: SmallScreen, time_ns: int) -> bool:
        """Whether a screen that fits the layout's signature is the living scan, or still the frozen one."""
        if small.grey.shape != self._passed.screen.grey.shape:
            return True
        seen = _seen(small)
        self._began_ns = time_ns if self._began_ns is None else self._began_ns
        if not self._trusted or not self._turned:
            self._learn_what_lives_around(seen, time_ns)
        if not self._turned:
            step = self._step(self._passed, seen)
            if time_ns - self._began_ns < LEARN_NS and self._starts_trusted:
                step = replace(step, changed=0.0, moved=0.0)
            self._fade.see(seen.tiles, step.living, time_ns)
            if self._fade.since_ns is None and not self._is_turn(step, seen):
                self._pass(seen, step)
                self._history.passed(Look(time_ns, seen.blocks))
                return True
            self._turn(seen, time_ns, step)
            self._before = seen
            return False
        return self._is_back(seen, time_ns)

    def _is_turn(self, step: _Step, seen: _Seen) -> bool:
        return not self._around_is_calm(step) or self._scene_ends(step) or self._is_covered(seen, turned=False)

    def _is_back(self, seen: _Seen, time_ns: int) -> bool:
        """After a turn: nothing moves around the scan, no window covers it, and it lives or is what it was."""
        since = self._step(self._before, seen)
        self._before = seen
        self._fade.see(seen.tiles, since.living, time_ns)
        covered = self._is_covered(seen, turned=True)
        if covered or self._fade.since_ns is not None or not self._around_is_calm(since):
            self._calm_since_ns, self._lived = -1, 0
            return False
        if self._calm_since_ns < 0:
            self._calm_since_ns = time_ns
        self._noise = max(since.noise, self._noise)
        if since.living >= LIVING_TILES * self._usual_living():
            if self._lived_ns is None or time_ns - self._lived_ns > LIVED_WITHIN_NS:
                self._lived, self._lives_since_ns = 0, time_ns
            self._lived, self._lived_ns = self._lived + 1, time_ns
            if not self._trusted:
                self._learn(since)
        now = self._step(self._passed, seen)
        slow = self._was_covered or self._faded or self._noise >= NOISY
        calm = time_ns - self._calm_since_ns >= (UNCOVERED_NS if slow else CALM_NS)
        lives = self._lived_ns is not None and time_ns - self._lived_ns <= LIVED_WITHIN_NS
        lives = lives and self._lived >= LIVING_PICTURES
        if not self._trusted:
            lives = lives and time_ns - self._lives_since_ns >= PROVEN_NS
        stands = self._trusted and not self._faded and not self._scene_ends(now)
        if not calm or not (lives or stands):
            return False
        self._turned, self._trusted, self._was_covered, self._faded = False, True, False, False
        self._pass(seen, None)
        return True

    def _learn_what_lives_around(self, seen: _Seen, time_ns: int) -> None:
        """What changes in most pictures for longer than a page takes to come lives by itself, and tells nothing."""
        if self._bare or not self._outside_blocks.any():
            return
        means = np.rint(_means(self._between(self._before, seen), BLOCK_PX))
        around = means[self._outside_blocks]
        usual = 0.0 if 2 * np.count_nonzero(around) < around.size else float(np.median(around))
        active = means >= max(ALIVE_FROM, NOISE_TIMES * usual)
        if not means.any() or not (active.any() or self._active):
            return
        self._active.append((time_ns, active))
        while self._active[0][0] < time_ns - LEARN_NS:
            self._active.popleft()
        if time_ns - self._active[0][0] < 0.9 * LEARN_NS or len(self._active) < FEWEST_LEARNT:
            return
        alive = np.mean([one for _, one in self._active], axis=0) >= ALIVE_SHARE
        if alive.any():
            wide = cv2.resize(alive.astype(np.uint8), self._still.shape[::-1], interpolation=cv2.INTER_NEAREST)
            self._watch_around(
                (self._still > 0) & (np.asarray(cv2.dilate(wide, np.ones((2 * BLOCK_PX + 1,) * 2, np.uint8))) == 0)
            )
            self._active.clear()

    def _watch_around(self, still: Mask) -> None:
        self._still = np.where(still, np.uint8(255), np.uint8(0))
        self._still_px = int(np.count_nonzero(still))
        self._still_blocks = _means(self._still, BLOCK_PX) > 0.99 * 255

    def _pass(self, seen: _Seen, step: _Step | None) -> None:
        self._passed = self._before = seen
        if step is not None and step.living > 0:
            self._learn(step)
            self._noise = self._usual.noise
        if step is None or step.living > 0:
            self._flat.append(self._flat_tiles(seen))

    def _learn(self, step: _Step) -> None:
        self._steps.append(step)
        self._usual = _Usual(
            max(known.changed for known in self._steps),
            max(known.moved for known in self._steps),
            max(known.unlike for known in self._steps),
            max(known.noise for known in self._steps),
        )

    def _around_is_calm(self, step: _Step) -> bool:
        return step.changed <= max(CHANGED_SHARE, NOISE_TIMES * self._usual.changed) and step.moved <= max(
            MOVED_SHARE, NOISE_TIMES * self._usual.moved
        )

    def _scene_ends(self, step: _Step) -> bool:
        if self._bare:  # films and stills that were cut: a change of scene says nothing of what is around
            return False
        if len(self._steps) < FEWEST_STEPS:
            return False
        return step.unlike > MOVEMENT_TIMES * self._usual.unlike + LOST_TILES

    def _usual_living(self) -> float:
        if not self._trusted or not self._steps:
            return LIVING_AT_FIRST
        return float(np.median([known.living for known in self._steps]))

    def _is_covered(self, seen: _Seen, *, turned: bool) -> bool:
        """Whether paper lies where there were echoes a moment ago."""
        flat = self._newly_flat(seen)
        if self._trusted and turned:  # the rest of a window that slides away
            return bool(flat.any())
        count, of = int(np.count_nonzero(flat)), int(np.count_nonzero(self._papers))
        if self._trusted:
            return count >= max(FEWEST_PAPERS, FLAT_TILES * of)
        if count >= max(FEWEST_PAPERS, FLAT_TILES_AT_FIRST * of):
            return True
        paper_beside = count >= max(FEWEST_PAPERS, PAPER_BESIDE_TILES * of)
        return _is_window(flat, max(FEWEST_PAPERS, WINDOW_TILES * of)) or self._is_written(seen, of, paper_beside)

    def _is_written(self, seen: _Seen, of: int, paper_beside: bool) -> bool:
        """Whether text on paper lies in the scan, as in a window that was there when the scan was found."""
        strokes = np.where(contrast_of(seen.screen.grey) >= STROKE, np.uint8(255), np.uint8(0))
        on_paper = _means(strokes, PAPER_PX)[self._papers & (self._paper(seen) >= 255 * PAPER_SHARE)]
        bold = np.count_nonzero(on_paper >= 255 * STROKES_SHARE) >= max(FEWEST_WRITTEN, WRITTEN_TILES * of)
        thin = np.count_nonzero(on_paper >= 255 * THIN_STROKES_SHARE) >= max(FEWEST_WRITTEN, THINLY_WRITTEN_TILES * of)
        return bool(bold or (thin and paper_beside))

    def _newly_flat(self, seen: _Seen) -> Mask:
        flat = self._flat_tiles(seen)
        return flat & ~np.logical_or.reduce(list(self._flat)) if self._flat else flat

    def paper_over(self, first: SmallScreen, now: SmallScreen) -> Mask | None:
        """Where paper stands on two pictures in a place of the scan that showed echoes before.

        Returns:
            Shape of the small screen, bool; None where nothing is known, or on a screen of another size.
        """
        if not self._flat or not first.grey.shape == now.grey.shape == self._passed.screen.grey.shape:
            return None
        before, after = _seen(first), _seen(now)
        stands = np.abs(_means(first.grey, PAPER_PX) - _means(now.grey, PAPER_PX)) <= STANDS_WITHIN
        paper = (self._newly_flat(before) & self._newly_flat(after) & stands).astype(np.uint8)
        return np.asarray(cv2.resize(paper, now.grey.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0)

    def holds(self, paper: Mask) -> bool:
        """Whether so much of it lies in this gate's scan as tells that a window lies there."""
        return int(np.count_nonzero(self._inside & paper)) >= FEWEST_PAPERS * PAPER_PX**2

    def _flat_tiles(self, seen: _Seen) -> Mask:
        return self._papers & (self._paper(seen) >= 255 * FLAT_TILE)

    def _paper(self, seen: _Seen) -> Floats:
        """How much of each tile is equal to its neighbours and not dark, 0 to 255; the last picture's is kept."""
        allowed = round(1.5 * self._noise)
        if self._paper_now is None or self._paper_now[0] is not seen or self._paper_now[1] != allowed:
            equal = np.asarray(
                cv2.compare(seen.screen.steps, _ends_of_steps(seen.screen.grey, allowed), cv2.CMP_LT), np.uint8
            )
            self._paper_now = seen, allowed, _means(equal, PAPER_PX)
        return self._paper_now[2]

    def _between(self, first: _Seen, then: _Seen) -> Grey:
        """What changed from one picture to another; the last pair's is kept."""
        if self._difference is None or self._difference[0] is not first or self._difference[1] is not then:
            self._difference = first, then, np.asarray(cv2.absdiff(first.screen.grey, then.screen.grey), np.uint8)
        return self._difference[2]

    def _step(self, first: _Seen, then: _Seen) -> _Step:
        difference = self._between(first, then)
        if self._bare:
            return _Step(0.0, 0.0, *self._scene(first, then, difference, BARE_NOISE), 0.0)
        around = np.asarray(cv2.bitwise_and(difference, self._still), np.uint8)
        moved = np.abs(then.blocks - first.blocks)[self._still_blocks]
        noise = float(cv2.sumElems(around)[0]) / max(1, self._still_px)
        return _Step(
            np.count_nonzero(around >= CHANGED_FROM) / max(1, self._still_px),
            np.count_nonzero(moved >= max(MOVED_FROM, MOVED_NOISE * noise)) / max(1, moved.size),
            *self._scene(first, then, difference, noise),
            noise,
        )

    def _scene(self, first: _Seen, then: _Seen, difference: Grey, noise: float) -> tuple[float, float]:
        """Share of the tiles that are unlike themselves, and share that changed."""
        count = np.count_nonzero(self._tiles)
        if not count:
            return 0.0, 0.0
        changed = _means(np.ascontiguousarray(difference[::2, ::2]), TILE_PX // 2)[self._tiles]
        living = np.count_nonzero(changed >= LIVES_FROM + 1.5 * noise) / count
        told = self._tiles & (first.spreads >= SPREAD_FROM)
        if np.count_nonzero(told) < 3:
            return 0.0, living
        product = np.asarray(cv2.multiply(first.half, then.half, dtype=cv2.CV_32F), np.float32)
        shared = (_means(product, TILE_PX // 2) - first.tiles * then.tiles)[told]
        like = shared / np.sqrt(np.maximum(first.spreads[told] * then.spreads[told], 1e-3))
        seen = then.tiles[told] >= DARK / 2  # where it went black, the probe was lifted, and there is nothing to read
        return np.count_nonzero((like < LIKE_FROM) & seen) / like.size, living


def _seen(small: SmallScreen) -> _Seen:
    half = np.ascontiguousarray(small.grey[::2, ::2])
    sums, squares = cv2.integral2(half)
    tiles = _means_of(sums, TILE_PX // 2)
    return _Seen(small, _means_of(small.sums, BLOCK_PX), half, tiles, _means_of(squares, TILE_PX // 2) - tiles**2)


def _is_window(flat: Mask, least: float) -> bool:
    """Whether so many flat tiles lie in one piece that is about a rectangle."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(flat.astype(np.uint8), connectivity=4)
    _, _, wide, tall, areas = stats[1:count].T
    return bool(((areas >= least) & (areas >= WINDOW_FILLS * wide * tall)).any())


def _ends_of_steps(grey: Grey, allowed: int) -> Grey:
    """From which step on a pixel of each brightness is no paper; a black one never is."""
    _, echoes = cv2.threshold(grey, BLACK - 1, allowed + 1, cv2.THRESH_BINARY)
    _, light = cv2.threshold(grey, DARK - 1, 1, cv2.THRESH_BINARY)
    return np.asarray(cv2.add(echoes, light), np.uint8)


def _masks(gate: Gate, shape: tuple[int, ...]) -> tuple[Mask, Mask]:
    """Where the small screen is scan, and where it is surely none, both shape (height, width), bool."""
    layout, scale = gate.layout, shape[1] / gate.layout.source_size_px[0]
    inside = np.zeros(shape, np.bool_)
    outside = np.ones(shape, np.bool_)
    for panel in layout.panels:
        rect = on_screen(panel.rect, layout)
        left, top = round(rect.left * scale), round(rect.top * scale)
        right, bottom = round(rect.right * scale), round(rect.bottom * scale)
        size = max(1, right - left), max(1, bottom - top)
        form = np.ones(size[::-1], np.uint8)
        if panel.mask is not None:
            form = np.asarray(cv2.resize(panel.mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST), np.uint8)
        part = inside[top : top + size[1], left : left + size[0]]
        part |= form[: part.shape[0], : part.shape[1]] > 0
        outside[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3] = False
    return inside, outside


def _tiles_in(inside: Mask, tile_px: int) -> Mask:
    return _means(inside.astype(np.uint8), tile_px) > 0.9


def _means(picture: Floats | Grey, tile_px: int) -> Floats:
    return _means_of(summed(picture), tile_px)


def _means_of(sums: Sums, tile_px: int) -> Floats:
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    return means_of(sums, max(1, width // tile_px), max(1, height // tile_px))

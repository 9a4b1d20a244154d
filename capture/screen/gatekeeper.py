"""Chooses the gate for each screen: told by the source, given, remembered, found, lost and found again."""

import logging
from collections import deque
from dataclasses import dataclass, replace

import numpy as np

from capture.screen.coarse import SmallScreen
from capture.screen.find_layout import find_layout
from capture.screen.gate import Gate, same_layout
from capture.screen.layout import PanelKind, Rect, ScanLayout
from capture.screen.layout_file import RemembersLayouts
from capture.screen.repeats import RepeatFilter
from capture.screen.signature import Signature, is_alike, sign
from capture.screen.turning.remnant import clear_of_windows
from capture.screen.turning.screen_turn import ScreenTurn
from capture.source import Screen

log = logging.getLogger(__name__)

KEPT_GATES = 4  # a scanner goes to and fro between a few screens: single, dual, with and without a menu
LOOK_EVERY_NS = 60_000_000  # screens for the search are taken so far apart, so that the scan moves between them
LOOK_AT = 5
FEWEST_LOOKS, LOOK_NO_LONGER_NS = 3, 240_000_000  # of a slow source
SEARCH_EVERY_NS = 500_000_000
SOONER_NS = 250_000_000  # where the last search says little of this screen
# A scan may have been found while the probe touched the skin with one side only, so a found panel is looked at again
# so long after. Few times, because a search takes longer than a picture's turn.
LOOK_AGAIN_NS = (1_000_000_000, 4_000_000_000, 15_000_000_000)
MOVES = 2  # of the looks show something new: a slow scanner repeats pictures between them
PROBATION_NS = 1_500_000_000
KEPT_CANDIDATES = 2  # on a poor signal two outlines may be found in turn
NEAR, FOUND_AGAIN = 0.7, 0.9  # intersection over union of what is found a moment later
GROWN_FROM = 1.03  # times the area


@dataclass(slots=True, eq=False)
class _Candidate:
    """A gate that was found and is not proven.

    Attributes:
        gate, turn: It, and what tells whether the scan lives in it.
        small, found_ns: On which screen it was found, and when.
        again_ns: When it was last found again in the same place; None while it was not.
    """

    gate: Gate
    turn: ScreenTurn
    small: SmallScreen
    found_ns: int
    again_ns: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it was found again while the scan lived as it does now."""
        return self.again_ns is not None and self.again_ns >= self.turn.lives_since_ns

    def is_at(self, found: Gate) -> bool:
        """Whether it is what was found now."""
        return _overlap(found.cut_rect, self.gate.cut_rect) >= FOUND_AGAIN


class Gatekeeper:
    """Holds the gates of one source and says which of them a screen may pass, if any."""

    def __init__(
        self, source: str, given: ScanLayout | None, memory: RemembersLayouts | None, *, live: bool = False
    ) -> None:
        """Start without a gate.

        Args:
            source: The key of the memory.
            given: A layout drawn or known beforehand; it is never replaced by a found one. Its signature is taken
                from the first screen of its size.
            memory: Where drawn layouts of live sources are remembered. Found ones are not: one that was found from
                a bad start would come back for ever.
            live: Pictures come one after the other, so that each is also compared with the last one that passed.
        """
        self._live = live
        self._turns: dict[int, ScreenTurn] = {}  # by the gate's id
        self._candidates: list[_Candidate] = []
        self._source = source
        self._given = given
        self._memory = memory
        self._gates: list[Gate] = []  # the one in use first
        self._asked_memory: set[tuple[int, int]] = set()
        self._drawn_sizes: set[tuple[int, int]] = set()  # of screens for which a drawn layout is remembered
        self._keep_next = False
        self._found_at_ns = 0
        self._may_grow: Gate | None = None
        self._looks_left: tuple[int, ...] = ()
        self._looks: deque[Screen] = deque(maxlen=LOOK_AT)
        self._looks_again: deque[Screen] = deque(maxlen=LOOK_AT)
        self._looks_begin: Signature | None = None  # the first look's
        self._searched_ns: int | None = None
        self._withdrawn: tuple[int, int] | None = None
        self.lost = False

    @property
    def layout(self) -> ScanLayout | None:
        """The panels in pixels of the frames, or None while there is no gate."""
        return self._gates[0].layout if self._gates else None

    @property
    def signature(self) -> Signature | None:
        """What the screen looks like around the panels in force; None without a gate, or where the source tells it."""
        return self._gates[0].signature if self._gates else None

    def gate_for(self, screen: Screen, small: SmallScreen | None = None) -> Gate | None:
        """The gate that this screen may pass; None, and `lost` is True, when it may not pass any.

        Args:
            screen: The next one.
            small: Its small version, where there is one already.
        """
        if screen.layout is not None and self._given is None:  # what was drawn by hand wins
            return self._use(self._told(screen.layout))
        now = sign(screen.pixels, small)
        gate = next((gate for gate in self._gates if self._admits(gate, screen, now)), None)
        if gate is not None and gate is self._may_grow:
            gate = self._grown(gate, screen, now)
        gate = gate or self._given_gate(screen, now) or self._remembered(screen, now)
        gate = gate or self._proven(screen, now)
        if gate is None:
            gate = self._on_probation(self._found(screen, now), screen, now)
        if gate is None:
            # Before the first search there is nothing that could have been lost.
            lost = self.lost or bool(self._gates) or self._searched_ns is not None
            if lost and not self.lost:
                log.info("%s: scan area lost", self._source)
            self.lost = lost
            return None
        return self._use(gate)

    def begin_again(self) -> None:
        """The source was connected anew: its times begin again; its gates stay, each behind its signature."""
        self._looks.clear()
        self._looks_again.clear()
        self._searched_ns = self._may_grow = None
        self._candidates.clear()
        self._turns.clear()
        self._looks_left = ()
        self.lost = False

    def look_over(self, screens: list[Screen]) -> None:
        """Find the layout of a recording from screens spread over it, before the first one is read."""
        told = any(screen.layout is not None for screen in screens)
        if told or self._given is not None or not screens:
            return
        # A recording may hold a patient list as well; the screens that show a scan by themselves say what the
        # layout's screen looks like. Where none does (contrast before its arrival), all together may.
        scans = [screen for screen in screens if find_layout([screen]) is not None]
        layout = _lasting(find_layout(scans or screens))
        if layout is None:
            self.lost = True
            return
        alike = [screen for screen in scans or screens[:1] if _size(screen) == layout.source_size_px]
        for screen in alike[:KEPT_GATES][::-1]:  # the newest added is tried first: the first screen's
            self._add(Gate(layout, sign(screen.pixels)))

    def set_layout(self, layout: ScanLayout, screen: Screen | Signature | None, *, remember: bool) -> None:
        """Use a layout that was drawn on this screen (None: on the next one); it is not replaced by a found one."""
        self._given = layout
        self._gates.clear()
        signature = sign(screen.pixels) if isinstance(screen, Screen) else screen
        if signature is not None and signature.size_px == layout.source_size_px:
            self._add(Gate(layout, signature))
        self._keep_next = remember and signature is None
        if remember and signature is not None and self._memory is not None:
            self._memory.keep(self._source, layout, signature)

    def _admits(self, gate: Gate, screen: Screen, now: Signature) -> bool:
        """Whether a screen may pass a gate: it looks as it did, and goes on from what passed before."""
        fits = gate.fits(screen, now)
        turn = self._turns.get(id(gate))
        if turn is not None and now.small is not None and not (fits and gate is self._gates[0]):
            turn.turn(now.small, screen.time_ns)
            self._withdraw(turn, screen.time_ns)
        if not fits or not self._live or now.small is None:
            return fits
        if turn is None:
            self._turns[id(gate)] = ScreenTurn(gate, now.small, trusted=True)
            return True
        admitted = turn.admits(now.small, screen.time_ns)
        self._withdraw(turn, screen.time_ns)
        return admitted

    def _withdraw(self, turn: ScreenTurn, time_ns: int) -> None:
        began_ns = turn.take_began_ns()
        if began_ns is not None:
            first_ns = began_ns if self._withdrawn is None else min(began_ns, self._withdrawn[0])
            self._withdrawn = first_ns, time_ns

    def take_withdrawn(self) -> tuple[int, int] | None:
        """The span of stream time, told once, whose frames may show something of a page that came meanwhile.

        A fade or a slide begins before it can be told; whoever kept frames of this span lets them go.
        """
        withdrawn, self._withdrawn = self._withdrawn, None
        return withdrawn

    def _on_probation(self, gate: Gate | None, screen: Screen, now: Signature) -> Gate | None:
        """A gate that was just found; live, it has to prove itself first."""
        if gate is None:
            return None
        if not self._live or now.small is None:
            self._may_grow, self._found_at_ns, self._looks_left = gate, screen.time_ns, LOOK_AGAIN_NS
            return gate
        turn = ScreenTurn(gate, now.small, trusted=False)
        if near := next((one for one in self._candidates if _overlap(gate.cut_rect, one.gate.cut_rect) >= NEAR), None):
            turn.go_on_from(near.turn)
        self._candidates = [_Candidate(gate, turn, now.small, screen.time_ns), *self._candidates][:KEPT_CANDIDATES]
        self._looks.clear()
        self._searched_ns = screen.time_ns - SOONER_NS  # what was found while a page still moved is soon known as wrong
        return None

    def _proven(self, screen: Screen, now: Signature) -> Gate | None:
        """The gate on probation, once the screen stands still around it, the scan lives, and it is found again there.

        While one page fades into another everything lives, and anything may be found. What is found elsewhere then is
        tried beside it, without waiting for a wrong one to prove itself.
        """
        small = now.small
        if small is None:
            return None
        self._candidates = [one for one in self._candidates if self._is_on_probation(one, screen, now)]
        admitted = [one for one in self._candidates if one.turn.admits(small, screen.time_ns)]
        proven = next((one for one in admitted if one.is_sure), None)
        if self._candidates and proven is None and _enough(self._looks) and (admitted or self._may_search(screen)):
            again = self._search(screen, now)
            same = None if again is None else next((one for one in self._candidates if one.is_at(again)), None)
            if same is None:
                self._candidates = self._candidates if again is not None else []
                return self._on_probation(again, screen, now)
            same.again_ns = screen.time_ns
            proven = same if same in admitted else None
        if proven is None or self._lies_under_window(proven, small):
            return None
        self._candidates.clear()
        self._turns[id(proven.gate)] = proven.turn
        self._may_grow, self._found_at_ns, self._looks_left = proven.gate, proven.found_ns, LOOK_AGAIN_NS
        return proven.gate

    def _is_on_probation(self, one: _Candidate, screen: Screen, now: Signature) -> bool:
        return 0 <= screen.time_ns - one.found_ns <= PROBATION_NS and one.gate.fits(screen, now)

    def _lies_under_window(self, one: _Candidate, now: SmallScreen) -> bool:
        """Whether the scan that was known is covered in a part that the candidate shows as scan."""
        known = self._turns.get(id(self._gates[0])) if self._gates else None
        paper = None if known is None else known.paper_over(one.small, now)
        return paper is not None and one.turn.holds(paper)

    def _use(self, gate: Gate) -> Gate:
        if self.lost:
            log.info("%s: scan area found", self._source)
        self.lost = False
        self._looks.clear()
        self._searched_ns = None
        self._candidates.clear()
        self._add(gate)
        return gate

    def _add(self, gate: Gate) -> None:
        self._gates = [gate, *(other for other in self._gates if other is not gate)][:KEPT_GATES]
        self._turns = {id(one): self._turns[id(one)] for one in self._gates if id(one) in self._turns}

    def _told(self, layout: ScanLayout) -> Gate:
        """The gate of a layout that the source tells with each picture; no signature is needed."""
        for gate in self._gates:
            if gate.signature is None and same_layout(gate.asked, layout):
                return gate
        return Gate(layout, None)

    def _given_gate(self, screen: Screen, now: Signature) -> Gate | None:
        """A gate of the given layout for its first screen, or for a new size when the whole picture was given."""
        if self._given is None:
            return None
        size = _size(screen)
        known = any(gate.layout.source_size_px == size for gate in self._gates)
        if known:
            return None
        if self._given.source_size_px == size:
            if self._keep_next and self._memory is not None:
                self._memory.keep(self._source, self._given, now)
            self._keep_next = False
            return Gate(self._given, now)
        if len(self._given.panels) == 1 and Gate(self._given, None).is_whole:
            return Gate(ScanLayout.whole(*size, self._given.panels[0].kind), now)
        return None

    def _remembered(self, screen: Screen, now: Signature) -> Gate | None:
        size = _size(screen)
        if self._given is not None or self._memory is None or size in self._asked_memory:
            return None
        self._asked_memory.add(size)
        kept = self._memory.recall(self._source, size)
        if kept is None or kept[1] is None:
            return None
        gate = Gate(*kept)
        self._drawn_sizes.add(size)
        self._gates.append(gate)  # also when it does not fit yet: the source may start on the patient list
        return gate if gate.fits(screen, now) else None

    def _found(self, screen: Screen, now: Signature) -> Gate | None:
        """Search once there are a few screens; after a loss the region must also move, as a living scan does."""
        if self._given is not None or _size(screen) in self._drawn_sizes:
            return None
        if self._looks and self._looks_begin is not None and not is_alike(now, self._looks_begin):
            self._looks.clear()  # another page: what differs between two pages looks as if it lived
            if self._searched_ns is not None:
                self._searched_ns -= SOONER_NS  # what was not found there says nothing of this one
        if not self._looks:
            self._looks_begin = now
        if not _looked(self._looks, screen) or self._candidates or not self._may_search(screen):
            return None
        return self._search(screen, now)

    def _may_search(self, screen: Screen) -> bool:
        return self._searched_ns is None or screen.time_ns - self._searched_ns >= SEARCH_EVERY_NS

    def _search(self, screen: Screen, now: Signature) -> Gate | None:
        self._searched_ns = screen.time_ns
        layout = _lasting(find_layout(tuple(self._looks)))
        if layout is not None and self._gates:
            layout = clear_of_windows(layout, self._gates[0].layout)
        gate = None if layout is None else Gate(layout, now)
        return None if gate is None or (self._gates and not self._moves(gate)) else gate

    def _grown(self, gate: Gate, screen: Screen, now: Signature) -> Gate:
        """The gate of a larger panel around this one, if the screen now shows it; else the gate itself."""
        if not self._looks_left:
            self._may_grow = None
            return gate
        if screen.time_ns - self._found_at_ns < self._looks_left[0] or not _looked(self._looks_again, screen):
            return gate
        self._looks_left = self._looks_left[1:]
        layout = _lasting(find_layout(tuple(self._looks_again)))
        self._looks_again.clear()
        if layout is None or len(layout.panels) < len(gate.layout.panels):
            return gate
        wider = Gate(layout, now)
        if not _contains(wider.cut_rect, gate.cut_rect) or _area(wider.cut_rect) < GROWN_FROM * _area(gate.cut_rect):
            return gate
        self._may_grow = wider
        self._gates.remove(gate)
        return wider

    def _moves(self, gate: Gate) -> bool:
        repeats = RepeatFilter()
        same = [repeats.is_repeat(np.ascontiguousarray(gate.cut(look)), look.time_ns) for look in self._looks]
        return same[1:].count(False) >= MOVES


def _looked(looks: deque[Screen], screen: Screen) -> bool:
    """Take a screen from time to time; whether this one was taken and there are enough to search on."""
    if looks and _size(looks[-1]) != _size(screen):
        looks.clear()
    if looks and screen.time_ns - looks[-1].time_ns < LOOK_EVERY_NS:
        return False
    looks.append(screen)
    return _enough(looks)


def _enough(looks: deque[Screen]) -> bool:
    if len(looks) < FEWEST_LOOKS:
        return False
    return len(looks) == LOOK_AT or looks[-1].time_ns - looks[0].time_ns >= LOOK_NO_LONGER_NS


def _lasting(layout: ScanLayout | None) -> ScanLayout | None:
    """The layout without what comes and goes in the same place.

    Colour in the only panel is switched on and off while the layout stays; whoever reads the frames tells it in each.
    """
    if layout is None or len(layout.panels) != 1 or layout.panels[0].kind is not PanelKind.DOPPLER:
        return layout
    return replace(layout, panels=(replace(layout.panels[0], kind=PanelKind.B_MODE),))


def _size(screen: Screen) -> tuple[int, int]:
    height, width = screen.pixels.shape[:2]
    return width, height


def _contains(outer: Rect, inner: Rect) -> bool:
    across = outer.left <= inner.left and inner.right <= outer.right
    return across and outer.top <= inner.top and inner.bottom <= outer.bottom


def _overlap(first: Rect, second: Rect) -> float:
    """Intersection over union."""
    wide = min(first.right, second.right) - max(first.left, second.left)
    tall = min(first.bottom, second.bottom) - max(first.top, second.top)
    shared = max(0, wide) * max(0, tall)
    return shared / max(1, _area(first) + _area(second) - shared)


def _area(rect: Rect) -> int:
    return rect.width * rect.height

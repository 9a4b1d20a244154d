"""Watches a source for the source dialog: a small picture now and then, or whole screens with the scan area on them.

The whole screen goes to that dialog alone, which keeps nothing; when it closes, so does this.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import cv2
import numpy as np
import numpy.typing as npt

from capture.errors import CaptureError, EndOfStream
from capture.screen.find_layout import find_layout
from capture.screen.gate import Gate
from capture.screen.gatekeeper import LOOK_AT, LOOK_EVERY_NS
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import RemembersLayouts
from capture.screen.signature import Signature, sign
from capture.source import Keyed, Linked, Screen, ScreenReader
from capture.worker import Worker

SMALL_WIDTH_PX = 240  # enough to know the scanner, too small to read a name on its screen
READ_S = 0.25
LARGE_EVERY_S = 0.08
RETRY_S = 1.5
SEARCH_EVERY_NS = 1_000_000_000  # a search takes a third of a second of one processor
SEARCH_AGAIN_NS = 4_000_000_000  # where an area is known


class AreaOrigin(Enum):
    """Where the scan area that is shown comes from."""

    TOLD = "told"  # by the source itself
    DRAWN = "drawn"  # by hand, earlier, for this source
    ELSEWHERE = "elsewhere"  # drawn, but the scanner shows another screen now, which would not pass the gate
    FOUND = "found"
    USED = "used"  # by the session that uses the source now


@dataclass(frozen=True, slots=True)
class WatchWish:
    """What is to be seen of a source.

    Attributes:
        make_reader: Opens it, in its mode; slow; called in the watch's thread.
        large: Whole screens with the scan area on them; else a small picture now and then.
        memory: Scan areas that were drawn earlier; None for none.
    """

    make_reader: Callable[[], ScreenReader]
    large: bool = False
    memory: RemembersLayouts | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SourceGlance:
    """What a source shows now.

    Attributes:
        small: RGB, shape (height, width, 3), uint8, at most 240 pixels wide; None before the first picture.
        screen: The newest whole screen; None before it, and where it was not wished for.
        layout: The scan area on that screen, or None where none was found yet.
        origin: Where it comes from.
        signature: What the screen looked like around the area when it was drawn or found, which need not be what is
            shown now; None without an area, and where the source tells it.
        name: The source with the mode in force, once it runs; else empty.
        hz: Pictures a second that it delivers; None before two seconds of whole screens, and where it cannot be told.
        slow: That the link is too slow, with the cure; None where it is not.
        fault: Why there is no picture, and what to do; None while there is one or it is being opened.
    """

    small: npt.NDArray[np.uint8] | None = None
    screen: Screen | None = None
    layout: ScanLayout | None = None
    origin: AreaOrigin | None = None
    signature: Signature | None = None
    name: str = ""
    hz: float | None = None
    slow: CaptureError | None = None
    fault: CaptureError | None = None


class SourceWatch:
    """Opens a source in a thread of its own, and again after a fault."""

    def __init__(self, name: str, wish: WatchWish, *, small_hz: float = 2.0) -> None:
        """Start watching.

        Args:
            name: For the thread.
            wish: What is to be seen.
            small_hz: So many small pictures a second.
        """
        self._wish = wish
        self._small_s = 1 / small_hz
        self._closing = threading.Event()
        self._glance = SourceGlance()
        self._reader: ScreenReader | None = None
        self._opened_for: WatchWish | None = None
        self._next_try_ns = 0
        self._small_at_ns = 0
        self._looks: deque[Screen] = deque(maxlen=LOOK_AT)
        self._searched_ns: int | None = None
        self._drawn: dict[tuple[int, int], Gate | None] = {}
        self._worker = Worker(f"watch {name}", self._step, on_fault=self._fail, cleanup=self._release)
        self._worker.start()

    def wish(self, wish: WatchWish) -> None:
        """See this from now on."""
        self._wish = wish

    def glance(self) -> SourceGlance:
        """What it shows now."""
        return self._glance

    def close(self) -> None:
        """Let the source go and forget its picture."""
        self._closing.set()
        self._worker.stop()
        self._glance = SourceGlance()

    def _step(self) -> None:
        if self._closing.is_set():
            raise EndOfStream
        wish = self._wish
        if wish is not self._opened_for:
            self._begin(wish)
        wait_s = (self._next_try_ns - time.monotonic_ns()) / 1e9
        if wait_s > 0:
            self._closing.wait(min(wait_s, READ_S))
            return
        try:
            if self._reader is None:
                self._reader = wish.make_reader()
            screen = self._reader.read(READ_S)
        except EndOfStream:
            self._lose(CaptureError("{source} has ended; check that it is still sending", source=self._name()))
        except CaptureError as fault:
            self._lose(fault)
        else:
            if screen is not None:
                self._see(screen, wish)
                # What comes meanwhile is replaced by newer pictures, unseen: that costs next to nothing.
                self._closing.wait(LARGE_EVERY_S if wish.large else self._small_s)

    def _begin(self, wish: WatchWish) -> None:
        """Another wish: what was seen in the old mode says nothing of the new one."""
        self._release()
        self._opened_for, self._next_try_ns = wish, 0
        self._glance = SourceGlance(small=self._glance.small)

    def _see(self, screen: Screen, wish: WatchWish) -> None:
        seen = replace(self._glance, fault=None, name=self._name())
        if not wish.large or screen.arrived_ns - self._small_at_ns >= self._small_s * 1e9:
            self._small_at_ns = screen.arrived_ns
            seen = replace(seen, small=smaller(screen.pixels))
        if wish.large:
            layout, origin, signature = self._area(screen, seen, wish.memory)
            seen = replace(seen, screen=screen, layout=layout, origin=origin, signature=signature)
            if isinstance(self._reader, Linked):
                link = self._reader.link
                seen = replace(seen, hz=link.hz, slow=link.slow)
        if not self._closing.is_set():
            self._glance = seen

    def _area(
        self, screen: Screen, seen: SourceGlance, memory: RemembersLayouts | None
    ) -> tuple[ScanLayout | None, AreaOrigin | None, Signature | None]:
        """The scan area as the source will have it when it is used, and the signature of the screen it was made for."""
        height, width = screen.pixels.shape[:2]
        known = seen.layout if seen.layout is not None and seen.layout.source_size_px == (width, height) else None
        if screen.layout is not None:
            return screen.layout, AreaOrigin.TOLD, None
        drawn = self._drawn_gate(memory, (width, height))
        if drawn is not None:
            fits = drawn.fits(screen, sign(screen.pixels))
            return drawn.asked, AreaOrigin.DRAWN if fits else AreaOrigin.ELSEWHERE, drawn.signature
        found = self._found(screen, SEARCH_EVERY_NS if known is None else SEARCH_AGAIN_NS)
        if found is not None and Gate(found, sign(self._looks[0].pixels)).fits(screen, sign(screen.pixels)):
            return found, AreaOrigin.FOUND, sign(screen.pixels)
        return known, AreaOrigin.FOUND, None if known is None else seen.signature

    def _drawn_gate(self, memory: RemembersLayouts | None, size_px: tuple[int, int]) -> Gate | None:
        """Of the area that was drawn for screens of this size; asked for once."""
        if size_px not in self._drawn:
            kept = None if memory is None else memory.recall(self._key(), size_px)
            self._drawn[size_px] = None if kept is None else Gate(*kept)
        return self._drawn[size_px]

    def _found(self, screen: Screen, every_ns: int) -> ScanLayout | None:
        """Found anew on a few screens; None where it is not looked for yet, or not found."""
        if self._looks and self._looks[-1].pixels.shape != screen.pixels.shape:
            self._looks.clear()
        if not self._looks or screen.time_ns - self._looks[-1].time_ns >= LOOK_EVERY_NS:
            self._looks.append(screen)
        if len(self._looks) < LOOK_AT:
            return None
        if self._searched_ns is not None and screen.time_ns - self._searched_ns < every_ns:
            return None
        self._searched_ns = screen.time_ns
        return find_layout(tuple(self._looks))

    def _name(self) -> str:
        return self._reader.name if self._reader is not None else ""

    def _key(self) -> str:
        return self._reader.key if isinstance(self._reader, Keyed) else self._name()

    def _lose(self, fault: CaptureError) -> None:
        self._release()
        self._next_try_ns = time.monotonic_ns() + round(RETRY_S * 1e9)
        if not self._closing.is_set():
            self._glance = SourceGlance(fault=fault)

    def _fail(self, fault: Exception) -> None:
        stopped = CaptureError("{source} stopped ({reason}); choose it again", source=self._name(), reason=fault)
        self._glance = SourceGlance(fault=stopped)

    def _release(self) -> None:
        reader, self._reader = self._reader, None
        self._looks.clear()
        self._drawn.clear()
        self._searched_ns = None
        if reader is not None:
            reader.close()


def smaller(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A picture of at most 240 pixels across: RGB, shape (height, width, 3), uint8."""
    height, width = pixels.shape[:2]
    scale = min(1.0, SMALL_WIDTH_PX / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)

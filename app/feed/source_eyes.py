"""What the source dialog sees of sources: by a watch of its own, or through the session that uses the source."""

import threading
import time
from collections.abc import Callable

from app.feed.live_sources import reader_maker
from app.live.window.actions import SourceChoice
from app.session.live import LiveSession
from capture.devices.source_watch import AreaOrigin, SourceGlance, SourceWatch, WatchWish, smaller
from capture.errors import CaptureError
from capture.screen.layout_file import RemembersLayouts

SMALL_HZ = 2.0


Areas = Callable[[SourceChoice], RemembersLayouts | None]


class WatchingEye:
    """Opens the source itself."""

    def __init__(self, choice: SourceChoice, *, large: bool, areas: Areas) -> None:
        """Start watching; `areas` tells where a choice's scan area comes from."""
        self._areas = areas
        self._asked = (choice, large)
        self._watch = SourceWatch(choice.name, self._wish(choice, large=large), small_hz=SMALL_HZ)

    def show(self, choice: SourceChoice, *, large: bool) -> None:
        """See it in this mode from now on."""
        if (choice, large) != self._asked:
            self._asked = (choice, large)
            self._watch.wish(self._wish(choice, large=large))

    def glance(self) -> SourceGlance:
        """What it shows now."""
        return self._watch.glance()

    def close(self) -> None:
        """Let the source go."""
        self._watch.close()

    def _wish(self, choice: SourceChoice, *, large: bool) -> WatchWish:
        most_hz = None if large else SMALL_HZ
        return WatchWish(reader_maker(choice, most_hz=most_hz), large, self._areas(choice))


class SessionEye:
    """Looks through the live session that uses the source, and leaves it alone."""

    def __init__(self, session: LiveSession, *, large: bool) -> None:
        """See what this session's source shows."""
        self._session = session
        self._large = large
        self._lock = threading.Lock()
        self._small_at_ns = 0
        self._glance = SourceGlance()

    def show(self, choice: SourceChoice, *, large: bool) -> None:  # noqa: ARG002
        """Its mode is that of the session until the source is opened anew."""
        self._large = large

    def glance(self) -> SourceGlance:
        """What it shows now."""
        session = self._session
        screen, layout, fault = session.screen_for_dialog(), session.layout, session.lost
        if screen is None or session.closed:
            return SourceGlance(fault=fault if isinstance(fault, CaptureError) else None)
        now_ns = time.monotonic_ns()
        with self._lock:
            small = self._glance.small
            if small is None or now_ns - self._small_at_ns > 1e9 / SMALL_HZ:
                self._small_at_ns, small = now_ns, smaller(screen.pixels)
            self._glance = SourceGlance(small=small)
        if not self._large:
            return self._glance
        return SourceGlance(small, screen, layout, AreaOrigin.USED, session.signature, session.source_name)

    def close(self) -> None:
        """Forget its picture."""
        with self._lock:
            self._glance = SourceGlance()

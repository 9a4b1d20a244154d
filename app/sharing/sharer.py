"""Makes messages of what is painted, in a thread of its own, and only while a program is connected."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.sharing.messages import What, packed, with_overlay
from app.sharing.server import SharingServer
from app.sharing.shared import Shared
from app.sharing.text_watch import TextWatch
from capture.errors import EndOfStream
from capture.latest import Latest
from capture.worker import Worker

WAIT_S = 0.25


@dataclass(frozen=True, slots=True)
class SharePlan:
    """What is shared and how.

    Attributes:
        what: Pictures or tracks alone.
        identified: Text inside the panels stays in the picture.
        most_hz: So many pictures a second at most.
    """

    what: What
    identified: bool
    most_hz: float


class Sharer:
    """The newest wins: what could not be sent before the next picture came is left out."""

    def __init__(self, server: SharingServer, plan: SharePlan, on_fault: Callable[[Exception], None]) -> None:
        """Start the thread; the server stays its owner's. `on_fault` is called in a thread of this one."""
        self._server, self._plan = server, plan
        self._mailbox: Latest[Shared] = Latest()
        self._closing = threading.Event()
        self._texts = TextWatch(on_fault) if plan.what is not What.TRACKS and not plan.identified else None
        self._last: Shared | None = None
        self.sent = 0
        self.held_back = False  # the picture was not looked at for text yet
        self._worker = Worker("sharing: messages", self._step, on_fault=on_fault)
        self._worker.start()

    def put(self, shared: Shared) -> None:
        """Leave this for sharing; returns at once."""
        self._last = shared
        if self._server.programs:
            self._mailbox.put(shared)

    def again(self) -> None:
        """Another program has connected: it gets what is shown, also where nothing moves."""
        if self._last is not None:
            self._mailbox.put(self._last)

    def close(self) -> None:
        """End the threads."""
        self._closing.set()
        self._mailbox.close()
        if self._texts is not None:
            self._texts.close()
        self._worker.stop()

    def _step(self) -> None:
        shared = self._mailbox.take(WAIT_S)
        if self._mailbox.closed:
            raise EndOfStream
        if shared is None and self.held_back:
            shared = self._last  # it may have been looked at meanwhile, and no other one has come
        if shared is None:
            return
        began_s = time.monotonic()
        pixels = self._pixels(shared)
        self.held_back = pixels is None and shared.frame is not None and self._plan.what is not What.TRACKS
        self._server.send(packed(shared, pixels))
        self.sent += 1
        self._closing.wait(max(0.0, 1 / self._plan.most_hz - (time.monotonic() - began_s)))

    def _pixels(self, shared: Shared) -> npt.NDArray[np.uint8] | None:
        """The picture as it leaves; None where none does."""
        if self._plan.what is What.TRACKS or shared.frame is None:
            return None
        pixels = shared.frame.pixels if self._texts is None else self._texts.clean(shared.frame)
        if pixels is None or self._plan.what is What.PICTURE or not shared.tracks:
            return pixels
        return with_overlay(shared, pixels)

"""Text inside the panels: looked for beside the pictures that are shared, and black in them."""

import threading
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from capture.errors import EndOfStream
from capture.frame import Frame
from capture.latest import Latest
from capture.screen.gate import same_layout
from capture.screen.layout import ScanLayout
from capture.worker import Worker
from inference.marks.panel_text import TextBox, blanked, find_panel_text

EVERY_S = 1.0  # a look takes 0.2 to 0.4 s of one processor
HELD_LOOKS = 3  # text that flickers stays black


class TextWatch:
    """Looks at a picture now and then. Before the first look at a layout no picture of it may leave."""

    def __init__(self, on_fault: Callable[[Exception], None]) -> None:
        """Start the thread; `on_fault` is called in it."""
        self._on_fault = on_fault
        self._mailbox: Latest[Frame] = Latest()
        self._closing = threading.Event()
        self._looks: tuple[tuple[TextBox, ...], ...] = ()
        self._layout: ScanLayout | None = None
        self._seen: tuple[ScanLayout, tuple[TextBox, ...]] | None = None
        self._worker = Worker("sharing: text", self._step, on_fault=self._fail)
        self._worker.start()

    def clean(self, frame: Frame) -> npt.NDArray[np.uint8] | None:
        """The picture without text, RGB, shape (height, width, 3); None while it was not looked at yet."""
        self._mailbox.put(frame)
        seen = self._seen
        if seen is None or not same_layout(seen[0], frame.layout):
            return None
        return blanked(frame.pixels, seen[1]) if seen[1] else frame.pixels

    def close(self) -> None:
        """End the thread."""
        self._closing.set()
        self._mailbox.close()
        self._worker.stop()

    def _step(self) -> None:
        frame = self._mailbox.take(EVERY_S)
        if frame is None:
            if self._mailbox.closed:
                raise EndOfStream
            return
        found = find_panel_text(frame.pixels)
        same = self._layout is not None and same_layout(self._layout, frame.layout)
        self._looks = (*(self._looks if same else ()), found)[-HELD_LOOKS:]
        self._layout = frame.layout
        self._seen = (frame.layout, tuple(sorted({box for look in self._looks for box in look})))
        self._closing.wait(EVERY_S)

    def _fail(self, fault: Exception) -> None:
        self._seen = None  # fails closed: no picture leaves any more
        self._on_fault(fault)

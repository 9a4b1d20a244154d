"""One sequence through the product's own chain: source and gate, ring, recorder; each frame is judged."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from capture.errors import EndOfStream
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.recorder import Recorder
from capture.ring import Kept, Ring
from capture.source import Screen
from inference.evaluation.gate.sequence import Sequence, Shown
from inference.evaluation.gate.truth import Allowed

WAITING = 6  # frames that are to be compressed: a 4K frame takes 25 MB
FOUND_AFTER_PAGE_MS = 1000.0
KEPT_LEAKS = 2
WAIT_S = 20.0


class Player:
    """A sequence as a live device; `shown` is what was read last."""

    name = "made-up scanner"

    def __init__(self, shown: Iterator[Shown]) -> None:
        """Play these pictures as fast as they are read."""
        self._coming = shown
        self._number = -1
        self.shown: Shown | None = None

    def read(self, timeout_s: float) -> Screen | None:
        """The next picture at once.

        Raises:
            EndOfStream: It was the last.
        """
        del timeout_s
        self.shown = next(self._coming, None)
        if self.shown is None:
            raise EndOfStream
        self._number += 1
        return Screen(self.shown.pixels, self._number, round(self.shown.time_s * 1e9), time.monotonic_ns())

    def close(self) -> None:
        """Nothing to release."""


@dataclass(slots=True)
class Passing:
    """What came through of one sequence.

    Attributes:
        pictures: Of the signal.
        with_page: Of them, those on which something of the page is seen.
        frames: That passed.
        leaked: That passed while something of the page was seen.
        leaked_pixels: That passed with a pixel of the page.
        kept_pixels: Of them, those that were not withdrawn afterwards.
        withdrawn: Frames of the scan alone that were withdrawn.
        late_ms: From the page's first pixel to the last frame that passed with a pixel of it, before the gate shut.
        faintest: The least share that the page had come in a leaked frame.
        found_ms: From the first picture with the scan alone to the first frame; None when it was never found.
        back_ms: From the page's end to the first frame after it; None when the scan was not found again.
        outside_px: Of the frame with the most pixels outside the true panels.
        outside_share: The same of the frame's pixels.
        texts: Texts around the scan that lie in a frame.
        ious: One a layout in force.
        ms: Of processor time for each picture in the source.
        leaks: The first leaked frames.
        before, after: The last frame before the page, and the last after it.
    """

    pictures: int = 0
    with_page: int = 0
    frames: int = 0
    leaked: int = 0
    leaked_pixels: int = 0
    kept_pixels: int = 0
    withdrawn: int = 0
    late_ms: float = 0.0
    found_ms: float | None = None
    back_ms: float | None = None
    outside_px: int = 0
    outside_share: float = 0.0
    texts: set[str] = field(default_factory=set)
    ious: list[float] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    leaks: list[Frame] = field(default_factory=list)
    before: Frame | None = None
    after: Frame | None = None


def play(sequence: Sequence, folder: Path) -> tuple[Passing, list[Path], list[Path]]:
    """Play a sequence through source, recorder and ring.

    Args:
        sequence: What is on the screen.
        folder: Recording and clip of the ring are written there.

    Returns:
        What passed, the videos of the recorder, and those kept from the ring.

    Raises:
        RecordingFailed: The folder cannot be written.
    """
    player = Player(sequence.pictures())
    source = GatedSource(player)
    ring = Ring(seconds=10.0, free_bytes_min=0)
    recorder = Recorder(folder, name="recording", encoder=ring.encoder, free_bytes_min=0)
    ring.start()
    recorder.start()
    watch = _Watch(Allowed(sequence.screen.truth))
    kept: list[Kept] = []
    try:
        while (result := _read(source, watch.passing)) is not None:
            frame, ended = result
            if ended:
                break
            if (withdrawn := source.take_withdrawn()) is not None:
                ring.drop_span(*withdrawn)
                recorder.drop_span(*withdrawn)
                watch.withdraw(*withdrawn)
            if player.shown is not None:
                watch.see(player.shown, frame)
            if frame is not None:
                ring.put(frame)
                recorder.put(frame)
                _let_them_write(recorder)
        if watch.holds_some:
            ring.keep(folder, "ring", on_kept=kept.append)
    finally:
        recorder.stop(WAIT_S)
        ring.stop(WAIT_S)
        source.close()
    return watch.passing, list(recorder.state.paths), [path for one in kept for path in one.paths]


def _read(source: GatedSource, passing: Passing) -> tuple[Frame | None, bool]:
    began = time.thread_time()
    try:
        frame = source.read(0.0)
    except EndOfStream:
        return None, True
    passing.ms.append(1e3 * (time.thread_time() - began))
    return frame, False


def _let_them_write(recorder: Recorder) -> None:
    for _ in range(2000):
        if recorder.waiting <= WAITING or recorder.state.finished:
            return
        time.sleep(0.001)


class _Watch:
    """Judges every picture and what came of it."""

    def __init__(self, allowed: Allowed) -> None:
        self.passing = Passing()
        self._allowed = allowed
        self._page_began_s: float | None = None
        self._page_ended_s: float | None = None
        self._scan_began_s: float | None = None
        self._seen: list[tuple[int, bool]] = []  # time of each frame, and whether it shows the page

    @property
    def holds_some(self) -> bool:
        """Whether a frame has passed that was not withdrawn."""
        return bool(self._seen)

    def withdraw(self, first_ns: int, last_ns: int) -> None:
        """The frames of a span are not kept."""
        for time_ns, shows in self._seen:
            if first_ns <= time_ns <= last_ns:
                self.passing.kept_pixels -= shows
                self.passing.withdrawn += not shows
        self._seen = [one for one in self._seen if not first_ns <= one[0] <= last_ns]

    def see(self, shown: Shown, frame: Frame | None) -> None:
        passing = self.passing
        passing.pictures += 1
        if shown.page is not None:
            passing.with_page += 1
            self._page_ended_s = None
            if self._page_began_s is None:
                self._page_began_s = shown.time_s
        elif self._page_began_s is not None and self._page_ended_s is None:
            self._page_ended_s = shown.time_s
        if shown.page is None and self._scan_began_s is None:
            self._scan_began_s = shown.time_s
        if frame is None:
            return
        passing.frames += 1
        self._judge(shown, frame)

    def _judge(self, shown: Shown, frame: Frame) -> None:
        passing = self.passing
        shows = shown.page is not None and self._allowed.shows(frame, shown.page)
        self._seen.append((frame.time_ns, shows))
        if shown.page is not None:
            passing.leaked += 1
            if shows:
                passing.leaked_pixels += 1
                passing.kept_pixels += 1
                passing.leaks = [*passing.leaks, frame][:KEPT_LEAKS]
                passing.late_ms = 1e3 * (shown.time_s - (self._page_began_s or 0.0))
            return
        if passing.found_ms is None and self._scan_began_s is not None:
            passing.found_ms = 1e3 * (shown.time_s - self._scan_began_s)
        if self._page_ended_s is not None and passing.back_ms is None:
            passing.back_ms = 1e3 * (shown.time_s - self._page_ended_s)
        if self._page_ended_s is None:
            passing.before = frame
        else:
            passing.after = frame
        strayed = self._allowed.look(frame)
        if strayed.outside_px > passing.outside_px:
            passing.outside_px = strayed.outside_px
            passing.outside_share = strayed.outside_px / float(np.prod(frame.pixels.shape[:2]))
        passing.texts |= set(strayed.texts)
        if not passing.ious or passing.ious[-1] != strayed.iou:
            passing.ious.append(strayed.iou)

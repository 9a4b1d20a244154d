"""A reader behind the gate: the frame source that everything else uses."""

import statistics
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from capture.errors import CaptureError, EndOfStream
from capture.frame import Frame
from capture.screen.coarse import SmallScreen
from capture.screen.gate import Gate
from capture.screen.gatekeeper import Gatekeeper
from capture.screen.layout import ScanLayout, SignalState
from capture.screen.layout_file import RemembersLayouts
from capture.screen.scale_watch import ScaleWatch
from capture.screen.scan_watch import ScanWatch
from capture.screen.signal_truth import SignalTruth
from capture.screen.signature import Signature
from capture.source import (
    Breaking,
    Dropping,
    Keyed,
    Linked,
    LinkState,
    Screen,
    ScreenReader,
    SeekableReader,
    SourceCounts,
)

LOOK_OVER = 5  # screens of a recording that are looked at before the first frame
LATE_FROM = 1.5  # times the usual interval
USUAL_OVER = 31  # intervals
DIALOG_ASKS_EVERY_NS = 2_000_000_000  # the whole screen is kept no longer than this after the dialog asked
WAIT_S = 5.0  # for one picture of a recording


class GatedSource:
    """Frames of one reader: nothing but the scan, distinct pictures only.

    `read`, `seek`, `decode`, `every_frame`, `screen_at` and `close` belong to one thread; the properties,
    `set_layout` and `screen_for_dialog` may be used from any.
    """

    def __init__(
        self,
        reader: ScreenReader,
        *,
        layout: ScanLayout | None = None,
        memory: RemembersLayouts | None = None,
        exact: bool = False,
    ) -> None:
        """Put the gate behind a reader, which is closed with this source.

        Args:
            reader: A device, stream, recording, DICOM file or simulated scan.
            layout: A drawn layout, to be used instead of a remembered or found one. What the screen looks like
                around it is learnt from the first picture, so give it while the scan is on screen.
            memory: Layouts that were drawn for live sources. Not used for recordings, whose layout is found in the
                file itself.
            exact: Only equal pictures are repeats, whatever the panels show; for a study whose contrast panel is not
                known as such yet.
        """
        self._reader = reader
        self._recording = reader if isinstance(reader, SeekableReader) else None
        self._memory = memory if self._recording is None else None
        key = reader.key if isinstance(reader, Keyed) else reader.name
        self._keeper = Gatekeeper(key, layout, self._memory, live=self._recording is None)
        self._watch = ScanWatch(exact=exact)
        self._scales = ScaleWatch()
        self._truth = SignalTruth() if self._recording is None else None
        self._lock = threading.Lock()
        self._drawn: tuple[ScanLayout, Screen | Signature | None, bool] | None = None
        self._counts = SourceCounts()
        self._intervals_ns: deque[int] = deque(maxlen=USUAL_OVER)
        self._last_time_ns: int | None = None
        self._distinct = 0
        self._looked_over = False
        self._closed = False
        self._was_repeat = False
        self._dialog_until_ns = 0
        self._dialog_screen: Screen | None = None

    def take_over(self, before: "GatedSource") -> None:
        """Go on with the scan area of an earlier connection to the same source, which is closed: nothing is searched.

        It counts as before only for screens that look like those it was made for.
        """
        self._keeper = before._keeper
        self._keeper.begin_again()

    @property
    def name(self) -> str:
        """Short readable name for the window."""
        return self._reader.name

    @property
    def counts(self) -> SourceCounts:
        """Counts so far."""
        lost = self._reader.lost if isinstance(self._reader, Dropping) else 0
        return replace(self._counts, lost=lost)

    @property
    def is_recording(self) -> bool:
        """Whether `seek`, `times_ns`, `decode` and `every_frame` can be used."""
        return self._recording is not None

    @property
    def times_ns(self) -> tuple[int, ...]:
        """Recordings: time of every picture of the file; live: empty."""
        return self._recording.times_ns if self._recording is not None else ()

    @property
    def assumed_hz(self) -> float | None:
        """Recordings: the rate that was assumed where the file states no times, else None."""
        return self._recording.assumed_hz if self._recording is not None else None

    @property
    def breaks_off(self) -> bool:
        """Recordings: whether the file ends before what it says it holds, as a broken copy does."""
        return isinstance(self._reader, Breaking) and self._reader.breaks_off

    @property
    def layout(self) -> ScanLayout | None:
        """The panels in force, in pixels of the frames; None before they are found."""
        return self._keeper.layout

    @property
    def signature(self) -> Signature | None:
        """What the screen looks like around the panels in force; None before they are found, or told."""
        return self._keeper.signature

    @property
    def scan_area_lost(self) -> bool:
        """Whether the gate is shut, because the screen is not the one the layout was made for."""
        return self._keeper.lost

    @property
    def last_was_repeat(self) -> bool:
        """Whether the picture read last was equal to the one before it."""
        return self._was_repeat

    @property
    def signal(self) -> SignalState:
        """State of the signal now: of the scan as a whole, or why there is none."""
        return self._watch.state if self._truth is None else self._truth.state(self._watch.state, self.link)

    @property
    def link(self) -> LinkState | None:
        """Live: how the connection stands; None where the reader does not know."""
        return self._reader.link if isinstance(self._reader, Linked) else None

    def read(self, timeout_s: float) -> Frame | None:
        """Wait for the next distinct frame; None if none came in time.

        Raises:
            EndOfStream: A recording has no more frames.
            CaptureError: The device was lost or the file is damaged; the text says what to do.
        """
        self._look_over()
        deadline_ns = time.monotonic_ns() + round(timeout_s * 1e9)
        while not self._closed:
            left_s = max(0.0, (deadline_ns - time.monotonic_ns()) / 1e9)
            screen = self._reader.read(left_s)
            if screen is not None:
                frame = self._pass(screen)
                if frame is not None:
                    return frame
            if time.monotonic_ns() >= deadline_ns:
                break
        return None

    def take_withdrawn(self) -> tuple[int, int] | None:
        """The span of stream time, both ends included, of frames that were read and should not be kept; told once.

        A page that fades or slides over the scan begins to be seen before it can be told from a scan. When the gate
        shuts, the frames from that beginning on are withdrawn: whoever kept them lets them go. Reading thread.
        """
        return self._keeper.take_withdrawn()

    def close(self) -> None:
        """Release the device or file; safe to call twice."""
        self._closed = True
        self._reader.close()
        with self._lock:
            self._dialog_screen = None

    def seek(self, number: int) -> None:
        """Recordings: make `number` (0-based, as in the file) the next picture that is read.

        Raises:
            IndexError: There is no such picture.
            TypeError: The source is live.
        """
        self._look_over()
        self._file().seek(number)
        self._watch.restart()
        self._scales.restart()
        self._last_time_ns = None

    def decode(self, number: int) -> Frame | None:
        """Recordings: the frame with this number, whether or not it repeats the one before it.

        The next `read` goes on behind it. None if the gate does not let it through.

        Raises:
            IndexError: There is no such picture.
            CaptureError: The file is damaged there.
            TypeError: The source is live.
        """
        self.seek(number)
        screen = self._read_file()
        gate = self._gate_for(screen)
        if gate is None:
            return None
        frame = self._frame(screen, gate)
        self._watch.see(
            frame.pixels, frame.layout, frame.index, frame.time_ns
        )  # a `read` that follows compares with it
        return frame

    def every_frame(self) -> Iterator[tuple[int, int, Frame | None]]:
        """Recordings: (number, time_ns, frame) of each picture of the file from the first to the last.

        The frame is None where the picture repeats the one before it (`last_was_repeat`) or the gate held it back
        (`scan_area_lost`).

        Raises:
            CaptureError: The file is damaged; what came before has been yielded.
            TypeError: The source is live.
        """
        count = len(self._file().times_ns)
        if count:
            self.seek(0)
        for _ in range(count):
            try:
                screen = self._read_file()
            except EndOfStream:
                return
            yield screen.number, screen.time_ns, self._pass(screen)

    def set_layout(
        self, layout: ScanLayout, screen: Screen | Signature | None = None, *, remember: bool = True
    ) -> None:
        """Use a layout drawn in the dialog, from the next picture on.

        Args:
            layout: In force until another is set.
            screen: The whole screen it was drawn on, or its signature; what lies around the panels is learnt from it.
            remember: Keep it for this source.
        """
        with self._lock:
            self._drawn = (layout, screen, remember)

    def screen_for_dialog(self) -> Screen | None:
        """The newest whole screen, for the layout dialog alone; None until one came after the first call.

        It is kept only while the dialog goes on asking (every two seconds or more often).
        """
        with self._lock:
            self._dialog_until_ns = time.monotonic_ns() + DIALOG_ASKS_EVERY_NS
            return self._dialog_screen

    def screen_at(self, number: int) -> Screen:
        """Recordings: a whole screen for the layout dialog alone; the next `read` goes on behind it.

        Raises:
            IndexError: There is no such picture.
            CaptureError: The file is damaged there.
            TypeError: The source is live.
        """
        self.seek(number)
        return self._read_file()

    def _pass(self, screen: Screen) -> Frame | None:
        """Count a picture and let it through if it is a new one of the scan."""
        self._was_repeat = False
        self._keep_for_dialog(screen)
        counts = replace(
            self._counts, delivered=self._counts.delivered + 1, late=self._counts.late + self._is_late(screen)
        )
        small = None if self._truth is None else SmallScreen(screen.pixels)
        empty = self._truth is not None and small is not None and self._truth.is_empty(screen, small)
        gate = None if empty else self._gate_for(screen, small)
        frame = None if gate is None else self._frame(screen, gate)
        if frame is None:
            self._watch.restart()
            counts = replace(counts, held_back=counts.held_back + 1)
        else:
            frame = self._watched(frame)
            if frame is None:
                self._was_repeat = True
                counts = replace(counts, repeated=counts.repeated + 1)
            else:
                self._distinct += 1
        if self._truth is not None and small is not None and gate is not None:
            self._truth.passed(small, gate.layout, screen.time_ns, repeat=self._was_repeat)
        self._counts = counts
        return frame

    def _frame(self, screen: Screen, gate: Gate) -> Frame:
        index = self._distinct if self._recording is None else screen.number
        layout = self._scales.scaled(gate, screen.pixels, screen.time_ns)
        return Frame(gate.cut(screen), index, screen.time_ns, screen.arrived_ns, layout)

    def _watched(self, frame: Frame) -> Frame | None:
        """The frame with what is known of its panels; None when it repeats the one before it."""
        watched = self._watch.see(frame.pixels, frame.layout, frame.index, frame.time_ns)
        if watched.repeat:
            return None
        if watched.layout is frame.layout and watched.again is None:
            return frame
        return replace(frame, layout=watched.layout, again=watched.again)

    def _gate_for(self, screen: Screen, small: SmallScreen | None = None) -> Gate | None:
        with self._lock:
            drawn, self._drawn = self._drawn, None
        if drawn is not None:
            layout, on, remember = drawn
            self._keeper.set_layout(layout, on, remember=remember)
            self._watch.restart()
        return self._keeper.gate_for(screen, small)

    def _is_late(self, screen: Screen) -> bool:
        last_ns, self._last_time_ns = self._last_time_ns, screen.time_ns
        if last_ns is None:
            return False
        interval_ns = screen.time_ns - last_ns
        usual_ns = statistics.median(self._intervals_ns) if self._intervals_ns else interval_ns
        self._intervals_ns.append(interval_ns)
        return interval_ns > LATE_FROM * usual_ns

    def _keep_for_dialog(self, screen: Screen) -> None:
        with self._lock:
            asked = time.monotonic_ns() < self._dialog_until_ns
            self._dialog_screen = screen if asked else None

    def _look_over(self) -> None:
        """Find a recording's layout from a few screens spread over it, so that its first frames are not lost."""
        if self._looked_over or self._recording is None:
            return
        self._looked_over = True
        last = len(self._recording.times_ns) - 1
        if last < 0:
            return
        screens = []
        for number in sorted({round(last * part / (LOOK_OVER - 1)) for part in range(LOOK_OVER)}):
            try:
                self._recording.seek(number)
                screens.append(self._read_file())
            except (CaptureError, EndOfStream):
                continue  # reading reports it when it comes to that place
        self._keeper.look_over(screens)
        self._recording.seek(0)

    def _file(self) -> SeekableReader:
        if self._recording is None:
            raise TypeError(f"{self.name} is live: there is nothing to seek in")
        return self._recording

    def _read_file(self) -> Screen:
        screen = self._file().read(WAIT_S)
        if screen is None:
            raise CaptureError("{file} does not answer; check the disk or network drive it is on.", file=self.name)
        return screen

"""Decodes a live source in a thread of its own and hands out the newest picture."""

import errno
import itertools
import logging
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import av
import av.error
from av.codec.context import Flags
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from capture.errors import CaptureError, DeviceLost, DeviceMissing
from capture.latest import Latest
from capture.source import LinkState, Screen
from capture.sources.catch_up import CatchUp
from capture.sources.live_axis import LiveAxis
from capture.sources.rgb import rgb_pixels
from capture.worker import Worker

log = logging.getLogger(__name__)

NEVER_AFTER_S = 6.0  # without a first picture
LOST_AFTER_S = 4.0  # without a further picture
HANGS_AFTER_S = 6.0  # without a further picture, and without the thread having said so
RETRY_AFTER_S = 0.2
UNCODED = ("rawvideo", "wrapped_avframe")  # then the pixel format says more
MOST_BAD_IN_A_ROW = 300  # damaged packets without a picture between them
CLOSE_WITHIN_S = 1.0
WAITED_FROM_NS = 1_000_000  # a read that took so long found nothing queued
LEFT_OVER_FROM_NS = 400_000_000  # of waiting
LEFT_OVER_FOR_NS = 100_000_000
LEFT_OVER_SHARE = 0.7
SLOW_BELOW_HZ = 12.0  # slower than any mode in which a hand can be followed
RATE_OVER_NS = 2_000_000_000
MOST_HZ = 240
MISSING_FROM = 1.6  # times the usual step of the source's own times
MISSING_WITHIN_NS = 1_000_000_000  # longer is a silence or a jump, and how many were missed is not known
OUT_OF_ORDER_NS = 500_000_000  # further back is a clock that was set
STEADY_SHARE = 0.2  # of the usual step, by which most steps differ at most where a rate is constant
USUAL_OVER = 31
GONE = (errno.ENODEV, errno.ENOENT, errno.ENXIO, errno.EPIPE, errno.ECONNREFUSED, errno.ECONNRESET)


@dataclass(frozen=True, slots=True)
class LiveTexts:
    """What the user is told; each may use {source} and {reason}.

    Attributes:
        never: No picture came at all.
        lost: Pictures came, and then no more.
    """

    never: str
    lost: str


@dataclass(frozen=True, slots=True)
class _Picture:
    frame: av.VideoFrame
    time_ns: int
    arrived_ns: int


class LiveDecoding:
    """Keeps reading a live source, whether or not anyone takes the pictures, so that none queues up.

    A thread of its own, because FFmpeg's reads block: a network read returns after its timeout, but a grabber's
    driver may wait for a picture for ever and cannot be interrupted. So `close` never waits for a read: it asks
    the thread to end, waits a second, and otherwise leaves it behind as a daemon that ends with its read. The
    thread also opens the source, which may take seconds, and opens it again after a short silence: a container
    that has timed out once stays unusable.
    """

    def __init__(
        self,
        source: str,
        open_source: Callable[[], InputContainer],
        texts: LiveTexts,
        *,
        too_slow: Callable[[float, str], CaptureError | None] | None = None,
        most_hz: float | None = None,
    ) -> None:
        """Start decoding.

        Args:
            source: Name for texts and the log.
            open_source: Opens the source with timeouts; raises `CaptureError` where trying again is useless.
            texts: What the user is told when nothing comes.
            too_slow: From the measured rate in Hz and the mode, that the link is too slow and the cure, or None where
                it is not; None asks nobody.
            most_hz: So many pictures a second are enough; those between them are not decoded where each picture
                stands alone, as a grabber's do. None decodes all.
        """
        self._least_ns = 0 if most_hz is None else round(1e9 / most_hz)
        self._source = source
        self._open_source = open_source
        self._texts = texts
        self._too_slow = too_slow
        self._axis = LiveAxis()
        self._catch_up = CatchUp()
        self._waited_ns = self._silence_ended_ns = 0
        self._left_out = 0
        self._reorders = False  # it has B-pictures
        self._open = True
        self._hz: float | None = None
        self._lag_ms: float | None = None
        self._slow: CaptureError | None = None
        self._arrivals_ns: deque[int] = deque(maxlen=MOST_HZ * RATE_OVER_NS // 1_000_000_000)
        self._own_steps_ns: deque[int] = deque(maxlen=USUAL_OVER)
        self._last_own_ns: int | None = None
        self._mailbox: Latest[_Picture] = Latest()
        self._container: InputContainer | None = None
        self._packets: Iterator[Packet[VideoStream]] = iter(())
        self._heard_ns = time.monotonic_ns()
        self._decoded_ns = 0
        self._had_pictures = False
        self._bad_in_a_row = 0
        self._reason = ""
        self._fault: Exception | None = None
        self._delivered = 0
        self._closed = False
        self.mode: str | None = None
        self._worker = Worker(f"decode {source}", self._step, on_fault=self._keep_fault, cleanup=self._release)
        self._worker.start()

    @property
    def lost(self) -> int:
        """Pictures that were missing or damaged, left out to catch up, or replaced before they were read."""
        return self._mailbox.replaced + self._left_out

    @property
    def link(self) -> LinkState:
        """How the connection stands; from any thread."""
        return LinkState(self._open, self._hz, self._lag_ms, self._slow)

    def read(self, timeout_s: float) -> Screen | None:
        """The newest picture not read yet; None if none came in time.

        Raises:
            CaptureError: Nothing came for too long, or the source cannot be opened.
        """
        if self._closed:
            return None
        picture = self._mailbox.take(timeout_s)
        if picture is None:
            if self._fault is not None:
                raise self._fault
            if self._had_pictures and self._silent_s() > HANGS_AFTER_S:  # a driver that never returns
                raise DeviceLost(self._texts.lost, source=self._source, reason="the driver hangs")
            return None
        pixels = rgb_pixels(picture.frame)
        number, self._delivered = self._delivered, self._delivered + 1
        return Screen(pixels, number, picture.time_ns, picture.arrived_ns)

    def close(self) -> None:
        """Stop decoding; returns within about a second even where the driver hangs."""
        if self._closed:
            return
        self._closed = True
        self._mailbox.close()
        self._worker.stop(CLOSE_WITHIN_S)

    def _step(self) -> None:
        """Read and decode one packet, or try to open the source."""
        self._give_up_after_silence()
        try:
            if self._container is None:
                self._connect()
                return
            asked_ns = time.monotonic_ns()
            packet = next(self._packets, None)
            if packet is None:
                raise av.error.EOFError(errno.EPIPE, "the sender has ended the stream")
            self._waited_ns = time.monotonic_ns() - asked_ns
            if not self._passed_over(packet):
                self._decode(packet)
        except av.error.InvalidDataError as fault:
            # A damaged packet, or a start in the middle of a group of pictures: the next ones may be good.
            log.debug("%s: %s", self._source, fault)
            self._bad_in_a_row += 1
            if self._container is None or self._bad_in_a_row > MOST_BAD_IN_A_ROW:
                self._release()
                self._wait_to_retry(fault)
            else:
                self._packets = self._container.demux(self._container.streams.video[0])
        except av.error.FFmpegError as fault:
            self._release()
            self._arrivals_ns.clear()
            self._hz = self._slow = None
            self._open = self._open and not isinstance(fault, av.error.EOFError) and fault.errno not in GONE
            self._wait_to_retry(fault)

    def _connect(self) -> None:
        container = self._open_source()
        if not container.streams.video:
            container.close()
            raise av.error.InvalidDataError(errno.EINVAL, "no video in it")
        video = container.streams.video[0]
        video.thread_type = "SLICE"  # frame threads would each hold back a picture
        if not self._reorders:
            video.codec_context.flags |= Flags.low_delay  # MPEG-2 would hold one back for B-pictures
        self._container = container
        self._packets = container.demux(container.streams.video[0])

    def _is_left_over(self, own_ns: int | None) -> bool:
        """Whether it is from before a silence: the demuxer gave up waiting for its end, or a burst begins."""
        now_ns = time.monotonic_ns()
        silent_ns = now_ns - self._heard_ns
        if self._waited_ns > LEFT_OVER_FROM_NS:
            self._silence_ended_ns = now_ns
        # For a moment only: after a clock that paused, every picture looks like that.
        if silent_ns < LEFT_OVER_FROM_NS or now_ns - self._silence_ended_ns > LEFT_OVER_FOR_NS:
            return False
        return self._axis.lag_of(own_ns, now_ns) > LEFT_OVER_SHARE * silent_ns

    def _decode(self, packet: "Packet[VideoStream]") -> None:
        waited = self._waited_ns > WAITED_FROM_NS
        late_ns = self._axis.lag_of(_own_ns(packet), time.monotonic_ns())
        if not self._catch_up.takes(key=packet.is_keyframe, lag_ns=late_ns, waited=waited):
            self._left_out += bool(packet.size)
            self._last_own_ns = None  # counted already
            return
        for frame in packet.decode():
            own_ns = _own_ns(frame)
            # Grey or smeared where a reference is missing, or from before a silence: no picture of the scan now.
            if frame.is_corrupt or self._is_left_over(own_ns):
                self._left_out, self._last_own_ns = self._left_out + 1, None
                continue
            if self._is_out_of_order(own_ns):
                raise av.error.InvalidDataError(errno.EINVAL, "the pictures come out of their order")
            arrived_ns = time.monotonic_ns()
            time_ns = self._axis.place(own_ns, arrived_ns, waited=waited)
            self._mailbox.put(_Picture(frame, time_ns, arrived_ns))
            self._heard_ns = self._decoded_ns = arrived_ns
            self._had_pictures = self._open = True
            self._bad_in_a_row = 0
            self._count_missing(own_ns)
            if self.mode is None or not self.mode.startswith(f"{frame.width}x{frame.height} "):
                self.mode = _mode(frame, packet.stream)
            self._measure(arrived_ns)

    def _is_out_of_order(self, own_ns: int | None) -> bool:
        """Whether this is a stream with B-pictures, which have to be put in order although that takes longer."""
        if self._reorders or own_ns is None or self._last_own_ns is None:
            return False
        self._reorders = 0 < self._last_own_ns - own_ns < OUT_OF_ORDER_NS
        self._bad_in_a_row += self._reorders * MOST_BAD_IN_A_ROW  # open it again
        return self._reorders

    def _measure(self, arrived_ns: int) -> None:
        """Rate and lag of the link, as it now is."""
        lag_ns = self._axis.lag_ns
        self._lag_ms = None if lag_ns is None else lag_ns / 1e6
        arrivals = self._arrivals_ns
        arrivals.append(arrived_ns)
        while len(arrivals) > 2 and arrived_ns - arrivals[1] >= RATE_OVER_NS:
            arrivals.popleft()
        if arrived_ns - arrivals[0] >= RATE_OVER_NS:
            self._hz = (len(arrivals) - 1) * 1e9 / (arrived_ns - arrivals[0])
            usual_ns = statistics.median(after - before for before, after in itertools.pairwise(arrivals))
            if self._too_slow is not None:
                slow = self._too_slow(max(self._hz, 1e9 / max(1, usual_ns)), self.mode or "")  # a silence is not slow
                self._slow = slow and (self._slow or slow)  # said once, with the first number

    def _count_missing(self, own_ns: int | None) -> None:
        """Pictures that did not come, by the source's own times, where its rate is constant."""
        last_ns, self._last_own_ns = self._last_own_ns, own_ns
        if own_ns is None or last_ns is None or not 0 < own_ns - last_ns < MISSING_WITHIN_NS:
            return
        step_ns = own_ns - last_ns
        if len(self._own_steps_ns) == USUAL_OVER:
            usual_ns = statistics.median(self._own_steps_ns)
            odd = sum(abs(each - usual_ns) > STEADY_SHARE * usual_ns for each in self._own_steps_ns)
            if step_ns > MISSING_FROM * usual_ns and odd <= USUAL_OVER // 4:
                self._left_out += round(step_ns / usual_ns) - 1
        self._own_steps_ns.append(step_ns)

    def _silent_s(self) -> float:
        return (time.monotonic_ns() - self._heard_ns) / 1e9

    def _passed_over(self, packet: "Packet[VideoStream]") -> bool:
        """Whether this picture comes too soon after the last to be decoded; it is a sign of life all the same."""
        now_ns = time.monotonic_ns()
        if not self._had_pictures or now_ns - self._decoded_ns >= self._least_ns:
            return False
        if not packet.stream.codec_context.codec.intra_only:
            return False
        self._heard_ns = now_ns
        return True

    def _give_up_after_silence(self) -> None:
        silent_s = self._silent_s()
        if self._had_pictures and silent_s > LOST_AFTER_S:
            kind = DeviceLost if self._open else DeviceMissing
            raise kind(self._texts.lost, source=self._source, reason=self._reason)
        if not self._had_pictures and silent_s > NEVER_AFTER_S:
            raise CaptureError(self._texts.never, source=self._source, reason=self._reason)

    def _wait_to_retry(self, fault: Exception) -> None:
        self._reason = str(fault)
        log.info("%s: %s; trying again", self._source, fault)
        time.sleep(RETRY_AFTER_S)

    def _keep_fault(self, fault: Exception) -> None:
        self._fault = fault
        self._mailbox.close()

    def _release(self) -> None:
        container, self._container = self._container, None
        if container is not None:
            container.close()


def _own_ns(timed: "av.VideoFrame | Packet[VideoStream]") -> int | None:
    """Its own time in ns; None where it states none."""
    if timed.pts is None or timed.time_base is None:
        return None
    return int(timed.pts * timed.time_base * 1_000_000_000)


def _mode(frame: av.VideoFrame, stream: VideoStream) -> str:
    """As "1920x1080 60 Hz MJPEG"."""
    rate = stream.average_rate or stream.guessed_rate
    hertz = f" {float(rate):.3g} Hz" if rate and 0 < rate < 1000 else ""
    codec = stream.codec_context.name
    return f"{frame.width}x{frame.height}{hertz} {(frame.format.name if codec in UNCODED else codec).upper()}"

"""Decodes a live source in a thread of its own and hands out the newest picture."""

import errno
import logging
import time
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
from capture.sources.live.axis import LiveAxis
from capture.sources.live.catch_up import CatchUp
from capture.sources.live.link_meter import LinkMeter, TooSlow
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
OUT_OF_ORDER_NS = 500_000_000  # further back is a clock that was set
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
        too_slow: TooSlow | None = None,
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
        self._axis = LiveAxis()
        self._catch_up = CatchUp()
        self._waited_ns = self._silence_ended_ns = 0
        self._meter = LinkMeter(too_slow)
        self._reorders = False  # it has B-pictures
        self._open = True
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
        return self._mailbox.replaced + self._meter.lost

    @property
    def link(self) -> LinkState:
        """How the connection stands; from any thread."""
        lag_ns = self._axis.lag_ns
        lag_ms = None if lag_ns is None else lag_ns / 1e6
        return LinkState(self._open, self._meter.hz, lag_ms, self._meter.slow, self._decoded_ns or None)

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
            self._meter.disconnected()
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
            self._meter.left_out()
            self._heard_ns = time.monotonic_ns()  # it is not lost, only late
            return
        for frame in packet.decode():
            own_ns = _own_ns(frame)
            # Grey or smeared where a reference is missing, or from before a silence: no picture of the scan now.
            if frame.is_corrupt or self._is_left_over(own_ns):
                self._meter.left_out()
                continue
            if self._is_out_of_order(own_ns):
                raise av.error.InvalidDataError(errno.EINVAL, "the pictures come out of their order")
            arrived_ns = time.monotonic_ns()
            time_ns = self._axis.place(own_ns, arrived_ns, waited=waited)
            self._heard_ns = self._decoded_ns = arrived_ns
            self._had_pictures = self._open = True
            self._bad_in_a_row = 0
            if self.mode is None or not self.mode.startswith(f"{frame.width}x{frame.height} "):
                self.mode = _mode(frame, packet.stream)
            self._meter.arrived(own_ns, arrived_ns, self.mode)
            self._mailbox.put(_Picture(frame, time_ns, arrived_ns))  # last: who has it knows its mode

    def _is_out_of_order(self, own_ns: int | None) -> bool:
        """Whether this is a stream with B-pictures, which have to be put in order although that takes longer."""
        if self._reorders or own_ns is None or self._meter.last_own_ns is None:
            return False
        self._reorders = 0 < self._meter.last_own_ns - own_ns < OUT_OF_ORDER_NS
        self._bad_in_a_row += self._reorders * MOST_BAD_IN_A_ROW  # open it again
        return self._reorders

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

"""Decodes a live source in a thread of its own and hands out the newest picture."""

import errno
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from capture.errors import CaptureError, DeviceLost
from capture.latest import Latest
from capture.source import Screen
from capture.sources.live_axis import LiveAxis
from capture.sources.rgb import rgb_pixels
from capture.worker import Worker

log = logging.getLogger(__name__)

NEVER_AFTER_S = 6.0  # without a first picture
LOST_AFTER_S = 4.0  # without a further picture
RETRY_AFTER_S = 0.2
UNCODED = ("rawvideo", "wrapped_avframe")  # then the pixel format says more
MOST_BAD_IN_A_ROW = 300  # damaged packets without a picture between them
CLOSE_WITHIN_S = 1.0


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
        most_hz: float | None = None,
    ) -> None:
        """Start decoding.

        Args:
            source: Name for texts and the log.
            open_source: Opens the source with timeouts; raises `CaptureError` where trying again is useless.
            texts: What the user is told when nothing comes.
            most_hz: So many pictures a second are enough; those between them are not decoded where each picture
                stands alone, as a grabber's do. None decodes all.
        """
        self._least_ns = 0 if most_hz is None else round(1e9 / most_hz)
        self._source = source
        self._open_source = open_source
        self._texts = texts
        self._axis = LiveAxis()
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
    def replaced(self) -> int:
        """Pictures that a newer one replaced before they were read."""
        return self._mailbox.replaced

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
                self._open()
                return
            packet = next(self._packets, None)
            if packet is None:
                raise av.error.EOFError(errno.EPIPE, "the sender has ended the stream")
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
            self._wait_to_retry(fault)

    def _open(self) -> None:
        container = self._open_source()
        if not container.streams.video:
            container.close()
            raise av.error.InvalidDataError(errno.EINVAL, "no video in it")
        container.streams.video[0].thread_type = "SLICE"  # frame threads would each hold back a picture
        self._container = container
        self._packets = container.demux(container.streams.video[0])

    def _decode(self, packet: "Packet[VideoStream]") -> None:
        for frame in packet.decode():
            if frame.is_corrupt:
                continue  # grey or smeared where a reference is missing: not a picture of the scan
            arrived_ns = time.monotonic_ns()
            own_ns = None
            if frame.pts is not None and frame.time_base is not None:
                own_ns = int(frame.pts * frame.time_base * 1_000_000_000)
            self._mailbox.put(_Picture(frame, self._axis.place(own_ns, arrived_ns), arrived_ns))
            self._heard_ns = self._decoded_ns = arrived_ns
            self._had_pictures = True
            self._bad_in_a_row = 0
            if self.mode is None:
                self.mode = _mode(frame, packet.stream)

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
        silent_s = (time.monotonic_ns() - self._heard_ns) / 1e9
        if self._had_pictures and silent_s > LOST_AFTER_S:
            raise DeviceLost(self._texts.lost, source=self._source, reason=self._reason)
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


def _mode(frame: av.VideoFrame, stream: VideoStream) -> str:
    """As "1920x1080 60 Hz MJPEG"."""
    rate = stream.average_rate or stream.guessed_rate
    hertz = f" {float(rate):.3g} Hz" if rate and 0 < rate < 1000 else ""
    codec = stream.codec_context.name
    return f"{frame.width}x{frame.height}{hertz} {(frame.format.name if codec in UNCODED else codec).upper()}"

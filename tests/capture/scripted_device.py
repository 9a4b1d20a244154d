"""A grabber in a process of its own that does on order what grabbers do: stop, stall, repeat, lag, talk rubbish.

It sends pre-encoded pictures as MPEG-TS over UDP or TCP on the loopback, so that it costs next to nothing while it
runs. An order returns when it is carried out, with the time; ports are free ones, so any number run at once.
"""

import multiprocessing
import queue
import socket
import time
from dataclasses import dataclass, field
from fractions import Fraction
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.sharedctypes import RawArray
from types import TracebackType
from typing import Any, Literal, Self

import av

from tests.capture.scripted_clips import POSITIONS, Sending, drawn, encoded

Order = Literal[
    "play",  # the living scan again, whatever was before
    "stop",  # unplugged: TCP closes and refuses, UDP is silent; "play" plugs it in again
    "stall",  # connected, and no more pictures; its clock goes on
    "pause",  # the same, and its clock stands still meanwhile
    "repeat",  # one picture of the scan again and again
    "blue",
    "black",
    "bars",
    "card",  # a few words on black
    "resized",  # another resolution
    "colours",  # the scan with another colour matrix and range
    "hold",  # everything is kept back, and sent at once with the next order
    "garbage",  # a burst of packets that are no video, among the pictures
    "jump",  # its clock leaps by so many seconds
    "restart",  # a new stream whose times begin again
    "rate",  # so many pictures a second
]
CLOCK_HZ = 90_000
PACKET_BYTES = 1316
LATE_S = 0.1


@dataclass
class ScriptedDevice:
    """Runs from entering to leaving the `with` block.

    Attributes:
        port: On the loopback.
        sent_ns: When the picture with each mark was last sent, on the `time.monotonic_ns()` axis.
    """

    sending: Sending = field(default_factory=Sending)
    port: int = 0
    sent_ns: Any = field(default_factory=lambda: RawArray("q", POSITIONS), repr=False)
    _process: BaseProcess | None = None
    _orders: "Queue[tuple[Order, float] | None] | None" = field(default=None, repr=False)
    _done: "Queue[int] | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it can be read."""
        return f"{self.sending.transport}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        self.port = self.port or free_port(self.sending.transport)
        self._orders, self._done = context.Queue(), context.Queue()
        arguments = (self.sending, self.port, self.sent_ns, self._orders, self._done)
        self._process = context.Process(target=_run, args=arguments, daemon=True)
        self._process.start()
        self._done.get(timeout=120)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        self.kill()

    def order(self, order: Order, value: float = 0) -> int:
        """Change what is sent; returns when it is done, the time in `time.monotonic_ns()`."""
        assert self._orders is not None
        assert self._done is not None
        self._orders.put((order, value))
        return self._done.get(timeout=20)

    def kill(self) -> None:
        """The cable is pulled: the process is gone without a farewell."""
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self._process.join(5)


def free_port(transport: Literal["udp", "tcp"] = "udp") -> int:
    """A loopback port that nobody listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Wire:
    """A file to the muxer, a socket to the world."""

    def __init__(self, transport: str, port: int) -> None:
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM) if transport == "udp" else None
        self._to = ("127.0.0.1", port)
        self._listening: socket.socket | None = None
        self._client: socket.socket | None = None
        self.held: list[bytes] | None = None
        self.plug_in()

    def plug_in(self) -> None:
        if self._udp is None and self._listening is None:
            self._listening = socket.create_server(self._to)
            self._listening.setblocking(False)

    def unplug(self) -> None:
        for each in (self._client, self._listening):
            if each is not None:
                each.close()
        self._client = self._listening = None

    def is_called(self) -> bool:
        """Whether somebody new is listening."""
        try:
            caller = self._listening.accept()[0] if self._listening is not None else None
        except BlockingIOError:
            return False
        if caller is None:
            return False
        if self._client is not None:
            self._client.close()
        caller.settimeout(1.0)
        self._client = caller
        return True

    def write(self, data: bytes) -> int:
        if self.held is not None:
            self.held.append(bytes(data))
        else:
            self.send(bytes(data))
        return len(data)

    def send(self, data: bytes) -> None:
        if self._udp is not None:
            for start in range(0, len(data), PACKET_BYTES):
                self._udp.sendto(data[start : start + PACKET_BYTES], self._to)
        elif self._client is not None:
            try:
                self._client.sendall(data)
            except OSError:
                self._client.close()
                self._client = None

    def release(self) -> None:
        held, self.held = self.held, None
        for data in held or ():
            self.send(data)


class _Device:
    """The process's own: a clip, a clock and a wire."""

    def __init__(self, sending: Sending, port: int, sent_ns: Any) -> None:
        self._sending = sending
        self._sent_ns = sent_ns
        self._clips: dict[str, list[tuple[bytes, bool]]] = {}
        for clip in ("scan", *sending.ready):
            self._prepare(clip)
        self._wire = _Wire(sending.transport, port)
        self._clip, self._next, self._silent, self._hz = "scan", 0, False, float(sending.hz)
        self._clock_s = 0.0
        self._pausing = False
        self._open()

    def run(self, orders: "Queue[tuple[Order, float] | None]", done: "Queue[int]") -> None:
        """Send at the rate asked for, until killed."""
        due_s = time.monotonic()
        while True:
            try:
                order = orders.get(timeout=max(0.0, due_s - time.monotonic()) or 0.0001)
            except queue.Empty:
                self._send_next()
                due_s += 1 / self._hz
                while due_s < time.monotonic() - LATE_S:  # left out, as a grabber does; its clock goes on
                    due_s += 1 / self._hz
                    self._clock_s += 1 / self._hz
                continue
            if order is not None:
                self._obey(*order)
                done.put(time.monotonic_ns())

    def _obey(self, order: Order, value: float) -> None:
        self._wire.release()
        self._silent, self._pausing = order in ("stop", "stall", "pause"), order == "pause"
        if order == "stop":
            self._wire.unplug()
        elif order == "hold":
            self._wire.held = []
        elif order == "garbage":
            for packet in range(60):
                self._wire.send(bytes((packet * 7 + n * 31) % 256 for n in range(PACKET_BYTES)))
        elif order == "jump":
            self._clock_s = max(0.0, self._clock_s + value)
            self._open()  # a muxer takes no times that fall back
        elif order == "rate":
            self._hz = value
        elif order == "restart":
            self._clock_s = 0.0
            self._open()
        elif order not in ("stall", "pause"):
            self._play("scan" if order == "play" else order)

    def _play(self, clip: str) -> None:
        self._wire.plug_in()
        self._hz = float(self._sending.hz)
        self._prepare(clip)
        self._clip, self._next = clip, 0

    def _prepare(self, clip: str) -> None:
        if clip not in self._clips:
            self._clips[clip] = encoded(drawn(clip, self._sending), self._sending, colours=clip == "colours")

    def _open(self) -> None:
        """Begin a stream, with the tables that a receiver needs."""
        self._out = av.open(self._wire, "w", format="mpegts")
        self._stream = self._out.add_stream("mpeg2video", rate=self._sending.hz)
        self._stream.width, self._stream.height = self._sending.size
        self._stream.pix_fmt, self._stream.codec_context.max_b_frames = "yuv420p", 0

    def _send_next(self) -> None:
        if self._wire.is_called():
            self._open()
            self._next = 0
        self._clock_s += 0 if self._pausing else 1 / self._hz
        if self._silent:
            return
        packets = self._clips[self._clip]
        place = self._next % len(packets)
        data, key = packets[place]
        packet = av.Packet(data)
        packet.pts = packet.dts = round(self._clock_s * CLOCK_HZ)
        packet.time_base, packet.stream, packet.is_keyframe = Fraction(1, CLOCK_HZ), self._stream, key
        if self._clip == "scan":
            self._sent_ns[place + 1] = time.monotonic_ns()
        self._out.mux(packet)
        self._next += 1


def _run(
    sending: Sending, port: int, sent_ns: Any, orders: "Queue[tuple[Order, float] | None]", done: "Queue[int]"
) -> None:
    device = _Device(sending, port, sent_ns)
    done.put(time.monotonic_ns())
    device.run(orders, done)

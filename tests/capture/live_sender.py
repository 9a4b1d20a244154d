"""A sender of a network stream in a process of its own, as an encoder box beside a scanner would be."""

import multiprocessing
import socket
from dataclasses import dataclass, field
from fractions import Fraction
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from types import TracebackType
from typing import Literal, Self

import av

from capture.sources.simulated import SimulatedReader

Order = Literal["larger", "garbage", "restart"]
SIZES = ((320, 240), (480, 360))
HZ = 30


def free_udp_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class LiveSender:
    """Sends the simulated scan as MPEG-TS over UDP from entering to leaving the `with` block.

    `order` changes what it sends: "larger": the other size from the next picture on; "restart": a new stream whose
    times begin again; "garbage": a burst of packets that are no video.
    """

    url: str
    _process: BaseProcess | None = None
    _orders: "Queue[Order] | None" = field(default=None, repr=False)

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        self._orders = context.Queue()
        self._process = context.Process(target=_send, args=(self.url, self._orders), daemon=True)
        self._process.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        self.kill()

    def order(self, order: Order) -> None:
        """Change what is sent, soon."""
        assert self._orders is not None
        self._orders.put(order)

    def kill(self) -> None:
        """The cable is pulled: the process is gone without a farewell."""
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self._process.join(5)


def _send(url: str, orders: "Queue[Order]") -> None:
    host, _, port = url.removeprefix("udp://").partition("?")[0].partition(":")
    noise_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    size = SIZES[0]
    while True:
        order = _send_stream(url, size, orders, noise_socket, (host, int(port)))
        size = SIZES[1] if order == "larger" else SIZES[0]


def _send_stream(
    url: str, size: tuple[int, int], orders: "Queue[Order]", noise: socket.socket, to: tuple[str, int]
) -> Order:
    """Send one stream until an order asks for another."""
    # As a live source the reader keeps the pace; it leaves out what is late, as an encoder box does.
    reader = SimulatedReader(hz=HZ, size=size, paced=True)
    with av.open(url + "?pkt_size=1316", "w", format="mpegts") as container:
        stream = container.add_stream("mpeg2video", rate=HZ, options={"g": "6", "bf": "0"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = 3_000_000
        while True:
            screen = reader.read(1.0)
            if screen is None:
                continue
            picture = av.VideoFrame.from_ndarray(screen.pixels, format="rgb24")
            picture.pts = round(screen.time_ns * HZ / 1e9)
            picture.time_base = Fraction(1, HZ)
            container.mux(stream.encode(picture))
            if orders.empty():
                continue
            order = orders.get()
            if order != "garbage":
                return order
            for packet in range(200):
                noise.sendto(bytes((packet * 7 + n * 31) % 256 for n in range(1316)), to)

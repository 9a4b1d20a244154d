"""A network stream: MPEG-TS over UDP, RTSP, SRT, TCP, HTTP."""

from urllib.parse import urlsplit

import av
import av.error
from av.container import InputContainer

from capture.errors import CaptureError
from capture.source import LinkState, Screen
from capture.sources.live.decoding import LiveDecoding, LiveTexts
from capture.sources.live.link_meter import SLOW_BELOW_HZ

SCHEMES = ("udp", "rtp", "rtsp", "rtsps", "srt", "tcp", "http", "https")
CONNECTIONLESS = ("udp", "rtp")
READ_TIMEOUT_S = 1.0
OPEN_TIMEOUT_S = 5.0
OPEN_TIMEOUT_CONNECTIONLESS_S = 2.0  # nothing to negotiate: either packets come or they do not

# Measured: 38 ms from screen to picture with these against 71 ms without.
LOW_LATENCY = {
    "fflags": "nobuffer",
    "flags": "low_delay",
    "probesize": "32768",
    "analyzeduration": "0",
    "buffer_size": "4194304",  # of the socket, as far as the system lets it: a busy machine fetches late
    "overrun_nonfatal": "1",  # a full buffer drops packets instead of ending the stream
    "rtsp_flags": "prefer_tcp",  # lost packets smear the picture for a whole group
}

TEXTS = LiveTexts(
    never=(
        "No picture comes from {source}. Check the address and the port, that the sender is running, and that the "
        "firewall lets it through."
    ),
    lost=(
        "No signal: {source} has stopped sending. Check the sender and the network cable, then choose the source again."
    ),
)


class StreamReader:
    """Whole pictures of a network stream, the newest first come; a change of resolution is followed."""

    def __init__(self, url: str) -> None:
        """Start listening; the first picture may take seconds.

        Args:
            url: As udp://@:5000, udp://239.0.0.1:5000, rtsp://host/path, srt://host:port.

        Raises:
            CaptureError: It is not the address of a stream.
        """
        parts = urlsplit(url)
        if parts.scheme.lower() not in SCHEMES:
            raise CaptureError(
                "{url} is not the address of a stream; it begins with one of {schemes}, as in udp://@:5000 or "
                "rtsp://host/path.",
                url=url,
                schemes=", ".join(f"{scheme}://" for scheme in SCHEMES),
            )
        self._url = url
        self._scheme = parts.scheme.lower()
        place = parts.netloc.rpartition("@")[2]  # without a password
        self._name = f"{self._scheme}://{place}{parts.path}"
        self._decoding = LiveDecoding(self._name, self._open, TEXTS, too_slow=self._too_slow)

    @property
    def name(self) -> str:
        """The address, without user and password."""
        return self._name

    @property
    def mode(self) -> str | None:
        """Size, rate and codec of the first picture, as "1920x1080 60 Hz H264"; None before it."""
        return self._decoding.mode

    @property
    def lost(self) -> int:
        """Pictures that were sent and never delivered."""
        return self._decoding.lost

    @property
    def link(self) -> LinkState:
        """How the connection stands."""
        return self._decoding.link

    def read(self, timeout_s: float) -> Screen | None:
        """Wait for the next picture; None if none came in time.

        Raises:
            DeviceLost: The sender stopped (after a few seconds without a picture).
            CaptureError: Nothing came from the address.
        """
        return self._decoding.read(timeout_s)

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        self._decoding.close()

    def _too_slow(self, hz: float, mode: str) -> CaptureError | None:
        if hz >= SLOW_BELOW_HZ:
            return None
        return CaptureError(
            "Slow link: only {hz} pictures a second come from {source} ({mode}). Set the sender to 30 or 60 Hz, and "
            "use a network cable instead of wireless.",
            hz=f"{hz:.0f}",
            source=self._name,
            mode=mode,
        )

    def _open(self) -> InputContainer:
        opening_s = OPEN_TIMEOUT_CONNECTIONLESS_S if self._scheme in CONNECTIONLESS else OPEN_TIMEOUT_S
        try:
            return av.open(self._url, options=dict(LOW_LATENCY), timeout=(opening_s, READ_TIMEOUT_S))
        except (av.error.ProtocolNotFoundError, ValueError) as fault:
            if isinstance(fault, av.error.InvalidDataError):
                raise  # also a ValueError; more packets may make sense of it
            raise CaptureError(
                "This installation cannot read {scheme} streams; choose another protocol at the sender.",
                scheme=self._scheme,
            ) from fault

"""What the window shows at one moment: one frozen value, made by a session, painted by the widgets.

The sessions (`app/session/live.py`, `app/session/recording.py`) own threads, playout and playhead and make a
`ViewState` on demand; the widgets take it and emit signals; they never hold an engine.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from app.contrast.control import ContrastControl
from app.contrast.view import ContrastView
from capture.errors import MinamoError
from capture.frame import Frame
from inference.findings import OperatingPoints, Track


class StatusWord(Enum):
    """The word in the window's first corner."""

    LIVE = "live"
    FROZEN = "frozen by scanner"
    AI_DELAYED = "ai delayed"
    NO_SIGNAL = "no signal"
    SCAN_AREA_LOST = "scan area lost"
    REPLAY = "replay"
    PAUSED = "paused"
    MEASURING = "measuring"  # frozen by the scanner, while calipers or a text are being placed
    REVIEW = "cine review"  # the scanner shows its own old pictures
    NO_CONTACT = "no contact"
    BLANK = "blank"
    STILL = "still picture"  # the same picture again and again, and nothing says who stopped it
    SLOW = "slow link"  # living, but with too few pictures to follow a hand
    NO_INPUT = "no input"  # the grabber runs, the scanner sends an empty screen
    RESIZED = "new resolution"  # whose scan area is being looked for
    STALLED = "stalled"  # the device is there and gives no more pictures
    DISCONNECTED = "disconnected"  # unplugged, or closed by the sender
    WAITING = "waiting"  # opening a source; nothing received yet


NO_PICTURE = (  # what is on screen is old: no new picture of the scan arrives
    StatusWord.NO_SIGNAL,
    StatusWord.NO_INPUT,
    StatusWord.RESIZED,
    StatusWord.STALLED,
    StatusWord.DISCONNECTED,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One card: a track and its history.

    Attributes:
        number: What the user calls it (1-9 keys).
        track: As it stands now.
        trend: (time_s, malignancy) over the track's life, oldest first, thinned to 200 points or fewer.
        selected: Chosen by the user.
    """

    number: int
    track: Track
    trend: tuple[tuple[float, float], ...]
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """The bar on top; None where a number is not known yet.

    Attributes:
        source_name: "Room 2 · Aplio (HDMI 1080p60)", or a file's name.
        painted_hz: Distinct frames handed out for painting a second.
        analyses_hz: Analyses a second.
        age_ms: Age of the painted picture's analysis.
        delay_ms: Constant play-out delay now in force; 0 when frames are painted at once.
        device: Where the network runs: "CPU · OpenVINO", "CUDA · torch".
        precision: "f32", "bf16", "f16".
        fell_back: Why the network runs on another device than asked for, or None.
        delivered, repeated, late, lost, replaced, held_back: Counts of the source and of the mailbox.
        lag_ms: How much later than the quickest picture of the connection the newest one arrived.
        alarms: Findings first shown during the last minute of scanning.
        recording_s: Length of the recording under way, or None.
        clip_goes_on: What is recorded is a clip of the exam that was begun after the fact.
        open_ended: What is recorded goes on until it is ended; False where it ends by itself.
        recording_gaps: Frames the recording had to leave out; red until acknowledged.
        notice: What happened and what to do (device lost, disk full), or None; never modal. An error is shown in the
            user's language, a text as it stands.
    """

    source_name: str = ""
    painted_hz: float | None = None
    analyses_hz: float | None = None
    age_ms: float | None = None
    delay_ms: float = 0.0
    device: str = ""
    precision: str = ""
    fell_back: str | None = None
    delivered: int = 0
    repeated: int = 0
    late: int = 0
    lost: int = 0
    replaced: int = 0
    held_back: int = 0
    lag_ms: float | None = None
    alarms: int | None = None
    recording_s: float | None = None
    clip_goes_on: bool = False
    open_ended: bool = True
    recording_gaps: int = 0
    notice: MinamoError | str | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a track was confirmed, for the lanes under the time line.

    Attributes:
        number: The finding's number.
        spans: (first, last) frame numbers, inclusive.
        malignancy: The track's last score, for the colour.
    """

    number: int
    spans: tuple[tuple[int, int], ...]
    malignancy: float | None


@dataclass(frozen=True, slots=True)
class TimelineState:
    """The time line of a recording.

    Attributes:
        position: Number of the frame on screen.
        times_ns: Time of every frame, from 0.
        analysed_until: Frames analysed so far, from the first.
        playing, looping: As they say.
        speed: 1.0 is real time.
        lanes: One a finding.
        pins: Frame numbers of snapshots.
    """

    position: int
    times_ns: tuple[int, ...]
    analysed_until: int
    playing: bool
    looping: bool
    speed: float
    lanes: tuple[Lane, ...] = ()
    pins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ViewState:
    """All the window paints.

    Attributes:
        word: State in words.
        frame: The picture, or None with nothing to show yet.
        tracks: Confirmed tracks at exactly this frame (measured or interpolated); empty when there is none.
        analysed: False: the frame has no analysis (yet): recordings say "not analysed yet".
        findings: The cards.
        abstained: Why the picture is not scored, or None.
        doppler: Colour of flow is in the picture; it was taken as the grey around it.
        operating_points: Limits between the three looks.
        development_prevalence: Share of malignant lesions the scores refer to, 0..1; None where it is not known, and
            then no score is moved to a setting.
        health: The bar.
        timeline: Recordings only.
        dismissed: How many findings the user sent away.
        look_first: Boxes are held back until the user asks or the probe rests on a place.
        revealed: In look first: they are shown for the place now in view.
        muted: Overlay and cards are off.
        contrast: The contrast study.
    """

    word: StatusWord
    frame: Frame | None = None
    tracks: tuple[Track, ...] = ()
    analysed: bool = True
    findings: tuple[Finding, ...] = ()
    abstained: str | None = None
    doppler: bool = False
    operating_points: OperatingPoints = field(default_factory=lambda: OperatingPoints(0.1, 0.5))
    development_prevalence: float | None = None
    health: Health = field(default_factory=Health)
    timeline: TimelineState | None = None
    dismissed: int = 0
    look_first: bool = False
    revealed: bool = False
    muted: bool = False
    contrast: ContrastView = field(default_factory=ContrastView)

    @property
    def held_back(self) -> bool:
        """Boxes and cards wait for the user, or for the probe to rest."""
        return self.look_first and not self.revealed


class Session(Protocol):
    """A live source or an opened recording, as the window uses it; every method is called on the GUI thread."""

    def start(self, on_news: Callable[[], None]) -> None:
        """Start the threads; `on_news` may then be called from any of them: something new can be viewed."""
        ...

    def view(self, now_ns: int) -> ViewState:
        """What to paint at `now_ns` on the `time.monotonic_ns()` axis; quick and without waiting."""
        ...

    def close(self) -> None:
        """Stop capture and engine in order and keep what was recorded; safe to call twice."""
        ...

    @property
    def contrast(self) -> ContrastControl | None:
        """Its contrast studies; None where it can have none."""
        ...

    def toggle_play(self) -> None:
        """Live: freeze the view or go on. Recording: play or pause."""
        ...

    def set_muted(self, muted: bool) -> None:
        """Overlay and cards off or on."""
        ...

    def reveal(self) -> None:
        """In look first: show the boxes of the place now in view, until the probe moves on."""
        ...

    def set_look_first(self, look_first: bool) -> None:
        """Hold boxes back until asked."""
        ...

    def select(self, number: int | None) -> None:
        """Choose a finding by its number."""
        ...

    def dismiss(self, number: int) -> None:
        """Send a finding away; it stays away and is counted."""
        ...

    def restore_dismissed(self) -> None:
        """Bring the last dismissed finding back."""
        ...


class Replay(Session, Protocol):
    """What a recording can do beyond a live source."""

    def seek(self, number: int) -> None:
        """Show this frame; clamped to the recording."""
        ...

    def step(self, frames: int) -> None:
        """Pause and move by so many frames, backwards when negative."""
        ...

    def set_speed(self, speed: float) -> None:
        """1.0 is real time."""
        ...

    def set_looping(self, looping: bool) -> None:
        """Start again at the end."""
        ...

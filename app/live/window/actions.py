"""What the window asks of the rest of the program: one Protocol, so that widgets never hold an engine.

`app/assembly.py` implements it; tests use a small fake.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.exam.archive_desk import ArchiveDesk
from app.exam.content.exam import ExamContent
from app.exam.desk import ExamDesk
from app.exam.lesions.earlier import EarlierLesion
from app.exam.list_desk import ListDesk
from app.exam.live.exam_actions import ExamActions
from app.exam.reading.reader import LesionReader
from app.exam.report.desk import ReportDesk
from app.live.view_state import Session, ViewState
from app.scanners.profile import DrawnArea
from app.scanners.profile_shelf import ProfileShelf
from app.sharing.desk import SharingDesk
from capture.devices.device_mode import DeviceMode
from capture.devices.source_watch import SourceGlance
from capture.screen.layout import ScanLayout
from capture.screen.signature import Signature
from capture.source import Screen

if TYPE_CHECKING:  # a window of its own, which most runs do without
    from app.study.window.study_window import StudyWindow


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """What the window remembers; a change makes a new value and goes through `WindowActions.save_settings`.

    Attributes:
        language: "system", "en" or "ja".
        mirrored: The findings stand on the left, for a left-handed room.
        keys: Command name (`app.live.window.keys.Command.value`) to key sequence as text ("Space", "Ctrl+O"); commands
            that are absent keep their default key, an empty text takes the key away.
        setting: Name of the setting whose prevalence moves the number shown on request: "diagnostic",
            "screening", or the user's own words.
        prevalence: Share of malignant lesions in that setting, 0..1.
        geometry: (left, top, width, height) of the window on the desktop, or None before the first run.
        full_screen: Whether it covered its screen.
        examiner: Who examined last, as DICOM writes a name; a new exam begins with it.
        terms: Whose words describe lesions, "BI-RADS" or "JABTS"; empty goes with the language.
        streams: Addresses of network streams that were used, the latest first; without user and password.
    """

    language: str = "system"
    mirrored: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    setting: str = "diagnostic"
    prevalence: float = 0.10
    geometry: tuple[int, int, int, int] | None = None
    full_screen: bool = False
    examiner: str = ""
    terms: str = ""
    streams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """A live source as the user chose it.

    Attributes:
        address: What opens it: the device's id of this platform, or a stream's URL ("udp://...", "rtsp://...").
        name: Readable name for the health bar.
        mode: One of the source's `modes`, or None to let Minamo choose.
        area: The scan area as it was drawn before the source is used; None for what is remembered or found.
        profile: Id of the scanner's profile that this comes from; empty for none.
    """

    address: str
    name: str
    mode: DeviceMode | None = None
    area: DrawnArea | None = None
    profile: str = ""


@dataclass(frozen=True, slots=True)
class LiveSource:
    """A grabber that is plugged in.

    Attributes:
        address: The device's id of this platform.
        name: Readable name.
        modes: What it can deliver, best first.
        modes_known: The device itself tells its modes; False where they can only be asked for.
    """

    address: str
    name: str
    modes: tuple[DeviceMode, ...]
    modes_known: bool = False


class SourceEye(Protocol):
    """Sees what a source shows, for the source dialog; opens it in a thread of its own, and again after a fault."""

    def show(self, choice: SourceChoice, *, large: bool) -> None:
        """See it in this mode from now on: whole screens where `large`, else a small picture now and then."""
        ...

    def glance(self) -> SourceGlance:
        """What it shows now; quick."""
        ...

    def close(self) -> None:
        """Let the source go and forget its picture; may take a second, safe to call twice and in any thread."""
        ...


class WindowActions(Protocol):
    """What the window can ask for. Each may raise `MinamoError`, whose text the window shows in its notice strip.

    Called on the GUI thread and quick, except where another thread is named. The window starts the sessions it is
    given (`Session.start`) and closes them.
    """

    @property
    def exam(self) -> ExamDesk:
        """The exam; while one is running, what is kept goes into it."""
        ...

    @property
    def exams(self) -> ExamActions:
        """The exams that were kept."""
        ...

    @property
    def report(self) -> ReportDesk:
        """The report of the exam that is running."""
        ...

    @property
    def archive(self) -> ArchiveDesk:
        """The hospital's archive and worklist, and what waits to be sent."""
        ...

    @property
    def exam_list(self) -> ListDesk:
        """All exams of this computer."""
        ...

    @property
    def sharing(self) -> SharingDesk:
        """Sharing with other programs by OpenIGTLink."""
        ...

    def open_file(self, path: Path) -> Session:
        """A recording (file, DICOM or folder of images), not started yet; slow work belongs to its threads."""
        ...

    def open_demo(self) -> Session:
        """The demo cine, not started yet."""
        ...

    def open_contrast_demo(self) -> Session:
        """The contrast demo, not started yet; its study begins by itself."""
        ...

    def open_live(self, choice: SourceChoice) -> Session:
        """A grabber or stream, not started yet."""
        ...

    def read_study(self, path: Path) -> "StudyWindow":
        """The reading window of a study, not shown yet."""
        ...

    def list_sources(self) -> tuple[LiveSource, ...]:
        """Grabbers that are plugged in. Called in a thread of the window's own."""
        ...

    def watch_source(self, choice: SourceChoice, *, large: bool) -> SourceEye:
        """See what a source shows; one that the session on stage uses goes on undisturbed."""
        ...

    @property
    def scanners(self) -> ProfileShelf:
        """The scanner profiles of this computer."""
        ...

    def last_screen(self, session: Session) -> Screen | None:
        """The newest whole screen of the source, for the layout dialog only, which keeps nothing; None before it."""
        ...

    def remember_layout(self, session: Session, layout: ScanLayout, on: Screen | Signature | None = None) -> Session:
        """Use this layout for the session's source from now on, also next time.

        Args:
            session: Live, or a recording.
            layout: Leads from frame pixels to the screen by its `origin_px`, as every layout does.
            on: The screen it was drawn on, or its signature: the newest one may be a patient list by now.

        Returns:
            The session to show from now on: the same, or one assembled anew (not started yet); the window then
            closes the old one, which may have been closed already.
        """
        ...

    def save_settings(self, settings: WindowSettings) -> None:
        """Keep the window's settings, atomically."""
        ...

    def snapshot(self, session: Session, state: ViewState) -> Path | None:
        """Keep the picture on screen, with and without overlay; the path of the one with it.

        None where it goes into the exam, which counts it when it is on the disk.
        """
        ...

    def exam_picture(self, session: Session, state: ViewState) -> str:
        """Keep the picture on screen in the exam that is running; the id that the snapshot will have."""
        ...

    @property
    def reader(self) -> LesionReader:
        """Reads a lesion of one picture on demand."""
        ...

    def earlier_lesions(self, content: ExamContent) -> tuple[EarlierLesion, ...]:
        """Lesions of earlier exams of the same patient. Called in a thread of the window's own."""
        ...

    def toggle_recording(self, session: Session) -> None:
        """Start or stop recording a live session; `Health.recording_s` tells which."""
        ...

    def keep_last_30_s(self, session: Session) -> Path | None:
        """Write the ring of a live session to a file; its path.

        In an exam it becomes a clip that goes on for as long as it goes back, and called again it ends (None). Of a
        recording, as much before and after the picture on screen becomes a clip of the exam.
        """
        ...

    def acknowledge_gaps(self, session: Session) -> None:
        """The user has seen that the recording has gaps."""
        ...

    def export_mp4(
        self,
        session: Session,
        path: Path,
        *,
        annotated: bool,
        on_progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Write an opened recording as an H.264 MP4, with the overlay drawn in where `annotated`.

        Called in a thread of the window's own.

        Args:
            session: The opened recording; it may be closed while this runs.
            path: Where to; what is there is replaced when the export is complete, and untouched when it is not.
            annotated: Draw brackets and labels (`app.live.overlay.draw_overlay`).
            on_progress: Called with 0..1.
            cancelled: Asked between frames; when it says True, nothing is left behind.
        """
        ...

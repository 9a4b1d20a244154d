"""Puts the program together: what the window asks for becomes sources, sessions, files."""

import logging
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from app.annotated_video import OverlayPainter
from app.contrast.desk import ContrastPlan
from app.contrast.measured import measured_study, warm_up
from app.contrast.phases import Phase
from app.demo import contrast_demo_file, demo_file
from app.exam.archive_desk import ArchiveDesk
from app.exam.content.exam import ExamContent
from app.exam.content.picture import ClipOrigin
from app.exam.desk import ExamDesk
from app.exam.export.deidentifying import Deidentifying, notes_of
from app.exam.keep.shelf import ExamShelf
from app.exam.lesions.earlier import EarlierLesion
from app.exam.list_desk import ListDesk, ListPlan
from app.exam.reading.earlier_lesions import earlier_lesions
from app.exam.reading.reader import LesionReader
from app.exam.record.audit import Deed, write_line
from app.exam.record.database import ExamDatabase
from app.exam.record.rows import load_content
from app.exam.report.desk import ReportDesk, ReportPlan
from app.exam.report.earlier import find_earlier
from app.exam.report.site import Site, Templates
from app.exam_assembly import ExamAssembly
from app.export import export_mp4
from app.feed.live_recording import dated_name
from app.feed.live_sources import live_sources, reader_maker
from app.feed.source_eyes import SessionEye, WatchingEye
from app.live.view_state import Session, ViewState
from app.live.window.actions import LiveSource, SourceChoice, SourceEye, WindowSettings
from app.live.window.keys import Command, key_of
from app.network import SharedNetwork, load_network, pipeline_for, spans_that_matter
from app.recording.open_recording import open_recording
from app.recording.recording_analysis import AnalysisPlan
from app.recording.recording_layouts import RecordingLayouts
from app.scanners.areas import GivenArea, ProfileArea
from app.scanners.profile import without_password
from app.scanners.profile_shelf import ProfileShelf
from app.session.live import LivePlan, LiveSession
from app.session.live_run import Patience
from app.session.playout import Limits
from app.session.recording import RecordingSession
from app.settings import (
    AnalysisSettings,
    ArchiveSettings,
    Settings,
    SharingSettings,
    cache_folder,
    config_folder,
    database_folder,
    exams_folder,
    log_folder,
    queue_folder,
    recording_folder,
    save_settings,
    scanners_folder,
)
from app.sharing.desk import SharingDesk
from app.snapshot import SnapshotResult, save_snapshot
from capture.errors import RecordingFailed, UnreadableFile
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import LayoutMemory, RemembersLayouts
from capture.screen.signature import Signature
from capture.source import Screen, ScreenReader
from capture.sources.device import DeviceReader
from inference.detector import Detector

if TYPE_CHECKING:
    from app.study.window.study_window import StudyWindow
    from inference.detector import LesionDetector

log = logging.getLogger(__name__)

Pixels = npt.NDArray[np.uint8]

LIVE_ONLY = "A recording cannot be recorded again; open a live source first"
RECORDING_ONLY = "Only an opened recording can be exported; record the live picture and open the recording"


class Assembly:
    """Implements `app.live.window.actions.WindowActions`. One network serves all sessions, one after the other."""

    def __init__(self, settings: Settings, load: Callable[[AnalysisSettings], Detector] = load_network) -> None:
        """Nothing is opened or loaded yet.

        Args:
            settings: As read at the start.
            load: Loads the network; called in a session's thread.
        """
        self._settings = settings
        self._network = SharedNetwork(lambda: load(self._settings.analysis))
        self._layouts = RecordingLayouts.of_user()
        self._shelf = ExamShelf(lambda: ExamDatabase.open(database_folder(settings)), exams_folder(settings))
        self.exam = ExamDesk(self._shelf)
        self.exams = ExamAssembly(self._shelf, self.exam, self._plan, self._open)
        self.report = ReportDesk(self.exam, self._report_plan(self._shelf))
        self.exam.changed.connect(self.report.follow)
        self.archive = ArchiveDesk(
            settings.archive,
            queue_folder(settings),
            audit=self._audit,
            save=self._keep_archive,
            load=lambda exam_id: load_content(self._shelf.database, exam_id),
            pdfs=self._report_pdfs,
            organization=lambda: self._settings.report.institution,
        )
        self.exam_list = ListDesk(self._shelf, _list_plan(settings))
        self.reader = LesionReader(_load_reading)
        self._memory = LayoutMemory(config_folder() / "layouts") if settings.layout.remember else None
        self.scanners = ProfileShelf(scanners_folder())
        self.sharing = SharingDesk(settings.sharing, self.exam, save=self._keep_sharing, audit=self._audit)
        self._used: Callable[[], LiveSession | None] = lambda: None  # the live session that was opened last
        self._used_device = ""

    @property
    def settings(self) -> Settings:
        """In force now."""
        return self._settings

    def window_settings(self) -> WindowSettings:
        """The part that the window remembers."""
        view = self._settings.view
        return WindowSettings(
            language=view.language,
            mirrored=view.mirrored,
            keys=view.keys,
            setting=view.setting,
            prevalence=view.prevalence,
            geometry=view.geometry or None,
            full_screen=view.full_screen,
            examiner=self._settings.exam.examiner,
            terms=self._settings.exam.terms,
            streams=self._settings.source.streams,
        )

    def _report_plan(self, shelf: ExamShelf) -> ReportPlan:
        return ReportPlan(
            site=lambda: Site(self._settings.report.scores, self._settings.report.institution),
            templates=Templates.of_site,
            earlier=lambda content: find_earlier(shelf.database, content),
        )

    def open_file(self, path: Path) -> RecordingSession:
        """A recording, not started yet.

        Raises:
            UnreadableFile: It does not exist; everything else shows when its threads open it.
        """
        return self._recording(path, looping=False)

    def open_demo(self) -> RecordingSession:
        """The demo cine, not started yet; it plays again and again."""
        return self._recording(demo_file(), looping=True)

    def read_study(self, path: Path) -> "StudyWindow":
        """The reading window of a study, not shown yet.

        Raises:
            StudyError: It is missing, damaged, newer, not writable, or open elsewhere.
        """
        from app.study.reading.reading_book import ReadingBook
        from app.study.reading.reading_desk import ReadingDesk
        from app.study.window.study_window import StudyWindow

        return StudyWindow(ReadingDesk(ReadingBook(path)), self._settings.view.language)

    def open_contrast_demo(self) -> RecordingSession:
        """The contrast demo, not started yet; its study begins by itself."""
        return self._recording(contrast_demo_file(), looping=False, study_at_once=True)

    def open_live(self, choice: SourceChoice) -> LiveSession:
        """A grabber or stream, not started yet.

        Raises:
            ProfileError: It comes from a scanner's profile that is gone.
        """
        make_reader, memory = reader_maker(choice), self._areas(choice)
        title = self.scanners.get(choice.profile).name if choice.profile else ""
        session = self._live(
            without_password(choice.name or choice.address),  # until the source tells its own; also in side files
            lambda: GatedSource(self._note_device(make_reader()), memory=memory),
            title=title,
        )
        self._used, self._used_device = weakref.ref(session), choice.address
        return session

    def _note_device(self, reader: ScreenReader) -> ScreenReader:
        """A grabber may have moved to another port since it was chosen; called in the capture thread."""
        if isinstance(reader, DeviceReader):
            self._used_device = reader.device
        return reader

    def watch_source(self, choice: SourceChoice, *, large: bool) -> SourceEye:
        """See what a source shows; one that a live session uses is seen through it."""
        session = self._used()
        if session is not None and not session.closed and self._used_device == choice.address:
            return SessionEye(session, large=large)
        return WatchingEye(choice, large=large, areas=self._areas)

    def _areas(self, choice: SourceChoice) -> RemembersLayouts | None:
        """Where the scan area of a source comes from."""
        if choice.profile:
            return ProfileArea(self.scanners, choice.profile)
        return self._memory if choice.area is None else GivenArea(choice.area, self._memory)

    def list_sources(self) -> tuple[LiveSource, ...]:
        """Grabbers that are plugged in; takes a moment."""
        return live_sources()

    def last_screen(self, session: Session) -> Screen | None:
        """The newest whole screen, for the layout dialog only; None until one came after the first call."""
        return _ours(session).screen_for_dialog()

    def remember_layout(self, session: Session, layout: ScanLayout, on: Screen | Signature | None = None) -> Session:
        """Use this layout from now on: live at once, a recording is assembled anew because its results change.

        Args:
            session: Live, or a recording.
            layout: As it was drawn.
            on: Live: the screen it was drawn on, or its signature; None for the newest one.

        Raises:
            SettingsError: The layout cannot be saved.
        """
        ours = _ours(session)
        if isinstance(ours, LiveSession):
            ours.set_layout(layout, on, remember=self._settings.layout.remember)
            return ours
        self._layouts.keep(ours.path, layout)
        return self._recording(ours.path, looping=ours.looping)

    def save_settings(self, settings: WindowSettings) -> None:
        """Keep the window's settings, atomically.

        Raises:
            SettingsError: The file cannot be written.
        """
        content = self._settings.model_dump()
        content["view"] |= {
            "language": settings.language,
            "mirrored": settings.mirrored,
            "keys": dict(settings.keys),
            "setting": settings.setting,
            "prevalence": settings.prevalence,
            "geometry": settings.geometry or (),
            "full_screen": settings.full_screen,
        }
        content["source"]["streams"] = settings.streams
        content["exam"] |= {"examiner": settings.examiner, "terms": settings.terms}
        changed = Settings.model_validate(content)
        if changed != self._settings:
            save_settings(changed)
            self._settings = changed

    def _keep_archive(self, archive: ArchiveSettings) -> None:
        changed = self._settings.model_copy(update={"archive": archive})
        save_settings(changed)
        self._settings = changed

    def _keep_sharing(self, sharing: SharingSettings) -> None:
        changed = self._settings.model_copy(update={"sharing": sharing})
        save_settings(changed)
        self._settings = changed

    def _report_pdfs(self, content: ExamContent, folder: Path) -> Iterator[bytes]:
        """The report as it goes to the archive; called in a thread of the archive's."""
        from app.exam.archive.report_pdfs import pdfs_of

        return pdfs_of(self._settings, lambda of: find_earlier(self._shelf.database, of))(content, folder)

    def _audit(self, deed: Deed, exam_id: str, what: str) -> None:
        """A line of the audit log about what happens to an exam that is not open here; called in any thread."""
        write_line(self._shelf.database, self._settings.exam.examiner, deed, exam_id, what)

    def snapshot(self, session: Session, state: ViewState) -> Path | None:
        """Keep the picture on screen; the path of the one with the overlay, which a thread writes.

        None where it goes into the exam.

        Raises:
            RecordingFailed: There is no picture, or the folder cannot be written.
        """
        ours = _ours(session)
        if self.exam.running:
            self.exam_picture(session, state)
            return None

        def done(result: SnapshotResult) -> None:
            if result.error is not None:
                ours.say(result.error)

        info = ours.info
        _, overlaid = save_snapshot(
            recording_folder(self._settings),
            state,
            weights_sha256=info.weights_sha256 if info is not None else None,
            on_done=done,
        )
        if isinstance(ours, RecordingSession):
            ours.pin()
        return overlaid

    def exam_picture(self, session: Session, state: ViewState) -> str:
        """Keep the picture on screen in the exam; the id that the snapshot will have.

        Raises:
            RecordingFailed: There is no picture.
            ExamError: There is no exam.
        """
        ours = _ours(session)
        id = self.exam.snapshot(state, ours.info)
        if isinstance(ours, RecordingSession):
            ours.pin()
        return id

    def earlier_lesions(self, content: ExamContent) -> tuple[EarlierLesion, ...]:
        """Lesions of earlier exams of the same patient; reads the database of exams.

        Raises:
            ExamError: The database cannot be read.
        """
        return earlier_lesions(self._shelf.database, content)

    def toggle_recording(self, session: Session) -> None:
        """Start or stop recording a live session.

        Raises:
            RecordingFailed: The session is not live.
            ExamError: The exam is not open yet.
        """
        live = _live_only(session)
        if live.recording.recording or not self.exam.running:
            live.recording.toggle()
            return
        target = self.exam.clip_target(ClipOrigin.RECORDED, live.source_name, live.info, live.results.between)
        end = live.recording.toggle(target)
        if end is not None:
            self.exam.goes_on(target, end)

    def keep_last_30_s(self, session: Session) -> Path | None:
        """Write the ring of a live session to a file; in an exam, go on with it, or end the one that goes on.

        Raises:
            RecordingFailed: There is nothing to keep, or no place for it.
            ExamError: The exam is not open yet.
        """
        if not self.exam.running:
            return _live_only(session).recording.keep()
        ours = _ours(session)
        if isinstance(ours, LiveSession) and ours.recording.clip_goes_on:
            ours.recording.end_clip()
            return None
        found = ours.results.between if isinstance(ours, LiveSession) else None
        target = self.exam.clip_target(ClipOrigin.AFTER_THE_FACT, ours.source_name, ours.info, found)
        if isinstance(ours, LiveSession):
            self.exam.goes_on(target, ours.recording.keep_on(target))
        else:
            span_s = self._settings.recording.ring_s
            ours.keep_span(target, span_s, span_s)
            self.exam.goes_on(target, lambda: None)  # it ends by itself, and the exam waits for it
        return None

    def acknowledge_gaps(self, session: Session) -> None:
        """The user has seen that the recording has gaps."""
        if isinstance(session, LiveSession):
            session.recording.acknowledge()
            if session.contrast is not None:
                session.contrast.acknowledge()

    def export_mp4(
        self,
        session: Session,
        path: Path,
        *,
        annotated: bool,
        on_progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Write an opened recording as an MP4; slow, and independent of the session's own readers.

        Raises:
            RecordingFailed: It cannot be written, or boxes are asked for before they are all known.
            CaptureError: The recording is damaged.
        """
        ours = _ours(session)
        if not isinstance(ours, RecordingSession):
            raise RecordingFailed(RECORDING_ONLY)
        source = self._open(ours.path, self._layouts.recall(ours.path))
        paint = _overlay(ours, len(source.times_ns)) if annotated else lambda frame: frame.pixels
        try:
            done = export_mp4(
                source, path, frames=len(source.times_ns), paint=paint, on_progress=on_progress, cancelled=cancelled
            )
        finally:
            source.close()
        log.info("export: %s", done)

    def _recording(self, path: Path, *, looping: bool, study_at_once: bool = False) -> RecordingSession:
        if not path.exists():
            raise UnreadableFile("{file} does not exist; it may have been moved or renamed: choose it again", file=path)
        drawn = self._layouts.recall(path)
        return RecordingSession(
            path,
            partial(self._open, path, drawn),
            self._plan(path, drawn),
            looping=looping,
            contrast=self._contrast(demo=study_at_once),
        )

    def _plan(self, path: Path, layout: ScanLayout | None) -> AnalysisPlan:
        settings = self._settings.analysis
        return AnalysisPlan(
            path=path,
            network=self._network.get,
            make_pipeline=lambda detector: pipeline_for(detector, settings),
            cache=cache_folder(),
            layout=layout,
            settings={**spans_that_matter(settings), "folder_hz": self._settings.source.folder_hz},
        )

    def _contrast(self, *, demo: bool = False) -> ContrastPlan:
        """What studies are made of; the demo's are kept where nothing of the user's is."""
        settings = self._settings.contrast
        return ContrastPlan(
            make_study=lambda injection: measured_study(
                injection.dynamic_range_db or settings.dynamic_range_db or None
            ),
            warm_up=warm_up,
            folder=cache_folder() / "contrast-demo" if demo else recording_folder(self._settings),
            at_once=demo,
            name_folder=lambda number: f"{dated_name('contrast')}-{number}",
            phases=tuple(Phase(phase.name, phase.from_s, phase.to_s) for phase in settings.phases),
            agent=settings.agent,
            queue_frames=settings.queue_frames,
            longest_s=settings.longest_s,
            layout_key=key_of(Command.LAYOUT, self._settings.view.keys),
            place=self.exam.contrast_folder,
            on_kept=self.exam.contrast_kept,
        )

    def _open(self, path: Path, layout: ScanLayout | None) -> GatedSource:
        return open_recording(path, folder_hz=self._settings.source.folder_hz, layout=layout)

    def _live(self, name: str, open_source: Callable[[], GatedSource], *, title: str) -> LiveSession:
        settings = self._settings
        with suppress(OSError):  # without the folder the engine goes without the list
            log_folder().mkdir(parents=True, exist_ok=True)
        plan = LivePlan(
            limits=Limits(settings.view.delay_limit_ms, settings.analysis.max_age_ms),
            patience=Patience(settings.source.no_signal_ms, settings.source.frozen_ms),
            retry_s=settings.source.retry_s,
            folder=recording_folder(settings),
            ring_s=settings.recording.ring_s,
            log_indices=log_folder() / "last-live-session.jsonl",
            contrast=self._contrast(),
            contrast_rest_ns=round(1e9 / settings.contrast.detection_hz),
            title=title,
        )
        analysis = settings.analysis
        return LiveSession(
            name, open_source, self._network.get, lambda detector: pipeline_for(detector, analysis), plan
        )


def _list_plan(settings: Settings) -> ListPlan:
    return ListPlan(
        exams_folder=exams_folder(settings),
        database_folder=database_folder(settings),
        trash_days=settings.exam.trash_days,
        deidentify=partial(Deidentifying, config_folder()),
        texts=notes_of,
    )


def _load_reading() -> "LesionDetector":
    """Networks of one processor thread, for reading single pictures beside the live analysis."""
    from inference.detector import load_detector

    return load_detector("cpu", threads=1)


def _ours(session: Session) -> LiveSession | RecordingSession:
    assert isinstance(session, LiveSession | RecordingSession), "the window shows what was opened here"
    return session


def _live_only(session: Session) -> LiveSession:
    if not isinstance(session, LiveSession):
        raise RecordingFailed(LIVE_ONLY)
    return session


def _overlay(session: RecordingSession, frames: int) -> Callable[[Frame], Pixels]:
    """Draws on each frame what the window shows on it."""
    analysis = session.analysis
    info = analysis.info
    if info is None or not analysis.complete:
        raise RecordingFailed(
            "{done} of {frames} pictures are analysed; wait until all are, or mute the overlay and "
            "export without boxes",
            done=analysis.count,
            frames=frames,
        )
    painter, numbers, dismissed = OverlayPainter(info.operating_points), analysis.numbers(), analysis.dismissed

    def paint(frame: Frame) -> Pixels:
        result = analysis.result(frame.index)
        tracks = result.tracks_in(frame.layout) if result is not None else ()
        picture = painter.paint(frame, [track for track in tracks if track.id not in dismissed], numbers)
        return frame.pixels if picture is None else picture

    return paint

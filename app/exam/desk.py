"""The exam as the window uses it: begun, filled, closed, gone on with. Takes values and holds no engine.

Where the other parts of an exam plug in:

- a lesion form puts its `Lesion` with `put`, takes one out with `delete`, and reads `content` and `folder`;
- a report is made from `content` and `folder`, and signs with `change`;
- `worklist_asked` opens the worklist's dialog, whose answer comes back through `take_entry`;
- `closed` hands content and folder of a finished exam on: to the archive's queue, to sealing;
- `changed` tells all of them that `view` or `content` is another one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from app.contrast.desk import Begun
from app.exam.content.exam import Exam, ExamContent, Item
from app.exam.content.person import Patient, PersonName, WorklistEntry
from app.exam.content.picture import ClipOrigin, Side
from app.exam.errors import ExamError
from app.exam.keep.keeping import ExamKeeping, Record
from app.exam.keep.live_beside import Found
from app.exam.keep.shown_values import network_used, taken
from app.exam.keep.starting import new_exam
from app.feed.live_recording import Target
from app.live.view_state import ViewState
from capture.errors import MinamoError
from inference.detector import NetworkInfo

END_S = 15.0  # at the program's end, for what is still being written
_NEXT_SIDE: dict[Side | None, Side] = {None: "right", "right": "left", "left": "right"}


class ExamStore(Protocol):
    """Where exams are kept. Called in a thread of the exam's own; may wait for disks."""

    def create(self, exam: Exam, on_fault: Callable[[MinamoError | None], None]) -> Record:
        """Make this exam.

        Args:
            exam: With a new id.
            on_fault: Called in any thread when the exam's folder fails, and with None when it is well again.

        Raises:
            ExamError: It cannot be made.
        """
        ...

    def open(self, exam_id: str, on_fault: Callable[[MinamoError | None], None]) -> Record:
        """Open an exam to go on with it.

        Raises:
            ExamError: It is not there, damaged, or open in another window.
        """
        ...


@dataclass(frozen=True, slots=True)
class ExamView:
    """What the window shows of the exam.

    Attributes:
        exam: The one that is running, with what was changed of it, also while that is being written; None without one.
        side: Which breast is being scanned; None until it is said.
        snapshots, clips, contrast_studies, lesions: How many are on the disk.
        waiting: Things that are not on the disk yet.
        opening: It is being made or opened.
        slow: The disk takes seconds for one thing.
        ending: An exam that was ended is still being written.
        revision: Of what is on the disk; another one whenever anything of it changes.
    """

    exam: Exam | None = None
    side: Side | None = None
    snapshots: int = 0
    clips: int = 0
    contrast_studies: int = 0
    lesions: int = 0
    waiting: int = 0
    opening: bool = False
    slow: bool = False
    ending: bool = False
    revision: int = -1


class ExamDesk(QObject):
    """At most one exam is running; those that were closed a moment ago are written to their end beside it."""

    changed = Signal()  # `view` or `content` is another one
    failed = Signal(object)  # MinamoError: something could not be kept
    well_again = Signal()  # the exam's folder, after it had failed
    closed = Signal(object, object)  # ExamContent, Path: an exam has ended, everything of it is on the disk
    worklist_asked = Signal()

    _news = Signal()
    _fault = Signal(object)

    def __init__(self, store: ExamStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._keeping: ExamKeeping | None = None
        self._ending: list[ExamKeeping] = []
        self._started: list[ExamKeeping] = []  # whose threads may still live
        self._side: Side | None = None
        self._shown = ExamView()
        self._news.connect(self._look, Qt.ConnectionType.QueuedConnection)
        self._fault.connect(self._say, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether there is an exam that takes what is kept."""
        return self._keeping is not None

    @property
    def view(self) -> ExamView:
        """What to show now; quick and without waiting."""
        keeping = self._keeping
        if keeping is None:
            return ExamView(ending=bool(self._ending))
        glance = keeping.glance
        content = glance.content
        if content is None:
            return ExamView(glance.exam, self._side, waiting=glance.waiting, opening=True, slow=glance.slow)
        return ExamView(
            glance.exam,
            self._side,
            len(content.snapshots),
            len(content.clips),
            len(content.contrast_studies),
            len(content.lesions),
            glance.waiting,
            slow=glance.slow,
            revision=content.revision,
        )

    @property
    def content(self) -> ExamContent | None:
        """Everything of the exam that is on the disk; None without an exam, and while it is being opened."""
        return None if self._keeping is None else self._keeping.glance.content

    @property
    def folder(self) -> Path | None:
        """Where its files lie; None as `content`."""
        return None if self._keeping is None else self._keeping.glance.folder

    # -- beginning and ending ---------------------------------------------------------------------------------------

    def begin(self, *, examiner: PersonName, setting: str, prevalence: float, source_name: str) -> None:
        """Start an exam at once; one that is running is closed."""
        self.close()
        exam = new_exam(examiner=examiner, setting=setting, prevalence=prevalence, source_name=source_name)
        self._begin(lambda: self._store.create(exam, self._take_folder_fault), exam)

    def go_on(self, exam_id: str) -> None:
        """Open an exam and go on with it, whether it was closed or not; one that is running is closed."""
        self.close()
        self._begin(lambda: self._store.open(exam_id, self._take_folder_fault), None)

    def close(self) -> None:
        """End the exam; what goes on is ended first. Returns at once, `closed` tells the end."""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            self._ending.append(keeping)
            keeping.close()
            self._look()

    def leave(self) -> bool:
        """The program ends: write what waits, and leave the exam open for the next time; False if a disk hangs."""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.leave()
            self._ending.append(keeping)
        ended = [each.finish(END_S) for each in self._started]
        self._look()
        return all(ended)

    def _begin(self, open_record: Callable[[], Record], exam: Exam | None) -> None:
        self._side = None
        self._keeping = ExamKeeping(open_record, on_fault=self._fault.emit, on_news=self._news.emit, begun=exam)
        self._started = [each for each in self._started if each.alive] + [self._keeping]
        self._keeping.start()
        self._look()

    # -- what the user says of it -----------------------------------------------------------------------------------

    def set_side(self, side: Side | None) -> None:
        """Which breast is being scanned."""
        self._side = side if self.running else None
        self._look()

    def toggle_side(self) -> None:
        """The other breast."""
        self.set_side(_NEXT_SIDE[self._side])

    def change(self, **fields: Any) -> None:
        """Other values of the exam; the names are those of `Exam`."""
        if self._keeping is not None:
            self._keeping.change(lambda exam: exam.model_validate(exam.model_dump() | fields))
            self._look()

    def ask_worklist(self) -> None:
        """The patient is to be taken from the worklist."""
        self.worklist_asked.emit()

    def take_entry(self, entry: WorklistEntry) -> None:
        """The patient was chosen in the worklist; the study is the worklist's from now on."""
        uid = entry.study_instance_uid
        self.change(patient=Patient(worklist=entry), **({"study_instance_uid": uid} if uid else {}))

    # -- what is kept -----------------------------------------------------------------------------------------------

    def put(self, item: Item) -> None:
        """Keep an item, or a new version of one.

        Raises:
            ExamError: There is no exam.
        """
        self._running().put(item)

    def update(self, exam_id: str, item_id: str, how: Callable[[Item], Item]) -> bool:
        """Change an item by what it is then; False where this exam is not running. From any thread."""
        keeping = self._keeping
        content = None if keeping is None else keeping.glance.content
        if keeping is None or content is None or content.exam.id != exam_id:
            return False
        keeping.update(item_id, how)
        return True

    def delete(self, item_id: str) -> None:
        """Take an item out.

        Raises:
            ExamError: There is no exam.
        """
        self._running().delete(item_id)

    def snapshot(self, view: ViewState, info: NetworkInfo | None) -> str:
        """Keep the picture that a view paints, plain and with its overlay; the id that it will have.

        Raises:
            RecordingFailed: There is no picture.
            ExamError: There is no exam.
        """
        shown = taken(view, info, self._side)
        self._running().snapshot(shown)
        self._look()
        return shown.id

    def clip_target(
        self, origin: ClipOrigin, source_name: str, info: NetworkInfo | None, found: Found | None = None
    ) -> Target:
        """Where a recording goes that becomes a clip; `found` tells what was found in it live.

        Raises:
            ExamError: There is no exam, or it is not open yet.
        """
        return self._running().clip(
            origin, source_name=source_name, network=network_used(info), side=self._side, found=found
        )

    def goes_on(self, target: Target, end: Callable[[], None]) -> None:
        """A recording was begun on this target; `end` ends it when the exam is closed."""
        self._running().goes_on(target, end)

    def contrast_folder(self, begun: Begun) -> Path | None:
        """Where a contrast study that begins now is kept; None without an exam."""
        return None if self._keeping is None else self._keeping.contrast_folder(begun, self._side)

    def contrast_kept(self, folder: Path, whole: bool) -> None:
        """A study that was begun in an exam is on the disk, all there will be or as far as it is; from any thread."""
        for keeping in (self._keeping, *self._ending):
            if keeping is not None and keeping.glance.folder == folder.parent:
                keeping.contrast_kept(folder, whole=whole)

    def _running(self) -> ExamKeeping:
        if self._keeping is None:
            raise ExamError("No exam is running. Start one first.")
        return self._keeping

    # -- news -------------------------------------------------------------------------------------------------------

    def _take_folder_fault(self, fault: MinamoError | None) -> None:
        self._fault.emit(fault)

    def _say(self, fault: MinamoError | None) -> None:
        if fault is None:
            self.well_again.emit()
        else:
            self.failed.emit(fault)

    def _look(self) -> None:
        if self._keeping is not None and self._keeping.glance.over:  # it could not be opened
            self._keeping = None
        for keeping in [each for each in self._ending if each.glance.over]:
            self._ending.remove(keeping)
            keeping.let_go()
            glance = keeping.glance
            if glance.content is not None and glance.folder is not None:
                self.closed.emit(glance.content, glance.folder)
        if self.view != self._shown:
            self._shown = self.view
            self.changed.emit()

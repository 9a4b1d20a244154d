"""One exam while things are being kept in it."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from app.contrast.desk import Begun
from app.exam.content.exam import Exam, ExamContent, ExamState, Item
from app.exam.content.model import new_id, now
from app.exam.content.picture import Clip, ClipOrigin, ContrastStudy, NetworkUsed, Side, Snapshot
from app.exam.errors import ExamError
from app.exam.keep.clip_entry import clip_as_told, clip_name, new_clip
from app.exam.keep.live_beside import Found, write_live_results
from app.exam.keep.mending import mended_items
from app.exam.keep.place_in_clip import ClipPictures, place_of
from app.exam.keep.shown_values import Taken, snapshot_of
from app.exam.keep.writer import ExamWriter
from app.feed.live_recording import Target
from app.snapshot import open_for_writing, pictures_of, write_picture
from capture.errors import MinamoError
from capture.recording_state import RecordingState

CLOSE_S = 180.0  # a contrast study that is read from a file and fitted, a recording on a slow disk
SNAPSHOT_TEXT = "Minamo snapshot"


class Record(Protocol):
    """An exam that is open for writing; `app.exam.record.record.ExamRecord` is one. Used by one thread here."""

    folder: Path

    @property
    def content(self) -> ExamContent:
        """Everything, as it is on the disk."""
        ...

    def put(self, item: Item) -> None:
        """Keep an item, or a new version of one."""
        ...

    def put_exam(self, exam: Exam) -> None:
        """Change what is said of the exam itself."""
        ...

    def delete(self, item_id: str) -> Item:
        """Take an item out; `put` brings it back."""
        ...

    def leave(self) -> bool:
        """Let go of the exam as it is."""
        ...

    def close(self) -> bool:
        """End the exam."""
        ...


@dataclass(frozen=True, slots=True)
class KeptGlance:
    """How the keeping of an exam stands.

    Attributes:
        content: Everything that is on the disk; None until the exam is made or opened.
        exam: As it will be when every change of it that was asked for is written; None as `content`, unless it was
            begun here.
        folder: Of the exam; None as long.
        waiting: Things that are not on the disk yet.
        slow: The disk takes seconds for one of them.
        over: Nothing more is kept: it was closed or left, or could not be opened.
    """

    content: ExamContent | None = None
    exam: Exam | None = None
    folder: Path | None = None
    waiting: int = 0
    slow: bool = False
    over: bool = False


class ExamKeeping:
    """Takes values from any thread and returns at once; whatever touches a disk is done in one thread of its own."""

    def __init__(
        self,
        open_record: Callable[[], Record],
        *,
        on_fault: Callable[[MinamoError], None],
        on_news: Callable[[], None],
        begun: Exam | None = None,
        open_file: Callable[[Path], BinaryIO] = open_for_writing,
    ) -> None:
        """Prepare; nothing is opened before `start`.

        Args:
            open_record: Makes the exam, or opens it to go on with it; called in the thread.
            on_fault: Called in the thread with what could not be kept.
            on_news: Called in any thread: the glance is another one.
            begun: The exam that will be made; None for one that is opened.
            open_file: Opens a new file for a snapshot.
        """
        self._open_record = open_record
        self._open_file = open_file
        self._on_fault = on_fault
        self._on_news = on_news
        self._lock = threading.Lock()
        self._record: Record | None = None
        self._content: ExamContent | None = None
        self._begun = begun
        self._asked: deque[Exam | None] = deque()  # the exam as each change on its way to the disk makes it
        self._folder: Path | None = None
        self._going_on: dict[str, Callable[[], None]] = {}  # ends what is not at its end, by clip or folder
        self._sides: dict[str, Side | None] = {}  # of contrast studies when they began, by folder
        self._let_go: list[Callable[[], None]] = []
        self._under_way: dict[str, Clip] = {}  # the writing thread's own
        self._writer = ExamWriter(on_fault=on_fault, on_done=on_news)
        self._ended = False

    def start(self) -> None:
        """Open the exam; what is kept meanwhile waits."""
        self._writer.do(self._open)
        self._writer.start()

    @property
    def glance(self) -> KeptGlance:
        """How it stands; from any thread."""
        waiting, slow = self._writer.waiting, self._writer.is_slow(time.monotonic_ns())
        with self._lock:  # after what waits: where nothing waits, the content has everything
            content, exam, folder, ended = self._content, self._exam_asked_for(), self._folder, self._ended
        return KeptGlance(content, exam, folder, waiting, slow, over=ended or self._writer.broken)

    def snapshot(self, shown: Taken) -> None:
        """Keep a picture, plain and with its overlay, which is drawn in the writing thread."""
        self._writer.do(lambda: self._write_snapshot(shown))

    def clip(
        self,
        origin: ClipOrigin,
        *,
        source_name: str,
        network: NetworkUsed | None,
        side: Side | None,
        found: Found | None = None,
    ) -> Target:
        """Where a recording goes that becomes a clip of the exam; its row follows from what the recording tells.

        Args:
            origin: Why it is kept.
            source_name: As snapshots of it have it.
            network: Which weights run.
            side: Which breast.
            found: Tells what was found live, which is written beside it at its end.

        Raises:
            ExamError: The exam is not open yet.
        """
        with self._lock:
            folder = self._folder
        if folder is None:
            raise ExamError("The exam is still being opened; press the key again in a moment")
        clip = new_clip(origin, source_name=source_name, network=network, side=side)

        def told(state: RecordingState) -> None:
            self._writer.do(lambda: self._take_state(clip, state, folder, found))

        return Target(folder, clip_name(clip), told, key=clip.id)

    def goes_on(self, target: Target, end: Callable[[], None]) -> None:
        """A recording was begun on this target; `end` ends it early, when the exam is closed."""
        with self._lock:
            self._going_on[target.key] = end

    def contrast_folder(self, begun: Begun, side: Side | None) -> Path | None:
        """Where a contrast study that begins is kept; None while the exam is not open."""
        with self._lock:
            if self._folder is None:
                return None
            self._going_on[begun.name] = begun.stop
            self._sides[begun.name] = side
            self._let_go.append(begun.let_go)
            return self._folder / begun.name

    def contrast_kept(self, folder: Path, *, whole: bool) -> None:
        """What a study's folder holds is on the disk: all there will be, or what there is so far."""
        self._writer.do(lambda: self._take_contrast(folder, whole=whole))

    def let_go(self) -> None:
        """The exam is over: nothing that began in it writes into its folder any more. GUI thread."""
        with self._lock:
            ends, self._let_go = self._let_go, []
        for end in ends:
            end()

    def put(self, item: Item) -> None:
        """Keep an item, or a new version of one."""
        self._writer.do(lambda: self._opened().put(item))
        self._writer.do(self._look)

    def update(self, item_id: str, how: Callable[[Item], Item]) -> None:
        """Change an item by what it is then; nothing where it was taken out."""
        self._writer.do(lambda: self._updated(item_id, how))

    def delete(self, item_id: str) -> None:
        """Take an item out; `put` brings it back."""
        self._writer.do(lambda: self._deleted(item_id))

    def change(self, how: Callable[[Exam], Exam]) -> None:
        """Change what is said of the exam itself; the glance's `exam` has it at once."""
        with self._lock:
            before = self._exam_asked_for()
            after = before
            if before is not None:
                with suppress(ValueError):  # what no file can hold is said when it is to be written
                    after = how(before)
            self._asked.append(after)
        self._writer.do(lambda: self._changed(how))

    def close(self) -> None:
        """End what goes on, then the exam; returns at once. `glance.over` tells the end."""
        self._end(lambda: self._over(self._opened().close))

    def leave(self) -> None:
        """Let go of the exam as it is, to go on with it another time; returns at once."""
        self._end(lambda: self._over(self._opened().leave))

    def finish(self, timeout_s: float) -> bool:
        """Wait for the end that was asked for; False (and a log entry) if the disk holds it up."""
        return self._writer.finish(timeout_s)

    @property
    def alive(self) -> bool:
        """Whether its thread lives."""
        return self._writer.alive

    # -- the writing thread -----------------------------------------------------------------------------------------

    def _open(self) -> None:
        try:
            record = self._open_record()
        except MinamoError:
            with self._lock:
                self._ended = True
            self._writer.end(lambda: None, lambda: True, patience_s=0)
            raise
        self._record = record
        if record.content.exam.state is ExamState.CLOSED:  # it was closed, and is gone on with
            record.put_exam(record.content.exam.model_copy(update={"state": ExamState.OPEN, "closed_at": None}))
        for item in mended_items(record.content, record.folder):
            record.put(item)
        with self._lock:
            self._folder = record.folder
        self._look()

    def _look(self) -> None:
        content = self._opened().content
        with self._lock:
            self._content = content

    def _write_snapshot(self, shown: Taken) -> None:
        record = self._opened()
        snapshot = snapshot_of(shown)
        snapshot = snapshot.model_copy(update={"clip_id": self._clip_with(snapshot, record)})
        plain, overlaid = pictures_of(shown.view, _weights(shown.network))
        plain.setText(SNAPSHOT_TEXT, snapshot.model_dump_json())
        paths = record.folder / snapshot.plain, record.folder / snapshot.overlaid
        try:
            with ThreadPoolExecutor(1, "overlay of a snapshot") as beside:  # two encoders are twice as soon on the disk
                other = beside.submit(write_picture, overlaid, paths[1], self._open_file)
                write_picture(plain, paths[0], self._open_file)
                other.result()
            record.put(snapshot)
        except OSError as fault:
            for path in paths:
                path.unlink(missing_ok=True)
            raise ExamError(
                "The snapshot was not kept: {folder} cannot be written ({reason}). Make room there or connect it "
                "again, then take the snapshot again",
                folder=record.folder,
                reason=fault.strerror or fault,
            ) from fault
        self._look()

    def _clip_with(self, snapshot: Snapshot, record: Record) -> str | None:
        """The clip that goes on; its end shows whether the picture stands in it. Else one that is complete."""
        for clip in reversed(self._under_way.values()):
            begun = clip.first_ns is not None and clip.first_ns <= snapshot.time_ns
            if begun and clip.source_name == snapshot.source_name:
                return clip.id
        place = place_of(snapshot, [clip for clip in record.content.clips if clip.complete], record.folder)
        return None if place is None else place.clip.id

    def _take_state(self, clip: Clip, state: RecordingState, folder: Path, found: Found | None) -> None:
        record = self._opened()
        known = any(other.id == clip.id for other in record.content.clips)
        now_it_is = clip_as_told(clip, state, folder)
        self._under_way[clip.id] = now_it_is
        if state.finished:
            del self._under_way[clip.id]
            with self._lock:
                self._going_on.pop(clip.id, None)
        if state.finished and found is not None:
            with suppress(OSError):  # the clip itself is kept, and can be analysed again
                now_it_is = write_live_results(now_it_is, folder, found)
        if now_it_is.files:
            record.put(now_it_is)
        elif known:
            record.delete(clip.id)
        if state.finished:
            self._link(now_it_is, record)
        self._look()

    def _link(self, clip: Clip, record: Record) -> None:
        """Snapshots that stand in the clip say so, also those that were taken before it was kept."""
        others = {other.id for other in record.content.clips} - {clip.id}
        free = [snapshot for snapshot in record.content.snapshots if snapshot.clip_id not in others]
        pictures = ClipPictures(clip, record.folder) if free else None
        for snapshot in free:
            inside = clip.id if pictures is not None and pictures.place_of(snapshot) is not None else None
            if inside != snapshot.clip_id:
                record.put(snapshot.model_copy(update={"clip_id": inside}))

    def _take_contrast(self, folder: Path, *, whole: bool) -> None:
        record = self._opened()
        name = folder.name
        if folder.is_dir() and all(study.folder != name for study in record.content.contrast_studies):
            record.put(ContrastStudy(id=new_id(), taken_at=now(), folder=name, side=self._sides.get(name)))
            self._look()
        if whole:
            with self._lock:
                self._going_on.pop(name, None)

    def _deleted(self, item_id: str) -> None:
        self._opened().delete(item_id)
        self._look()

    def _updated(self, item_id: str, how: Callable[[Item], Item]) -> None:
        record = self._opened()
        for item in record.content.items:
            if item.id == item_id:
                record.put(how(item))
        self._look()

    def _exam_asked_for(self) -> Exam | None:
        if self._asked and self._asked[-1] is not None:
            return self._asked[-1]
        return self._begun if self._content is None else self._content.exam

    def _changed(self, how: Callable[[Exam], Exam]) -> None:
        try:
            record = self._opened()
            record.put_exam(how(record.content.exam))
        finally:
            with self._lock:  # written or refused: from here on the disk says what it is
                self._asked.popleft()
                if self._record is not None:
                    self._content = self._record.content

    def _end(self, last: Callable[[], None]) -> None:
        with self._lock:
            ends = list(self._going_on.values())
        for end in ends:
            end()
        self._writer.end(last, self._all_at_their_end, patience_s=CLOSE_S)

    def _all_at_their_end(self) -> bool:
        with self._lock:
            return not self._going_on

    def _over(self, how: Callable[[], bool]) -> None:
        how()
        content = self._opened().content
        with self._lock:
            self._content, self._ended = content, True

    def _opened(self) -> Record:
        if self._record is None:
            raise ExamError("The exam could not be opened, so this was not kept in it")
        return self._record


def _weights(network: NetworkUsed | None) -> str | None:
    """As the picture's own texts tell them."""
    return None if network is None else " ".join(network.sha256.values())

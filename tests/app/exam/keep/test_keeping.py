"""What is kept in an exam is on the disk, or it is said at once; the caller never waits for it."""

import errno
import io
import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.contrast.desk import Begun
from app.exam.content.exam import ExamState
from app.exam.content.picture import ClipOrigin
from app.exam.errors import ExamError
from app.exam.keep.keeping import ExamKeeping
from app.exam.keep.place_in_clip import place_of
from app.exam.keep.writer import ExamWriter
from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord
from app.exam.record.rows import load_content
from app.feed.live_recording import LiveRecording
from app.snapshot import open_for_writing
from tests.app.exam.keep.kept_views import Listener, keep, snap, view
from tests.app.exam.record import made_exam
from tests.capture.recording_frames import frame


class SlowDisk:
    """Opens a file only when the test says so."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.goes_on = threading.Event()

    def __call__(self, path: Path):
        self.reached.set()
        assert self.goes_on.wait(60)
        return open_for_writing(path)


class Failing:
    """A disk that refuses, until the test mends it."""

    def __init__(self, number: int) -> None:
        self.number: int | None = number

    def __call__(self, path: Path):
        if self.number is None:
            return open_for_writing(path)
        number = self.number

        class Full(io.FileIO):
            def write(self, data) -> int:
                raise OSError(number, os.strerror(number))

        return Full(path, "xb")


def start_clip(keeping: ExamKeeping, recording: LiveRecording, origin: ClipOrigin = ClipOrigin.AFTER_THE_FACT) -> None:
    target = keeping.clip(origin, source_name="Room 2", network=None, side="left")
    after = origin is ClipOrigin.AFTER_THE_FACT
    end = recording.keep_on(target) if after else recording.toggle(target)
    assert end is not None
    keeping.goes_on(target, end)


@pytest.fixture
def recording(tmp_path: Path):
    recording = LiveRecording(tmp_path / "elsewhere", 30, "Room 2", lambda: None)
    recording.start()
    yield recording
    recording.stop()


def put(recording: LiveRecording, first: int, end: int) -> None:
    for number in range(first, end):
        recording.put(frame(number))


def test_a_snapshot_is_two_pictures_and_a_row(keeping: ExamKeeping, listener: Listener, database: ExamDatabase) -> None:
    snap(keeping)
    (snapshot,) = listener.content(lambda content: bool(content.snapshots)).snapshots
    folder = keeping.glance.folder
    assert folder is not None
    with Image.open(folder / snapshot.plain) as plain:
        assert np.array_equal(np.asarray(plain.convert("RGB")), view().frame.pixels)
        told = json.loads(plain.text["Minamo snapshot"])
    assert (folder / snapshot.overlaid).is_file()
    assert told["id"] == snapshot.id
    assert (snapshot.frame_index, snapshot.time_ns, snapshot.side) == (7, frame(7).time_ns, "left")
    assert snapshot.findings[0].box_px == (30, 20, 90, 70)
    content, _ = load_content(database, keeping.glance.content.exam.id)
    assert content.snapshots == (snapshot,)


def test_keeping_never_waits_for_the_disk_and_a_slow_one_is_said(
    listener: Listener, database: ExamDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk()
    keeping = keep(listener, database, tmp_path / "exams", open_file=disk)
    for number in range(5):
        snap(keeping, number)  # returns, though no file opens
    assert disk.reached.wait(60)
    assert keeping.glance.waiting == 5
    assert not keeping.glance.slow
    monkeypatch.setattr("app.exam.keep.writer.SLOW_NS", 0)
    assert keeping.glance.slow
    disk.goes_on.set()
    assert len(listener.content(lambda content: len(content.snapshots) == 5).snapshots) == 5
    assert not keeping.glance.slow
    keeping.leave()
    assert keeping.finish(20)


def test_where_nothing_waits_the_content_has_everything(
    listener: Listener, database: ExamDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk()
    keeping = keep(listener, database, tmp_path / "exams", open_file=disk)
    snap(keeping)
    assert disk.reached.wait(60)
    really_waiting = ExamWriter.waiting.fget

    def looked_at(writer: ExamWriter) -> int:
        disk.goes_on.set()  # the writer ends its work in the middle of a glance
        listener.until(lambda: really_waiting(writer) == 0)
        return 0

    with monkeypatch.context() as looking:
        looking.setattr(ExamWriter, "waiting", property(looked_at))
        glance = keeping.glance
    assert (glance.waiting, len(glance.content.snapshots)) == (0, 1)
    keeping.leave()
    assert keeping.finish(20)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_fails_is_said_and_the_next_snapshot_is_kept_when_it_is_well(
    listener: Listener, database: ExamDatabase, tmp_path: Path, number: int
) -> None:
    disk = Failing(number)
    keeping = keep(listener, database, tmp_path / "exams", open_file=disk)
    snap(keeping)
    listener.until(lambda: bool(listener.faults))
    assert "The snapshot was not kept" in str(listener.faults[0])
    assert os.strerror(number) in str(listener.faults[0])
    folder = keeping.glance.folder
    assert folder is not None
    assert list(folder.glob("*snapshot*")) == []
    disk.number = None
    snap(keeping)
    assert len(listener.content(lambda content: bool(content.snapshots)).snapshots) == 1
    keeping.leave()
    assert keeping.finish(20)


def test_an_exam_that_cannot_be_made_is_over_and_says_why(
    listener: Listener, database: ExamDatabase, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    keeping = keep(listener, database, tmp_path / "taken")
    snap(keeping)
    listener.until(lambda: len(listener.faults) == 2)
    assert keeping.glance.over
    assert keeping.finish(20)


def test_a_clip_has_its_row_while_it_is_written_and_is_complete_at_its_end(
    keeping: ExamKeeping, recording: LiveRecording, listener: Listener
) -> None:
    put(recording, 0, 20)
    start_clip(keeping, recording)
    (early,) = listener.content(lambda content: bool(content.clips)).clips
    assert not early.complete
    assert len(early.files) == 1
    put(recording, 20, 40)
    recording.end_clip()
    content = listener.content(lambda content: content.clips[0].complete)
    (clip,) = content.clips
    assert (clip.id, clip.files, clip.frames, clip.gaps) == (early.id, early.files, 40, 0)
    assert (clip.first_ns, clip.last_ns) == (frame(0).time_ns, frame(39).time_ns)
    assert clip.side == "left"


def test_a_snapshot_knows_the_clip_in_which_it_stands_also_one_that_was_kept_afterwards(
    keeping: ExamKeeping, recording: LiveRecording, listener: Listener
) -> None:
    snap(keeping, 5)  # before the clip was kept
    put(recording, 0, 20)
    start_clip(keeping, recording)
    listener.content(lambda content: bool(content.clips))
    snap(keeping, 25)  # while it goes on
    snap(keeping, 26, source="Room 3")
    put(recording, 20, 40)
    recording.end_clip()
    snap(keeping, 90)  # after it
    content = listener.content(lambda content: content.clips[0].complete and len(content.snapshots) == 4)
    (clip,) = content.clips
    folder = keeping.glance.folder
    assert folder is not None
    linked = {snapshot.frame_index: snapshot.clip_id for snapshot in content.snapshots}
    assert linked == {5: clip.id, 25: clip.id, 26: None, 90: None}
    places = {snapshot.frame_index: place_of(snapshot, content.clips, folder) for snapshot in content.snapshots}
    assert places[5] is not None
    assert (places[5].file, places[5].number) == (clip.files[0], 5)
    assert places[90] is None


def test_a_recording_that_got_no_picture_leaves_no_row(
    keeping: ExamKeeping, recording: LiveRecording, listener: Listener
) -> None:
    start_clip(keeping, recording, ClipOrigin.RECORDED)
    recording.toggle()
    recording.stop()
    assert listener.content().clips == ()


def test_closing_ends_what_goes_on_and_loses_nothing(
    keeping: ExamKeeping, recording: LiveRecording, listener: Listener, database: ExamDatabase
) -> None:
    put(recording, 0, 20)
    start_clip(keeping, recording)
    snap(keeping, 3)
    keeping.close()
    listener.until(lambda: keeping.glance.over)
    content, _ = load_content(database, keeping.glance.content.exam.id)
    assert content.exam.state is ExamState.CLOSED
    assert content.clips[0].complete
    assert content.clips[0].frames == 20
    assert len(content.snapshots) == 1


def test_a_contrast_study_is_registered_once_and_closing_waits_for_it(
    keeping: ExamKeeping, listener: Listener, database: ExamDatabase
) -> None:
    stopped = threading.Event()
    let_go = threading.Event()
    folder = keeping.contrast_folder(Begun("contrast-1", stopped.set, let_go.set), "left")
    assert folder is not None
    folder.mkdir()
    keeping.contrast_kept(folder, whole=False)
    assert len(listener.content(lambda content: bool(content.contrast_studies)).contrast_studies) == 1
    keeping.close()
    assert stopped.is_set()
    assert not keeping.glance.over
    keeping.contrast_kept(folder, whole=True)
    listener.until(lambda: keeping.glance.over)
    keeping.let_go()
    assert let_go.is_set()
    content, _ = load_content(database, keeping.glance.content.exam.id)
    assert [(study.folder, study.side) for study in content.contrast_studies] == [("contrast-1", "left")]


def test_what_a_crash_left_is_mended_when_the_exam_is_gone_on_with(
    listener: Listener, database: ExamDatabase, tmp_path: Path, recording: LiveRecording, qapp: object
) -> None:
    first = keep(listener, database, tmp_path / "exams")
    listener.content()
    put(recording, 0, 20)
    start_clip(first, recording)
    (clip,) = listener.content(lambda content: bool(content.clips)).clips
    first._going_on.clear()  # as after a crash: nobody tells the end
    first._under_way.clear()
    folder = first.glance.folder
    assert folder is not None
    (folder / "contrast-1").mkdir()
    (folder / "contrast-1" / "study.json").write_text("{}")
    (folder / "contrast-1" / "curve.csv.partial").write_text("time")
    recording.end_clip()
    recording.stop()
    exam_id = first.glance.content.exam.id
    first.leave()
    assert first.finish(20)
    with database.transaction() as connection:  # as it stood before its end was told
        connection.execute("UPDATE item SET body = ? WHERE id = ?", (clip.model_dump_json(), clip.id))
    again = Listener()
    second = ExamKeeping(
        lambda: ExamRecord.open(database, exam_id, retry_s=0.01), on_fault=again.fault, on_news=again.news
    )
    again.keeping = second
    second.start()
    content = again.content()
    assert (content.clips[0].frames, content.clips[0].complete) == (20, False)
    assert content.contrast_studies[0].folder == "contrast-1"
    assert (folder / "contrast-1" / "curve.csv").is_file()
    second.leave()
    assert second.finish(20)


def test_an_exam_that_was_closed_can_be_gone_on_with(
    keeping: ExamKeeping, listener: Listener, database: ExamDatabase
) -> None:
    exam_id = keeping.glance.content.exam.id
    keeping.close()
    listener.until(lambda: keeping.glance.over)
    again = Listener()
    second = ExamKeeping(
        lambda: ExamRecord.open(database, exam_id, retry_s=0.01), on_fault=again.fault, on_news=again.news
    )
    again.keeping = second
    second.start()
    assert again.content().exam.state is ExamState.OPEN
    snap(second)
    assert again.content(lambda content: bool(content.snapshots)).exam.closed_at is None
    second.close()
    again.until(lambda: second.glance.over)


def test_the_exam_is_changed_by_what_it_is_then_and_not_by_what_it_was(
    keeping: ExamKeeping, listener: Listener
) -> None:
    keeping.change(lambda exam: exam.model_copy(update={"note": "dense breast"}))
    keeping.change(lambda exam: exam.model_copy(update={"sides": ("left",)}))
    content = listener.content(lambda content: content.exam.sides == ("left",))
    assert content.exam.note == "dense breast"


def test_before_an_exam_is_open_a_recording_is_refused_with_what_to_do(
    listener: Listener, database: ExamDatabase, tmp_path: Path
) -> None:
    keeping = ExamKeeping(
        lambda: ExamRecord.create(database, tmp_path / "exams", made_exam.exam()),
        on_fault=listener.fault,
        on_news=listener.news,
    )
    with pytest.raises(ExamError, match="press the key again"):
        keeping.clip(ClipOrigin.RECORDED, source_name="", network=None, side=None)

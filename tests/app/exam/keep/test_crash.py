"""A program that is killed in the middle of an exam loses no snapshot, no finding, and at most 2 s of video."""

import multiprocessing
import os
import signal
import sys
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import pytest
from PIL import Image

from app.exam.content.exam import ExamState
from app.exam.content.lesion import Lesion, Place
from app.exam.content.model import new_id, now
from app.exam.content.picture import ClipOrigin
from app.exam.keep.keeping import ExamKeeping
from app.exam.record.record import ExamRecord
from app.exam.record.shelf import unfinished
from app.feed.live_recording import LiveRecording
from capture.side_file import read_side_file
from tests.app.exam.keep.kept_views import Listener, keep, snap
from tests.app.exam.record import made_exam
from tests.capture.recording_frames import INTERVAL_NS, decoded, frame

SNAPSHOT_EVERY = 40
LEAST_FRAMES = 400
LOST_S = 2.0


def _examine_until_killed(
    folder: str, put: "Synchronized[int]", snapshots: "Synchronized[int]", lesions: "Synchronized[int]"
) -> None:
    """Scan, record, keep; tell how much was promised to be on the disk."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    listener = Listener()
    keeping = keep(listener, made_exam.database(Path(folder)), Path(folder) / "exams")
    listener.content()
    recording = LiveRecording(Path(folder), 5, "Room 2", lambda: None)
    recording.start()
    number = 0
    target = None
    while application is not None:
        ring = recording._ring
        assert ring is not None
        while ring._queue.waiting > 20:
            listener.keeping.glance  # noqa: B018  # the disk sets the pace here, as the scanner does in a room
        recording.put(frame(number))
        number += 1
        put.value = number
        if number == 60:
            target = keeping.clip(ClipOrigin.AFTER_THE_FACT, source_name="Room 2", network=None, side="left")
            recording.keep_on(target)
            recording.toggle()  # let it run
        if number % SNAPSHOT_EVERY == 0:
            snap(keeping, number - 1)
            lesion_number = number // SNAPSHOT_EVERY
            place = Place(side="left")
            keeping.put(Lesion(id=new_id(), number=lesion_number, confirmed_at=now(), place=place))
        content = keeping.glance.content
        if content is not None:
            snapshots.value, lesions.value = len(content.snapshots), len(content.lesions)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_killed_exam_is_found_gone_on_with_and_has_lost_two_seconds_at_most(tmp_path: Path, qapp: object) -> None:
    spawn = multiprocessing.get_context("spawn")
    put, snapshots, lesions = (spawn.Value("q", 0) for _ in range(3))
    child = spawn.Process(target=_examine_until_killed, args=(str(tmp_path), put, snapshots, lesions), daemon=True)
    child.start()
    while put.value < LEAST_FRAMES or snapshots.value < 4 or lesions.value < 4:
        assert child.is_alive()
        child.join(0.02)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()

    database = made_exam.database(tmp_path)
    (left,) = unfinished(database)
    listener = Listener()
    again = ExamKeeping(lambda: ExamRecord.open(database, left.id), on_fault=listener.fault, on_news=listener.news)
    listener.keeping = again
    again.start()
    content = listener.content()
    assert content.exam.state is ExamState.OPEN
    assert len(content.snapshots) >= snapshots.value
    assert len(content.lesions) >= lesions.value
    for snapshot in content.snapshots:
        for name in (snapshot.plain, snapshot.overlaid):
            with Image.open(left.folder / name) as picture:
                picture.load()
    (clip,) = content.clips
    assert not clip.complete
    video = left.folder / clip.files[-1]
    pictures = sum(1 for _ in decoded(video))
    last = read_side_file(video).indices[pictures - 1]
    lost_s = (put.value - 1 - last) * INTERVAL_NS / 1e9
    print(f"lost {lost_s:.2f} s of video, {len(content.snapshots)} snapshots kept")
    assert lost_s <= LOST_S
    assert clip.frames >= pictures
    snap(again, 5)  # it goes on
    assert len(listener.content(lambda now_it_is: len(now_it_is.snapshots) > len(content.snapshots)).snapshots)
    again.close()
    listener.until(lambda: again.glance.over)
    assert listener.faults == []
    database.close()

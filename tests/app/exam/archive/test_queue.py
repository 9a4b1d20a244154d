"""The queue: what was put in is on the disk, comes back after a crash, and never goes under two names."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exam.archive.waiting.message import Message, MessageKind, MessageState, Reason
from app.exam.archive.waiting.queue import ArchiveQueue
from app.exam.archive.waiting.queue_file import FILE_NAME
from app.exam.archive.waiting.sending_right import SendingRight
from app.exam.archive.waiting.spool import Outgoing
from app.exam.archive.waits import FIRST_WAIT_S, LONGEST_WAIT_S, wait_s
from app.exam.errors import ArchiveError
from tests.app.exam.archive.dicom_objects import data_bytes, findings, outgoing, picture, report
from tests.capture.small_disk import small_disk  # noqa: F401  # a fixture
from tests.conftest import REPOSITORY

SOON = Reason("The host {host} is not known in this network; correct its name or address", {"host": "pacs"})
KILLED = """
import os, sys
from pathlib import Path
from app.exam.archive.waiting.queue import ArchiveQueue
from app.exam.archive.waiting.spool import Outgoing
queue = ArchiveQueue(Path(sys.argv[1]))
queue.add([Outgoing(Path(name)) for name in sys.argv[2:]], exam_id="exam", patient="P7")
queue.begin(queue.messages()[:1])
os.kill(os.getpid(), 9)
"""


def due(queue: ArchiveQueue, now_s: float = 0.0) -> list[str]:
    return [message.uid for message in queue.due(now_s, [MessageKind.OBJECT], LONGEST_WAIT_S)]


def only(queue: ArchiveQueue) -> Message:
    [message] = queue.messages()
    return message


def test_what_was_put_in_waits_whole_and_in_order(queue: ArchiveQueue) -> None:
    made = [picture(), findings(), report()]
    assert queue.add(outgoing(*made), exam_id="exam", patient="000123  山田 太郎", commitment=True) == (3, 0)
    messages = queue.messages()
    assert [message.uid for message in messages] == [one.SOPInstanceUID for one in made]
    assert all(message.state is MessageState.WAITING and message.wants_commitment for message in messages)
    assert all(queue.intact(message) for message in messages)
    assert messages[0].patient == "000123  山田 太郎"
    assert due(queue) == [one.SOPInstanceUID for one in made]


def test_a_file_is_copied_byte_by_byte(queue: ArchiveQueue, tmp_path: Path) -> None:
    file = tmp_path / "report.dcm"
    report().save_as(file, enforce_file_format=True)
    queue.add([Outgoing(file)])
    assert only(queue).file.read_bytes() == file.read_bytes()


def test_the_same_object_is_put_in_once_however_often_it_is_sent(queue: ArchiveQueue) -> None:
    made = picture("1.2.3")
    assert queue.add(outgoing(made)) == (1, 0)
    first = data_bytes(only(queue).file)
    assert queue.add(outgoing(picture("1.2.3", edge_px=32))) == (0, 1)
    assert data_bytes(only(queue).file) == first
    queue.sent(only(queue))
    assert queue.add(outgoing(made)) == (0, 1)
    assert only(queue).state is MessageState.SENT


def test_sending_a_refused_object_again_lets_it_wait_again(queue: ArchiveQueue) -> None:
    made = picture()
    queue.add(outgoing(made))
    queue.fail(only(queue), SOON)
    assert due(queue) == []
    assert queue.add(outgoing(made)) == (0, 1)
    assert due(queue) == [made.SOPInstanceUID]


def test_after_kill_9_everything_is_there_and_what_was_on_the_line_waits_again(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.dcm" for number in range(3)]
    for number, file in enumerate(files):
        picture(f"1.2.3.{number}").save_as(file, enforce_file_format=True)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path / "queue", *files], cwd=REPOSITORY, capture_output=True, check=False
    )
    assert killed.returncode == -9, killed.stderr.decode()
    queue = ArchiveQueue(tmp_path / "queue")
    assert [message.state for message in queue.messages()] == [MessageState.SENDING, *[MessageState.WAITING] * 2]
    assert queue.take_back_interrupted() == 1
    assert due(queue) == ["1.2.3.0", "1.2.3.1", "1.2.3.2"]
    assert [data_bytes(message.file) for message in queue.messages()] == [data_bytes(file) for file in files]
    queue.close()


def test_a_file_whose_entry_was_lost_in_a_crash_is_taken_in_under_its_own_uid(queue: ArchiveQueue) -> None:
    queue.add(outgoing(picture("1.2.3")))
    folder = only(queue).file.parent
    queue.close()
    with sqlite3.connect(folder / FILE_NAME) as database:
        database.execute("DELETE FROM message")
    (folder / "not-dicom.dcm").write_bytes(b"nothing")
    again = ArchiveQueue(folder)
    assert due(again) == ["1.2.3"]
    again.close()


@pytest.mark.parametrize("damage", [b"this is no database at all" * 400, None])
def test_a_damaged_database_is_moved_aside_and_the_queue_made_anew_from_its_files(
    queue: ArchiveQueue, damage: bytes | None
) -> None:
    queue.add(outgoing(*[picture(f"1.2.{number}", edge_px=8) for number in range(1, 40)]))
    folder = queue.messages()[0].file.parent
    queue.close()
    file = folder / FILE_NAME
    content = bytearray(file.read_bytes())
    content[4096 : 4096 + 8192] = b"\xa5" * 8192
    file.write_bytes(damage or bytes(content))
    again = ArchiveQueue(folder)
    assert again.damaged is not None
    assert again.damaged.is_file()
    assert set(due(again)) == {f"1.2.{number}" for number in range(1, 40)}
    again.close()


def test_a_queue_of_a_newer_version_is_left_alone(queue: ArchiveQueue, tmp_path: Path) -> None:
    queue.close()
    file = tmp_path / "queue" / FILE_NAME
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(ArchiveError, match="newer version"):
        ArchiveQueue(tmp_path / "queue")
    assert file.is_file()


@pytest.mark.filterwarnings("ignore::UserWarning:pydicom")
def test_a_file_that_is_no_dicom_object_is_refused_and_leaves_nothing(queue: ArchiveQueue, tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense.dcm"
    nonsense.write_bytes(b"nothing")
    escaping = picture()
    escaping.SOPInstanceUID = "../../1.2.3"
    for wrong in (Outgoing(nonsense), Outgoing(tmp_path / "missing.dcm"), Outgoing(escaping, description="escaping")):
        with pytest.raises(ArchiveError, match="no DICOM object"):
            queue.add([wrong])
    assert queue.messages() == ()
    assert list((tmp_path / "queue").glob("*.dcm")) == []


def test_a_full_disk_is_said_and_what_was_in_the_queue_stays(small_disk: Path) -> None:  # noqa: F811
    queue = ArchiveQueue(small_disk / "queue")
    queue.add(outgoing(picture("1.2.3", edge_px=128)))
    with pytest.raises(ArchiveError, match="make room there"):
        queue.add(outgoing(picture("1.2.4", edge_px=1000)))
    assert due(queue) == ["1.2.3"]
    assert queue.intact(only(queue))
    assert list((small_disk / "queue").glob(".*.part")) == []
    queue.close()


def test_what_is_done_keeps_neither_file_nor_patient(queue: ArchiveQueue) -> None:
    queue.add(outgoing(picture()), patient="000123  山田 太郎")
    file = only(queue).file
    queue.sent(only(queue))
    assert only(queue).done
    assert only(queue).patient == ""
    assert not file.exists()


def test_a_file_is_kept_until_the_archive_has_promised_to_keep_it(queue: ArchiveQueue) -> None:
    queue.add(outgoing(picture("1.2.3")), commitment=True)
    queue.sent(only(queue))
    assert only(queue).file.exists()
    queue.ask("1.2.9", [only(queue)], 0.0)
    assert queue.answer("1.2.9", ["1.2.3"], {}, 0.0)
    assert only(queue).state is MessageState.COMMITTED
    assert not only(queue).file.exists()
    assert not queue.answer("1.2.9", ["1.2.3"], {}, 0.0)


def test_a_message_is_removed_with_its_file_but_not_while_it_is_on_the_line(queue: ArchiveQueue) -> None:
    queue.add(outgoing(picture()))
    file = only(queue).file
    queue.begin(queue.messages())
    assert queue.remove(queue.messages()) == ()
    queue.put_back(queue.messages())
    assert len(queue.remove(queue.messages())) == 1
    assert not file.exists()
    assert queue.messages() == ()


def test_a_file_that_was_changed_in_the_queue_is_seen(queue: ArchiveQueue) -> None:
    queue.add(outgoing(picture()))
    message = only(queue)
    content = bytearray(message.file.read_bytes())
    content[-1] ^= 1
    message.file.write_bytes(content)
    assert not queue.intact(message)


def test_one_of_two_windows_sends_and_the_right_comes_back_from_the_dead(tmp_path: Path) -> None:
    holder = "import sys; from pathlib import Path; from app.exam.archive.waiting.sending_right import SendingRight\n"
    holder += "right = SendingRight(Path(sys.argv[1])); print(right.take(), flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, tmp_path], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"True"
        mine = SendingRight(tmp_path)
        assert not mine.take()
        other.kill()
        other.wait()
        assert mine.take()
        assert not SendingRight(tmp_path).take()
        mine.give_back()


def test_two_windows_put_into_one_queue(queue: ArchiveQueue, tmp_path: Path) -> None:
    other = ArchiveQueue(tmp_path / "queue")
    queue.add(outgoing(picture("1.2.3")))
    assert other.add(outgoing(picture("1.2.3"), picture("1.2.4"))) == (1, 1)
    assert due(queue) == due(other) == ["1.2.3", "1.2.4"]
    other.close()


def test_a_clock_that_was_set_back_holds_nothing_up(queue: ArchiveQueue) -> None:
    queue.add(outgoing(picture("1.2.3")))
    queue.begin(queue.messages())
    queue.postpone(queue.messages(), SOON, 1000.0)
    assert due(queue, 999.0) == []
    assert due(queue, 1000.0) == ["1.2.3"]
    assert due(queue, 1000.0 - 2 * LONGEST_WAIT_S) == ["1.2.3"]
    assert str(only(queue).reason) == "The host pacs is not known in this network; correct its name or address"


@given(tries=st.integers(0, 10_000))
@settings(max_examples=50)
def test_the_wait_grows_and_is_never_longer_than_its_limit(tries: int) -> None:
    assert FIRST_WAIT_S <= wait_s(tries) <= wait_s(tries + 1) <= LONGEST_WAIT_S

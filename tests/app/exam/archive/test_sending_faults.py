"""Whatever goes wrong on the way to the archive is said in words, and nothing is lost or sent under two names."""

import socket
import threading
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import FileDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    JPEG2000,
    MPEG4HP41,
    UID,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
    SecondaryCaptureImageStorage,
    UltrasoundMultiFrameImageStorage,
)
from pynetdicom import evt

from app.exam.archive import storing, transfer
from app.exam.archive.line.peer import Peer
from app.exam.archive.sender import Sender, SendingPlan
from app.exam.archive.waiting.message import Message, MessageState
from app.exam.archive.waiting.queue import ArchiveQueue
from app.exam.archive.waiting.sending_right import SendingRight
from app.exam.archive.waiting.spool import Outgoing
from app.exam.archive.waits import FIRST_WAIT_S, LONGEST_WAIT_S
from app.exam.dicom.objects import exam_objects
from tests.app.exam.archive.conftest import Clock, SenderMaker
from tests.app.exam.archive.dicom_objects import data_bytes, outgoing, picture
from tests.app.exam.archive.orthanc import Orthanc, free_ports
from tests.app.exam.archive.stations import Archive, line_that_breaks
from tests.app.exam.dicom.made_exam import made_exam

CAPTURE = str(SecondaryCaptureImageStorage)
EVERYTHING = [str(ImplicitVRLittleEndian), str(ExplicitVRLittleEndian), str(RLELossless)]


class Slow(Archive):
    """An archive that answers only when it is let go."""

    def __init__(self, go_on: threading.Event, arrived: threading.Event | None = None) -> None:
        super().__init__({CAPTURE: EVERYTHING})
        self._go_on, self._arrived = go_on, arrived or threading.Event()

    def _take(self, event: evt.Event) -> int:
        self._arrived.set()
        self._go_on.wait(60)
        return super()._take(event)


def taking(*syntaxes: UID, statuses: list[int] | None = None) -> Archive:
    return Archive({CAPTURE: [str(syntax) for syntax in syntaxes] or EVERYTHING}, statuses or [])


def only(queue: ArchiveQueue) -> Message:
    [message] = queue.messages()
    return message


def once(sender: Sender, queue: ArchiveQueue) -> str:
    """One step, and what the queue says of its one message then."""
    sender.step()
    assert only(queue).state is not MessageState.SENDING
    return str(only(queue).reason)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "WRONG"}, "knows no AE title WRONG"),
        ({"own_title": "STRANGER"}, "does not accept this station's AE title STRANGER"),
        ({"port": 0}, "Nothing listens at"),
        ({"host": "no-such-host.invalid"}, "is not known in this network"),
    ],
)
def test_an_archive_that_is_not_reached_leaves_everything_waiting_with_the_reason(
    orthanc: Orthanc, queue: ArchiveQueue, sender: SenderMaker, changes: dict[str, object], said: str
) -> None:
    made = [picture(), picture()]
    queue.add(outgoing(*made))
    before = [data_bytes(message.file) for message in queue.messages()]
    [closed] = free_ports(1)
    sender(SendingPlan(replace(orthanc.peer, **{name: value or closed for name, value in changes.items()}))).step()
    assert all(said in str(message.reason) for message in queue.messages())
    assert {message.state for message in queue.messages()} == {MessageState.WAITING}
    assert [data_bytes(message.file) for message in queue.messages()] == before
    queue.retry(queue.messages())  # the user has mended it
    sender(SendingPlan(orthanc.peer)).step()
    assert set(orthanc.files()) == {one.SOPInstanceUID for one in made}


def test_tries_become_rarer_up_to_a_limit_and_never_end(queue: ArchiveQueue, sender: SenderMaker, clock: Clock) -> None:
    queue.add(outgoing(picture()))
    [closed] = free_ports(1)
    sending = sender(SendingPlan(Peer("127.0.0.1", closed, "ARCHIVE", "MINAMO")))
    began_s, tried_s = clock.now_s, []
    while len(tried_s) < 10:
        tries = only(queue).tries
        sending.step()
        if only(queue).tries > tries:
            tried_s.append(clock.now_s - began_s)
    gaps = [later - earlier for earlier, later in pairwise(tried_s)]
    assert gaps[:4] == pytest.approx([FIRST_WAIT_S, 2 * FIRST_WAIT_S, 4 * FIRST_WAIT_S, 8 * FIRST_WAIT_S], abs=1)
    assert gaps[-1] == pytest.approx(LONGEST_WAIT_S, abs=1)
    assert only(queue).state is MessageState.WAITING


@pytest.mark.parametrize("after_bytes", [1, 700, 40_000, 700_000])
def test_a_line_cut_in_mid_transfer_loses_nothing_and_sends_nothing_twice(
    orthanc: Orthanc, queue: ArchiveQueue, sender: SenderMaker, tmp_path: Path, after_bytes: int
) -> None:
    made = [picture(edge_px=400), picture(edge_px=400)]  # half a megabyte each
    queue.add(outgoing(*made))
    sent = {message.uid: data_bytes(message.file) for message in queue.messages()}
    with line_that_breaks(orthanc.peer, after_bytes) as cut:
        sender(SendingPlan(cut)).step()
    states = [message.state for message in queue.messages()]
    assert states == [MessageState.SENT if after_bytes > 500_000 else MessageState.WAITING, MessageState.WAITING]
    said = str(queue.messages()[1].reason)
    assert "cut off in mid-transfer" in said or "does not answer as DICOM" in said
    queue.retry(queue.messages())
    sender(SendingPlan(orthanc.peer)).step()
    assert {message.state for message in queue.messages()} == {MessageState.SENT}
    back = {}
    for uid, content in orthanc.files().items():
        (tmp_path / uid).write_bytes(content)
        back[uid] = data_bytes(tmp_path / uid)
    assert back == sent


def test_an_archive_that_never_answers_is_given_up(
    queue: ArchiveQueue, sender: SenderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "ANSWER_S", 0.3)
    queue.add(outgoing(picture()))
    silent = threading.Event()
    archive = Slow(silent)
    with archive.running() as peer:
        said = once(sender(SendingPlan(replace(peer, timeout_s=0.3))), queue)
        silent.set()
    assert "cut off in mid-transfer" in said
    assert only(queue).state is MessageState.WAITING


def test_an_archive_that_stops_reading_is_given_up(
    queue: ArchiveQueue, sender: SenderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than the buffers of the line hold is on its way, and nobody takes it."""
    monkeypatch.setattr(storing, "ANSWER_S", 0.5)
    monkeypatch.setattr(storing, "SLOWEST_BYTES_S", 1e9)
    queue.add(outgoing(picture(frames=30, edge_px=400)))
    kinds = {str(UltrasoundMultiFrameImageStorage): EVERYTHING}
    with Archive(kinds).running() as peer, line_that_breaks(peer, 0, stalls_after=100_000) as stalled:
        said = once(sender(SendingPlan(replace(stalled, timeout_s=0.5))), queue)
    assert "cut off in mid-transfer" in said
    assert only(queue).state is MessageState.WAITING


@pytest.mark.parametrize("status", [0xA700, 0xA701, 0x0110, 0x0213])
def test_a_full_archive_keeps_the_object_waiting_and_gets_it_later(
    queue: ArchiveQueue, sender: SenderMaker, status: int
) -> None:
    queue.add(outgoing(picture(), picture()))
    archive = taking(statuses=[status])
    with archive.running() as peer:
        sending = sender(SendingPlan(peer))
        sending.step()
        assert f"is full or has no resources (status {status:04X}H)" in str(queue.messages()[0].reason)
        assert {message.state for message in queue.messages()} == {MessageState.WAITING}
        assert archive.stored == []
        queue.retry(queue.messages())
        sending.step()
    assert [uid for uid, _, _ in archive.stored] == [message.uid for message in queue.messages()]


@pytest.mark.parametrize(
    ("status", "said"),
    [(0xA900, "cannot use this object"), (0xC123, "cannot use this object"), (0x0124, "does not allow this station")],
)
def test_an_object_that_is_refused_for_good_waits_for_the_user_and_the_others_go(
    queue: ArchiveQueue, sender: SenderMaker, status: int, said: str
) -> None:
    queue.add(outgoing(picture(), picture()))
    archive = taking(statuses=[status])
    with archive.running() as peer:
        sender(SendingPlan(peer)).step()
    refused, taken = queue.messages()
    assert (refused.state, taken.state) == (MessageState.FAILED, MessageState.SENT)
    assert said in str(refused.reason)
    assert refused.file.exists()


def test_a_duplicate_and_a_warning_count_as_stored(queue: ArchiveQueue, sender: SenderMaker) -> None:
    queue.add(outgoing(picture(), picture()))
    with taking(statuses=[0x0111, 0xB000]).running() as peer:
        sender(SendingPlan(peer)).step()
    assert [message.state for message in queue.messages()] == [MessageState.SENT] * 2
    assert "with a warning (status B000H)" in str(queue.messages()[1].reason)


# -- transfer syntaxes -------------------------------------------------------------------------------------------------


def test_an_archive_that_takes_only_uncompressed_gets_the_same_pixels_under_the_same_uid(
    queue: ArchiveQueue, sender: SenderMaker
) -> None:
    made = picture(syntax=RLELossless)
    queue.add(outgoing(made))
    archive = taking(ImplicitVRLittleEndian)
    with archive.running() as peer:
        sender(SendingPlan(peer)).step()
    [(uid, content, syntax)] = archive.stored
    assert (uid, syntax) == (made.SOPInstanceUID, ImplicitVRLittleEndian)
    back = _read(content, syntax)
    assert back.SOPInstanceUID == made.SOPInstanceUID
    assert (back.pixel_array == made.pixel_array).all()
    assert str(back.PatientName) == str(made.PatientName)
    assert list(only(queue).file.parent.glob(".*.part")) == []


def test_an_archive_that_takes_it_as_it_is_gets_it_untouched(queue: ArchiveQueue, sender: SenderMaker) -> None:
    queue.add(outgoing(picture(syntax=RLELossless)))
    sent = data_bytes(only(queue).file)
    archive = taking(ImplicitVRLittleEndian, RLELossless)
    with archive.running() as peer:
        sender(SendingPlan(peer)).step()
    [(_, content, syntax)] = archive.stored
    assert (content, syntax) == (sent, RLELossless)


def test_an_archive_that_takes_only_another_compression_is_named_with_ours(
    queue: ArchiveQueue, sender: SenderMaker
) -> None:
    queue.add(outgoing(picture(syntax=RLELossless)))
    with taking(JPEG2000).running() as peer:
        said = once(sender(SendingPlan(peer)), queue)
    assert "takes Secondary Capture Image Storage neither as RLE Lossless nor uncompressed" in said
    assert only(queue).state is MessageState.FAILED
    assert queue.intact(only(queue))


def test_an_archive_that_does_not_know_the_kind_of_object_is_named(queue: ArchiveQueue, sender: SenderMaker) -> None:
    queue.add(outgoing(picture(frames=3)))
    with taking().running() as peer:
        said = once(sender(SendingPlan(peer)), queue)
    assert "does not take Ultrasound Multi-frame Image Storage" in said
    assert only(queue).state is MessageState.FAILED


@pytest.mark.parametrize(
    ("syntax", "said"),
    [(MPEG4HP41, "cannot be turned into pictures here"), (JPEG2000, "cannot be written uncompressed")],
)
def test_what_cannot_be_decoded_here_is_refused_with_the_reason(
    queue: ArchiveQueue, sender: SenderMaker, syntax: UID, said: str
) -> None:
    made = picture()
    made.PixelData = encapsulate([b"\x00\x01\x02\x03"])
    made.file_meta.TransferSyntaxUID = syntax
    queue.add(outgoing(made))
    with taking(ExplicitVRLittleEndian).running() as peer:
        assert said in once(sender(SendingPlan(peer)), queue)
    assert only(queue).state is MessageState.FAILED
    assert queue.intact(only(queue))


def test_a_clip_that_would_be_huge_uncompressed_is_not_decoded(
    queue: ArchiveQueue, sender: SenderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "MOST_UNCOMPRESSED_BYTES", 64 * 64 * 3 - 1)
    queue.add(outgoing(picture(syntax=RLELossless)))
    with taking(ExplicitVRLittleEndian).running() as peer:
        assert "uncompressed this object would have" in once(sender(SendingPlan(peer)), queue)
    assert only(queue).state is MessageState.FAILED


@pytest.mark.parametrize("syntax", [JPEGBaseline8Bit, JPEGLSLossless])
def test_a_clip_of_ours_goes_uncompressed_where_nothing_else_is_taken(
    queue: ArchiveQueue, sender: SenderMaker, tmp_path: Path, syntax: UID
) -> None:
    """Live clips are JPEG, contrast clips lossless JPEG-LS."""
    content = made_exam(tmp_path)
    clips = [one for one in exam_objects(content, tmp_path).datasets if one.file_meta.TransferSyntaxUID == syntax]
    queue.add([Outgoing(clips[0])])
    kinds = {str(UltrasoundMultiFrameImageStorage): [str(ExplicitVRLittleEndian)]}
    kinds[str(clips[0].SOPClassUID)] = [str(ExplicitVRLittleEndian)]
    archive = Archive(kinds)
    sent = dcmread(only(queue).file)
    with archive.running() as peer:
        sender(SendingPlan(peer)).step()
    [(uid, stored, taken)] = archive.stored
    back = _read(stored, taken)
    assert (uid, taken) == (sent.SOPInstanceUID, ExplicitVRLittleEndian)
    assert back.pixel_array.shape == sent.pixel_array.shape
    if syntax == JPEGLSLossless:
        assert (back.pixel_array == sent.pixel_array).all()
    assert (
        back.FrameTimeVector == sent.FrameTimeVector if "FrameTimeVector" in sent else back.FrameTime == sent.FrameTime
    )


def _read(content: bytes, syntax: UID) -> FileDataset:
    made = dcmread(BytesIO(content), force=True)
    made.file_meta.TransferSyntaxUID = syntax
    return made


# -- files and the thread ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["missing", "changed", "emptied"])
def test_a_file_that_was_damaged_in_the_queue_is_never_sent(
    queue: ArchiveQueue, sender: SenderMaker, damage: str
) -> None:
    queue.add(outgoing(picture(), picture()))
    file = queue.messages()[0].file
    content = file.read_bytes()
    file.unlink()
    if damage != "missing":
        file.write_bytes(b"" if damage == "emptied" else content[:-1] + bytes([content[-1] ^ 1]))
    archive = taking()
    with archive.running() as peer:
        sender(SendingPlan(peer)).step()
    broken, whole = queue.messages()
    assert broken.state is MessageState.FAILED
    assert "missing from the archive's queue or was changed there" in str(broken.reason)
    assert [uid for uid, _, _ in archive.stored] == [whole.uid]


def test_a_sender_that_is_stopped_ends_at_once_and_leaves_the_rest_waiting(queue: ArchiveQueue, tmp_path: Path) -> None:
    made = [picture() for _ in range(6)]
    queue.add(outgoing(*made))
    arrived, go_on = threading.Event(), threading.Event()
    with Slow(go_on, arrived).running() as peer:
        sending = Sender(queue, tmp_path / "queue", SendingPlan(peer))
        sending.start()
        assert arrived.wait(60)
        assert sending.stop(10)
        go_on.set()
    assert [message.state for message in queue.messages()] == [MessageState.WAITING] * 6
    assert [message.tries for message in queue.messages()] == [0] * 6
    assert SendingRight(tmp_path / "queue").take()


def test_without_an_archive_nothing_is_sent_and_no_port_is_open(
    queue: ArchiveQueue, sender: SenderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.add(outgoing(picture()), commitment=True)

    def forbidden(*told: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    sender(SendingPlan()).step()
    assert only(queue).state is MessageState.WAITING


def test_a_queue_whose_disk_went_away_is_said_and_the_thread_goes_on(
    queue: ArchiveQueue, sender: SenderMaker, clock: Clock
) -> None:
    sending = sender(SendingPlan())
    queue.close()
    sending.step()
    assert "queue in" in str(sending.fault)
    assert clock.waits == [1.0]

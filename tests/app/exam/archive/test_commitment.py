"""Storage commitment: the answer may come on the same line or on the one port, which nobody else can use."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from pydicom.dataset import Dataset
from pynetdicom import AE, build_context, build_role, evt
from pynetdicom.association import Association

from app.exam.archive.commitment import CommitmentPort, Report, report_of
from app.exam.archive.errors import Unreachable
from app.exam.archive.line.peer import Peer
from app.exam.archive.line.services import STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE
from app.exam.archive.promises import ANSWER_WITHIN_S
from app.exam.archive.sender import SendingPlan
from app.exam.archive.waiting.message import MessageState
from app.exam.archive.waiting.queue import MOST_LOSSES, ArchiveQueue
from tests.app.exam.archive.conftest import Clock, Hospital, SenderMaker
from tests.app.exam.archive.dicom_objects import outgoing, picture
from tests.app.exam.archive.orthanc import free_ports
from tests.app.exam.archive.stations import station


def answer_to(question: Dataset, *, lost: bool = False) -> Dataset:
    answer = Dataset()
    answer.TransactionUID = question.TransactionUID
    items = list(question.ReferencedSOPSequence)
    if lost:
        for item in items:
            item.FailureReason = 0x0112
        answer.FailedSOPSequence = items
    else:
        answer.ReferencedSOPSequence = items
    return answer


def tell(line: Association, answer: Dataset, kind: int = 1) -> int | None:
    status, _ = line.send_n_event_report(answer, kind, STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE)
    return status.get("Status")


@contextmanager
def reporting(
    port: int, *, title: str = "ARCHIVE", called: str = "MINAMO", with_role: bool = True
) -> Iterator[Association]:
    """The archive's own association to the port for reports."""
    entity = AE(ae_title=title)
    entity.acse_timeout = entity.dimse_timeout = 5
    roles = [build_role(STORAGE_COMMITMENT, scp_role=True)] if with_role else []
    line = entity.associate("127.0.0.1", port, [build_context(STORAGE_COMMITMENT)], called, ext_neg=roles)
    try:
        yield line
    finally:
        if line.is_established:
            line.release()


def archive_that_asks_back(questions: list[Dataset], *, on_same_line: bool = False, status: int = 0):
    """A station that takes questions, and answers them at once on the same line if it is told to."""

    def take(event: evt.Event) -> tuple[int, None]:
        questions.append(event.action_information)
        if on_same_line and status == 0:
            threading.Thread(target=tell, args=(event.assoc, answer_to(event.action_information)), daemon=True).start()
        return status, None

    return station([(STORAGE_COMMITMENT, ())], [(evt.EVT_N_ACTION, take)], title="ARCHIVE")


@pytest.fixture
def stored(queue: ArchiveQueue) -> ArchiveQueue:
    """A queue in which one object was sent and waits for the promise."""
    queue.add(outgoing(picture("1.2.3")), commitment=True)
    [message] = queue.messages()
    queue.sent(message)
    return queue


def test_an_answer_on_the_same_line_needs_no_port(stored: ArchiveQueue, sender: SenderMaker) -> None:
    questions: list[Dataset] = []
    with archive_that_asks_back(questions, on_same_line=True) as peer:
        sending = sender(SendingPlan(peer))
        sending.step()
        assert not sending.listening
    assert [item.ReferencedSOPInstanceUID for item in questions[0].ReferencedSOPSequence] == ["1.2.3"]
    assert stored.messages()[0].state is MessageState.COMMITTED


@pytest.mark.parametrize("with_role", [True, False])
def test_an_answer_after_a_restart_is_taken_at_the_port_which_then_closes(
    stored: ArchiveQueue, sender: SenderMaker, with_role: bool
) -> None:
    questions: list[Dataset] = []
    [port] = free_ports(1)
    with archive_that_asks_back(questions) as peer:
        sender(SendingPlan(peer, commitment_port=port)).step()
        sending = sender(SendingPlan(peer, commitment_port=port))  # the program was started anew
        assert not sending.listening
        sending.step()
        assert sending.listening
        with reporting(port, with_role=with_role) as line:
            assert tell(line, answer_to(questions[0])) == 0
        assert stored.messages()[0].state is MessageState.COMMITTED
        sending.step()
        assert not sending.listening
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 2)


def test_no_port_is_open_while_nothing_is_owed(queue: ArchiveQueue, sender: SenderMaker) -> None:
    [port] = free_ports(1)
    sending = sender(SendingPlan(Peer("127.0.0.1", port, "ARCHIVE", "MINAMO"), commitment_port=port))
    sending.step()
    assert not sending.listening
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 2)


def test_only_the_archive_gets_in_and_only_with_answers_to_our_questions(
    stored: ArchiveQueue, sender: SenderMaker
) -> None:
    questions: list[Dataset] = []
    [port] = free_ports(1)
    with archive_that_asks_back(questions) as peer:
        sending = sender(SendingPlan(peer, commitment_port=port))
        sending.step()
        sending.step()
        for wrong in ({"title": "STRANGER"}, {"called": "OTHER"}):
            with reporting(port, **wrong) as line:
                assert line.is_rejected
        with reporting(port) as line:
            stranger = answer_to(questions[0])
            stranger.TransactionUID = "1.2.3.4"
            assert tell(line, stranger) == 0
        assert stored.messages()[0].state is MessageState.SENT
        with reporting(port) as line:
            nameless = Dataset()
            nameless.RetrieveAETitle = "ARCHIVE"
            assert tell(line, nameless) == 0x0110  # it cannot be read
            malformed = answer_to(questions[0])
            del malformed.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
            assert tell(line, malformed) == 0x0110
        assert stored.messages()[0].state is MessageState.SENT


def test_what_the_archive_keeps_losing_is_left_to_the_user(
    stored: ArchiveQueue, sender: SenderMaker, clock: Clock
) -> None:
    for number in range(MOST_LOSSES + 1):
        [message] = stored.messages()
        stored.sent(message)
        stored.ask(f"1.2.{number}", stored.messages(), clock.now_s)
        report = report_of(_lost(f"1.2.{number}"))
        stored.answer(report.transaction_uid, report.kept, report.lost, clock.now_s)
    [message] = stored.messages()
    assert message.state is MessageState.FAILED
    assert message.file.exists()


def _lost(transaction_uid: str) -> Dataset:
    answer, item = Dataset(), Dataset()
    item.ReferencedSOPInstanceUID, item.FailureReason = "1.2.3", 0x0112
    answer.TransactionUID, answer.FailedSOPSequence = transaction_uid, [item]
    return answer


def test_an_archive_that_does_not_answer_is_asked_anew_and_the_object_stays(
    stored: ArchiveQueue, sender: SenderMaker, clock: Clock
) -> None:
    questions: list[Dataset] = []
    [port] = free_ports(1)
    with archive_that_asks_back(questions) as peer:
        sending = sender(SendingPlan(peer, commitment_port=port))
        sending.step()
        clock.now_s += ANSWER_WITHIN_S + 1
        sending.step()
        [message] = stored.messages()
        assert "has not promised within 24 h" in str(message.reason)
        sending.step()
    assert len(questions) == 2
    assert questions[0].TransactionUID != questions[1].TransactionUID
    assert message.state is MessageState.SENT
    assert message.file.exists()


def test_without_a_port_an_answer_that_did_not_come_at_once_is_said_and_asked_for_later(
    stored: ArchiveQueue, sender: SenderMaker, clock: Clock
) -> None:
    questions: list[Dataset] = []
    with archive_that_asks_back(questions) as peer:
        sending = sender(SendingPlan(replace(peer, timeout_s=0.3)))
        sending.step()
        [message] = stored.messages()
        assert "did not answer on the same connection" in str(message.reason)
        assert stored.questions() == ()
        sending.step()
        assert len(questions) == 1
        clock.now_s = message.next_try_s
        sending.step()
        assert len(questions) == 2


def test_an_archive_without_the_service_is_said_and_the_object_stays_sent(
    stored: ArchiveQueue, sender: SenderMaker
) -> None:
    with station([("1.2.840.10008.1.1", ())], [], title="ARCHIVE") as peer:
        sender(SendingPlan(peer)).step()
    [message] = stored.messages()
    assert message.state is MessageState.SENT
    assert "does not offer what is asked for (storage commitment)" in str(message.reason)
    assert stored.questions() == ()


def test_a_question_that_is_refused_is_said(stored: ArchiveQueue, sender: SenderMaker) -> None:
    with archive_that_asks_back([], status=0x0110) as peer:
        sender(SendingPlan(peer)).step()
    assert "does not answer for what it keeps (status 0110H)" in str(stored.messages()[0].reason)


def test_a_port_that_is_in_use_is_named_and_nothing_is_asked(stored: ArchiveQueue, sender: SenderMaker) -> None:
    questions: list[Dataset] = []
    with socket.create_server(("", 0)) as other, archive_that_asks_back(questions) as peer:
        port = other.getsockname()[1]
        sender(SendingPlan(peer, commitment_port=port)).step()
    [message] = stored.messages()
    assert f"Port {port} of this computer" in str(message.reason)
    assert questions == []
    assert stored.questions() == ()


def test_somebody_who_connects_and_says_nothing_holds_nothing_up(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.exam.archive.line.tls._HANDSHAKE_S", 0.2)
    [port] = free_ports(1)
    archive = Peer("localhost", port, "ARCHIVE", "MINAMO", hospital.issue("localhost"))
    reports: list[Report] = []
    with (
        CommitmentPort(archive, port, reports.append),
        socket.create_connection(("127.0.0.1", port), 5) as silent,
    ):
        silent.settimeout(10)
        assert silent.recv(1) == b""  # hung up on
    assert reports == []


def test_a_port_with_a_tls_file_that_cannot_be_used_is_said(hospital: Hospital) -> None:
    wrong = replace(hospital.issue("localhost"), key=hospital.folder / "missing.key")
    [port] = free_ports(1)
    with (
        pytest.raises(Unreachable, match="cannot be used"),
        CommitmentPort(Peer("localhost", port, "ARCHIVE", "MINAMO", wrong), port, lambda report: None),
    ):
        pass

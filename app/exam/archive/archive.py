"""The archive as window and commands see it: what the settings say, put to work."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from app.exam.archive.identity import check_identity, may_be_sent
from app.exam.archive.line.echo import echo
from app.exam.archive.line.peer import Peer, TlsFiles
from app.exam.archive.sender import Sender, SendingPlan
from app.exam.archive.steps import StepEnd, step_begun, step_ended
from app.exam.archive.waiting.message import Message, MessageKind, MessageState
from app.exam.archive.waiting.queue import ArchiveQueue
from app.exam.archive.waiting.spool import Outgoing, header_of
from app.exam.archive.worklist import WorklistAnswer, WorklistQuery, ask_worklist
from app.exam.content.exam import Exam, ExamState
from app.exam.dicom.text import CharacterSet
from app.exam.errors import ArchiveError, ExamError
from app.exam.record.audit import Deed, write_line
from app.exam.record.database import ExamDatabase
from app.settings import ArchiveSettings

log = logging.getLogger(__name__)

_RECALL_LOOKS, _RECALL_LOOK_S = 150, 0.2  # longer than a station is waited for

Audit = Callable[[Deed, str, str], None]  # what was done, with which exam, and an id or a few plain words


def _told_nobody(deed: Deed, exam_id: str, what: str) -> None:
    """The audit log of those who keep none."""


def audit_into(database: ExamDatabase, who: str) -> Audit:
    """The audit log of the exams; `who` is the examiner or the account."""

    return partial(write_line, database, who)


def archive_peer(settings: ArchiveSettings) -> Peer | None:
    """The archive; None where none is set."""
    if not settings.host or not settings.title:
        return None
    return Peer(settings.host, settings.port, settings.title, settings.own_title, _tls(settings), settings.timeout_s)


def worklist_peer(settings: ArchiveSettings) -> Peer | None:
    """The worklist; None where none is set."""
    if not settings.worklist_host or not settings.worklist_title:
        return None
    return Peer(
        settings.worklist_host,
        settings.worklist_port,
        settings.worklist_title,
        settings.own_title,
        _tls(settings),
        settings.timeout_s,
    )


def _tls(settings: ArchiveSettings) -> TlsFiles | None:
    def file(name: str) -> Path | None:
        return Path(name).expanduser() if name else None

    if not settings.tls:
        return None
    return TlsFiles(file(settings.tls_authority), file(settings.tls_certificate), file(settings.tls_key))


def plan_of(settings: ArchiveSettings) -> SendingPlan:
    """What the settings say about sending."""
    return SendingPlan(
        archive=archive_peer(settings),
        steps=worklist_peer(settings) if settings.mpps else None,
        commitment_port=settings.commitment_port or None,
    )


def reach_stations(settings: ArchiveSettings) -> None:
    """C-ECHO to the archive and to the worklist, as far as they are set.

    Raises:
        ArchiveError: One does not answer as it should, or none is set.
    """
    peers = [peer for peer in (archive_peer(settings), worklist_peer(settings)) if peer is not None]
    if not peers:
        raise ArchiveError("No archive is set; give its host and AE title in the archive settings")
    for peer in dict.fromkeys(peers):
        echo(peer)


def worklist_of(settings: ArchiveSettings, query: WorklistQuery) -> WorklistAnswer:
    """Ask the worklist, in the character set and for the modality of the settings.

    Raises:
        ArchiveError: It does not answer as it should, or none is set.
    """
    peer = worklist_peer(settings)
    if peer is None:
        raise ArchiveError("No worklist is set; give its host and AE title in the archive settings")
    return ask_worklist(
        peer, replace(query, character_set=CharacterSet(settings.character_set), modality=settings.modality)
    )


class Archive:
    """Sends in a thread of its own from `start` to `stop`; every other method may be called from any thread."""

    def __init__(
        self,
        settings: ArchiveSettings,
        folder: Path,
        *,
        on_change: Callable[[], None] = lambda: None,
        audit: Audit = _told_nobody,
    ) -> None:
        """Open the queue in `folder` (on a local disk).

        Raises:
            ArchiveError: The queue cannot be opened.
        """
        self._settings, self._audit = settings, audit
        self._ended = threading.Event()
        self.queue = ArchiveQueue(folder)
        self.sender = Sender(self.queue, folder, plan_of(settings), on_change=on_change, on_end=self._note_end)

    def start(self) -> None:
        """Send what waits from now on."""
        self.sender.start()

    def stop(self, timeout_s: float = 3.0) -> bool:
        """Stop sending and close the queue; False if the thread is stuck on the line (nothing is lost then either)."""
        self._ended.set()
        stopped = self.sender.stop(timeout_s)
        if stopped:
            self.queue.close()
        return stopped

    # -- sending ---------------------------------------------------------------------------------------------------

    def check(self, exam: Exam) -> None:
        """Whether the exam may go to the archive, before anything is made of it.

        Raises:
            ArchiveError: No archive is set, or the exam may not leave under its name.
        """
        if archive_peer(self._settings) is None:
            raise ArchiveError("No archive is set; give its host and AE title in the archive settings")
        if exam.state is ExamState.SEALED:
            raise ArchiveError(
                "This exam is sealed; unseal it with its pass phrase in the list of exams, and send again"
            )
        may_be_sent(exam, self._settings.without_entry)

    def send(self, exam: Exam, objects: Sequence[Outgoing]) -> tuple[int, int]:
        """Put an exam's objects into the queue.

        Returns:
            How many are new in the queue, and how many were there already (they are not sent twice).

        Raises:
            ArchiveError: No archive is set, the exam may not leave under its name, or the queue cannot be written.
            ExamError: The audit log cannot be written; nothing is sent then.
        """
        self.check(exam)
        check_identity(exam, map(header_of, objects))
        self._audit(Deed.SENT, exam.id, f"{len(objects)} objects queued for the archive")
        new, known = self.queue.add(
            objects, exam_id=exam.id, patient=exam.patient.label, commitment=self._settings.commitment
        )
        self.sender.wake()
        return new, known

    def announce_begin(self, exam: Exam) -> bool:
        """Tell the worklist's host that the exam has begun; False where that is switched off or nothing was scheduled.

        Raises:
            ArchiveError: The queue cannot be written.
        """
        entry = exam.patient.worklist
        if not self._settings.mpps or entry is None or not exam.procedure_step_uid:
            return False
        begun = step_begun(exam, entry, uid=exam.procedure_step_uid, station=self._settings.own_title)
        self.queue.add([begun], exam_id=exam.id, patient=exam.patient.label)
        self.sender.wake()
        return True

    def announce_end(self, exam: Exam, objects: Sequence[Outgoing], end: StepEnd, ended_at: datetime) -> bool:
        """Tell the worklist's host how the exam ended and what it made; False where its beginning was not told.

        Raises:
            ArchiveError: The queue cannot be written.
        """
        if not self._settings.mpps or exam.patient.worklist is None or not exam.procedure_step_uid:
            return False
        if self.queue.state_of(exam.procedure_step_uid, MessageKind.STEP_BEGUN) is None:
            return False
        headers = [header_of(one) for one in objects]
        ended = step_ended(exam, headers, uid=exam.procedure_step_uid, end=end, ended_at=ended_at)
        self.queue.add([ended], exam_id=exam.id, patient=exam.patient.label)
        self.sender.wake()
        return True

    def recall(self, exam_id: str) -> int:
        """Take everything of an exam out of the queue that has not gone yet; how many objects had gone.

        Waits for what is on the line just now, to know what becomes of it.
        """
        for _ in range(_RECALL_LOOKS):
            messages = [one for one in self.queue.messages() if one.exam_id == exam_id]
            objects = [one for one in messages if one.kind is MessageKind.OBJECT]
            open_ones = [one for one in objects if one.state not in (MessageState.SENT, MessageState.COMMITTED)]
            if self.remove(open_ones) == len(open_ones):
                return len(objects) - len(open_ones)
            self._ended.wait(_RECALL_LOOK_S)
        raise ArchiveError("Some objects are on the line to the archive and cannot be taken back; look at its queue")

    def retry(self, messages: Sequence[Message]) -> None:
        """Try these now."""
        self.queue.retry(messages)
        self.sender.wake()

    def remove(self, messages: Sequence[Message]) -> int:
        """Take these out of the queue for good; how many went."""
        gone = self.queue.remove(messages)
        for message in gone:
            self._audit(Deed.SENT, message.exam_id, f"removed from the queue {message.uid}")
        return len(gone)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _note_end(self, message: Message, state: MessageState) -> None:
        deed = Deed.SENT if message.kind is MessageKind.OBJECT else Deed.ANNOUNCED
        try:
            self._audit(deed, message.exam_id, f"{state.value} {message.uid}")
        except ExamError as fault:  # it has happened already, and sending goes on
            log.error("the audit log has no line of it: %s", fault)

"""Sends what waits in the queue, tries again what failed, and asks the archive for its promise to keep it."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pynetdicom.association import Association

from app.exam.archive.errors import Refused, Unreachable
from app.exam.archive.line.association import hang_up
from app.exam.archive.line.peer import Peer
from app.exam.archive.promises import News, Promises
from app.exam.archive.steps import announce
from app.exam.archive.storing import MOST_AT_ONCE, store
from app.exam.archive.waiting.message import Message, MessageKind, MessageState, Reason
from app.exam.archive.waiting.queue import ArchiveQueue
from app.exam.archive.waiting.sending_right import SendingRight
from app.exam.archive.waits import LONGEST_WAIT_S, wait_s
from app.exam.errors import ArchiveError
from capture.worker import Worker

log = logging.getLogger(__name__)

IDLE_S = 1.0


@dataclass(frozen=True, slots=True)
class SendingPlan:
    """To whom what is sent.

    Attributes:
        archive: Takes the objects; None holds them in the queue.
        steps: Takes the announcements of exams; None holds them.
        commitment_port: On which the archive may answer in an association of its own; None opens no port.
    """

    archive: Peer | None = None
    steps: Peer | None = None
    commitment_port: int | None = None


def _told_nobody(message: Message, state: MessageState) -> None:
    """The audit log of those who keep none."""


class Sender:
    """One step after the other in a thread of its own; the queue on disk is all it remembers."""

    def __init__(
        self,
        queue: ArchiveQueue,
        folder: Path,
        plan: SendingPlan,
        *,
        on_change: Callable[[], None] = lambda: None,
        on_end: Callable[[Message, MessageState], None] = _told_nobody,
        now_s: Callable[[], float] = time.time,
        wait: Callable[[float], None] | None = None,
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            queue: What is to be sent.
            folder: The queue's, where the right to send lies.
            plan: To whom.
            on_change: Something in the queue has changed; called in the sender's threads.
            on_end: A message was sent, committed or failed; for the audit log.
            now_s: Wall clock, s since 1970.
            wait: Waits so many seconds, or until it is woken; tests give their own.
        """
        self._queue, self._plan = queue, plan
        self._on_change, self._on_end, self._now_s = on_change, on_end, now_s
        self._wake = threading.Event()
        self._wait = wait or self._wait_or_wake
        self._stopping = threading.Event()
        self._right = SendingRight(folder)
        self._owns = False
        self._line: Association | None = None
        news = News(self._note_change, on_end, now_s)
        self._promises = Promises(queue, plan.archive, plan.commitment_port, news)
        self._worker: Worker | None = None
        self.elsewhere = False  # another window of the same user sends
        self.fault: ArchiveError | None = None  # why the queue itself cannot be used, or None

    def start(self) -> None:
        """Send from now on."""
        self._stopping.clear()
        self._queue.hurry()
        self._worker = Worker("archive", self.step, on_fault=self._note_fault, cleanup=self._leave)
        self._worker.start()

    def wake(self) -> None:
        """Look at the queue now."""
        self._wake.set()

    def end_soon(self) -> None:
        """Send nothing more; returns at once."""
        self._stopping.set()
        self._wake.set()

    def stop(self, timeout_s: float = 3.0) -> bool:
        """Send nothing more; what is on the line waits again. False if the thread is stuck."""
        self.end_soon()
        line = self._line
        if line is not None:
            hang_up(line)
        return True if self._worker is None else self._worker.stop(timeout_s)

    @property
    def listening(self) -> bool:
        """Whether the port for the archive's answers is open."""
        return self._promises.listening

    def step(self) -> None:
        """Do one thing that is due, or wait a moment."""
        try:
            worked = self._take_charge() and (self._store() or self._announce() or self._promises.ask())
            self.fault = None
        except ArchiveError as fault:  # the disk of the queue is full or gone; it may come back
            if str(fault) != str(self.fault):
                log.error("%s", fault)
            self.fault = fault
            worked = False
            self._on_change()
        if not worked:
            self._wait(IDLE_S)

    # -- one thing at a time ---------------------------------------------------------------------------------------

    def _take_charge(self) -> bool:
        if not self._owns:
            self._owns = self._right.take()
            if self.elsewhere is self._owns:
                self.elsewhere = not self._owns
                self._on_change()
            if self._owns and self._queue.take_back_interrupted():
                self._on_change()
        if self._owns:
            self._promises.listen()
        return self._owns

    def _store(self) -> bool:
        peer = self._plan.archive
        if peer is None:
            return False
        batch = self._queue.due(self._now_s(), [MessageKind.OBJECT], LONGEST_WAIT_S)[:MOST_AT_ONCE]
        if not batch:
            return False
        self._queue.begin(batch)
        self._on_change()
        try:
            store(
                peer,
                batch,
                intact=self._queue.intact,
                on_stored=self._stored,
                on_refused=self._refused,
                stopping=self._stopping.is_set,
                on_line=self._hold_line,
            )
        except Unreachable as fault:
            if not self._stopping.is_set():
                self._postpone(batch, fault)
        finally:
            self._queue.put_back(batch)
            self._on_change()
        return True

    def _announce(self) -> bool:
        peer = self._plan.steps
        if peer is None:
            return False
        kinds = [MessageKind.STEP_BEGUN, MessageKind.STEP_ENDED]
        due = [message for message in self._queue.due(self._now_s(), kinds, LONGEST_WAIT_S) if self._may_go(message)]
        if not due:
            return False
        message = due[0]
        self._queue.begin([message])
        try:
            announce(peer, message)
        except Unreachable as fault:
            self._postpone([message], fault)
        except Refused as fault:
            self._refused(message, fault)
        else:
            self._stored(message, Reason())
        finally:
            self._queue.put_back([message])
        return True

    def _may_go(self, message: Message) -> bool:
        """An end is told only after its beginning."""
        begun = self._queue.state_of(message.uid, MessageKind.STEP_BEGUN)
        return message.kind is MessageKind.STEP_BEGUN or begun in (None, MessageState.SENT)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _stored(self, message: Message, reason: Reason) -> None:
        self._queue.sent(message, reason)
        self._on_end(message, MessageState.SENT)
        self._on_change()

    def _refused(self, message: Message, fault: Refused) -> None:
        self._queue.fail(message, Reason.of(fault))
        self._on_end(message, MessageState.FAILED)
        self._on_change()

    def _postpone(self, batch: Sequence[Message], fault: Unreachable) -> None:
        """All that is still being sent waits as long as the one that was tried most often."""
        tries = max(message.tries for message in batch)
        log.info("%s", fault)
        self._queue.postpone(batch, Reason.of(fault), self._now_s() + wait_s(tries))

    def _hold_line(self, line: Association | None) -> None:
        self._line = line

    def _wait_or_wake(self, seconds: float) -> None:
        self._wake.wait(seconds)
        self._wake.clear()

    def _note_change(self) -> None:
        """The archive has answered: what it lost is due again."""
        self._on_change()
        self.wake()

    def _note_fault(self, fault: Exception) -> None:
        self.fault = ArchiveError(
            "Sending to the archive stopped ({reason}); nothing is lost: start Minamo again, and see the log",
            reason=fault,
        )
        self._on_change()

    def _leave(self) -> None:
        self._promises.close()
        self._right.give_back()
        self._owns = False

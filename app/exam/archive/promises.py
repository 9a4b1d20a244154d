"""The archive's promises: which are to be asked for, which are owed, and the port that is open until then."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from pydicom.uid import generate_uid

from app.exam.archive.commitment import ON_THE_SAME_LINE_S, CommitmentPort, Report, ask_to_keep
from app.exam.archive.errors import Unreachable
from app.exam.archive.line.peer import Peer
from app.exam.archive.waiting.message import Message, MessageState, Reason
from app.exam.archive.waiting.queue import ArchiveQueue
from app.exam.archive.waits import LONGEST_WAIT_S, wait_s

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 24 * 3600.0  # an archive may promise only after it has copied to its long-term store
_ASKED_AT_ONCE = 200
_NO_ANSWER = Reason("The archive has not promised within {hours} h to keep it; it is asked again", {"hours": "24"})
_NO_ANSWER_HERE = Reason(
    "The archive did not answer on the same connection; give a port for its answer in the settings, there and here"
)


@dataclass(frozen=True, slots=True)
class News:
    """Whom to tell; called in the sender's thread or in one of the library's.

    Attributes:
        on_change: Something in the queue has changed.
        on_end: A message was sent, committed or failed.
        now_s: Wall clock, s since 1970.
    """

    on_change: Callable[[], None]
    on_end: Callable[[Message, MessageState], None]
    now_s: Callable[[], float]


class Promises:
    """Used by one thread; answers come in others."""

    def __init__(self, queue: ArchiveQueue, peer: Peer | None, port: int | None, news: News) -> None:
        """Nothing is asked and no port is open yet.

        Args:
            queue: What was sent.
            peer: The archive; None asks nobody.
            port: On which it may answer in an association of its own; None opens none.
            news: Whom to tell.
        """
        self._queue, self._peer, self._port_number, self._news = queue, peer, port, news
        self._port = ExitStack()
        self.listening = False

    def ask(self) -> bool:
        """Ask for what was sent and is not promised; False where there is nothing to ask."""
        peer, now_s = self._peer, self._news.now_s()
        for question in self._queue.questions():
            if not 0 <= now_s - question.asked_at_s < ANSWER_WITHIN_S:
                self._queue.withdraw(question.transaction_uid, _NO_ANSWER, now_s)
        asked = self._queue.to_be_committed(now_s, LONGEST_WAIT_S)[:_ASKED_AT_ONCE]
        if peer is None or not asked:
            return False
        uid = str(generate_uid(prefix=None))
        self._queue.ask(uid, asked, now_s)
        if not self.listen():
            return False
        again_s = now_s + wait_s(max(message.tries for message in asked))
        try:
            ask_to_keep(
                peer, uid, asked, self._take, peer.timeout_s if self._port_number is None else ON_THE_SAME_LINE_S
            )
        except Unreachable as fault:
            self._queue.withdraw(uid, Reason.of(fault), again_s)
        else:
            if self._port_number is None:  # nothing if it has answered
                self._queue.withdraw(uid, _NO_ANSWER_HERE, again_s)
        self.listen()
        self._news.on_change()
        return True

    def listen(self) -> bool:
        """The port is open exactly as long as an answer is owed; False where it should be and cannot."""
        questions = self._queue.questions()
        if self._peer is None or self._port_number is None or not questions:
            self.close()
            return True
        if self.listening:
            return True
        try:
            self._port.enter_context(CommitmentPort(self._peer, self._port_number, self._take))
        except Unreachable as fault:
            log.warning("%s", fault)
            for question in questions:
                tries = max((message.tries for message in self._queue.asked_in(question.transaction_uid)), default=0)
                self._queue.withdraw(question.transaction_uid, Reason.of(fault), self._news.now_s() + wait_s(tries))
            self._news.on_change()
            return False
        self.listening = True
        return True

    def close(self) -> None:
        """Close the port."""
        self._port.close()
        self.listening = False

    def _take(self, report: Report) -> None:
        asked = self._queue.asked_in(report.transaction_uid)
        tries = max((message.tries for message in asked), default=0)
        again_s = self._news.now_s() + wait_s(tries)
        if not self._queue.answer(report.transaction_uid, report.kept, report.lost, again_s):
            log.warning("the archive reported on a question that nobody asked")
            return
        for message in asked:
            if message.uid in report.kept and message.uid not in report.lost:
                self._news.on_end(message, MessageState.COMMITTED)
        self._news.on_change()

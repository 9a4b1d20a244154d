"""The queue of what goes to the archive: it survives a crash, loses nothing, and sends nothing under two names."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.exam.archive.waiting.message import Message, MessageKind, MessageState, Question, Reason
from app.exam.archive.waiting.queue_file import QueueFile, queue_fault
from app.exam.archive.waiting.spool import Outgoing, Spool, Spooled, digest_of, kind_of, names_of

log = logging.getLogger(__name__)

MOST_LOSSES = 5  # an object that the archive says so often it does not have is left to the user
_PUT_BACK = "UPDATE message SET state = 'waiting', tries = 0, next_try_s = 0 WHERE number = ? AND state = 'failed'"
_DUE = "(next_try_s <= ? OR next_try_s > ?) ORDER BY number"


class ArchiveQueue:
    """Messages on disk. May be used by several threads, and by several processes at once."""

    def __init__(self, folder: Path) -> None:
        """Open the queue in this folder (on a local disk), or make it.

        Raises:
            ArchiveError: It cannot be opened.
        """
        self._folder = folder
        self._spool = Spool(folder)
        self._file = QueueFile(folder)
        self.damaged = self._file.damaged  # where a damaged database was put, or None
        if self.damaged is not None:
            log.error("the archive's queue was damaged and is made anew from its files")
        self._tidy()

    def close(self) -> None:
        """Close the database."""
        self._file.close()

    # -- putting in ------------------------------------------------------------------------------------------------

    def add(
        self, outgoing: Iterable[Outgoing], *, exam_id: str = "", patient: str = "", commitment: bool = False
    ) -> tuple[int, int]:
        """Put messages into the queue; when this returns, they are on the disk.

        A UID that is in the queue already stays as it is, so that nothing goes twice: a failed one waits again.

        Returns:
            How many are new, and how many were there already.

        Raises:
            ArchiveError: The disk is full, or a file is no DICOM object; what was added before stands.
        """
        new = known = 0
        for one in outgoing:
            if self._known(names_of(one)[0], one.kind):
                known += 1
                continue
            try:
                spooled = self._spool.write(one)
                with self._file.changing():
                    if self._known(spooled.uid, one.kind):  # another window was quicker
                        self._spool.drop(spooled.part)
                        known += 1
                        continue
                    self._spool.keep(spooled)
                    wants = commitment and one.kind is MessageKind.OBJECT
                    self._insert(spooled, one.kind, (exam_id, patient, one.description), wants)
            except OSError as fault:
                raise queue_fault(self._folder, fault) from fault
            new += 1
        return new, known

    def _known(self, uid: str, kind: MessageKind) -> bool:
        with self._file.changing() as database:
            row = database.execute(
                "SELECT number FROM message WHERE uid = ? AND kind = ?", (uid, kind.value)
            ).fetchone()
            if row is not None:
                database.execute(_PUT_BACK, (row["number"],))
            return row is not None

    def _insert(self, spooled: Spooled, kind: MessageKind, said: tuple[str, str, str], wants: bool) -> None:
        columns = "uid, kind, sop_class, exam_id, patient, description, file, sha256, size_bytes, wants_commitment"
        names = (spooled.uid, kind.value, spooled.sop_class)
        content = (spooled.name, spooled.sha256, spooled.size_bytes)
        with self._file.changing() as database:
            database.execute(
                f"INSERT INTO message ({columns}, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')",
                (*names, *said, *content, wants),
            )

    # -- looking ---------------------------------------------------------------------------------------------------

    def messages(self, *, done: bool = True) -> tuple[Message, ...]:
        """Everything in the queue, in order; without what is done where that is not wanted."""
        if done:
            return self._file.select("1 ORDER BY number")
        return self._file.select(
            "state IN ('waiting', 'sending', 'failed') OR (state = 'sent' AND wants_commitment) ORDER BY number"
        )

    def state_of(self, uid: str, kind: MessageKind) -> MessageState | None:
        """How far a message is; None for one that is not in the queue."""
        found = self._file.select("uid = ? AND kind = ?", uid, kind.value)
        return found[0].state if found else None

    def due(self, now_s: float, kinds: Sequence[MessageKind], longest_wait_s: float) -> tuple[Message, ...]:
        """What may be tried now, in order; a clock that was set back holds nothing up."""
        names = ",".join(f"'{kind.value}'" for kind in kinds)
        return self._file.select(f"state = 'waiting' AND kind IN ({names}) AND {_DUE}", now_s, now_s + longest_wait_s)

    def to_be_committed(self, now_s: float, longest_wait_s: float) -> tuple[Message, ...]:
        """What was sent, wants the archive's promise, and about which no question is open."""
        where = "state = 'sent' AND wants_commitment AND transaction_uid = ''"
        return self._file.select(f"{where} AND {_DUE}", now_s, now_s + longest_wait_s)

    def questions(self) -> tuple[Question, ...]:
        """The questions that the archive has not answered, the oldest first."""
        with self._file.reading() as database:
            rows = database.execute("SELECT transaction_uid, asked_at_s FROM question ORDER BY asked_at_s").fetchall()
        return tuple(Question(*row) for row in rows)

    def asked_in(self, transaction_uid: str) -> tuple[Message, ...]:
        """What a question was about."""
        return self._file.select("transaction_uid = ? AND state = 'sent' ORDER BY number", transaction_uid)

    def intact(self, message: Message) -> bool:
        """Whether the file is there and is the one that was put in."""
        try:
            digest = digest_of(message.file)
        except OSError:
            return False
        with self._file.reading() as database:
            row = database.execute("SELECT sha256 FROM message WHERE number = ?", (message.number,)).fetchone()
        return row is not None and digest == row["sha256"]

    # -- what became of it -----------------------------------------------------------------------------------------

    def begin(self, messages: Iterable[Message]) -> None:
        """They are being sent."""
        self._file.set(messages, "state = 'sending'")

    def take_back_interrupted(self) -> int:
        """After a crash: what was being sent waits again, under the same UID; how many there were."""
        with self._file.changing() as database:
            return database.execute("UPDATE message SET state = 'waiting' WHERE state = 'sending'").rowcount

    def sent(self, message: Message, reason: Reason | None = None) -> None:
        """The archive has it."""
        # What the archive said it lost keeps its count, so that it is not sent over and over at full speed.
        change = "state = 'sent', next_try_s = 0, tries = CASE WHEN wants_commitment THEN tries ELSE 0 END"
        self._file.set([message], change, reason=reason or Reason())
        if not message.wants_commitment:
            self._finish([message])

    def postpone(self, messages: Iterable[Message], reason: Reason, next_try_s: float) -> None:
        """It did not work this time: they wait."""
        change = "state = 'waiting', tries = tries + 1, next_try_s = ?"
        self._file.set(messages, change, next_try_s, reason=reason, only=MessageState.SENDING)

    def put_back(self, messages: Iterable[Message]) -> None:
        """Sending was stopped before it came to these."""
        self._file.set(messages, "state = 'waiting'", only=MessageState.SENDING)

    def fail(self, message: Message, reason: Reason) -> None:
        """It was refused and waits for the user."""
        self._file.set([message], "state = 'failed'", reason=reason)

    def ask(self, transaction_uid: str, messages: Iterable[Message], now_s: float) -> None:
        """A question for storage commitment; written before it leaves, so that its answer is never unknown."""
        with self._file.changing() as database:
            database.execute("INSERT INTO question VALUES (?, ?)", (transaction_uid, now_s))
            self._file.set(messages, "transaction_uid = ?", transaction_uid, only=MessageState.SENT)

    def withdraw(self, transaction_uid: str, reason: Reason, next_try_s: float) -> None:
        """A question that could not be asked, or was not answered in time; it is asked anew later."""
        with self._file.changing() as database:
            messages = self.asked_in(transaction_uid)
            database.execute("DELETE FROM question WHERE transaction_uid = ?", (transaction_uid,))
            change = "transaction_uid = '', tries = tries + 1, next_try_s = ?"
            self._file.set(messages, change, next_try_s, reason=reason)

    def answer(self, transaction_uid: str, kept: Iterable[str], lost: dict[str, Reason], next_try_s: float) -> bool:
        """The archive's answer: what it does not have is sent again at that time. False if nobody asked."""
        with self._file.changing() as database:
            asked = {message.uid: message for message in self.asked_in(transaction_uid)}
            if not database.execute("DELETE FROM question WHERE transaction_uid = ?", (transaction_uid,)).rowcount:
                return False
            promised = [asked[uid] for uid in set(kept) & set(asked) - set(lost)]
            self._file.set(promised, "state = 'committed', transaction_uid = ''", reason=Reason())
            for uid in set(lost) & set(asked):
                state = MessageState.WAITING if asked[uid].tries < MOST_LOSSES else MessageState.FAILED
                change = f"state = '{state.value}', transaction_uid = '', tries = tries + 1, next_try_s = ?"
                self._file.set([asked[uid]], change, next_try_s, reason=lost[uid])
            unsaid = [message for uid, message in asked.items() if uid not in {*kept, *lost}]
            self._file.set(unsaid, "transaction_uid = '', next_try_s = ?", next_try_s)
        self._finish(promised)
        return True

    def retry(self, messages: Iterable[Message]) -> None:
        """Try these now: the user has mended something."""
        listed = list(messages)
        with self._file.changing():
            self._file.set(listed, "state = 'waiting'", only=MessageState.FAILED)
            for state in (MessageState.WAITING, MessageState.SENT):
                self._file.set(listed, "tries = 0, next_try_s = 0", only=state)

    def hurry(self) -> None:
        """Nothing waits for its next try any longer: the program was started anew, or its settings were changed."""
        with self._file.changing() as database:
            database.execute("UPDATE message SET next_try_s = 0 WHERE state IN ('waiting', 'sent')")

    def remove(self, messages: Iterable[Message]) -> tuple[Message, ...]:
        """Take these out for good, but what is being sent just now; those that went."""
        gone = []
        for message in messages:
            with self._file.changing() as database:
                row = database.execute("SELECT state FROM message WHERE number = ?", (message.number,)).fetchone()
                if row is None or row["state"] == MessageState.SENDING.value:
                    continue
                self._spool.drop(message.file)  # first: a file without an entry would be taken in at the next start
                database.execute("DELETE FROM message WHERE number = ?", (message.number,))
                gone.append(message)
        return tuple(gone)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _finish(self, messages: Iterable[Message]) -> None:
        """What is done needs no file, and whose it was is nobody's business any more."""
        listed = list(messages)
        self._file.set(listed, "patient = ''")
        for message in listed:
            self._spool.drop(message.file)

    def _tidy(self) -> None:
        """Files and entries agree again after a crash: a file that nobody knows is taken in, one that is done goes."""
        known = {message.file.name: message for message in self.messages()}
        for file in self._spool.found():
            message = known.get(file.name)
            if message is not None:
                if message.done:
                    self._spool.drop(file)
            elif (spooled := self._spool.read(file)) is not None:
                kind = kind_of(file.name)
                with self._file.changing():
                    if not self._known(spooled.uid, kind):
                        self._insert(spooled, kind, ("", "", ""), kind is MessageKind.OBJECT)

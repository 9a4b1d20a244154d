"""What waits to be sent, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from capture.errors import MinamoError


class MessageKind(Enum):
    """What has to be told to whom."""

    OBJECT = "object"  # C-STORE to the archive
    STEP_BEGUN = "step begun"  # N-CREATE of a performed procedure step
    STEP_ENDED = "step ended"  # its N-SET


class MessageState(Enum):
    """How far a message is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"  # the archive has it; with storage commitment, its promise to keep it is still to come
    COMMITTED = "committed"  # the archive has promised to keep it
    FAILED = "failed"  # refused; waits for the user


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was not sent, as the template and the values of an error, so that it can be translated.

    Attributes:
        text: The template; empty when nothing is wrong.
        values: Of its places.
    """

    text: str = ""
    values: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(error: MinamoError) -> "Reason":
        """The reason that an error gives."""
        return Reason(error.text, {name: str(value) for name, value in error.values.items()})

    def __str__(self) -> str:
        return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to send.

    Attributes:
        number: Its place in the queue.
        uid: SOP instance UID; of a step, that of the step. It never changes, however often it is tried.
        kind: What it is.
        sop_class: SOP class UID.
        exam_id: Whose it is; empty for files from elsewhere.
        patient: As a list shows it; emptied when it is done.
        description: What a list shows of it.
        file: Whole, in the queue's own folder; gone when it is done.
        size_bytes: Of the file.
        state: How far it is.
        tries: How often it was tried in vain since it was last put to work.
        next_try_s: Wall clock (s since 1970) before which it is not tried again.
        reason: Why it was not sent yet.
        wants_commitment: The archive is asked to promise to keep it.
        transaction_uid: Of the question whose answer is awaited; empty when none is.
    """

    number: int
    uid: str
    kind: MessageKind
    sop_class: str
    exam_id: str
    patient: str
    description: str
    file: Path
    size_bytes: int
    state: MessageState
    tries: int
    next_try_s: float
    reason: Reason
    wants_commitment: bool
    transaction_uid: str

    @property
    def done(self) -> bool:
        """Nothing more has to happen to it."""
        return self.state is MessageState.COMMITTED or (self.state is MessageState.SENT and not self.wants_commitment)


@dataclass(frozen=True, slots=True)
class Question:
    """A question for storage commitment that the archive has not answered yet.

    Attributes:
        transaction_uid: Its name.
        asked_at_s: Wall clock, s since 1970.
    """

    transaction_uid: str
    asked_at_s: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong on the way to the archive.

    Attributes:
        refused: How many objects were refused.
        reason: Why the newest was, or why nothing gets through; the template of an error, empty when all is well.
        values: Of the template's places.
    """

    refused: int = 0
    reason: str = ""
    values: dict[str, str] = field(default_factory=dict)


def trouble_in(messages: Sequence[Message]) -> Trouble:
    """What is wrong with the messages that are not done."""
    refused = [message for message in messages if message.state is MessageState.FAILED]
    in_vain = [message for message in messages if message.tries and message.reason.text]
    if not refused and not in_vain:
        return Trouble()
    reason = (refused or in_vain)[-1].reason
    return Trouble(len(refused), reason.text, reason.values)

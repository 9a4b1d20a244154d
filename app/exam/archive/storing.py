"""C-STORE: one association, object after object (PS3.4 annex B)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pydicom.errors import InvalidDicomError
from pynetdicom import build_context
from pynetdicom.association import Association

from app.exam.archive.errors import Refused, Unreachable
from app.exam.archive.line.association import association
from app.exam.archive.line.peer import Peer
from app.exam.archive.line.services import VERIFICATION
from app.exam.archive.transfer import Negotiated, contexts_of, ready_to_send, syntax_of
from app.exam.archive.waiting.message import Message, Reason

MOST_AT_ONCE = 40  # three contexts each, and the verification, stay under the 128 of an association
SLOWEST_BYTES_S = 100_000  # a line that is slower than this counts as stalled
ANSWER_S = 30.0  # an archive writes the object to its disk before it answers
_DUPLICATE = 0x0111
_AGAIN = {0x0110, 0x0213}  # processing failure, resource limitation

OnStored = Callable[[Message, Reason], None]
OnRefused = Callable[[Message, Refused], None]


def store(
    peer: Peer,
    messages: Sequence[Message],
    *,
    intact: Callable[[Message], bool],
    on_stored: OnStored,
    on_refused: OnRefused,
    stopping: Callable[[], bool],
    on_line: Callable[[Association | None], None] = lambda _: None,
) -> None:
    """Send these, at most `MOST_AT_ONCE`; each is reported as stored or refused as soon as that is known.

    Args:
        peer: The archive.
        messages: Objects, each with its file.
        intact: Whether a file is there and is the one that was put in.
        on_stored: The archive has it; the reason says what it changed, or is empty.
        on_refused: It was refused for good.
        stopping: Asked before each object; what was not sent is simply not reported.
        on_line: Given the association while there is one.

    Raises:
        Unreachable: No association, cut off, or the archive is full: what was not reported waits.
    """
    ready = [message for message in messages if _fit(message, intact, on_refused)]
    if not ready:
        return
    proposed = contexts_of((message.sop_class, syntax_of(message.file)) for message in ready)
    with association(peer, [build_context(VERIFICATION), *proposed], "storage") as line:
        on_line(line)
        try:
            agreed = Negotiated.on(line)
            for message in ready:
                if stopping():
                    return
                try:
                    on_stored(message, _store_one(peer, line, message, agreed))
                except Refused as fault:
                    on_refused(message, fault)
        finally:
            on_line(None)


def _fit(message: Message, intact: Callable[[Message], bool], on_refused: OnRefused) -> bool:
    fault: Exception | None = None
    try:
        syntax_of(message.file)
    except (OSError, InvalidDicomError, AttributeError, ValueError) as wrong:
        fault = wrong
    if fault is None and intact(message):
        return True
    on_refused(
        message,
        Refused(
            "{file} is missing from the archive's queue or was changed there; remove it, and send the exam again",
            file=message.file,
        ),
    )
    return False


def _store_one(peer: Peer, line: Association, message: Message, agreed: Negotiated) -> Reason:
    copy = message.file.with_name(f".{message.file.name}.part")
    try:
        file = ready_to_send(message.file, message.sop_class, agreed, copy)
        return _judged(peer, _status_of(peer, line, file))
    except OSError as fault:
        raise Unreachable(
            "{file} cannot be read or copied ({reason}); make room on that disk", file=message.file, reason=fault
        ) from fault
    finally:
        copy.unlink(missing_ok=True)


def _status_of(peer: Peer, line: Association, file: Path) -> int:
    line.dimse_timeout = max(peer.timeout_s, ANSWER_S) + file.stat().st_size / SLOWEST_BYTES_S
    try:
        code = line.send_c_store(file).get("Status") if line.is_established else None
    except RuntimeError:  # cut off between the question and the call
        code = None
    if code is None:
        raise Unreachable(
            "The connection to {host} was cut off in mid-transfer; nothing is lost, and it is sent again",
            host=peer.host,
        )
    return int(code)


def _judged(peer: Peer, code: int) -> Reason:
    """What the archive's status means (PS3.4 B.2.3, PS3.7 annex C)."""
    status = f"{code:04X}H"
    if code in (0x0000, _DUPLICATE):  # a duplicate: it had arrived before the line was cut
        return Reason()
    if 0xB000 <= code <= 0xBFFF or code in (0x0001, 0x0107, 0x0116):
        return Reason("The archive took it, with a warning (status {status})", {"status": status})
    if 0xA700 <= code <= 0xA7FF or code in _AGAIN:
        raise Unreachable(
            "The archive at {host} is full or has no resources (status {status}); nothing is lost, it is sent again: "
            "tell its administrator",
            host=peer.host,
            status=status,
        )
    if 0xA900 <= code <= 0xA9FF or 0xC000 <= code <= 0xCFFF:
        raise Refused("The archive cannot use this object (status {status}); see its log for the reason", status=status)
    if code == 0x0124:
        raise Refused(
            "The archive does not allow this station to store (status {status}); ask its administrator", status=status
        )
    raise Refused("The archive refused the object (status {status}); see its log for the reason", status=status)

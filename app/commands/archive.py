"""`minamo archive`: the hospital's archive and worklist, and what waits to be sent; without a window."""

import argparse
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from app.settings import Settings, database_folder, load_settings, queue_folder

if TYPE_CHECKING:  # the DICOM network takes its time to load
    from app.exam.archive.archive import Archive
    from app.exam.archive.waiting.message import Message

DONE, BAD_INPUT = 0, 3
_LOOK_S = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    echo = kinds.add_parser("echo", help="ask archive and worklist for a sign of life")
    echo.set_defaults(work=run_echo)
    worklist = kinds.add_parser("worklist", help="who is scheduled: time, ID, name, birth, procedure, accession number")
    worklist.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="which day (default: today)")
    worklist.add_argument("--id", default="", metavar="ID", help="only this patient ID; * and ? stand for anything")
    worklist.add_argument("--name", default="", metavar="NAME", help="only names that hold this, in any writing")
    worklist.set_defaults(work=run_worklist)
    queue = kinds.add_parser("queue", help="what waits to be sent, and why; send it now")
    queue.add_argument("--send", action="store_true", help="send what waits, and wait until it has gone")
    queue.add_argument("--remove", nargs="+", default=[], metavar="UID", help="take these out for good")
    queue.add_argument("--all", action="store_true", help="list what is done, too")
    add_wait(queue)
    queue.set_defaults(work=run_queue)


def add_wait(parser: argparse.ArgumentParser) -> None:
    """How long to wait for the archive."""
    parser.add_argument("--wait", type=float, default=60.0, metavar="S", help="at most so long for the archive (60)")


def run(args: argparse.Namespace) -> int:
    """Do what was asked for.

    Raises:
        ArchiveError, SettingsError: What the text says, with what to do.
    """
    work: Callable[[argparse.Namespace], int] = args.work
    return work(args)


def run_echo(_args: argparse.Namespace) -> int:
    """Who answered, on standard output."""
    from app.exam.archive.archive import archive_peer, reach_stations, worklist_peer

    settings = load_settings().archive
    reach_stations(settings)
    for name, peer in (("archive", archive_peer(settings)), ("worklist", worklist_peer(settings))):
        if peer is not None:
            print(f"{name}: {peer.title} at {peer.host}, port {peer.port}, answers")
    return DONE


def run_worklist(args: argparse.Namespace) -> int:
    """One line an entry on standard output, columns divided by tabs; what could not be used on standard error."""
    from app.exam.archive.archive import worklist_of
    from app.exam.archive.worklist import WorklistQuery

    day = args.day or date.today()  # the day of the room
    answer = worklist_of(load_settings().archive, WorklistQuery(day, day, patient_id=args.id, name=args.name))
    for entry in answer.entries:
        begins = "" if entry.scheduled_at is None else f"{entry.scheduled_at.astimezone():%H:%M}"
        born = "" if entry.birth_date is None else entry.birth_date.isoformat()
        procedure = entry.scheduled_step_description or entry.requested_procedure_description
        columns = (begins, entry.patient_id, str(entry.name), born, procedure, entry.accession_number)
        print("\t".join(" ".join(column.split()) for column in columns))
    for unusable in answer.left_out:
        print(f"minamo: an entry cannot be used: {unusable.reason} {unusable.patient_id}".rstrip(), file=sys.stderr)
    if answer.cut:
        print("minamo: there are more entries; ask for an ID", file=sys.stderr)
    return DONE


def run_queue(args: argparse.Namespace) -> int:
    """One line a message on standard output: state, UID, exam, size, reason."""
    with opened_archive(load_settings()) as archive:
        wanted = set(args.remove)
        doomed = [message for message in archive.queue.messages() if message.uid in wanted]
        archive.remove(doomed)
        unknown = wanted - {message.uid for message in doomed}
        for uid in sorted(unknown):
            print(f"minamo: {uid} is not in the queue", file=sys.stderr)
        status = BAD_INPUT if unknown else DONE
        if args.send:
            archive.retry([message for message in archive.queue.messages() if not message.done])
            status = max(status, send_and_wait(archive, args.wait))
        for message in archive.queue.messages():
            if args.all or not message.done:
                state = "promise awaited" if _promise_awaited(message) else message.state.value
                columns = (state, message.uid, message.exam_id, str(message.size_bytes), str(message.reason))
                print("\t".join(" ".join(column.split()) for column in columns))
    return status


def send_and_wait(archive: "Archive", wait_s: float, exam_id: str | None = None) -> int:
    """Send, and wait until everything (of this exam) has gone, was refused or was tried in vain, or the time is over.

    Returns:
        0 when all of it has arrived, else 3; what did not is said on standard error.
    """
    from app.exam.archive.waiting.message import MessageState

    def looked_at() -> "Sequence[Message]":
        return [one for one in archive.queue.messages() if exam_id in (None, one.exam_id) and not one.done]

    def settled(message: "Message") -> bool:
        in_vain = message.tries > 0 and message.state is not MessageState.SENDING
        return message.state is MessageState.FAILED or in_vain

    archive.start()
    pause, deadline = threading.Event(), time.monotonic() + wait_s
    while not all(map(settled, looked_at())) and time.monotonic() < deadline and not archive.sender.elsewhere:
        pause.wait(_LOOK_S)
    if archive.sender.elsewhere:
        print("minamo: another window of Minamo is sending; it sends this too", file=sys.stderr)
        return DONE
    status = DONE
    for message in looked_at():
        if _promise_awaited(message):
            print(f"minamo: {message.uid}: sent; the archive has not promised yet to keep it", file=sys.stderr)
            continue
        status = BAD_INPUT
        reason = str(message.reason) or "it waits for its turn; nothing is lost"
        print(f"minamo: {message.uid}: {message.state.value}: {reason}", file=sys.stderr)
    return status


@contextmanager
def opened_archive(settings: Settings) -> "Iterator[Archive]":
    """The archive with its audit log; sending is stopped at the end, and what is on the line waits.

    Raises:
        ArchiveError, ExamError: Queue or audit log cannot be opened.
    """
    from app.exam.archive.archive import Archive, audit_into
    from app.exam.record.database import ExamDatabase

    database = ExamDatabase.open(database_folder(settings))
    try:
        archive = Archive(settings.archive, queue_folder(settings), audit=audit_into(database, settings.exam.examiner))
        try:
            yield archive
        finally:
            archive.stop()
    finally:
        database.close()


def _promise_awaited(message: Any) -> bool:
    from app.exam.archive.waiting.message import MessageState

    return message.state is MessageState.SENT and message.wants_commitment

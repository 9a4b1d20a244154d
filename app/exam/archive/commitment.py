"""Storage commitment, push model (PS3.4 annex J): the archive promises to keep what it was sent.

It answers on the association of the question or on one of its own; for that one port is open, as long as an answer is
owed, and only the archive's AE title may connect to it.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from pydicom.dataset import Dataset
from pynetdicom import AE, build_context, evt
from pynetdicom.transport import ThreadedAssociationServer

from app.exam.archive.errors import Unreachable
from app.exam.archive.line.association import association
from app.exam.archive.line.echo import cut_off
from app.exam.archive.line.peer import Peer
from app.exam.archive.line.services import STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE
from app.exam.archive.line.tls import answering_context
from app.exam.archive.waiting.message import Message, Reason

ON_THE_SAME_LINE_S = 1.0  # how long the question's own association stays open for the answer
_UNKNOWN_INSTANCE = 0x0112


@dataclass(frozen=True, slots=True)
class Report:
    """What the archive says it keeps.

    Attributes:
        transaction_uid: The question it answers.
        kept: SOP instance UIDs.
        lost: SOP instance UIDs it does not keep, with the reason.
    """

    transaction_uid: str
    kept: tuple[str, ...]
    lost: dict[str, Reason] = field(default_factory=dict)


OnReport = Callable[[Report], None]


def ask_to_keep(
    peer: Peer, transaction_uid: str, messages: Iterable[Message], on_report: OnReport, wait_s: float
) -> None:
    """Ask the archive to keep these, and wait a moment for an answer on the same association.

    Raises:
        Unreachable: The question did not get through.
    """
    asked = Dataset()
    asked.TransactionUID = transaction_uid
    asked.ReferencedSOPSequence = [_reference(message) for message in messages]
    came = threading.Event()

    def note(report: Report) -> None:
        on_report(report)
        came.set()

    handlers = [(evt.EVT_N_EVENT_REPORT, _handler(note))]
    context = [build_context(STORAGE_COMMITMENT)]
    with association(peer, context, "storage commitment", handlers) as line:
        status, _ = line.send_n_action(asked, 1, STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE)
        code = status.get("Status")
        if code is None:
            raise cut_off(peer)
        if code != 0:
            raise Unreachable(
                "The archive at {host} does not answer for what it keeps (status {status}); it is asked again, or "
                "switch storage commitment off",
                host=peer.host,
                status=f"{code:04X}H",
            )
        came.wait(wait_s)


class CommitmentPort:
    """The one open port, from entering to leaving the `with` block."""

    def __init__(self, archive: Peer, port: int, on_report: OnReport, address: str = "") -> None:
        """Prepare the port for reports of `archive`; `on_report` is called in threads of the port's own."""
        self._archive, self._port, self._address = archive, port, address
        self._handler = _handler(on_report)
        self._server: ThreadedAssociationServer | None = None

    def __enter__(self) -> Self:
        """Open it.

        Raises:
            Unreachable: The port is in use, or a TLS file cannot be used.
        """
        entity = AE(ae_title=self._archive.own_title)
        entity.require_called_aet = True
        entity.require_calling_aet = [self._archive.title]
        entity.maximum_associations = 4
        entity.acse_timeout = entity.dimse_timeout = self._archive.timeout_s
        entity.network_timeout = 30
        # The archive opens this association, and stays the one who serves (SCP): its proposal says so.
        entity.add_supported_context(STORAGE_COMMITMENT, scu_role=False, scp_role=True)
        tls = None if self._archive.tls is None else answering_context(self._archive.tls)
        try:
            server = entity.start_server(
                (self._address, self._port),
                block=False,
                ssl_context=tls,
                evt_handlers=[(evt.EVT_N_EVENT_REPORT, self._handler)],
            )
        except OSError as fault:
            raise Unreachable(
                "Port {port} of this computer, on which the archive reports, cannot be opened ({reason}); choose "
                "another one here and at the archive",
                port=self._port,
                reason=fault.strerror or fault,
            ) from fault
        self._server = server
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        """Close it."""
        if self._server is not None:
            self._server.shutdown()
            self._server = None


def _reference(message: Message) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID = message.sop_class
    item.ReferencedSOPInstanceUID = message.uid
    return item


def _handler(on_report: OnReport) -> Callable[[evt.Event], tuple[int, None]]:
    def take(event: evt.Event) -> tuple[int, None]:
        try:
            report = report_of(event.event_information)
        except (AttributeError, ValueError, TypeError, LookupError, NotImplementedError):
            return 0x0110, None  # processing failure: it cannot be read
        on_report(report)
        return 0x0000, None

    return take


def report_of(information: Dataset) -> Report:
    """Read the archive's answer.

    Raises:
        AttributeError, ValueError, TypeError, LookupError, NotImplementedError: It is malformed.
    """
    lost = {}
    for item in information.get("FailedSOPSequence") or ():
        code = int(item.get("FailureReason", 0x0110))
        status = {"status": f"{code:04X}H"}
        reason = Reason("The archive does not promise to keep it (status {status}); it is sent again", status)
        if code == _UNKNOWN_INSTANCE:
            reason = Reason("The archive does not have it (status {status}); it is sent again", status)
        lost[str(item.ReferencedSOPInstanceUID)] = reason
    kept = tuple(str(item.ReferencedSOPInstanceUID) for item in information.get("ReferencedSOPSequence") or ())
    return Report(str(information.TransactionUID), kept, lost)

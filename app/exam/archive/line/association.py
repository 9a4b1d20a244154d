"""An association with another station, and why it could not be had, in words."""

import logging
import socket
import ssl
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pynetdicom import AE, _config, evt
from pynetdicom.association import Association
from pynetdicom.pdu_primitives import A_ASSOCIATE
from pynetdicom.presentation import PresentationContext

from app.exam.archive.errors import Unreachable
from app.exam.archive.line.peer import Peer
from app.exam.archive.line.tls import asking_context, speaks_no_tls, tls_fault

# The library's own entries would put names of patients (answers of a worklist) into the log; faults are said here.
_config.LOG_HANDLER_LEVEL = "none"
_config.LOG_RESPONSE_IDENTIFIERS = False
_config.LOG_REQUEST_IDENTIFIERS = False
_config.STORE_SEND_CHUNKED_DATASET = True  # a file goes as its bytes stand, never decoded and written anew
logging.getLogger("pynetdicom").setLevel(logging.CRITICAL)
logging.getLogger("pydicom").setLevel(logging.ERROR)  # its warnings quote the values they are about
warnings.filterwarnings("ignore", category=UserWarning, module=r"pydicom(\..*)?")

_REJECTED_BY_USER = 1  # PS3.8 9.3.4: source "service user"
_CALLING_UNKNOWN, _CALLED_UNKNOWN = 3, 7
_TRANSIENT = 2

Handlers = Sequence[tuple[Any, Any]]


@contextmanager
def association(
    peer: Peer, contexts: Sequence[PresentationContext], service: str, handlers: Handlers = ()
) -> Iterator[Association]:
    """An established association, released when the block ends, aborted when it fails.

    Args:
        peer: Who is asked.
        contexts: At most 128; at least one is accepted when this yields.
        service: What is asked for, for the error ("verification", "modality worklist", ...).
        handlers: Pairs of pynetdicom's event and handler.

    Raises:
        Unreachable: No association; the text says which of host, port, AE title, TLS or service is wrong.
    """
    entity = AE(ae_title=peer.own_title)
    entity.connection_timeout = entity.acse_timeout = entity.dimse_timeout = peer.timeout_s
    entity.network_timeout = None  # a large object may keep the line busy for minutes without an answer
    opened: list[bool] = []

    def note_opening(event: evt.Event) -> None:
        opened.append(True)
        line = event.assoc.dul.socket
        if line is not None and line.socket is not None:
            line.socket.settimeout(peer.timeout_s)  # a peer that stops reading does not hold the thread for ever

    tls = None if peer.tls is None else (asking_context(peer.tls), peer.host)
    began_s = time.monotonic()
    try:
        made = entity.associate(
            peer.host,
            peer.port,
            list(contexts),
            peer.title,
            tls_args=tls,
            evt_handlers=[(evt.EVT_CONN_OPEN, note_opening), *handlers],
        )
    except OSError as fault:  # the name could not be resolved, or no socket be made
        raise connection_fault(peer, fault) from fault
    if not made.is_established:
        if not opened and time.monotonic() - began_s >= peer.timeout_s:
            raise connection_fault(peer, TimeoutError())
        raise _why_not(peer, made, service)
    try:
        yield made
    except BaseException:
        made.abort()
        raise
    if made.is_established:
        made.release()


def hang_up(line: Association) -> None:
    """End an association from another thread than the one that waits for its answer, which goes on at once."""
    line.abort()
    line.dimse.msg_queue.put((None, None))  # as the library does itself when the other side hangs up


def _why_not(peer: Peer, made: Association, service: str) -> Unreachable:
    answer = made.acceptor.primitive
    if made.is_rejected and isinstance(answer, A_ASSOCIATE):
        return _rejection(peer, answer)
    if isinstance(answer, A_ASSOCIATE) and answer.result == 0:
        return Unreachable(
            "{title} at {host} does not offer what is asked for ({service}); correct the AE title, or switch it off",
            title=peer.title,
            host=peer.host,
            service=service,
        )
    return _look_again(peer)


def _rejection(peer: Peer, answer: A_ASSOCIATE) -> Unreachable:
    if answer.result_source == _REJECTED_BY_USER and answer.diagnostic == _CALLED_UNKNOWN:
        return Unreachable(
            "{host} knows no AE title {title}; correct the archive's AE title in the settings (capitals count)",
            host=peer.host,
            title=peer.title,
        )
    if answer.result_source == _REJECTED_BY_USER and answer.diagnostic == _CALLING_UNKNOWN:
        return Unreachable(
            "{host} does not accept this station's AE title {own_title}; have it registered there, or correct it in "
            "the settings",
            host=peer.host,
            own_title=peer.own_title,
        )
    if answer.result == _TRANSIENT:
        return Unreachable("{host} is busy ({reason}); it is tried again", host=peer.host, reason=answer.reason_str)
    return Unreachable(
        "{host} refused the connection ({reason}); ask its administrator whether {own_title} may connect to {title}",
        host=peer.host,
        reason=answer.reason_str,
        own_title=peer.own_title,
        title=peer.title,
    )


def _look_again(peer: Peer) -> Unreachable:
    """The library says only that it failed: connect once more, by hand, and see where it ends."""
    silent = Unreachable(
        "{host}, port {port}, takes connections but does not answer as DICOM; check the port and that the archive runs",
        host=peer.host,
        port=peer.port,
    )
    try:
        with socket.create_connection((peer.host, peer.port), peer.timeout_s) as plain:
            if peer.tls is not None:
                with asking_context(peer.tls).wrap_socket(plain, server_hostname=peer.host) as line:
                    line.settimeout(1.0)
                    line.recv(1)  # from TLS 1.3 on, a certificate is refused only after the handshake
    except TimeoutError:
        return silent
    except ConnectionResetError:
        return silent if peer.tls is None else speaks_no_tls(peer)
    except OSError as fault:
        return connection_fault(peer, fault)
    if peer.tls is None and _speaks_tls(peer):
        return Unreachable(
            "{host}, port {port}, asks for TLS; switch it on in the archive settings", host=peer.host, port=peer.port
        )
    return silent


def _speaks_tls(peer: Peer) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # only to see whether it is TLS at all
    try:
        with socket.create_connection((peer.host, peer.port), peer.timeout_s) as plain:
            plain.settimeout(2.0)
            with context.wrap_socket(plain):
                return True
    except ssl.SSLError as fault:
        return "ALERT" in (fault.reason or "").upper()
    except OSError:
        return False


def connection_fault(peer: Peer, fault: OSError) -> Unreachable:
    """Why a connection could not be opened."""
    if isinstance(fault, ssl.SSLError):
        return tls_fault(peer, fault)
    if isinstance(fault, socket.gaierror):
        return Unreachable("The host {host} is not known in this network; correct its name or address", host=peer.host)
    if isinstance(fault, TimeoutError):
        return Unreachable(
            "{host}, port {port}, did not answer in {seconds} s; check the address, the network and the firewall",
            host=peer.host,
            port=peer.port,
            seconds=f"{peer.timeout_s:g}",
        )
    if isinstance(fault, ConnectionRefusedError):
        return Unreachable(
            "Nothing listens at {host} on port {port}; check the port, and that the archive is running",
            host=peer.host,
            port=peer.port,
        )
    return Unreachable(
        "{host}, port {port}, cannot be reached ({reason}); check the network and the archive's address",
        host=peer.host,
        port=peer.port,
        reason=fault.strerror or fault,
    )

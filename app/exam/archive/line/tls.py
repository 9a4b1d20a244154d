"""TLS as the archive's side of the network wants it (PS3.15 annex B: 1.2 or newer, both sides by certificate)."""

import socket
import ssl
from pathlib import Path
from typing import Any

from app.exam.archive.errors import Unreachable
from app.exam.archive.line.peer import Peer, TlsFiles

_ALERTS_OF_OUR_CERTIFICATE = ("CERTIFICATE_REQUIRED", "UNKNOWN_CA", "BAD_CERTIFICATE", "HANDSHAKE_FAILURE")
_HANDSHAKE_S = 5.0
_ALERTS_OF_VERSION = ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE")


class _PatientContext(ssl.SSLContext):
    """Gives up on whoever connects and says nothing, so that he cannot keep others, and the program's end, waiting."""

    def wrap_socket(self, sock: socket.socket, *args: Any, **settings: Any) -> ssl.SSLSocket:
        """Wrap it, within a few seconds."""
        sock.settimeout(_HANDSHAKE_S)
        wrapped = super().wrap_socket(sock, *args, **settings)
        wrapped.settimeout(None)
        return wrapped


def asking_context(files: TlsFiles) -> ssl.SSLContext:
    """For connections that Minamo opens: the other side's certificate and its name are checked.

    Raises:
        Unreachable: A file is missing, damaged or protected by a pass phrase.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks the name, and asks for a certificate
    return _filled(context, files)


def answering_context(files: TlsFiles) -> ssl.SSLContext:
    """For the port on which the archive reports: it too has to show a certificate of the authority.

    Raises:
        Unreachable: A file is missing, damaged or protected by a pass phrase.
    """
    context = _PatientContext(ssl.PROTOCOL_TLS_SERVER)
    context.verify_mode = ssl.CERT_REQUIRED
    return _filled(context, files)


def _filled(context: ssl.SSLContext, files: TlsFiles) -> ssl.SSLContext:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if files.authority is None:
        context.load_default_certs()
    else:
        try:
            context.load_verify_locations(files.authority)
        except (OSError, ssl.SSLError) as fault:
            raise _unusable(files.authority, fault) from fault
    if files.certificate is not None:
        try:
            # A key with a pass phrase would be asked for on the terminal; an empty one makes it fail instead.
            context.load_cert_chain(files.certificate, files.key, password="")
        except (OSError, ssl.SSLError) as fault:
            wrong = files.certificate if not files.certificate.is_file() else files.key or files.certificate
            raise _unusable(wrong, fault) from fault
    return context


def _unusable(file: Path, fault: OSError) -> Unreachable:
    reason = getattr(fault, "reason", None) or fault.strerror or fault
    return Unreachable(
        "The TLS file {file} cannot be used ({reason}); give a PEM file, for a key one without a pass phrase",
        file=file,
        reason=str(reason).replace("_", " ").lower(),
    )


def tls_fault(peer: Peer, fault: ssl.SSLError) -> Unreachable:
    """What a failed handshake means for the user."""
    reason = (fault.reason or "").upper()
    if isinstance(fault, ssl.SSLCertVerificationError):
        return _untrusted(peer, fault)
    if "WRONG_VERSION_NUMBER" in reason or isinstance(fault, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return speaks_no_tls(peer)
    if any(alert in reason for alert in _ALERTS_OF_VERSION):
        return Unreachable("{host} offers no TLS 1.2 or newer; have it updated, or use another port", host=peer.host)
    if any(alert in reason for alert in _ALERTS_OF_OUR_CERTIFICATE):
        return Unreachable(
            "{host} does not accept this station's certificate ({reason}); give the one its administrator made",
            host=peer.host,
            reason=_said(reason),
        )
    return Unreachable(
        "No TLS connection to {host}, port {port}, could be made ({reason}); compare the TLS settings of both sides",
        host=peer.host,
        port=peer.port,
        reason=_said(reason) or str(fault),
    )


def speaks_no_tls(peer: Peer) -> Unreachable:
    """The other side answers a TLS greeting with something else, or hangs up."""
    return Unreachable(
        "{host}, port {port}, does not speak TLS; correct the port, or switch TLS off in the archive settings",
        host=peer.host,
        port=peer.port,
    )


def _untrusted(peer: Peer, fault: ssl.SSLCertVerificationError) -> Unreachable:
    if fault.verify_code in (62, 64):  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
        return Unreachable(
            "The certificate shown at {host} is made out to another name; write the host as it stands in the "
            "certificate, and make sure that no other computer answers there",
            host=peer.host,
        )
    return Unreachable(
        "The certificate of {host} cannot be trusted ({reason}); give the file of the authority that signed it",
        host=peer.host,
        reason=fault.verify_message,
    )


def _said(reason: str) -> str:
    return (
        reason.removeprefix("TLSV1_ALERT_")
        .removeprefix("TLSV13_ALERT_")
        .removeprefix("SSLV3_ALERT_")
        .replace("_", " ")
        .lower()
    )

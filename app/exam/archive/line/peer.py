"""Another station of the hospital's network, and how it is spoken to."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Files of one side of a TLS connection, all PEM.

    Attributes:
        authority: Certificates of the own authority that the other side's must lead to; None for the system's.
        certificate: This station's own, shown to the other side; None when it asks for none.
        key: Of the certificate, without a pass phrase; None when it stands in the certificate's file.
    """

    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """An application entity (PS3.8) that Minamo speaks to.

    Attributes:
        host: Name or address; with TLS the name that stands in its certificate.
        port: TCP port.
        title: Its AE title.
        own_title: The AE title under which Minamo is registered there.
        tls: None for a plain connection.
        timeout_s: How long to wait for a connection and for each answer.
    """

    host: str
    port: int
    title: str
    own_title: str
    tls: TlsFiles | None = None
    timeout_s: float = 10.0

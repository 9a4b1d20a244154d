"""C-ECHO: is there an archive, and does it know us (PS3.4 annex A)."""

from pynetdicom import build_context

from app.exam.archive.errors import Unreachable
from app.exam.archive.line.association import association
from app.exam.archive.line.peer import Peer
from app.exam.archive.line.services import VERIFICATION


def echo(peer: Peer) -> None:
    """Ask the station for a sign of life.

    Raises:
        Unreachable: It gave none; the text says why.
    """
    with association(peer, [build_context(VERIFICATION)], "verification") as line:
        status = line.send_c_echo().get("Status")
    if status is None:
        raise cut_off(peer)
    if status != 0:
        raise Unreachable(
            "{host} answered the test with status {status}; ask its administrator",
            host=peer.host,
            status=f"{status:04X}H",
        )


def cut_off(peer: Peer) -> Unreachable:
    """The connection ended, or no answer came, before the exchange was done."""
    return Unreachable(
        "The connection to {host} was cut off before it answered; nothing is lost: try again",
        host=peer.host,
    )

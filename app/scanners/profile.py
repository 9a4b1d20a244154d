"""A scanner as this room knows it."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

from capture.devices.device_mode import DeviceMode
from capture.screen.layout import ScanLayout
from capture.screen.signature import Signature


@dataclass(frozen=True, slots=True, eq=False)
class DrawnArea:
    """A scan area that the user drew or confirmed.

    Attributes:
        layout: The panels, with their scale where it is known.
        signature: What the screen looked like around them; other screens do not pass the gate.
    """

    layout: ScanLayout
    signature: Signature


@dataclass(frozen=True, slots=True, eq=False)
class ScannerProfile:
    """A source, its mode and its scan area under a name.

    Attributes:
        id: Of its file; stays when the name changes.
        name: As the user calls the scanner.
        address: What opens the source: the device's id of this platform, or a stream's URL.
        source_name: Readable name of the source; a grabber that was plugged in elsewhere is found by it.
        mode: Wished mode; None to let it be chosen.
        area: The scan area; None to find it.
    """

    id: str
    name: str
    address: str
    source_name: str
    mode: DeviceMode | None = None
    area: DrawnArea | None = None


def without_password(address: str) -> str:
    """The address of a stream without user and password; other addresses as they are."""
    if "://" not in address:
        return address
    parts = urlsplit(address)
    user, at, place = parts.netloc.rpartition("@")
    if not user:
        return address
    return urlunsplit(parts._replace(netloc=place if at else parts.netloc))


def for_others(profile: ScannerProfile) -> ScannerProfile:
    """The profile as it leaves this computer: without a stream's user and password."""
    return replace(
        profile, address=without_password(profile.address), source_name=without_password(profile.source_name)
    )

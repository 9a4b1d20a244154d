"""Modes of a grabber, and the one that is proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

FULL_HD = (1920, 1080)
SMOOTH_HZ = 50.0  # a scanner's output has 50, 59.94 or 60 Hz; below that, pictures of it are left out
UNCOMPRESSED = ("yuy2", "nv12")  # the better first: twice the colour

_PIXELS = {"mjpeg": "MJPEG", "nv12": "NV12", "yuy2": "YUY2"}
_WISHED_SIZES = (FULL_HD, (1280, 1024), (1280, 720), (1024, 768))
_WISHED_HZ = (60.0, 30.0)


@dataclass(frozen=True, slots=True)
class DeviceMode:
    """One way in which a grabber delivers pictures.

    Attributes:
        size_px: (width, height).
        hz: Pictures a second.
        pixels: "mjpeg", "nv12" or "yuy2".
    """

    size_px: tuple[int, int]
    hz: float
    pixels: str

    @property
    def text(self) -> str:
        """As "1920×1080 60 Hz MJPEG"; the same in every language."""
        width, height = self.size_px
        return f"{width}×{height} {self.hz:.4g} Hz {_PIXELS.get(self.pixels, self.pixels.upper())}"


class Why(Enum):
    """Why a mode is proposed, or what is wrong with the best there is."""

    UNCOMPRESSED = "full size, every picture, uncompressed"
    COMPRESSED = "compressed, because nothing else carries every picture at full size"
    SLOW = "the most pictures a second there are at this size, and they are too few"
    SMALL = "the largest picture there is"
    NOT_KNOWN = "what the grabber can do is not known; the nearest it has is taken"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The mode that is proposed, and why."""

    mode: DeviceMode
    why: Why


def wished_modes(pixel_formats: Iterable[str]) -> tuple[DeviceMode, ...]:
    """What can be asked for where a grabber does not tell its modes; it takes the nearest it has."""
    formats = tuple(pixel_formats)
    return tuple(DeviceMode(size, hz, pixels) for size in _WISHED_SIZES for hz in _WISHED_HZ for pixels in formats)


def best_first(modes: Iterable[DeviceMode]) -> tuple[DeviceMode, ...]:
    """Full HD before larger sizes, which a grabber makes up, and smaller ones; every picture; uncompressed."""
    return tuple(sorted(set(modes), key=_rank))


def propose(modes: tuple[DeviceMode, ...], *, known: bool) -> Proposal | None:
    """The best of these modes; None where there is none.

    Args:
        modes: Of one grabber.
        known: They are its own; False for wishes.
    """
    if not modes:
        return None
    if not known:
        return Proposal(modes[0], Why.NOT_KNOWN)
    best = best_first(modes)[0]
    if best.size_px[0] < FULL_HD[0] or best.size_px[1] < FULL_HD[1]:
        return Proposal(best, Why.SMALL if best.hz >= SMOOTH_HZ else Why.SLOW)
    if best.hz < SMOOTH_HZ:
        return Proposal(best, Why.SLOW)
    return Proposal(best, Why.UNCOMPRESSED if best.pixels in UNCOMPRESSED else Why.COMPRESSED)


def _rank(mode: DeviceMode) -> tuple[float, ...]:
    width, height = mode.size_px
    covers = width >= FULL_HD[0] and height >= FULL_HD[1]
    smooth = mode.hz >= SMOOTH_HZ
    area = width * height
    pixels = UNCOMPRESSED.index(mode.pixels) if mode.pixels in UNCOMPRESSED else len(UNCOMPRESSED)
    # Of sizes that cover full HD the smallest, of smaller ones the largest.
    return (
        not covers,
        area if covers else -area,
        not smooth,
        -min(mode.hz, 60.0) if not smooth else 0,
        pixels,
        -mode.hz,
    )

"""What every file must pass before a reader looks into it."""

from pathlib import Path

from capture.errors import UnreadableFile

MIN_SIDE_PX = 16  # smaller than any scan: an icon
MAX_PIXELS = 64_000_000  # more than any scanner's screen: a damaged header, or a photograph


def require_file(path: Path) -> None:
    """Make sure that `path` is a file with something in it that may be read.

    Raises:
        UnreadableFile: It is missing, empty, not a file or may not be read.
    """
    try:
        if not path.exists():
            raise UnreadableFile("{file} does not exist; it may have been moved or renamed: choose it again", file=path)
        if not path.is_file():
            raise UnreadableFile("{file} is not a file; choose a video, a DICOM file or an image", file=path)
        if path.stat().st_size == 0:
            raise UnreadableFile("{file} is empty (0 bytes); copy it again or choose another file", file=path.name)
        with path.open("rb"):
            pass
    except OSError as fault:
        raise cannot_read(path, fault) from fault


def cannot_read(path: Path, fault: OSError) -> UnreadableFile:
    """The error for a file or folder that the system refuses to hand over."""
    return UnreadableFile(
        "{file} cannot be read ({reason}); check that you may read it and that its drive is connected",
        file=path,
        reason=fault.strerror or str(fault),
    )


def require_size(path: Path, width_px: int, height_px: int) -> None:
    """Make sure that a picture can be that of a scan.

    Raises:
        UnreadableFile: A side is shorter than `MIN_SIDE_PX`, or it has more pixels than `MAX_PIXELS`.
    """
    if min(width_px, height_px) < MIN_SIDE_PX:
        raise UnreadableFile(
            "{file} is too small ({width} x {height} pixels; at least {least} a side are needed); choose another file",
            file=path.name,
            width=width_px,
            height=height_px,
            least=MIN_SIDE_PX,
        )
    if width_px * height_px > MAX_PIXELS:
        raise UnreadableFile(
            "{file} is too large ({width} x {height} pixels); its header may be damaged: copy it again",
            file=path.name,
            width=width_px,
            height=height_px,
        )

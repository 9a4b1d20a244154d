"""A file or folder becomes a recording behind its gate, and what is said of one that breaks off."""

from pathlib import Path

from capture.errors import UnreadableFile
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout
from capture.sources.open_file import open_file


def open_recording(path: Path, *, folder_hz: float, layout: ScanLayout | None = None) -> GatedSource:
    """Open a video, DICOM, image or folder of images.

    Args:
        path: Of any recording.
        folder_hz: Rate of a folder of images, which states none.
        layout: A scan area drawn by hand; None to use the file's own, or to find it.

    Raises:
        UnreadableFile: It is missing, damaged, empty or not what its name says.
    """
    return GatedSource(open_file(path, folder_hz=folder_hz), layout=layout)


def broken_off(source: GatedSource) -> UnreadableFile | None:
    """What to say of a recording whose end is missing; None of a whole one."""
    if not source.breaks_off:
        return None
    return UnreadableFile(
        "{file} breaks off after {pictures} pictures: it was cut off, or is damaged from there on; copy it again or "
        "export it again from the scanner",
        file=source.name,
        pictures=len(source.times_ns),
    )

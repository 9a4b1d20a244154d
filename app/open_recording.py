"""A file or folder becomes a recording whose gate is shut until the scan area is known."""

from dataclasses import dataclass
from pathlib import Path

from capture.gated_source import GatedSource
from capture.screen.layout_file import LayoutMemory
from capture.sources.open_file import open_file

from capture.screen.layout import ScanLayout


@dataclass(frozen=True, slots=True, eq=False)
class OpenRecording:
    """An opened recording.

    Attributes:
        source: Behind the gate; used by one thread at a time.
        assumed_hz: The rate that was assumed where the file states no times, else None.
    """

    source: GatedSource
    assumed_hz: float | None


def open_recording(
    path: Path, *, folder_hz: float, layout: ScanLayout | None = None, memory: LayoutMemory | None = None
) -> OpenRecording:
    """Open a video, DICOM, image or folder of images.

    Raises:
        UnreadableFile: It is missing, damaged, empty or not what its name says.
    """
    reader = open_file(path, folder_hz=folder_hz)
    return OpenRecording(GatedSource(reader, layout=layout, memory=memory), reader.assumed_hz)

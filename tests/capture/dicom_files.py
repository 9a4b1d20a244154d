"""What the tests of DICOM files share."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pydicom
import pytest
from pydicom.dataset import FileDataset

from capture.errors import EndOfStream, UnreadableFile
from capture.source import Screen
from capture.sources.dicom.cine import DicomReader

Picture = npt.NDArray[np.uint8]

GREY = np.tile(np.arange(256, dtype=np.uint8), (32, 1))[None]
DEEP = np.tile(np.arange(256, dtype=np.uint16) * 16, (32, 1))[None]  # 12 bits of 16


def screens_of(reader: DicomReader) -> list[Screen]:
    """Every frame that can be read."""
    screens = []
    try:
        while (screen := reader.read(0)) is not None:
            screens.append(screen)
    except EndOfStream:
        pass
    return screens


def saved(folder: Path, header: FileDataset) -> Path:
    """The data set as a file."""
    pydicom.dcmwrite(folder / "made.dcm", header, enforce_file_format=True)
    return folder / "made.dcm"


def shown(folder: Path, header: FileDataset) -> Picture:
    """The first frame of a data set, as the reader shows it."""
    screen = DicomReader(saved(folder, header)).read(0)
    assert screen is not None
    return screen.pixels


def refusal(path: Path) -> str:
    """The text a user reads when the file is opened."""
    with pytest.raises(UnreadableFile) as caught:
        DicomReader(path)
    assert path.name in str(caught.value)
    return str(caught.value)

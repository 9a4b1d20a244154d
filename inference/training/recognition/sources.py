"""Pictures that are not of a breast: where they are, and which files are for testing only."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from capture.errors import CaptureError, EndOfStream
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.sources.open_file import open_file
from inference.manifest import DataUsed
from inference.training.errors import DataError

# By patient and source, so that nothing tested on was taught: half of the lung clips (patients 2 and 4, and every clip
# that is not from the set "charlotte"), and more than half of the DICOM files (every picture but two Philips and
# SonoSite ones; the OBXXXX1A files are one picture).
TEST_ONLY = frozenset(
    {
        "lung-clips/Reg_pat2Image_133824.mpeg",
        "lung-clips/Reg_pat2Image_133952.mpeg",
        "lung-clips/Reg_pat2Image_134138.mpeg",
        "lung-clips/Reg_pat2Image_134240.mpeg",
        "lung-clips/Reg_pat2Image_134348.mpeg",
        "lung-clips/Reg_pat2Image_134441.mpeg",
        "lung-clips/Reg_pat4Image_135904.mpeg",
        "lung-clips/Reg_pat4Image_140024.mpeg",
        "lung-clips/Reg_pat4Image_140238.mpeg",
        "lung-clips/Reg_pat4Image_140434.mpeg",
        "lung-clips/Reg_pat4Image_140606.mpeg",
        "lung-clips/Reg_pat4Image_140705.mpeg",
        "lung-clips/Cov_recommendations_likebutterfly_mov5.mov",
        "lung-clips/Pneu_prospective_file3.mp4",
        "lung-clips/Reg_recommendations_alines_mov1.mov",
        "lung-clips/Vir_or_Pneu_prospective_file4.mp4",
        "lung-clips/Vir_prospective_file1.mp4",
        "lung-clips/Vir_prospective_file2.mp4",
        "lung-clips/Vir_whitelung_h1n1.mp4",
        "us-dicom/ExplVR_BigEnd.dcm",
        "us-dicom/JPGLosslessP14SV1_1s_1f_8b.dcm",
        "us-dicom/US1_J2KI.dcm",
        "us-dicom/US1_J2KR.dcm",
        "us-dicom/US1_UNCI.dcm",
        "us-dicom/US1_UNCR.dcm",
        "us-dicom/color-pl.dcm",
        "us-dicom/color-px.dcm",
        "us-dicom/examples_jpeg2k.dcm",
        "us-dicom/examples_rgb_color.dcm",
        "us-dicom/gdcm-US-ALOKA-16.dcm",
        "us-dicom/gdcm-US-ALOKA-16_big.dcm",
    }
)
KNOWN_DATA = {
    "lung-clips": DataUsed(
        name="lung clips",
        licence="CC BY 4.0 and CC BY 2.0, as clips.csv says of each",
        citation="Lung ultrasound clips of the POCUS collection: Born J, et al. Accelerating detection of lung "
        "pathologies with explainable ultrasound image analysis. Appl Sci 2021;11:672",
    ),
    "us-dicom": DataUsed(
        name="pydicom test files",
        licence="MIT",
        citation="Ultrasound files of pydicom and pydicom-data, https://github.com/pydicom/pydicom-data",
    ),
}
SUFFIXES = frozenset({".mp4", ".mov", ".mpeg", ".mpg", ".avi", ".mkv", ".dcm", ".png", ".webp", ".jpg"})
EVERY = 8  # pictures of a clip that follow each other are nearly the same
READ_S = 2.0


def files_of(folder: Path, *, test_only: bool) -> list[Path]:
    """The files of a folder, either those for testing only or those that may be taught, by name.

    Raises:
        DataError: There is none.
    """
    name = folder.resolve().name
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SUFFIXES and (f"{name}/{path.name}" in TEST_ONLY) is test_only
    ]
    if not found:
        raise DataError("{folder} holds no picture, clip or DICOM file to use", folder=folder)
    return found


def frames_of(path: Path, every: int = EVERY) -> Iterator[Frame]:
    """Every `every`-th picture of a file, as the gate lets them through.

    Raises:
        DataError: The file cannot be read.
    """
    try:
        with closing(GatedSource(open_file(path))) as source:
            number = 0
            while True:
                frame = source.read(READ_S)
                if frame is None:  # held back by the gate, or slow; a recording ends by itself
                    continue
                if number % every == 0:
                    yield frame
                number += 1
    except EndOfStream:
        return
    except CaptureError as fault:
        raise DataError("{image} cannot be read as a picture", image=path) from fault

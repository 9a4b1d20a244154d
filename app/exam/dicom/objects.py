"""All DICOM objects of an exam: the one door for whoever sends or writes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pydicom
from pydicom.dataset import Dataset

from app.atomic_file import whole_file
from app.exam.content.exam import ExamContent
from app.exam.dicom.clip import Recording, clip_objects
from app.exam.dicom.document import pdf_object
from app.exam.dicom.snapshot import overlay_object, snapshot_object
from app.exam.dicom.structured_report import report_object
from app.exam.dicom.text import CharacterSet, fitting, write_in
from app.exam.errors import ExamError

_VIDEO_ENDING: Final = ".mkv"


@dataclass(frozen=True, slots=True)
class DicomOptions:
    """What a site chooses.

    Attributes:
        character_set: What the hospital's systems read.
        overlays: Also the snapshots with boxes and scores drawn in.
        organization: The institution: of the equipment, and of the physician who verifies; empty when not known.
    """

    character_set: CharacterSet = CharacterSet.UTF8
    overlays: bool = False
    organization: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: data sets are compared by their UIDs
class ExamObjects:
    """What an exam became.

    Attributes:
        datasets: Pictures, clips, structured report, documents, in this order; each has its file meta information.
            Pixels of clips are read from a temporary file while they are written, so a clip is never in memory.
        notes: What the user should know: an item that could not be made into an object, another character set.
    """

    datasets: tuple[Dataset, ...]
    notes: tuple[ExamError, ...] = ()


def exam_objects(
    content: ExamContent, folder: Path, options: DicomOptions | None = None, pdfs: Iterable[bytes] = ()
) -> ExamObjects:
    """Make the objects of an exam, all in its study, under the worklist entry's identity or the pseudonym.

    The same content gives the same SOP Instance UIDs, so sending again does not double anything; what changed gets
    another UID. A picture that is missing or damaged is left out and noted.

    Args:
        content: The exam.
        folder: Where its files are.
        options: The site's choice.
        pdfs: The report, in one or more languages.
    """
    options = options or DicomOptions()
    notes: list[ExamError] = []
    plain: dict[str, Dataset] = {}
    pictures: list[Dataset] = []
    overlays: list[Dataset] = []
    for snapshot in content.snapshots:
        try:
            image = snapshot_object(content.exam, snapshot, folder, len(pictures) + 1)
            pictures.append(image)
            plain[snapshot.id] = image
            if options.overlays:
                overlays.append(overlay_object(content.exam, snapshot, folder, len(overlays) + 1, image))
        except ExamError as fault:
            notes.append(fault)
    for recording in _recordings(content, folder):
        try:
            pictures.extend(clip_objects(content.exam, recording, folder, len(pictures) + 1))
        except ExamError as fault:
            notes.append(fault)
    datasets = [*pictures, *overlays]
    report = report_object(content, plain, pictures, options.organization)
    datasets += [report] if report is not None else []
    datasets += [pdf_object(content, pdf, number, pictures) for number, pdf in enumerate(pdfs, 1)]
    if options.organization:
        for dataset in datasets:
            dataset.InstitutionName = fitting(options.organization, "LO")
    written = write_in(datasets, options.character_set)
    if written.beyond:
        notes.append(
            ExamError(
                "The characters {characters} do not exist in the character set chosen for DICOM; this exam is written "
                "in UTF-8 instead. If your archive shows them wrongly, ask its vendor for ISO_IR 192",
                characters=written.beyond,
            )
        )
    return ExamObjects(tuple(datasets), tuple(notes))


def write_objects(datasets: Iterable[Dataset], out: Path) -> Iterator[Path]:
    """Write each object to `<out>/<series>-<modality>-<number>-<end of its UID>.dcm`, whole or not at all.

    Raises:
        ExamError: The folder cannot be written or the disk is full.
    """
    for dataset in datasets:
        modality, number, end = dataset.Modality, int(dataset.InstanceNumber), str(dataset.SOPInstanceUID)[-12:]
        path = out / f"{int(dataset.SeriesNumber)}-{modality}-{number:03}-{end}.dcm"
        try:
            out.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as file:
                pydicom.dcmwrite(file, dataset, enforce_file_format=True)
        except OSError as fault:
            raise ExamError(
                "The DICOM files cannot be written to {folder} ({reason}); make room there or choose another folder",
                folder=out,
                reason=fault.strerror or fault,
            ) from fault
        yield path


def _recordings(content: ExamContent, folder: Path) -> Iterator[Recording]:
    for clip in content.clips:
        for file in clip.files:
            yield Recording(clip.id, clip.taken_at, file, clip.side)
    for study in content.contrast_studies:
        for video in sorted((folder / study.folder).glob(f"*{_VIDEO_ENDING}")):
            yield Recording(study.id, study.taken_at, video.relative_to(folder).as_posix(), study.side)

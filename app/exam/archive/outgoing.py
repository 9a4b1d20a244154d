"""An exam as what is sent of it: every object, under its own number."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.exam.archive.waiting.spool import Outgoing
from app.exam.content.exam import ExamContent
from app.exam.dicom.objects import DicomOptions, exam_objects
from app.exam.dicom.text import CharacterSet
from app.exam.errors import ArchiveError, ExamError
from app.settings import ArchiveSettings


@dataclass(frozen=True, slots=True)
class ExamToSend:
    """What is sent of an exam.

    Attributes:
        objects: For the queue.
        notes: What could not be made into an object, and other things to know.
    """

    objects: tuple[Outgoing, ...]
    notes: tuple[ExamError, ...]


def exam_to_send(
    content: ExamContent, folder: Path, settings: ArchiveSettings, pdfs: Iterable[bytes] = (), organization: str = ""
) -> ExamToSend:
    """Make the objects of an exam, in the character set of the settings. The same exam gives the same UIDs.

    Raises:
        ArchiveError: There is nothing in it.
    """
    pages: list[bytes] = []
    notes: list[ExamError] = []
    try:
        pages.extend(pdfs)
    except ExamError as fault:  # a template of the site is broken, say: the pictures go all the same
        notes.append(fault)
    options = DicomOptions(CharacterSet(settings.character_set), organization=organization)
    made = exam_objects(content, folder, options, pages)
    objects = tuple(Outgoing(one, description=str(one.get("InstanceNumber", ""))) for one in made.datasets)
    if not objects:
        raise ArchiveError("There is nothing in this exam to send; keep a snapshot, a clip or a finding first")
    return ExamToSend(objects, (*notes, *made.notes))

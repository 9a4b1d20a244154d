"""What the window shows of the exam's lesions: one frozen value."""

from dataclasses import dataclass

from app.exam.content.lesion import Lesion, TermSystem
from app.exam.content.picture import ContrastStudy
from app.exam.lesions.change import Refused, SizeChange
from app.exam.lesions.earlier import EarlierLesion
from inference.descriptors.descriptor import Descriptor as Measurement


@dataclass(frozen=True, slots=True)
class LesionsView:
    """The lesions of the running exam.

    Attributes:
        running: There is an exam that takes lesions.
        lesions: By their numbers.
        chosen: The one that is described; one of `lesions`, or None.
        system: Whose words.
        measured: The chosen one's descriptors; empty before they were measured.
        earlier: Lesions of earlier exams of the same patient.
        studies: Contrast studies of this exam.
        change: Against the earlier exam's lesion, where one was named.
        reading: Its picture is being read.
        unread: Why its picture could not be measured, in plain words, or None.
    """

    running: bool = False
    lesions: tuple[Lesion, ...] = ()
    chosen: Lesion | None = None
    system: TermSystem = TermSystem.BI_RADS
    measured: tuple[Measurement, ...] = ()
    earlier: tuple[EarlierLesion, ...] = ()
    studies: tuple[ContrastStudy, ...] = ()
    change: SizeChange | Refused | None = None
    reading: bool = False
    unread: str | None = None

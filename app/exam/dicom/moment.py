"""When an exam came to be what it is: the date of what is made from it, the same whenever it is made."""

from datetime import datetime

from app.exam.content.exam import ExamContent


def settled_at(content: ExamContent) -> datetime:
    """The last thing that happened in an exam: a signature, its end, a finding, a picture, else its start."""
    exam = content.exam
    moments = [exam.started_at, *(signature.at for signature in exam.signatures)]
    moments += [exam.closed_at] if exam.closed_at is not None else []
    moments += [snapshot.taken_at for snapshot in content.snapshots]
    moments += [clip.taken_at for clip in content.clips]
    moments += [study.taken_at for study in content.contrast_studies]
    for lesion in content.lesions:
        moments.append(lesion.confirmed_at)
        moments += [lesion.verdict.at] if lesion.verdict is not None else []
    return max(moments)

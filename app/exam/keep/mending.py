"""What an exam that was not left in order needs before it is gone on with."""

from pathlib import Path

from app.contrast.keeping import RECORD, take_unfinished
from app.exam.content.exam import ExamContent
from app.exam.content.model import new_id, now
from app.exam.content.picture import Clip, ContrastStudy
from app.exam.keep.clip_entry import clip_as_found


def mended_items(content: ExamContent, folder: Path) -> tuple[Clip | ContrastStudy, ...]:
    """Items to be put: clips whose end was never told, and contrast studies whose row a crash has cost.

    The curve of a study that was under way is `curve.csv` from then on. Reads the folder; what cannot be read is left.
    """
    clips = [(clip, clip_as_found(clip, folder)) for clip in content.clips if not clip.complete]
    mended: list[Clip | ContrastStudy] = [found for clip, found in clips if found != clip]
    take_unfinished(folder)
    known = {study.folder for study in content.contrast_studies}
    for record in sorted(folder.glob(f"*/{RECORD}")):
        name = record.parent.name
        if name not in known and not name.startswith("."):
            mended.append(ContrastStudy(id=new_id(), taken_at=now(), folder=name))
    return tuple(mended)

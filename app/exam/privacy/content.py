"""An exam's values without identity: other ids and UIDs, shifted dates, no names, only texts that were looked at."""

from collections.abc import Collection, Mapping
from typing import Any

from app.exam.content.exam import Exam, ExamContent, Item
from app.exam.content.lesion import Lesion
from app.exam.content.person import Patient, PersonName
from app.exam.content.picture import Clip, ContrastStudy, Snapshot
from app.exam.privacy.pseudonyms import Pseudonyms
from app.exam.privacy.texts import free_texts


def without_identity(
    content: ExamContent, pseudonyms: Pseudonyms, files: Mapping[str, str], kept_texts: Collection[str] = ()
) -> ExamContent:
    """The same exam under pseudonyms.

    Args:
        content: As it was kept.
        pseudonyms: Of its patient.
        files: New name of each file or folder; what is not in it is named nowhere any more.
        kept_texts: Places of free texts (`FreeText.place`) that somebody read and found free of identity; those in
            which a known name or number stands are left out all the same.
    """
    texts = {text.place: text.text for text in free_texts(content) if text.place in kept_texts and not text.names}
    new = _Renamed(pseudonyms, files, texts)
    numbers = {snapshot.id: number for number, snapshot in enumerate(content.snapshots, 1)}
    items = tuple(new.item(item, numbers) for item in content.items)
    return content.model_copy(update={"exam": new.exam(content.exam), "items": items})


_WITHHELD = PersonName(alphabetic="withheld")  # somebody signed; who is not told


class _Renamed:
    def __init__(self, pseudonyms: Pseudonyms, files: Mapping[str, str], texts: Mapping[str, str]) -> None:
        self._new = pseudonyms
        self._files = files
        self._texts = texts

    def exam(self, exam: Exam) -> Exam:
        moment = self._new.moment
        signatures = tuple(
            signature.model_copy(update={"name": _WITHHELD, "at": moment(signature.at)})
            for signature in exam.signatures
        )
        return exam.model_copy(
            update={
                "id": self._new.id(exam.id),
                "study_instance_uid": self._new.uid(exam.study_instance_uid),
                "started_at": moment(exam.started_at),
                "closed_at": None if exam.closed_at is None else moment(exam.closed_at),
                "examiner": PersonName(),
                "patient": Patient(pseudonym=self._new.patient_id),
                "note": self._texts.get("exam note", ""),
                "not_assessed": self._texts.get("not assessed", ""),
                "source_name": "",
                "signatures": signatures,
                "procedure_step_uid": self._new.uid(exam.procedure_step_uid),
            }
        )

    def item(self, item: Item, snapshot_numbers: Mapping[str, int]) -> Item:
        if isinstance(item, Snapshot):
            return self._snapshot(item, snapshot_numbers[item.id])
        if isinstance(item, Clip):
            return self._clip(item)
        if isinstance(item, ContrastStudy):
            return self._contrast(item)
        return self._lesion(item)

    def _snapshot(self, snapshot: Snapshot, number: int) -> Snapshot:
        return snapshot.model_copy(
            update={
                "id": self._new.id(snapshot.id),
                "taken_at": self._new.moment(snapshot.taken_at),
                "plain": self._files.get(snapshot.plain, ""),
                "overlaid": self._files.get(snapshot.overlaid, ""),
                "source_name": "",
                "clip_id": None if snapshot.clip_id is None else self._new.id(snapshot.clip_id),
                "note": self._texts.get(f"snapshot {number} note", ""),
            }
        )

    def _clip(self, clip: Clip) -> Clip:
        return clip.model_copy(
            update={
                "id": self._new.id(clip.id),
                "taken_at": self._new.moment(clip.taken_at),
                "files": tuple(self._files[file] for file in clip.files if file in self._files),
                "source_name": "",
                "analyses": {
                    release: self._files[file] for release, file in clip.analyses.items() if file in self._files
                },
            }
        )

    def _contrast(self, study: ContrastStudy) -> ContrastStudy:
        return study.model_copy(
            update={
                "id": self._new.id(study.id),
                "taken_at": self._new.moment(study.taken_at),
                "folder": self._files.get(study.folder, ""),
                "lesion_id": None if study.lesion_id is None else self._new.id(study.lesion_id),
            }
        )

    def _lesion(self, lesion: Lesion) -> Lesion:
        new = self._new
        changes: dict[str, Any] = {
            "id": new.id(lesion.id),
            "confirmed_at": new.moment(lesion.confirmed_at),
            "snapshot_ids": tuple(map(new.id, lesion.snapshot_ids)),
            "earlier_lesion_id": None if lesion.earlier_lesion_id is None else new.id(lesion.earlier_lesion_id),
            "note": self._texts.get(f"lesion {lesion.number} note", ""),
            "planes": tuple(
                plane.model_copy(update={"snapshot_id": new.id(plane.snapshot_id)}) for plane in lesion.planes
            ),
        }
        if lesion.category is not None:
            changes["category"] = lesion.category.model_copy(update={"by": ""})
        if lesion.verdict is not None:
            reason = self._texts.get(f"lesion {lesion.number} reason of the verdict", "")
            moved = {"reason": reason, "at": new.moment(lesion.verdict.at)}
            changes["verdict"] = lesion.verdict.model_copy(update=moved)
        return lesion.model_copy(update=changes)

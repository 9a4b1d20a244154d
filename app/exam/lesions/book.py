"""The lesions of the running exam as the user last changed them, also while the disk is still writing."""

from collections.abc import Iterable

from app.exam.content.lesion import Lesion


class LesionBook:
    """What the disk holds, with the changes that are on their way laid over it."""

    def __init__(self) -> None:
        self._kept: dict[str, Lesion] = {}
        self._changes: dict[str, list[Lesion | None]] = {}  # on their way, the newest last; None: it is taken out
        self._highest = 0

    @property
    def lesions(self) -> tuple[Lesion, ...]:
        """As they stand, by their numbers."""
        newest = {id: changes[-1] for id, changes in self._changes.items()}
        known = [lesion for lesion in {**self._kept, **newest}.values() if lesion is not None]
        return tuple(sorted(known, key=lambda lesion: lesion.number))

    @property
    def free_number(self) -> int:
        """A number that no lesion has had."""
        return self._highest + 1

    def of(self, lesion_id: str | None) -> Lesion | None:
        """The lesion of this id."""
        return next((lesion for lesion in self.lesions if lesion.id == lesion_id), None)

    def take_kept(self, lesions: Iterable[Lesion], *, settled: bool) -> None:
        """What is on the disk now; a change that has arrived there need not be held any longer.

        Args:
            lesions: All of the exam.
            settled: Nothing is on its way. Else what looks like the newest change may be what was there before it: a
                change and its taking back are both on their way.
        """
        self._kept = {lesion.id: lesion for lesion in lesions}
        waiting = {id: _waiting(changes, self._kept.get(id), settled) for id, changes in self._changes.items()}
        self._changes = {id: changes for id, changes in waiting.items() if changes}
        self._note(self._kept.values())

    def put(self, lesion: Lesion) -> None:
        """A lesion was made or changed, and is on its way to the disk."""
        self._changes.setdefault(lesion.id, []).append(lesion)
        self._note((lesion,))

    def delete(self, lesion_id: str) -> None:
        """A lesion is being taken out."""
        self._changes.setdefault(lesion_id, []).append(None)

    def clear(self) -> None:
        """Another exam."""
        self._kept, self._changes, self._highest = {}, {}, 0

    def _note(self, lesions: Iterable[Lesion]) -> None:
        self._highest = max([self._highest, *(lesion.number for lesion in lesions)])


def _waiting(changes: list[Lesion | None], kept: Lesion | None, settled: bool) -> list[Lesion | None]:
    """The changes that have not arrived when this is on the disk."""
    if kept == changes[-1]:
        return [] if settled or len(changes) == 1 else changes
    return changes[changes.index(kept) + 1 :] if kept in changes else changes

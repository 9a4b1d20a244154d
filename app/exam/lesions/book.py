"""The lesions of the running exam as the user last changed them, also while the disk is still writing."""

from collections.abc import Iterable

from app.exam.content.lesion import Lesion


class LesionBook:
    """What the disk holds, with the changes that are on their way laid over it."""

    def __init__(self) -> None:
        self._kept: dict[str, Lesion] = {}
        self._changed: dict[str, Lesion] = {}
        self._gone: set[str] = set()
        self._highest = 0

    @property
    def lesions(self) -> tuple[Lesion, ...]:
        """As they stand, by their numbers."""
        known = {id: each for id, each in {**self._kept, **self._changed}.items() if id not in self._gone}
        return tuple(sorted(known.values(), key=lambda lesion: lesion.number))

    @property
    def free_number(self) -> int:
        """A number that no lesion has had."""
        return self._highest + 1

    def of(self, lesion_id: str | None) -> Lesion | None:
        """The lesion of this id."""
        return next((lesion for lesion in self.lesions if lesion.id == lesion_id), None)

    def take_kept(self, lesions: Iterable[Lesion]) -> None:
        """What is on the disk now; a change that has arrived there need not be held any longer."""
        self._kept = {lesion.id: lesion for lesion in lesions}
        self._changed = {id: each for id, each in self._changed.items() if self._kept.get(id) != each}
        self._gone &= set(self._kept)
        self._note(self._kept.values())

    def put(self, lesion: Lesion) -> None:
        """A lesion was made or changed, and is on its way to the disk."""
        self._changed[lesion.id] = lesion
        self._gone.discard(lesion.id)
        self._note((lesion,))

    def delete(self, lesion_id: str) -> None:
        """A lesion is being taken out."""
        self._changed.pop(lesion_id, None)
        self._gone.add(lesion_id)

    def clear(self) -> None:
        """Another exam."""
        self._kept, self._changed, self._gone, self._highest = {}, {}, set(), 0

    def _note(self, lesions: Iterable[Lesion]) -> None:
        self._highest = max([self._highest, *(lesion.number for lesion in lesions)])

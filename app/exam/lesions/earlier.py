"""A lesion of an earlier exam of the same patient, for the user to say that it is the same one."""

from dataclasses import dataclass

from app.exam.content.lesion import Lesion
from app.exam.content.model import When


@dataclass(frozen=True, slots=True)
class EarlierLesion:
    """The lesion, and when that exam was."""

    lesion: Lesion
    at: When

"""What a reading window shows at one moment: one frozen value, made by the desk, painted by the widgets."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from app.study.arms import Arm
from app.study.reading.draft import Draft

BREAK_AFTER_CASES = 25
BREAK_AFTER_S = 30 * 60.0


class Page(Enum):
    """Which page the window is on."""

    START = "start"  # who reads, and how it is done
    READING = "reading"
    PAUSED = "paused"  # the picture is hidden and the time stands
    SESSION_OVER = "session over"  # another session follows
    STUDY_OVER = "study over"


@dataclass(frozen=True, slots=True)
class ReadingState:
    """All the window paints, but the picture itself.

    Attributes:
        page: As it says.
        study: The study's name.
        readers: All names, for the start page.
        reader: Who reads, or None before it is chosen.
        session, sessions: The session under way, from 1, and how many there are.
        position, count: The case on screen, from 1, and how many the session has.
        arm: Under which this case is read.
        stage: 1, or 2 where the aid was shown after a first rating.
        pictures: How many the case has; 1 for a still.
        draft: What the reader said so far.
        aid_shown: Whether the aid is on screen.
        break_due: A break is suggested.
        opens_at: When the next session opens, where one follows.
    """

    page: Page
    study: str
    readers: tuple[str, ...] = ()
    reader: str | None = None
    session: int = 1
    sessions: int = 1
    position: int = 1
    count: int = 1
    arm: Arm = Arm.WITHOUT
    stage: int = 1
    pictures: int = 1
    draft: Draft = field(default_factory=Draft)
    aid_shown: bool = False
    break_due: bool = False
    opens_at: datetime | None = None

    @property
    def last_stage(self) -> bool:
        """Whether giving this reading ends the case."""
        return self.stage == self.arm.stages


def break_due(cases_since: int, seconds_since: float) -> bool:
    """Whether so many cases, or so much reading time, since the last pause suggest another."""
    return cases_since >= BREAK_AFTER_CASES or seconds_since >= BREAK_AFTER_S

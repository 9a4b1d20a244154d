"""What happens at a reading window, without the window: the reader's steps make one `ReadingState` after another."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.analysis_json import FrameResult
from app.live.view_state import Finding, StatusWord, TimelineState, ViewState
from app.session.finding_book import FindingBook
from app.study.reading.draft import Draft
from app.study.reading.reading_book import ReadingBook, Task
from app.study.reading.reading_state import Page, ReadingState, break_due
from app.study.reading.stopwatch import Stopwatch
from capture.frame import Frame
from inference.findings import Track, TrackState


class ReadingDesk:
    """Leads one reader from case to case; used by the GUI thread."""

    def __init__(
        self, book: ReadingBook, reader: str | None = None, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        """Stand on the start page.

        Args:
            book: The open study; closed with the desk.
            reader: Who reads, where it is known.
            now_s: A monotonic clock.

        Raises:
            StudyError: The study has no such reader.
        """
        self._book = book
        self._watch, self._since_break = Stopwatch(now_s), Stopwatch(now_s)
        self._cases = 0  # since the last pause
        self._task: Task | None = None
        self._aid: tuple[FrameResult, ...] = ()
        self._findings = FindingBook()
        self.state = ReadingState(Page.START, book.name, book.readers, sessions=book.sessions)
        if reader is not None:
            self.choose_reader(reader)

    @property
    def times_ns(self) -> tuple[int, ...]:
        """Time of each picture of the case on screen."""
        return self._task.times_ns if self._task is not None else ()

    def choose_reader(self, reader: str) -> None:
        """Who reads from now on; only on the start page.

        Raises:
            StudyError: The study has no such reader.
        """
        if self.state.page is not Page.START:
            return
        task = self._book.task(reader)
        self.state = replace(self.state, reader=reader, **_place(task))
        self._follow(task)

    def begin(self) -> None:
        """Bring the first case on screen, or the one that was left.

        Raises:
            StudyError: The session is not open yet.
        """
        if self.state.page is Page.START and self.state.reader is not None:
            self._since_break.restart()
            self._next()

    def change(self, to: Callable[[Draft], Draft]) -> None:
        """Put another draft in place of the one on screen."""
        if self.state.page is Page.READING:
            self.state = replace(self.state, draft=to(self.state.draft))

    def give(self) -> None:
        """Keep the reading for good and go on: to the aid, to the next case, or to the end.

        Raises:
            StudyError: It is not complete or cannot be written; the case stays on screen.
        """
        state = self.state
        if state.page is not Page.READING or self._task is None or state.reader is None:
            return
        self._book.give(state.reader, self._task, state.draft, self._watch.seconds)
        self._cases += state.last_stage
        self._next()

    def pause(self) -> None:
        """Hide the picture and stop the time."""
        if self.state.page is Page.READING:
            self._watch.stop()
            self.state = replace(self.state, page=Page.PAUSED)

    def go_on(self) -> None:
        """Show the case again."""
        if self.state.page is Page.PAUSED:
            self._cases = 0
            self._since_break.restart()
            self._watch.go_on()
            self.state = replace(self.state, page=Page.READING, break_due=False)

    def frame(self, number: int) -> Frame | None:
        """A picture of the case on screen; None where none may be seen.

        Raises:
            StudyError: It is missing or was changed.
        """
        if self.state.page is not Page.READING or self._task is None:
            return None
        return self._book.frame(self._task, number)

    def view(self, number: int, timeline: TimelineState | None = None) -> ViewState:
        """A picture of the case as the product would show it, with the aid's boxes and cards where the arm says so.

        Args:
            number: Which of the case's pictures, from 0.
            timeline: Of a cine.

        Raises:
            StudyError: The picture is missing or was changed.
        """
        frame = self.frame(number)
        bare = ViewState(StatusWord.PAUSED, frame, timeline=timeline)
        network = self._book.network
        if frame is None or network is None or not self.state.aid_shown or number >= len(self._aid):
            return bare
        result = self._aid[number]
        tracks = tuple(track for track in result.tracks_in(frame.layout) if track.state is TrackState.CONFIRMED)
        return replace(
            bare,
            tracks=tracks,
            findings=self._cards(tracks, result.time_ns),
            abstained=result.abstained,
            operating_points=network.operating_points,
            development_prevalence=network.development_prevalence,
        )

    def _cards(self, tracks: tuple[Track, ...], time_ns: int) -> tuple[Finding, ...]:
        """The aid's cards; a still has no history to draw."""
        cards = self._findings.findings(tracks, time_ns)
        return cards if self.state.pictures > 1 else tuple(replace(card, trend=()) for card in cards)

    def close(self) -> None:
        """Let other windows open the study."""
        self._book.close()

    def _next(self) -> None:
        reader = self.state.reader
        if reader is None:
            return
        task = self._book.task(reader)
        self._follow(task)
        if task is None or self.state.page is Page.SESSION_OVER:
            return
        self._book.open_case(reader, task)
        self._task, self._aid = task, self._book.aid(task)
        self._findings = FindingBook()
        for result in self._aid:
            self._findings.add(result.tracks, result.time_ns)
        self.state = replace(
            self.state,
            page=Page.READING,
            draft=Draft(marks=task.marks),
            aid_shown=task.arm.aid_shown(task.stage),
            break_due=break_due(self._cases, self._since_break.seconds),
            **_place(task),
        )
        self._watch.restart()

    def _follow(self, task: Task | None) -> None:
        """The page after a case, where it is not the next case."""
        self._task, self._aid = None, ()
        reader = self.state.reader
        if task is None:
            self.state = replace(self.state, page=Page.STUDY_OVER, opens_at=None)
        elif reader is not None and (opens := self._book.opens_at(reader, task)) is not None:
            self.state = replace(self.state, page=Page.SESSION_OVER, opens_at=opens, session=task.session)


def _place(task: Task | None) -> dict[str, Any]:
    """Where the task stands, as fields of the state."""
    if task is None:
        return {}
    return {
        "session": task.session,
        "position": task.position,
        "count": task.count,
        "arm": task.arm,
        "stage": task.stage,
        "pictures": len(task.times_ns),
    }

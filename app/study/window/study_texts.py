"""Sentences of the reading window, made from its state."""

from app.live.look.texts import translate
from app.study.arms import Arm
from app.study.reading.reading_state import Page, ReadingState


def arm_text(state: ReadingState) -> str:
    """The word in the first corner: what the reader sees of the aid in this case."""
    if state.arm is Arm.SECOND:
        if state.stage == 1:
            return translate("Study", "RATE FIRST, THEN THE AID")
        return translate("Study", "AID SHOWN: RATE AGAIN")
    return translate("Study", "WITH AID") if state.arm is Arm.CONCURRENT else translate("Study", "WITHOUT AID")


def case_text(state: ReadingState) -> str:
    """How far the session is."""
    return translate("Study", "Case {position} of {count}").format(position=state.position, count=state.count)


def session_text(state: ReadingState) -> str:
    """Who reads, and in which session."""
    text = translate("Study", "{reader} · session {session} of {sessions}")
    return text.format(reader=state.reader or "", session=state.session, sessions=state.sessions)


def missing_text(state: ReadingState) -> str:
    """What has to be said before the case can be left; empty when nothing has."""
    draft = state.draft
    if draft.rating is None and draft.birads is None:
        return translate("Study", "Still to do: the rating and the BI-RADS category")
    if draft.rating is None:
        return translate("Study", "Still to do: the rating")
    return "" if draft.birads is not None else translate("Study", "Still to do: the BI-RADS category")


def give_text(state: ReadingState) -> str:
    """What the large button says."""
    if not state.last_stage:
        return translate("Study", "Keep and show the aid")
    if state.position == state.count:
        return translate("Study", "Keep and finish the session")
    return translate("Study", "Next case")


def break_text() -> str:
    """The suggestion."""
    return translate("Study", "You have been reading for a while. A short break keeps the readings alike.")


def page_texts(state: ReadingState) -> tuple[str, str, str]:
    """Title, body and button of a page of words."""
    if state.page is Page.PAUSED:
        return (
            translate("Study", "Pause"),
            translate("Study", "The picture is hidden and the time stands still."),
            translate("Study", "Go on"),
        )
    close = translate("Study", "Close")
    if state.page is Page.SESSION_OVER and state.opens_at is not None:
        body = translate(
            "Study",
            "Every reading is kept. Session {session} of {sessions} opens on {date}; the time in between lets the "
            "cases be forgotten. Open this study again then.",
        )
        date = f"{state.opens_at.astimezone():%Y-%m-%d %H:%M}"
        body = body.format(session=state.session, sessions=state.sessions, date=date)
        return translate("Study", "This session is finished. Thank you."), body, close
    body = translate("Study", "Every reading is kept. Nothing is left to do for {reader}.")
    return translate("Study", "All cases are read. Thank you."), body.format(reader=state.reader or ""), close

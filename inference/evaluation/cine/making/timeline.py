"""From the time of the signal to the moment of live scanning that is shown, and what the scanner shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.evaluation.cine.recipe import PAUSING, Act, Event, Recipe
from inference.evaluation.cine.truth import PictureState

RESTING = frozenset({Act.FREEZE, Act.CALIPERS, Act.REVIEW})
REVIEW_WAITS_S = 0.5  # after the freeze
LANDING_S = 0.25  # in which a probe loses or finds contact
FIRST_MARK_S, NEXT_MARK_S = 0.5, 0.45


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the scanner's screen.

    Attributes:
        state: Live, frozen and so on.
        live_s: Moment of live scanning that is shown.
        contact: Of the probe with the skin, 0..1.
        marks: Number of marks placed so far (0 when live).
        moment: The scanner's pictures are numbered; equal numbers and marks are equal pictures.
    """

    state: PictureState
    live_s: float
    contact: float
    marks: int
    moment: int


def live_s_of(recipe: Recipe) -> float:
    """Most seconds of live scanning that a clip can show, those lost in a lift included."""
    return recipe.duration_s + sum(event.amount for event in recipe.events if event.act in PAUSING)


class Timeline:
    """Live scanning with its pauses."""

    def __init__(self, recipe: Recipe, rests_s: Sequence[float] = ()) -> None:
        """Lay out the pauses.

        Args:
            recipe: The clip.
            rests_s: When the probe rests at a lesion: freezes move to the nearest of these, each used once.
        """
        self._recipe = recipe
        free = list(rests_s)
        pauses = []
        for event in recipe.events:
            if event.act in RESTING and free:
                at_s = min(free, key=lambda rest: abs(rest - event.at_s))
                free.remove(at_s)
                event = replace(event, at_s=at_s)
            if event.act in PAUSING:
                pauses.append(event)
        self._pauses = sorted(pauses, key=lambda event: event.at_s)

    @property
    def pauses(self) -> tuple[Event, ...]:
        """In the order of time, at the moments of live scanning where they come."""
        return tuple(self._pauses)

    def at(self, index: int) -> Shown:
        """What the picture of this number shows."""
        recipe = self._recipe
        tick = int(index * recipe.scanner_hz / recipe.hz + 1e-6)
        time_s = tick / recipe.scanner_hz
        paused_s = skipped_s = 0.0
        for event in self._pauses:
            begins_s = event.at_s - skipped_s + paused_s
            if time_s < begins_s:
                break
            if time_s < begins_s + event.length_s:
                return self._paused(event, time_s - begins_s, event.at_s, tick)
            paused_s += event.length_s
            skipped_s += event.amount
        moment = round((time_s - paused_s + skipped_s) * recipe.scanner_hz)
        return Shown(PictureState.LIVE, moment / recipe.scanner_hz, 1.0, 0, moment)

    def _paused(self, event: Event, into_s: float, live_s: float, tick: int) -> Shown:
        hz = self._recipe.scanner_hz
        moment = round(live_s * hz)
        live_s = moment / hz  # the picture that stood when the key was pressed
        if event.act is Act.CALIPERS:
            marks = 0 if into_s < FIRST_MARK_S else 1 + int((into_s - FIRST_MARK_S) / NEXT_MARK_S)
            state = PictureState.CALIPERS if marks else PictureState.FROZEN
            return Shown(state, live_s, 1.0, min(marks, 5), moment)
        if event.act is Act.REVIEW and into_s > REVIEW_WAITS_S:
            span = event.length_s - REVIEW_WAITS_S
            back_s = min(into_s - REVIEW_WAITS_S, span - (into_s - REVIEW_WAITS_S))
            number = max(0, round((live_s - max(back_s, 0.0)) * hz))
            return Shown(PictureState.REVIEW, number / hz, 1.0, 0, number)
        if event.act is Act.LIFT:
            contact = max(1 - into_s / LANDING_S, 1 - (event.length_s - into_s) / LANDING_S, 0.0)
            after_s = live_s + event.amount if into_s > event.length_s / 2 else live_s
            return Shown(PictureState.LIFTED, after_s, min(contact, 1.0), 0, 1_000_000 + tick)
        return Shown(PictureState.FROZEN, live_s, 1.0, 0, moment)

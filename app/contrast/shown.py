"""From how a study stands to what the window paints of it: pure, without a thread or a widget."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.contrast.glance import StudyGlance
from app.contrast.injection import Injection
from app.contrast.phases import Phase
from app.contrast.studying import StudyFigures
from app.contrast.view import ContrastView, Marker, MarkerKind, StudyState

RUN_S = 0.5  # moments closer than this are one run
SAME_S = 1e-4  # a picture's own time, however it was rounded


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands around a study on screen.

    Attributes:
        injections: Of the exam.
        chosen: Place of the one on screen.
        phases: Of the site.
        has_panel: Of the layout on screen.
        time_s: Of the picture on screen, on the study's axis; None where it belongs to another study.
        can_undo, editable, recomputing, answers, gaps: As in `ContrastView`.
        until_s, share: Recordings, as in `ContrastView`.
    """

    injections: tuple[Injection, ...]
    chosen: int
    phases: tuple[Phase, ...] = ()
    has_panel: bool = True
    time_s: float | None = None
    can_undo: bool = False
    editable: bool = False
    recomputing: bool = False
    answers: int = 0
    gaps: int = 0
    until_s: float | None = None
    share: float | None = None


def apart(times_s: Sequence[float]) -> list[float]:
    """The first of each run of moments, so that a run of gaps is one line."""
    ordered = sorted(times_s)
    return [time_s for place, time_s in enumerate(ordered) if place == 0 or time_s - ordered[place - 1] > RUN_S]


def shift_at(figures: StudyFigures | None, time_s: float | None) -> tuple[float, float]:
    """How far the tissue has moved in the picture of this moment: as in the study's picture next before it."""
    if figures is None or figures.shifts_px is None or not len(figures.shifts_px):
        return 0.0, 0.0
    times_s = figures.curves.times_s
    place = len(times_s) - 1 if time_s is None else int(np.searchsorted(times_s, time_s + SAME_S, "right")) - 1
    across, down = figures.shifts_px[max(place, 0)]
    return float(across), float(down)


def shown_view(glance: StudyGlance, shown: Shown) -> ContrastView:
    """The view of one study."""
    injection = shown.injections[shown.chosen]
    figures = glance.figures
    markers = [Marker(MarkerKind.GAP, time_s) for time_s in apart(glance.gaps_s)]
    if injection.injected_s is not None:
        markers.append(Marker(MarkerKind.INJECTION, injection.injected_s))
    if figures is not None:
        markers += [Marker(MarkerKind.BURST, time_s) for time_s in figures.bursts_s]
        markers += [Marker(MarkerKind.GAIN, time_s) for time_s in figures.gains_s]
    waits = shown.until_s is not None
    view = ContrastView(
        state=StudyState.COLLECTING if waits and glance.state is not StudyState.FAILED else glance.state,
        has_panel=shown.has_panel,
        injections=shown.injections,
        chosen=shown.chosen,
        phases=shown.phases if injection.injected_s is not None else (),
        curves=figures.curves if figures is not None else None,
        until_s=shown.until_s,
        cursor_s=shown.time_s if shown.share is not None else None,
        markers=tuple(sorted(markers, key=lambda marker: marker.time_s)),
        lesion=figures.lesion if figures is not None else None,
        reference=figures.reference if figures is not None else None,
        proposed=figures is not None and figures.proposed,
        shift_px=shift_at(figures, shown.time_s),
        can_undo=shown.can_undo,
        editable=shown.editable,
        result=None if waits else glance.result,
        recomputing=shown.recomputing,
        answers=shown.answers,
        share=shown.share,
        pictures=glance.pictures,
        first_s=glance.first_s,
        gaps=shown.gaps,
        notice=glance.notice or (figures.warnings[0] if figures is not None and figures.warnings else None),
        kept=None if waits else glance.kept,
    )
    begun = view.first_s is not None or injection.injected_s is not None
    clock_s = shown.time_s - view.zero_s if shown.time_s is not None and begun else None
    return replace(view, clock_s=clock_s)

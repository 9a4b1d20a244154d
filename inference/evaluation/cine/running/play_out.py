"""A machine that analyses fewer pictures than come: the boxes painted on all of them, as law 1 plays them out."""

from dataclasses import replace

from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.measures.observed import Observed, Picture, Shown
from inference.evaluation.cine.recipe import Recipe
from inference.evaluation.cine.running.kept_detections import KeptDetector
from inference.evaluation.cine.running.observe import distinct, shown_of
from inference.evaluation.cine.truth import PictureTruth
from inference.findings import Analysis
from inference.interpolation import tracks_at
from inference.pipeline import Pipeline

SOURCE_HZ = 60.0
EVERY = (2, 4, 6)  # pictures between two analyses: 30, 15 and 10 analyses a second
INTERPOLATED, HELD = "interpolated", "held"


def names_of(recipe: Recipe) -> dict[str, int]:
    """The slow machines that a clip is played out on, by name: pictures from one analysis to the next."""
    if recipe.scanner_hz != SOURCE_HZ or not recipe.lesions:
        return {}
    return {f"{SOURCE_HZ / every:g} Hz": every for every in EVERY}


def play_out(clip: Clip, detector: KeptDetector, every: int) -> dict[str, Observed]:
    """Play a clip out.

    Args:
        clip: Of 60 Hz.
        detector: Its detections, kept.
        every: Pictures from one analysis to the next.

    Returns:
        What stands on every picture of the signal: with boxes interpolated between the two analyses round it, and
        with those of the latest analysis held (which Minamo never paints; for comparison).
    """
    pipeline = Pipeline(detector)
    rows: dict[str, list[Picture]] = {INTERPOLATED: [], HELD: []}
    before: Analysis | None = None
    waiting: list[PictureTruth] = []
    for frame, truth in distinct(clip):
        if truth.index % every and before is not None:
            waiting.append(truth)
            continue
        detector.turn_to(truth.index)
        after = pipeline.analyse(frame)
        for one in waiting:
            if before is not None:
                rows[INTERPOLATED].append(_picture(one, shown_of(tracks_at(one.time_ns, before, after))))
                rows[HELD].append(_picture(one, shown_of(before.tracks)))
        waiting = []
        for pictures in rows.values():
            pictures.append(_picture(truth, shown_of(after.tracks)))
        before = replace(after, frame=replace(frame, pixels=frame.pixels[:0]))
    recipe = clip.recipe
    return {name: Observed(recipe.name, recipe.duration_s, tuple(pictures)) for name, pictures in rows.items()}


def _picture(truth: PictureTruth, shown: tuple[Shown, ...]) -> Picture:
    return Picture(truth.index, truth.time_ns, truth.state, truth.lesions, (), shown)

"""A clip through the pipeline as live runs it: repeated pictures are told before it, every other one is analysed."""

from collections.abc import Callable, Iterator
from typing import Protocol

from capture.frame import Frame
from capture.screen.repeats import RepeatFilter
from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.measures.observed import Observed, Picture, Shown
from inference.evaluation.cine.running.kept_detections import KeptDetector
from inference.evaluation.cine.truth import PictureTruth
from inference.findings import Analysis, Detection, TrackState
from inference.pipeline import Pipeline

Keeps = Callable[[PictureTruth], bool]


def every_picture(_: PictureTruth) -> bool:
    """All pictures arrive."""
    return True


class Peer(Protocol):
    """Another tracker on the same detections."""

    def update(self, frame: Frame, detections: tuple[Detection, ...]) -> tuple[Shown, ...]:
        """What it shows in this picture."""
        ...


def distinct(clip: Clip, keeps: Keeps = every_picture) -> Iterator[tuple[Frame, PictureTruth]]:
    """The pictures that live analyses: what repeats the one before it is left out, told from the pixels alone.

    Args:
        clip: Where from.
        keeps: False for pictures that never arrive (another rate, dropped frames).
    """
    repeats = RepeatFilter()
    for frame, truth in clip.frames():
        if keeps(truth) and not repeats.is_repeat(frame.pixels, frame.time_ns):
            yield frame, truth


def observe(
    clip: Clip,
    detector: KeptDetector,
    peers: dict[str, Peer] | None = None,
    keeps: Keeps = every_picture,
    seen: Callable[[int], None] | None = None,
) -> dict[str, Observed]:
    """Run a clip once.

    Args:
        clip: The clip.
        detector: Its detections, kept.
        peers: Other trackers, by name.
        keeps: See `distinct`.
        seen: Called with the index of each analysed picture.

    Returns:
        What was seen, by the name of the tracker; "minamo" is this one.
    """
    pipeline = Pipeline(detector)
    rows: dict[str, list[Picture]] = {"minamo": [], **{name: [] for name in peers or {}}}
    for frame, truth in distinct(clip, keeps):
        detector.turn_to(truth.index)
        analysis = pipeline.analyse(frame)
        found = detector.of(truth.index) if analysis.abstained is None else ()
        raw = tuple(Shown(0, one.box, one.confidence, one.malignancy) for one in found)
        base = (truth.index, truth.time_ns, truth.state, truth.lesions, raw)
        rows["minamo"].append(Picture(*base, _shown(analysis)))
        for name, peer in (peers or {}).items():
            rows[name].append(Picture(*base, peer.update(frame, found)))
        if seen is not None:
            seen(truth.index)
    recipe = clip.recipe
    return {name: Observed(recipe.name, recipe.duration_s, tuple(pictures)) for name, pictures in rows.items()}


def _shown(analysis: Analysis) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            track.id,
            track.box,
            track.confidence,
            track.malignancy,
            track.malignancy_low,
            track.malignancy_high,
            track.settled,
        )
        for track in analysis.tracks
        if track.state is TrackState.CONFIRMED
    )

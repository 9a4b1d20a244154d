"""A clip through the pipeline as live runs it: repeated pictures are told before it, every other one is analysed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol

from capture.frame import Frame
from capture.screen.layout import STANDING
from capture.screen.scan_watch import ScanWatch
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
    """The pictures that live analyses, each with its state: all told from the pixels alone, as live does it.

    Args:
        clip: Where from.
        keeps: False for pictures that never arrive (another rate, dropped frames).
    """
    watch = ScanWatch()
    for frame, truth in clip.frames():
        if not keeps(truth):
            continue
        watched = watch.see(frame.pixels, frame.layout, frame.index, frame.time_ns)
        if not watched.repeat:
            yield replace(frame, layout=watched.layout, again=watched.again), truth


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
        if any(panel.signal in STANDING for panel in frame.layout.panels):
            found, _ = pipeline.detections(frame)  # the other trackers know no state of the signal
        else:
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

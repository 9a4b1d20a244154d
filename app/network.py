"""The network and what follows it, assembled from the settings. The heavy imports wait until they are needed."""

from typing import Protocol

from app.settings import AnalysisSettings
from capture.frame import Frame
from inference.detector import Detector
from inference.findings import Analysis


class Analyser(Protocol):
    """Frame in, analysis out: the pipeline as the sessions use it."""

    def analyse(self, frame: Frame) -> Analysis:
        """What is in this frame, given those before it."""
        ...


def load_network(settings: AnalysisSettings) -> Detector:
    """The shipped weights on the chosen device.

    Raises:
        ModelError: Weights are missing, changed or unfit for this machine; the text says what to do.
    """
    from inference.detector import load_detector

    return load_detector(settings.device, threads=settings.threads or None)


def pipeline_for(detector: Detector, settings: AnalysisSettings) -> Analyser:
    """A new pipeline, which knows no track yet."""
    from inference.pipeline import Pipeline
    from inference.tracker import Tracker

    tracker = Tracker(
        detector.info.shown_confidence,
        detector.info.operating_points,
        confirm_ms=settings.confirm_ms,
        hold_ms=settings.hold_ms,
        tentative_ms=settings.tentative_ms,
        weak_ms=settings.weak_ms,
        lost_ms=settings.lost_ms,
        memory_ms=settings.score_memory_s * 1000,
    )
    return Pipeline(detector, tracker)


def spans_that_matter(settings: AnalysisSettings) -> dict[str, float]:
    """The settings that change what is found; results made with others are made again."""
    return settings.model_dump(include={*_SPANS})


_SPANS = ("confirm_ms", "hold_ms", "tentative_ms", "weak_ms", "lost_ms", "score_memory_s")

"""How strongly a picture is refused, and what the clips of other organs would have shown."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inference.detector import LesionDetector, NetworkInfo, Sight
from inference.evaluation.abstention.pictures import Shown
from inference.evaluation.cine.measures.alarms import rates
from inference.evaluation.cine.measures.events import as_shown
from inference.evaluation.cine.measures.observed import Observed, Picture
from inference.evaluation.cine.measures.observed import Shown as Box
from inference.evaluation.cine.truth import PictureState
from inference.findings import Analysis, Detection, TrackState
from inference.pipeline import Pipeline
from inference.training.recognition.sources import frames_of

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A picture and what was said of it.

    Attributes:
        shown: The picture.
        refusal: 0..1, 1 where a rule refuses it, else the head's probability that it is no breast.
        reason: Why it is not scored, or None.
    """

    shown: Shown
    refusal: float
    reason: str | None


class _Listening:
    """A detector that remembers its latest sight."""

    def __init__(self, detector: LesionDetector) -> None:
        self._detector = detector
        self.limits = detector.limits
        self.sight: Sight | None = None

    @property
    def info(self) -> NetworkInfo:
        return self._detector.info

    def detect(self, pixels: Pixels) -> tuple[Detection, ...]:
        return self.look(pixels).detections

    def look(self, pixels: Pixels) -> Sight:
        self.sight = self._detector.look(pixels)
        return self.sight


class _Repeating:
    """A detector that says again what another one has just seen, and takes every picture for a breast."""

    def __init__(self, other: _Listening) -> None:
        self._other = other

    @property
    def info(self) -> NetworkInfo:
        return self._other.info

    def detect(self, pixels: Pixels) -> tuple[Detection, ...]:
        """The same detections, whatever the picture."""
        return self._other.sight.detections if pixels.size and self._other.sight is not None else ()


def judge(pictures: Iterable[Shown], detector: LesionDetector) -> Iterator[Judged]:
    """Each picture by itself, as stills are looked at; what does not pass the gate is refused."""
    listening = _Listening(detector)
    pipeline = Pipeline(listening)
    for shown in pictures:
        listening.sight = None
        if shown.frame is None:
            yield Judged(shown, 1.0, "no scan area was found")
            continue
        _, reason = pipeline.detections(shown.frame)
        breast = listening.sight.breast if listening.sight is not None else None
        by_rule = listening.sight is None
        yield Judged(shown, 1.0 if by_rule else 0.0 if breast is None else 1 / (1 + math.exp(breast)), reason)


@dataclass(frozen=True, slots=True)
class ClipAlarms:
    """What a clip of another organ brings.

    Attributes:
        file: Its name.
        seconds: Its length.
        alarms: Times a box appears.
        alarms_unasked: The same where every picture is taken for a breast.
        abstained_share: Of its pictures.
    """

    file: str
    seconds: float
    alarms: int
    alarms_unasked: int
    abstained_share: float


def clip_alarms(path: Path, detector: LesionDetector) -> ClipAlarms:
    """Run a clip as live does, with and without asking whether it shows a breast.

    Raises:
        DataError: It cannot be read.
        ModelError: The network gave no numbers.
    """
    listening = _Listening(detector)
    asked, unasked = Pipeline(listening), Pipeline(_Repeating(listening))
    with_it: list[Picture] = []
    without: list[Picture] = []
    abstained = 0
    for frame in frames_of(path, every=1):
        analysis = asked.analyse(frame)
        abstained += analysis.abstained is not None
        with_it.append(_picture(analysis))
        without.append(_picture(unasked.analyse(frame)))
    seconds = (with_it[-1].time_ns - with_it[0].time_ns) / 1e9 if with_it else 0.0
    events = [
        rates([Observed(path.name, max(seconds, 1e-3), tuple(pictures))], as_shown, "centre").events
        for pictures in (with_it, without)
    ]
    return ClipAlarms(path.name, seconds, events[0], events[1], abstained / max(len(with_it), 1))


def _picture(analysis: Analysis) -> Picture:
    boxes = tuple(
        Box(track.id, track.box, track.confidence) for track in analysis.tracks if track.state is TrackState.CONFIRMED
    )
    return Picture(analysis.frame.index, analysis.frame.time_ns, PictureState.LIVE, (), (), boxes)

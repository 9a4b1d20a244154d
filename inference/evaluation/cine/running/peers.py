"""ByteTrack, OC-SORT and BoT-SORT of the package `trackers` (Roboflow, Apache-2.0), on the detections Minamo has.

They come with the extra `eval`, and run with settings that were tuned on development clips with the budget that
Minamo's rules had (`tuned_peers.json`, as `minamo evaluate video --tune` wrote it).
"""

import json
from importlib import resources
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.measures.observed import Shown
from inference.evaluation.cine.running.observe import Looked
from inference.findings import Box

NAMES = ("bytetrack", "ocsort", "botsort")
TUNED = "tuned_peers.json"


class Motion(Protocol):
    """Stands in for BoT-SORT's own measurement of the camera's motion."""

    def turn_to(self, index: int) -> None:
        """The next `estimate` is about this picture."""
        ...

    def estimate(self, pixels: npt.NDArray[np.uint8], _: object = None) -> npt.NDArray[np.float32]:
        """See `trackers.utils.cmc.CMC.estimate`."""
        ...


def kind_of(name: str) -> Any:
    """The package's class of a peer."""
    from trackers import BoTSORTTracker, ByteTrackTracker, OCSORTTracker

    return {"bytetrack": ByteTrackTracker, "ocsort": OCSORTTracker, "botsort": BoTSORTTracker}[name]


def tuned() -> dict[str, dict[str, Any]]:
    """The settings of each peer."""
    text = resources.files("inference.evaluation.cine.running").joinpath(TUNED).read_text("utf-8")
    kept: dict[str, dict[str, Any]] = json.loads(text)["settings"]
    return kept


class TrackersPeer:
    """One tracker of the package; it is told each picture's own time."""

    def __init__(
        self, name: str, frame_rate: float, settings: dict[str, Any] | None = None, motion: Motion | None = None
    ) -> None:
        """Start without tracks.

        Args:
            name: One of `NAMES`.
            frame_rate: Pictures a second of the scanner.
            settings: Of the package's class; by default its own.
            motion: Instead of BoT-SORT's own measurement.
        """
        self._tracker = kind_of(name)(frame_rate=frame_rate, **(settings or {}))
        self._sees_pixels = name == "botsort"  # compensates the motion of the camera
        self._motion = motion if self._sees_pixels else None
        if self._motion is not None:
            self._tracker.cmc = self._motion

    def update(self, looked: Looked) -> tuple[Shown, ...]:
        """What it shows of these detections; a track without a detection is not shown by these trackers."""
        import supervision

        frame, detections = looked.frame, looked.found
        boxes = [[one.box.left, one.box.top, one.box.right, one.box.bottom] for one in detections]
        given = supervision.Detections(
            xyxy=np.array(boxes, np.float32).reshape(-1, 4),
            confidence=np.array([one.confidence for one in detections], np.float32),
            class_id=np.zeros(len(detections), int),
        )
        pixels = np.ascontiguousarray(frame.pixels[:, :, ::-1]) if self._sees_pixels else None
        if self._motion is not None:
            self._motion.turn_to(frame.index)
        tracked = self._tracker.update(given, pixels, frame.time_ns / 1e9)
        if tracked.tracker_id is None:
            return ()
        confidences = tracked.confidence if tracked.confidence is not None else np.ones(len(tracked))
        return tuple(
            Shown(int(number) + 1, Box(*map(float, box)), float(confidence))
            for number, box, confidence in zip(tracked.tracker_id, tracked.xyxy, confidences, strict=True)
            if number >= 0
        )


def peers_for(frame_rate: float) -> dict[str, TrackersPeer]:
    """All three as tuned, fresh for one clip."""
    settings = tuned()
    return {name: TrackersPeer(name, frame_rate, settings[name]) for name in NAMES}

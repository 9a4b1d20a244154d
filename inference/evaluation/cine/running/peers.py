"""ByteTrack, OC-SORT and BoT-SORT of the package `trackers` (Roboflow, Apache-2.0), on the detections Minamo has.

They come with the extra `eval`, and run with the package's own settings until both sides are tuned with one budget.
"""

from typing import Any

import numpy as np

from capture.frame import Frame
from inference.evaluation.cine.measures.observed import Shown
from inference.findings import Box, Detection

NAMES = ("bytetrack", "ocsort", "botsort")


class TrackersPeer:
    """One tracker of the package; it is told each picture's own time."""

    def __init__(self, name: str, frame_rate: float, settings: dict[str, Any] | None = None) -> None:
        """Start without tracks.

        Args:
            name: One of `NAMES`.
            frame_rate: Pictures a second of the scanner.
            settings: Of the package's class; by default its own.
        """
        from trackers import BoTSORTTracker, ByteTrackTracker, OCSORTTracker

        kinds = {"bytetrack": ByteTrackTracker, "ocsort": OCSORTTracker, "botsort": BoTSORTTracker}
        self._tracker = kinds[name](frame_rate=frame_rate, **(settings or {}))
        self._sees_pixels = name == "botsort"  # compensates the motion of the camera

    def update(self, frame: Frame, detections: tuple[Detection, ...]) -> tuple[Shown, ...]:
        """What it shows of these detections; a track without a detection is not shown by these trackers."""
        import supervision

        boxes = [[one.box.left, one.box.top, one.box.right, one.box.bottom] for one in detections]
        given = supervision.Detections(
            xyxy=np.array(boxes, np.float32).reshape(-1, 4),
            confidence=np.array([one.confidence for one in detections], np.float32),
            class_id=np.zeros(len(detections), int),
        )
        pixels = np.ascontiguousarray(frame.pixels[:, :, ::-1]) if self._sees_pixels else None
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
    """All three, fresh for one clip."""
    return {name: TrackersPeer(name, frame_rate) for name in NAMES}

"""Analyses as lines of JSON: one line a picture of the file, boxes in pixels of the file.

`minamo analyse` writes them, and the results kept beside a recording hold the same lines.
"""

import json
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import metadata
from typing import Any

from capture.screen.layout import ScanLayout
from inference.detector import NetworkInfo
from inference.findings import Analysis, Box, Track, TrackState

SCAN_AREA_LOST = "scan area lost"  # why a picture that the gate held back has no tracks
NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class FrameResult:
    """What was found in one picture of a file.

    Attributes:
        index: The picture's number in the file, from 0.
        time_ns: The file's own time of it.
        tracks: In every state, by id; boxes in pixels of the file.
        abstained: Why the picture is not scored, or None.
        inference_ms: Time the analysis took; 0 for a repeated picture.
        repeated: The picture equals the one before it, whose tracks stand here again.
        doppler: Colour of flow was seen and taken as the grey around it.
    """

    index: int
    time_ns: int
    tracks: tuple[Track, ...]
    abstained: str | None = None
    inference_ms: float = 0.0
    repeated: bool = False
    doppler: bool = False

    @staticmethod
    def of(analysis: Analysis) -> "FrameResult":
        """The analysis of a frame, its boxes moved to pixels of the file and cut at the picture's edge."""
        frame = analysis.frame
        size_px = frame.layout.source_size_px
        return FrameResult(
            frame.index,
            frame.time_ns,
            tuple(_cut(moved(track, *frame.layout.origin_px), *size_px) for track in analysis.tracks),
            analysis.abstained,
            analysis.inference_ms,
            doppler=analysis.doppler,
        )

    def again(self, index: int, time_ns: int) -> "FrameResult":
        """The same tracks for a picture that repeats this one."""
        return replace(self, index=index, time_ns=time_ns, inference_ms=0.0, repeated=True)

    def tracks_in(self, layout: ScanLayout) -> tuple[Track, ...]:
        """The tracks with boxes in the pixels of a frame of this layout."""
        x, y = layout.origin_px
        return tuple(moved(track, -x, -y) for track in self.tracks)

    def line(self) -> str:
        """One line of JSON, without the newline."""
        content: dict[str, Any] = {
            "index": self.index,
            "time_ms": _ms(self.time_ns),
            "tracks": [_track_json(track) for track in self.tracks],
            "abstained": self.abstained,
            "inference_ms": round(self.inference_ms, 3),
        }
        if self.repeated:
            content["repeated"] = True
        if self.doppler:
            content["doppler"] = True
        return json.dumps(content, ensure_ascii=False, allow_nan=False)

    @staticmethod
    def from_line(line: str) -> "FrameResult":
        """Read a line back; what `line` rounded stays rounded.

        Raises:
            ValueError: The line is not one of `line`'s.
        """
        try:
            content = json.loads(line)
            return FrameResult(
                int(content["index"]),
                _ns(content["time_ms"]),
                tuple(_track(track) for track in content["tracks"]),
                content["abstained"],
                float(content["inference_ms"]),
                bool(content.get("repeated", False)),
                bool(content.get("doppler", False)),
            )
        except (KeyError, TypeError) as fault:
            raise ValueError(f"not a line of results: {fault!r}") from fault


def moved(track: Track, x_px: float, y_px: float) -> Track:
    """The track with its box shifted."""
    if not x_px and not y_px:
        return track
    box = track.box
    return replace(track, box=Box(box.left + x_px, box.top + y_px, box.right + x_px, box.bottom + y_px))


def _cut(track: Track, width_px: int, height_px: int) -> Track:
    """The track with its box cut at the picture's edge, which a followed box may cross; one left wholly stays."""
    box = track.box
    left, top = max(box.left, 0.0), max(box.top, 0.0)
    right, bottom = min(box.right, float(width_px)), min(box.bottom, float(height_px))
    if left >= right or top >= bottom or (left, top, right, bottom) == (box.left, box.top, box.right, box.bottom):
        return track
    return replace(track, box=Box(left, top, right, bottom))


def _track_json(track: Track) -> dict[str, Any]:
    box = track.box
    return {
        "id": track.id,
        "state": track.state.value,
        "box": [round(edge, 2) for edge in (box.left, box.top, box.right, box.bottom)],
        "confidence": round(track.confidence, 5),
        "malignancy": _rounded(track.malignancy),
        "malignancy_low": _rounded(track.malignancy_low),
        "malignancy_high": _rounded(track.malignancy_high),
        "settled": track.settled,
        "first_seen_ms": _ms(track.first_seen_ns),
        "last_seen_ms": _ms(track.last_seen_ns),
        "size_mm": None if track.size_mm is None else [round(side, 2) for side in track.size_mm],
    }


def _track(content: Mapping[str, Any]) -> Track:
    size = content["size_mm"]
    left, top, right, bottom = content["box"]
    return Track(
        id=int(content["id"]),
        state=TrackState(content["state"]),
        box=Box(left, top, right, bottom),
        confidence=float(content["confidence"]),
        malignancy=content["malignancy"],
        malignancy_low=content["malignancy_low"],
        malignancy_high=content["malignancy_high"],
        settled=bool(content["settled"]),
        first_seen_ns=_ns(content["first_seen_ms"]),
        last_seen_ns=_ns(content["last_seen_ms"]),
        size_mm=None if size is None else (float(size[0]), float(size[1])),
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 5)


def _ms(time_ns: int) -> float:
    return round(time_ns / NS_PER_MS, 6)


def _ns(time_ms: float) -> int:
    return round(time_ms * NS_PER_MS)


class Summary:
    """What `<name>.summary.json` says of a whole file; takes the results one by one."""

    def __init__(self) -> None:
        self._times_ns: list[int] = []
        self._abstained = 0
        self._repeated = 0
        self._inference_ms: list[float] = []
        self._lesions: dict[int, dict[str, Any]] = {}

    def add(self, result: FrameResult) -> None:
        """Count one picture."""
        self._times_ns.append(result.time_ns)
        self._abstained += result.abstained is not None
        self._repeated += result.repeated
        if not result.repeated and result.abstained != SCAN_AREA_LOST:
            self._inference_ms.append(result.inference_ms)
        for track in result.tracks:
            if track.state is TrackState.CONFIRMED:
                self._note(track, result)

    def _note(self, track: Track, result: FrameResult) -> None:
        lesion = self._lesions.setdefault(track.id, {"id": track.id, "first_index": result.index, "frames": 0})
        lesion["last_index"] = result.index
        lesion["frames"] += 1
        content = _track_json(track)
        lesion.update({key: content[key] for key in _LESION_KEYS})

    @property
    def frames(self) -> int:
        """Pictures counted so far."""
        return len(self._times_ns)

    @property
    def fps(self) -> float | None:
        """Mean rate of the file's own times; None for a still."""
        if len(self._times_ns) < 2 or self._times_ns[-1] <= self._times_ns[0]:
            return None
        return (len(self._times_ns) - 1) * 1e9 / (self._times_ns[-1] - self._times_ns[0])

    def as_json(self, file: str, info: NetworkInfo, assumed_hz: float | None) -> dict[str, Any]:
        """The content of the file; shares 0..1, a rate of None for a still."""
        frames = self.frames
        return {
            "file": file,
            "frames": frames,
            "fps": assumed_hz if assumed_hz else self.fps and round(self.fps, 4),
            "fps_assumed": assumed_hz is not None,
            "tracks": len(self._lesions),
            "abstained_share": round(self._abstained / frames, 5) if frames else 0.0,
            "repeated_frames": self._repeated,
            "analysed_frames": len(self._inference_ms),
            "inference_ms_median": round(statistics.median(self._inference_ms), 3) if self._inference_ms else None,
            "lesions": list(self._lesions.values()),
            "weights_sha256": info.weights_sha256,
            "backend": info.backend,
            "device": info.device,
            "precision": info.precision,
            "fell_back": info.fell_back,
            "shown_confidence": info.shown_confidence,
            "development_prevalence": info.development_prevalence,
            "operating_points": {
                "low_below": info.operating_points.low_below,
                "suspicious_from": info.operating_points.suspicious_from,
            },
            "minamo": metadata.version("minamo"),
            "note": "Research use only. Not for diagnosis.",
        }


_LESION_KEYS = ("malignancy", "malignancy_low", "malignancy_high", "settled", "size_mm")

"""The recorded detections behind the golden files of the tracker; run as a module to make them anew.

Eight seconds at 30 Hz of a scripted scan: two lesions (A is the larger one); A crosses B at about 2 s, where the
detector sees one box only; B is hidden from 4.0 to 4.9 s and comes back; from 5.5 s the probe slides and takes
both along; a twelfth of the detections is missing, another twelfth is weak, and false alarms last one or two frames.
"""

import json
from pathlib import Path

import numpy as np

from inference.findings import Box, Detection, OperatingPoints, Track
from inference.tracking.motion import Motion
from inference.tracking.tracker import Tracker

FOLDER = Path(__file__).parents[2] / "data" / "tracker"
DETECTIONS = FOLDER / "detections.json"
TRACKS = FOLDER / "tracks.json"
FRAMES = 240
SHOWN_CONFIDENCE = 0.4


def script() -> list[dict[str, object]]:
    """Frames of {"time_ns", "shift_px", "detections": [[left, top, right, bottom, confidence, malignancy]]}."""
    chance = np.random.default_rng(2)
    frames: list[dict[str, object]] = []
    slid = 0.0
    for number in range(FRAMES):
        time_s = number / 30
        shift = 4.0 if time_s >= 5.5 and slid < 160 else 0.0
        slid += shift
        first = (150 + min(time_s, 4.0) * 75 + slid, 200 + 4 * np.sin(time_s), 100, 70, 0.85)
        second = (310 + slid, 205 - 3 * time_s, 56, 44, 0.15)
        merged = abs(first[0] - second[0]) < 25
        visible = [first] if merged or 4.0 <= time_s < 4.9 else [first, second]
        found = [_seen(lesion, chance) for lesion in visible if chance.random() > 1 / 12]
        if number % 37 in (5, 6) and chance.random() < 0.7:
            found.append(_seen((chance.uniform(60, 580), 380, 50, 40, 0.5), chance, strong=0.5))
        frames.append({"time_ns": round(number * 1e9 / 30), "shift_px": [shift, 0.0], "detections": found})
    return frames


def run(frames: list[dict[str, object]]) -> list[dict[str, object]]:
    """Tracks of every frame, numbers rounded to a millionth."""
    tracker = Tracker(SHOWN_CONFIDENCE, OperatingPoints(0.1, 0.5))
    answer = []
    for frame in frames:
        shift_x, shift_y = frame["shift_px"]  # type: ignore[misc]
        detections = [Detection(Box(*row[:4]), row[4], row[5]) for row in frame["detections"]]  # type: ignore[attr-defined]
        tracks = tracker.update(frame["time_ns"], detections, Motion(1.0, 0.0, shift_x, shift_y).carry)  # type: ignore[arg-type]
        answer.append({"time_ns": frame["time_ns"], "tracks": [_written(track) for track in tracks]})
    return answer


def _seen(lesion: tuple[float, ...], chance: np.random.Generator, strong: float = 0.75) -> list[float]:
    x, y, width, height, malignancy = lesion
    jitter = chance.normal(0, 0.02, 4) * (width, height, width, height)
    confidence = strong if chance.random() > 1 / 12 else 0.2
    box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
    noise = chance.normal(0, 0.05, 2)
    numbers = [*(np.array(box) + jitter), confidence + noise[0], np.clip(malignancy + noise[1], 0, 1)]
    return [round(float(number), 3) for number in numbers]


def _written(track: Track) -> dict[str, object]:
    def short(number: float | None) -> float | None:
        return None if number is None else round(number, 6)

    return {
        "id": track.id,
        "state": track.state.value,
        "box": [short(edge) for edge in (track.box.left, track.box.top, track.box.right, track.box.bottom)],
        "confidence": short(track.confidence),
        "malignancy": [short(track.malignancy_low), short(track.malignancy), short(track.malignancy_high)],
        "settled": track.settled,
        "seen_ns": [track.first_seen_ns, track.last_seen_ns],
    }


def write(path: Path, frames: list[dict[str, object]]) -> None:
    """A JSON list with a frame a line, so that a difference can be read."""
    path.write_text("[\n" + ",\n".join(json.dumps(frame) for frame in frames) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    write(DETECTIONS, script())
    write(TRACKS, run(json.loads(DETECTIONS.read_text(encoding="utf-8"))))

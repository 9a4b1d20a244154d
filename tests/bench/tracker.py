"""What following costs besides the network: `python -m tests.bench.tracker [frames] [--keep]`.

Ten lesions in a 1000 x 720 picture that slides, followed frame by frame on one thread, and ten more that were lost;
the same detections go to ByteTrack, OC-SORT and BoT-SORT (extra `eval`), as tuned. Prints ms a frame: of the thread's
own processor time, which other programs do not lengthen, and of the clock.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from capture.frame import Frame
from capture.screen.layout import ScanLayout
from inference.abstain import abstention, neutralise_colour
from inference.evaluation.cine.running.observe import Looked
from inference.evaluation.cine.truth import PictureState, PictureTruth
from inference.findings import Detection, TrackState
from inference.pipeline import Pipeline
from inference.sighting import PanelSighting, Sighting
from inference.tracking.motion import MotionMeter
from tests.bench.live import commit, machine
from tests.inference.scripted import MS, DarkMassDetector, box_at, speckle

T = TypeVar("T")
Spent = dict[str, list[tuple[float, float]]]  # ms of processor time and of the clock, by part

KEPT = Path(__file__).parent / "results" / "tracker.json"
WIDTH, HEIGHT, TRACKS = 1000, 720, 10
STEP_NS = 16_666_667
WARM_UP = 30
TOGETHER = "Minamo: motion, tracker, score"


def measure(frames: int, peers: bool) -> Spent:
    """ms a frame of each part."""
    wide = speckle(WIDTH + 200, HEIGHT)
    meter, pipeline = MotionMeter(), Pipeline(DarkMassDetector())
    others = _peers() if peers else {}
    spent: Spent = {}
    for number in range(frames + WARM_UP):
        slid = abs(number % 100 - 50)
        pixels = np.ascontiguousarray(wide[:, slid : slid + WIDTH])
        frame = Frame(pixels, number, number * STEP_NS + MS, 0, ScanLayout.whole(WIDTH, HEIGHT))
        found = _detections(number, slid)
        _timed(spent, "measuring itself", lambda: None)
        _timed(spent, "abstention", lambda pixels=pixels: (abstention(pixels), neutralise_colour(pixels)))
        change = _timed(spent, "motion", lambda pixels=pixels: meter.update(pixels))
        rect = frame.layout.panels[0].rect
        seen = Sighting(frame, (PanelSighting(rect, found, change, meter.latest),))
        analysis = _timed(spent, "tracker, score", lambda seen=seen: pipeline.follow(seen))
        both = zip(spent["motion"][-1], spent["tracker, score"][-1], strict=True)
        cpu_ms, wall_ms = (one + other for one, other in both)
        spent.setdefault(TOGETHER, []).append((cpu_ms, wall_ms))
        looked = Looked(seen, PictureTruth(number, frame.time_ns, PictureState.LIVE, False, ()), found)
        for name, peer in others.items():
            _timed(spent, name, lambda peer=peer, looked=looked: peer.update(looked))
    shown = [track for track in analysis.tracks if track.state is TrackState.CONFIRMED]
    lost = [track for track in analysis.tracks if track.state is TrackState.LOST]
    assert len(shown) == TRACKS
    assert len(lost) >= TRACKS
    return {part: rows[WARM_UP:] for part, rows in spent.items()}


def _peers() -> dict[str, object]:
    from inference.evaluation.cine.running.peers import peers_for

    return dict(peers_for(60.0))


def _detections(number: int, slid: int) -> tuple[Detection, ...]:
    """Ten lesions, at first ten others below them too; a fifth of the boxes is weak, some are missing."""
    chance = np.random.default_rng(number)
    rows = [(90 + 90 * n - slid, 100 + 35 * (n % 5), 70, 45) for n in range(TRACKS)]
    if number < WARM_UP:
        rows += [(90 + 90 * n - slid, 450 + 35 * (n % 5), 70, 45) for n in range(TRACKS)]
    return tuple(
        Detection(
            box_at(x + chance.normal(), y + chance.normal(), width, height),
            float(chance.uniform(0.6, 0.9) if number < WARM_UP or chance.random() < 0.8 else chance.uniform(0.2, 0.4)),
            float(chance.uniform(0.2, 0.8)),
        )
        for x, y, width, height in rows
        if number < WARM_UP or chance.random() < 0.98
    )


def _timed(spent: Spent, part: str, work: Callable[[], T]) -> T:
    cpu, wall = time.thread_time(), time.perf_counter()
    answer = work()
    spent.setdefault(part, []).append(((time.thread_time() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3))
    return answer


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("frames", type=int, nargs="?", default=800)
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--keep", action="store_true", help=f"write the numbers into {KEPT}")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    spent = measure(args.frames, peers=not args.alone)
    print(f"{args.frames} frames of {WIDTH} x {HEIGHT}, {TRACKS} tracks shown and as many lost, one thread\n")
    print(f"{'ms a frame':<34}{'p50':>8}{'p99':>8}{'clock p50':>12}{'p99':>8}")
    rows = []
    for part, times in spent.items():
        (cpu_50, wall_50), (cpu_99, wall_99) = np.percentile(times, [50, 99], axis=0)
        print(f"{part:<34}{cpu_50:>8.2f}{cpu_99:>8.2f}{wall_50:>12.2f}{wall_99:>8.2f}")
        rows.append({"part": part, "cpu_p50_ms": cpu_50, "cpu_p99_ms": cpu_99, "p50_ms": wall_50, "p99_ms": wall_99})
    if args.keep:
        facts = {"commit": commit(), "date": datetime.now().astimezone().isoformat(timespec="seconds")}
        told = {**facts, "machine": machine(), "frames": args.frames, "tracks": TRACKS, "rows": rows}
        KEPT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

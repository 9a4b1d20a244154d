"""What following costs besides the network: `python -m tests.bench.tracker [frames]`.

Ten lesions in a 1000 x 720 picture that slides, analysed frame by frame on one thread; prints ms a frame.
"""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

import cv2
import numpy as np

from inference.abstain import abstention, neutralise_colour
from inference.findings import Detection
from inference.tracking.motion import MotionMeter
from inference.tracking.tracker import Tracker
from tests.inference.scripted import MS, POINTS, SHOWN, box_at, speckle

T = TypeVar("T")

WIDTH, HEIGHT, TRACKS = 1000, 720, 10


def measure(frames: int) -> dict[str, list[float]]:
    """ms a frame of each part."""
    chance = np.random.default_rng(0)
    wide = speckle(WIDTH + 200, HEIGHT)
    meter, tracker = MotionMeter(), Tracker(SHOWN, POINTS)
    spent: dict[str, list[float]] = {"motion": [], "tracker and score": [], "together": [], "abstention": []}

    def timed(part: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        answer = work()
        spent[part].append((time.perf_counter() - start) * 1e3)
        return answer

    for number in range(frames):
        slid = abs(number % 100 - 50)
        pixels = np.ascontiguousarray(wide[:, slid : slid + WIDTH])
        seen = [
            Detection(
                box_at(90 + 90 * n - slid + chance.normal(), 100 + 50 * n + chance.normal(), 70, 50),
                float(chance.uniform(0.3, 0.9)),
                float(chance.uniform(0.2, 0.8)),
            )
            for n in range(TRACKS)
        ]
        timed("abstention", lambda pixels=pixels: (abstention(pixels), neutralise_colour(pixels)))
        change = timed("motion", lambda pixels=pixels: meter.update(pixels))
        carry = None if change.motion is None else change.motion.carry
        timed(
            "tracker and score",
            lambda number=number, seen=seen, carry=carry: tracker.update(number * 16_666_667 + MS, seen, carry),
        )
        spent["together"].append(spent["motion"][-1] + spent["tracker and score"][-1])
    assert len(tracker.tracks) >= TRACKS
    return spent


def main() -> None:
    """Print the table."""
    cv2.setNumThreads(1)
    frames = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    print(f"{frames} frames of {WIDTH} x {HEIGHT} with {TRACKS} tracks, one thread\n")
    print(f"{'ms a frame':<20}{'p50':>8}{'p99':>8}")
    for part, times in measure(frames).items():
        median, most = np.percentile(times[5:], [50, 99])
        print(f"{part:<20}{median:>8.2f}{most:>8.2f}")


if __name__ == "__main__":
    main()

"""The simulated scan: real stills in smooth motion, with the lesion's box known. The demo and the test device.

`python -m capture.sources.simulated --out FILE.mp4` writes a cine of it, with FILE.truth.json beside it.
"""

import argparse
import json
import math
import sys
import threading
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from capture.errors import EndOfStream
from capture.screen.layout import Rect, ScanLayout
from capture.source import Screen
from capture.sources.demo_stills import Still, lesion_stills, tissue_stills

SLOT_S = 5.0  # a still's turn: into view, out of view, back, away
# When within its turn a still is in view: (starts coming, fully there, starts leaving, gone), seconds.
LOOKS_S = ((0.0, 0.4, 2.5, 2.8), (3.3, 3.6, 4.7, 5.0))
VIEW_SHARE = 0.9  # of the still that fits into the view at the least zoom; the rest is room to pan
ZOOM = 0.06
TILT_RAD = math.radians(1.2)
GAIN = 0.04
SPECKLE = 0.05  # standard deviation of the multiplicative noise
NOISE_FIELDS = 8
NOISE_ROOM_PX = 64


@dataclass(frozen=True, slots=True)
class _View:
    """Where the view lies on a still: still = centre + scale * rotation * (view - middle of view)."""

    centre: tuple[float, float]
    scale: float
    tilt_rad: float


class SimulatedReader:
    """Real stills moved smoothly: pan, zoom, slight tilt, gain and speckle; each still leaves the view and comes back.

    What is seen depends on the seed and the picture's number alone. Out of view means that the probe has left
    the lesion's plane: the picture blends into tissue without a lesion.
    """

    def __init__(
        self,
        stills: tuple[Still, ...] | None = None,
        *,
        tissue: tuple[Still, ...] | None = None,
        hz: float = 30.0,
        size: tuple[int, int] = (800, 600),
        seed: int = 0,
        paced: bool = True,
        length: int | None = None,
    ) -> None:
        """Prepare the scan.

        Args:
            stills: Pictures with a lesion, shown in turn; the shipped ones when None.
            tissue: Pictures without one; the shipped ones when None.
            hz: Pictures a second.
            size: (width, height) of the picture in pixels.
            seed: Decides motion and speckle.
            paced: Live: pictures come at their time, and those not fetched in time are gone. Otherwise each
                picture comes at once, and none is left out.
            length: Number of pictures after which the stream ends; None for no end.
        """
        self._stills = stills if stills is not None else lesion_stills()
        self._tissue = tissue if tissue is not None else tissue_stills()
        self._hz = hz
        self._size = size
        self._paced = paced
        self._length = length
        self._layout = ScanLayout.whole(*size)
        random = np.random.default_rng(seed)
        # One (phase, speed) for each of pan x, pan y, zoom, tilt and gain, different for every still.
        self._phases = random.uniform(0, 2 * math.pi, (len(self._stills) + len(self._tissue), 5))
        self._speeds_hz = random.uniform(0.12, 0.3, self._phases.shape)
        width, height = size
        noise = random.normal(128, 128 * SPECKLE, (NOISE_FIELDS, height + NOISE_ROOM_PX, width + NOISE_ROOM_PX))
        # Speckle is correlated over about two pixels; unfiltered noise would look like a camera's.
        self._noise = np.stack([cv2.GaussianBlur(field, (0, 0), 0.7) for field in noise])
        self._noise = np.clip((self._noise - 128) * 2.4 + 128, 0, 255).astype(np.uint8)
        self._noise_order = random.integers(0, 1 << 31, 4096)
        self._next = 0
        self._delivered = 0
        self._started_ns: int | None = None
        self._closed = threading.Event()

    @property
    def name(self) -> str:
        """Short readable name for the window."""
        width, height = self._size
        return f"Simulated scan ({width}x{height} {self._hz:g} Hz)"

    def read(self, timeout_s: float) -> Screen | None:
        """Wait for the next picture; None if its time has not come, or after `close`.

        Raises:
            EndOfStream: `length` pictures are over.
        """
        if self._closed.is_set():
            return None
        if self._paced and not self._wait_for_turn(timeout_s):
            return None
        if self._length is not None and self._next >= self._length:
            raise EndOfStream
        moment = self._next
        self._next += 1
        number = self._delivered
        self._delivered += 1
        pixels = self.render(moment)
        return Screen(pixels, number, self._time_ns(moment), time.monotonic_ns(), self._layout)

    def close(self) -> None:
        """Wake a waiting `read`; safe to call twice."""
        self._closed.set()

    def truth(self, moment: int) -> tuple[Rect, ...]:
        """Boxes of the lesions in the picture of this moment (0-based), cut at the picture's border.

        A lesion counts as in view while its still makes up half of the picture or more and half of its box is
        inside the picture.
        """
        still, seen = self._turn(moment)
        outline = self._stills[still].outline
        if seen < 0.5 or outline is None:
            return ()
        points = self._to_view(outline, self._view(still, moment))
        width, height = self._size
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0) + 1  # a pixel is one wide
        box = Rect(
            max(0, math.floor(left)),
            max(0, math.floor(top)),
            min(width, math.ceil(right)),
            min(height, math.ceil(bottom)),
        )
        inside = max(0, box.width) * max(0, box.height)
        return (box,) if inside >= 0.5 * (right - left) * (bottom - top) else ()

    def truth_at(self, time_ns: int) -> tuple[Rect, ...]:
        """As `truth`, by the time of a picture (live, pictures not fetched in time leave holes)."""
        return self.truth(round(time_ns * self._hz / 1e9))

    def label(self, moment: int) -> str:
        """Label of the still whose turn it is."""
        return self._stills[self._turn(moment)[0]].label

    def render(self, moment: int) -> npt.NDArray[np.uint8]:
        """The picture of this moment: RGB, shape (height, width, 3), uint8, read-only."""
        still, seen = self._turn(moment)
        half_turn = int(moment / self._hz / SLOT_S + 0.5)  # tissue changes while only the lesion's still is seen
        tissue = len(self._stills) + half_turn % len(self._tissue)
        if seen <= 0:
            grey = self._warp(tissue, moment)
        elif seen >= 1:
            grey = self._warp(still, moment)
        else:
            both = cv2.addWeighted(self._warp(still, moment), seen, self._warp(tissue, moment), 1 - seen, 0)
            grey = np.asarray(both, np.uint8)
        gain = 1 + GAIN * self._wave(still, 4, moment)
        speckled = cv2.multiply(grey, self._speckle(moment), scale=gain / 128)
        pixels = np.asarray(cv2.cvtColor(speckled, cv2.COLOR_GRAY2RGB), np.uint8)
        pixels.flags.writeable = False
        return pixels

    def _time_ns(self, moment: int) -> int:
        return round(moment * 1e9 / self._hz)

    def _wait_for_turn(self, timeout_s: float) -> bool:
        now_ns = time.monotonic_ns()
        if self._started_ns is None:
            self._started_ns = now_ns
        due_ns = self._started_ns + self._time_ns(self._next)
        if due_ns <= now_ns:
            # As a grabber does: what was not fetched in time has been replaced by the newest picture.
            self._next = max(self._next, int((now_ns - self._started_ns) * self._hz / 1e9))
            return True
        closed = self._closed.wait(min(timeout_s, (due_ns - now_ns) / 1e9))
        return not closed and time.monotonic_ns() >= due_ns

    def _turn(self, moment: int) -> tuple[int, float]:
        """Index of the still whose turn it is, and how much of it is seen (0..1)."""
        slot, within_s = divmod(moment / self._hz, SLOT_S)
        for coming, there, leaving, gone in LOOKS_S:
            if coming <= within_s < gone:
                seen = min((within_s - coming) / (there - coming), (gone - within_s) / (gone - leaving), 1.0)
                return int(slot) % len(self._stills), seen * seen * (3 - 2 * seen)
        return int(slot) % len(self._stills), 0.0

    def _wave(self, picture: int, what: int, moment: int) -> float:
        """A slow sine between -1 and 1."""
        turns = self._speeds_hz[picture, what] * moment / self._hz
        return math.sin(2 * math.pi * turns + self._phases[picture, what])

    def _view(self, picture: int, moment: int) -> _View:
        height, width = self._picture(picture).pixels.shape
        across, down = self._size
        scale = (
            VIEW_SHARE * min(width / across, height / down) * (1 - ZOOM / 2 + ZOOM / 2 * self._wave(picture, 2, moment))
        )
        room_x, room_y = (width - scale * across) / 2, (height - scale * down) / 2
        outline = self._picture(picture).outline
        if outline is not None:  # the sweep goes to and fro over the lesion, not over the whole still
            middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
            home_x = float(np.clip(middle[0] - width / 2, -room_x * 0.7, room_x * 0.7))
        else:
            home_x = 0.0
        sweep_x = min(room_x - abs(home_x), 0.2 * width)
        centre = (
            width / 2 + home_x + sweep_x * self._wave(picture, 0, moment),
            height / 2 + room_y * 0.8 * self._wave(picture, 1, moment),
        )
        return _View(centre, scale, TILT_RAD * self._wave(picture, 3, moment))

    def _picture(self, index: int) -> Still:
        return self._stills[index] if index < len(self._stills) else self._tissue[index - len(self._stills)]

    def _warp(self, picture: int, moment: int) -> npt.NDArray[np.uint8]:
        view = self._view(picture, moment)
        width, height = self._size
        cos, sin = view.scale * math.cos(view.tilt_rad), view.scale * math.sin(view.tilt_rad)
        middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
        to_still = np.array(
            [
                [cos, -sin, view.centre[0] - cos * middle_x + sin * middle_y],
                [sin, cos, view.centre[1] - sin * middle_x - cos * middle_y],
            ]
        )
        return np.asarray(
            cv2.warpAffine(
                self._picture(picture).pixels,
                to_still,
                self._size,
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REFLECT_101,
            ),
            np.uint8,
        )

    def _to_view(self, points: npt.NDArray[np.float64], view: _View) -> npt.NDArray[np.float64]:
        """Points on the still, shape (n, 2), in pixels of the view."""
        x, y = (points - view.centre).T
        cos, sin = math.cos(view.tilt_rad), math.sin(view.tilt_rad)
        width, height = self._size
        across = (cos * x + sin * y) / view.scale + (width - 1) / 2
        down = (-sin * x + cos * y) / view.scale + (height - 1) / 2
        return np.stack([across, down], axis=1)

    def _speckle(self, moment: int) -> npt.NDArray[np.uint8]:
        """Speckle of this moment, 128 = unchanged: one of a few fields at a shift of its own."""
        width, height = self._size
        dice = int(self._noise_order[moment % len(self._noise_order)])
        top = dice // NOISE_FIELDS % NOISE_ROOM_PX
        left = dice // (NOISE_FIELDS * NOISE_ROOM_PX) % NOISE_ROOM_PX
        return np.asarray(self._noise[dice % NOISE_FIELDS, top : top + height, left : left + width])


def write_cine(file: Path, reader: SimulatedReader, *, hz: int, frames: int, crf: int) -> Path:
    """Write the scan as a video file, and the truth as JSON beside it.

    Args:
        file: Its ending decides the container (.mp4, .mkv).
        reader: Where the pictures come from.
        hz: Pictures a second.
        frames: How many.
        crf: x264's quality; smaller is better and larger.

    Returns:
        The truth's file: {"hz", "size": [width, height], "frames": [{"index", "label", "boxes"}]}, boxes as
        [left, top, right, bottom] in pixels of the file.
    """
    truth = []
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=hz, options={"crf": str(crf), "preset": "slow", "tune": "grain"})
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, hz)
        for index in range(frames):
            pixels = reader.render(index)
            if index == 0:
                stream.height, stream.width = pixels.shape[:2]
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            picture.pts, picture.time_base = index, Fraction(1, hz)
            container.mux(stream.encode(picture))
            boxes = [[box.left, box.top, box.right, box.bottom] for box in reader.truth(index)]
            truth.append({"index": index, "label": reader.label(index) if boxes else None, "boxes": boxes})
        container.mux(stream.encode(None))
        size = [stream.width, stream.height]
    beside = file.with_suffix(".truth.json")
    lines = ",\n".join(json.dumps(entry) for entry in truth)
    beside.write_text(f'{{"hz": {hz}, "size": {json.dumps(size)}, "frames": [\n{lines}\n]}}\n', encoding="utf-8")
    return beside


def main(arguments: list[str] | None = None) -> int:
    """Write a cine of the simulated scan; print the paths of the files."""
    parser = argparse.ArgumentParser(prog="python -m capture.sources.simulated", description=main.__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="video file (.mp4 or .mkv)")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--hz", type=int, default=30)
    parser.add_argument("--size", default="720x540", metavar="WIDTHxHEIGHT")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--crf", type=int, default=29)
    chosen = parser.parse_args(arguments)
    width, _, height = chosen.size.partition("x")
    reader = SimulatedReader(hz=chosen.hz, size=(int(width), int(height)), seed=chosen.seed, paced=False)
    beside = write_cine(chosen.out, reader, hz=chosen.hz, frames=round(chosen.seconds * chosen.hz), crf=chosen.crf)
    print(chosen.out)
    print(beside)
    return 0


if __name__ == "__main__":
    sys.exit(main())

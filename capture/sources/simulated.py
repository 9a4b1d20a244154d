"""The simulated scan: real stills in smooth motion, with the lesion's box known. The demo and the test device.

`python -m capture.sources.simulated --out FILE.mp4` writes a cine of it, with FILE.truth.json beside it.
"""

import argparse
import json
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from capture.errors import EndOfStream
from capture.screen.layout import Rect, ScanLayout
from capture.source import Screen
from capture.sources.demo_stills import Still, lesion_stills, tissue_stills
from capture.sources.sweep import Sweep


class SimulatedReader:
    """Real stills in smooth motion; each leaves the view and comes back (`Sweep`)."""

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
        self._hz = hz
        self._size = size
        self._paced = paced
        self._length = length
        self._layout = ScanLayout.whole(*size)
        self._sweep = Sweep(
            stills if stills is not None else lesion_stills(),
            tissue if tissue is not None else tissue_stills(),
            hz=hz,
            size=size,
            seed=seed,
        )
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
        """Boxes of the lesions in the picture of this moment (0-based); see `Sweep.truth`."""
        return self._sweep.truth(moment)

    def truth_at(self, time_ns: int) -> tuple[Rect, ...]:
        """As `truth`, by the time of a picture (live, pictures not fetched in time leave holes)."""
        return self.truth(round(time_ns * self._hz / 1e9))

    def label(self, moment: int) -> str:
        """Label of the still whose turn it is: "benign" or "malignant"."""
        return self._sweep.label(moment)

    def render(self, moment: int) -> npt.NDArray[np.uint8]:
        """The picture of this moment: RGB, shape (height, width, 3), uint8, read-only."""
        return self._sweep.render(moment)

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

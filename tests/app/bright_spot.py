"""A network that finds what is bright, and small recordings with something bright in them. Tests only."""

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from app.live.view_state import Session, ViewState
from capture.frame import Frame
from capture.screen.layout import ScanLayout
from capture.source import Screen
from inference.detector import NetworkInfo
from inference.findings import Analysis, Box, Detection, OperatingPoints, Track, TrackState

POINTS = OperatingPoints(0.1, 0.5)
BRIGHT = 200


class BrightSpotDetector:
    """Finds the bounding box of all bright pixels; counts its calls; may be held up until a test lets it go on."""

    def __init__(self, *, malignancy: float = 0.8, weights_sha256: str = "ab" * 32) -> None:
        self.info = NetworkInfo(
            device="CPU",
            backend="OpenVINO",
            precision="f32",
            weights_sha256=weights_sha256,
            fell_back=None,
            shown_confidence=0.5,
            operating_points=POINTS,
            development_prevalence=0.3,
        )
        self.calls = 0
        self.go_on = threading.Event()
        self.go_on.set()
        self._malignancy = malignancy

    def detect(self, pixels: npt.NDArray[np.uint8]) -> tuple[Detection, ...]:
        self.calls += 1
        self.go_on.wait(60)
        rows, columns = np.nonzero(pixels.min(axis=2) > BRIGHT)
        if rows.size < 16:
            return ()
        box = Box(float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1))
        return (Detection(box, 0.95, self._malignancy),)


def spot_picture(number: int, *, width: int = 320, height: int = 240, spot: bool = True) -> npt.NDArray[np.uint8]:
    """Speckled grey tissue, different in every picture, with a bright spot that drifts to the right."""
    noise = np.random.default_rng(number).integers(40, 110, (height // 4, width // 4), dtype=np.uint8)
    grey = np.kron(noise, np.ones((4, 4), np.uint8))
    if spot:
        left, top = width // 4 + number % (width // 4), height // 3
        grey[top : top + height // 6, left : left + width // 6] = 240
    return np.repeat(grey[:, :, None], 3, axis=2)


def write_video(path: Path, pictures: list[npt.NDArray[np.uint8]], hz: int = 25) -> Path:
    """A lossless-enough video whose pictures are told apart."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg" if path.suffix in (".mkv", ".avi") else "mpeg4", rate=hz)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuvj420p" if path.suffix in (".mkv", ".avi") else "yuv420p"
        stream.bit_rate = 8_000_000
        for picture in pictures:
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


def spot_video(path: Path, frames: int = 20, hz: int = 25) -> Path:
    return write_video(path, [spot_picture(number) for number in range(frames)], hz)


TINY = np.zeros((4, 4, 3), np.uint8)
TINY.setflags(write=False)
TINY_LAYOUT = ScanLayout.whole(4, 4)


def tiny_frame(index: int, *, time_ns: int | None = None, arrived_ns: int = 0) -> Frame:
    """A frame for tests that look at no pixels."""
    return Frame(TINY, index, index * 16_666_667 if time_ns is None else time_ns, arrived_ns, TINY_LAYOUT)


def track(
    id: int = 1, left: float = 1.0, *, state: TrackState = TrackState.CONFIRMED, malignancy: float | None = 0.6
) -> Track:
    low, high = (None, None) if malignancy is None else (malignancy / 2, malignancy / 2 + 0.5)
    return Track(id, state, Box(left, 1.0, left + 2, 3.0), 0.9, malignancy, low, high, False, 0, 0)


def analysis_of(frame: Frame, *tracks: Track, finished_ns: int = 0) -> Analysis:
    return Analysis(frame, tracks, finished_ns=finished_ns)


class ScriptedReader:
    """A live source that shows what the test pushes; may be held up, fail, or end."""

    def __init__(self, name: str = "Room 2", *, whole: bool = True) -> None:
        """`whole`: the source itself tells that the whole picture is the scan."""
        self.name = name
        self.lost = 0
        self._whole = whole
        self.closed = threading.Event()
        self._items: queue.Queue[npt.NDArray[np.uint8] | Exception] = queue.Queue()
        self._number = 0

    def push(self, *items: npt.NDArray[np.uint8] | Exception) -> None:
        for item in items:
            self._items.put(item)

    def read(self, timeout_s: float) -> Screen | None:
        try:
            item = self._items.get(timeout=max(timeout_s, 0.001))
        except queue.Empty:
            return None
        if isinstance(item, Exception):
            raise item
        item.flags.writeable = False
        now_ns = time.monotonic_ns()
        height, width = item.shape[:2]
        layout = ScanLayout.whole(width, height) if self._whole else None
        screen = Screen(item, self._number, now_ns, now_ns, layout)
        self._number += 1
        return screen

    def close(self) -> None:
        self.closed.set()


class Watcher:
    """Views a session whenever it tells news, until what the test waits for is there."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._news = threading.Event()

    def __call__(self) -> None:
        self._news.set()

    def until(self, seen: Callable[[ViewState], bool], timeout_s: float = 60.0) -> ViewState:
        deadline_ns = time.monotonic_ns() + round(timeout_s * 1e9)
        while True:
            self._news.clear()
            state = self.session.view(time.monotonic_ns())
            if seen(state):
                return state
            assert time.monotonic_ns() < deadline_ns, f"not seen in {timeout_s} s; the last was {state}"
            self._news.wait(0.1)  # ages move without news

"""Another program of the room: a client of pyigtl in the test's process, and states to share with it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import Any

import numpy as np
import numpy.typing as npt
import pyigtl

from app.live.view_state import StatusWord, ViewState
from capture.frame import Frame
from capture.screen.layout import Panel, Rect, ScanLayout
from tests.app.fakes import finding, live_state, track

PATIENCE_S = 60.0
SCALE = (0.1, 0.12)


@contextmanager
def program(port: int) -> Iterator[Any]:
    """A program that takes what is shared."""
    client = pyigtl.OpenIGTLinkClient("127.0.0.1", port)
    try:
        yield client
    finally:
        client.stop()


def picture(index: int = 0, *, seed: int = 0, scale: tuple[float, float] | None = SCALE) -> Frame:
    """Grey tissue without anything that looks like text."""
    rows, columns = np.mgrid[0:120, 0:200]
    grey = (90 + 40 * np.sin(rows / 17 + seed) * np.cos(columns / 23)).astype(np.uint8)
    return framed(np.repeat(grey[..., None], 3, axis=2), index, scale=scale)


def framed(pixels: npt.NDArray[np.uint8], index: int, *, scale: tuple[float, float] | None = SCALE) -> Frame:
    pixels.flags.writeable = False
    height, width = pixels.shape[:2]
    layout = ScanLayout((Panel(Rect(0, 0, width, height), mm_per_px=scale),), (0, 0), (width, height))
    return Frame(pixels, index, index * 40_000_000, 0, layout)


def state(frame: Frame, *, word: StatusWord = StatusWord.LIVE, lesions: bool = True) -> ViewState:
    shown = (track(3, (20, 30, 61, 51), 0.82),) if lesions else ()
    made = live_state(word, *shown, picture=frame)
    return replace(made, findings=tuple(finding(1, each) for each in shown))


def eventually(there: Callable[[], bool]) -> None:
    """Wait until it is so."""
    waiting = Event()
    for _ in range(int(PATIENCE_S / 0.01)):
        if there():
            return
        waiting.wait(0.01)
    raise AssertionError("it never came to be so")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

"""A scale that the user stated holds while the ruler looks as it did, and is unknown from the first screen after."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from capture.errors import EndOfStream
from capture.gated_source import GatedSource
from capture.screen.layout import Panel, Rect, ScaleOrigin, ScanLayout
from capture.screen.scale_mark import mark_of, still_holds
from capture.source import Screen
from capture.sources.simulated import SimulatedReader

Picture = npt.NDArray[np.uint8]
RECT = Rect(60, 30, 420, 330)
PANEL = Panel(RECT)
TICKS = ((430.0, 30.0), (430.0, 290.0))
SCAN = SimulatedReader(size=(360, 300), paced=False)


def screen(spacing_px: float = 26, *, noise: float = 0, focus: int | None = None, scan: bool = True) -> Picture:
    """A 480x360 screen with a ruler right of the panel; every fifth tick is longer."""
    whole = np.zeros((360, 480, 3), np.uint8)
    if scan:
        shot = SCAN.read(1)
        assert shot is not None
        whole[RECT.top : RECT.bottom, RECT.left : RECT.right] = shot.pixels
    for number in range(int(RECT.height / spacing_px) + 1):
        y = RECT.top + round(number * spacing_px)
        cv2.line(whole, (424, y), (436 if number % 5 == 0 else 430, y), (200, 200, 200), 1)
    if focus is not None:
        cv2.fillPoly(whole, [np.array([(424, focus), (434, focus - 6), (434, focus + 6)])], (0, 220, 220))
    if noise:
        whole = np.clip(whole + np.random.default_rng(0).normal(0, noise, whole.shape), 0, 255).astype(np.uint8)
    return whole


def test_the_mark_holds_through_noise_and_a_focus_mark_and_at_no_other_depth() -> None:
    mark = mark_of(screen(), *TICKS, PANEL)
    assert mark is not None
    assert mark.strip.left >= RECT.right
    assert still_holds(mark, screen())
    assert still_holds(mark, screen(noise=6))
    assert still_holds(mark, screen(focus=150))
    for spacing in (13, 17.3, 23.4, 25, 28, 34.7, 52):
        assert not still_holds(mark, screen(spacing))


def test_a_ruler_that_is_covered_or_cut_off_does_not_hold() -> None:
    mark = mark_of(screen(), *TICKS, PANEL)
    assert mark is not None
    covered = screen()
    covered[100:300, 380:] = (90, 94, 110)
    assert not still_holds(mark, covered)
    assert not still_holds(mark, screen()[:200])
    assert not still_holds(mark, np.zeros((360, 480, 3), np.uint8))


@pytest.mark.parametrize(
    "line",
    [((200.0, 30.0), (200.0, 290.0)), ((30.0, 30.0), (30.0, 290.0)), ((100.0, 30.0), (430.0, 290.0))],
    ids=["inside the panel", "on bare ground", "slanted"],
)
def test_nothing_is_watched_where_no_ruler_is(line: tuple[tuple[float, float], tuple[float, float]]) -> None:
    assert mark_of(screen(), *line, PANEL) is None


class Played:
    """A live reader that plays given screens and then ends."""

    name = "Played"

    def __init__(self, screens: Sequence[Picture]) -> None:
        self._screens = list(enumerate(screens))

    def read(self, timeout_s: float) -> Screen | None:
        if not self._screens:
            raise EndOfStream
        number, pixels = self._screens.pop(0)
        return Screen(pixels, number, number * 33_000_000, 0)

    def close(self) -> None:
        """Nothing is held."""


def test_the_scale_is_unknown_from_the_first_frame_of_another_depth_and_known_again_after() -> None:
    mark = mark_of(screen(), *TICKS, PANEL)
    panel = replace(
        PANEL, rect=Rect(0, 0, 360, 300), mm_per_px=(0.1, 0.1), scale_origin=ScaleOrigin.STATED, scale_mark=mark
    )
    layout = ScanLayout((panel,), (60, 30), (480, 360))
    depths = [26, 26, 26, 20, 20, 26, 26]
    source = GatedSource(Played([screen(spacing) for spacing in depths]), layout=layout)
    frames = [source.read(1) for _ in depths]
    scales = [frame.layout.panels[0].mm_per_px for frame in frames if frame is not None]
    assert scales == [(0.1, 0.1)] * 3 + [None] * 2 + [(0.1, 0.1)] * 2
    assert frames[3] is not None
    assert frames[3].layout.panels[0].scale_origin is None
    assert frames[3].layout is not frames[0].layout
    assert frames[3].layout is frames[4].layout

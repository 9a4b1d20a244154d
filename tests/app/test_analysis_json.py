"""Boxes in results stand in the pixels of the file, and in the picture."""

import json
from dataclasses import replace

import numpy as np
import pytest

from app.analysis_json import FrameResult
from capture.frame import Frame
from capture.screen.layout import Panel, Rect, ScanLayout
from inference.findings import Box
from tests.app.bright_spot import analysis_of, track


@pytest.mark.parametrize(
    ("left", "box"),
    [
        (1.0, Box(11, 1, 13, 3)),
        (-11.0, Box(0, 1, 1, 3)),
        (9.0, Box(19, 1, 20, 3)),
        (40.0, Box(50, 1, 52, 3)),  # a lost mass that the probe has left behind
    ],
)
def test_a_followed_box_that_crosses_the_edge_of_the_picture_is_cut_there(left: float, box: Box) -> None:
    layout = ScanLayout((Panel(Rect(0, 0, 10, 8)),), (10, 0), (20, 8))
    frame = Frame(np.zeros((8, 10, 3), np.uint8), 0, 0, 0, layout)
    result = FrameResult.of(analysis_of(frame, track(1, left)))
    assert [found.box for found in result.tracks] == [box]


def test_that_doppler_was_on_is_kept_with_the_result() -> None:
    frame = Frame(np.zeros((8, 10, 3), np.uint8), 0, 0, 0, ScanLayout.whole(10, 8))
    on = FrameResult.of(replace(analysis_of(frame), doppler=True))
    assert FrameResult.from_line(on.line()).doppler
    assert json.loads(on.line())["doppler"] is True
    assert not FrameResult.from_line(FrameResult.of(analysis_of(frame)).line()).doppler

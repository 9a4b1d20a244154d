"""A body mark over the scan's corner is left out; smooth tissue there is not taken for one."""

from contextlib import closing

import cv2
import numpy as np
import pytest

from app.demo import demo_file
from capture.gated_source import GatedSource
from capture.screen.finding.corners import mark_of
from capture.screen.layout import Rect
from capture.sources.open_file import open_file

WHOLE = Rect(0, 0, 400, 300)


def smooth_tissue(seed: int = 0) -> np.ndarray:
    """Echoes so blurred that much of the picture hardly differs from one pixel to the next."""
    grains = np.random.default_rng(seed).normal(90, 45, (60, 80)).astype(np.float32)
    return np.clip(cv2.resize(grains, (400, 300), interpolation=cv2.INTER_CUBIC), 30, 255).astype(np.uint8)


@pytest.mark.parametrize("seed", range(5))
def test_smooth_tissue_is_no_body_mark(seed: int) -> None:
    grey = smooth_tissue(seed)
    cv2.circle(grey, (40, 270), 38, 60, -1)  # an even cyst in the corner: flat, but without a straight border
    assert mark_of(grey, WHOLE) is None


def test_a_drawn_box_in_the_corner_is_one() -> None:
    grey = smooth_tissue()
    grey[240:, 330:] = 150
    cv2.rectangle(grey, (330, 240), (399, 299), 230, 1)
    found = mark_of(grey, WHOLE)
    assert found is not None
    assert (found.right, found.bottom) == (400, 300)
    assert found.left == pytest.approx(330, abs=6)
    assert found.top == pytest.approx(240, abs=6)


def test_nothing_of_the_demo_cine_is_cut() -> None:
    with closing(GatedSource(open_file(demo_file()))) as source:
        frame = source.read(timeout_s=1.0)
    assert frame is not None
    [panel] = frame.layout.panels
    assert panel.mask is None
    assert (panel.rect.width, panel.rect.height) == frame.layout.source_size_px

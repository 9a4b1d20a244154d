"""Text inside a panel is found where it can be read; tissue is left alone."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from inference.marks.panel_text import TextBox, blanked, find_panel_text


def tissue(seed: int) -> npt.NDArray[np.uint8]:
    """Smooth speckle, (300, 400)."""
    field = cv2.GaussianBlur(np.random.default_rng(seed).normal(0, 1, (300, 400)), (0, 0), 3)
    return np.clip(60 + 350 * np.abs(field), 0, 150).astype(np.uint8)


@pytest.mark.parametrize("text", ["YAMADA TARO", "ID 00012340", "1971/03/09"])
@pytest.mark.parametrize("scale", [0.5, 0.7, 1.0])
@pytest.mark.parametrize("colour", [(255, 255, 255), (255, 255, 0)])
def test_a_written_name_is_found_and_blanked(text: str, scale: float, colour: tuple[int, ...]) -> None:
    pixels = np.repeat(tissue(1)[..., None], 3, axis=2)
    written = cv2.putText(pixels.copy(), text, (40, 150), cv2.FONT_HERSHEY_SIMPLEX, scale, colour, 1, cv2.LINE_AA)
    boxes = find_panel_text(written)
    clean = blanked(written, boxes)
    strokes = np.abs(written.astype(int) - pixels).max(axis=2) > 60
    assert (clean[strokes] == 0).mean() > 0.9
    assert not (clean != written)[:80].any()


@pytest.mark.parametrize("seed", range(5))
def test_tissue_is_left_alone(seed: int) -> None:
    assert find_panel_text(tissue(seed)) == ()


def test_only_what_was_found_becomes_black() -> None:
    pixels = np.full((50, 60, 3), 90, np.uint8)
    clean = blanked(pixels, (TextBox(10, 5, 20, 15),))
    assert (clean[5:15, 10:20] == 0).all()
    clean[5:15, 10:20] = 90
    np.testing.assert_array_equal(clean, pixels)

"""A recording's contrast panel is found by itself only where it cannot be anything else."""

from pathlib import Path

import cv2
import numpy as np

from capture.gated_source import GatedSource
from capture.screen.layout import PanelKind, Rect
from capture.sources.image_folder import ImageFolderReader
from tests.capture.drawn_screens import Picture, scanner_screen

SIDE = 160
AMBER, GREY = (1.0, 0.72, 0.2), (1.0, 1.0, 1.0)
PICTURES = 9


def speckle(level: float, number: int) -> Picture:
    """Grey, with the texture of a scan, as bright as `level`, 0..1."""
    noise = cv2.GaussianBlur(np.random.default_rng(number).standard_normal((SIDE, SIDE, 2)), (0, 0), 2.0)
    amplitude = np.hypot(noise[..., 0], noise[..., 1])
    return np.asarray(np.clip(255 * level * amplitude / amplitude.mean(), 0, 255), np.uint8)


def side_by_side(number: int, tint: tuple[float, float, float]) -> Picture:
    """B-mode that stays as it is, and beside it contrast that washes in and out."""
    arrived = np.sin(np.pi * number / (PICTURES - 1))
    contrast = speckle(0.04 + 0.5 * arrived, 1 + number)[..., None] * np.array(tint)
    bmode = np.repeat(speckle(0.4, 0)[..., None], 3, axis=2)
    return np.concatenate([bmode, contrast.astype(np.uint8)], axis=1)


def opened(folder: Path, screens: list[Picture]) -> GatedSource:
    for number, pixels in enumerate(screens):
        cv2.imwrite(str(folder / f"frame_{number:03}.png"), pixels[..., ::-1])
    return GatedSource(ImageFolderReader(folder))


def kinds(source: GatedSource) -> list[tuple[PanelKind, Rect]]:
    source.read(1)
    source.close()
    return [] if source.layout is None else [(panel.kind, panel.rect) for panel in source.layout.panels]


def test_tinted_contrast_beside_b_mode_is_found_when_a_recording_is_opened(tmp_path: Path) -> None:
    source = opened(tmp_path, [side_by_side(number, AMBER) for number in range(PICTURES)])
    assert kinds(source) == [
        (PanelKind.B_MODE, Rect(0, 0, SIDE, SIDE)),
        (PanelKind.CONTRAST, Rect(SIDE, 0, 2 * SIDE, SIDE)),
    ]


def test_a_grey_picture_whose_one_half_brightens_stays_b_mode(tmp_path: Path) -> None:
    source = opened(tmp_path, [side_by_side(number, GREY) for number in range(PICTURES)])
    assert PanelKind.CONTRAST not in dict(kinds(source))


def test_colour_around_a_scan_makes_no_contrast_of_it(tmp_path: Path) -> None:
    source = opened(tmp_path, [scanner_screen(speckle(0.2 + 0.06 * number, number)) for number in range(PICTURES)])
    assert PanelKind.CONTRAST not in dict(kinds(source))


def test_nothing_beside_a_scan_that_was_not_seen_to_be_one_is_let_through(tmp_path: Path) -> None:
    """A coloured page beside the scan: with the other half taken for its dark twin it would leave the gate."""
    screens = []
    for number in range(PICTURES):
        page = np.zeros((SIDE, SIDE, 3), np.uint8)
        for row in range(2 + number):
            cv2.putText(page, "Name XXXXXX", (4, 16 + 14 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (240, 170, 40), 1)
        bmode = np.repeat(speckle(0.4, number)[..., None], 3, axis=2)
        screens.append(np.concatenate([bmode, page], axis=1))
    assert PanelKind.CONTRAST not in dict(kinds(opened(tmp_path, screens)))

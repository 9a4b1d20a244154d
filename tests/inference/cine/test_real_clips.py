"""Real cine is followed by the product's own chain; only the data folder holds it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.detector import load_detector
from inference.evaluation.cine.running.real_clips import BREAST_CLIP, follow_breast_clip
from inference.training.errors import DataError
from tests.inference.scripted import DarkMassDetector, box_at, speckle, with_mass


@pytest.mark.data
def test_the_lesion_of_the_real_breast_cine_keeps_one_id_and_its_box_fits(data_dir: Path) -> None:
    found = follow_breast_clip(data_dir / BREAST_CLIP, load_detector("cpu", threads=2))
    assert found.pictures == 38
    assert len(found.ids) == 1
    assert found.shown >= 36
    assert found.iou is not None
    assert found.iou >= 0.7


def made_up_clip(folder: Path, outline: np.ndarray | None = None) -> Path:
    """Twelve pictures in which a mass slides to the right, and a box elsewhere in the last four."""
    for name in ("frames", "masks"):
        (folder / name).mkdir()
    ground = speckle(320, 240)
    for number in range(12):
        mass = box_at(100 + 3 * number, 120)
        pixels = with_mass(ground, mass)
        if number >= 8:
            pixels = with_mass(pixels, box_at(260, 60, 30, 30))
        mask = with_mass(np.zeros_like(ground), mass, 255)[:, :, 0] if outline is None else outline
        cv2.imwrite(str(folder / "frames" / f"{number:05}.png"), pixels[:, :, ::-1])
        cv2.imwrite(str(folder / "masks" / f"{number:05}.png"), mask)
    return folder


def test_ids_overlap_and_boxes_elsewhere_are_counted(tmp_path: Path) -> None:
    found = follow_breast_clip(made_up_clip(tmp_path), DarkMassDetector())
    assert (found.pictures, found.ids, found.shown) == (12, (1,), 11)  # one picture alone is never shown
    assert found.iou == pytest.approx(0.95, abs=0.05)
    assert found.iou_of_all == pytest.approx(found.iou * 11 / 12)
    assert found.false_boxes == 3


def test_an_empty_outline_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="outline"):
        follow_breast_clip(made_up_clip(tmp_path, np.zeros((240, 320), np.uint8)), DarkMassDetector())

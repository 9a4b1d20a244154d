"""The peer that the networks are timed beside is the published one, and its boxes are read rightly."""

import numpy as np
import torch

from tests.bench.network.peer import SIDE_PX, STRIDES, decoded, prepared
from tests.bench.network.yolox_nano import YoloxNano, made


def test_it_has_the_size_that_was_published() -> None:
    count = sum(one.numel() for one in YoloxNano(classes=80).parameters())
    assert round(count / 1e6, 2) == 0.91  # million, for COCO's 80 classes


def test_a_frame_goes_through_and_chance_shows_nothing() -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (72, 100, 3), np.uint8)
    with torch.inference_mode():
        rows = made()(torch.from_numpy(prepared(pixels)))[0].numpy()
    assert rows.shape == (sum((SIDE_PX // stride) ** 2 for stride in STRIDES), 6)
    assert decoded(rows) == []


def test_a_row_is_read_as_its_box_and_double_boxes_go() -> None:
    rows = np.full((3549, 6), -9, np.float32)
    cell = 5 * (SIDE_PX // 8) + 10  # sixth row, eleventh column at stride 8
    for number, sure in ((cell, 4), (cell + 1, 3)):
        rows[number] = (0.5, 0.5, np.log(8), np.log(4), sure, 4)
    ((left, top, width, height, confidence),) = decoded(rows)
    assert np.allclose((left, top, width, height), (84 - 32, 44 - 16, 64, 32), atol=1e-3)
    assert 0.9 < confidence < 1

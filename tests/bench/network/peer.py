"""The peer of `tests.bench.network` without its network: from pixels to its input, and from its output to boxes."""

import cv2
import numpy as np

IR, ONNX = "yolox_nano.xml", "yolox_nano.onnx"
SIDE_PX = 416
SHOWN, MOST_OVERLAP = 0.3, 0.45
STRIDES = (8, 16, 32)


def prepared(pixels: np.ndarray) -> np.ndarray:
    """RGB (h, w, 3) uint8 -> (1, 3, 416, 416) float32, in the upper left as published."""
    height, width = pixels.shape[:2]
    scale = SIDE_PX / max(height, width)
    small = cv2.resize(pixels, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_LINEAR)
    square = np.full((SIDE_PX, SIDE_PX, 3), 114, np.uint8)
    square[: small.shape[0], : small.shape[1]] = small
    return np.ascontiguousarray(square.transpose(2, 0, 1)[None], np.float32)


def decoded(rows: np.ndarray) -> list[tuple[float, float, float, float, float]]:
    """Rows (3549, 6) -> left, top, width, height, confidence of what is shown."""
    score = 1 / (1 + np.exp(-rows[:, 4])) / (1 + np.exp(-rows[:, 5]))
    shown = np.flatnonzero(score >= SHOWN)
    if not len(shown):
        return []
    grids = [np.indices((SIDE_PX // stride,) * 2)[::-1].reshape(2, -1) for stride in STRIDES]
    places = np.concatenate(grids, 1).T
    strides = np.repeat(STRIDES, [grid.shape[1] for grid in grids])[:, None]
    middle, size = (rows[:, :2] + places) * strides, np.exp(rows[:, 2:4]) * strides
    boxes = np.concatenate([middle - size / 2, size], 1)[shown]
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), score[shown].tolist(), SHOWN, MOST_OVERLAP)
    return [(*boxes[n].tolist(), float(score[shown][n])) for n in np.asarray(kept).ravel()]

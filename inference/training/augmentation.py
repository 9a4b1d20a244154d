"""What may differ between two pictures of the same lesion: place, zoom, gain, speckle, compression, marks."""

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Random = np.random.Generator

_WORDS = ("MAMA", "QSE", "LT BREAST", "12H", "D1", "1.2 cm", "RAD", "AXILA", "R 9:00", "x 14.8mm", "+ 10.1mm", "B")


def random_view(
    rng: Random, size: tuple[int, int], side_px: int, *, zoom: tuple[float, float], shift: float, turn_deg: float
) -> npt.NDArray[np.float64]:
    """An affine map (2, 3) from a picture of (height, width) into a square: zoom, shift, turn, mirror, stretch."""
    height, width = size
    scale = side_px / max(height, width) * rng.uniform(*zoom)
    stretch = np.exp(rng.normal(0, 0.06))
    angle = np.deg2rad(rng.normal(0, turn_deg))
    mirror = -1 if rng.random() < 0.5 else 1
    linear = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = linear @ np.diag([scale * stretch * mirror, scale / stretch])
    middle = np.array([width / 2, height / 2])
    target = side_px / 2 + rng.uniform(-shift, shift, 2) * side_px
    return np.hstack([linear, (target - linear @ middle)[:, None]])


def warp(picture: Grey, view: npt.NDArray[np.float64], side_px: int, *, mask: bool = False) -> Grey:
    """Draw a picture through `view` into a square; shrinking is low-passed first, so that speckle does not alias."""
    scale = float(np.sqrt(abs(np.linalg.det(view[:, :2]))))
    if not mask and scale < 0.7:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.45 / scale), np.uint8)
    flags = cv2.INTER_NEAREST if mask else cv2.INTER_LINEAR
    return np.asarray(cv2.warpAffine(picture, view, (side_px, side_px), flags=flags), np.uint8)


def vary_appearance(rng: Random, grey: Grey) -> Grey:
    """Another scanner's picture of the same tissue: gain, dynamic range, gamma, TGC, speckle, sharpness, JPEG."""
    x = grey.astype(np.float32) / 255
    black = grey < 1
    x = x ** np.exp(rng.normal(0, 0.2))
    x = (x - 0.3) * np.exp(rng.normal(0, 0.17)) + 0.3 + rng.normal(0, 0.05)
    if rng.random() < 0.4:  # TGC: gain changes with depth
        depth = np.linspace(0, 1, 4)
        gain = np.interp(np.linspace(0, 1, x.shape[0]), depth, rng.normal(0, 0.08, 4))
        x += gain[:, None].astype(np.float32)
    if rng.random() < 0.4:
        coarse = rng.uniform(1, 3)
        small = (max(2, int(x.shape[0] / coarse)), max(2, int(x.shape[1] / coarse)))
        noise = cv2.resize(rng.normal(0, 1, small).astype(np.float32), x.shape[::-1], interpolation=cv2.INTER_LINEAR)
        x *= 1 + rng.uniform(0.02, 0.18) * noise
    x[black] = 0
    out = np.clip(x * 255, 0, 255).astype(np.uint8)
    choice = rng.random()
    if choice < 0.2:
        out = np.asarray(cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, 1.3)), np.uint8)
    elif choice < 0.35:
        soft = cv2.GaussianBlur(out, (0, 0), 1.0)
        out = np.asarray(cv2.addWeighted(out, 1.6, soft, -0.6, 0), np.uint8)
    if rng.random() < 0.3:
        _, data = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 85))])
        out = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    return np.asarray(out, np.uint8)


def draw_marks(rng: Random, grey: Grey, lesions: list[tuple[float, float, float, float]]) -> Grey:
    """Draw false calipers, text and arrows, at lesions and elsewhere, so that a mark says nothing about a lesion.

    Args:
        rng: Source of chance.
        grey: (h, w); drawn on in place and returned.
        lesions: Left, top, right, bottom of each.
    """
    height, width = grey.shape
    if rng.random() < 0.35:
        if lesions and rng.random() < 0.6:
            left, top, right, bottom = lesions[int(rng.integers(len(lesions)))]
        else:
            left, top = rng.uniform(0, width * 0.8), rng.uniform(0, height * 0.8)
            right, bottom = left + rng.uniform(15, width / 2), top + rng.uniform(10, height / 3)
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        ends = [((left, middle_y), (right, middle_y)), ((middle_x, top), (middle_x, bottom))]
        for start, end in ends[: int(rng.integers(1, 3))]:
            _caliper(rng, grey, start, end)
    if rng.random() < 0.2:
        place = (int(rng.uniform(0, width * 0.8)), int(rng.uniform(height * 0.1, height)))
        word, size = _WORDS[int(rng.integers(len(_WORDS)))], rng.uniform(0.25, 0.5)
        cv2.putText(grey, word, place, cv2.FONT_HERSHEY_SIMPLEX, size, int(rng.integers(170, 256)), 1, cv2.LINE_AA)
    if rng.random() < 0.06:
        tip = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
        tail = (tip[0] + int(rng.normal(0, 15)), tip[1] + int(rng.normal(0, 15)))
        cv2.arrowedLine(grey, tail, tip, int(rng.integers(180, 256)), 1, cv2.LINE_AA, tipLength=0.4)
    return grey


def _caliper(rng: Random, grey: Grey, start: tuple[float, float], end: tuple[float, float]) -> None:
    shade, reach = int(rng.integers(170, 256)), int(rng.integers(2, 6))
    kind = (cv2.MARKER_CROSS, cv2.MARKER_TILTED_CROSS, cv2.MARKER_STAR)[int(rng.integers(3))]
    points = [np.array(point) + rng.normal(0, 3, 2) for point in (start, end)]
    for x, y in points:
        cv2.drawMarker(grey, (int(x), int(y)), shade, kind, 2 * reach, 1, cv2.LINE_AA)
    if rng.random() < 0.5:
        for t in np.linspace(0, 1, int(rng.integers(8, 20))):
            x, y = points[0] * (1 - t) + points[1] * t
            cv2.circle(grey, (int(x), int(y)), 0, shade, -1)

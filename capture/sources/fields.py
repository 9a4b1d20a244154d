"""Interlaced pictures: two fields, taken one after the other, in the odd and even lines of one picture."""

import av
import cv2
import numpy as np
import numpy.typing as npt

# Pictures of these heights come from interlaced signals so often that the combs themselves are looked for.
OFTEN_INTERLACED_PX = (480, 486, 576)
BLOCK = (8, 16)  # lines, columns
EVERY = 2  # columns are looked at: combs are as high as they are wide
COMBED_FROM = 1.3  # times the difference within a field: neighbours in space belong together, unless time lies between
COMBED_LEVELS = 1.5  # grey levels beside it: noise
SURELY_FROM, SURELY_SHARE = 1.5, 0.001  # where nothing says that a picture is interlaced

Picture = npt.NDArray[np.uint8]


def field_of(frame: av.VideoFrame, parity: int) -> av.VideoFrame:
    """Every other line of a picture, as a picture of half the height in the same format.

    The colours of a field lie in the lines of that field also where there are half as many of them (4:2:0), so they
    are to be converted field by field, or those of two moments mix.

    Args:
        frame: In any format whose planes are rows of bytes.
        parity: 0 for the upper field, 1 for the lower.
    """
    height = frame.height // 2
    field = av.VideoFrame(frame.width, height, frame.format.name)
    for plane, half in zip(frame.planes, field.planes, strict=True):
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: plane.height]
        into = np.zeros((half.buffer_size // half.line_size, half.line_size), np.uint8)
        across, lines = min(plane.line_size, half.line_size), rows[parity::2]
        lines = lines[np.minimum(np.arange(half.height), len(lines) - 1)]  # the lower may be a line of colour short
        into[: half.height, :across] = lines[:, :across]
        half.update(into.tobytes())
    field.colorspace, field.color_range = frame.colorspace, frame.color_range
    return field


def combed(grey: npt.NDArray[np.uint8], from_ratio: float = COMBED_FROM) -> npt.NDArray[np.bool_]:
    """Blocks of a picture in which its two fields show different moments.

    Where something moved between the fields, a line differs more from its neighbours, which are of the other field,
    than from the next but one, which are of its own. In every other picture it is the other way round, also in
    speckle and along the edges of letters.

    Args:
        grey: Shape (height, width), uint8, or one channel of a picture.
        from_ratio: How many times as much.

    Returns:
        Shape (about height / 8, about width / 16), bool.
    """
    height, width = grey.shape
    down, across = max(1, height // BLOCK[0]), max(1, width // BLOCK[1])
    if height < 8:
        return np.zeros((down, across), np.bool_)
    lines = np.ascontiguousarray(grey[:, ::EVERY])
    between = _off_the_mean(lines[2:-2], lines[1:-3], lines[3:-1], (across, down))
    within = _off_the_mean(lines[2:-2], lines[:-4], lines[4:], (across, down))
    return np.asarray(between > from_ratio * within + COMBED_LEVELS)


def _off_the_mean(
    line: npt.NDArray[np.uint8],
    above: npt.NDArray[np.uint8],
    below: npt.NDArray[np.uint8],
    size: tuple[int, int],
) -> npt.NDArray[np.float32]:
    """By how much each line differs from what lies between two others: block means, in grey levels."""
    off = cv2.absdiff(line, cv2.addWeighted(above, 0.5, below, 0.5, 0))
    return np.asarray(cv2.resize(off.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)


def is_combed(pixels: Picture) -> bool:
    """Whether a picture (RGB, shape (height, width, 3)) that says nothing of fields surely has them."""
    if pixels.shape[0] not in OFTEN_INTERLACED_PX:
        return False
    return float(combed(pixels[..., 1], SURELY_FROM).mean()) >= SURELY_SHARE


def without_combs(upper: Picture, lower: Picture) -> Picture:
    """One picture of two fields (RGB, shape (height / 2, width, 3)) in which nothing is seen at two places.

    Where the fields belong together it has all lines of both; where something moved, the lower field's lines are
    made from the upper field's, so that the picture is of one moment. It needs no other picture, so it delays
    nothing and any picture of a file can be had by itself.
    """
    lines, width = upper.shape[:2]
    whole = np.empty((2 * lines, width, 3), np.uint8)
    whole[0::2], whole[1::2] = upper, lower
    moved = combed(whole[..., 1])
    if not moved.any():
        return whole
    around = cv2.dilate(moved.astype(np.uint8), np.ones((3, 3), np.uint8))
    mask = cv2.resize(around, (width, lines), interpolation=cv2.INTER_NEAREST).astype(np.bool_)
    made = cv2.addWeighted(upper, 0.5, np.concatenate([upper[1:], upper[-1:]]), 0.5, 0)
    np.copyto(whole[1::2], made, where=mask[..., None])
    return whole

"""Training of the finder: pictures of whole panels, targets on its maps, losses."""

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from inference.findings import Box
from inference.preparation import BOX_STRIDE_PX, FINDER_SIDE_PX, MASK_STRIDE_PX
from inference.training.augmentation import draw_marks, random_view, vary_appearance, warp
from inference.training.cases import Picture, lesion_boxes

_CELLS = FINDER_SIDE_PX // BOX_STRIDE_PX
_SEEN_SHARE = 0.3  # a lesion of which less is left in a random view is not asked for


def make_batch(pictures: list[Picture], rng: np.random.Generator, numbers: list[int]) -> tuple[Tensor, ...]:
    """Random views of some pictures and what the finder should say.

    Returns:
        image (n, 1, 256, 256) in 0..1; centre map (n, 1, 32, 32) in 0..1, 1 at centres; sides (n, 4, 32, 32) px;
        where sides count (n, 1, 32, 32); outline (n, 1, 64, 64) in 0..1.
    """
    samples = [_sample(pictures[number], rng) for number in numbers]
    return tuple(torch.from_numpy(np.stack(arrays)) for arrays in zip(*samples, strict=True))


def _sample(picture: Picture, rng: np.random.Generator) -> tuple[npt.NDArray[np.float32], ...]:
    view = random_view(rng, picture.grey.shape, FINDER_SIDE_PX, zoom=(0.75, 1.7), shift=0.18, turn_deg=6)
    grey = vary_appearance(rng, warp(picture.grey, view, FINDER_SIDE_PX))
    mask = warp(picture.mask, view, FINDER_SIDE_PX, mask=True)
    whole_area = (picture.mask > 0).sum() * abs(np.linalg.det(view[:, :2]))
    boxes = lesion_boxes(mask, 0.0008) if (mask > 0).sum() >= _SEEN_SHARE * whole_area else ()
    draw_marks(rng, grey, [(box.left, box.top, box.right, box.bottom) for box in boxes])
    centre, sides, counts = box_targets(boxes)
    shrunk = FINDER_SIDE_PX // MASK_STRIDE_PX
    outline = mask.reshape(shrunk, MASK_STRIDE_PX, shrunk, MASK_STRIDE_PX).mean((1, 3), dtype=np.float32) / 255
    image = grey.astype(np.float32) / np.float32(255)
    return image[None], centre[None], sides, counts[None], outline[None]


def box_targets(
    boxes: tuple[Box, ...],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Maps of centres (32, 32), sides (4, 32, 32) in pixels and the weight of the sides (32, 32) for some boxes."""
    middle = (np.arange(_CELLS, dtype=np.float32) + 0.5) * BOX_STRIDE_PX
    x, y = np.meshgrid(middle, middle)
    centre = np.zeros((_CELLS, _CELLS), np.float32)
    sides = np.ones((4, _CELLS, _CELLS), np.float32) * BOX_STRIDE_PX
    weight = np.zeros((_CELLS, _CELLS), np.float32)
    for box in boxes:
        centre_x, centre_y = box.centre
        spread_x, spread_y = max(box.width / 7, 4.0), max(box.height / 7, 4.0)
        bump = np.exp(-((x - centre_x) ** 2) / (2 * spread_x**2) - (y - centre_y) ** 2 / (2 * spread_y**2))
        cell = (
            min(_CELLS - 1, max(0, int(centre_y / BOX_STRIDE_PX))),
            min(_CELLS - 1, max(0, int(centre_x / BOX_STRIDE_PX))),
        )
        bump[cell] = 1.0
        nearest = bump > np.maximum(centre, 0.3)  # a cell belongs to the lesion whose centre it is nearest to
        distances = (x - box.left, y - box.top, box.right - x, box.bottom - y)
        for side, distance in zip(sides, distances, strict=True):
            side[nearest] = np.maximum(distance[nearest], 1.0)
        weight[nearest] = bump[nearest]
        centre = np.maximum(centre, bump)
    return centre, sides, weight


def loss(network: nn.Module, batch: tuple[Tensor, ...]) -> Tensor:
    """Focal loss of the centres, GIoU of the sides, cross-entropy and Dice of the outline."""
    image, centre, sides, counts, outline = batch
    centre_logits, found_sides, outline_logits, _ = network(image.contiguous(memory_format=torch.channels_last))
    return (
        _centre_loss(centre_logits, centre)
        + 2.0 * _sides_loss(found_sides, sides, counts)
        + functional.binary_cross_entropy_with_logits(outline_logits, outline)
        + 0.5 * _dice_loss(outline_logits, outline)
    )


def _centre_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Penalty-reduced focal loss (CornerNet, Law & Deng 2018, eq. 1), per picture."""
    probability = logits.sigmoid().clamp(1e-4, 1 - 1e-4)
    at_centre = target.eq(1.0).float()
    positive = (1 - probability).pow(2) * probability.log() * at_centre
    negative = (1 - target).pow(4) * probability.pow(2) * (1 - probability).log() * (1 - at_centre)
    return -(positive.sum() + negative.sum()) / max(1, image_count(target))


def image_count(target: Tensor) -> int:
    """Number of pictures in a batch (n, ...)."""
    return int(target.shape[0])


def _sides_loss(found: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """Generalised IoU (Rezatofighi et al. 2019) of boxes that share a cell; distances (n, 4, h, w)."""
    left, top, right, bottom = found.unbind(1)
    left_w, top_w, right_w, bottom_w = wanted.unbind(1)
    across = torch.minimum(left, left_w) + torch.minimum(right, right_w)
    down = torch.minimum(top, top_w) + torch.minimum(bottom, bottom_w)
    shared = across * down
    union = (left + right) * (top + bottom) + (left_w + right_w) * (top_w + bottom_w) - shared
    hull = (torch.maximum(left, left_w) + torch.maximum(right, right_w)) * (
        torch.maximum(top, top_w) + torch.maximum(bottom, bottom_w)
    )
    giou = shared / union - (hull - union) / hull
    share = weight[:, 0]
    return ((1 - giou) * share).sum() / share.sum().clamp(min=1.0)


def _dice_loss(logits: Tensor, target: Tensor) -> Tensor:
    probability = logits.sigmoid()
    overlap = (probability * target).sum((1, 2, 3))
    total = probability.sum((1, 2, 3)) + target.sum((1, 2, 3))
    has_lesion = (target.sum((1, 2, 3)) > 0).float()
    return ((1 - (2 * overlap + 1) / (total + 1)) * has_lesion).sum() / has_lesion.sum().clamp(min=1.0)

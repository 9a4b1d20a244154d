"""Pictures of every kind from some clips on one sheet, to see whether they look like an exam."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.recipe import MOTION_NOTE, Recipe
from inference.evaluation.cine.truth import LesionTruth, PictureState, PictureTruth

Pixels = npt.NDArray[np.uint8]

ACROSS = 6
TILE_PX = (340, 290)
LINE_PX = 20
MOST_OF_A_KIND = 6
FULL, PRESENT, LESS = (120, 255, 120), (255, 220, 90), (255, 120, 100)


def draw_contact_sheet(recipes: Iterable[Recipe], library: Library, path: Path, most: int = MOST_OF_A_KIND) -> Path:
    """Draw up to `most` pictures of each kind; the truth's boxes are green (full), yellow (in part), red (hardly)."""
    kinds: dict[str, list[Pixels]] = {}
    for recipe in recipes:
        of_clip: dict[str, int] = {}
        share = 0.0
        for frame, truth in Clip(recipe, library).frames():
            kind = _kind(truth, share, recipe)
            share = max((lesion.share for lesion in truth.lesions), default=0.0)
            entries = kinds.setdefault(kind, [])
            if truth.repeats and kind != "frozen":
                continue
            of_clip[kind] = of_clip.get(kind, 0) + 1
            if of_clip[kind] % 25 == 5 or (kind.startswith("depth") and of_clip[kind] == 1):
                text = f"{kind}, {recipe.name}, {recipe.codec.value}, {truth.time_ns / 1e9:.1f} s"
                entries.append(tile(frame.pixels, truth.lesions, text))
    tiles = []
    for kind in sorted(kinds):
        chosen = [kinds[kind][round(place)] for place in _spread(len(kinds[kind]), most)]
        tiles += chosen + [np.zeros_like(chosen[0])] * (-len(chosen) % ACROSS) if chosen else []
    return joined(tiles, path)


def joined(tiles: list[Pixels], path: Path) -> Path:
    """Write tiles as one picture (PNG or WebP), six across, under the line that says what is synthetic."""
    tiles = tiles or [np.zeros((TILE_PX[1] + LINE_PX, TILE_PX[0], 3), np.uint8)]
    tiles = tiles + [np.zeros_like(tiles[0])] * (-len(tiles) % ACROSS)
    rows = [np.hstack(tiles[start : start + ACROSS]) for start in range(0, len(tiles), ACROSS)]
    head = np.zeros((30, rows[0].shape[1], 3), np.uint8)
    cv2.putText(head, MOTION_NOTE, (8, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (230, 230, 230), 1, cv2.LINE_AA)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = np.ascontiguousarray(np.vstack([head, *rows])[:, :, ::-1])
    path.write_bytes(cv2.imencode(path.suffix, whole, [cv2.IMWRITE_WEBP_QUALITY, 85])[1].tobytes())
    return path


def _spread(count: int, most: int) -> list[float]:
    return [float(number) for number in np.linspace(0, count - 1, min(count, most))] if count else []


def _kind(truth: PictureTruth, share_before: float, recipe: Recipe) -> str:
    share = max((lesion.share for lesion in truth.lesions), default=0.0)
    if truth.depth_change:
        return f"depth {truth.depth_change}"
    if truth.state is not PictureState.LIVE:
        return str(truth.state.value)
    if not recipe.lesions:
        return "normal"
    if 0.08 < share < 0.8:
        return "coming" if share > share_before else "going"
    return "in view" if share >= 0.8 else "no lesion in view"


def tile(pixels: Pixels, lesions: tuple[LesionTruth, ...], text: str) -> Pixels:
    """One picture with the boxes of the truth and a line of text."""
    drawn = pixels.copy()
    for lesion in lesions:
        colour = FULL if lesion.is_full else PRESENT if lesion.is_present else LESS
        box = lesion.box
        corners = (round(box.left), round(box.top)), (round(box.right) - 1, round(box.bottom) - 1)
        cv2.rectangle(drawn, *corners, colour, 2)
    whole = np.zeros((TILE_PX[1] + LINE_PX, TILE_PX[0], 3), np.uint8)
    scale = min(TILE_PX[0] / pixels.shape[1], TILE_PX[1] / pixels.shape[0])
    small = cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    whole[: small.shape[0], : small.shape[1]] = small
    cv2.putText(whole, text, (4, TILE_PX[1] + 14), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (200, 210, 220), 1, cv2.LINE_AA)
    return whole

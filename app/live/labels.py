"""Where labels go: beside their lesion, on the side with room, over nothing else."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF


def place_labels(
    outlines: Sequence[QRectF], sizes: Sequence[tuple[float, float]], bounds: QRectF, gap_px: float
) -> list[QRectF | None]:
    """Find a place for each label.

    Args:
        outlines: The lesions, brackets included.
        sizes: (width, height) of each lesion's label.
        bounds: The picture; no label leaves it.
        gap_px: Distance between label and lesion.

    Returns:
        For each lesion a place that touches no lesion and no other label, as near as one is free; None where the
        picture has no room at all.
    """
    taken: list[QRectF] = []
    places: list[QRectF | None] = []
    for outline, size in zip(outlines, sizes, strict=True):
        place = _first_free(_candidates(outline, size, bounds, gap_px), outlines, taken, bounds)
        places.append(place)
        if place is not None:
            taken.append(place)
    return places


def _first_free(
    candidates: Iterator[QRectF], outlines: Sequence[QRectF], taken: Sequence[QRectF], bounds: QRectF
) -> QRectF | None:
    for place in candidates:
        if bounds.contains(place) and not any(place.intersects(other) for other in (*outlines, *taken)):
            return place
    return None


def _candidates(outline: QRectF, size: tuple[float, float], bounds: QRectF, gap_px: float) -> Iterator[QRectF]:
    """Beside the lesion first (right before left, so that a label does not jump for a pixel), then farther away."""
    width, height = size
    right, left = outline.right() + gap_px, outline.left() - gap_px - width
    above, below = outline.top() - gap_px - height, outline.bottom() + gap_px
    steps_down = [outline.top(), outline.center().y() - height / 2, outline.bottom() - height]
    for x in (right, left):
        for y in steps_down:
            yield QRectF(x, y, width, height)
    steps_across = [outline.left(), outline.center().x() - width / 2, outline.right() - width]
    for y in (above, below):
        for x in steps_across:
            yield QRectF(x, y, width, height)
    yield from sorted(_grid(size, bounds), key=lambda place: _distance(place, outline))


def _grid(size: tuple[float, float], bounds: QRectF) -> list[QRectF]:
    """Every half label height down and quarter width across the picture."""
    width, height = size
    rows = max(int((bounds.height() - height) / (height / 2)), -1) + 1
    columns = max(int((bounds.width() - width) / (width / 4)), -1) + 1
    return [
        QRectF(bounds.left() + column * width / 4, bounds.top() + row * height / 2, width, height)
        for row in range(rows)
        for column in range(columns)
    ]


def _distance(place: QRectF, outline: QRectF) -> float:
    offset = place.center() - outline.center()
    return offset.x() ** 2 + offset.y() ** 2

"""What the reader has said of the case on screen so far: values, changed only into other values."""

from dataclasses import dataclass, field, replace

HIGHEST = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a picture.

    Attributes:
        picture: Which of the case's pictures, from 0.
        x_px, y_px: In pixels of the frame.
        rating: Of this place alone, 0..100, or None where the reader gave none.
    """

    picture: int
    x_px: float
    y_px: float
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A reading before it is given.

    Attributes:
        rating: 0..100; None until it is set, for it has no default.
        birads: The reader's own category, or None until it is set.
        marks: In the order in which they were placed.
        chosen: Place of the mark that keys change, or None.
    """

    rating: int | None = None
    birads: str | None = None
    marks: tuple[Mark, ...] = field(default=())
    chosen: int | None = None

    @property
    def complete(self) -> bool:
        """Whether it can be given; marks are not asked for."""
        return self.rating is not None and self.birads is not None

    def rated(self, rating: int) -> "Draft":
        """With this rating, kept within 0..100."""
        return replace(self, rating=min(max(rating, 0), HIGHEST))

    def nudged(self, by: int) -> "Draft":
        """With a rating so much higher; one that is not set stays so, for there is nothing to move from."""
        return self if self.rating is None else self.rated(self.rating + by)

    def categorised(self, birads: str) -> "Draft":
        """With this category."""
        return replace(self, birads=birads)

    def marked(self, mark: Mark) -> "Draft":
        """With one more mark, which is chosen."""
        return replace(self, marks=(*self.marks, mark), chosen=len(self.marks))

    def chose(self, place: int | None) -> "Draft":
        """With this mark chosen."""
        return replace(self, chosen=place if place is not None and 0 <= place < len(self.marks) else None)

    def chose_next(self, way: int) -> "Draft":
        """With the next mark chosen, or the one before."""
        if not self.marks:
            return self
        return self.chose(
            (0 if way > 0 else -1) % len(self.marks) if self.chosen is None else (self.chosen + way) % len(self.marks)
        )

    def unmarked(self, place: int | None = None) -> "Draft":
        """Without this mark, or the chosen one; the last one left is chosen then."""
        gone = self.chosen if place is None else place
        if gone is None or not 0 <= gone < len(self.marks):
            return self
        left = self.marks[:gone] + self.marks[gone + 1 :]
        return replace(self, marks=left, chosen=len(left) - 1 if left else None)

    def mark_nudged(self, by: int, place: int | None = None) -> "Draft":
        """With another rating of this mark, or the chosen one; the first step starts from the rating of the case."""
        which = self.chosen if place is None else place
        if which is None or not 0 <= which < len(self.marks):
            return self
        mark = self.marks[which]
        start = mark.rating if mark.rating is not None else self.rating
        rating = HIGHEST // 2 if start is None else min(max(start + (by if mark.rating is not None else 0), 0), HIGHEST)
        changed = replace(mark, rating=rating)
        return replace(self, marks=(*self.marks[:which], changed, *self.marks[which + 1 :]), chosen=which)

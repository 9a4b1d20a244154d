"""A region of the contrast panel: a polygon (also one drawn freehand) or an ellipse."""

import math
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Floats, Series
from inference.contrast.regions.coverage import polygon_coverage

Origin = Literal["given", "drawn", "tracked", "proposed"]
Bounds = tuple[float, float, float, float]
_ELLIPSE = "ellipse:"
_ELLIPSE_POINTS = 256
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Region:
    """A closed region, in pixels of the contrast panel: pixel (row, column) spans x column..column+1, y row..row+1.

    Attributes:
        kind: What it was drawn as.
        points_px: Corners (x, y) of a polygon, three or more; () for an ellipse.
        centre_px: (x, y) of an ellipse.
        radii_px: Half axes of an ellipse.
        angle_deg: Turn of the first half axis from the x axis towards the y axis (clockwise on the screen).
        origin: Who made it; does not count when regions are compared.
    """

    kind: Literal["polygon", "ellipse"]
    points_px: tuple[tuple[float, float], ...] = ()
    centre_px: tuple[float, float] = (0.0, 0.0)
    radii_px: tuple[float, float] = (0.0, 0.0)
    angle_deg: float = 0.0
    origin: Origin = field(default="given", compare=False)

    @staticmethod
    def parse(text: str, origin: Origin = "given") -> "Region":
        """The region that "x,y;x,y;..." or "ellipse:cx,cy,rx,ry,deg" describes.

        Raises:
            ContrastError: The text is neither.
        """
        text = text.strip()
        try:
            if text.startswith(_ELLIPSE):
                x, y, rx, ry, angle = _numbers(text.removeprefix(_ELLIPSE))
                if rx > 0 and ry > 0:
                    return Region("ellipse", (), (x, y), (rx, ry), angle, origin)
            else:
                corners = tuple((x, y) for x, y in (_numbers(pair) for pair in text.strip(";").split(";")))
                if len(corners) >= 3:
                    return Region("polygon", corners, origin=origin)
        except ValueError:  # not a number, or not as many as there must be
            pass
        raise ContrastError(
            "'{region}' is not a region; write three or more corners as x,y;x,y;x,y or an ellipse as "
            "ellipse:cx,cy,rx,ry,degrees, in pixels",
            region=shortened(text),
        )

    def text(self) -> str:
        """What `parse` reads back exactly."""
        if self.kind == "ellipse":
            return _ELLIPSE + ",".join(map(_written, (*self.centre_px, *self.radii_px, self.angle_deg)))
        return ";".join(f"{_written(x)},{_written(y)}" for x, y in self.points_px)

    def moved(self, dx_px: float, dy_px: float) -> "Region":
        """The region shifted."""
        if self.kind == "ellipse":
            return replace(self, centre_px=(self.centre_px[0] + dx_px, self.centre_px[1] + dy_px))
        return replace(self, points_px=tuple((x + dx_px, y + dy_px) for x, y in self.points_px))

    def scaled(self, across: float, down: float | None = None, about: tuple[float, float] = (0.0, 0.0)) -> "Region":
        """The region stretched by `across` (and `down`, else the same) about a point.

        About (0, 0) it leads from one panel's pixels to another's; about the region's own centre it grows in place.
        """
        down = across if down is None else down
        stretch, fixed = np.array([across, down]), np.array(about)
        if self.kind == "polygon":
            corners = (np.array(self.points_px) - fixed) * stretch + fixed
            return replace(self, points_px=tuple((float(x), float(y)) for x, y in corners))
        x, y = (np.array(self.centre_px) - fixed) * stretch + fixed
        if across == down:
            radii = (self.radii_px[0] * abs(across), self.radii_px[1] * abs(down))
            return replace(self, centre_px=(float(x), float(y)), radii_px=radii)
        # A stretched ellipse is an ellipse; its axes are the singular vectors of the map from the unit circle.
        axes, radii_px, _ = np.linalg.svd(np.diag(stretch) @ self._rotation() @ np.diag(self.radii_px))
        angle = math.degrees(math.atan2(axes[1, 0], axes[0, 0]))
        radii = (float(radii_px[0]), float(radii_px[1]))
        return replace(self, centre_px=(float(x), float(y)), radii_px=radii, angle_deg=angle)

    def contains(self, x_px: float, y_px: float) -> bool:
        """Whether a point lies inside (even-odd rule)."""
        if self.kind == "ellipse":
            offset = np.array([x_px, y_px]) - self.centre_px
            along = self._rotation().T @ offset
            return bool(np.sum((along / np.array(self.radii_px)) ** 2) <= 1)
        start = np.array(self.points_px)
        end = np.roll(start, -1, axis=0)
        spans = (start[:, 1] > y_px) != (end[:, 1] > y_px)
        a, b = start[spans], end[spans]
        crossing_x = a[:, 0] + (y_px - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
        return bool(np.count_nonzero(crossing_x > x_px) % 2)

    @property
    def area_px(self) -> float:
        """Area in square pixels of the panel."""
        if self.kind == "ellipse":
            return math.pi * self.radii_px[0] * self.radii_px[1]
        return abs(_signed_area(np.array(self.points_px)))

    @property
    def bounds(self) -> Bounds:
        """Left, top, right, bottom."""
        if self.kind == "ellipse":
            half_x, half_y = np.hypot(*(self._rotation() @ np.diag(self.radii_px)).T)
            (x, y) = self.centre_px
            return float(x - half_x), float(y - half_y), float(x + half_x), float(y + half_y)
        corners = np.array(self.points_px)
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    @property
    def middle_px(self) -> tuple[float, float]:
        """Centre of gravity (x, y)."""
        if self.kind == "ellipse":
            return self.centre_px
        corners = np.array(self.points_px)
        origin = corners.mean(axis=0)  # keeps the sums small
        a = corners - origin
        b = np.roll(a, -1, axis=0)
        cross = a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]
        if abs(cross.sum()) < 1e-12:
            return float(origin[0]), float(origin[1])
        x, y = origin + ((a + b) * cross[:, None]).sum(axis=0) / (3 * cross.sum())
        return float(x), float(y)

    def outline(self) -> Series:
        """The closed outline for drawing, (k, 2) of x, y; the last point joins the first.

        An ellipse's outline encloses the ellipse's own area: its corners lie 0.01 % outside.
        """
        if self.kind == "polygon":
            return np.array(self.points_px, np.float64)
        step = 2 * math.pi / _ELLIPSE_POINTS
        turns = np.arange(_ELLIPSE_POINTS) * step
        circle = np.stack([np.cos(turns), np.sin(turns)]) * math.sqrt(step / math.sin(step))
        outline: Series = (self._rotation() @ np.diag(self.radii_px) @ circle).T + np.array(self.centre_px)
        return outline

    def weights(self, h: int, w: int, cell_px: float = 1.0) -> Floats:
        """Covered share of each cell of `cell_px` panel pixels, (h, w) float32, 0..1; exact up to rounding."""
        return polygon_coverage(self.outline() / cell_px, h, w)

    def _rotation(self) -> Series:
        turn = math.radians(self.angle_deg)
        return np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])


def _signed_area(corners: Series) -> float:
    """Shoelace formula, about the first corner to keep the numbers small."""
    a = corners - corners[0]
    b = np.roll(a, -1, axis=0)
    return float(np.sum(a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]) / 2)


def _numbers(text: str) -> list[float]:
    numbers = [float(number) for number in text.split(",")]
    if not all(map(math.isfinite, numbers)):
        raise ValueError(text)
    return numbers


def _written(number: float) -> str:
    """The shortest decimal that reads back as the same number."""
    return repr(float(number)).removesuffix(".0")


def shortened(text: str) -> str:
    """A region's text, short enough for a message."""
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "..."

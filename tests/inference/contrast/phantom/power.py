"""Echo power as an ideal reader takes it from a phantom's grey pictures."""

from collections.abc import Iterable

import numpy as np

from inference.contrast.picture import ContrastPicture, Series


def powers(pictures: Iterable[ContrastPicture], range_db: float = 60.0) -> Series:
    """(n, h, w), 1.0 at white, 0 where the display was black."""
    grey = np.stack([picture.contrast[..., 0] for picture in pictures]).astype(np.float64)
    return np.where(grey > 0, 10 ** ((grey / 255 - 1) * range_db / 10), 0)


def correlation(a: Series, b: Series) -> float:
    """Of two pictures, over their places."""
    return float(np.corrcoef(np.ravel(a), np.ravel(b))[0, 1])

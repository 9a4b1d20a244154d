"""The head that tells a breast's B-mode picture from anything else, on the finder's own summary of the picture."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from inference.errors import ModelError

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class BreastHead:
    """Logistic regression in numpy: no back end is needed for some hundred multiplications.

    Attributes:
        centre, spread: Of the features, shape (features,); they are taken to mean 0 and standard deviation 1.
        weights: Shape (features,).
        bias: Shape (1,).
    """

    centre: Floats
    spread: Floats
    weights: Floats
    bias: Floats

    def log_odds(self, features: Floats) -> float:
        """Of a breast's B-mode picture.

        Args:
            features: The finder's summary of the picture, shape (features,).
        """
        scaled = np.clip((features - self.centre) / self.spread, -FARTHEST_SD, FARTHEST_SD)
        return float(scaled @ self.weights + self.bias[0])


FARTHEST_SD = 6.0  # a picture unlike any other must not be thrown beyond all others by one feature
NAMES = ("centre", "spread", "weights", "bias")


def save_head(head: BreastHead, path: Path) -> None:
    """Write the head as safetensors, f32."""
    save_file({name: np.ascontiguousarray(getattr(head, name), np.float32) for name in NAMES}, path)


def load_head(path: Path) -> BreastHead:
    """Read a head.

    Raises:
        ModelError: The file is not one.
    """
    try:
        values = load_file(path)
        return BreastHead(**{name: values[name] for name in NAMES})
    except (OSError, KeyError, SafetensorError) as error:
        raise ModelError(
            "The weights {path} do not fit the network of this version. Install Minamo again.", path=path
        ) from error

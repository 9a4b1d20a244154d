"""What every backend does."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class Backend(Protocol):
    """Runs the two networks; used by one thread at a time.

    Attributes:
        device: "CPU", "Intel GPU", "CUDA", "MPS".
        name: "OpenVINO" or "torch".
        precision: "f32", "bf16" or "f16".
        fell_back: Why this is not the device or precision asked for, or None.
    """

    @property
    def device(self) -> str: ...  # noqa: D102  # said above
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def precision(self) -> str: ...  # noqa: D102
    @property
    def fell_back(self) -> str | None: ...  # noqa: D102

    def find(self, image: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Run the finder.

        Args:
            image: (1, 1, 256, 256) in 0..1.

        Returns:
            Centre logits (32, 32), sides in pixels (4, 32, 32), outline logits (64, 64), summary of the picture
            (features,).

        Raises:
            DeviceFailed: It ran out of memory or broke down.
        """
        ...

    def score(self, image: Floats) -> float:
        """Run the scorer on (1, 1, 192, 192) in 0..1; returns log-odds, not yet calibrated.

        Raises:
            DeviceFailed: It ran out of memory or broke down.
        """
        ...

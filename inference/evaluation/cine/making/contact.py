"""What a probe shows that has lost the skin: its own reverberations over darkness."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Grey = npt.NDArray[np.uint8]


class LiftedProbe:
    """Bands of equal distance that fade within the first centimetre; contact goes from one side to the other."""

    def __init__(self, rng: np.random.Generator, size: tuple[int, int]) -> None:
        width, height = size
        y = np.arange(height, dtype=np.float32)[:, None]
        x = np.arange(width, dtype=np.float32)[None]
        band = float(rng.uniform(11, 18))
        sway = 0.9 + 0.1 * np.sin(x / width * rng.uniform(3, 7) + rng.uniform(0, 6)) * np.ones_like(y)
        ridges = (0.5 + 0.5 * np.cos(2 * np.pi * y / band)) ** 3
        fading = np.exp(-y / (height * rng.uniform(0.07, 0.12)))
        grain = 1 + 0.18 * rng.standard_normal((height, width), np.float32)
        self._bands = np.asarray((190 * fading * (0.25 + 0.75 * ridges) * sway + 5) * grain, np.float32)
        self._side = bool(rng.random() < 0.5)
        self._across = np.linspace(0, 1, width, dtype=np.float32)[None]

    def shown(self, view: Grey, contact: float) -> Grey:
        """The view where there is contact (0..1 of the width), reverberation elsewhere."""
        if contact >= 1:
            return view
        across = self._across if self._side else 1 - self._across
        touching = np.clip((contact * 1.3 - across) / 0.3, 0, 1)
        mixed = view.astype(np.float32) * touching + self._bands * (1 - touching)
        return np.asarray(np.clip(mixed, 0, 255), np.uint8)

"""A small network that learns, on the study itself, to tell a frame from its neighbours."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from inference.contrast.cleaning.chosen_reach import CHOSEN_REACH
from inference.contrast.cleaning.cleaner import checked
from inference.contrast.cleaning.independence import independence
from inference.contrast.cleaning.local_polynomial import TimeFilter
from inference.contrast.cleaning.power_kept import WIDE, PowerKept
from inference.contrast.picture import Floats, Series

if TYPE_CHECKING:
    import torch

Order = npt.NDArray[np.int64]

NEIGHBOURS = 3  # frames to each side that the network sees
CHANNELS = 8
CROP_PX = 40
BATCH = 12
RATE = 5e-3  # of Adam
SPREAD_PX = 4.0
BRIGHTEST = 10.0  # of the local mean: speckle of one look is beyond it once in 20,000 cells
LEAST = 1e-3  # of the local mean
NOTHING = 1e-6  # of the study's brightest cell


@dataclass(frozen=True, slots=True)
class Network:
    """Trained on neighbouring frames of the study alone (after Noise2Noise: Lehtinen et al., ICML 2018).

    It predicts a frame from the three before and after, never from itself, so that with speckle that is independent
    between frames it can learn nothing but the mean power. The loss is the deviance of the exponential distribution,
    x / f + ln f, least at f = E(x): no logarithm of the speckle is averaged. Where neighbouring frames share their
    speckle it would learn the speckle, and the study is cleaned by `time` instead.

    Attributes:
        steps: Of training.
        seed: Of the weights and the crops.
        time: The filter for studies whose frames depend on each other or are too few.
        kept: Gives back the power that a prediction from one side loses on a slope.
        name: As the tables call it.
    """

    steps: int = 200
    seed: int = 0
    time: TimeFilter = CHOSEN_REACH
    kept: PowerKept = WIDE
    name: str = "network between neighbours"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        given = checked(power, times_s)
        time = self.time.of(given, times_s)
        if len(given) <= 2 * NEIGHBOURS or given.max() <= 0 or not independence(given, times_s).independent:
            return time.clean(given, times_s)
        import torch  # a second to load; nothing else in cleaning needs it

        order = _neighbours(times_s)
        mean = _local_mean(given, order)
        network = self._trained(given, order, mean)
        cleaned = np.empty_like(given)
        with torch.inference_mode():
            for number in range(len(given)):
                seen = np.minimum(given[order[number]] / mean[number], BRIGHTEST)
                cleaned[number] = network(torch.from_numpy(seen)[None])[0, 0].numpy() * mean[number]
        return self.kept.keep(given, cleaned, times_s, time)

    def _trained(self, given: Floats, order: Order, mean: Floats) -> "torch.nn.Module":
        import torch

        chance = np.random.default_rng(self.seed)
        state = torch.random.get_rng_state()
        torch.manual_seed(self.seed)
        network = torch.nn.Sequential(
            torch.nn.Conv2d(2 * NEIGHBOURS, CHANNELS, 3, padding=1, padding_mode="replicate"), torch.nn.ReLU(),
            torch.nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1, padding_mode="replicate"), torch.nn.ReLU(),
            torch.nn.Conv2d(CHANNELS, 1, 1), torch.nn.Softplus(),
        )  # fmt: skip
        torch.random.set_rng_state(state)
        optimiser = torch.optim.Adam(network.parameters(), RATE)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, self.steps)
        for _ in range(self.steps):
            seen, wanted = _batch(given, order, mean, chance)
            predicted = network(torch.from_numpy(seen)) + LEAST  # (b, 1, crop, crop)
            loss = (torch.from_numpy(wanted) / predicted + predicted.log()).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        return network.eval()


def _neighbours(times_s: Series) -> Order:
    """(n, 6) the three frames before and after each; at the ends the nearest others, in order."""
    count = len(times_s)
    rows = []
    for number in range(count):
        first = min(max(number - NEIGHBOURS, 0), count - 2 * NEIGHBOURS - 1)
        rows.append([other for other in range(first, first + 2 * NEIGHBOURS + 1) if other != number])
    return np.array(rows, dtype=np.int64)


def _local_mean(given: Floats, order: Order) -> Floats:
    """(n, h, w) the wide mean of each frame's neighbours: what the network's input and output are relative to."""
    wide = np.empty_like(given)
    for number, frame in enumerate(given):
        wide[number] = cv2.GaussianBlur(frame, (0, 0), SPREAD_PX, borderType=cv2.BORDER_REFLECT)
    least = np.float32(NOTHING * given.max())
    return np.stack([wide[row].mean(axis=0) + least for row in order])


def _batch(
    given: Floats,
    order: Order,
    mean: Floats,
    chance: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Random crops: what is seen (b, 6, crop, crop) and what is to be told (b, 1, crop, crop)."""
    count, height, width = given.shape
    tall, wide = min(CROP_PX, height), min(CROP_PX, width)
    seen, wanted = [], []
    for number in chance.integers(count, size=BATCH):
        top, left = chance.integers(height - tall + 1), chance.integers(width - wide + 1)
        place = np.s_[top : top + tall, left : left + wide]
        scale = mean[number][place]
        seen.append(np.minimum(given[order[number]][:, *place] / scale, BRIGHTEST))
        wanted.append((given[number][place] / scale)[None])
    return np.stack(seen), np.stack(wanted)

"""One training run: schedule, averaged weights, log, and a checkpoint after every epoch to go on from."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from rich.progress import Progress
from torch import Tensor, nn

MakeBatch = Callable[[np.random.Generator, list[int]], tuple[Tensor, ...]]
Loss = Callable[[nn.Module, tuple[Tensor, ...]], Tensor]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast.

    Attributes:
        epochs: Passes over the pictures.
        batch: Pictures a step.
        learning_rate: At its highest; linear warm-up over the first epoch, then half a cosine to zero.
        backbone_rate: Factor on the learning rate of the pretrained layers.
        weight_decay: Of AdamW (Loshchilov & Hutter 2019).
        average_decay: Of the exponential average of the weights, which is what is kept.
        seed: Makes order, augmentation and initial weights the same again.
    """

    epochs: int
    batch: int = 16
    learning_rate: float = 1e-3
    backbone_rate: float = 0.5
    weight_decay: float = 0.02
    average_decay: float = 0.995
    seed: int = 1


class Trainer:
    """Trains one network on `count` pictures, resuming from `folder/checkpoint.pt` where there is one."""

    def __init__(self, network: nn.Module, schedule: Schedule, folder: Path, device: torch.device) -> None:
        self.network = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.schedule = schedule
        self.folder = folder
        self.device = device
        self.epoch = 0
        backbone: list[nn.Parameter] = []
        rest: list[nn.Parameter] = []
        for name, parameter in network.named_parameters():
            if parameter.requires_grad:
                (backbone if name.startswith("backbone") else rest).append(parameter)
        rate = schedule.learning_rate
        self.optimizer = torch.optim.AdamW(
            [{"params": backbone, "lr": rate * schedule.backbone_rate}, {"params": rest, "lr": rate}],
            weight_decay=schedule.weight_decay,
        )
        self.average = torch.optim.swa_utils.AveragedModel(
            self.network,
            multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(schedule.average_decay),  # type: ignore[no-untyped-call]
            use_buffers=True,
        )
        folder.mkdir(parents=True, exist_ok=True)
        self._checkpoint = folder / "checkpoint.pt"
        if self._checkpoint.is_file():
            self._resume()

    def fit(self, count: int, make_batch: MakeBatch, loss: Loss, progress: Progress) -> nn.Module:
        """Run the epochs that are left; returns the averaged network, in evaluation mode.

        Args:
            count: Number of training pictures.
            make_batch: Makes the tensors of a batch from chance and the numbers of its pictures.
            loss: Mean loss of a batch.
            progress: Where the bar is shown.
        """
        steps = count // self.schedule.batch
        factor = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: self._rate(step, steps))
        factor.last_epoch = self.epoch * steps
        task = progress.add_task(self.folder.name, total=self.schedule.epochs * steps, completed=self.epoch * steps)
        while self.epoch < self.schedule.epochs:
            rng = np.random.default_rng([self.schedule.seed, self.epoch])
            torch.manual_seed(self.schedule.seed * 1000 + self.epoch)
            self._train_mode()
            order = rng.permutation(count).tolist()
            started, total = time.monotonic(), 0.0
            for step in range(steps):
                numbers = order[step * self.schedule.batch : (step + 1) * self.schedule.batch]
                batch = tuple(tensor.to(self.device) for tensor in make_batch(rng, numbers))
                value = loss(self.network, batch)
                self.optimizer.zero_grad(set_to_none=True)
                value.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
                self.optimizer.step()
                factor.step()
                self.average.update_parameters(self.network)
                total += float(value.detach())
                progress.advance(task)
            self.epoch += 1
            self._log({"epoch": self.epoch, "loss": total / steps, "seconds": time.monotonic() - started})
            self._save()
        trained: nn.Module = self.average.module
        return trained.eval()

    def _rate(self, step: int, steps: int) -> float:
        """Factor on the learning rate: linear warm-up over one epoch, then half a cosine."""
        if step < steps:
            return (step + 1) / steps
        share = (step - steps) / max(1, (self.schedule.epochs - 1) * steps)
        return float(0.5 * (1 + np.cos(np.pi * min(share, 1.0)))) + 1e-3

    def _train_mode(self) -> None:
        self.network.train()
        for module in self.network.modules():  # what is frozen keeps its statistics too
            if isinstance(module, nn.BatchNorm2d) and not module.weight.requires_grad:
                module.eval()

    def _log(self, line: dict[str, float]) -> None:
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def _save(self) -> None:
        state = {
            "epoch": self.epoch,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        partial = self._checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self._checkpoint)

    def _resume(self) -> None:
        state = torch.load(self._checkpoint, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch = int(state["epoch"])

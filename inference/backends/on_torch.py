"""The networks in torch, on CUDA, MPS or, as a reference, the CPU."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from inference.backends.backend import Floats
from inference.errors import DeviceFailed
from inference.manifest import Manifest, checked
from inference.preparation import FINDER_SIDE_PX, SCORER_SIDE_PX

if TYPE_CHECKING:
    import torch

log = logging.getLogger(__name__)

_WARM_UP = 3  # runs before a graph is captured, in which libraries choose and reserve


class TorchBackend:
    """The networks in torch, at f32; imported only when it is used (2 s and 220 MB).

    The shapes never change, so on CUDA each network is captured once as a graph, and a frame costs one launch.
    """

    name = "torch"
    precision = "f32"

    def __init__(self, manifest: Manifest, folder: Path, device: str) -> None:
        """Load both networks on "cuda", "mps" or "cpu".

        Raises:
            ModelError: A file is wrong; `DeviceFailed`: the device cannot run it.
        """
        import torch

        from inference.weights import load_finder, load_scorer

        self.device = device.upper()
        self.fell_back: str | None = None
        # TF32 would leave f32's tolerance
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        finder_file = checked(folder, manifest.finder, manifest.finder.weights)
        scorer_file = checked(folder, manifest.scorer, manifest.scorer.weights)
        try:
            place = torch.device(device)
            self._finder = _runner(load_finder(finder_file).to(place), FINDER_SIDE_PX, place)
            self._scorer = _runner(load_scorer(scorer_file).to(place), SCORER_SIDE_PX, place)
        except RuntimeError as error:
            raise DeviceFailed(
                "The network cannot be loaded on {device}: {problem}. Choose another device in the settings.",
                device=device,
                problem=str(error).splitlines()[0],
            ) from error

    def find(self, image: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """See `Backend`."""
        centre, sides, outline, summary = self._run(self._finder, image)
        return centre[0], sides, outline[0], summary

    def score(self, image: Floats) -> float:
        """See `Backend`."""
        (logit,) = self._run(self._scorer, image)
        return float(logit)

    def _run(self, network: "Runner", image: Floats) -> list[Floats]:
        try:
            return network(image)
        except RuntimeError as error:
            raise DeviceFailed(
                "The network failed on {device}: {problem}. Choose another device in the settings.",
                device=self.device,
                problem=str(error).splitlines()[0],
            ) from error


Runner = Callable[[Floats], list[Floats]]


def _runner(network: "torch.nn.Module", side_px: int, place: "torch.device") -> Runner:
    """A network as a function of numpy arrays: its outputs for the first and only image."""
    import torch

    if place.type == "cuda":
        return _graphed(network, side_px, place)

    def run(image: Floats) -> list[Floats]:
        with torch.inference_mode():
            return _fetched(network(torch.from_numpy(image).to(place)))

    return run


def _graphed(network: "torch.nn.Module", side_px: int, place: "torch.device") -> Runner:
    """The same by a CUDA graph over fixed memory: upload, one launch, download."""
    import torch

    with torch.inference_mode():
        given = torch.zeros((1, 1, side_px, side_px), device=place)
        staged = torch.zeros((1, 1, side_px, side_px)).pin_memory()
        stream = torch.cuda.Stream(place)  # type: ignore[no-untyped-call]
        stream.wait_stream(torch.cuda.current_stream(place))
        with torch.cuda.stream(stream):
            for _ in range(_WARM_UP):
                network(given)
        torch.cuda.current_stream(place).wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            outputs = network(given)

    def run(image: Floats) -> list[Floats]:
        with torch.inference_mode():
            staged.copy_(torch.from_numpy(image))
            given.copy_(staged, non_blocking=True)
            graph.replay()
            return _fetched(outputs)  # waits for the device

    return run


def _fetched(outputs: Any) -> list[Floats]:
    several = outputs if isinstance(outputs, tuple) else (outputs,)
    return [np.asarray(output[0].float().cpu().numpy(), np.float32) for output in several]

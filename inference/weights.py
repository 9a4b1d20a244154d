"""Weights between torch, safetensors and OpenVINO's IR; values are stored as f16 and computed with as f32."""

from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from inference.errors import ModelError
from inference.manifest import NetworkFiles, file_sha256
from inference.network import Finder, Scorer
from inference.preparation import FINDER_SIDE_PX, SCORER_SIDE_PX

N = TypeVar("N", bound=nn.Module)


def load_finder(path: Path) -> Finder:
    """A finder in evaluation mode.

    Raises:
        ModelError: The file is not a finder's.
    """
    return _load(Finder(), path)


def load_scorer(path: Path) -> Scorer:
    """A scorer in evaluation mode.

    Raises:
        ModelError: The file is not a scorer's.
    """
    return _load(Scorer(), path)


def _load(network: N, path: Path) -> N:
    try:
        state = {name: tensor.float() for name, tensor in load_file(path).items()}
        # how many batches the statistics came from is not stored: it plays no part in evaluation
        state |= {name: value for name, value in network.state_dict().items() if name.endswith("num_batches_tracked")}
        network.load_state_dict(state)
    except (OSError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            "The weights {path} do not fit the network of this version. Install Minamo again.", path=path
        ) from error
    return network.eval()


def save_network(network: nn.Module, folder: Path, name: str) -> NetworkFiles:
    """Write `name.safetensors` and, from the very same values, `name.xml` and `name.bin`.

    Args:
        network: A finder or scorer.
        folder: Made if it is not there.
        name: Of the files.
    """
    import openvino

    folder.mkdir(parents=True, exist_ok=True)
    state = {
        key: value.detach().cpu()
        for key, value in network.state_dict().items()
        if not key.endswith("num_batches_tracked")
    }
    halved = {key: value.to(torch.float16).contiguous() for key, value in state.items()}
    if not all(bool(value.isfinite().all()) for value in halved.values()):
        raise ModelError("A weight of {name} does not fit into f16; train again with another seed.", name=name)
    weights = folder / f"{name}.safetensors"
    save_file(halved, weights)
    side_px = FINDER_SIDE_PX if isinstance(network, Finder) else SCORER_SIDE_PX
    reloaded = load_finder(weights) if isinstance(network, Finder) else load_scorer(weights)
    shape = (1, 1, side_px, side_px)
    model = openvino.convert_model(reloaded, example_input=torch.zeros(shape), input=list(shape))
    openvino.save_model(model, folder / f"{name}.xml", compress_to_fp16=True)
    names = [f"{name}.safetensors", f"{name}.xml", f"{name}.bin"]
    return NetworkFiles(
        weights=names[0],
        ir=names[1],
        ir_weights=names[2],
        sha256={file: file_sha256(folder / file) for file in names},
        side_px=side_px,
    )

"""Where the networks run: OpenVINO on CPUs and Intel GPUs, torch on CUDA and MPS; the same weights in both."""

import logging
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from inference.errors import ModelError
from inference.manifest import Manifest, checked

log = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]

DEVICES = ("auto", "cpu", "cuda", "mps", "intel-gpu")


class Backend(Protocol):
    """Runs the two networks; used by one thread at a time."""

    device: str
    name: str
    precision: str
    fell_back: str | None

    def find(self, image: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Run the finder.

        Args:
            image: (1, 1, 256, 256) in 0..1.

        Returns:
            Centre logits (32, 32), sides in pixels (4, 32, 32), outline logits (64, 64), summary of the picture
            (features,).
        """
        ...

    def score(self, image: Floats) -> float:
        """Run the scorer on (1, 1, 192, 192) in 0..1; returns log-odds, not yet calibrated."""
        ...


class OpenVinoBackend:
    """The networks' IR on a CPU or Intel GPU, at f32."""

    name = "OpenVINO"
    precision = "f32"

    def __init__(
        self, manifest: Manifest, folder: Path, device: str, threads: int | None, fell_back: str | None
    ) -> None:
        """Compile both networks for "CPU" or "GPU".

        Args:
            manifest: Names and checksums of the files.
            folder: Where they lie.
            device: As OpenVINO calls it.
            threads: Of the CPU; None leaves it to OpenVINO.
            fell_back: Why this is not the device asked for.

        Raises:
            ModelError: A file is wrong, or the device cannot run it.
        """
        import openvino

        self.device = "CPU" if device == "CPU" else "Intel GPU"
        self.fell_back = fell_back
        # the precision is set, not left to the default, which is bf16 on some CPUs
        config: dict[str, object] = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}
        if device == "CPU" and threads is not None:
            config["INFERENCE_NUM_THREADS"] = threads
        core = openvino.Core()
        requests = []
        for files in (manifest.finder, manifest.scorer):
            for name in files.sha256:  # also the weights that the IR was made from: the manifest names them as what ran
                checked(folder, files, name)
            path = folder / files.ir
            try:
                requests.append(core.compile_model(path, device, config).create_infer_request())
            except RuntimeError as error:
                raise ModelError(
                    "OpenVINO cannot run the network on {device}: {problem}. Choose another device in the settings.",
                    device=device,
                    problem=str(error).splitlines()[0],
                ) from error
        self._finder, self._scorer = requests

    def find(self, image: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """See `Backend`."""
        self._finder.infer({0: image})
        centre, sides, outline, summary = (np.array(self._finder.get_output_tensor(i).data[0]) for i in range(4))
        return centre[0], sides, outline[0], summary

    def score(self, image: Floats) -> float:
        """See `Backend`."""
        self._scorer.infer({0: image})
        return float(self._scorer.get_output_tensor(0).data[0])


class TorchBackend:
    """The networks in torch, at f32; imported only when it is used (2 s and 220 MB)."""

    name = "torch"
    precision = "f32"

    def __init__(self, manifest: Manifest, folder: Path, device: str) -> None:
        """Load both networks on "cuda", "mps" or "cpu".

        Raises:
            ModelError: A file is wrong, or the device cannot run it.
        """
        import torch

        from inference.weights import load_finder, load_scorer

        self._torch = torch
        self._device = torch.device(device)
        self.device = device.upper()
        self.fell_back: str | None = None
        finder_file = checked(folder, manifest.finder, manifest.finder.weights)
        scorer_file = checked(folder, manifest.scorer, manifest.scorer.weights)
        try:
            self._finder = load_finder(finder_file).to(self._device)
            self._scorer = load_scorer(scorer_file).to(self._device)
        except RuntimeError as error:
            raise ModelError(
                "The network cannot be loaded on {device}: {problem}. Choose another device in the settings.",
                device=device,
                problem=str(error).splitlines()[0],
            ) from error
        # TF32 would leave f32's tolerance
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False

    def find(self, image: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """See `Backend`."""
        with self._torch.inference_mode():
            outputs = self._finder(self._torch.from_numpy(image).to(self._device))
            centre, sides, outline, summary = (output[0].float().cpu().numpy() for output in outputs)
        return centre[0], sides, outline[0], summary

    def score(self, image: Floats) -> float:
        """See `Backend`."""
        with self._torch.inference_mode():
            return float(self._scorer(self._torch.from_numpy(image).to(self._device))[0])


def open_backend(manifest: Manifest, folder: Path, device: str = "auto", threads: int | None = None) -> Backend:
    """The networks on the device asked for, or on the CPU with the reason in `fell_back`.

    Args:
        manifest: Of the weights.
        folder: Where they lie.
        device: One of `DEVICES`; "auto" is CUDA or MPS where the machine has them, else the CPU.
        threads: Of the CPU; None leaves it to OpenVINO.

    Raises:
        ModelError: The weights are wrong; no device can help that.
        ValueError: An unknown device.
    """
    if device not in DEVICES:
        raise ValueError(f"unknown device {device!r}; one of {', '.join(DEVICES)}")
    wanted = _accelerator() if device == "auto" else device
    if wanted in ("cuda", "mps"):
        reason = _why_not(wanted)
        if reason is None:
            return TorchBackend(manifest, folder, wanted)
        log.warning("%s", reason)
        return OpenVinoBackend(manifest, folder, "CPU", threads, reason)
    if wanted == "intel-gpu":
        import openvino

        if not any(name.startswith("GPU") for name in openvino.Core().available_devices):
            return OpenVinoBackend(manifest, folder, "CPU", threads, "no Intel GPU was found")
        return OpenVinoBackend(manifest, folder, "GPU", threads, None)
    return OpenVinoBackend(manifest, folder, "CPU", threads, None)


def _accelerator() -> str:
    """ "cuda" or "mps" where the machine has one, else "cpu"; torch is not imported to find out where it cannot be."""
    import platform
    import shutil

    if platform.system() == "Darwin" and platform.machine() == "arm64":
        return "mps"
    if shutil.which("nvidia-smi") is not None and _why_not("cuda") is None:
        return "cuda"
    return "cpu"


def _why_not(device: str) -> str | None:
    """Why torch cannot use "cuda" or "mps" here; None if it can."""
    try:
        import torch
    except ImportError:
        return "torch is not installed"
    if device == "cuda" and not torch.cuda.is_available():
        return "no CUDA device was found, or torch is a CPU build"
    if device == "mps" and not torch.backends.mps.is_available():
        return "Metal is not available"
    return None

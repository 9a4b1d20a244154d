"""Which backend runs: the device asked for, or the CPU and why."""

import logging
from collections.abc import Callable
from pathlib import Path

from inference.backends.backend import Backend
from inference.backends.fall_back import FallBack, reason_of
from inference.backends.on_openvino import FASTER, OpenVinoBackend, has_precision
from inference.backends.on_torch import TorchBackend
from inference.errors import DeviceFailed
from inference.manifest import Manifest

log = logging.getLogger(__name__)

DEVICES = ("auto", "cpu", "cuda", "mps", "intel-gpu")


def open_backend(
    manifest: Manifest, folder: Path, device: str = "auto", threads: int | None = None, fast: bool = False
) -> Backend:
    """The networks on the device asked for, or on the CPU with the reason in `fell_back`.

    Args:
        manifest: Of the weights.
        folder: Where they lie.
        device: One of `DEVICES`; "auto" is CUDA or MPS where the machine has them, else the CPU.
        threads: Of the CPU; None leaves it to OpenVINO.
        fast: Take bf16 or f16 where OpenVINO runs, the device has it, and the manifest shows that these weights may.

    Raises:
        ModelError: The weights are wrong; no device can help that.
        ValueError: An unknown device.
    """
    if device not in DEVICES:
        raise ValueError(f"unknown device {device!r}; one of {', '.join(DEVICES)}")
    wanted = _accelerator() if device == "auto" else device

    def on_openvino(place: str, reason: str | None) -> Backend:
        precision = _precision(manifest, place) if fast else "f32"
        return OpenVinoBackend(manifest, folder, place, threads, reason, precision)

    if wanted in ("cuda", "mps"):
        reason = _why_not(wanted)
        if reason is not None:
            log.warning("%s", reason)
            return on_openvino("CPU", reason)
        return _guarded(lambda: TorchBackend(manifest, folder, wanted), lambda why: on_openvino("CPU", why))
    if wanted == "intel-gpu":
        import openvino

        if not any(name.startswith("GPU") for name in openvino.Core().available_devices):
            return on_openvino("CPU", "no Intel GPU was found")
        return _guarded(lambda: on_openvino("GPU", None), lambda why: on_openvino("CPU", why))
    return on_openvino("CPU", None)


def _guarded(open_first: Callable[[], Backend], open_other: Callable[[str], Backend]) -> Backend:
    """A graphics card's backend with the CPU behind it, at the start and later."""
    try:
        return FallBack(open_first(), open_other)
    except DeviceFailed as fault:
        log.warning("%s", fault)
        return open_other(reason_of(fault))


def _precision(manifest: Manifest, place: str) -> str:
    """The fastest number format that these weights may run in on OpenVINO's "CPU" or "GPU"."""
    faster = FASTER[place]
    allowed = manifest.allows("CPU" if place == "CPU" else "Intel GPU", faster)
    return faster if allowed and has_precision(place, faster) else "f32"


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

"""The networks' IR in OpenVINO, on a CPU or an Intel GPU."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from inference.backends.backend import Floats
from inference.errors import DeviceFailed, ModelError
from inference.manifest import Manifest, NetworkFiles, checked

if TYPE_CHECKING:
    import openvino

FASTER = {"CPU": "bf16", "GPU": "f16"}  # the number format besides f32 that each device has


class OpenVinoBackend:
    """The networks' IR on a CPU or Intel GPU, at f32 unless another number format is asked for."""

    name = "OpenVINO"

    def __init__(
        self,
        manifest: Manifest,
        folder: Path,
        device: str,
        threads: int | None,
        fell_back: str | None,
        precision: str = "f32",
    ) -> None:
        """Compile both networks for "CPU" or "GPU".

        Args:
            manifest: Names and checksums of the files.
            folder: Where they lie.
            device: As OpenVINO calls it.
            threads: Of the CPU; None leaves it to OpenVINO.
            fell_back: Why this is not the device asked for.
            precision: "f32", "bf16" or "f16"; whether the weights allow it is for `open_backend` to say.

        Raises:
            ModelError: A file is wrong, or the device cannot run it, or not in this number format.
        """
        import openvino

        self.device = "CPU" if device == "CPU" else "Intel GPU"
        self.precision, self.fell_back = precision, fell_back
        # the precision is set, not left to the default, which is bf16 on some CPUs
        config: dict[str, object] = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
        if device == "CPU" and threads is not None:
            config["INFERENCE_NUM_THREADS"] = threads
        core = openvino.Core()
        self._finder, self._scorer = (
            self._compiled(core, folder, files, device, config) for files in (manifest.finder, manifest.scorer)
        )

    def _compiled(
        self, core: "openvino.Core", folder: Path, files: NetworkFiles, device: str, config: dict[str, object]
    ) -> "openvino.InferRequest":
        for name in files.sha256:  # also the weights that the IR was made from: the manifest names them as what ran
            checked(folder, files, name)
        try:
            model = core.compile_model(folder / files.ir, device, config)
            ran = str(model.get_property("INFERENCE_PRECISION_HINT").to_string())
        except RuntimeError as error:
            raise DeviceFailed(
                "OpenVINO cannot run the network on {device}: {problem}. Choose another device in the settings.",
                device=device,
                problem=str(error).splitlines()[0],
            ) from error
        if ran != self.precision:  # a device without this format silently takes another
            raise ModelError(
                "OpenVINO cannot run the network on {device}: {problem}. Choose another device in the settings.",
                device=device,
                problem=f"{self.precision} was asked for, {ran} would run",
            )
        return model.create_infer_request()

    def find(self, image: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """See `Backend`."""
        self._run(self._finder, image)
        centre, sides, outline, summary = (np.array(self._finder.get_output_tensor(i).data[0]) for i in range(4))
        return centre[0], sides, outline[0], summary

    def score(self, image: Floats) -> float:
        """See `Backend`."""
        self._run(self._scorer, image)
        return float(self._scorer.get_output_tensor(0).data[0])

    def _run(self, request: "openvino.InferRequest", image: Floats) -> None:
        try:
            request.infer({0: image})
        except RuntimeError as error:
            raise DeviceFailed(
                "The network failed on {device}: {problem}. Choose another device in the settings.",
                device=self.device,
                problem=str(error).splitlines()[0],
            ) from error


def has_precision(device: str, precision: str) -> bool:
    """Whether OpenVINO's "CPU" or "GPU" of this machine computes in a number format."""
    import openvino

    core = openvino.Core()
    if precision == "f32":
        return True
    names = {"bf16": "BF16", "f16": "FP16"}
    return names[precision] in core.get_property(device, "OPTIMIZATION_CAPABILITIES")

"""What one frame costs the networks, on every backend of this machine: `python -m tests.bench.network [--keep]`.

A frame is 1000 x 720 RGB of the simulated scan (real breast pictures in motion). What is timed is all that it costs
from its pixels to boxes and scores: grey, finder, boxes, and for 0, 1 or 3 lesions the scorer; the lesions' places are
given, so that every backend does the same. `fall-back-to-cpu` is how long it takes until the CPU has answered when a
graphics card fails. Each row runs in a process of its own; its memory is what that process grew by from before the
backend was imported. Beside it a peer on the same pictures: YOLOX-Nano at 416 px, which finds boxes but scores nothing,
in OpenVINO and, with the extra `bench`, in ONNX Runtime.

`--keep` writes `results/network.json`. For the record nothing else may run on the machine.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from capture.sources.simulated import SimulatedReader
from inference.findings import Box
from inference.manifest import MODELS_FOLDER, Manifest, read_manifest

RESULT = Path(__file__).parents[1] / "results" / "network.json"
SIZE_PX = (1000, 720)
PICTURES = 40  # different ones, shown again and again
WARM_UP = 20
LESIONS = (0, 1, 3)
PLACES = (Box(380, 220, 620, 380), Box(120, 300, 240, 380), Box(700, 420, 860, 560))
BATCH = 64
MB = 1e6
Frame = np.ndarray
Runs = Callable[[Frame, int], object]  # a frame with so many lesions
OURS = ("openvino-f32", "openvino-faster", "intel-gpu-f32", "intel-gpu-faster", "torch-cpu", "torch-cuda")
FALL_BACK = "fall-back-to-cpu"
PEERS = ("yolox-nano-openvino", "yolox-nano-onnxruntime")
ROWS = (*OURS, FALL_BACK, *PEERS)


class NotHere(Exception):
    """This machine, or the manifest, does not have a backend; the text says why."""


def main() -> None:
    """Measure every row and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=300, metavar="N", help="timed frames a cell (300)")
    parser.add_argument("--threads", type=int, metavar="N", help="of the CPU (every core)")
    parser.add_argument("--models", type=Path, default=MODELS_FOLDER, metavar="DIR", help="weights and manifest")
    parser.add_argument("--rows", nargs="*", default=ROWS, choices=ROWS, metavar="ROW")
    parser.add_argument("--keep", action="store_true", help=f"write {RESULT.name}")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--peers", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    threads = args.threads or len(
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    if args.one is not None:
        print(json.dumps(measure(args.one, args.models, args.peers, args.frames, threads)))
        return
    load = psutil.getloadavg()[0]
    with TemporaryDirectory() as folder:
        if set(args.rows) & set(PEERS):  # made beforehand, so that its rows need no torch
            subprocess.run(
                [sys.executable, "-m", "tests.bench.network.yolox_nano", folder], check=True, capture_output=True
            )
        rows = [_in_a_process(row, args.models, Path(folder), args.frames, threads) for row in args.rows]
    tree = {
        "machine": f"{platform.machine()}, {_cpu()}, {threads} threads",
        "load_before": load,
        "frames": args.frames,
        "size_px": SIZE_PX,
        "weights_sha256": read_manifest(args.models).weights_sha256,
        "rows": rows,
    }
    _print(tree)
    if args.keep:
        RESULT.write_text(json.dumps(tree, indent=1) + "\n", encoding="utf-8")
        print(RESULT)


def _in_a_process(row: str, models: Path, peers: Path, frames: int, threads: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.network", "--one", row, "--models", str(models)]
    command += ["--peers", str(peers)]
    environment = os.environ | {"OMP_NUM_THREADS": str(threads)}
    done = subprocess.run(
        [*command, "--frames", str(frames), "--threads", str(threads)], capture_output=True, env=environment, text=True
    )
    if done.returncode:
        return {"row": row, "left_out": (done.stderr.strip().splitlines() or ["it died"])[-1]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(row: str, models: Path, peers: Path, frames: int, threads: int) -> dict[str, Any]:
    """One row in this process."""
    reader = SimulatedReader(hz=8, size=SIZE_PX, seed=0, paced=False)
    pictures = [np.ascontiguousarray(reader.render(number)) for number in range(PICTURES)]
    process = psutil.Process()
    before = process.memory_info().rss
    started = time.perf_counter()
    try:
        run, badge = _peer(row, peers, threads) if row in PEERS else _ours(row, models, threads)
    except NotHere as reason:
        return {"row": row, "left_out": str(reason)}
    run(pictures[0], LESIONS[-1])
    about = badge()
    about["first_picture_after_s"] = time.perf_counter() - started
    frames = frames // 3 if row == "torch-cpu" else frames  # slow, and for reference alone
    for lesions in () if row == FALL_BACK else LESIONS if row in OURS else LESIONS[:1]:
        times = []
        for number in range(WARM_UP + frames):
            began = time.perf_counter()
            run(pictures[number % PICTURES], lesions)
            times.append(1000 * (time.perf_counter() - began))
        p50, p99 = np.percentile(times[WARM_UP:], [50, 99]).tolist()
        about[f"lesions_{lesions}"] = {"p50_ms": p50, "p99_ms": p99}
    about["memory_mb"] = (process.memory_info().rss - before) / MB
    if row == "torch-cuda":
        about |= _batches(models, pictures)
    return {"row": row, **about}


def _ours(row: str, models: Path, threads: int) -> tuple[Runs, Callable[[], dict[str, Any]]]:
    """What runs a frame with so many lesions, and the badge."""
    from inference.detector import detector_on
    from inference.preparation import to_grey

    manifest = read_manifest(models)
    detector = detector_on(_backend(row, models, threads), manifest, models)

    def run(pixels: Frame, lesions: int) -> None:
        grey = to_grey(pixels)
        detector.find(grey)
        for box in PLACES[:lesions]:
            detector.score(grey, box)

    def badge() -> dict[str, Any]:
        return {name: getattr(detector.info, name) for name in ("device", "backend", "precision", "fell_back")}

    return run, badge


def _backend(row: str, models: Path, threads: int) -> Any:
    manifest = read_manifest(models)
    if row == FALL_BACK:
        return _failing(manifest, models, threads)
    if row.startswith("torch"):
        import torch

        from inference.backends.on_torch import TorchBackend

        torch.set_num_threads(threads)
        if row == "torch-cuda" and not torch.cuda.is_available():
            raise NotHere("no CUDA here")
        return TorchBackend(manifest, models, row.partition("-")[2])
    import openvino

    from inference.backends.on_openvino import FASTER, OpenVinoBackend, has_precision

    place = "GPU" if row.startswith("intel-gpu") else "CPU"
    if place == "GPU" and not any(name.startswith("GPU") for name in openvino.Core().available_devices):
        raise NotHere("no Intel GPU here")
    precision = FASTER[place] if row.endswith("faster") else "f32"
    if not has_precision(place, precision):
        raise NotHere(f"this {place} does not compute in {precision}")
    if precision != "f32" and not manifest.allows("CPU" if place == "CPU" else "Intel GPU", precision):
        raise NotHere(f"{precision} is not allowed by the manifest (minamo evaluate precision)")
    return OpenVinoBackend(manifest, models, place, threads, None, precision)


def _failing(manifest: Manifest, models: Path, threads: int) -> Any:
    """A graphics card that fails at its first frame: how long until the CPU has answered instead."""
    from inference.backends.fall_back import FallBack
    from inference.backends.on_openvino import OpenVinoBackend
    from inference.errors import DeviceFailed

    class Card:
        device, name, precision, fell_back = "CUDA", "torch", "f32", None

        def find(self, image: object) -> None:
            raise DeviceFailed("the bench's card always fails")

    return FallBack(Card(), lambda reason: OpenVinoBackend(manifest, models, "CPU", threads, reason))


def _peer(row: str, folder: Path, threads: int) -> tuple[Runs, Callable[[], dict[str, Any]]]:
    """YOLOX-Nano as a function of a frame."""
    from tests.bench.network import peer

    about: dict[str, Any] = {"device": "CPU", "precision": "f32", "side_px": peer.SIDE_PX, "weights": "by chance"}
    if row.endswith("openvino"):
        import openvino

        config = {
            "INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads,
        }  # fmt: skip
        request = openvino.Core().compile_model(folder / peer.IR, "CPU", config).create_infer_request()

        def run(pixels: Frame, _: int) -> object:
            request.infer({0: peer.prepared(pixels)})
            return peer.decoded(request.get_output_tensor(0).data[0])

        return run, lambda: about | {"backend": "OpenVINO"}
    try:
        import onnxruntime
    except ImportError:
        raise NotHere("ONNX Runtime is not installed: pip install -e '.[bench]'") from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(folder / peer.ONNX), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def run_onnx(pixels: Frame, _: int) -> object:
        return peer.decoded(session.run(None, {name: peer.prepared(pixels)})[0][0])

    return run_onnx, lambda: about | {"backend": f"ONNX Runtime {onnxruntime.__version__}"}


def _batches(models: Path, pictures: list[Frame]) -> dict[str, Any]:
    """Frames a second in batches on CUDA, each with one lesion, upload and download included."""
    import torch

    from inference.preparation import FINDER_SIDE_PX, letterbox, scorer_view, to_grey
    from inference.weights import load_finder, load_scorer

    manifest = read_manifest(models)
    finder = load_finder(models / manifest.finder.weights).cuda()
    scorer = load_scorer(models / manifest.scorer.weights).cuda()
    greys = [to_grey(pictures[number % PICTURES]) for number in range(BATCH)]
    squares = torch.from_numpy(np.stack([letterbox(grey, FINDER_SIDE_PX)[0] for grey in greys])[:, None]).pin_memory()
    views = torch.from_numpy(np.stack([scorer_view(grey, PLACES[0]) for grey in greys])[:, None]).pin_memory()
    rounds, warm_up = 30, 5
    with torch.inference_mode():
        for number in range(rounds + warm_up):
            if number == warm_up:
                torch.cuda.synchronize()
                began = time.perf_counter()
            outputs = [*finder(squares.cuda().float() / 255), scorer(views.cuda().float() / 255)]
            for output in outputs:
                output.cpu()
        torch.cuda.synchronize()
    spent = time.perf_counter() - began
    return {
        "frames_per_second_in_batches": rounds * BATCH / spent,
        "batch": BATCH,
        "cuda_memory_mb": torch.cuda.max_memory_allocated() / MB,
        "card": torch.cuda.get_device_name(),
    }


def _cpu() -> str:
    """The processor's own name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


def _print(tree: dict[str, Any]) -> None:
    table = Table(title=f"ms a frame of {SIZE_PX[0]} x {SIZE_PX[1]}, {tree['machine']}, load {tree['load_before']:.1f}")
    for heading in ("row", "device, precision", *(f"{n} lesions p50 / p99" for n in LESIONS), "memory MB", "first s"):
        table.add_column(heading, justify="left" if heading in ("row", "device, precision") else "right")
    for row in tree["rows"]:
        if "left_out" in row:
            table.add_row(row["row"], row["left_out"])
            continue
        cells = [row.get(f"lesions_{lesions}") for lesions in LESIONS]
        times = ["" if cell is None else f"{cell['p50_ms']:.1f} / {cell['p99_ms']:.1f}" for cell in cells]
        where = f"{row['device']} · {row['backend']}, {row['precision']}"
        table.add_row(row["row"], where, *times, f"{row['memory_mb']:.0f}", f"{row['first_picture_after_s']:.1f}")
        if "frames_per_second_in_batches" in row:
            table.add_row("", f"{row['frames_per_second_in_batches']:.0f} frames/s in batches of {row['batch']}")
    Console(width=150).print(table)


if __name__ == "__main__":
    main()

"""What a frame costs the networks on each backend of the machine."""

import json
from typing import Any

from tests.bench.tables.files import RESULTS

AIM_CPU_P50_MS, AIM_CUDA_P99_MS, AIM_CUDA_FRAMES_PER_S = 25, 2, 2000
_LESIONS = (0, 1, 3)
_ROWS = {
    "openvino-f32": "OpenVINO, CPU",
    "openvino-faster": "OpenVINO, CPU, shorter numbers",
    "intel-gpu-f32": "OpenVINO, Intel GPU",
    "intel-gpu-faster": "OpenVINO, Intel GPU, shorter numbers",
    "torch-cpu": "PyTorch, CPU (reference)",
    "torch-cuda": "PyTorch, CUDA",
    "fall-back-to-cpu": "a graphics card fails, the CPU answers (aim: within 2 s)",
    "yolox-nano-openvino": "peer: YOLOX-Nano, OpenVINO",
    "yolox-nano-onnxruntime": "peer: YOLOX-Nano, ONNX Runtime",
}


def network_table() -> str:
    """Every row of `tests.bench.network`; what the machine has not got is said."""
    report = json.loads((RESULTS / "network.json").read_text(encoding="utf-8"))
    rows = [
        "| | computes in | no lesion, ms p50 / p99 | 1 lesion | 3 lesions | memory MB | first picture s |",
        "|---|---|---|---|---|---|---|",
        *(_row(row) for row in report["rows"]),
    ]
    cpu = next(row for row in report["rows"] if row["row"] == "openvino-f32")
    reached = [n for n in _LESIONS if cpu[f"lesions_{n}"]["p50_ms"] <= AIM_CPU_P50_MS]
    card = next(row for row in report["rows"] if row["row"] == "torch-cuda")
    met = (
        "met"
        if len(reached) == len(_LESIONS)
        else f"met with {' and '.join(map(str, reached)) or 'no number of'} lesions only"
    )
    facts = (
        f"{report['frames']} frames of {report['size_px'][0]} x {report['size_px'][1]} a cell, weights "
        f"`{report['weights_sha256'][:12]}`, {report['machine']}. Aims: {AIM_CPU_P50_MS} ms p50 on two CPU cores "
        f"({met}); on a card of the H100's class {AIM_CUDA_P99_MS} ms p99 "
        f"and {AIM_CUDA_FRAMES_PER_S:,} frames a second in batches ({_cuda(card)})."
    )
    return "\n".join(rows) + f"\n\n{facts}\n"


def _row(row: dict[str, Any]) -> str:
    name = _ROWS[row["row"]]
    if "left_out" in row:
        return f"| {name} | not measured: {row['left_out']} | | | | | |"
    cells = [row.get(f"lesions_{n}") for n in _LESIONS]
    times = ["" if cell is None else f"{cell['p50_ms']:.1f} / {cell['p99_ms']:.1f}" for cell in cells]
    about = (row["precision"], *times, f"{row['memory_mb']:.0f}", f"{row['first_picture_after_s']:.1f}")
    return f"| {name} | {' | '.join(about)} |"


def _cuda(card: dict[str, Any]) -> str:
    if "left_out" in card:
        return "not measured"
    p99_ms = max(card[f"lesions_{n}"]["p99_ms"] for n in _LESIONS)
    in_batches = card["frames_per_second_in_batches"]
    met = p99_ms <= AIM_CUDA_P99_MS and in_batches >= AIM_CUDA_FRAMES_PER_S
    return f"{'met' if met else 'not met'}: {p99_ms:.1f} ms at most, {in_batches:,.0f} frames/s"

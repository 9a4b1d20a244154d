"""Lesions through time, on cine with ground truth."""

import json
from typing import Any

from tests.bench.tables.files import CINE, RESULTS


def cine_table() -> str:
    """Trackers, false alarms, the score over time: the tables as the command wrote them, without their heading."""
    return _without_heading((CINE / "video.md").read_text(encoding="utf-8"))


def looks_table() -> str:
    """What looking longer brings."""
    return _without_heading((CINE / "looks.md").read_text(encoding="utf-8"))


def tracker_table() -> str:
    """What following costs, beside the peers."""
    told: dict[str, Any] = json.loads((RESULTS / "tracker.json").read_text(encoding="utf-8"))
    rows = [
        "| ms a frame on one core | processor, p50 | p99 | clock, p50 | p99 |",
        "|---|---|---|---|---|",
        *(
            f"| {row['part']} | {row['cpu_p50_ms']:.2f} | {row['cpu_p99_ms']:.2f} | {row['p50_ms']:.2f} "
            f"| {row['p99_ms']:.2f} |"
            for row in told["rows"]
        ),
    ]
    facts = (
        f"{told['frames']} frames with {told['tracks']} tracks shown and as many lost. Measured {told['date'][:10]} at "
        f"commit `{told['commit'][:7]}` on {told['machine']['processor']}."
    )
    return "\n".join(rows) + f"\n\n{facts}\n"


def _without_heading(text: str) -> str:
    return text.split("\n", 2)[2]

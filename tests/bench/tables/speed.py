"""How fast the product is."""

import json
from typing import Any

from tests.bench.tables.files import RESULTS


def speed_table() -> str:
    """Rows of the live benchmark, with the machine and the commit they were measured on."""
    reports = [json.loads((RESULTS / name).read_text(encoding="utf-8")) for name in ("live.json", "live-10-min.json")]
    rows = [
        "| row | input | s | painted /s | arrival to paint ms, p50 / p99 | analyses /s | age ms, p50 / p99 "
        "| own analysis | delay ms | replaced | lost | cores | memory MB, start to end |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
        *(_speed_row(row) for report in reports for row in report["rows"]),
    ]
    machine, start_s = reports[0]["machine"], reports[0]["second_start_s"]
    facts = (
        f"Measured {reports[0]['date'][:10]} at commit `{reports[0]['commit'][:7]}` (ten minutes: "
        f"`{reports[1]['commit'][:7]}`) on {machine['processor']}, {machine['threads']} threads, "
        f"{machine['memory_gb']:.0f} GB, no GPU; window visible {start_s:.2f} s after the second start. "
        "Rows with a GPU: not measured."
    )
    return "\n".join(rows) + f"\n\n{facts}\n"


def _speed_row(row: dict[str, Any]) -> str:
    def pair(values: list[float] | None) -> str:
        return "-" if values is None else f"{values[0]:.0f} / {values[1]:.0f}"

    own = "-" if row["own_analysis_share"] is None else f"{row['own_analysis_share']:.0%}"
    return (
        f"| {row['row']} | {row['packets']} | {row['seconds']:.0f} | {row['painted_hz']:.1f} "
        f"| {pair(row['arrival_to_paint_ms'])} | {row['analyses_hz']:.1f} | {pair(row['analysis_age_ms'])} | {own} "
        f"| {row['delay_ms']:.0f} | {row['replaced']} | {row['lost']} | {row['load_cores']:.2f} "
        f"| {row['memory_start_mb']:.0f} to {row['memory_end_mb']:.0f} |"
    )

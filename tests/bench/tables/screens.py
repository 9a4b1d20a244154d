"""Scanners and grabbers: the scan on a screen, the gate, colours, faults."""

import json

from tests.bench.tables.files import RESULTS, SCREENS

_SPANS = ("said_s", "back_s")
_PATHS = ("file", "stream", "grabber")


def layout_table() -> str:
    """Finding the scan on made-up screens, through changes of layout, and on real pictures."""
    return (SCREENS / "layout.md").read_text(encoding="utf-8")


def gate_table() -> str:
    """What passes the gate while a scanner shows pages with names."""
    return (SCREENS / "gate.md").read_text(encoding="utf-8")


def colours_table() -> str:
    """Worst colour and worst comb of every coding."""
    told = json.loads((RESULTS / "colours.json").read_text(encoding="utf-8"))
    rows = [
        "| coding | CIE76 from a file | stream | grabber | combs, grey levels: sent | shown |",
        "|---|---|---|---|---|---|",
    ]
    for row in told["rows"]:
        colours = ["-" if row["delta_e"][path] is None else f"{row['delta_e'][path]:.2f}" for path in _PATHS]
        combs = row["combs"]
        most = ["-", "-"] if combs is None else [f"{combs['sent']:.0f}", f"{max(combs[path] for path in _PATHS):.0f}"]
        rows.append(f"| {' | '.join([row['coding'], *colours, *most])} |")
    return "\n".join(rows) + "\n"


def capture_table() -> str:
    """Streams with faults, by Minamo and by OpenCV."""
    told = json.loads((RESULTS / "capture.json").read_text(encoding="utf-8"))
    faults = list(told["rows"][0]["faults"])
    rows = [
        f"| stream | reader | delivered | lost | late | lag ms, p50 / p99 | busy: lag ms | {' | '.join(faults)} |",
        "|---" * (7 + len(faults)) + "|",
    ]
    for row in told["rows"]:
        lags = [f"{each['lag_p50_ms']:.0f} / {each['lag_p99_ms']:.0f}" for each in (row, row["busy"])]
        spans = [
            " / ".join("-" if span is None else f"{span:.2f}" for span in (row["faults"][name][key] for key in _SPANS))
            for name in faults
        ]
        counts = [str(row[name]) for name in ("delivered", "lost", "late")]
        rows.append(f"| {' | '.join([row['size'], row['reader'], *counts, *lags, *spans])} |")
    hours, machine = told["eight_hours"], told["machine"]
    memory = hours["memory_each_hour_mb"]
    facts = (
        f"Eight hours, simulated: {hours['pictures']} pictures' times through the product's clock: most lag "
        f"{hours['most_lag_ms']:.0f} ms, p99 {hours['lag_first_hour_p99_ms']:.0f} ms in the first hour and "
        f"{hours['lag_last_hour_p99_ms']:.0f} ms in the last, worst time {hours['worst_time_error_ms']:.0f} ms off; "
        f"{hours['pictures_through_the_source']} pictures through the whole source: {memory[0]:.0f} MB after half an "
        f"hour, {memory[-1]:.0f} MB at the end. Measured {told['date'][:10]} at commit `{told['commit'][:7]}` on "
        f"{machine['processor']}, {machine['threads']} threads."
    )
    return "\n".join(rows) + f"\n\n{facts}\n"

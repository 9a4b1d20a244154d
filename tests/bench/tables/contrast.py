"""Contrast studies."""

import json

from tests.bench.tables.files import CONTRAST, RESULTS


def contrast_table() -> str:
    """Errors of whole contrast studies on the reference object, the naive way first."""
    told = json.loads((CONTRAST / "contrast.json").read_text(encoding="utf-8"))
    names = ("PE ratio %", "TTP %", "WiAUC %", "WiAUC ratio %", "MTT %")
    rows = ["| | noise | studies | " + " | ".join(names) + " | least R2 |", "|---|---|---|---|---|---|---|---|---|"]
    rows += [
        f"| {row['method']} | {row['noise']} | {row['studies']} | {' | '.join(row[name] for name in names)} "
        f"| {row['R2 least'] or '-'} |"
        for row in told["sections"]["chain"]["rows"]
    ]
    return "\n".join(rows) + "\n"


def contrast_speed_table() -> str:
    """How fast a contrast study is."""
    rows = ["| contrast studies, 400 x 400 side by side | measured | aim |", "|---|---|---|"]
    told = json.loads((RESULTS / "contrast.json").read_text(encoding="utf-8"))
    return "\n".join([*rows, *(f"| {what} | {measured} | {aim} |" for what, measured, aim in told)]) + "\n"

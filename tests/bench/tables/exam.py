"""Exams: keeping them, DICOM, text inside panels."""

import json

from tests.bench.tables.files import RESULTS


def exam_table() -> str:
    """What keeping, listing and reporting cost."""
    rows = ["| exams | measured | aim |", "|---|---|---|"]
    for name in ("exam_keep", "exam"):
        told = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
        rows += [f"| {what} | {measured} | {aim} |" for what, measured, aim in told]
    for row in json.loads((RESULTS / "exam_report.json").read_text(encoding="utf-8")):
        aim = "under 2 s" if str(row["pictures"]) == "10" else "-"
        rows.append(f"| report, pictures: {row['pictures']} | {row['s (median)']:.2f} s | {aim} |")
    return "\n".join(rows) + "\n"


def dicom_table() -> str:
    """What dciodvfy says of each kind of object."""
    told = json.loads((RESULTS / "exam_dicom.json").read_text(encoding="utf-8"))["objects"]
    rows = ["| object | encoding | files | errors | warnings of |", "|---|---|---|---|---|"]
    rows += [
        f"| {row['class']} | {row['syntax']} | {row['files']} | {row['errors']} | {', '.join(row['warnings']) or '-'} |"
        for row in told
    ]
    return "\n".join(rows) + "\n"


def panel_text_table() -> str:
    """How much of a name inside a panel is found."""
    told = json.loads((RESULTS / "exam_dicom.json").read_text(encoding="utf-8"))["text"]
    heights = " | ".join(f"{height} px" for height in told["heights_px"])
    rows = [f"| names found | {heights} |", "|---|" + "---|" * len(told["heights_px"])]
    rows += [f"| {kind} | {' | '.join(f'{share:.0%}' for share in found)} |" for kind, found in told["found"].items()]
    facts = (
        f"{told['each']} names each, written into breast pictures without text; in {told['false']} of {told['clean']} "
        "such pictures something was taken for text."
    )
    return "\n".join(rows) + f"\n\n{facts}\n"

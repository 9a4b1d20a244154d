"""The measured tables of README and model card from the files that the commands wrote: `python -m tests.bench.tables`.

Each table stands between `<!-- measured: NAME -->` and `<!-- end -->`; running this again writes what the files say,
and a test holds the texts to them.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
EVALUATION = REPOSITORY / "resources" / "models" / "evaluation"
CONTRAST = REPOSITORY / "resources" / "contrast"
SCREENS = REPOSITORY / "resources" / "screens"
RESULTS = Path(__file__).parent / "results"
TEXTS = (REPOSITORY / "README.md", REPOSITORY / "resources" / "models" / "MODEL_CARD.md")
SETS = {  # folders of `minamo evaluate stills`
    "bus-bra-fold5": "BUS-BRA fold 5, end to end",
    "bus-uclm-test": "BUS-UCLM test, end to end",
    "bus-bra-fold5-given-boxes": "BUS-BRA fold 5, given boxes",
    "bus-uclm-test-given-boxes": "BUS-UCLM test, given boxes",
}
_MARKED = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> int:
    """Write the tables into the texts."""
    for path in TEXTS:
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(path)
    return 0


def filled(text: str) -> str:
    """The text with every marked table as measured."""
    return _MARKED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}", text)


def stills_table() -> str:
    """Figures of merit of the shipped weights on test patients."""
    rows = [
        "| | pictures (malignant, benign, normal) | AUC (95 %) | sensitivity | specificity "
        "| specificity at 95 % sensitivity | ECE | lesions found | false boxes an image | AP50 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for folder, title in SETS.items():
        of = json.loads((EVALUATION / folder / "metrics.json").read_text(encoding="utf-8"))
        benign = of["n_lesion_images"] - of["n_malignant"]
        found = of["boxes"] == "found"
        rows.append(
            f"| {title} | {of['n']} ({of['n_malignant']}, {benign}, {of['n_normal']}) "
            f"| {of['auc']:.3f} ({of['auc_low']:.3f}-{of['auc_high']:.3f}) | {of['recall']:.3f} "
            f"| {of['specificity']:.3f} | {of['specificity_at_95_sensitivity']:.3f} | {of['ece']:.3f} "
            + (
                f"| {of['detection_recall']:.3f} | {of['false_boxes_per_image']:.3f} | {of['ap50']:.3f} |"
                if found
                else "| given | given | given |"
            )
        )
    return "\n".join(rows) + "\n"


def abstention_table() -> str:
    """What is not a breast, by kind: how well it is told, and how much of it is refused."""
    of = json.loads((EVALUATION / "abstention" / "abstention.json").read_text(encoding="utf-8"))
    rows = ["| | pictures | AUROC against breast stills | refused |", "|---|---|---|---|"]
    rows += [
        f"| {kind} | {row['pictures']} | {row['auroc']:.3f} | {100 * row['refused_share']:.1f} % |"
        for kind, row in of["kinds"].items()
    ]
    rows.append(
        f"| breast stills of test patients | {of['breast_pictures']} | - | {100 * of['breast_refused_share']:.1f} % |"
    )
    clips = of["clips"]
    facts = (
        f"Lung clips of sources that were not taught ({clips['clips']}, {clips['minutes']:.1f} minutes): "
        f"{clips['alarms_a_minute']:.2f} alarms a minute in {clips['clips_with_an_alarm']} of them, against "
        f"{clips['alarms_a_minute_unasked']:.2f} in {clips['clips_with_an_alarm_unasked']} where every picture is "
        f"taken for a breast. Lesion pictures of BUS-UCLM refused: {100 * of['uclm_lesion_refused_share']:.1f} % of "
        f"{of['uclm_lesion_pictures']}."
    )
    return "\n".join(rows) + f"\n\n{facts}\n"


def appearance_table() -> str:
    """How far a scanner's settings alone move a lesion's malignancy."""
    sets = [
        json.loads((EVALUATION / f"{name}-appearance" / "appearance.json").read_text(encoding="utf-8"))
        for name in ("bus-bra-fold5", "bus-uclm-test")
    ]
    settings = [name for name in sets[0]["by_setting"] if not name.startswith("mixture")]
    mixtures = {name: row for name, row in sets[0]["by_setting"].items() if name.startswith("mixture")}
    worst = max(mixtures, key=lambda name: float(mixtures[name]["change_median"]))
    rows = [
        "| setting | BUS-BRA fold 5: change, median | 95 % | AUC | BUS-UCLM test: change, median | 95 % | AUC |",
        "|---|---|---|---|---|---|---|",
        _appearance_row("over all settings (AUC: as it is)", sets),
        *(_appearance_row(name, [of["by_setting"][name] for of in sets]) for name in settings),
        _appearance_row(f"the worst of {len(mixtures)} mixtures", [of["by_setting"][worst] for of in sets]),
    ]
    return "\n".join(rows) + "\n"


def _appearance_row(name: str, of: list[dict[str, Any]]) -> str:
    values = [f"{row['change_median']:.3f} | {row['change_p95']:.2f} | {row['auc']:.3f}" for row in of]
    return f"| {name} | {' | '.join(values)} |"


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


def layout_table() -> str:
    """Finding the scan on made-up screens, through changes of layout, and on real pictures."""
    return (SCREENS / "layout.md").read_text(encoding="utf-8")


def gate_table() -> str:
    """What passes the gate while a scanner shows pages with names."""
    return (SCREENS / "gate.md").read_text(encoding="utf-8")


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


_SPANS = ("said_s", "back_s")
_PATHS = ("file", "stream", "grabber")
TABLES: dict[str, Callable[[], str]] = {
    "stills": stills_table,
    "abstention": abstention_table,
    "appearance": appearance_table,
    "speed": speed_table,
    "contrast": contrast_table,
    "layout": layout_table,
    "gate": gate_table,
    "contrast_speed": contrast_speed_table,
    "capture": capture_table,
    "colours": colours_table,
    "dicom": dicom_table,
    "exam": exam_table,
    "panel_text": panel_text_table,
}

if __name__ == "__main__":
    sys.exit(main())

"""What the shipped weights do on labelled stills."""

import json
from typing import Any

from tests.bench.tables.files import EVALUATION

SETS = {  # folders of `minamo evaluate stills`
    "bus-bra-fold5": "BUS-BRA fold 5, end to end",
    "bus-uclm-test": "BUS-UCLM test, end to end",
    "bus-bra-fold5-given-boxes": "BUS-BRA fold 5, given boxes",
    "bus-uclm-test-given-boxes": "BUS-UCLM test, given boxes",
}


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

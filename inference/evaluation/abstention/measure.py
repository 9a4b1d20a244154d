"""Areas, shares and alarms of the abstention, as a tree that goes into abstention.json."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from inference.abstain import REASONS
from inference.evaluation.abstention.judge import ClipAlarms, Judged
from inference.evaluation.abstention.pictures import BREAST
from inference.evaluation.metrics import ratio

Tree = dict[str, Any]
ALL = "all kinds"
ALL_REAL = "all real kinds"


def measure(judged: Sequence[Judged], clips: Sequence[ClipAlarms], lesions: Sequence[Judged]) -> Tree:
    """Everything that is measured.

    Args:
        judged: Breast stills of test patients, and all other pictures.
        clips: Of other organs.
        lesions: Every lesion picture of BUS-UCLM, those of patients the weights have seen among them.
    """
    breast = [one for one in judged if one.shown.kind == BREAST]
    others = [one for one in judged if one.shown.kind != BREAST]
    kinds = sorted({one.shown.kind for one in others}, key=lambda kind: ("made up" in kind, kind))
    rows = {kind: _row(breast, [one for one in others if one.shown.kind == kind]) for kind in kinds}
    real = [one for one in others if not one.shown.made_up]
    return {
        "breast_pictures": len(breast),
        "breast_refused_share": _refused(breast),
        "breast_by_set": {name: _breast_row(found) for name, found in _by_set(breast).items()},
        "uclm_lesion_pictures": len(lesions),
        "uclm_lesion_refused_share": _refused(lesions),
        "kinds": rows | {ALL_REAL: _row(breast, real), ALL: _row(breast, others)},
        "clips": _clips(clips),
    }


def _row(breast: Sequence[Judged], others: Sequence[Judged]) -> Tree:
    values = np.array([one.refusal for one in (*breast, *others)])
    labels = np.array([False] * len(breast) + [True] * len(others))
    weights = balanced(breast, others)
    reasons = {reason: sum(one.reason == reason for one in others) for reason in REASONS}
    return {
        "pictures": len(others),
        "auroc": float(roc_auc_score(labels, values, sample_weight=weights)),
        "refused_share": ratio(sum(one.reason is not None for one in others), len(others)),
        "reasons": {reason: count for reason, count in reasons.items() if count},
    }


def balanced(breast: Sequence[Judged], others: Sequence[Judged]) -> npt.NDArray[np.float64]:
    """Weights with which every kind counts alike, however many pictures of it there are."""
    count: dict[str, int] = {}
    for one in others:
        count[one.shown.kind] = count.get(one.shown.kind, 0) + 1
    return np.array([1.0] * len(breast) + [len(breast) / count[one.shown.kind] for one in others], np.float64)


def _by_set(breast: Sequence[Judged]) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    for one in breast:
        case = one.shown.case
        name = one.shown.kind if case is None else case.dataset
        found.setdefault(name, []).append(one)
    return found


def _breast_row(found: Sequence[Judged]) -> Tree:
    with_lesion = [one for one in found if one.shown.case is not None and one.shown.case.label != "normal"]
    return {
        "pictures": len(found),
        "refused_share": _refused(found),
        "lesion_pictures": len(with_lesion),
        "lesion_refused_share": _refused(with_lesion),
    }


def _refused(found: Sequence[Judged]) -> float | None:
    return ratio(sum(one.reason is not None for one in found), len(found))


def _clips(clips: Sequence[ClipAlarms]) -> Tree:
    minutes = sum(clip.seconds for clip in clips) / 60
    return {
        "clips": len(clips),
        "minutes": minutes,
        "alarms_a_minute": ratio(sum(clip.alarms for clip in clips), minutes),
        "alarms_a_minute_unasked": ratio(sum(clip.alarms_unasked for clip in clips), minutes),
        "clips_with_an_alarm": sum(clip.alarms > 0 for clip in clips),
        "clips_with_an_alarm_unasked": sum(clip.alarms_unasked > 0 for clip in clips),
        "abstained_share": ratio(sum(clip.abstained_share * clip.seconds for clip in clips), minutes * 60),
        "each": [
            {
                "file": clip.file,
                "seconds": round(clip.seconds, 2),
                "alarms": clip.alarms,
                "alarms_unasked": clip.alarms_unasked,
                "abstained_share": round(clip.abstained_share, 3),
            }
            for clip in clips
        ],
    }


def tables(tree: Tree) -> str:
    """The tables, in Markdown."""
    lines = [
        "# Abstention: a breast in B-mode, or anything else",
        "",
        f"{tree['breast_pictures']} breast stills of test patients; refused: "
        f"{_percent(tree['breast_refused_share'])}. Lesion pictures of BUS-UCLM (all {tree['uclm_lesion_pictures']}, "
        f"patients that were taught among them): {_percent(tree['uclm_lesion_refused_share'])} refused. "
        "Made-up kinds come from the generator that also made taught pictures, with other seeds and other stills.",
        "",
        "| kind | pictures | AUROC | refused | by reason |",
        "|---|---|---|---|---|",
    ]
    for kind, row in tree["kinds"].items():
        reasons = ", ".join(f"{reason} {count}" for reason, count in row["reasons"].items())
        lines.append(
            f"| {kind} | {row['pictures']} | {row['auroc']:.3f} | {_percent(row['refused_share'])} | {reasons} |"
        )
    lines += ["", "| breast stills | pictures | refused | with a lesion | refused |", "|---|---|---|---|---|"]
    for name, row in tree["breast_by_set"].items():
        lines.append(
            f"| {name} | {row['pictures']} | {_percent(row['refused_share'])} | {row['lesion_pictures']} "
            f"| {_percent(row['lesion_refused_share'])} |"
        )
    clips = tree["clips"]
    if clips["clips"]:
        lines += [
            "",
            f"{clips['clips']} lung clips, {clips['minutes']:.1f} minutes, of sources that were not taught: "
            f"{_number(clips['alarms_a_minute'])} alarms a minute in {clips['clips_with_an_alarm']} clips, against "
            f"{_number(clips['alarms_a_minute_unasked'])} in {clips['clips_with_an_alarm_unasked']} where every "
            f"picture is taken for a breast; {_percent(clips['abstained_share'])} of the time is refused.",
        ]
    return "\n".join([*lines, ""])


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"

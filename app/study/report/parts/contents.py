"""What a report holds, and the parts that every study has: the result in short, design, analysis, readers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.study.report.parts.differences import differences, overall
from app.study.report.parts.grid import Grid, Result
from app.study.report.words import Words


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the report.

    Attributes:
        title: Heading.
        texts: Paragraphs.
        grids: Tables.
        figures: Files with their captions.
    """

    title: str
    texts: list[str] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    figures: list[tuple[Path, str]] = field(default_factory=list)


_SYMBOLS = {
    "ms_t": "MS(T)", "ms_r": "MS(R)", "ms_tr": "MS(T*R)", "ms_r_in_t": "MS[R(T)]", "var_r": "Var(R)",
    "var_tr": "Var(T*R)", "cov1": "Cov1", "cov2": "Cov2", "cov3": "Cov3", "var_error": "Var(error)",
}  # fmt: skip
Figures = dict[str, Path]
Builder = Callable[[Result, Words, Figures], Part]


def shown(figures: Figures, say: Words, **captions: str) -> list[tuple[Path, str]]:
    """Those of these figures that were drawn, by their names, with their captions."""
    return [(figures[name], say(caption)) for name, caption in captions.items() if name in figures]


def best_test(of: Result) -> tuple[str, Result] | None:
    """The analysis that reaches farthest, as the result chose it."""
    for name in ("random_readers_random_cases", "fixed_readers"):
        if of.get(name) is not None:
            return name, of[name]
    return None


def key_of(result: Result) -> str:
    """Name of the value among the single treatments."""
    return "auc" if result["figure_of_merit"] == "auc" else "value"


def cut_of(result: Result, say: Words) -> Callable[[Result], str]:
    """How intervals of single values are told: a FROC area has no upper limit."""
    return say.interval if result["figure_of_merit"] == "froc" else say.within


def in_short(result: Result, say: Words, _figures: Figures) -> Part:
    """The first lines that anybody reads."""
    figure, single, cut = say(result["figure_of_merit"]), result["single_treatments"], cut_of(result, say)
    means = "; ".join(f"{name} {say.number(of[key_of(result)])} {cut(of)}" for name, of in single.items())
    lines = [
        say(
            "main.means" if len(result["readers"]) > 1 else "main.means_one",
            figure=figure,
            readers=len(result["readers"]),
            diseased=result["cases_diseased"],
            healthy=result["cases_healthy"],
            means=means,
        )
    ]
    chosen = best_test(result)
    if chosen is None:
        lines.append(say("main.one_treatment"))
    else:
        name, test = chosen
        for pair in test["pairs"]:
            known = pair["low"] is not None
            lines.append(
                say(
                    "main.difference" if known else "main.no_interval",
                    first=pair["first"],
                    second=pair["second"],
                    difference=say.number(pair["difference"]),
                    interval=say.interval(pair),
                    p=say.p_told(pair["p"]),
                    analysis=say(name),
                )
            )
    if len(result["readers"]) == 1:
        lines.append(say("main.one_reader"))
    return Part(say("main.title"), [*lines, *_time_in_short(result, say), *_aid_in_short(result, say)])


def _time_in_short(result: Result, say: Words) -> list[str]:
    return [
        say(
            "main.time" if ratio["low"] is not None else "main.time_alone",
            first=ratio["first"],
            second=ratio["second"],
            ratio=say.number(ratio["ratio"], 2),
            interval=say.interval(ratio, 2),
        )
        for ratio in result["reading_time"].get("ratios", [])
    ]


def _aid_in_short(result: Result, say: Words) -> list[str]:
    lines = []
    for name, of in result["aid_wrong"].get("by_treatment", {}).items():
        calls = of["aid_wrong"]["calls"]
        if "missing" not in calls and calls["pairs"]:
            before, after = (say.share(calls[key]) for key in ("share_wrong_unaided", "share_wrong_aided"))
            wrong = result["aid_wrong"]["cases_wrong"]
            lines.append(say("main.wrong", cases=wrong, before=before, after=after, name=name))
    return lines


def design(result: Result, say: Words, _figures: Figures) -> Part:
    """Who read what, and how it is analysed."""
    about = result["design"]
    layout = result["readers_are"].split(" ")[0]
    rows = [
        [say("design.readers"), f"{len(result['readers'])}: {', '.join(result['readers'])}"],
        [say("design.treatments"), ", ".join(result["treatments"])],
        [say("design.unaided"), result["unaided"]],
        [say("design.cases"), f"{result['cases_diseased']}, {result['cases_healthy']}"],
        [say("design.readings"), f"{about['readings']} / {about['readings_of_a_complete_study']}"],
        [say("design.declared"), say(f"design.{about['declared']}")],
        [say("design.crossed"), say(f"design.readers_{ {'partly': 'mixed'}.get(layout, layout) }")],
        [say("design.figure"), say(result["figure_of_merit"])],
        [say("design.covariance"), say.known("covariances", result["covariance"])],
        [say("design.columns"), ", ".join(about["columns"]) or say("none")],
    ]
    alike = about["rated_all_alike"]
    texts = [say("design.alike", names=", ".join(alike))] if alike else []
    return Part(say("design.title"), texts, [Grid("", [], [*_of_the_study(result, say), *rows])])


def _of_the_study(result: Result, say: Words) -> list[list[str]]:
    """What the study's own file says of its plan, where the tables came from one."""
    of = result.get("study")
    if of is None:
        return []
    return [
        [say("design.study"), f"{of['study']} ({of['id']})"],
        [
            say("design.plan"),
            say("design.plan_told", arms=", ".join(of["arms"]), days=of["washout_days"], seed=of["seed"]),
        ],
        [say("design.open"), f"{of['open_readings']} / {of['planned_readings']}"],
    ]


def analysis(result: Result, say: Words, figures: Figures) -> Part:
    """Single treatments, differences, mean squares and components, ROC."""
    key, cut = key_of(result), cut_of(result, say)
    fixed = result["single_treatments_fixed_readers"]
    single = [
        [
            name,
            say.number(of[key], 4),
            cut(of) if of["readers"] == "random" else say("none"),
            cut(fixed[name]),
        ]
        for name, of in result["single_treatments"].items()
    ]
    head = [
        say("treatment"),
        say(result["figure_of_merit"]),
        say("analysis.other_readers"),
        say("analysis.these_readers"),
    ]
    numbers = {**result["anova"], **result["components"]}
    anova = [[_SYMBOLS[name], say.number(value, 8)] for name, value in numbers.items() if value is not None]
    grids = [
        Grid(say("analysis.single"), head, single),
        Grid(say("analysis.pairs"), *differences(result, say)),
        *overall(result, say),
        Grid(say("analysis.anova"), [say("analysis.source"), say("value")], anova),
    ]
    drawn = [(file, _roc_caption(result, say)) for file, _ in shown(figures, say, roc="analysis.roc")]
    return Part(say("analysis.title"), [say("analysis.method")], [grid for grid in grids if grid.rows], drawn)


def _roc_caption(result: Result, say: Words) -> str:
    """What the curves are, and what else was drawn."""
    parts = [say("analysis.roc" if len(result["readers"]) > 1 else "analysis.roc_one")]
    if result["agreement"].get("calls_rule") or "missing" not in result["at_birads_4"]:
        parts.append(say("analysis.roc_calls"))
    if "auc" in result["network"]:
        parts.append(say("analysis.roc_network"))
    return " ".join(parts)


def by_reader(result: Result, say: Words, figures: Figures) -> Part:
    """The figure of each reader under each treatment, and the forest plot."""
    if result["figure_of_merit"] == "auc":
        values = result["auc_by_reader"]
    else:
        values = result["marks"][result["figure_of_merit"]]["by_reader"]
    rows = [
        [reader, *(say.number(values[name][reader], 4) for name in result["treatments"])]
        for reader in result["readers"]
    ]
    grid = Grid(say(result["figure_of_merit"]), [say("reader"), *result["treatments"]], rows)
    return Part(say("readers.title"), grids=[grid], figures=shown(figures, say, forest="analysis.forest"))

"""The parts that a study has as far as its columns go: calls, marks, time, the aid's errors, parts of the study."""

from typing import Any

from app.study.report.parts.contents import Figures, Part, shown
from app.study.report.parts.differences import differences, overall
from app.study.report.parts.grid import Grid, Result
from app.study.report.parts.reader_columns import with_readers
from app.study.report.words import Words

_CHANGES = ("right_then_wrong", "wrong_then_right", "right_both", "wrong_both")
_SHARES = {
    "turned_wrong": "share_of_right_turned_wrong",
    "turned_right": "share_of_wrong_turned_right",
    "wrong_unaided": "share_wrong_unaided",
    "wrong_aided": "share_wrong_aided",
}
_COUNTS = ("true_positive", "false_negative", "false_positive", "true_negative")


def calls(result: Result, say: Words, _figures: Figures) -> Part:
    """Sensitivity and specificity at the threshold and at BI-RADS 4."""
    told = {name: result[name] for name in ("at_threshold", "at_birads_4")}
    lacking = [name for of in told.values() for name in of.get("missing", ())]
    texts = [say.missing({"missing": lacking})] if len(lacking) == len(told) else []
    grids = []
    for name, of in told.items():
        if "missing" in of:
            continue
        title = say(f"calls.{name}", threshold=f"{of.get('threshold', 0):g}")
        grids += _calls_grids(title, of, result["readers"], say)
        for kind in ("sensitivity", "specificity"):
            head, rows = differences(of[kind], say, 3)
            grids += [Grid(f"{say(kind)}: {say('analysis.pairs')}", head, rows)] if rows else []
            grids += overall(of[kind], say)
        head = [say("treatment"), *(say(f"calls.{key}") for key in ("hits", "misses", "false_alarms", "passes"))]
        counted = [[treatment, *(str(of["counts"][treatment][key]) for key in _COUNTS)] for treatment in of["counts"]]
        grids.append(Grid(say("calls.table"), head, counted))
    return Part(say("calls.title"), texts, grids)


def _calls_grids(title: str, of: Result, readers: list[str], say: Words) -> list[Grid]:
    """Means with their intervals, and each reader's values."""
    keys = [(kind, name) for kind in ("sensitivity", "specificity") for name in of[kind]["single_treatments"]]
    singles = [of[kind]["single_treatments"][name] for kind, name in keys]
    rows = [
        [say(kind), name, say.number(single["value"]), say.within(single)]
        for (kind, name), single in zip(keys, singles, strict=True)
    ]

    def value(number: int, reader: str) -> str:
        kind, name = keys[number]
        return say.number(of[kind]["by_reader"][name][reader], 2)

    grid = Grid(title, [say("value"), say("treatment"), say("mean"), say("interval")], rows)
    return with_readers(grid, readers, 2, value, say)


def marks(result: Result, say: Words, figures: Figures) -> Part:
    """Areas of the curves of marked lesions."""
    of = result["marks"]
    if "missing" in of:
        return Part(say("marks.title"), [say.missing(of)])
    keys = [(name, treatment) for name, area in of.items() for treatment in area["mean"]]
    rows = [[say(name), treatment, say.number(of[name]["mean"][treatment], 4)] for name, treatment in keys]

    def value(number: int, reader: str) -> str:
        name, treatment = keys[number]
        return say.number(of[name]["by_reader"][treatment][reader], 4)

    grid = Grid("", [say("value"), say("treatment"), say("mean")], rows)
    grids = with_readers(grid, result["readers"], 2, value, say)
    drawn = shown(figures, say, froc="marks.froc", afroc="marks.afroc")
    return Part(say("marks.title"), [say("marks.note")], grids, drawn)


def time(result: Result, say: Words, _figures: Figures) -> Part:
    """Geometric means and ratios."""
    of = result["reading_time"]
    if "missing" in of:
        return Part(say("time.title"), [say.missing(of)])
    means = of["geometric_mean_s"]
    rows = [[name, say.number(mean, 1), say.number(of["median_s"][name], 1)] for name, mean in means.items()]
    names, own = list(means), of["geometric_mean_s_by_reader"]
    grids = with_readers(
        Grid("", [say("treatment"), say("time.geometric"), say("time.median")], rows),
        result["readers"],
        1,
        lambda number, reader: say.number(own[names[number]][reader], 1),
        say,
    )
    ratios = [
        [
            f"{ratio['first']} / {ratio['second']}",
            say.number(ratio["ratio"]),
            say.interval(ratio),
            say.interval(drawn),
            say.p(ratio["p"]),
        ]
        for ratio, drawn in zip(of["ratios"], of["ratios_by_bootstrap"], strict=False)
    ]
    if ratios:
        title = say(of["analysis"])
        head = [say(name) for name in ("treatments", "time.ratio", "interval", "time.drawn", "p")]
        grids.append(Grid(title, head, ratios))
    unknown = of["readings_without_time"]
    texts = [say("time.note"), *([say("time.unknown", count=unknown)] if unknown else [])]
    return Part(say("time.title"), texts, grids)


def aid(result: Result, say: Words, _figures: Figures) -> Part:
    """What readers did where the aid was wrong, beside where it was right."""
    of = result["aid_wrong"]
    if "missing" in of:
        return Part(say("aid.title"), [say.missing(of)])
    texts = [
        say(
            "aid.counts",
            wrong=of["cases_wrong"],
            missed=of["cases_wrong_missed"],
            false=of["cases_wrong_false_alarm"],
            right=of["cases_right"],
        )
    ]
    if of["cases_without_a_call"]:
        texts.append(say("aid.no_call", unknown=of["cases_without_a_call"]))
    if of["aid_threshold"] is not None:
        texts.append(say("aid.threshold", threshold=f"{of['aid_threshold']:g}"))
    told = of["rule"] is not None
    texts.append(say("aid.rule", rule=of["rule"], unaided=of["unaided"]) if told else say("aid.only_ratings"))
    grids = [_aid_grid(name, both, of, say) for name, both in of["by_treatment"].items()]
    return Part(say("aid.title"), texts, grids)


def _aid_grid(name: str, both: Result, of: Result, say: Words) -> Grid:
    columns: list[dict[str, Any]] = [both["aid_wrong"], both["aid_right"]]
    rows = [
        [say("aid.cases"), str(of["cases_wrong"]), str(of["cases_right"])],
        [say("aid.pairs"), *(str(column["pairs"]) for column in columns)],
        [say("aid.towards"), *(say.share(column["moved_towards_the_aid"]) for column in columns)],
        [say("aid.away"), *(say.share(column["moved_away_from_the_aid"]) for column in columns)],
    ]
    if "missing" not in columns[0]["calls"]:
        told = [column["calls"] for column in columns]
        rows += [[say(f"aid.{key}"), *(str(column[key]) for column in told)] for key in _CHANGES]
        rows += [[say(f"aid.{key}"), *(say.share(column[share]) for column in told)] for key, share in _SHARES.items()]
        rows.append([say("aid.more_wrong"), *(_more(column["wrong_aided_minus_unaided"], say) for column in told)])
    return Grid(f"{of['unaided']} / {name}", ["", say("aid.aid_wrong"), say("aid.aid_right")], rows)


def _more(of: Result | None, say: Words) -> str:
    if of is None:
        return say("none")
    told = say.number(of["difference"])
    return told if of["p"] is None else f"{told} {say.interval(of)}, p {say.p_told(of['p'])}"


def groups(result: Result, say: Words, _figures: Figures) -> Part:
    """Areas by experience, size and scanner."""
    texts, grids = [], []
    for name in ("experience", "size", "scanner"):
        of = result[f"by_{name}"]
        if "missing" in of:
            texts.append(say.missing(of))
            continue
        grids += _group_grids(name, of["groups"], result["treatments"], say)
        alone = [group for group, part in of["groups"].items() if part.get("analysis") == "fixed_readers"]
        if alone and len(result["readers"]) > 1:
            told = ", ".join(say.known("group_names", group) for group in alone)
            texts.append(f"{say(f'groups.{name}')}: {say('groups.these_readers', names=told)}")
        if of["unknown"]:
            names = of["unknown"] if isinstance(of["unknown"], int) else ", ".join(of["unknown"])
            texts.append(f"{say(f'groups.{name}')}: {say('groups.unknown', names=names)}")
    return Part(say("groups.title"), texts, grids)


def _group_grids(kind: str, groups: dict[str, Result], treatments: list[str], say: Words) -> list[Grid]:
    """The areas of each group with its difference; the differences apart where there are more than one."""
    head = [say("group"), say("groups.count"), *treatments]
    rows = [_areas(name, of, treatments, say) for name, of in groups.items()]
    pairs = {name: of.get("pairs", []) for name, of in groups.items()}
    tail = [say("difference"), say("interval"), say("p")]
    if max(map(len, pairs.values()), default=0) > 1:
        told = [
            [say.known("group_names", name), f"{pair['first']} \N{MINUS SIGN} {pair['second']}", *_pair(pair, say)]
            for name, of in pairs.items()
            for pair in of
        ]
        title = f"{say(f'groups.{kind}')}: {say('analysis.pairs')}"
        return [Grid(say(f"groups.{kind}"), head, rows), Grid(title, [say("group"), say("treatments"), *tail], told)]
    for row, of in zip(rows, pairs.values(), strict=True):
        row += _pair(of[0], say) if of else [say("none")] * 3
    return [Grid(say(f"groups.{kind}"), head + tail, rows)]


def _areas(name: str, of: Result, treatments: list[str], say: Words) -> list[str]:
    first = [say.known("group_names", name), f"{len(of['readers'])} / {of['cases_diseased']}, {of['cases_healthy']}"]
    if of["too_few"]:
        return [*first, say("groups.too_few"), *[say("none")] * (len(treatments) - 1)]
    return [*first, *(say.area(of["auc"][treatment]["auc"], of["auc"][treatment]) for treatment in treatments)]


def _pair(pair: Result, say: Words) -> list[str]:
    return [say.number(pair["difference"]), say.interval(pair), say.p(pair["p"])]

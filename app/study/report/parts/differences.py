"""Tables of the differences between treatments: each pair with its own p, all treatments together with theirs."""

from app.study.report.parts.grid import Grid, Result
from app.study.report.words import Words

ANALYSES = ("random_readers_random_cases", "fixed_readers", "fixed_cases")


def differences(of: Result, say: Words, digits: int = 4) -> tuple[list[str], list[list[str]]]:
    """Head and rows of every pair of treatments under each analysis that the study can tell."""
    told = {name: of[name] for name in ANALYSES if of.get(name)}
    many = any(test["df1"] > 1 for test in told.values())
    rows = [
        [
            say(name),
            f"{pair['first']} \N{MINUS SIGN} {pair['second']}",
            say.number(pair["difference"], digits),
            say.interval(pair, digits),
            *([] if many else [_statistic(test, say)]),
            say.p(pair["p"]),
        ]
        for name, test in told.items()
        for pair in test["pairs"]
    ]
    keys = ("analysis", "treatments", "difference", "interval", *(() if many else ("test",)), "p")
    return [say(name) for name in keys], rows


def overall(of: Result, say: Words) -> list[Grid]:
    """The test of all treatments in a table of its own, where they are more than two."""
    told = {name: of[name] for name in ANALYSES if of.get(name) and of[name]["df1"] > 1}
    rows = [[say(name), _statistic(test, say), say.p(test["p"])] for name, test in told.items()]
    return [Grid(say("analysis.overall"), [say(name) for name in ("analysis", "test", "p")], rows)] if rows else []


def _statistic(test: Result, say: Words) -> str:
    if test["statistic"] is None:
        return say("none")
    if test["distribution"] == "chi2":
        return f"X²({test['df1']}) = {test['statistic']:.2f}"
    below = "∞" if test["df2"] is None else f"{test['df2']:.2f}"
    return f"F({test['df1']}, {below}) = {test['statistic']:.2f}"

"""`minamo study analyse`: what the readers of a finished study gained, and how sure that is."""

import argparse
import math
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.commands import study_files

ANALYSES = {
    "random_readers_random_cases": "random readers, random cases",
    "fixed_readers": "fixed readers, random cases",
    "fixed_cases": "random readers, fixed cases",
}


def add_parser(kinds: Any) -> None:
    """Add `analyse` to the kinds of `minamo study`."""
    analyse = kinds.add_parser("analyse", help="result and report of a finished study", description=run.__doc__)
    analyse.set_defaults(work=run)
    analyse.add_argument(
        "ratings",
        type=Path,
        metavar="RATINGS.csv",
        help="columns reader, treatment, case, truth (0 or 1), rating; optional: patient, lesions, birads, time_s, "
        "experience, size_mm, scanner, aid_call, aid_score; or a finished study's file",
    )
    analyse.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    analyse.add_argument(
        "--covariance",
        choices=("jackknife", "delong", "bootstrap"),
        default="jackknife",
        help="how figures vary over cases (jackknife)",
    )
    analyse.add_argument("--language", choices=("en", "ja"), default="en", help="of the report (en)")
    analyse.add_argument("--seed", type=study_files.whole_number, default=0, help="of the bootstrap (0)")
    analyse.add_argument(
        "--design",
        choices=("factorial", "partly-paired"),
        default="factorial",
        help="factorial: a missing rating is an error; partly-paired: it was not planned (factorial)",
    )
    analyse.add_argument(
        "--figure-of-merit",
        choices=("auc", "afroc", "wafroc", "froc"),
        default="auc",
        help="what is analysed; all but auc need --marks (auc)",
    )
    analyse.add_argument(
        "--marks", type=Path, metavar="MARKS.csv", help="columns reader, treatment, case, lesion (or empty), rating"
    )
    analyse.add_argument(
        "--threshold",
        type=_number,
        help="rating from which a case was called suspicious (default: BI-RADS 4, if given)",
    )
    analyse.add_argument("--unaided", metavar="NAME", help="the treatment without aid (unaided, else the first)")
    analyse.add_argument(
        "--aid-threshold", type=_number, default=0.5, help="aid_score from which the aid called a case (0.5)"
    )
    analyse.add_argument(
        "--network", type=Path, metavar="predictions.csv", help="of `minamo evaluate stills`: the network as a reader"
    )
    analyse.add_argument(
        "--network-threshold", type=_number, help="score from which it called a case (that of the metrics.json beside)"
    )


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text} is not a number")
    return value


def run(args: argparse.Namespace) -> int:
    """Multi-reader multi-case analysis (Obuchowski-Rockette, Hillis) of a finished reader study.

    Raises:
        DataError: A table is wrong; the text names the line.
        RecordingFailed: The folder for the results cannot be made or written.
    """
    made_from = study_files.tables_of(args)  # before the slow imports: a study may be refused
    from app.study.report.made import write_study
    from inference.evaluation.readers.analysis import Wishes, analyse_study

    names = {"figure_of_merit": "figure"}
    asked = {names.get(name, name): value for name, value in vars(args).items()}
    analysed = analyse_study(args.ratings, Wishes(**{field.name: asked[field.name] for field in fields(Wishes)}))
    analysed = replace(analysed, result=made_from | analysed.result)
    files = write_study(analysed, args.out, args.language)
    print_tables(analysed.result)
    for file in files:
        print(file)
    return 0


def print_tables(result: dict[str, Any]) -> None:
    """Means of the treatments and their differences, on standard error."""
    console = Console(stderr=True, width=max(Console(stderr=True).width, 120))
    name, key = ("AUC", "auc") if result["figure_of_merit"] == "auc" else (result["figure_of_merit"].upper(), "value")
    single = Table(title=f"{name}, 95 % intervals; readers: {len(result['readers'])}")
    for column in ("treatment", name, "from", "to"):
        single.add_column(column)
    for treatment, of in result["single_treatments"].items():
        single.add_row(treatment, *(number(of[place]) for place in (key, "low", "high")))
    console.print(single)
    tests = Table(title=f"First treatment minus second, covariance by {result['covariance']}")
    for column in ("analysis", "treatments", "difference", "from", "to", "test", "p (all treatments)"):
        tests.add_column(column)
    for analysis, title in ANALYSES.items():
        of = result[analysis]
        if of is None:
            tests.add_row(title, *["-"] * 6)
            continue
        for pair in of["pairs"]:
            numbers = (number(pair[place]) for place in ("difference", "low", "high"))
            tests.add_row(title, f"{pair['first']} - {pair['second']}", *numbers, told_test(of), number(of["p"]))
    console.print(tests)


def number(value: float | None) -> str:
    """Four decimals, or a dash."""
    return "-" if value is None else f"{value:.4f}"


def told_test(of: dict[str, Any]) -> str:
    """The statistic with its degrees of freedom."""
    if of["statistic"] is None:
        return "-"
    if of["distribution"] == "chi2":
        return f"X2({of['df1']}) = {of['statistic']:.3f}"
    below = "inf" if of["df2"] is None else f"{of['df2']:.2f}"
    return f"F({of['df1']}, {below}) = {of['statistic']:.3f}"

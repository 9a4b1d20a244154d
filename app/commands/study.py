"""`minamo study`: reader studies, do readers do better with the aid."""

import argparse
import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.atomic_file import make_folder, whole_file

ANALYSES = {
    "random_readers_random_cases": "random readers, random cases",
    "fixed_readers": "fixed readers, random cases",
    "fixed_cases": "random readers, fixed cases",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    analyse = kinds.add_parser("analyse", help="ratings of a finished study", description=run.__doc__)
    analyse.add_argument(
        "ratings", type=Path, metavar="RATINGS.csv", help="columns reader, treatment, case, truth (0 or 1), rating"
    )
    analyse.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    analyse.add_argument(
        "--covariance", choices=("jackknife", "delong", "bootstrap"), default="jackknife", help="over cases (jackknife)"
    )
    analyse.add_argument("--seed", type=int, default=0, help="of the bootstrap (0)")


def run(args: argparse.Namespace) -> int:
    """Multi-reader multi-case analysis (Obuchowski-Rockette, Hillis) of a study in which every reader rated every case.

    Raises:
        DataError: The table is wrong; the text names the line.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.readers.figures import draw_roc
    from inference.evaluation.readers.mrmc import analyse
    from inference.evaluation.readers.ratings import read_ratings

    ratings = read_ratings(args.ratings)
    make_folder(args.out)
    result = {"ratings": args.ratings.name, **analyse(ratings, args.covariance, seed=args.seed)}
    with whole_file(args.out / "result.json") as file:
        file.write(json.dumps(result, indent=1, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n")
    figure = draw_roc(ratings, result["auc"], args.out / "roc.png")
    _print_tables(result)
    print(args.out / "result.json")
    print(figure)
    return 0


def _print_tables(result: dict[str, Any]) -> None:
    console = Console(stderr=True, width=max(Console(stderr=True).width, 120))
    single = Table(title=f"Area under the ROC curve, {len(result['readers'])} readers, 95 % intervals")
    for column in ("treatment", "AUC", "from", "to"):
        single.add_column(column)
    for treatment, of in result["single_treatments"].items():
        single.add_row(treatment, *(_number(of[key]) for key in ("auc", "low", "high")))
    console.print(single)
    tests = Table(title=f"First treatment minus second, covariance by {result['covariance']}")
    for column in ("analysis", "treatments", "difference", "from", "to", "test", "p (all treatments)"):
        tests.add_column(column)
    for key, title in ANALYSES.items():
        of = result[key]
        if of is None:
            tests.add_row(title, *["-"] * 6)
            continue
        for pair in of["pairs"]:
            numbers = (_number(pair[name]) for name in ("difference", "low", "high"))
            tests.add_row(title, f"{pair['first']} - {pair['second']}", *numbers, _test(of), _number(of["p"]))
    console.print(tests)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _test(of: dict[str, Any]) -> str:
    if of["statistic"] is None:
        return "-"
    if of["distribution"] == "chi2":
        return f"X2({of['df1']}) = {of['statistic']:.3f}"
    below = "inf" if of["df2"] is None else f"{of['df2']:.2f}"
    return f"F({of['df1']}, {below}) = {of['statistic']:.3f}"

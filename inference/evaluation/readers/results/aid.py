"""Cases in which the aid was wrong, apart: does it drag readers down?

Every reading with the aid is compared with the same reader's reading of the same case without it. Intervals of shares
of readings come from 1,000 draws of the cases, because the readings of a case are not independent. Where no draw can
differ, a share of none or of all has Wilson's interval with the cases in place of the readings; of one case alone there
is no interval.
"""

import numpy as np

from inference.evaluation.readers.covariance import BOOTSTRAP_ROUNDS, Method
from inference.evaluation.readers.interval import wilson
from inference.evaluation.readers.merit import mean_merit
from inference.evaluation.readers.ratings import Flags, Floats, Ratings
from inference.evaluation.readers.results.section import Section, best_test, measured, missing
from inference.evaluation.readers.study import Study
from inference.training.errors import DataError

UNAIDED = ("unaided", "without aid", "without", "no aid", "second before")


def unaided_treatment(study: Study, wished: str | None) -> str:
    """The treatment without aid: as asked for, by its name, else the first.

    Raises:
        DataError: There is no such treatment.
    """
    treatments = study.ratings.treatments
    if wished is not None and wished not in treatments:
        raise DataError(
            "There is no treatment '{name}'; --unaided takes one of {known}", name=wished, known=", ".join(treatments)
        )
    plain = {name.lower().replace("_", " ").replace("-", " "): name for name in treatments}
    return wished or next((plain[name] for name in UNAIDED if name in plain), treatments[0])


def aid_calls(study: Study, threshold: float) -> Floats | None:
    """What the aid called, (c,): 1, 0, or NaN where it said nothing; None where no column tells."""
    if not study.columns & {"aid_call", "aid_score"}:
        return None
    calls = []
    for case in study.cases.values():
        if case.aid_call is not None:
            calls.append(float(case.aid_call))
        else:
            calls.append(np.nan if case.aid_score is None else float(case.aid_score >= threshold))
    return np.array(calls)


def where_the_aid_was_wrong(
    study: Study, unaided: str, threshold: float, calls: tuple[str, Floats] | None, method: Method, seed: int
) -> Section:
    """For each treatment with aid: what readers did where the aid was wrong, and where it was right.

    Args:
        study: The study.
        unaided: Its treatment without aid.
        threshold: From which `aid_score` the aid is taken to have called a case (`aid_call` goes first).
        calls: The readers' calls with their rule, (t, r, c); without them only ratings are compared.
        method, seed: Of the covariance and the draws.
    """
    called = aid_calls(study, threshold)
    if called is None:
        return missing("aid_call", "aid_score")
    if len(study.ratings.treatments) < 2:
        return missing("a treatment with aid")
    truth = study.ratings.truth
    wrong = np.isfinite(called) & ((called == 1) != truth)
    right = np.isfinite(called) & ~wrong
    return {
        "unaided": unaided,
        "aid_threshold": threshold if "aid_call" not in study.columns else None,
        "rule": None if calls is None else calls[0],
        "cases_wrong": int(wrong.sum()),
        "cases_wrong_missed": int((wrong & truth).sum()),
        "cases_wrong_false_alarm": int((wrong & ~truth).sum()),
        "cases_right": int(right.sum()),
        "cases_without_a_call": int(np.isnan(called).sum()),
        "by_treatment": {
            name: {
                "aid_wrong": _compared(study, (unaided, name), wrong, called, calls, method, seed),
                "aid_right": _compared(study, (unaided, name), right, called, calls, method, seed),
            }
            for name in study.ratings.treatments
            if name != unaided
        },
    }


def _compared(
    study: Study,
    names: tuple[str, str],
    cases: Flags,
    called: Floats,
    calls: tuple[str, Floats] | None,
    method: Method,
    seed: int,
) -> Section:
    """Readings of these cases without and with the aid, in pairs of one reader and case."""
    without, with_aid = (study.ratings.treatments.index(name) for name in names)
    ratings = study.ratings.all_cases[..., cases]
    moved = (ratings[with_aid] - ratings[without]) * np.where(called[cases] == 1, 1, -1)
    paired = np.isfinite(moved)
    found: Section = {
        "pairs": int(paired.sum()),
        "moved_towards_the_aid": _share((moved > 0) & paired, paired, seed),
        "moved_away_from_the_aid": _share((moved < 0) & paired, paired, seed),
        "mean_move_of_the_rating": float(moved[paired].mean()) if paired.any() else None,
    }
    if calls is None:
        return found | {"calls": missing("--threshold", "birads")}
    truth = study.ratings.truth[cases]
    wrong = np.where(np.isnan(calls[1][..., cases]), np.nan, (calls[1][..., cases] == 1) != truth)
    before, after = wrong[without], wrong[with_aid]
    both = np.isfinite(before) & np.isfinite(after)
    found["calls"] = {
        "pairs": int(both.sum()),
        "right_then_wrong": int(((before == 0) & (after == 1)).sum()),
        "wrong_then_right": int(((before == 1) & (after == 0)).sum()),
        "right_both": int(((before == 0) & (after == 0)).sum()),
        "wrong_both": int(((before == 1) & (after == 1)).sum()),
        "share_of_right_turned_wrong": _share((before == 0) & (after == 1), both & (before == 0), seed),
        "share_of_wrong_turned_right": _share((before == 1) & (after == 0), both & (before == 1), seed),
        "share_wrong_unaided": _share((before == 1) & both, both, seed),
        "share_wrong_aided": _share((after == 1) & both, both, seed),
        "wrong_aided_minus_unaided": _difference(study, wrong[[with_aid, without]], cases, names, method, seed),
    }
    return found


def _difference(
    study: Study, wrong: Floats, cases: Flags, names: tuple[str, str], method: Method, seed: int
) -> Section | None:
    """Share of wrong calls with the aid less without it, other readers and cases meant where the study can tell."""
    if cases.sum() < 2 or np.isnan(wrong).all(axis=2).any():
        return None
    part = study.ratings.of_cases(cases)
    pair = Ratings((names[1], names[0]), part.readers, part.diseased[:2], part.healthy[:2], part.cases)
    chosen = best_test(measured(mean_merit("wrong", wrong, pair), method, seed, None))
    if chosen is None:
        return None
    name, test = chosen
    return {"analysis": name, **{key: test[key] for key in ("difference", "low", "high", "p")}}


def _share(hits: Flags, of: Flags, seed: int) -> Section:
    """A share of readings (r, c) with its interval over cases."""
    counts, wholes = hits.sum(axis=0).astype(np.float64), of.sum(axis=0).astype(np.float64)
    whole, hit = int(wholes.sum()), int(counts.sum())
    if not whole:
        return {"count": 0, "of": 0, "share": None, "low": None, "high": None}
    low, high = _over_cases(counts, wholes, seed)
    return {"count": hit, "of": whole, "share": hit / whole, "low": low, "high": high}


def _over_cases(counts: Floats, wholes: Floats, seed: int) -> tuple[float, float] | tuple[None, None]:
    cases, share = int((wholes > 0).sum()), counts.sum() / wholes.sum()
    if cases < 2:
        return None, None
    if share in (0, 1):
        return wilson(int(share) * cases, cases) or (None, None)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), BOOTSTRAP_ROUNDS)
    drawn = weights @ wholes
    shares = (weights @ counts)[drawn > 0] / drawn[drawn > 0]
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(low), float(high)

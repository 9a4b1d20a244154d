"""The parts at the end: agreement, calibration, patients, the network as a reader, and the sources."""

from app.study.report.parts.contents import Figures, Part, shown
from app.study.report.parts.grid import Grid, Result
from app.study.report.words import Words

SOURCES = (
    "Obuchowski NA, Rockette HE. Commun Stat Simul Comput 1995;24:285-308.",
    "DeLong ER, DeLong DM, Clarke-Pearson DL. Biometrics 1988;44:837-845.",
    "Hillis SL. Stat Med 2007;26:596-619.",
    "Hillis SL, Berbaum KS, Metz CE. Acad Radiol 2008;15:647-661.",
    "Hillis SL. Stat Med 2014;33:330-360.",
    "Hillis SL, Obuchowski NA, Berbaum KS. Acad Radiol 2011;18:129-142.",
    "Chakraborty DP, Zhai X. Med Phys 2016;43:2297-2303.",
    "Chakraborty DP. Observer Performance Methods for Diagnostic Imaging. CRC Press 2017.",
    "Wilson EB. J Am Stat Assoc 1927;22:209-212.",
    "Fleiss JL. Psychol Bull 1971;76:378-382.",
    "Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428.",
    "Krippendorff K. Content Analysis. Sage 2004.",
)


def agreement(result: Result, say: Words, _figures: Figures) -> Part:
    """Kappa, alpha and ICC by treatment."""
    of = result["agreement"]
    if "missing" in of:
        return Part(say("agreement.title"), [say.missing(of)])
    rows = []
    for name, told in of["by_treatment"].items():
        calls, kappa, icc = told["calls"], told["weighted_kappa"], told["icc"]
        share = calls.get("pairwise_agreement")
        rows.append(
            [
                name,
                say("none") if share is None else f"{share:.0%}",
                say.number(calls.get("fleiss_kappa")),
                say.number(kappa.get("mean")),
                say.number(told["krippendorff_alpha"]),
                f"{say.number(icc['icc'])} {say.interval(icc)}",
            ]
        )
    head = [say("treatment"), *(say(f"agreement.{key}") for key in ("calls", "fleiss", "kappa", "alpha", "icc"))]
    note = say(
        "agreement.note",
        rule=of["calls_rule"] or say("none"),
        scale=say.known("scales", of["categories"] or say("none")),
    )
    return Part(say("agreement.title"), [note], [Grid("", head, rows)])


def calibration(result: Result, say: Words, figures: Figures) -> Part:
    """ECE and Brier score by treatment, and the curve."""
    of = result["calibration"]
    if "missing" in of:
        return Part(say("calibration.title"), [say.missing(of)])
    rows = [
        [name, say.number(told["ece"]), say.number(of["brier"][name]["value"]), say.interval(of["brier"][name])]
        for name, told in of["by_treatment"].items()
    ]
    head = [say("treatment"), say("calibration.ece"), say("calibration.brier"), say("interval")]
    note = say("calibration.note", share=f"{of['share_diseased']:.0%}")
    drawn = shown(figures, say, reliability="calibration.figure")
    return Part(say("calibration.title"), [note], [Grid("", head, rows)], drawn)


def patients(result: Result, say: Words, _figures: Figures) -> Part:
    """Intervals of whole patients."""
    of = result["bootstrap_by_patient"]
    if "missing" in of:
        return Part(say("patients.title"), [say.missing(of)])
    rows = [[name, say.number(told["auc"], 4), say.interval(told, 4)] for name, told in of["auc"].items()]
    rows += [
        [f"{pair['first']} \N{MINUS SIGN} {pair['second']}", say.number(pair["difference"], 4), say.interval(pair, 4)]
        for pair in of["pairs"]
    ]
    note = say("patients.note", patients=of["patients"], rounds=of["rounds"])
    return Part(say("patients.title"), [note], [Grid("", [say("treatment"), say("auc"), say("interval")], rows)])


def network(result: Result, say: Words, _figures: Figures) -> Part:
    """The network alone, and the readers less it."""
    of = result["network"]
    if "cases_common" not in of:
        return Part(say("against.title"), [say.missing(of)])
    common = say(
        "against.common",
        common=of["cases_common"],
        cases=of["cases_of_the_study"],
        diseased=of["cases_common_diseased"],
        table=of["predictions"],
        all=of["predictions_in_all"],
    )
    if "missing" in of:
        return Part(say("against.title"), [common, say.missing(of)])
    alone = [[say("auc"), say.number(of["auc"]["auc"], 4), say.within(of["auc"], 4)]]
    if "missing" not in of["calls"]:
        at = say("against.threshold", threshold=f"{of['threshold']:.3g}")
        alone += [
            [f"{say(kind)} ({at})", say.number(told["value"], 4), say.interval(told, 4)]
            for kind, told in of["calls"].items()
        ]
    compared = [_against(say("auc"), name, told, say) for name, told in of["against_readers"].items()]
    for kind in ("sensitivity", "specificity"):
        compared += [
            _against(say(kind), name, told, say) for name, told in of["calls_against_readers"].get(kind, {}).items()
        ]
    keys = ("value", "treatment", "against.readers_mean", "against.minus", "interval", "p", "against.above")
    grids = [
        Grid(say("against.alone"), [say("value"), say("network"), say("interval")], alone),
        Grid(say("against.minus"), [say(key) for key in keys], compared),
    ]
    return Part(say("against.title"), [common, say("against.method")], grids)


def _against(kind: str, treatment: str, of: Result, say: Words) -> list[str]:
    return [
        kind,
        treatment,
        say.number(of["mean_of_readers"], 4),
        say.number(of["difference"], 4),
        say.interval(of, 4),
        say.p(of["p"]),
        f"{of['readers_above_the_network']} / {of['readers']}",
    ]


def sources(_result: Result, say: Words, _figures: Figures) -> Part:
    """The literature behind the figures."""
    return Part(say("methods.title"), list(SOURCES))

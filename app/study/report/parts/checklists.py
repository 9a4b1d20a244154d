"""The items of CLAIM and STARD-AI: what the result can say of each, the rest left open by its name."""

import tomllib
from importlib.metadata import version
from importlib.resources import files

from app.study.report.parts.contents import Figures, Part
from app.study.report.parts.grid import Grid, Result
from app.study.report.words import Words


def checklists(result: Result, say: Words, _figures: Figures) -> Part:
    """Both lists as tables."""
    lists = tomllib.loads((files("app.study.report") / "checklists.toml").read_text("utf-8"))
    known = answers(result, say)
    head = [say(f"checklists.{key}") for key in ("item", "topic", "answer")]
    grids = [
        Grid(
            say(f"checklists.{name}"),
            head,
            [
                [item["number"], item[say.language], known.get(item.get("answer", ""), say("open"))]
                for item in lists[name]
            ],
        )
        for name in ("claim", "stard")
    ]
    return Part(say("checklists.title"), [say("checklists.note")], grids)


def answers(result: Result, say: Words) -> dict[str, str]:
    """What this result can say, by the name that the items ask for; what it cannot is left out."""
    about = result["design"]
    rule = result["agreement"].get("calls_rule")
    parts = [
        say(f"groups.{name}") for name in ("experience", "size", "scanner") if "missing" not in result[f"by_{name}"]
    ]
    told: dict[str, dict[str, object] | None] = {
        "missing_data": {
            "missing": about["readings_of_a_complete_study"] - about["readings"],
            "all": about["readings_of_a_complete_study"],
            "declared": say(f"design.{about['declared']}").split(":")[0],
        },
        "metrics": {"figure": say(result["figure_of_merit"])},
        "statistics": {"covariance": say.known("covariances", result["covariance"])},
        "counts": {
            "diseased": result["cases_diseased"],
            "healthy": result["cases_healthy"],
            "readers": len(result["readers"]),
        },
        "performance": {},
        "failure": None if "missing" in result["aid_wrong"] else {},
        "parts": {"names": "; ".join(parts)} if parts else None,
        "sizes": None if "missing" in result["by_size"] else {},
        "cutoff": None if rule is None else {"rule": rule},
        "crosstab": None if rule is None else {},
        "software": {"version": version("minamo")},
        "standalone": {"threshold": say.number(result["network"]["threshold"])}
        if "cases_common" in result["network"]
        else None,
        "use": {"treatments": ", ".join(result["treatments"])},
    }
    return {name: say(f"checklists.{name}", **values) for name, values in told.items() if values is not None}

"""The evaluation's files: contrast.json with every row, contrast.md with the tables, contrast.png with the errors."""

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from inference.evaluation.contrast.chain import JUDGED, METHODS
from inference.evaluation.contrast.sections import AIMS, Section

HEAD = (
    "Contrast studies against the reference object. Everything here is simulated, and the truth is known exactly; "
    "the seeds are not those that anything was developed on. Real cases, where they are listed, have no truth."
)
SHOWN_PERCENT = (0.05, 5000)
COLOURS = {"20 % noise": "#0072B2", "full speckle": "#D55E00"}


def write_report(found: Iterable[Section], folder: Path, header: dict[str, Any]) -> list[Path]:
    """Write the three files; each section's verdict stands above its table."""
    sections = list(found)
    values = {"about": HEAD, **header, "sections": {each.name: _plain(each) for each in sections}}
    paths = [folder / name for name in ("contrast.json", "contrast.md", "contrast.png")]
    paths[0].write_text(json.dumps(_finite(values), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    paths[1].write_text("\n".join(_markdown(sections)) + "\n", encoding="utf-8")
    chain = next((each for each in sections if each.name == "chain"), None)
    if chain is not None:
        draw_chain(chain).savefig(paths[2], dpi=130)
    return [path for path in paths if path.is_file()]


def _plain(section: Section) -> dict[str, Any]:
    return {"title": section.title, "verdict": section.verdict, "rows": section.rows}


def _finite(value: Any) -> Any:
    """JSON knows no NaN: what was not measured is null."""
    if isinstance(value, dict):
        return {str(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _markdown(sections: list[Section]) -> Iterable[str]:
    yield "# Contrast studies, measured\n"
    yield HEAD
    for section in sections:
        yield f"\n## {section.title}\n"
        yield section.verdict + "\n"
        yield "| " + " | ".join(column.replace("_", " ") for column in section.columns) + " |"
        yield "| " + " | ".join("---" for _ in section.columns) + " |"
        for row in section.rows:
            yield "| " + " | ".join(_cell(row.get(column)) for column in section.columns) + " |"


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "-"
    return f"{value:.3g}" if isinstance(value, float) else str(value).replace("|", "/")


def draw_chain(section: Section) -> Figure:
    """Median error of each parameter by method, on a logarithmic scale, with the aim as a line."""
    figure = Figure(figsize=(11, 3.6), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(JUDGED), sharey=True), JUDGED, strict=True):
        for noise, colour in COLOURS.items():
            places, values, largest = [], [], []
            for place, method in enumerate(METHODS):
                row = next((r for r in section.rows if r["method"] == method and r["noise"] == noise), None)
                if row is not None and row[f"{name} median"] is not None:
                    places.append(place)
                    values.append(max(row[f"{name} median"], 0.01))
                    largest.append(max(row[f"{name} largest"], 0.01))
            axes.plot(values, places, "o", color=colour, label=f"{noise}, median")
            axes.plot(largest, places, "|", color=colour, markersize=10, label=f"{noise}, largest")
        axes.axvline(AIMS[name], color="#6E7681", linestyle=":", linewidth=1)
        axes.set_xscale("log")
        axes.set(title=name, xlabel="error (%)", xlim=SHOWN_PERCENT, xticks=[0.1, 1, 10, 100, 1000])
        axes.set_xticklabels(["0.1", "1", "10", "100", "1000"], fontsize=7)
        axes.minorticks_off()
        axes.set_yticks(range(len(METHODS)), METHODS)
        axes.grid(axis="x", linewidth=0.3)
    figure.axes[0].invert_yaxis()
    figure.legend(*figure.axes[0].get_legend_handles_labels(), fontsize=8, loc="outside lower center", ncols=4)
    return figure

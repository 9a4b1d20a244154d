"""The report as a web page that needs nothing beside it, and the same page in the small HTML that Qt prints."""

import base64
from datetime import date
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from PIL import Image

from app.atomic_file import whole_file
from app.study.report.parts import sections, sections_more
from app.study.report.parts.checklists import checklists
from app.study.report.parts.contents import Builder, Figures, Part, analysis, by_reader, design, in_short
from app.study.report.parts.grid import Result
from app.study.report.words import Words

BUILDERS: tuple[Builder, ...] = (
    in_short,
    design,
    analysis,
    by_reader,
    sections.calls,
    sections.marks,
    sections.time,
    sections.aid,
    sections.groups,
    sections_more.agreement,
    sections_more.calibration,
    sections_more.patients,
    sections_more.network,
    checklists,
    sections_more.sources,
)
PAPER_SCALE = 0.42  # of a figure's pixels on paper, so that the letters of all are of one size
PAPER_WIDEST_PX = 660


def parts_of(result: Result, figures: Figures, language: str) -> list[Part]:
    """The content of the report, section by section."""
    say = Words(language)
    return [build(result, say, figures) for build in BUILDERS]


def html_of(result: Result, figures: Figures, language: str, *, paper: bool) -> str:
    """The report as HTML; its figures are inside, but for paper, where `app.pdf.sections` paints them.

    Args:
        result: As written to `result.json`.
        figures: Drawn files by name.
        language: "en" or "ja".
        paper: As sections for paper, in the few styles that Qt knows, rather than for a browser.
    """
    say = Words(language)
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files("app.study.report") / "report.html").read_text("utf-8"))
    made = say("made", version=version("minamo"), ratings=result["ratings"], date=date.today().isoformat())
    return template.render(
        language=language,
        paper=paper,
        title=say("title"),
        research_use=say("research_use"),
        made=made,
        page_note=say("page_note"),
        parts=[_laid_out(part, paper=paper) for part in parts_of(result, figures, language)],
    )


def _laid_out(part: Part, *, paper: bool) -> dict[str, Any]:
    figures = [_figure(path, caption, paper=paper) for path, caption in part.figures]
    return {"title": part.title, "texts": part.texts, "grids": part.grids, "figures": figures}


def _figure(path: Path, caption: str, *, paper: bool) -> dict[str, Any]:
    with Image.open(path) as picture:
        width, height = picture.size
    shown = min(PAPER_WIDEST_PX, round(width * PAPER_SCALE))
    inside = "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode("ascii")
    return {
        "source": f"figure:{path.name}" if paper else inside,
        "caption": caption,
        "width": shown,
        "height": round(shown * height / width),
    }


def write_page(result: Result, figures: Figures, language: str, path: Path) -> Path:
    """Write `report.html`; its path."""
    with whole_file(path) as file:
        file.write(html_of(result, figures, language, paper=False).encode("utf-8"))
    return path

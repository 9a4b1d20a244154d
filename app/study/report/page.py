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


def html_of(
    result: Result, figures: Figures, language: str, *, paper: bool, breaks: frozenset[int] = frozenset()
) -> str:
    """The report as HTML, its figures inside.

    Args:
        result: As written to `result.json`.
        figures: Drawn files by name.
        language: "en" or "ja".
        paper: For Qt's printer, which knows few styles, rather than for a browser.
        breaks: Headings that begin a page of paper, counted from 0, the title among them.
    """
    say = Words(language)
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files("app.study.report") / "report.html").read_text("utf-8"))
    made = say("made", version=version("minamo"), ratings=result["ratings"], date=date.today().isoformat())
    return template.render(
        language=language,
        paper=paper,
        breaks=breaks,
        title=say("title"),
        research_use=say("research_use"),
        made=made,
        page_note=say("page_note"),
        parts=[_laid_out(part) for part in parts_of(result, figures, language)],
    )


def _laid_out(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "texts": part.texts,
        "grids": part.grids,
        "figures": [
            {
                "source": "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode("ascii"),
                "caption": caption,
                "width": _paper_width_px(path),
            }
            for path, caption in part.figures
        ],
    }


def _paper_width_px(path: Path) -> int:
    with Image.open(path) as picture:
        return min(PAPER_WIDEST_PX, round(picture.width * PAPER_SCALE))


def write_page(result: Result, figures: Figures, language: str, path: Path) -> Path:
    """Write `report.html`; its path."""
    with whole_file(path) as file:
        file.write(html_of(result, figures, language, paper=False).encode("utf-8"))
    return path

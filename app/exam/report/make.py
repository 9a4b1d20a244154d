"""The report made: PDF and JSON from an exam."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.annotated_video import ensure_gui
from app.atomic_file import whole_file
from app.exam.content.exam import ExamContent
from app.exam.content.picture import Side
from app.exam.errors import ExamError
from app.exam.report.data.gather import gather
from app.exam.report.data.report_data import ReportData
from app.exam.report.figures.book import make_figures
from app.exam.report.figures.curve import CurveWords
from app.exam.report.page import page_of
from app.exam.report.site import SHIPPED, Earlier, Site, Templates
from app.exam.report.wording.page import report_shown
from app.exam.report.wording.report_words import ReportWords
from app.pdf.fonts import can_write_japanese
from app.pdf.paper import Furniture
from app.pdf.sections import print_sections

_MOST_NAMED = 12
JSON_NAME, PDF_NAME = "report.json", "report.pdf"


@dataclass(frozen=True, slots=True, eq=False)
class MadeReport:
    """A report.

    Attributes:
        data: What it says.
        pdf: The pages.
        language: Of the pages.
        boxes: Letters for which this computer has no font: the pages show boxes, a search finds them.
        font_note: What the pages say of that; empty without boxes.
    """

    data: ReportData
    pdf: bytes
    language: str
    boxes: frozenset[str] = frozenset()
    font_note: str = ""

    @property
    def json(self) -> bytes:
        """The file `report.json`."""
        return self.data.model_dump_json(indent=1).encode("utf-8") + b"\n"


def make_report(
    content: ExamContent,
    folder: Path | None,
    *,
    language: str,
    at: datetime,
    site: Site = Site(),  # noqa: B008  # frozen
    earlier: Earlier | None = None,
    templates: Templates = SHIPPED,
) -> MadeReport:
    """Make the report of an exam; may run in any thread, once there is an application.

    Args:
        content: The exam.
        folder: Its files; what is missing there is said on the page.
        language: "en" or "ja".
        at: When it is made.
        site: The site's choices.
        earlier: An earlier exam of the same patient.
        templates: The shipped ones, or the site's.

    Raises:
        ExamError: The exam is sealed, or the earlier one is of another patient.
        TemplateBroken: A template of the site has an error.
    """
    ensure_gui()
    data = gather(content, folder, site, at, earlier)
    say = ReportWords(language)
    figures = make_figures(data, folder, None if earlier is None else earlier.folder, _curve_words(say), _sides(say))
    shown = report_shown(data, figures, say)
    note = say("no_japanese") if language == "ja" and not can_write_japanese() else ""
    while True:
        pdf, boxes = print_sections(
            page_of(replace(shown, font_note=note), figures, templates),
            {name: figure.paint for name, figure in figures.items()},
            _furniture(data, say),
            title=say("title"),
            language=language,
            painted=_painted(say),
        )
        if note or not boxes:
            return MadeReport(data, pdf, language, boxes, note if boxes else "")
        note = font_note(boxes, say)  # and once more, with the note on the page


def font_note(boxes: frozenset[str], say: ReportWords) -> str:
    """What the page says of letters that this computer cannot draw."""
    if not can_write_japanese():
        return say("no_japanese")
    named = sorted(boxes)[:_MOST_NAMED]
    codes = [" ".join(f"U+{ord(each):04X}" for each in letter) for letter in named]
    return say("no_font", letters=", ".join(codes) + (" ..." if len(boxes) > len(named) else ""))


def write_report(made: MadeReport, out: Path) -> list[Path]:
    """Write `report.pdf` and `report.json` into a folder that exists; each appears whole or not at all.

    Raises:
        ExamError: The folder cannot be written, or the disk is full.
    """
    paths = [out / PDF_NAME, out / JSON_NAME]
    try:
        for path, content in zip(paths, (made.pdf, made.json), strict=True):
            with whole_file(path) as file:
                file.write(content)
    except OSError as fault:
        raise ExamError(
            "The report cannot be written to {folder} ({reason}); free space there or choose another folder",
            folder=out,
            reason=fault.strerror or fault,
        ) from fault
    return paths


def _furniture(data: ReportData, say: ReportWords) -> Furniture:
    status = say(f"status.{data.status}")
    return Furniture(
        foot=say.research_use,
        page=say("page", page="{page}", pages="{pages}"),
        head=say.patient(data.patient),
        head_right=say.joined((say.day(data.exam.started_at.date()), status)),
        watermark="" if data.status == "verified" else say("status.watermark"),
    )


def _curve_words(say: ReportWords) -> Mapping[str, CurveWords]:
    return {
        base: CurveWords(
            say(f"contrast.time_{base}"),
            say("contrast.power"),
            say("contrast.legend_lesion"),
            say("contrast.legend_reference"),
        )
        for base in ("injection", "arrival")
    }


def _sides(say: ReportWords) -> dict[Side, str]:
    return {"right": say("schema.right"), "left": say("schema.left")}


def _painted(say: ReportWords) -> str:
    """Words in the figures, which the text layer shall hold."""
    words = [say("schema.right"), say("schema.left"), "0123456789 cm mm ABCDE′"]
    words += [
        each for said in _curve_words(say).values() for each in (said.time, said.power, said.lesion, said.reference)
    ]
    return " ".join(words)

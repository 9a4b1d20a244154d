"""The report as a PDF on A4; needs no display."""

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.annotated_video import ensure_gui
from app.atomic_file import whole_file
from app.pdf.paper import Furniture
from app.pdf.sections import Paint, print_sections
from app.study.report.page import html_of
from app.study.report.parts.contents import Figures
from app.study.report.parts.grid import Result
from app.study.report.words import Words


def write_pdf(result: Result, figures: Figures, language: str, path: Path) -> Path:
    """Write `report.pdf` with page numbers and the note on research use on every page; its path."""
    ensure_gui()
    say = Words(language)
    html = html_of(result, figures, language, paper=True)
    painted = {file.name: _painted(file) for file in figures.values()}
    pdf, _ = print_sections(html, painted, Furniture(say("research_use")), title=say("title"), language=language)
    with whole_file(path) as file:
        file.write(pdf)
    return path


def _painted(file: Path) -> Paint:
    image = QImage(str(file))

    def paint(painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        painter.drawImage(rect, image)

    return paint

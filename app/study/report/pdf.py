"""The report as a PDF on A4, printed by Qt; needs no display."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from app.annotated_video import ensure_gui
from app.atomic_file import whole_file
from app.study.report.page import html_of
from app.study.report.parts.contents import Figures
from app.study.report.parts.grid import Result
from app.study.report.text_layer import searchable
from app.study.report.words import Words

# DejaVu Sans first: with a Japanese font before it, digits vanish from the PDF's text layer.
FONTS = ["DejaVu Sans", "Noto Sans CJK JP", "Noto Serif CJK JP", "Hiragino Sans", "Yu Gothic", "Meiryo", "MS Gothic"]
DOTS_AN_INCH = 300
MARGIN_MM = 15.0
FOOTER_MM = 8.0
KEPT_SHARE = 0.45  # of a page: what is shorter is not parted from its heading
MOST_BREAKS = 40
_SCREEN_DOTS_AN_INCH = 96.0  # in which the text is laid out
_MM_AN_INCH = 25.4


def write_pdf(result: Result, figures: Figures, language: str, path: Path) -> Path:
    """Write `report.pdf` with page numbers and the note on research use on every page; its path."""
    ensure_gui()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setResolution(DOTS_AN_INCH)
    say = Words(language)
    writer.setTitle(say("title"))
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(9))
    scale = DOTS_AN_INCH / _SCREEN_DOTS_AN_INCH
    footer_px = FOOTER_MM / _MM_AN_INCH * _SCREEN_DOTS_AN_INCH
    size = QSizeF(writer.width() / scale, writer.height() / scale - footer_px)
    document.setPageSize(size)
    _lay_out(document, lambda breaks: html_of(result, figures, language, paper=True, breaks=breaks), size.height())
    _print(document, writer, scale, size, say("research_use"))
    with whole_file(path) as file:
        file.write(searchable(bytes(buffer.data().data())))
    return path


def _font(points: float) -> QFont:
    font = QFont()
    font.setFamilies(FONTS)
    font.setPointSizeF(points)
    return font


def _lay_out(document: QTextDocument, html: Callable[[frozenset[int]], str], page_px: float) -> None:
    """Fill the document, with new pages before those headings that need one."""
    breaks: frozenset[int] = frozenset()
    for _ in range(MOST_BREAKS):
        document.setHtml(html(breaks))
        wanted = _heading_to_move(document, page_px)
        if wanted is None or wanted in breaks:
            return
        breaks |= {wanted}


def _heading_to_move(document: QTextDocument, page_px: float) -> int | None:
    """The first heading that is better begun on a new page: Qt itself would part it from what it stands over.

    What follows a heading, up to the next one or a figure, is kept together with it where it is short; of a long one
    the beginning is. Headings are counted from 0 in the order of the page.
    """
    layout = document.documentLayout()
    number, block = 0, document.begin()
    while block.isValid():
        if not block.blockFormat().headingLevel():
            block = block.next()
            continue
        first, top = number, layout.blockBoundingRect(block).top()
        while block.isValid() and block.blockFormat().headingLevel():
            number, block = number + 1, block.next()
        ends: list[float] = []
        while block.isValid() and not block.blockFormat().headingLevel():
            if ends and "\N{OBJECT REPLACEMENT CHARACTER}" in block.text():
                break
            ends.append(layout.blockBoundingRect(block).bottom())
            block = block.next()
        last = max(ends, default=top)
        together = last if last - top < KEPT_SHARE * page_px else min(ends)
        if top % page_px > 1 and top // page_px < (together - 1) // page_px:
            return first
    return None


def _print(document: QTextDocument, writer: QPdfWriter, scale: float, size: QSizeF, note: str) -> None:
    painter = QPainter(writer)
    pages = document.pageCount()
    for number in range(pages):
        if number:
            writer.newPage()
        painter.save()
        painter.scale(scale, scale)
        painter.translate(0, -number * size.height())
        document.drawContents(painter, QRectF(0, number * size.height(), size.width(), size.height()))
        painter.restore()
        painter.setFont(_font(7.5))
        line = QRectF(0, 0, writer.width(), writer.height())
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(line, int(bottom | Qt.AlignmentFlag.AlignLeft), note)
        painter.drawText(line, int(bottom | Qt.AlignmentFlag.AlignRight), f"{number + 1} / {pages}")
    painter.end()

"""A page of HTML as sections that stay together, flowed over A4 pages, with figures painted into it.

A template writes `<section>` elements, not inside each other. Each stays on one page where it can. Classes: `with-next`
also stays with the section after it, `new-page` begins a page, `loose` may be cut to fill the page it begins on. A
picture is an `<img src="figure:NAME" width="..." height="...">`; NAME is a paint function.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field

from PySide6.QtCore import QEventLoop, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)

from app.pdf.fonts import has_bold_japanese, pdf_font
from app.pdf.letters import Letters, all_written, composed, make_letters, needing_own, set_letters, unbolden
from app.pdf.paper import Furniture, Paper
from app.pdf.text_layer import searchable

Paint = Callable[[QPainter, QRectF], None]

_SECTION = re.compile(r"<section\b([^>]*)>(.*?)</section\s*>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>(.*)</body\s*>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NO_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffc\ufffe\uffff\ud800-\udfff]")
_FIGURE = "figure:"
_TRIES = 3  # a letter that the text layer lacks is set in a font of its own the next time
_INSET_PX = 0.5  # a line that only touches the edge of a slice would be written on both pages
_LEAST_SHARE = 0.2  # of a page, that a section which is cut has on its first one


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes:
        html: Its inside.
        with_next: Not parted from the section after it.
        new_page: Begins a page.
        loose: May be cut, though it would fit on a page.
    """

    html: str
    with_next: bool = False
    new_page: bool = False
    loose: bool = False


@dataclass(slots=True, eq=False)
class _Laid:
    """A section laid out: its document, its height where it was not cut, and the space before it."""

    section: Section
    document: QTextDocument
    height_px: float
    space_px: float = 0.0


@dataclass(slots=True)
class _Placed:
    """A slice of a section on a page: from `from_px` of the document, `height_px` high, at `at_px` of the page."""

    laid: _Laid
    at_px: float
    from_px: float
    height_px: float


@dataclass(slots=True)
class _Pages:
    height_px: float
    pages: list[list[_Placed]] = field(default_factory=lambda: [[]])
    used_px: float = 0.0

    @property
    def left_px(self) -> float:
        return self.height_px - self.used_px

    def turn(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
        self.used_px = 0.0

    def leave(self, space_px: float) -> None:
        """Space before a section, which the top of a page does not need."""
        if self.pages[-1]:
            self.used_px += space_px

    def put(self, placed: _Placed) -> None:
        self.pages[-1].append(placed)
        self.used_px = placed.at_px + placed.height_px


def sections_of(html: str) -> tuple[str, list[Section]]:
    """The style sheet of a page and its sections; what stands outside of sections is one by itself."""
    html = _COMMENT.sub("", html)
    style = "\n".join(_STYLE.findall(html))
    body = _BODY.search(html)
    inside = _STYLE.sub("", body[1] if body else html)
    found, at = [], 0
    for match in _SECTION.finditer(inside):
        found.append(Section(inside[at : match.start()]))
        found.append(Section(match[2], *(name in match[1] for name in ("with-next", "new-page", "loose"))))
        at = match.end()
    found.append(Section(inside[at:]))
    return style, [section for section in found if section.html.strip()]


def printable(text: str) -> str:
    """A text as it can be printed: marks joined to their letters, and a sign in place of what is no character."""
    return composed(_NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text))


def print_sections(
    html: str,
    figures: Mapping[str, Paint],
    furniture: Furniture,
    *,
    title: str,
    language: str = "en",
    painted: str = "",
) -> tuple[bytes, frozenset[str]]:
    """Print a page of HTML on A4.

    Needs a QGuiApplication; may run in any thread.

    Args:
        html: With sections as this module's head describes them.
        figures: Paint functions by name; a name that is not there leaves its place empty.
        furniture: What stands on every page.
        title: Of the file.
        language: Of the text, "en" or "ja".
        painted: Words that the figures paint.

    Returns:
        The PDF, and the letters for which this computer has no font: a box stands for them on the page, while a search
        finds them.
    """
    dispatcher = QEventLoop()  # gives a plain thread what Qt's layouts look for in it
    style, sections = sections_of(printable(html))
    furniture = Furniture(*(printable(text) for text in astuple(furniture)))
    lost: frozenset[str] = frozenset()
    for _ in range(_TRIES):
        pdf, letters, missing = _print(style, sections, figures, furniture, title, lost, language, painted)
        if not missing:
            break
        lost |= missing
    del dispatcher
    return pdf, frozenset() if letters is None else letters.boxes


def _print(
    style: str,
    sections: Sequence[Section],
    figures: Mapping[str, Paint],
    furniture: Furniture,
    title: str,
    lost: frozenset[str],
    language: str,
    painted: str,
) -> tuple[bytes, Letters | None, frozenset[str]]:
    paper = Paper(title)
    handler = _Figures()
    documents = [_document(style, section, handler, paper.width_px) for section in sections]
    texts = [document.toPlainText() for document in documents]
    own = needing_own("\n".join((*texts, *furniture.texts())), lost)
    letters = make_letters(own) if own else None
    if letters is not None:
        for document in documents:
            set_letters(document, letters)
    laid = [
        _Laid(section, document, document.size().height(), document.begin().blockFormat().topMargin())
        for section, document in zip(sections, documents, strict=True)
    ]
    pages = _flow(laid, paper.height_px)
    with paper:
        for number, page in enumerate(pages, 1):
            if number > 1:
                paper.turn()
            paper.furnish(furniture, number, len(pages), letters)
            for placed in page:
                _paint(paper, placed, handler, figures)
    needed = all_written((*texts, *paper.written, painted))
    pdf, missing = searchable(paper.pdf, needed, letters, language)
    return pdf, letters, missing


def _paint(paper: Paper, placed: _Placed, handler: "_Figures", figures: Mapping[str, Paint]) -> None:
    painter = paper.painter
    painter.save()
    painter.translate(0, placed.at_px - placed.from_px)
    window = QRectF(0, placed.from_px, paper.width_px, placed.height_px).adjusted(0, _INSET_PX, 0, -_INSET_PX)
    handler.seen.clear()
    placed.laid.document.drawContents(painter, window)
    for name, rect in handler.seen:
        if name in figures:
            painter.save()
            figures[name](painter, rect)
            painter.restore()
    painter.restore()


class _Figures(QPyTextObject):
    """Notes which figures a document shows, and where: they are painted when Qt is done, so that they may fail."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, QRectF]] = []

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:  # noqa: ARG002, N803
        """As wide and high as its element says."""
        image = format.toImageFormat()
        return QSizeF(image.width(), image.height())

    def drawObject(
        self,
        painter: QPainter,  # noqa: ARG002
        rect: QRectF | QRect,
        doc: QTextDocument,  # noqa: ARG002
        posInDocument: int,  # noqa: ARG002, N803
        format: QTextFormat,
    ) -> None:
        """Note it."""
        self.seen.append((format.toImageFormat().name().removeprefix(_FIGURE), QRectF(rect)))


def _document(style: str, section: Section, handler: _Figures, width_px: float) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject.value, handler)
    document.setDocumentMargin(0)
    document.setDefaultFont(pdf_font(9))
    document.setDefaultStyleSheet(style)
    document.setHtml(section.html)
    if not has_bold_japanese():
        unbolden(document)
    document.setTextWidth(width_px)
    return document


def _flow(laid: Sequence[_Laid], page_px: float) -> list[list[_Placed]]:
    """Which section, or slice of one, stands where."""
    pages = _Pages(page_px)
    for place, each in enumerate(laid):
        pages.leave(each.space_px)
        if each.section.new_page or pages.left_px < _together_px(laid, place, page_px):
            pages.turn()
        if each.height_px <= pages.left_px:
            pages.put(_Placed(each, pages.used_px, 0.0, each.height_px))
        else:
            _put_slices(pages, each)
    return pages.pages


def _together_px(laid: Sequence[_Laid], place: int, page_px: float) -> float:
    """What has to find room below: a section with those it is kept with, of one that is cut only the beginning."""
    together_px = 0.0
    for each in laid[place:]:
        together_px += each.space_px if together_px else 0.0
        whole = each.height_px <= page_px and not each.section.loose
        together_px += each.height_px if whole else min(each.height_px, page_px * _LEAST_SHARE)
        if not each.section.with_next:
            break
    return together_px if together_px <= page_px else min(laid[place].height_px, page_px * _LEAST_SHARE)


def _put_slices(pages: _Pages, each: _Laid) -> None:
    """A section that is longer than a page: it begins where the page is, and Qt cuts it between its lines."""
    document, page_px, start_px = each.document, pages.height_px, pages.used_px
    _push_down(document, start_px)
    document.setPageSize(QSizeF(document.textWidth(), page_px))
    lowest_px = _lowest(document)
    count = max(1, math.ceil((lowest_px - 4 * _INSET_PX) / page_px))
    for number in range(count):
        if number:
            pages.turn()
        from_px = number * page_px
        top_px = start_px if number == 0 else 0.0
        pages.put(_Placed(each, top_px, from_px + top_px, min(page_px, lowest_px - from_px) - top_px))


def _push_down(document: QTextDocument, by_px: float) -> None:
    """Leave room at the top of a document, as much as the page it begins on has used."""
    cursor = QTextCursor(document)
    cursor.insertBlock()
    cursor.setPosition(0)
    cursor.setBlockFormat(QTextBlockFormat())
    space = QTextImageFormat()
    space.setName(_FIGURE)
    space.setWidth(1)
    space.setHeight(by_px)
    cursor.insertImage(space)


def _lowest(document: QTextDocument) -> float:
    """How far down a cut document reaches."""
    layout, block, lowest_px = document.documentLayout(), document.begin(), 0.0
    while block.isValid():
        lowest_px = max(lowest_px, layout.blockBoundingRect(block).bottom())
        block = block.next()
    return lowest_px

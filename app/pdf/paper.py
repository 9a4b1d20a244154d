"""A4 pages written by Qt, and what stands on every one of them."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
)

from app.pdf.fonts import figure_font
from app.pdf.letters import Letters, in_codes

DOTS_AN_INCH = 300
SCREEN_DOTS_AN_INCH = 96.0  # in which text is laid out; "px" below means these
MM_AN_INCH = 25.4
MARGIN_MM = 15.0
FOOTER_MM = 8.0
_INK, _QUIET, _LINE = QColor("#1B1F24"), QColor("#57606A"), QColor("#D0D7DE")
_WATERMARK = QColor("#EFF1F3")


def px(mm: float) -> float:
    """Millimetres in the units of the layout."""
    return mm / MM_AN_INCH * SCREEN_DOTS_AN_INCH


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page.

    Attributes:
        foot: At the lower left, on every page.
        page: How the number of a page is told, with places {page} and {pages}.
        head: At the upper left of every page but the first; empty for no head.
        head_right: At the upper right of the same.
        watermark: Large and pale across every page, behind everything.
    """

    foot: str
    page: str = "{page} / {pages}"
    head: str = ""
    head_right: str = ""
    watermark: str = ""

    def texts(self) -> tuple[str, ...]:
        """Everything of it that is written, its numbers apart."""
        return self.foot, self.page.replace("{page}", "").replace("{pages}", ""), self.head, self.head_right


class Paper:
    """A file of A4 pages that is painted from the first to the last, inside a `with` block.

    Attributes:
        painter: In units of the layout.
        width_px, height_px: Of the printed area without its footer, in units of the layout.
        written: What `furnish` has written so far.
    """

    def __init__(self, title: str, creator: str = "Minamo") -> None:
        """Make a file; its first page begins with the `with` block."""
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        page = QPageSize(QPageSize.PageSizeId.A4)
        self._writer.setPageLayout(
            QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
        )
        self._writer.setResolution(DOTS_AN_INCH)
        self._writer.setTitle(title)
        self._writer.setCreator(creator)
        self._scale = DOTS_AN_INCH / SCREEN_DOTS_AN_INCH
        self.width_px = self._writer.width() / self._scale
        self._whole_px = self._writer.height() / self._scale
        self.height_px = self._whole_px - px(FOOTER_MM)
        self.painter = QPainter()
        self.written: list[str] = []

    def __enter__(self) -> "Paper":
        self.painter.begin(self._writer)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.scale(self._scale, self._scale)
        return self

    def __exit__(self, *_: object) -> None:
        self.painter.end()

    def turn(self) -> None:
        """Go on with a new page."""
        self._writer.newPage()

    def furnish(self, furniture: Furniture, page: int, pages: int, letters: Letters | None = None) -> None:
        """Write what stands on every page; before its content, because the watermark lies behind.

        Args:
            furniture: What is written.
            page, pages: Number of the page, and of all.
            letters: A font made for some letters of the document.
        """
        painter = self.painter
        painter.save()
        if furniture.watermark:
            self._watermark(furniture.watermark)
        painter.setFont(figure_font(10, letters=None if letters is None else letters.family))
        painter.setPen(_INK)
        area = QRectF(0, 0, self.width_px, self._whole_px)
        bottom, top = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
        number = furniture.page.format(page=page, pages=pages)
        self._line(area, bottom, furniture.foot, number, letters)
        if page > 1 and (furniture.head or furniture.head_right):
            painter.setPen(_QUIET)
            self._line(area.adjusted(0, -px(6), 0, 0), top, furniture.head, furniture.head_right, letters)
            painter.setPen(QPen(_LINE, 0.8))
            painter.drawLine(QPointF(0, -px(1.6)), QPointF(self.width_px, -px(1.6)))
        painter.restore()

    def _line(self, area: QRectF, edge: Qt.AlignmentFlag, left: str, right: str, letters: Letters | None) -> None:
        """One text at the left and one at the right; a left one that is too long ends in an ellipsis."""
        painter = self.painter
        metrics = QFontMetricsF(painter.font())
        own = [text if letters is None else in_codes(text, letters) for text in (left, right)]
        room = area.width() - metrics.horizontalAdvance(own[1]) - px(6)
        shown = metrics.elidedText(own[0], Qt.TextElideMode.ElideRight, room)
        baseline = area.bottom() - metrics.descent() if edge == Qt.AlignmentFlag.AlignBottom else area.top() + px(3)
        painter.drawText(QPointF(area.left(), baseline), shown)
        painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(own[1]), baseline), own[1])
        self.written += [left if shown == own[0] else shown, right]

    def _watermark(self, text: str) -> None:
        """As shapes, so that a search finds the words of the page alone."""
        path = QPainterPath()
        path.addText(0, 0, figure_font(100, bold=True), text)
        bounds = path.boundingRect()
        painter = self.painter
        painter.save()
        painter.translate(self.width_px / 2, self._whole_px / 2)
        painter.rotate(-52)
        wide = self._whole_px * 0.8
        painter.scale(wide / max(bounds.width(), wide / 2), wide / max(bounds.width(), wide / 2))
        painter.translate(-bounds.center())
        painter.fillPath(path, QBrush(_WATERMARK))
        painter.restore()

    @property
    def pdf(self) -> bytes:
        """The whole file, once it is painted."""
        return bytes(self._buffer.data().data())

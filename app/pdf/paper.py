"""A4 pages written by Qt, and what stands on every one of them."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPageLayout, QPageSize, QPainter, QPainterPath, QPdfWriter, QPen

from app.pdf.fonts import figure_font

DOTS_AN_INCH = 300
SCREEN_DOTS_AN_INCH = 96.0  # in which text is laid out; "px" below means these
MM_AN_INCH = 25.4
MARGIN_MM = 15.0
FOOTER_MM = 8.0
_INK, _QUIET, _LINE = QColor("#1B1F24"), QColor("#57606A"), QColor("#D0D7DE")
_WATERMARK = QColor("#E9EBEE")


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

    def texts(self, pages: int) -> tuple[str, ...]:
        """Everything of it that a search should find on so many pages."""
        numbers = [self.page.format(page=page, pages=pages) for page in range(1, pages + 1)]
        return (self.foot, *numbers, *((self.head, self.head_right) if pages > 1 else ()))


class Paper:
    """A file of A4 pages that is painted from the first to the last.

    Attributes:
        width_px, height_px: Of the printed area without its footer, in units of the layout.
    """

    def __init__(self, title: str, creator: str = "Minamo") -> None:
        """Begin the first page."""
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

    def begin(self) -> QPainter:
        """The painter of the first page, in units of the layout."""
        self.painter.begin(self._writer)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.scale(self._scale, self._scale)
        return self.painter

    def turn(self) -> None:
        """Go on with a new page."""
        self._writer.newPage()

    def furnish(self, furniture: Furniture, page: int, pages: int) -> None:
        """Paint what stands on every page; before its content, because the watermark lies behind."""
        painter = self.painter
        painter.save()
        if furniture.watermark:
            self._watermark(furniture.watermark)
        area = QRectF(0, 0, self.width_px, self._whole_px)
        painter.setFont(figure_font(10))
        painter.setPen(_INK)
        bottom, top = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.drawText(area, int(bottom | left), furniture.foot)
        painter.drawText(area, int(bottom | right), furniture.page.format(page=page, pages=pages))
        if page > 1 and (furniture.head or furniture.head_right):
            head = area.adjusted(0, -px(6), 0, 0)
            painter.setPen(_QUIET)
            painter.drawText(head, int(top | left), furniture.head)
            painter.drawText(head, int(top | right), furniture.head_right)
            painter.setPen(QPen(_LINE, 0.8))
            painter.drawLine(QPointF(0, -px(1.6)), QPointF(self.width_px, -px(1.6)))
        painter.restore()

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

    def end(self) -> bytes:
        """Finish; the whole file."""
        self.painter.end()
        return bytes(self._buffer.data().data())

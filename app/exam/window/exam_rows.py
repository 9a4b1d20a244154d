"""The rows of the list of exams: thousands of them, painted only where they are seen."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.exam.content.exam import ExamState
from app.exam.content.person import PersonName
from app.exam.record.shelf import ListedExam
from app.live.look import theme
from app.live.look.icons import pixmap
from app.live.look.texts import translate

Index = QModelIndex | QPersistentModelIndex

EXAM_ROLE = Qt.ItemDataRole.UserRole
PICTURES_ROLE = Qt.ItemDataRole.UserRole + 1
SHOWN = 3  # thumbnails of an exam
_PICTURE = QSize(96, 72)
_GAP = 10


class ExamRows(QAbstractListModel):
    """Exams as they were given; asks for the thumbnails of those that are seen."""

    thumbnails_wanted = Signal(str)  # exam id

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._exams: tuple[ListedExam, ...] = ()
        self._pictures: dict[str, tuple[QPixmap, ...]] = {}
        self._asked: set[str] = set()

    @property
    def exams(self) -> tuple[ListedExam, ...]:
        """In their order."""
        return self._exams

    def show_exams(self, exams: tuple[ListedExam, ...]) -> None:
        """Other exams; thumbnails that are still right stay."""
        self.beginResetModel()
        known = {exam.id: exam.snapshots for exam in self._exams}
        changed = {exam.id for exam in exams if known.get(exam.id, exam.snapshots) != exam.snapshots}
        changed |= {exam.id for exam in exams if exam.state is ExamState.SEALED}  # nothing of it is shown any more
        self._pictures = {of: pictures for of, pictures in self._pictures.items() if of not in changed}
        self._asked &= set(self._pictures)
        self._exams = exams
        self.endResetModel()

    def show_thumbnails(self, exam_id: str, jpegs: tuple[bytes, ...]) -> None:
        """Small pictures of one exam."""
        if any(exam.id == exam_id and exam.state is ExamState.SEALED for exam in self._exams):
            return
        images = [QImage.fromData(jpeg) for jpeg in jpegs[:SHOWN]]
        self._pictures[exam_id] = tuple(QPixmap.fromImage(image) for image in images if not image.isNull())
        for row, exam in enumerate(self._exams):
            if exam.id == exam_id:
                self.dataChanged.emit(self.index(row), self.index(row), [PICTURES_ROLE])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """One row an exam."""
        return 0 if parent.isValid() else len(self._exams)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The exam, its thumbnails, or what a screen reader says."""
        if not index.isValid():
            return None
        exam = self._exams[index.row()]
        if role == EXAM_ROLE:
            return exam
        if role == PICTURES_ROLE:
            if exam.id not in self._asked and exam.state is not ExamState.SEALED:
                self._asked.add(exam.id)
                self.thumbnails_wanted.emit(exam.id)
            return self._pictures.get(exam.id, ())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (when_text(exam), whose_text(exam), state_text(exam), facts_text(exam))))
        return None


def when_text(exam: ListedExam) -> str:
    """When it began, by this computer's clock."""
    return f"{exam.started_at.astimezone():%Y-%m-%d %H:%M}"


def whose_text(exam: ListedExam) -> str:
    """Whose exam it is."""
    if exam.state is ExamState.SEALED:
        return translate("ExamList", "Sealed exam")
    return " ".join(exam.label.split()) or translate("ExamList", "no patient entered")


def state_text(exam: ListedExam) -> str:
    """What stands out of its state; empty for an ordinary closed exam."""
    return {
        ExamState.OPEN: translate("ExamList", "not ended"),
        ExamState.CLOSED: "",
        ExamState.SEALED: translate("ExamList", "sealed"),
    }[exam.state]


def facts_text(exam: ListedExam) -> str:
    """Who examined, what was kept, which categories were given."""
    if exam.state is ExamState.SEALED:
        return translate("ExamList", "Its pass phrase opens it.")
    counts = (
        (exam.snapshots, translate("ExamList", "snapshots {count}")),
        (exam.clips, translate("ExamList", "clips {count}")),
        (exam.lesions, translate("ExamList", "lesions {count}")),
    )
    kept = [text.format(count=count) for count, text in counts if count]
    return " · ".join(filter(None, (_name_text(exam.examiner), *kept, exam.categories)))


def _name_text(dicom: str) -> str:
    """A name in the letters of its bearer."""
    name = PersonName.of(dicom)
    return " ".join((name.ideographic or name.alphabetic or name.phonetic).replace("^", " ").split())


class ExamRowPainter(QStyledItemDelegate):
    """Paints a row: thumbnails, whose and when, what was kept, the note."""

    def __init__(self, parent: QObject | None = None, scale: float = 1.0) -> None:
        super().__init__(parent)
        self._scale = scale

    def set_scale(self, scale: float) -> None:
        """Enlarge everything."""
        self._scale = scale

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(400, round((_PICTURE.height() + 2 * _GAP) * self._scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        exam: ListedExam = index.data(EXAM_ROLE)
        painter.save()
        state = QStyle.StateFlag
        if option.state & state.State_Selected:
            painter.fillRect(option.rect, theme.LINE)
            painter.fillRect(QRect(option.rect.topLeft(), QSize(4, option.rect.height())), theme.ACTION)
        gap = round(_GAP * self._scale)
        inner: QRect = option.rect.adjusted(gap + 4, gap, -gap, -gap)
        left = self._paint_pictures(painter, inner, exam, index.data(PICTURES_ROLE) or ())
        inner.setLeft(left)
        self._paint_texts(painter, inner, exam)
        painter.setPen(theme.LINE)
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _paint_pictures(self, painter: QPainter, inner: QRect, exam: ListedExam, pictures: tuple[QPixmap, ...]) -> int:
        size = QSize(round(_PICTURE.width() * self._scale), inner.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place in range(SHOWN):
            slot = QRect(inner.topLeft() + QPoint(place * (size.width() + 6), 0), size)
            if place < len(pictures):
                painter.fillRect(slot, theme.SCAN)
                small = QRect(QPoint(), pictures[place].size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
                small.moveCenter(slot.center())
                painter.drawPixmap(small, pictures[place])
            elif place == 0:
                sealed = exam.state is ExamState.SEALED
                sign = pixmap("ph.lock-key" if sealed else "ph.image", theme.MUTED, round(32 * self._scale))
                painter.drawPixmap(slot.center() - QPoint(sign.width() // 2, sign.height() // 2), sign)
        return inner.left() + SHOWN * (size.width() + 6) + round(_GAP * self._scale)

    def _paint_texts(self, painter: QPainter, inner: QRect, exam: ListedExam) -> None:
        line = inner.height() // 3
        rows = [QRect(inner.left(), inner.top() + number * line, inner.width(), line) for number in range(3)]
        strong, plain = theme.ui_font(round(16 * self._scale), bold=True), theme.ui_font(round(13 * self._scale))
        when = when_text(exam)
        painter.setFont(theme.ui_font(round(14 * self._scale)))
        painter.setPen(theme.TEXT)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rows[0], middle | Qt.AlignmentFlag.AlignRight, when)
        room = rows[0].width() - QFontMetrics(painter.font()).horizontalAdvance(when) - 2 * _GAP
        painter.setFont(strong)
        _elided(painter, QRect(rows[0].topLeft(), QSize(room, line)), whose_text(exam))
        painter.setFont(plain)
        state = state_text(exam)
        if state:
            painter.setPen(theme.WARNING if exam.state is ExamState.OPEN else theme.TEXT_QUIET)
            painter.drawText(rows[1], middle | Qt.AlignmentFlag.AlignRight, state)
        painter.setPen(theme.TEXT_QUIET)
        room = rows[1].width() - QFontMetrics(plain).horizontalAdvance(state) - 2 * _GAP
        _elided(painter, QRect(rows[1].topLeft(), QSize(room, line)), facts_text(exam))
        _elided(painter, rows[2], " ".join(exam.note.split()))


def _elided(painter: QPainter, place: QRect, text: str) -> None:
    fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 0))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitted)

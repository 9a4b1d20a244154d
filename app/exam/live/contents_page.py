"""What was kept in an exam, as small pictures in the order in which it was kept; each leads to where it can be seen."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from app.exam.content.picture import Clip, ContrastStudy, Snapshot
from app.exam.keep.shown_exam import KeptPicture, ShownExam
from app.exam.keep.starting import text_of_name
from app.exam.record.thumbnail import SIZE_PX
from app.live.look import theme
from app.live.look.icons import icon, pixmap
from app.live.look.texts import duration_text, translate
from app.live.look.widgets import ElidedLabel, label

_ICONS = {Snapshot: "ph.camera", Clip: "ph.film-strip", ContrastStudy: "ph.chart-line"}


class ContentsPage(QWidget):
    """Shows a `ShownExam`; emits what was chosen of it."""

    chosen = Signal(object)  # KeptPicture
    left = Signal()
    go_on_asked = Signal(str)  # id of the exam
    analyse_asked = Signal()
    delete_asked = Signal(object)  # KeptPicture: of the exam that is running

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown: ShownExam | None = None
        self._running = False
        self._scale = 1.0
        self._title, self._about = ElidedLabel("heading"), label("quiet")
        self._hint = label("body")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._back, self._analyse, self._go_on, self._delete = (QPushButton() for _ in range(4))
        self._delete.setIcon(icon("ph.trash"))
        self._delete.clicked.connect(self._ask_to_delete)
        self._back.setIcon(icon("ph.arrow-left"))
        self._go_on.setObjectName("primary")
        self._back.clicked.connect(self.left)
        self._analyse.clicked.connect(self.analyse_asked)
        self._go_on.clicked.connect(self._ask_to_go_on)
        self.tiles = QListWidget()
        self.tiles.setObjectName("tiles")
        self._build()
        self.retranslate()

    @property
    def shown(self) -> ShownExam | None:
        """The exam on the page."""
        return self._shown

    def show_waiting(self) -> None:
        """An exam is being opened."""
        self._shown = None
        self.tiles.clear()
        self.retranslate()

    def show_exam(self, shown: ShownExam, *, running: bool) -> None:
        """Show this exam.

        Args:
            shown: What was kept.
            running: It is the one that takes what is kept now.
        """
        at = self.tiles.currentRow()
        self._shown, self._running = shown, running
        self.tiles.clear()
        numbers: dict[type, int] = {}
        for picture in shown.pictures:
            if not picture.file or picture.file == getattr(picture.item, "files", ("",))[0]:
                numbers[type(picture.item)] = numbers.get(type(picture.item), 0) + 1
            item = QListWidgetItem(_icon(picture), tile_text(picture, numbers[type(picture.item)]))
            item.setToolTip(tile_help(picture))
            item.setData(Qt.ItemDataRole.UserRole, picture)
            self.tiles.addItem(item)
        self.tiles.setCurrentRow(min(max(at, 0), self.tiles.count() - 1))
        self.tiles.setFocus()
        self.retranslate()

    def set_running(self, running: bool) -> None:
        """Whether it is the exam that takes what is kept now."""
        if running is not self._running:
            self._running = running
            self.retranslate()

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._scale = scale
        width, height = SIZE_PX
        self.tiles.setIconSize(QSize(round(width * scale), round(height * scale)))
        self.tiles.setGridSize(QSize(round((width + 24) * scale), round((height + 62) * scale)))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        shown = self._shown
        self._back.setText(translate("Exam", "Back"))
        self._analyse.setText(translate("Exam", "Analyse the clips again"))
        self._analyse.setToolTip(
            translate("Exam", "With the weights that run now; what other weights found stays beside it.")
        )
        self._go_on.setText(translate("Exam", "Go on with this exam"))
        self._delete.setText(translate("Exam", "Delete"))
        self._delete.setToolTip(translate("Exam", "Take the chosen one out of the exam (Del); it can be brought back."))
        self._delete.setVisible(shown is not None and self._running)
        self._enable_delete()
        self._go_on.setVisible(shown is not None and not self._running)
        self._analyse.setVisible(shown is not None and bool(shown.content.clips))
        self.tiles.setVisible(shown is not None and bool(shown.pictures))
        self._hint.setVisible(self.tiles.isHidden())
        if shown is None:
            self._title.set_whole_text("")
            self._about.setText("")
            self._hint.setText(translate("Exam", "The exam is being opened"))
            return
        exam = shown.content.exam
        whose = exam.patient.label or translate("Exam", "no patient entered")
        self._title.set_whole_text(f"{whose} · {exam.started_at:%Y-%m-%d %H:%M}")
        self._about.setText(" · ".join(part for part in (text_of_name(exam.examiner), exam.note) if part))
        self._hint.setText(
            translate("Exam", "Nothing is kept yet. S keeps a snapshot, C the last 30 s, R begins a recording.")
        )

    def _build(self) -> None:
        self.tiles.setViewMode(QListWidget.ViewMode.IconMode)
        self.tiles.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.tiles.setMovement(QListWidget.Movement.Static)
        self.tiles.setUniformItemSizes(True)
        self.tiles.setWordWrap(True)
        self.tiles.itemActivated.connect(self._choose)
        self.tiles.itemClicked.connect(self._choose)
        self.tiles.currentRowChanged.connect(self._enable_delete)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._about)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._back)
        row.addLayout(texts, 1)
        row.addWidget(self._delete)
        row.addWidget(self._analyse)
        row.addWidget(self._go_on)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 14, 20, 10)
        rows.setSpacing(10)
        rows.addLayout(row)
        rows.addWidget(self.tiles, 1)
        rows.addWidget(self._hint, 1)
        self.set_scale(1.0)

    def _choose(self, item: QListWidgetItem) -> None:
        picture = item.data(Qt.ItemDataRole.UserRole)
        self.chosen.emit(picture)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del deletes, Escape leaves."""
        if event.key() == Qt.Key.Key_Delete and self._delete.isEnabled() and self._delete.isVisible():
            self._ask_to_delete()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _enable_delete(self) -> None:
        item = self.tiles.currentItem()
        picture = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        self._delete.setEnabled(picture is not None and not isinstance(picture.item, ContrastStudy))

    def _ask_to_delete(self) -> None:
        item = self.tiles.currentItem()
        if item is not None:
            self.delete_asked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _ask_to_go_on(self) -> None:
        if self._shown is not None:
            self.go_on_asked.emit(self._shown.content.exam.id)


def tile_text(picture: KeptPicture, number: int) -> str:
    """What stands under a small picture."""
    item = picture.item
    name = {
        Snapshot: translate("Exam", "Snapshot {number}"),
        Clip: translate("Exam", "Clip {number}"),
        ContrastStudy: translate("Exam", "Contrast {number}"),
    }[type(item)].format(number=number)
    about = [f"{item.taken_at:%H:%M:%S}"]
    if item.side is not None:
        about.append(
            {"right": translate("Exam", "Right"), "left": translate("Exam", "Left")}[item.side],
        )
    if isinstance(item, Clip):
        if len(item.files) > 1:
            name += f" · {item.files.index(picture.file) + 1}/{len(item.files)}"
        elif item.first_ns is not None and item.last_ns is not None:
            about.append(duration_text((item.last_ns - item.first_ns) / 1e9))
    if picture.missing:
        about = [translate("Exam", "file missing")]
    return f"{name}\n{' · '.join(about)}"


def tile_help(picture: KeptPicture) -> str:
    """What the tooltip of a small picture tells."""
    item = picture.item
    lines: list[str] = []
    if isinstance(item, Snapshot):
        if item.network is not None:
            lines.append(translate("Exam", "Weights: {release}").format(release=item.network.release))
        if item.clip_id is not None:
            lines.append(translate("Exam", "Leads to its place in the clip"))
        if item.note:
            lines.append(item.note)
    elif isinstance(item, Clip):
        if item.gaps:
            lines.append(translate("Health", "Gaps: {count}").format(count=item.gaps))
        if not item.complete:
            lines.append(translate("Exam", "Its end was not written; what is there can be played."))
        if item.analyses:
            lines.append(translate("Exam", "Analysed by: {releases}").format(releases=", ".join(item.analyses)))
    return "\n".join(lines)


def _icon(picture: KeptPicture) -> QIcon:
    """The small picture on black with a sign of what it is; the sign alone where there is none."""
    width, height = SIZE_PX
    drawn = QPixmap(width, height)
    drawn.fill(theme.SCAN)
    painter = QPainter(drawn)
    image = QImage() if picture.jpeg is None else QImage.fromData(picture.jpeg)
    sign = pixmap(_ICONS[type(picture.item)], theme.TEXT, 26 if not image.isNull() else 56)
    if not image.isNull():
        painter.drawImage((width - image.width()) // 2, (height - image.height()) // 2, image)
        painter.drawPixmap(6, height - 32, sign)
    else:
        painter.drawPixmap((width - 56) // 2, (height - 56) // 2, sign)
    painter.end()
    made = QIcon(drawn)
    made.addPixmap(drawn, QIcon.Mode.Selected)  # else it is tinted, and a scan keeps its greys
    return made

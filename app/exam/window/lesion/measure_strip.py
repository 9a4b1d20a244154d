"""The two planes of a lesion under the scan: which pictures, how the probe was held, and the calipers on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.exam.content.lesion import Lesion, Plane
from app.exam.lesions.sizes import is_orthogonal
from app.exam.window.lesion.choice_button import choice_button
from app.exam.window.lesion.plane_view import PlanePicture, PlaneView, plane_help
from app.exam.window.lesion.size_texts import diameters_text
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property, tool_button
from app.live.window.keys import Command
from capture.screen.layout import PanelKind, ScaleOrigin

PLANES = 2
_DIRECTIONS = (None, "transverse", "longitudinal", "radial", "antiradial")


@dataclass(frozen=True, slots=True)
class MeasureView:
    """What the strip shows.

    Attributes:
        lesion: The chosen one; None shows nothing.
        pictures: (id, name) of the exam's snapshots, oldest first.
        shown: Pictures that are loaded, by snapshot id.
        words: What stands in a plane without a picture, by snapshot id ("" for no snapshot).
    """

    lesion: Lesion | None = None
    pictures: tuple[tuple[str, str], ...] = ()
    shown: Mapping[str, PlanePicture] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


class MeasureStrip(QWidget):
    """Shows a `MeasureView`.

    Signals:
        plane_changed(int, object): Plane 0 or 1 as the user changed it, or None when it was taken away.
        picture_chosen(int, str): Another snapshot for plane 0 or 1; its id.
        closed(): The strip is to go.
    """

    plane_changed = Signal(int, object)
    picture_chosen = Signal(int, str)
    closed = Signal()

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contrast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = MeasureView()
        self._title, self._size, self._held = label("heading"), label("range"), label("quiet")
        self._snaps, self._close = choice_button(), QToolButton()
        self.set_scale_button = tool_button(actions[Command.SCALE], text=True)
        self.set_scale_button.hide()
        self._snaps.setChecked(True)
        self._close.setIcon(icon("ph.x"))
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.views = tuple(PlaneView() for _ in range(PLANES))
        self._pictures = tuple(QComboBox() for _ in range(PLANES))
        self._directions = tuple(QComboBox() for _ in range(PLANES))
        self._undo, self._onto, self._away = (tuple(QToolButton() for _ in range(PLANES)) for _ in range(3))
        self._names = tuple(label("words") for _ in range(PLANES))
        self._build()
        self._connect()
        self.retranslate()

    def show_view(self, view: MeasureView) -> None:
        """Show this."""
        self._view = view
        lesion = view.lesion
        self._title.setText(
            "" if lesion is None else translate("Lesion", "Lesion {number}").format(number=lesion.number)
        )
        self._size.setText("" if lesion is None else _size_text(lesion, view))
        self.set_scale_button.setVisible(lesion is not None and _lacks_scale(lesion, view))
        upright = None if lesion is None else is_orthogonal(lesion.planes)
        self._held.setText(translate("Lesion", "The two planes do not stand upright to each other."))
        self._held.setVisible(upright is False)
        for at in range(PLANES):
            self._show_plane(at)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        for view in self.views:
            view.set_scale(scale)
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(round(18 * scale), round(18 * scale)))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._snaps.setText(translate("Lesion", "Snap to the outline"))
        self._close.setToolTip(translate("Lesion", "Close the measurement"))
        tips = (
            (self._undo, "ph.arrow-counter-clockwise", translate("Lesion", "Take the last change back (Ctrl+Z)")),
            (self._onto, "ph.magnet", translate("Lesion", "Set the calipers onto the outline (Return)")),
            (self._away, "ph.trash", translate("Lesion", "Take this plane away")),
        )
        for buttons, name, tip in tips:
            for button in buttons:
                button.setIcon(icon(name))
                button.setToolTip(tip)
        for view in self.views:
            view.setToolTip(plane_help())
        self._names[0].setText(translate("Lesion", "First plane"))
        self._names[1].setText(translate("Lesion", "Second plane, upright to it"))
        for box in self._directions:
            chosen = max(box.currentIndex(), 0)
            box.clear()
            box.addItems([direction_text(direction) for direction in _DIRECTIONS])
            box.setCurrentIndex(chosen)
        self.show_view(self._view)

    def _build(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self._title)
        above.addSpacing(12)
        above.addWidget(self._size)
        above.addSpacing(12)
        above.addWidget(self.set_scale_button)
        above.addSpacing(12)
        above.addWidget(self._held)
        above.addStretch(1)
        above.addWidget(self._snaps)
        above.addWidget(self._close)
        planes = QHBoxLayout()
        planes.setSpacing(8)
        for at in range(PLANES):
            planes.addLayout(self._column(at), 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 6, 8, 6)
        rows.setSpacing(4)
        rows.addLayout(above)
        rows.addLayout(planes, 1)

    def _column(self, at: int) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._names[at])
        row.addStretch(1)
        for box in (self._pictures[at], self._directions[at]):
            box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(box)
        for button in (self._onto[at], self._undo[at], self._away[at]):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self.views[at], 1)
        return column

    def _connect(self) -> None:
        self._close.clicked.connect(self.closed)
        self._snaps.toggled.connect(self._set_snapping)
        for at in range(PLANES):
            self.views[at].changed.connect(partial(self.plane_changed.emit, at))
            self._pictures[at].activated.connect(partial(self._choose_picture, at))
            self._directions[at].activated.connect(partial(self._choose_direction, at))
            self._undo[at].clicked.connect(self.views[at].undo)
            self._onto[at].clicked.connect(self.views[at].snap_anew)
            self._away[at].clicked.connect(lambda _checked=False, at=at: self.plane_changed.emit(at, None))

    def _show_plane(self, at: int) -> None:
        view = self._view
        plane = self._plane(at)
        ids = [id for id, _ in view.pictures]
        box = self._pictures[at]
        if [box.itemData(place) for place in range(box.count())] != ["", *ids]:
            box.clear()
            box.addItem(translate("Lesion", "no picture"), "")
            for id, name in view.pictures:
                box.addItem(name, id)
        box.setItemText(0, translate("Lesion", "no picture"))
        box.setCurrentIndex(0 if plane is None or plane.snapshot_id not in ids else 1 + ids.index(plane.snapshot_id))
        box.setEnabled(view.lesion is not None and (at == 0 or bool(view.lesion.planes)))
        key = "" if plane is None else plane.snapshot_id
        self.views[at].show_plane(view.shown.get(key), plane, view.words.get(key, self._empty_words(at)))
        direction = self._directions[at]
        direction.setCurrentIndex(0 if plane is None else _DIRECTIONS.index(plane.direction))
        for part in (direction, self._away[at]):
            part.setEnabled(plane is not None)
        self._onto[at].setEnabled(plane is not None and bool(plane.outline_px))
        self._undo[at].setEnabled(self.views[at].can_undo)
        set_property(direction, "unknown", plane is not None and plane.direction is None)

    def _empty_words(self, at: int) -> str:
        if at == 0:
            return translate("Lesion", "Choose a picture of the lesion.")
        return translate(
            "Lesion", "Turn the probe by 90°, freeze, and take the second plane; or choose a picture of it."
        )

    def _plane(self, at: int) -> Plane | None:
        lesion = self._view.lesion
        return lesion.planes[at] if lesion is not None and at < len(lesion.planes) else None

    def _choose_picture(self, at: int, index: int) -> None:
        id = str(self._pictures[at].itemData(index))
        plane = self._plane(at)
        if not id:
            if plane is not None:
                self.plane_changed.emit(at, None)
        elif plane is None or plane.snapshot_id != id:
            self.picture_chosen.emit(at, id)

    def _choose_direction(self, at: int, index: int) -> None:
        plane = self._plane(at)
        if plane is not None and plane.direction != _DIRECTIONS[index]:
            self.plane_changed.emit(at, plane.model_copy(update={"direction": _DIRECTIONS[index]}))

    def _set_snapping(self, snaps: bool) -> None:
        for view in self.views:
            view.set_snapping(snaps)


def _size_text(lesion: Lesion, view: MeasureView) -> str:
    """The size, and that its scale was stated by the user where it was."""
    size = diameters_text(lesion)
    if all(each is None for each in lesion.diameters_mm):
        return size
    shown = [view.shown[plane.snapshot_id] for plane in lesion.planes if plane.snapshot_id in view.shown]
    origins = {panel.scale_origin for picture in shown for panel in picture.layout.panels}
    if ScaleOrigin.STATED in origins:
        return translate("Lesion", "{size} (scale stated by the user)").format(size=size)
    return size


def _lacks_scale(lesion: Lesion, view: MeasureView) -> bool:
    """Whether a picture of its planes has a B-mode panel without a scale."""
    shown = [view.shown[plane.snapshot_id] for plane in lesion.planes if plane.snapshot_id in view.shown]
    return any(
        panel.mm_per_px is None
        for picture in shown
        for panel in picture.layout.panels
        if panel.kind is PanelKind.B_MODE
    )


def direction_text(direction: str | None) -> str:
    """How the probe was held."""
    return {
        None: translate("Lesion", "how held?"),
        "transverse": translate("Lesion", "transverse"),
        "longitudinal": translate("Lesion", "longitudinal"),
        "radial": translate("Lesion", "radial"),
        "antiradial": translate("Lesion", "antiradial"),
    }[direction]

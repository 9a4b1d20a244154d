"""The pictures of lesions: loaded and measured in threads, a few kept in memory."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.exam.content.picture import Snapshot
from app.exam.errors import ExamError
from app.exam.reading.reader import LesionReader
from app.exam.window.lesion.plane_view import PlanePicture
from app.live.background import Background
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from capture.errors import MinamoError
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import layout_from_json
from inference.descriptors.descriptor import Descriptor
from inference.findings import Box

if TYPE_CHECKING:
    from app.exam.reading.lesion_reading import LesionReading

MOST_KEPT = 12  # of 2 to 6 MB each

UNREADABLE = "The picture {file} cannot be read; it is missing or damaged. Choose another picture of the lesion."


class LesionPictures(QObject):
    """Asked for a picture it has not got it loads it, and says so when it is there."""

    changed = Signal()
    failed = Signal(object)  # MinamoError

    def __init__(self, reader: LesionReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._shown: OrderedDict[str, PlanePicture] = OrderedDict()
        self._faults: dict[str, MinamoError] = {}
        self._measured: dict[tuple[str, str], tuple[Descriptor, ...]] = {}
        self._works: dict[tuple[str, str], Background] = {}  # (kind and lesion, snapshot)
        self._waiting: dict[str, Callable[[], None]] = {}  # what is to be read when its picture is there

    @property
    def shown(self) -> Mapping[str, PlanePicture]:
        """Pictures that are there, by snapshot id."""
        return self._shown

    def words(self, snapshot_id: str) -> str:
        """What stands in the place of a picture that is not there."""
        fault = self._faults.get(snapshot_id)
        return translate("Lesion", "The picture is being loaded") if fault is None else translate_error(fault)

    def measured(self, lesion_id: str, snapshot_id: str) -> tuple[Descriptor, ...]:
        """The descriptors of a lesion in a picture; empty before it was read."""
        return self._measured.get((lesion_id, snapshot_id), ())

    def is_reading(self, lesion_id: str) -> bool:
        """Whether a picture of this lesion is being measured."""
        return any(kind == f"read {lesion_id}" for kind, _ in self._works)

    def keep(self, snapshot_id: str, image: QImage, layout: ScanLayout) -> None:
        """A picture that was just taken; its file is still being written."""
        self._shown[snapshot_id] = PlanePicture(snapshot_id, image, layout)
        self._shown.move_to_end(snapshot_id)
        while len(self._shown) > MOST_KEPT:
            self._shown.popitem(last=False)

    def want(self, snapshot_id: str, snapshots: Sequence[Snapshot], folder: Path | None) -> None:
        """Load this picture, if it is not there."""
        key = ("load", snapshot_id)
        snapshot = next((each for each in snapshots if each.id == snapshot_id), None)
        known = snapshot_id in self._shown or snapshot_id in self._faults or key in self._works
        if known or snapshot is None or folder is None:
            return
        self._start(
            key, lambda: _load(snapshot, folder / snapshot.plain), self._take_picture, partial(self._lack, snapshot_id)
        )

    def read(
        self,
        lesion_id: str,
        snapshot_id: str,
        box: Box | None,
        then: Callable[["LesionReading | None"], None],
    ) -> None:
        """Measure a lesion in a picture, as soon as the picture is there."""
        picture = self._shown.get(snapshot_id)
        if picture is None:
            self._waiting[snapshot_id] = lambda: self.read(lesion_id, snapshot_id, box, then)
            return
        pixels, layout = pixels_of(picture.image), picture.layout

        def take(reading: "LesionReading | None") -> None:
            if reading is not None:
                self._measured[lesion_id, snapshot_id] = reading.measured
            then(reading)

        self._start(
            (f"read {lesion_id}", snapshot_id),
            lambda: self._reader.read(pixels, layout, box),
            take,
            self.failed.emit,
        )

    def clear(self) -> None:
        """Another exam."""
        for work in self._works.values():
            work.drop(0.0)
        self._works.clear()
        self._waiting.clear()
        self._shown.clear()
        self._faults.clear()
        self._measured.clear()

    def stop(self) -> None:
        """Before the window closes."""
        for work in self._works.values():
            work.drop()
        self._works.clear()

    def _start(
        self,
        key: tuple[str, str],
        work: Callable[[], Any],
        then: Callable[[Any], None],
        fail: Callable[[MinamoError], None],
    ) -> None:
        if key in self._works:
            self._works.pop(key).drop(0.0)
        begun = self._works[key] = Background(key[0].split()[0], lambda _background: work(), self)
        begun.done.connect(lambda answer: self._end(key, begun, partial(then, answer)))
        begun.failed.connect(lambda fault: self._end(key, begun, partial(_raise_or, fail, fault)))
        begun.start()

    def _end(self, key: tuple[str, str], work: Background, then: Callable[[], None]) -> None:
        if self._works.get(key) is work:
            del self._works[key]
            then()
            self.changed.emit()
        work.deleteLater()

    def _take_picture(self, picture: PlanePicture) -> None:
        self.keep(picture.snapshot_id, picture.image, picture.layout)
        waiting = self._waiting.pop(picture.snapshot_id, None)
        if waiting is not None:
            waiting()

    def _lack(self, snapshot_id: str, fault: MinamoError) -> None:
        self._faults[snapshot_id] = fault
        self._waiting.pop(snapshot_id, None)


def pixels_of(image: QImage) -> npt.NDArray[np.uint8]:
    """RGB, (h, w, 3), of its own memory."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).copy()


def _load(snapshot: Snapshot, path: Path) -> PlanePicture:
    image = QImage(str(path))
    if image.isNull():
        raise ExamError(UNREADABLE, file=path.name)
    try:
        layout = layout_from_json(snapshot.layout)
    except ValueError as fault:
        raise ExamError(UNREADABLE, file=path.name) from fault
    return PlanePicture(snapshot.id, image, layout)


def _raise_or(fail: Callable[[MinamoError], None], fault: Exception) -> None:
    if not isinstance(fault, MinamoError):
        raise fault
    fail(fault)

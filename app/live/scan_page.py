"""The page of a running session: bar, scan, contrast strip and calipers, with exam and findings or lesions beside."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.contrast.view import StudyState
from app.exam.live.exam_sheet import ExamSheet
from app.exam.live.exam_strip import ExamStrip
from app.exam.window.lesion.lesion_form import LesionForm
from app.exam.window.lesion.measure_strip import MeasureStrip
from app.exam.window.why.why_panel import WhyPanel
from app.live.contrast.contrast_strip import ContrastStrip
from app.live.contrast.region_layer import RegionLayer
from app.live.live_view import LiveView
from app.live.panels.findings_panel import FindingsPanel
from app.live.panels.health_bar import HealthBar
from app.live.window.keys import Command


class ScanPage(QWidget):
    """Lays out its parts; the strip takes more room when there are parameters to read."""

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.live_view, self.health_bar, self.findings_panel = LiveView(), HealthBar(), FindingsPanel(actions)
        self.contrast, self.regions = ContrastStrip(actions), RegionLayer(self.live_view)
        self.exam, self.sheet = ExamStrip(actions), ExamSheet()
        self.form, self.measure, self.why = LesionForm(actions), MeasureStrip(actions), WhyPanel(actions)
        self.findings_panel.put_below_cards(self.why)
        for part in (self.sheet, self.form, self.measure):
            part.hide()
        self._shares: tuple[int, int] | None = None
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.live_view)
        self._study = QWidget()
        study = QVBoxLayout(self._study)
        study.setContentsMargins(0, 0, 0, 0)
        study.addWidget(self.contrast)
        self._split.addWidget(self._study)
        self._split.addWidget(self.measure)
        self._split.setStretchFactor(0, 1)
        scan = QWidget()
        column = QVBoxLayout(scan)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.health_bar)
        column.addWidget(self._split, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(scan, 1)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.exam)
        beside.addWidget(self.sheet)
        beside.addWidget(self.findings_panel, 1)
        beside.addWidget(self.form, 1)
        self._row.addLayout(beside)

    def show_lesions(self, *, form: bool, measure: bool) -> None:
        """The form in the place of the findings; the calipers under the scan, which keeps at least half.

        A contrast study gives way to the calipers while they are open; it goes on beneath.
        """
        self.form.setVisible(form)
        self.findings_panel.setVisible(not form)
        if measure and self.measure.isHidden():
            self.measure.show()
            whole = self._split.height()
            self._split.setSizes([whole // 2, self._split.sizes()[1], whole // 2])
        self.measure.setVisible(measure)
        self._place_study()

    def show_study(self, state: StudyState) -> None:
        """Give the strip the room that this state needs; the user may move the border until the state changes."""
        shares = {StudyState.OFF: (1, 0), StudyState.COLLECTING: (60, 40), StudyState.FITTING: (60, 40)}
        self._place_study()
        wanted = shares.get(state, (50, 50))
        if wanted != self._shares and self._split.height():
            self._shares = wanted
            below = self._split.sizes()[2]
            room = self._split.height() - below
            self._split.setSizes([*(share * room // max(sum(wanted), 1) for share in wanted), below])

    def _place_study(self) -> None:
        """There is no room for study and calipers and a scan that can be read."""
        self._study.setVisible(not self.contrast.isHidden() and self.measure.isHidden())

    def set_mirrored(self, mirrored: bool) -> None:
        """The findings on the left."""
        direction = QHBoxLayout.Direction.RightToLeft if mirrored else QHBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        for part in (self.findings_panel, self.exam, self.sheet, self.form):
            part.set_mirrored(mirrored)

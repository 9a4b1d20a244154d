"""Choose a scanner, a grabber or a stream, and see what it shows before it is used. Not modal: what runs goes on."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.panels.notice_strip import NoticeStrip
from app.live.sources.picked_pane import PickedPane
from app.live.sources.scanner_rows import ScannerRows
from app.live.sources.source_list import SourceList
from app.live.sources.stream_row import StreamRow
from app.live.window.actions import LiveSource, SourceChoice, SourceEye, WindowActions
from app.scanners.profile import ScannerProfile, without_password
from capture.errors import MinamoError

_GLANCE_MS = 120
_TRIAL = SourceChoice("simulated:", "Simulated scan")


class SourceDialog(QDialog):
    """Emits the choice; opens nothing for good."""

    chosen = Signal(object)  # SourceChoice
    scanners_changed = Signal()

    def __init__(self, doer: WindowActions, first_page: SourceList, parent: QWidget | None = None) -> None:
        """`first_page` watches the same devices; it gives way while this is shown."""
        super().__init__(parent)
        self.setModal(False)
        self._doer, self._first_page = doer, first_page
        self._choice: SourceChoice | None = None
        self._watching = False
        self._own: SourceEye | None = None  # of what is no tile: a stream, or a grabber that is not plugged in
        self.notice = NoticeStrip()
        self.sources = SourceList(doer, upright=True)
        self.sources.give_way(lambda: None)  # until it is shown
        self.scanners = ScannerRows(doer.scanners, self.notice)
        self.streams = StreamRow()
        self.pane = PickedPane()
        self._headings = [label("heading") for _ in range(3)]
        self._trial = QPushButton()
        self._trial.setAutoDefault(False)
        self._trial.clicked.connect(lambda: self._pick(_TRIAL))
        self._timer = QTimer(self)
        self._timer.setInterval(_GLANCE_MS)
        self._timer.timeout.connect(self._glance)
        self.sources.picked.connect(self._pick_source)
        self.sources.listed.connect(self._follow_list)
        self.scanners.picked.connect(self._pick_scanner)
        self.scanners.changed.connect(self.scanners_changed)
        self.streams.picked.connect(lambda address: self._pick(SourceChoice(address, without_password(address))))
        self.pane.mode_changed.connect(self._change_mode)
        self.pane.save_asked.connect(self._save)
        self.pane.used.connect(self._use)
        self._build()
        self.retranslate()

    def show_streams(self, addresses: Sequence[str]) -> None:
        """Offer these recent ones."""
        self.streams.show_recent(addresses)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("Source", "Live source"))
        names = (
            translate("Source", "Scanners"),
            translate("Source", "Grabbers"),
            translate("Source", "Network stream"),
        )
        for heading, text in zip(self._headings, names, strict=True):
            heading.setText(text)
        self._trial.setText(translate("Source", "Try it with a simulated scan"))
        for part in (self.scanners, self.sources, self.streams, self.pane):
            part.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Look, as soon as nothing else does."""
        super().showEvent(event)
        self.scanners.refresh()
        self._timer.start()
        self._first_page.give_way(self._begin)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let everything go and forget the screen: it may show a name."""
        super().hideEvent(event)
        self._timer.stop()
        self._drop_own()
        self._watching = False
        self.sources.give_way(self._first_page.take_back)
        self.pane.forget()
        self.notice.dismiss()

    def resume(self) -> None:
        """A source was opened meanwhile: look on, where this is still shown."""
        if self.isVisible() and self._watching:
            self.sources.watch()
            self._watch()

    def _begin(self) -> None:
        if self.isVisible():
            self._watching = True
            self.sources.take_back()
            self._watch()
        else:
            self._first_page.take_back()

    def let_go(self) -> None:
        """Hold nothing open any more until `resume`; `sources.when_free` tells when that is so."""
        self._drop_own()

    def _build(self) -> None:
        column = QWidget()
        column.setObjectName("page")
        left = QVBoxLayout(column)
        left.setContentsMargins(0, 0, 8, 0)
        left.setSpacing(10)
        for heading, part in zip(self._headings, (self.scanners, self.sources, self.streams), strict=True):
            left.addWidget(heading)
            left.addWidget(part)
            left.addSpacing(8)
        left.addWidget(self._trial)
        left.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(column)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(300)
        scroll.setMaximumWidth(340)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addWidget(scroll)
        columns.addWidget(self.pane, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.addLayout(columns, 1)
        rows.addWidget(self.notice)
        self.resize(1180, 720)

    def _pick_source(self, source: LiveSource) -> None:
        mode = source.modes[0] if source.modes_known and source.modes else None
        self._pick(SourceChoice(source.address, source.name, mode))

    def _pick_scanner(self, profile: ScannerProfile) -> None:
        choice = SourceChoice(profile.address, profile.source_name, profile.mode, profile=profile.id)
        self._pick(choice, profile.name)

    def _pick(self, choice: SourceChoice, scanner: str = "") -> None:
        self._retire()
        self._choice = choice
        if not choice.profile:
            self.scanners.clear_mark()
        source = self._plugged(choice)
        self.sources.choose("" if source is None else source.address)
        self.pane.show_source(source, choice.mode, scanner, device=_is_device(choice))
        self._watch()

    def _plugged(self, choice: SourceChoice) -> LiveSource | None:
        """The grabber of this choice where it is plugged in now; it may have moved to another port."""
        if not _is_device(choice):
            return None
        same = [each for each in self.sources.found.values() if each.name == choice.name]
        there = next((each for each in same if each.address == choice.address), None)
        return there or (same[0] if len(same) == 1 else None)

    def _watch(self) -> None:
        """See what was picked: by the eye of its tile, or by one of its own."""
        choice = self._choice
        if choice is None or not self._watching:
            return
        source = self._plugged(choice)
        eye = None if source is None else self.sources.eye(source.address)
        if eye is not None:
            self._drop_own()
            eye.show(choice, large=True)
        elif source is None:
            if self._own is None:
                self._own = self._doer.watch_source(choice, large=True)
            else:
                self._own.show(choice, large=True)

    def _eye(self) -> SourceEye | None:
        if self._own is not None or self._choice is None:
            return self._own
        source = self._plugged(self._choice)
        return None if source is None else self.sources.eye(source.address)

    def _retire(self) -> None:
        """What was picked before goes back to its small picture."""
        eye, choice = self._eye(), self._choice
        if self._own is not None:
            self._drop_own()
        elif eye is not None and choice is not None:
            eye.show(SourceChoice(choice.address, choice.name), large=False)

    def _drop_own(self) -> None:
        own, self._own = self._own, None
        if own is not None:
            self.sources.let_go_of(own)

    def _follow_list(self) -> None:
        if self._choice is not None:
            self.pane.show_modes(self._plugged(self._choice))
            self._watch()

    def _glance(self) -> None:
        eye = self._eye()
        if eye is not None:
            self.pane.show_glance(eye.glance())

    def _change_mode(self) -> None:
        if self._choice is not None:
            self._choice = replace(self._choice, mode=self.pane.chosen_mode)
            self._watch()

    def _save(self, name: str) -> None:
        """Keep what is picked, as it is seen, under the scanner's name; the marked scanner where the name is its."""
        choice = self._choice
        if choice is None:
            return
        marked = self.scanners.current
        same = marked if marked is not None and marked.name == name.strip() else None
        area = self.pane.area(as_found=True) or (None if same is None else same.area)
        profile = ScannerProfile(
            "" if same is None else same.id, name, choice.address, choice.name, self.pane.chosen_mode, area
        )
        try:
            kept = self._doer.scanners.keep(profile)
        except MinamoError as error:
            self.notice.say(translate_error(error))
            return
        self._choice = replace(choice, profile=kept.id)
        self.pane.name.setText(kept.name)
        self.scanners.refresh(kept.id)
        self.scanners_changed.emit()
        text = translate("Source", "Saved: {name}. The next-scanner key chooses it.").format(name=kept.name)
        self.notice.say(text, good=True)

    def _use(self) -> None:
        choice = self._choice
        if choice is None:
            return
        choice = replace(choice, mode=self.pane.chosen_mode, area=self.pane.area(as_found=False))
        source = self._plugged(choice)
        if source is not None and not choice.profile:
            choice = replace(choice, address=source.address)
        if choice.profile and choice.area is not None:
            try:
                self._doer.scanners.redraw(choice.profile, choice.area)
            except MinamoError as error:
                self.notice.say(translate_error(error))
                return
        self.hide()
        self.chosen.emit(choice)


def _is_device(choice: SourceChoice) -> bool:
    return "://" not in choice.address and not choice.address.startswith(("simulated:", "lavfi:"))

"""The cards beside the scan, and what is said when there is none."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.live.look.error_texts import translate_text
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property, tool_button
from app.live.panels.finding_card import FindingCard
from app.live.panels.setting_button import SettingButton
from app.live.view_state import NO_PICTURE, StatusWord, ViewState
from app.live.window.keys import Command

_NOT_LOOKING = (*NO_PICTURE, StatusWord.SCAN_AREA_LOST, StatusWord.AI_DELAYED)


class FindingsPanel(QWidget):
    """Shows the findings of a `ViewState`; emits what the user chose."""

    chosen = Signal(int)
    dismissed = Signal(int)
    setting_changed = Signal(str, float)

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self._cards: dict[int, FindingCard] = {}
        self._state = ViewState(StatusWord.WAITING)
        self._hidden = False
        self._prevalence = 0.10
        self._moved = False
        self._scale = 1.0
        self._heading, self._count = label("heading"), label("heading")
        self._caption = label("quiet")
        self._banner, self._empty, self._masses = label("banner"), label("body"), label("quiet")
        for text in (self._caption, self._banner, self._empty, self._masses):
            text.setWordWrap(True)
        self._setting_button = SettingButton()
        self._setting_button.setting_changed.connect(self.setting_changed)
        self._setting_button.moved_changed.connect(self._show_moved)
        self._restore = tool_button(actions[Command.RESTORE], text=True)
        self._build()
        self.retranslate()

    def show_state(self, state: ViewState, *, hidden: bool) -> None:
        """Show these findings; `hidden` shows none of them."""
        self._state, self._hidden = state, hidden
        findings = () if hidden or state.muted or state.held_back else state.findings
        self._keep_cards(tuple(finding.number for finding in findings))
        prevalence = self._prevalence if self._moved else None
        for finding in findings:
            card = self._cards[finding.number]
            card.show_finding(finding, state.operating_points, state.development_prevalence, prevalence)
        self._caption.setVisible(bool(findings))
        self._count.setText(str(len(findings)) if findings else "")
        self._show_words(any_shown=bool(findings))
        self._restore.setVisible(state.dismissed > 0)
        text = translate("Findings", "Dismissed: {count} · bring back").format(count=state.dismissed)
        self._restore.setText(text)

    def put_below_cards(self, widget: QWidget) -> None:
        """Another part of the list, under the cards."""
        self._list.insertWidget(self._list.count() - 1, widget)

    def set_setting(self, setting: str, prevalence: float) -> None:
        """Name the setting and its prevalence."""
        self._prevalence = prevalence
        self._setting_button.set_setting(setting, prevalence)
        self.show_state(self._state, hidden=self._hidden)

    def set_mirrored(self, mirrored: bool) -> None:
        """Which side the panel's border is on."""
        set_property(self, "mirrored", mirrored)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._scale = scale
        self.setFixedWidth(round(336 * scale))
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(round(20 * scale), round(20 * scale)))
        for card in self._cards.values():
            card.set_scale(scale)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._heading.setText(translate("Findings", "Findings"))
        self._caption.setText(translate("Findings", "Score for suspicion of malignancy, 0 to 1"))
        self._masses.setText(
            translate(
                "Findings",
                "Masses only: non-mass abnormalities, calcifications, ducts, axilla, implants and operated breasts "
                "are not assessed.",
            )
        )
        self._setting_button.retranslate()
        for card in self._cards.values():
            card.set_dismiss_tooltip(self._actions[Command.DISMISS].toolTip())
        self.show_state(self._state, hidden=self._hidden)

    def _build(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self._heading)
        header.addStretch(1)
        header.addWidget(self._count)
        for command in (Command.PREVIOUS, Command.NEXT):
            header.addWidget(tool_button(self._actions[command]))
        inner = QWidget()
        inner.setObjectName("findingsInner")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(10)
        self._list.addWidget(self._banner)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for command in (Command.LOOK_FIRST, Command.MUTE):
            buttons.addWidget(tool_button(self._actions[command], text=True))
        buttons.addStretch(1)
        for command in (Command.REVEAL, Command.HIDE, Command.AXILLA):
            buttons.addWidget(tool_button(self._actions[command]))
        lesions = QHBoxLayout()
        for command in (Command.WHY, Command.LESION_CONFIRM, Command.LESION_FORM):
            lesions.addWidget(tool_button(self._actions[command], text=True))
        lesions.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 12, 8, 10)
        rows.setSpacing(6)
        rows.addLayout(header)
        rows.addWidget(self._caption)
        rows.addWidget(self._scroll, 1)
        rows.addLayout(lesions)
        rows.addWidget(self._restore)
        rows.addWidget(self._masses)
        rows.addWidget(self._setting_button)
        rows.addLayout(buttons)

    def _keep_cards(self, numbers: tuple[int, ...]) -> None:
        """One card for each number, in this order; cards that stay are not built anew."""
        for number in set(self._cards) - set(numbers):
            card = self._cards.pop(number)
            self._list.removeWidget(card)
            card.hide()  # at once: the patient may be looking
            card.deleteLater()
        for place, number in enumerate(numbers, start=2):  # after banner and empty text
            if number not in self._cards:
                card = FindingCard()
                card.set_scale(self._scale)
                card.set_dismiss_tooltip(self._actions[Command.DISMISS].toolTip())
                card.chosen.connect(self.chosen)
                card.dismissed.connect(self.dismissed)
                self._cards[number] = card
            if self._list.indexOf(self._cards[number]) != place:
                self._list.removeWidget(self._cards[number])
                self._list.insertWidget(place, self._cards[number])

    def _show_words(self, *, any_shown: bool) -> None:
        state = self._state
        self._banner.setVisible((state.abstained is not None or state.doppler) and not self._hidden)
        if state.abstained is not None:
            reason = translate_text(state.abstained)
            self._banner.setText(translate("Findings", "Not scored: {reason}").format(reason=reason))
        elif state.doppler:
            self._banner.setText(translate("Findings", "Doppler on: its colour is taken as the grey around it."))
        self._empty.setVisible(not any_shown)
        self._empty.setText(self._empty_text())

    def _empty_text(self) -> str:
        state, actions = self._state, self._actions
        keys = {command: actions[command].shortcut().toString() for command in (Command.HIDE, Command.MUTE)}
        keys[Command.REVEAL] = actions[Command.REVEAL].shortcut().toString()
        if self._hidden:
            return translate("Findings", "Hidden. {key} shows them again.").format(key=keys[Command.HIDE])
        if state.muted:
            return translate("Findings", "Muted. {key} shows boxes and cards again.").format(key=keys[Command.MUTE])
        if state.held_back:
            text = translate("Findings", "Look first: rest on a place for 2 s, or press {key}, to see boxes.")
            return text.format(key=keys[Command.REVEAL])
        if state.frame is None or state.word is StatusWord.WAITING:
            return ""
        if state.word in _NOT_LOOKING:
            return translate("Findings", "Nothing is analysed at this moment.")
        if not state.analysed:
            return translate("Findings", "Not analysed yet.")
        return translate("Findings", "Nothing marked. This does not exclude a lesion.")

    def _show_moved(self, moved: bool) -> None:
        self._moved = moved
        self.show_state(self._state, hidden=self._hidden)

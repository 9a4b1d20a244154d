"""What the aid says of the case, in the cards of the product; empty where the arm does not show it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.live.look.error_texts import translate_text
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.panels.finding_card import FindingCard
from app.live.view_state import ViewState


class AidPanel(QWidget):
    """Shows the findings of a `ViewState`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: ViewState | None = None
        self._scale = 1.0
        self._cards: list[FindingCard] = []
        self._heading, self._caption = label("heading"), label("quiet")
        self._words, self._masses = label("body"), label("quiet")
        for text in (self._caption, self._words, self._masses):
            text.setWordWrap(True)
        inner = QWidget()
        inner.setObjectName("findingsInner")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(8)
        self._list.addWidget(self._words)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self._heading)
        rows.addWidget(self._caption)
        rows.addWidget(self._scroll, 1)
        rows.addWidget(self._masses)
        self.retranslate()

    def show_aid(self, state: ViewState | None) -> None:
        """Show these findings; None where there is no aid."""
        self._state = state
        findings = state.findings if state is not None else ()
        while len(self._cards) > len(findings):
            card = self._cards.pop()
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self._cards) < len(findings):
            card = FindingCard(dismissable=False)
            card.set_scale(self._scale)
            self._cards.append(card)
            self._list.insertWidget(len(self._cards), card)  # after the words
        for card, finding in zip(self._cards, findings, strict=True):
            if state is not None:
                card.show_finding(finding, state.operating_points, state.development_prevalence, None)
        for part in (self._heading, self._scroll, self._masses):
            part.setVisible(state is not None)
        self._caption.setVisible(bool(findings))
        self._words.setText("" if state is None else _words(state))
        self._words.setVisible(bool(self._words.text()))

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._scale = scale
        for card in self._cards:
            card.set_scale(scale)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._heading.setText(translate("Study", "Aid"))
        self._caption.setText(translate("Findings", "Score for suspicion of malignancy, 0 to 1"))
        self._masses.setText(
            translate(
                "Findings",
                "Masses only: non-mass abnormalities, calcifications, ducts, axilla, implants and operated breasts "
                "are not assessed.",
            )
        )
        self.show_aid(self._state)


def _words(state: ViewState) -> str:
    if state.abstained is not None:
        return translate("Findings", "Not scored: {reason}").format(reason=translate_text(state.abstained))
    return "" if state.findings else translate("Findings", "Nothing marked. This does not exclude a lesion.")

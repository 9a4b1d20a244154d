"""The rating of the case and its category, as the reader sets them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.live.look.texts import translate
from app.live.look.widgets import label, tool_button
from app.study.reading.draft import Draft
from app.study.window.rating_slider import RatingSlider
from app.study.window.steps import ReadingActions, Step

_NUDGES = ((Step.DOWN_10, "−10"), (Step.DOWN, "−1"), (Step.UP, "+1"), (Step.UP_10, "+10"))


class RatingPanel(QWidget):
    """Shows a `Draft`'s rating and category."""

    rated = Signal(int)

    def __init__(self, actions: ReadingActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # never squeezed
        self._heading, self._caption, self._category = label("heading"), label("quiet"), label("heading")
        self._caption.setWordWrap(True)
        self._rating = label("score", "–")
        self._rating.setMinimumWidth(76)
        self.slider = RatingSlider()
        self.slider.rated.connect(self.rated)
        number = QHBoxLayout()
        number.setSpacing(6)
        number.addWidget(self._rating)
        number.addStretch(1)
        for step, text in _NUDGES:
            actions.steps[step].setIconText(text)
            button = tool_button(actions.steps[step], text=True)
            button.setObjectName("step")
            number.addWidget(button)
        categories = QHBoxLayout()
        categories.setSpacing(4)
        for action in actions.categories.values():
            button = tool_button(action, text=True)
            button.setObjectName("category")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            categories.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self._heading)
        rows.addWidget(self._caption)
        rows.addLayout(number)
        rows.addWidget(self.slider)
        rows.addSpacing(6)
        rows.addWidget(self._category)
        rows.addLayout(categories)
        self._rating.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.retranslate()

    def show_draft(self, draft: Draft) -> None:
        """Show it as it stands."""
        self._rating.setText("–" if draft.rating is None else str(draft.rating))
        self.slider.show_rating(draft.rating)
        for birads, action in self._actions.categories.items():
            action.setChecked(birads == draft.birads)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._rating.setMinimumWidth(round(76 * scale))
        self.slider.set_scale(scale)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._heading.setText(translate("Study", "How suspicious is this case?"))
        self._caption.setText(translate("Study", "0: certainly not malignant. 100: certainly malignant."))
        self._category.setText(translate("Study", "BI-RADS category"))
        self.slider.setToolTip(
            translate("Study", "Rating: keys 0 to 9 for 0 to 90; Up and Down by 1, PgUp and PgDown by 10")
        )
        for step, text in _NUDGES:
            self._actions.steps[step].setIconText(text)

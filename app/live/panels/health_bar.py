"""The bar on top: the word in the first corner, the source, the rates, the badge, the recording."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.live.look import theme
from app.live.look.error_texts import translate_text
from app.live.look.icons import icon, pixmap
from app.live.look.texts import duration_text, status_advice, status_text, translate
from app.live.look.widgets import ElidedLabel, label, set_property
from app.live.view_state import Health, StatusWord, ViewState
from app.sharing.desk import SharingGlance

_SIGNS = {
    StatusWord.LIVE: ("ph.broadcast", "live"),
    StatusWord.FROZEN: ("ph.snowflake", "warning"),
    StatusWord.AI_DELAYED: ("ph.hourglass", "warning"),
    StatusWord.NO_SIGNAL: ("ph.prohibit", "warning"),
    StatusWord.SCAN_AREA_LOST: ("ph.frame-corners", "warning"),
    StatusWord.REPLAY: ("ph.film-strip", "calm"),
    StatusWord.PAUSED: ("ph.pause", "calm"),
    StatusWord.MEASURING: ("ph.ruler", "warning"),
    StatusWord.REVIEW: ("ph.rewind", "warning"),
    StatusWord.NO_CONTACT: ("ph.hand-palm", "calm"),
    StatusWord.BLANK: ("ph.square", "calm"),
    StatusWord.STILL: ("ph.snowflake", "warning"),
    StatusWord.SLOW: ("ph.gauge", "warning"),
    StatusWord.NO_INPUT: ("ph.monitor", "warning"),
    StatusWord.RESIZED: ("ph.arrows-out", "warning"),
    StatusWord.STALLED: ("ph.prohibit", "warning"),
    StatusWord.DISCONNECTED: ("ph.link-break", "warning"),
    StatusWord.WAITING: ("ph.hourglass", "calm"),
}
_TONES = {"live": theme.ACTION, "warning": theme.BACKGROUND, "calm": theme.TEXT}


class HealthBar(QWidget):
    """Shows the word and the `Health` of a `ViewState`."""

    gaps_acknowledged = Signal()
    sharing_asked = Signal()  # how it stands, and to close it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("health")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = ViewState(StatusWord.WAITING)
        self._scale = 1.0
        self._drawn: tuple[StatusWord, float] | None = None
        self._sign, self._word = QLabel(), label("word")
        self._source = ElidedLabel("source")
        self._counts = label("quiet")  # never cut short
        self._numbers = ElidedLabel("quiet")
        self._fall_back = ElidedLabel("fallback")
        self._record_sign, self._record = QLabel(), label("recording")
        self._sharing = QToolButton()
        self._sharing.setObjectName("shared")
        self._sharing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sharing.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._sharing.clicked.connect(self.sharing_asked)
        self._sharing.hide()
        self._gaps = QPushButton()
        self._gaps.setObjectName("gaps")
        self._gaps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._gaps.clicked.connect(self.gaps_acknowledged)
        self._build()
        self.show_state(self._state)

    def show_state(self, state: ViewState) -> None:
        """Show this."""
        self._state = state
        self._show_word(state.word)
        health = state.health
        self._source.set_whole_text(health.source_name)
        self._counts.setText(" · ".join(_counts(health)))
        self._numbers.set_whole_text(" · ".join(_numbers(health)))
        for each in (self._counts, self._numbers):
            each.setToolTip("\n".join([*_counts(health), *_numbers(health), *_explained()]))
        said = "" if health.fell_back is None else translate_text(health.fell_back)
        if state.word is StatusWord.STILL:  # the picture is shown, so nothing else says what to do
            said = status_advice(state.word)
        self._fall_back.setVisible(bool(said))
        self._fall_back.set_whole_text(said)
        recording = health.recording_s is not None
        self._record.setVisible(recording)
        self._record_sign.setVisible(recording)
        self._record.setText(duration_text(health.recording_s or 0))
        self._gaps.setVisible(health.recording_gaps > 0)
        self._gaps.setText(translate("Health", "Gaps: {count}").format(count=health.recording_gaps))
        self._gaps.setToolTip(
            translate("Health", "The recording had to leave frames out. Press to say that you have seen it.")
        )

    def show_sharing(self, sharing: SharingGlance | None) -> None:
        """An open port is seen for as long as it is open."""
        self._sharing.setVisible(sharing is not None)
        if sharing is None:
            return
        self._sharing.setText(str(sharing.programs))
        self._sharing.setIcon(icon("ph.share-network", theme.BACKGROUND if sharing.others else theme.TEXT))
        edge = round(18 * self._scale)
        self._sharing.setIconSize(QSize(edge, edge))
        self._sharing.setToolTip(_sharing_text(sharing))
        set_property(self._sharing, "tone", "warning" if sharing.others else "live")

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._scale = scale
        self.show_state(self._state)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.show_state(self._state)

    def _build(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(1)
        above = QHBoxLayout()
        above.setSpacing(16)
        above.addWidget(self._source)
        above.addWidget(self._counts)
        above.addWidget(self._fall_back, 1)
        above.addStretch()
        lines.addLayout(above)
        lines.addWidget(self._numbers)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addWidget(self._word)
        row.addLayout(lines, 1)
        row.addWidget(self._sharing)
        row.addWidget(self._record_sign)
        row.addWidget(self._record)
        row.addWidget(self._gaps)

    def _show_word(self, word: StatusWord) -> None:
        self._word.setText(status_text(word))
        self._word.setToolTip(status_advice(word))
        name, tone = _SIGNS[word]
        set_property(self._word, "tone", tone)
        if self._drawn != (word, self._scale):
            edge = round(26 * self._scale)
            colour = theme.WARNING if tone == "warning" else _TONES[tone]
            self._sign.setPixmap(pixmap(name, colour, edge))
            self._record_sign.setPixmap(pixmap("ph.record-fill", "#F85149", edge))
            self._drawn = (word, self._scale)


def _numbers(health: Health) -> list[str]:
    """Rates, age, badge and what the analysis passed over, as far as they are known."""
    parts = []
    if health.painted_hz is not None:
        parts.append(translate("Health", "{rate} fps").format(rate=f"{health.painted_hz:.0f}"))
    if health.analyses_hz is not None:
        parts.append(translate("Health", "AI {rate}/s").format(rate=f"{health.analyses_hz:.0f}"))
    age = "–" if health.age_ms is None else f"{health.age_ms:.0f}"
    parts.append(translate("Health", "age {age} ms").format(age=age))
    if health.delay_ms > 0:
        parts.append(translate("Health", "delay {delay} ms").format(delay=f"{health.delay_ms:.0f}"))
    if health.alarms is not None:
        parts.append(translate("Health", "marks {count}/min").format(count=health.alarms))
    if health.device:
        parts.append(f"{health.device} {health.precision}".strip())
    parts.append(translate("Health", "replaced {count}").format(count=health.replaced))
    if health.held_back:
        parts.append(translate("Health", "held back {count}").format(count=health.held_back))
    return parts


def _sharing_text(sharing: SharingGlance) -> str:
    who = (
        translate("Health", "Open to other computers too.")
        if sharing.others
        else translate("Health", "Open to programs of this computer only.")
    )
    text = translate("Health", "OpenIGTLink is open at {address}; {count} programs are connected.")
    return f"{text.format(address=sharing.address, count=sharing.programs)}\n{who}"


def _counts(health: Health) -> list[str]:
    """What came of the source's pictures: always in sight, so that nothing is lost in silence."""
    parts = [
        translate("Health", "delivered {count}").format(count=health.delivered),
        translate("Health", "lost {count}").format(count=health.lost),
        translate("Health", "repeated {count}").format(count=health.repeated),
        translate("Health", "late {count}").format(count=health.late),
    ]
    if health.lag_ms is not None:
        parts.append(translate("Health", "lag {lag} ms").format(lag=f"{health.lag_ms:.0f}"))
    return parts


def _explained() -> list[str]:
    return [
        translate("Health", "marks: findings first shown during the last minute of scanning"),
        translate("Health", "lag: how much later than the quickest one the newest picture arrived"),
        translate("Health", "delivered: pictures that came"),
        translate("Health", "late: came after more than 1.5 times the usual interval"),
        translate("Health", "lost: sent but never shown: missing, damaged, or passed over for a newer one"),
        translate("Health", "repeated: the same picture again, counted once"),
        translate("Health", "replaced: not analysed, because a newer one had come"),
        translate("Health", "held back: not passed on, because the scan area was lost or the screen was empty"),
    ]

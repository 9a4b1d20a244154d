"""Colours, fonts and the style sheet: dark for a dim room, every text 7:1 or better on its surface."""

from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo

from inference.findings import Look, OperatingPoints

BACKGROUND = "#0E1116"
PANEL = "#161B22"
LINE = "#30363D"
TEXT = "#E6EDF3"
TEXT_QUIET = "#B1BAC4"  # captions: MUTED itself reaches only 5.6:1 on a panel
MUTED = "#8B949E"  # signs, dashes and curves without a score, not text
ACTION = "#2DD4BF"
SCAN = "#000000"
WARNING = "#E69F00"
ALARM = "#9E1C1C"  # white text on it has 7.8:1

LOOK_COLOURS = {Look.LOW: "#56B4E9", Look.UNCERTAIN: "#E69F00", Look.SUSPICIOUS: "#D55E00"}  # Okabe-Ito

_JAPANESE_FAMILIES = ("Noto Sans CJK JP", "Yu Gothic UI", "Hiragino Sans", "Meiryo", "Noto Sans JP")


def look_of(malignancy: float | None, points: OperatingPoints) -> Look | None:
    """The look of a score; None where there is no score."""
    return None if malignancy is None else points.look(malignancy)


def look_colour(look: Look | None) -> QColor:
    """The colour of a look; grey where there is no score."""
    return QColor(MUTED if look is None else LOOK_COLOURS[look])


@cache
def ui_families() -> tuple[str, ...]:
    """The platform's UI font, and the first Japanese one that is installed; needs a running QGuiApplication."""
    known = set(QFontDatabase.families())
    behind = [family for family in _JAPANESE_FAMILIES if family in known]
    general = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))  # "Sans Serif" is no family
    return general.family(), *behind[:1]


def ui_font(size_px: int, *, bold: bool = False) -> QFont:
    """The platform's own UI font with a Japanese one behind it, digits of one width."""
    font = QFont()
    font.setFamilies(list(ui_families()))
    font.setPixelSize(size_px)
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def style_sheet(scale: float) -> str:
    """The whole window's style; `scale` enlarges every text and margin on large screens read from afar."""

    def px(size: float) -> str:
        return f"{round(size * scale)}px"

    return f"""
    QWidget {{ color: {TEXT}; font-size: {px(14)}; }}
    QMainWindow, QDialog, QMenu, #page {{ background: {BACKGROUND}; }}
    QToolTip {{ background: {PANEL}; color: {TEXT}; border: 1px solid {LINE}; padding: {px(4)}; }}
    #health, #bottom, #findings, #findingsInner, #exam {{ background: {PANEL}; }}
    #health {{ border-bottom: 1px solid {LINE}; }}
    #bottom {{ border-top: 1px solid {LINE}; }}
    #findings[mirrored="false"], #exam[mirrored="false"] {{ border-left: 1px solid {LINE}; }}
    #findings[mirrored="true"], #exam[mirrored="true"] {{ border-right: 1px solid {LINE}; }}
    #quiet {{ color: {TEXT_QUIET}; font-size: {px(12)}; }}
    #words {{ font-size: {px(13)}; font-weight: 600; }}
    #body {{ color: {TEXT_QUIET}; font-size: {px(14)}; }}
    #source {{ font-size: {px(14)}; font-weight: 600; }}
    #heading {{ font-size: {px(17)}; font-weight: 600; }}
    #title {{ font-size: {px(34)}; font-weight: 600; }}
    #word {{ font-size: {px(19)}; font-weight: 700; padding: {px(3)} {px(10)}; border-radius: {px(5)}; }}
    #word[tone="live"] {{ color: {ACTION}; border: 1px solid {ACTION}; }}
    #word[tone="calm"] {{ color: {TEXT}; border: 1px solid {MUTED}; }}
    #word[tone="warning"] {{ color: {BACKGROUND}; background: {WARNING}; border: 1px solid {WARNING}; }}
    #shared {{ font-size: {px(14)}; font-weight: 600; padding: {px(3)} {px(8)}; border-radius: {px(4)}; }}
    #shared[tone="live"] {{ color: {TEXT}; border: 1px solid {MUTED}; }}
    #shared[tone="warning"] {{ color: {BACKGROUND}; background: {WARNING}; border: 1px solid {WARNING}; }}
    #recording {{ font-size: {px(15)}; font-weight: 600; }}
    #gaps {{ background: {ALARM}; color: white; border: none; border-radius: {px(4)}; padding: {px(3)} {px(8)}; }}
    #fallback {{ color: {WARNING}; font-size: {px(12)}; }}
    #notice {{ background: {BACKGROUND}; border: 1px solid {WARNING}; border-radius: {px(6)}; }}
    #notice[good="true"] {{ border-color: {LINE}; }}
    #notice QPushButton {{ padding: {px(4)} {px(14)}; }}
    #banner {{ border: 1px dashed {MUTED}; border-radius: {px(6)}; padding: {px(8)}; color: {TEXT}; }}
    #card {{ background: {BACKGROUND}; border: 1px solid {LINE}; border-radius: {px(8)}; }}
    #card:hover {{ border-color: {MUTED}; }}
    #card[selected="true"] {{ border: 2px solid {ACTION}; }}
    #number {{ font-size: {px(18)}; font-weight: 700; }}
    #score {{ font-size: {px(40)}; font-weight: 600; }}
    #range {{ font-size: {px(17)}; font-weight: 600; }}
    #speed {{ padding: {px(2)} {px(6)}; }}
    #time {{ font-size: {px(15)}; font-weight: 600; }}
    #contrast {{ background: {PANEL}; border-top: 1px solid {LINE}; }}
    #clock {{ font-size: {px(28)}; font-weight: 700; color: {TEXT_QUIET}; }}
    #clock[marked="true"] {{ color: {ACTION}; }}
    QTableWidget#dense {{ font-size: {px(12)}; padding: 0; border: none; background: transparent; }}
    #dense QHeaderView::section {{ font-size: {px(12)}; padding: {px(2)} {px(4)}; color: {TEXT_QUIET}; }}
    #choice {{ padding: {px(4)} {px(8)}; }}
    #choice:checked {{ border: 2px solid {ACTION}; }}
    #framed {{ border: 1px solid {LINE}; padding: {px(4)} {px(8)}; }}
    #tiles {{ background: {BACKGROUND}; border: none; }}
    #tiles::item {{ color: {TEXT}; padding: {px(4)}; border: 2px solid transparent; border-radius: {px(6)}; }}
    #tiles::item:hover {{ border-color: {LINE}; }}
    #tiles::item:selected {{ background: transparent; border-color: {ACTION}; }}
    #term {{ border: 1px solid {LINE}; padding: {px(3)} {px(7)}; }}
    #term[letter="true"] {{ padding: {px(3)} {px(5)}; min-width: {px(16)}; }}
    #term[offered="true"] {{ border: 1px dashed {MUTED}; }}
    #term:checked {{ background: {ACTION}; color: {BACKGROUND}; border: 1px solid {ACTION}; }}
    #take {{ color: {TEXT_QUIET}; border: 1px dashed {MUTED}; font-size: {px(12)}; padding: {px(1)} {px(6)}; }}
    #feature {{ border: 1px solid transparent; border-radius: {px(6)}; }}
    #feature[current="true"] {{ border-color: {ACTION}; }}
    #size {{ color: {TEXT_QUIET}; font-size: {px(14)}; }}
    #size[known="true"] {{ color: {TEXT}; font-size: {px(17)}; font-weight: 600; }}
    #measured {{ font-size: {px(13)}; }}
    #side {{ border: 1px solid {ACTION}; font-weight: 700; padding: {px(2)} {px(8)}; }}
    #side[unknown="true"] {{ border-color: {WARNING}; color: {WARNING}; }}
    QToolButton[part="lesion"] {{ color: #F0E442; }}
    QToolButton[part="reference"] {{ color: #CC79A7; }}
    QLineEdit[wrong="true"] {{ border-color: {WARNING}; }}
    QTabWidget::pane {{ border: none; }}
    QTabBar::tab {{ background: transparent; border: none; padding: {px(4)} {px(9)}; color: {TEXT_QUIET}; }}
    QTabBar::tab:selected {{ color: {TEXT}; border-bottom: 2px solid {ACTION}; }}
    QSplitter::handle {{ background: {LINE}; height: 3px; }}
    QSlider::groove:horizontal {{ background: {LINE}; height: {px(4)}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {ACTION}; width: {px(14)}; margin: -{px(5)} 0; border-radius: {px(7)}; }}
    QScrollArea {{ border: none; background: transparent; }}
    QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {px(5)}; padding: {px(5)}; }}
    #step, #category {{ border-color: {LINE}; font-size: {px(15)}; font-weight: 600; padding: {px(4)}; }}
    #category {{ padding: {px(7)} 0px; }}
    #category:checked {{ background: {ACTION}; color: {BACKGROUND}; border-color: {ACTION}; }}
    #cross {{ padding: {px(2)}; }}
    QToolButton:hover {{ background: {LINE}; }}
    QToolButton:pressed {{ background: {BACKGROUND}; }}
    QToolButton:checked {{ color: {ACTION}; border-color: {ACTION}; }}
    QToolButton:focus {{ border-color: {ACTION}; }}
    #roomy {{ outline: 0; padding: 0; }}
    #roomy::item {{ padding: {px(5)} {px(8)}; border: none; }}
    #roomy::item:selected {{ background: {ACTION}; color: {BACKGROUND}; }}
    #roomy QHeaderView::section {{ padding: {px(6)} {px(8)}; color: {TEXT_QUIET}; }}
    #tick {{ border-color: transparent; padding: {px(2)} {px(4)} {px(2)} 0px; text-align: left; }}
    #tick:checked {{ color: {TEXT}; }}
    #tick:focus {{ border-bottom-color: {ACTION}; }}
    #outcome {{ font-size: {px(14)}; color: {TEXT}; }}
    #outcome[tone="wrong"] {{ color: {WARNING}; }}
    #outcome[tone="good"] {{ color: {ACTION}; }}
    QToolButton:disabled {{ color: {MUTED}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QPushButton {{ background: {PANEL}; border: 1px solid {MUTED}; border-radius: {px(6)}; padding: {px(7)} {px(16)}; }}
    QPushButton:hover, QPushButton:focus {{ border-color: {ACTION}; }}
    #primary {{ background: {ACTION}; color: {BACKGROUND}; border-color: {ACTION}; font-weight: 600; }}
    #primary:hover, #primary:focus {{ border-color: {TEXT}; }}
    QPushButton:disabled, #primary:disabled {{ color: {MUTED}; background: {PANEL}; border-color: {LINE}; }}
    QCheckBox {{ spacing: {px(8)}; }}
    QCheckBox::indicator {{ width: {px(16)}; height: {px(16)}; border: 1px solid {MUTED}; border-radius: {px(3)};
        background: {BACKGROUND}; }}
    QCheckBox::indicator:checked {{ border: 1px solid {ACTION}; background: {ACTION}; }}
    QCheckBox::indicator:focus {{ border-color: {ACTION}; }}
    QCheckBox::indicator:disabled {{ border-color: {LINE}; background: {PANEL}; }}
    QCheckBox:disabled {{ color: {MUTED}; }}
    #tile {{ background: {PANEL}; border: 1px solid {LINE}; border-radius: {px(8)}; padding: {px(8)}; }}
    #tile:hover, #tile:focus {{ border-color: {ACTION}; }}
    #tile:checked {{ border: 2px solid {ACTION}; }}
    QLineEdit, QComboBox, QDoubleSpinBox, QKeySequenceEdit, QTableWidget, QListView, QTreeView, QAbstractItemView {{
        background: {PANEL}; border: 1px solid {LINE}; border-radius: {px(4)}; padding: {px(4)};
        selection-background-color: {ACTION}; selection-color: {BACKGROUND}; }}
    QLineEdit:focus, QComboBox:focus, QDoubleSpinBox:focus {{ border-color: {ACTION}; }}
    QHeaderView::section {{ background: {PANEL}; border: none; padding: {px(4)}; }}
    QMenu {{ border: 1px solid {LINE}; padding: {px(4)}; }}
    QMenu::item {{ padding: {px(6)} {px(22)}; }}
    QMenu::item:selected {{ background: {LINE}; }}
    QProgressBar {{ background: {BACKGROUND}; border: 1px solid {LINE}; border-radius: {px(4)}; text-align: center; }}
    QProgressBar::chunk {{ background: {ACTION}; }}
    QScrollBar:vertical {{ background: {PANEL}; width: {px(10)}; }}
    QScrollBar::handle:vertical {{ background: {MUTED}; border-radius: {px(5)}; min-height: {px(24)}; }}
    QScrollBar:horizontal {{ background: {PANEL}; height: {px(10)}; }}
    QScrollBar::handle:horizontal {{ background: {MUTED}; border-radius: {px(5)}; min-width: {px(24)}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    """

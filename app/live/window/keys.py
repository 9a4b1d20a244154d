"""What the user can do with one key or foot pedal, and which key it is."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence

from app.live.look.icons import icon
from app.live.look.texts import translate


class Command(Enum):
    """One thing the user can do; the value is its name in the settings."""

    PLAY = "play"
    HOME = "home"
    BACK = "back"
    FORWARD = "forward"
    END = "end"
    LOOP = "loop"
    SNAPSHOT = "snapshot"
    KEEP = "keep"
    RECORD = "record"
    MUTE = "mute"
    HIDE = "hide"
    LOOK_FIRST = "look_first"
    REVEAL = "reveal"
    DISMISS = "dismiss"
    RESTORE = "restore"
    AXILLA = "axilla"
    PREVIOUS = "previous"
    NEXT = "next"
    CONTRAST_TIMER = "contrast_timer"
    CONTRAST_STUDY = "contrast_study"
    CONTRAST_INJECTION = "contrast_injection"
    CONTRAST_REGION = "contrast_region"
    CONTRAST_ELLIPSE = "contrast_ellipse"
    CONTRAST_POLYGON = "contrast_polygon"
    CONTRAST_FREEHAND = "contrast_freehand"
    CONTRAST_UNDO = "contrast_undo"
    CONTRAST_MAP = "contrast_map"
    CONTRAST_DB = "contrast_db"
    EXAM = "exam"
    EXAM_SIDE = "exam_side"
    EXAM_SHEET = "exam_sheet"
    EXAM_CONTENTS = "exam_contents"
    EXAM_LIST = "exam_list"
    REPORT = "report"
    WORKLIST = "worklist"
    SEND = "send"
    ARCHIVE = "archive"
    LESION_CONFIRM = "lesion_confirm"
    LESION_PLANE = "lesion_plane"
    LESION_FORM = "lesion_form"
    LESION_MEASURE = "lesion_measure"
    WHY = "why"
    SALIENCY = "saliency"
    OPEN = "open"
    OPEN_FOLDER = "open_folder"
    SOURCE = "source"
    LAYOUT = "layout"
    NEXT_SCANNER = "next_scanner"
    PREVIOUS_SCANNER = "previous_scanner"
    SCALE = "scale"
    SHARE = "share"
    EXPORT = "export"
    START_PAGE = "start_page"
    FULL_SCREEN = "full_screen"
    MIRROR = "mirror"
    KEYS = "keys"
    LESION_1 = "lesion_1"
    LESION_2 = "lesion_2"
    LESION_3 = "lesion_3"
    LESION_4 = "lesion_4"
    LESION_5 = "lesion_5"
    LESION_6 = "lesion_6"
    LESION_7 = "lesion_7"
    LESION_8 = "lesion_8"
    LESION_9 = "lesion_9"


LESIONS = {Command(f"lesion_{number}"): number for number in range(1, 10)}

DEFAULT_KEYS: dict[Command, str] = {
    Command.PLAY: "Space",
    Command.HOME: "Home",
    Command.BACK: "Left",
    Command.FORWARD: "Right",
    Command.END: "End",
    Command.LOOP: "O",
    Command.SNAPSHOT: "S",
    Command.KEEP: "C",
    Command.RECORD: "R",
    Command.MUTE: "M",
    Command.HIDE: "H",
    Command.LOOK_FIRST: "L",
    Command.REVEAL: "V",
    Command.DISMISS: "X",
    Command.RESTORE: "Z",
    Command.AXILLA: "A",
    Command.PREVIOUS: "B",
    Command.NEXT: "N",
    Command.CONTRAST_TIMER: "T",
    Command.CONTRAST_STUDY: "Ctrl+T",
    Command.CONTRAST_INJECTION: "Ctrl+N",
    Command.CONTRAST_REGION: "Shift+R",
    Command.CONTRAST_ELLIPSE: "Shift+E",
    Command.CONTRAST_POLYGON: "Shift+P",
    Command.CONTRAST_FREEHAND: "Shift+F",
    Command.CONTRAST_UNDO: "Ctrl+Z",
    Command.CONTRAST_MAP: "Shift+M",
    Command.CONTRAST_DB: "Shift+D",
    Command.EXAM: "E",
    Command.EXAM_SIDE: "D",
    Command.EXAM_SHEET: "I",
    Command.EXAM_CONTENTS: "K",
    Command.EXAM_LIST: "Ctrl+Shift+E",
    Command.REPORT: "Ctrl+P",
    Command.WORKLIST: "P",
    Command.SEND: "Ctrl+U",
    Command.ARCHIVE: "Ctrl+Shift+U",
    Command.LESION_CONFIRM: "Y",
    Command.LESION_PLANE: "Shift+Y",
    Command.LESION_FORM: "G",
    Command.LESION_MEASURE: "Shift+G",
    Command.WHY: "W",
    Command.SALIENCY: "Shift+W",
    Command.OPEN: "Ctrl+O",
    Command.OPEN_FOLDER: "Ctrl+Shift+O",
    Command.SOURCE: "Ctrl+L",
    Command.LAYOUT: "Ctrl+K",
    Command.NEXT_SCANNER: "J",
    Command.PREVIOUS_SCANNER: "Shift+J",
    Command.SCALE: "Ctrl+Shift+K",
    Command.SHARE: "Ctrl+G",
    Command.EXPORT: "Ctrl+E",
    Command.START_PAGE: "Ctrl+W",
    Command.FULL_SCREEN: "F",
    Command.MIRROR: "Ctrl+M",
    Command.KEYS: "?",
    **{command: str(number) for command, number in LESIONS.items()},
}

CHECKABLE = (
    Command.LOOP,
    Command.RECORD,
    Command.MUTE,
    Command.HIDE,
    Command.LOOK_FIRST,
    Command.AXILLA,
    Command.KEEP,
    Command.EXAM_SHEET,
    Command.LESION_FORM,
    Command.LESION_MEASURE,
    Command.WHY,
    Command.CONTRAST_STUDY,
    Command.CONTRAST_ELLIPSE,
    Command.CONTRAST_POLYGON,
    Command.CONTRAST_FREEHAND,
    Command.CONTRAST_DB,
    Command.SHARE,
    Command.FULL_SCREEN,
    Command.MIRROR,
)

_ICONS = {
    Command.PLAY: "ph.play",
    Command.HOME: "ph.skip-back",
    Command.BACK: "ph.caret-left",
    Command.FORWARD: "ph.caret-right",
    Command.END: "ph.skip-forward",
    Command.LOOP: "ph.repeat",
    Command.SNAPSHOT: "ph.camera",
    Command.KEEP: "ph.clock-counter-clockwise",
    Command.RECORD: "ph.record",
    Command.MUTE: "ph.speaker-slash",
    Command.HIDE: "ph.eye-slash",
    Command.LOOK_FIRST: "ph.eye",
    Command.REVEAL: "ph.magnifying-glass",
    Command.DISMISS: "ph.x",
    Command.RESTORE: "ph.arrow-u-up-left",
    Command.AXILLA: "ph.prohibit",
    Command.PREVIOUS: "ph.arrow-left",
    Command.NEXT: "ph.arrow-right",
    Command.CONTRAST_TIMER: "ph.timer",
    Command.CONTRAST_STUDY: "ph.chart-line",
    Command.CONTRAST_INJECTION: "ph.drop",
    Command.CONTRAST_REGION: "ph.swap",
    Command.CONTRAST_ELLIPSE: "ph.circle",
    Command.CONTRAST_POLYGON: "ph.polygon",
    Command.CONTRAST_FREEHAND: "ph.pencil-line",
    Command.CONTRAST_UNDO: "ph.arrow-counter-clockwise",
    Command.CONTRAST_MAP: "ph.palette",
    Command.CONTRAST_DB: "ph.ruler",
    Command.EXAM: "ph.clipboard-text",
    Command.EXAM_SIDE: "ph.arrows-left-right",
    Command.EXAM_SHEET: "ph.note-pencil",
    Command.EXAM_CONTENTS: "ph.squares-four",
    Command.EXAM_LIST: "ph.archive-box",
    Command.REPORT: "ph.file-text",
    Command.WORKLIST: "ph.user-list",
    Command.SEND: "ph.cloud-arrow-up",
    Command.ARCHIVE: "ph.hard-drives",
    Command.LESION_CONFIRM: "ph.target",
    Command.LESION_PLANE: "ph.selection-plus",
    Command.LESION_FORM: "ph.list-bullets",
    Command.LESION_MEASURE: "ph.ruler",
    Command.WHY: "ph.question",
    Command.SALIENCY: "ph.eye",
    Command.OPEN: "ph.film-strip",
    Command.OPEN_FOLDER: "ph.folder-open",
    Command.SOURCE: "ph.monitor-play",
    Command.LAYOUT: "ph.crop",
    Command.NEXT_SCANNER: "ph.caret-double-right",
    Command.PREVIOUS_SCANNER: "ph.caret-double-left",
    Command.SCALE: "ph.ruler",
    Command.SHARE: "ph.share-network",
    Command.EXPORT: "ph.export",
    Command.START_PAGE: "ph.house",
    Command.FULL_SCREEN: "ph.corners-out",
    Command.MIRROR: "ph.swap",
    Command.KEYS: "ph.question",
}


def command_text(command: Command) -> str:
    """What the command does, in a few words."""
    if command in LESIONS:
        return translate("Command", "Choose finding {number}").format(number=LESIONS[command])
    return {
        Command.PLAY: translate("Command", "Freeze the view, or play and pause a recording"),
        Command.HOME: translate("Command", "First frame"),
        Command.BACK: translate("Command", "One frame back"),
        Command.FORWARD: translate("Command", "One frame on"),
        Command.END: translate("Command", "Last frame"),
        Command.LOOP: translate("Command", "Play in a loop"),
        Command.SNAPSHOT: translate("Command", "Snapshot"),
        Command.KEEP: translate("Command", "Keep the last 30 s; in an exam also the next, until pressed again"),
        Command.RECORD: translate("Command", "Record"),
        Command.MUTE: translate("Command", "Mute: boxes and cards off"),
        Command.HIDE: translate("Command", "Hide every number and box from the patient"),
        Command.LOOK_FIRST: translate("Command", "Look first: hold the boxes back"),
        Command.REVEAL: translate("Command", "Look first: show the boxes of this place"),
        Command.DISMISS: translate("Command", "Dismiss this finding"),
        Command.RESTORE: translate("Command", "Bring the last dismissed finding back"),
        Command.AXILLA: translate("Command", "Axilla: no score"),
        Command.PREVIOUS: translate("Command", "Previous finding"),
        Command.NEXT: translate("Command", "Next finding"),
        Command.CONTRAST_TIMER: translate("Command", "Contrast: injected now, start the timer"),
        Command.CONTRAST_STUDY: translate("Command", "Contrast: begin a study without a timer, or stop and keep it"),
        Command.CONTRAST_INJECTION: translate("Command", "Contrast: new injection, new study"),
        Command.CONTRAST_REGION: translate("Command", "Contrast: draw the lesion or the reference"),
        Command.CONTRAST_ELLIPSE: translate("Command", "Contrast: draw an ellipse"),
        Command.CONTRAST_POLYGON: translate("Command", "Contrast: draw a polygon, double click ends it"),
        Command.CONTRAST_FREEHAND: translate("Command", "Contrast: draw a region by hand"),
        Command.CONTRAST_UNDO: translate("Command", "Contrast: take the last change of a region back"),
        Command.CONTRAST_MAP: translate("Command", "Contrast: next map over the B-mode, or none"),
        Command.CONTRAST_DB: translate("Command", "Contrast: curve in dB"),
        Command.EXAM: translate("Command", "Exam: start, or end and keep it"),
        Command.EXAM_SIDE: translate("Command", "Exam: right or left breast"),
        Command.EXAM_SHEET: translate("Command", "Exam: examiner, patient, setting, note"),
        Command.EXAM_CONTENTS: translate("Command", "Exam: what was kept"),
        Command.EXAM_LIST: translate("Command", "All exams"),
        Command.REPORT: translate("Command", "Exam: report"),
        Command.WORKLIST: translate("Command", "Worklist: choose the patient"),
        Command.SEND: translate("Command", "Send the exam to the archive"),
        Command.ARCHIVE: translate("Command", "Archive: what waits to be sent, and its settings"),
        Command.LESION_CONFIRM: translate("Command", "Lesion: confirm the chosen finding as a lesion"),
        Command.LESION_PLANE: translate("Command", "Lesion: this picture is its second plane"),
        Command.LESION_FORM: translate("Command", "Lesion: describe, or back to the findings"),
        Command.LESION_MEASURE: translate("Command", "Lesion: calipers on its two planes"),
        Command.WHY: translate("Command", "Why: measured descriptors of the chosen finding"),
        Command.SALIENCY: translate("Command", "Why: what the network looked at"),
        Command.OPEN: translate("Command", "Open a recording"),
        Command.OPEN_FOLDER: translate("Command", "Open a folder of images"),
        Command.SOURCE: translate("Command", "Choose a live source"),
        Command.LAYOUT: translate("Command", "Mark the scan area"),
        Command.NEXT_SCANNER: translate("Command", "Next scanner; an exam goes on"),
        Command.PREVIOUS_SCANNER: translate("Command", "Previous scanner"),
        Command.SCALE: translate("Command", "State the scale"),
        Command.SHARE: translate("Command", "Share with other programs (OpenIGTLink)"),
        Command.EXPORT: translate("Command", "Export as MP4"),
        Command.START_PAGE: translate("Command", "Close and go to the start page"),
        Command.FULL_SCREEN: translate("Command", "Full screen"),
        Command.MIRROR: translate("Command", "Findings on the other side"),
        Command.KEYS: translate("Command", "List of keys"),
    }[command]


def command_icon(command: Command, name: str | None = None) -> QIcon:
    """The command's icon, or another one of the same set."""
    return icon(name or _ICONS[command])


def key_of(command: Command, changed: Mapping[str, str]) -> str:
    """The key in force: the user's, or the default."""
    return changed.get(command.value, DEFAULT_KEYS[command])


def make_actions(owner: QObject) -> dict[Command, QAction]:
    """One action for each command; keys work in every window of the program, so that a pedal always does."""
    actions = {}
    for command in Command:
        action = QAction(owner)
        action.setCheckable(command in CHECKABLE)
        action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        action.setAutoRepeat(command in (Command.BACK, Command.FORWARD))
        if command in _ICONS:
            action.setIcon(command_icon(command))
        actions[command] = action
    return actions


def name_actions(actions: Mapping[Command, QAction], changed: Mapping[str, str]) -> None:
    """Set texts, tooltips and keys in the language and with the keys now in force."""
    for command, action in actions.items():
        sequence = QKeySequence(key_of(command, changed))
        text = command_text(command)
        action.setText(text)
        action.setShortcut(sequence)
        shown = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        key = translate("Command", "{action} ({key})").format(action=text, key=shown)
        action.setToolTip(key if shown else text)

"""What is said of a link that is too slow, for translation."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

SIGNAL_TEXTS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP(
        "Errors",
        "Slow link: {source} gives only {hz} pictures a second, because it is plugged into a USB 2 port. Plug it "
        "into a USB 3 port (blue, or marked SS), with its own cable.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Slow link: {source} gives only {hz} pictures a second as {mode}. Plug it into a USB 3 port, or choose "
        "MJPEG or a smaller picture in the list of sources.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Slow link: {source} gives only {hz} pictures a second as {mode}. Choose a mode with 30 or 60 Hz in the list "
        "of sources, and unplug other devices from that USB port.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Slow link: only {hz} pictures a second come from {source} ({mode}). Set the sender to 30 or 60 Hz, and "
        "use a network cable instead of wireless.",
    ),
)

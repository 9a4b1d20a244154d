"""What goes wrong with sources, scanner profiles and sharing, as Qt translates it."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

SCANNER_TEXTS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("Errors", "Sharing stopped ({reason}); open it again"),
    QT_TRANSLATE_NOOP("Errors", "Port {port} is in use by another program, or may not be opened; choose another port"),
    QT_TRANSLATE_NOOP("Errors", "Port {port} cannot be opened ({reason}); choose another port"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "You may not use {source}. Linux: add your user to the group 'video' and log in again; Windows and macOS: "
        "allow the camera in the privacy settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{source} is in use by another program; close that program and choose the source again."
    ),
    QT_TRANSLATE_NOOP("Errors", "{source} is not there. Plug the grabber in, or choose another source."),
    QT_TRANSLATE_NOOP("Errors", "{source} could not be opened ({reason}). Plug it in again, or choose another source."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a scanner profile, or it is damaged; export it again"),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a scanner profile; choose a file that Minamo has exported"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is a scanner profile of a newer Minamo (version {version}); update Minamo, or export it again "
        "from one like this",
    ),
    QT_TRANSLATE_NOOP("Errors", "The scanner profile {file} is damaged ({reason}); export it again, or make it anew"),
    QT_TRANSLATE_NOOP("Errors", "A scanner profile needs a name; type one"),
    QT_TRANSLATE_NOOP("Errors", "There is a scanner profile called {name} already; choose another name"),
    QT_TRANSLATE_NOOP("Errors", "This scanner profile is gone; another window may have deleted it. Choose another"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The scanner profile cannot be written to {folder} ({reason}); free space there or make it writable",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "{source} is plugged in more than once, and not where it was; choose the right one again."
    ),
    QT_TRANSLATE_NOOP("Errors", "{source} has ended; check that it is still sending"),
    QT_TRANSLATE_NOOP("Errors", "{source} stopped ({reason}); choose it again"),
)

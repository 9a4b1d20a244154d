"""The texts of what can go wrong with a report, for Qt's translation; part of the list in `error_texts`."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

REPORT_TEXTS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("Errors", "This exam is sealed; open it with its pass phrase, then make the report"),
    QT_TRANSLATE_NOOP("Errors", "The earlier exam is sealed; open it with its pass phrase, or report without it"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The earlier exam is of another patient; choose one of the same patient, or report without it",
    ),
    QT_TRANSLATE_NOOP("Errors", "A signature needs a name; enter it, then sign"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The report's template {file} has an error in line {line}: {reason}; correct it, or use the shipped templates",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The report cannot be written to {folder} ({reason}); free space there or choose another folder",
    ),
    QT_TRANSLATE_NOOP("Errors", "There is no exam to report; start one, or open one from the list of exams"),
    QT_TRANSLATE_NOOP("Errors", "The report is not the exam as it stands now; wait for it, then sign"),
    QT_TRANSLATE_NOOP("Errors", "The report could not be made ({reason}); see the log, and try again"),
)

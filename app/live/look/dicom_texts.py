"""Texts of DICOM objects and of de-identification, for Qt's lupdate; part of the list in `error_texts`."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

DICOM_TEXTS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP(
        "Errors",
        "The DICOM files cannot be written to {folder} ({reason}); make room there or choose another folder",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The characters {characters} do not exist in the character set chosen for DICOM; this exam is "
        "written in UTF-8 instead. If your archive shows them wrongly, ask its vendor for ISO_IR 192",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} of this exam cannot be read ({reason}); bring it back into the exam's folder",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} of this exam is damaged; bring a good copy back into the exam's folder",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} of this exam cannot be made into a DICOM clip ({reason}); bring a good copy of it and "
        "its side file back into the exam's folder",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The key of de-identification {file} cannot be read or made ({reason}); make its folder writable",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The key of de-identification {file} is damaged; bring it back from a backup, or move it away "
        "for a new one. With a new key the same patient gets another pseudonym",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is left out of the export ({reason}); bring a good copy back into the exam's folder and export again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The export cannot be written to {folder} ({reason}); make room there or choose another folder",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{file} of the export still names the patient; nothing was exported",
    ),
)

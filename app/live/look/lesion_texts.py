"""What can go wrong with lesions and with asking why, for translation."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

LESION_TEXTS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("Errors", "Say first which breast is scanned (button “Side?”), then confirm the finding again."),
    QT_TRANSLATE_NOOP("Errors", "Several findings are shown. Choose one with its number, then confirm it as a lesion."),
    QT_TRANSLATE_NOOP("Errors", "Choose a lesion first; then this picture becomes its second plane."),
    QT_TRANSLATE_NOOP(
        "Errors", "The picture {file} cannot be read; it is missing or damaged. Choose another picture of the lesion."
    ),
    QT_TRANSLATE_NOOP("Errors", "Several findings are shown. Choose one with its number, then ask why."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "No finding is on screen. Why is asked of a finding; wait for one, or go to a picture with one.",
    ),
)

LESION_REASONS: tuple[object, ...] = (  # stand in the form, not in a notice
    QT_TRANSLATE_NOOP("Errors", "No outline was found in this picture. Draw the calipers by hand."),
    QT_TRANSLATE_NOOP("Errors", "The finding does not lie on a B-mode picture, so nothing of it was measured."),
)

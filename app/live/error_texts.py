"""Every text that the other rooms can hand to the window, so that it can be translated at the edge.

The rooms know no Qt: they write English templates (`MinamoError.text`), reasons for an abstention and reasons for a
fall-back. Here each stands once more for lupdate; a test compares this list with the code.
"""

from PySide6.QtCore import QCoreApplication

from capture.errors import MinamoError

_CONTEXT = "Errors"

TEXTS: tuple[str, ...] = ()


def translate_text(text: str) -> str:
    """A text of the other rooms in the user's language; as it stands where it is not known here."""
    return QCoreApplication.translate(_CONTEXT, text)


def translate_error(error: MinamoError | str) -> str:
    """What happened and what to do, in the user's language; a plain text as it stands."""
    if isinstance(error, str):
        return translate_text(error)
    return translate_text(error.text).format(**error.values)

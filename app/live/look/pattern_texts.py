"""The words of the pattern of enhancement, so that they can be translated; a test compares them with the code's."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

if TYPE_CHECKING:  # it brings scipy and matplotlib, which the window need not wait for
    from inference.contrast.pattern.sign import Sign

_CONTEXT = "Pattern"

TEXTS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("Pattern", "Hyperenhancement"),
    QT_TRANSLATE_NOOP("Pattern", "Enlarged area"),
    QT_TRANSLATE_NOOP("Pattern", "Perfusion defect"),
    QT_TRANSLATE_NOOP("Pattern", "Penetrating vessels"),
    QT_TRANSLATE_NOOP("Pattern", "Centripetal arrival"),
    QT_TRANSLATE_NOOP("Pattern", "Rim enhancement"),
    QT_TRANSLATE_NOOP("Pattern", "Wash-out"),
    QT_TRANSLATE_NOOP("Pattern", "from the literature, not trained"),
    QT_TRANSLATE_NOOP("Pattern", "The signs are not independent: their ratios are not to be multiplied."),
    QT_TRANSLATE_NOOP("Pattern", "hyperenhancing: peak {value} dB over the reference (limit {limit} dB)"),
    QT_TRANSLATE_NOOP("Pattern", "isoenhancing: peak {value} dB to the reference (within {limit} dB)"),
    QT_TRANSLATE_NOOP("Pattern", "hypoenhancing: peak {value} dB to the reference (limit -{limit} dB)"),
    QT_TRANSLATE_NOOP("Pattern", "the enhanced area is {value} times the B-mode area (limit {limit})"),
    QT_TRANSLATE_NOOP("Pattern", "the enhanced area is {value} times the B-mode area (under the limit of {limit})"),
    QT_TRANSLATE_NOOP("Pattern", "{value} % of the lesion take up no agent (limit {limit} %)"),
    QT_TRANSLATE_NOOP("Pattern", "{value} % of the lesion take up no agent (under the limit of {limit} %)"),
    QT_TRANSLATE_NOOP("Pattern", "vessels that cross the lesion's edge: {value}"),
    QT_TRANSLATE_NOOP("Pattern", "no vessel crosses the lesion's edge"),
    QT_TRANSLATE_NOOP("Pattern", "centripetal: the middle follows the edge by {value} s"),
    QT_TRANSLATE_NOOP("Pattern", "centrifugal: the edge follows the middle by {value} s"),
    QT_TRANSLATE_NOOP("Pattern", "no order: middle and edge differ by {value} s (limit {limit} s)"),
    QT_TRANSLATE_NOOP("Pattern", "the edge is {value} dB brighter than the middle (limit {limit} dB)"),
    QT_TRANSLATE_NOOP("Pattern", "the edge is {value} dB to the middle (under the limit of {limit} dB)"),
    QT_TRANSLATE_NOOP(
        "Pattern", "from {start} s after its peak on, the lesion is {value} dB to the reference (limit -{limit} dB)"
    ),
    QT_TRANSLATE_NOOP(
        "Pattern",
        "from {start} s after its peak on, the lesion is {value} dB to the reference (over the limit of -{limit} dB)",
    ),
    QT_TRANSLATE_NOOP(
        "Pattern", "the lesion is darker than the reference from the peak on: nothing is left to wash out"
    ),
    QT_TRANSLATE_NOOP("Pattern", "the recording does not hold the peak of the lesion"),
    QT_TRANSLATE_NOOP("Pattern", "the recording does not hold the peak of the reference"),
    QT_TRANSLATE_NOOP("Pattern", "there is no outline of the lesion in the B-mode picture"),
    QT_TRANSLATE_NOOP("Pattern", "the lesion is not brighter than the reference: its enhanced area has no edge"),
    QT_TRANSLATE_NOOP("Pattern", "the recording begins after the agent has arrived"),
    QT_TRANSLATE_NOOP("Pattern", "the pictures around the arrival are {gap} s apart; at most {limit} s are needed"),
    QT_TRANSLATE_NOOP("Pattern", "only {share} % of the lesion have an arrival time; {limit} % are needed"),
    QT_TRANSLATE_NOOP("Pattern", "the lesion is too small for this sign"),
    QT_TRANSLATE_NOOP("Pattern", "the noise is larger than the sign: {low} to {high} {unit}"),
    QT_TRANSLATE_NOOP(
        "Pattern", "the pictures at the peak are too few or too dark to tell one place of the lesion from another"
    ),
    QT_TRANSLATE_NOOP(
        "Pattern", "ten seconds are compared that begin {limit} s after the peak or later; the recording ends before"
    ),
    QT_TRANSLATE_NOOP(
        "Pattern",
        "ten seconds are compared that begin {limit} s after the peak or later; the reference has no agent then",
    ),
)


def translate_pattern(text: str) -> str:
    """A text of `inference.contrast.pattern.texts` in the user's language."""
    return QCoreApplication.translate(_CONTEXT, text)


def translate_sign(sign: "Sign") -> str:
    """What a sign's measurement says, in the user's language."""
    return translate_pattern(sign.text).format(**sign.values)

"""The words of measured descriptors, in the terms of BI-RADS or of the Japanese guideline (JABTS)."""

from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inference.descriptors.descriptor import Descriptor


class Terms(Enum):
    """Whose words are used; the measurement is the same."""

    BI_RADS = "BiRads"
    JABTS = "Jabts"


BI_RADS: dict[str, object] = {
    "depth over width": QT_TRANSLATE_NOOP("BiRads", "Orientation (depth/width)"),
    "solidity": QT_TRANSLATE_NOOP("BiRads", "Shape (solidity)"),
    "overlap with an ellipse": QT_TRANSLATE_NOOP("BiRads", "Shape (overlap with an ellipse)"),
    "angularity": QT_TRANSLATE_NOOP("BiRads", "Margin (angularity)"),
    "margin sharpness": QT_TRANSLATE_NOOP("BiRads", "Margin (sharpness)"),
    "halo": QT_TRANSLATE_NOOP("BiRads", "Echogenic rim"),
    "echo level": QT_TRANSLATE_NOOP("BiRads", "Echo pattern (against the tissue beside it)"),
    "posterior": QT_TRANSLATE_NOOP("BiRads", "Posterior features"),
    "parallel": QT_TRANSLATE_NOOP("BiRads", "parallel"),
    "not parallel": QT_TRANSLATE_NOOP("BiRads", "not parallel"),
    "oval": QT_TRANSLATE_NOOP("BiRads", "oval"),
    "round": QT_TRANSLATE_NOOP("BiRads", "round"),
    "irregular": QT_TRANSLATE_NOOP("BiRads", "irregular"),
    "enhancement": QT_TRANSLATE_NOOP("BiRads", "enhancement"),
    "shadow": QT_TRANSLATE_NOOP("BiRads", "shadowing"),
    "no change": QT_TRANSLATE_NOOP("BiRads", "no posterior features"),
}

JABTS: dict[str, object] = {
    "depth over width": QT_TRANSLATE_NOOP("Jabts", "Depth/width ratio (D/W)"),
    "solidity": QT_TRANSLATE_NOOP("Jabts", "Shape (solidity)"),
    "overlap with an ellipse": QT_TRANSLATE_NOOP("Jabts", "Shape (overlap with an ellipse)"),
    "angularity": QT_TRANSLATE_NOOP("Jabts", "Border (angularity)"),
    "margin sharpness": QT_TRANSLATE_NOOP("Jabts", "Border (clearness)"),
    "halo": QT_TRANSLATE_NOOP("Jabts", "Echogenic halo"),
    "echo level": QT_TRANSLATE_NOOP("Jabts", "Internal echo (against the tissue beside it)"),
    "posterior": QT_TRANSLATE_NOOP("Jabts", "Posterior echo"),
    "parallel": QT_TRANSLATE_NOOP("Jabts", "wider than deep"),
    "not parallel": QT_TRANSLATE_NOOP("Jabts", "deeper than wide"),
    "oval": QT_TRANSLATE_NOOP("Jabts", "oval"),
    "round": QT_TRANSLATE_NOOP("Jabts", "round"),
    "irregular": QT_TRANSLATE_NOOP("Jabts", "irregular"),
    "enhancement": QT_TRANSLATE_NOOP("Jabts", "accentuated"),
    "shadow": QT_TRANSLATE_NOOP("Jabts", "attenuated"),
    "no change": QT_TRANSLATE_NOOP("Jabts", "no change"),
}

OTHER: dict[str, object] = {
    "The lesion has no outline": QT_TRANSLATE_NOOP("Descriptor", "The lesion has no outline"),
    "The lesion touches the edge of the picture": QT_TRANSLATE_NOOP(
        "Descriptor", "The lesion touches the edge of the picture"
    ),
    "Too little of the picture lies below the lesion": QT_TRANSLATE_NOOP(
        "Descriptor", "Too little of the picture lies below the lesion"
    ),
    "Too little tissue lies beside the lesion at its depth": QT_TRANSLATE_NOOP(
        "Descriptor", "Too little tissue lies beside the lesion at its depth"
    ),
}

_WORDS = {Terms.BI_RADS: BI_RADS, Terms.JABTS: JABTS}


def descriptor_title(descriptor: Descriptor, terms: Terms) -> str:
    """What was measured, in those terms."""
    return _said(descriptor.name, terms)


def descriptor_value(descriptor: Descriptor, terms: Terms) -> str:
    """The number and its word; or why there is none."""
    if descriptor.value is None:
        return QCoreApplication.translate("Descriptor", str(OTHER[descriptor.reason or ""]))
    if descriptor.unit == "grey":
        line = QCoreApplication.translate("Descriptor", "{value} grey levels")
        number = line.format(value=f"{descriptor.value:+.0f}")
    else:
        number = f"{descriptor.value:.2f}"
    return number if descriptor.category is None else f"{number} · {_said(descriptor.category, terms)}"


def measured_note() -> str:
    """Stands beside every list of descriptors."""
    return QCoreApplication.translate("Descriptor", "Measured from the outline; not the clinician's entry.")


def _said(word: str, terms: Terms) -> str:
    return QCoreApplication.translate(terms.value, str(_WORDS[terms][word]))

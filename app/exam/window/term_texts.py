"""The words of what is described of a lesion, in the terms of BI-RADS or of the Japanese guideline (JABTS).

Words of measured descriptors stand in `app.live.look.descriptor_texts`; here are those that only a clinician enters.
No one has reviewed the Japanese ones against the guideline yet, and the window says so.
"""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.exam.content.lesion import TermSystem
from app.live.look import descriptor_texts
from app.live.look.descriptor_texts import Terms

TITLES: dict[TermSystem, dict[str, object]] = {
    TermSystem.BI_RADS: {
        "shape": QT_TRANSLATE_NOOP("BiRads", "Shape"),
        "orientation": QT_TRANSLATE_NOOP("BiRads", "Orientation"),
        "margin": QT_TRANSLATE_NOOP("BiRads", "Margin"),
        "echo pattern": QT_TRANSLATE_NOOP("BiRads", "Echo pattern"),
        "posterior": QT_TRANSLATE_NOOP("BiRads", "Posterior features"),
        "calcifications": QT_TRANSLATE_NOOP("BiRads", "Calcifications"),
        "architectural distortion": QT_TRANSLATE_NOOP("BiRads", "Architectural distortion"),
        "vascularity": QT_TRANSLATE_NOOP("BiRads", "Vascularity"),
        "elasticity": QT_TRANSLATE_NOOP("BiRads", "Elasticity"),
    },
    TermSystem.JABTS: {
        "lesion type": QT_TRANSLATE_NOOP("Jabts", "Mass or non-mass abnormality"),
        "shape": QT_TRANSLATE_NOOP("Jabts", "Shape"),
        "margin": QT_TRANSLATE_NOOP("Jabts", "Border"),
        "halo": QT_TRANSLATE_NOOP("Jabts", "Echogenic halo"),
        "echo pattern": QT_TRANSLATE_NOOP("Jabts", "Internal echo: level"),
        "echo homogeneity": QT_TRANSLATE_NOOP("Jabts", "Internal echo: homogeneity"),
        "echogenic foci": QT_TRANSLATE_NOOP("Jabts", "Echogenic foci"),
        "posterior": QT_TRANSLATE_NOOP("Jabts", "Posterior echo"),
        "depth/width": QT_TRANSLATE_NOOP("Jabts", "Depth/width ratio (D/W)"),
        "interruption of the mammary interface": QT_TRANSLATE_NOOP("Jabts", "Interruption of the mammary interface"),
    },
}

WORDS: dict[TermSystem, dict[str, object]] = {
    TermSystem.BI_RADS: {
        **descriptor_texts.BI_RADS,
        "circumscribed": QT_TRANSLATE_NOOP("BiRads", "circumscribed"),
        "indistinct": QT_TRANSLATE_NOOP("BiRads", "indistinct"),
        "angular": QT_TRANSLATE_NOOP("BiRads", "angular"),
        "microlobulated": QT_TRANSLATE_NOOP("BiRads", "microlobulated"),
        "spiculated": QT_TRANSLATE_NOOP("BiRads", "spiculated"),
        "anechoic": QT_TRANSLATE_NOOP("BiRads", "anechoic"),
        "hyperechoic": QT_TRANSLATE_NOOP("BiRads", "hyperechoic"),
        "complex cystic and solid": QT_TRANSLATE_NOOP("BiRads", "complex cystic and solid"),
        "hypoechoic": QT_TRANSLATE_NOOP("BiRads", "hypoechoic"),
        "isoechoic": QT_TRANSLATE_NOOP("BiRads", "isoechoic"),
        "heterogeneous": QT_TRANSLATE_NOOP("BiRads", "heterogeneous"),
        "combined pattern": QT_TRANSLATE_NOOP("BiRads", "combined pattern"),
        "none": QT_TRANSLATE_NOOP("BiRads", "none"),
        "in a mass": QT_TRANSLATE_NOOP("BiRads", "in a mass"),
        "outside of a mass": QT_TRANSLATE_NOOP("BiRads", "outside of a mass"),
        "intraductal": QT_TRANSLATE_NOOP("BiRads", "intraductal"),
        "absent": QT_TRANSLATE_NOOP("BiRads", "absent"),
        "present": QT_TRANSLATE_NOOP("BiRads", "present"),
        "internal vascularity": QT_TRANSLATE_NOOP("BiRads", "internal vascularity"),
        "vessels in rim": QT_TRANSLATE_NOOP("BiRads", "vessels in rim"),
        "soft": QT_TRANSLATE_NOOP("BiRads", "soft"),
        "intermediate": QT_TRANSLATE_NOOP("BiRads", "intermediate"),
        "hard": QT_TRANSLATE_NOOP("BiRads", "hard"),
    },
    TermSystem.JABTS: {
        **descriptor_texts.JABTS,
        "mass": QT_TRANSLATE_NOOP("Jabts", "mass"),
        "ducts": QT_TRANSLATE_NOOP("Jabts", "non-mass: ducts"),
        "hypoechoic area": QT_TRANSLATE_NOOP("Jabts", "non-mass: hypoechoic area"),
        "distortion": QT_TRANSLATE_NOOP("Jabts", "non-mass: distortion"),
        "multiple small cysts": QT_TRANSLATE_NOOP("Jabts", "non-mass: multiple small cysts"),
        "echogenic foci without a hypoechoic area": QT_TRANSLATE_NOOP("Jabts", "non-mass: echogenic foci"),
        "round or oval": QT_TRANSLATE_NOOP("Jabts", "round or oval"),
        "lobulated": QT_TRANSLATE_NOOP("Jabts", "lobulated"),
        "polygonal": QT_TRANSLATE_NOOP("Jabts", "polygonal"),
        "clear and smooth": QT_TRANSLATE_NOOP("Jabts", "clear, smooth"),
        "clear and rough": QT_TRANSLATE_NOOP("Jabts", "clear, rough"),
        "unclear": QT_TRANSLATE_NOOP("Jabts", "unclear"),
        "absent": QT_TRANSLATE_NOOP("Jabts", "absent"),
        "present": QT_TRANSLATE_NOOP("Jabts", "present"),
        "free": QT_TRANSLATE_NOOP("Jabts", "anechoic"),
        "very low": QT_TRANSLATE_NOOP("Jabts", "very low"),
        "low": QT_TRANSLATE_NOOP("Jabts", "low"),
        "equal": QT_TRANSLATE_NOOP("Jabts", "equal"),
        "high": QT_TRANSLATE_NOOP("Jabts", "high"),
        "homogeneous": QT_TRANSLATE_NOOP("Jabts", "homogeneous"),
        "heterogeneous": QT_TRANSLATE_NOOP("Jabts", "heterogeneous"),
        "none": QT_TRANSLATE_NOOP("Jabts", "none"),
        "fine": QT_TRANSLATE_NOOP("Jabts", "fine"),
        "coarse": QT_TRANSLATE_NOOP("Jabts", "coarse"),
        "absent echo": QT_TRANSLATE_NOOP("Jabts", "lost"),
        "small": QT_TRANSLATE_NOOP("Jabts", "small (under 0.7)"),
        "large": QT_TRANSLATE_NOOP("Jabts", "large (0.7 or more)"),
    },
}

_CONTEXTS = {TermSystem.BI_RADS: Terms.BI_RADS, TermSystem.JABTS: Terms.JABTS}


def terms_of(system: TermSystem) -> Terms:
    """The words of measured descriptors that go with a system."""
    return _CONTEXTS[system]


def feature_title(system: TermSystem, feature: str) -> str:
    """What is described; a feature that is not known here as it stands in the file."""
    return _said(system, TITLES[system].get(feature, feature))


def term_text(system: TermSystem, term: str) -> str:
    """The word; one that is not known here as it stands in the file."""
    return _said(system, WORDS[system].get(term, term))


def unreviewed_note() -> str:
    """Stands under the words of both systems."""
    return QCoreApplication.translate("Descriptor", "Japanese words not yet reviewed against the guideline.")


def _said(system: TermSystem, word: object) -> str:
    return QCoreApplication.translate(_CONTEXTS[system].value, str(word))

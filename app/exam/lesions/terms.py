"""What is described of a lesion, and in which words: the BI-RADS lexicon and the Japanese guideline (JABTS).

BI-RADS: ACR BI-RADS Atlas, 5th edition (2013), Ultrasound: masses, calcifications, associated features. JABTS: the
guideline's items for masses (形状, 境界, 境界部高エコー像, 内部エコー, 高エコースポット, 後方エコー, 縦横比,
乳腺境界線の断裂) and its kinds of non-mass abnormality. Here stand keys; the words are the window's, in
`app.exam.window.term_texts`.
"""

from dataclasses import dataclass

from app.exam.content.lesion import TermSystem


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing to describe.

    Attributes:
        key: As `Descriptor.feature` holds it.
        terms: Keys of the words, in the lexicon's order.
        measured: Names of the measured descriptors (`inference.descriptors.describe.NAMES`) that are shown beside it.
        of_mass: Asked of masses only.
    """

    key: str
    terms: tuple[str, ...]
    measured: tuple[str, ...] = ()
    of_mass: bool = True


BI_RADS: tuple[Feature, ...] = (
    Feature("shape", ("oval", "round", "irregular"), ("solidity", "overlap with an ellipse")),
    Feature("orientation", ("parallel", "not parallel"), ("depth over width",)),
    Feature(
        "margin",
        ("circumscribed", "indistinct", "angular", "microlobulated", "spiculated"),
        ("angularity", "margin sharpness"),
    ),
    Feature(
        "echo pattern",
        ("anechoic", "hyperechoic", "complex cystic and solid", "hypoechoic", "isoechoic", "heterogeneous"),
        ("echo level",),
    ),
    Feature("posterior", ("no change", "enhancement", "shadow", "combined pattern"), ("posterior",)),
    Feature("calcifications", ("none", "in a mass", "outside of a mass", "intraductal"), of_mass=False),
    Feature("architectural distortion", ("absent", "present"), of_mass=False),
    Feature("vascularity", ("absent", "internal vascularity", "vessels in rim"), of_mass=False),
    Feature("elasticity", ("soft", "intermediate", "hard"), of_mass=False),
)

JABTS: tuple[Feature, ...] = (
    Feature(
        "lesion type",
        (
            "mass",
            "ducts",
            "hypoechoic area",
            "distortion",
            "multiple small cysts",
            "echogenic foci without a hypoechoic area",
        ),
        of_mass=False,
    ),
    Feature("shape", ("round or oval", "lobulated", "polygonal", "irregular"), ("solidity", "overlap with an ellipse")),
    Feature("margin", ("clear and smooth", "clear and rough", "unclear"), ("angularity", "margin sharpness")),
    Feature("halo", ("absent", "present"), ("halo",)),
    Feature("echo pattern", ("free", "very low", "low", "equal", "high"), ("echo level",)),
    Feature("echo homogeneity", ("homogeneous", "heterogeneous")),
    Feature("echogenic foci", ("none", "fine", "coarse"), of_mass=False),
    Feature("posterior", ("enhancement", "no change", "shadow", "absent echo"), ("posterior",)),
    Feature("depth/width", ("small", "large"), ("depth over width",)),
    Feature("interruption of the mammary interface", ("absent", "present")),
)

FEATURES: dict[TermSystem, tuple[Feature, ...]] = {TermSystem.BI_RADS: BI_RADS, TermSystem.JABTS: JABTS}

CATEGORIES: dict[TermSystem, tuple[str, ...]] = {
    TermSystem.BI_RADS: ("0", "1", "2", "3", "4A", "4B", "4C", "5", "6"),
    TermSystem.JABTS: ("1", "2", "3", "4", "5"),
}

MASS = "mass"  # of the lesion types of JABTS the one that has the features of masses


def feature_of(system: TermSystem, key: str) -> Feature | None:
    """The feature of this key; None where the system does not ask for it."""
    return next((feature for feature in FEATURES[system] if feature.key == key), None)


def asked_features(system: TermSystem, lesion_type: str | None) -> tuple[Feature, ...]:
    """What is asked of a lesion: of one that is no mass only what is not of masses."""
    if system is TermSystem.JABTS and lesion_type not in (None, MASS):
        return tuple(feature for feature in FEATURES[system] if not feature.of_mass)
    return FEATURES[system]

"""The codes in which findings are written: SNOMED CT and DICOM's own where they have the word, else this program's."""

import re
from collections.abc import Mapping
from typing import Final

from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

from app.exam.content.lesion import Category, Descriptor, Place, TermSystem

SCHEME: Final = "99MINAMO"

# What is named
SCORE: Final = Code("SUSPICION-SCORE", SCHEME, "Malignancy suspicion score, research use only")
VERDICT: Final = Code("VERDICT", SCHEME, "Clinician's verdict on the score")
VERDICT_REASON: Final = Code("VERDICT-REASON", SCHEME, "Reason of the verdict")
SIZE_BASIS: Final = Code("SIZE-BASIS", SCHEME, "Planes the size comes from")
MEASURED: Final = Code("MEASURED", SCHEME, "Measured by the program and offered")
CATEGORY_BY: Final = Code("CATEGORY-BY", SCHEME, "Category entered by")
TERM_SYSTEM: Final = Code("TERM-SYSTEM", SCHEME, "Terms of the description")
COMMENT: Final = Code("121106", "DCM", "Comment")
LESION: Final = codes.SCT.Lesion

# What is said of it
AGREES: Final = Code("AGREES", SCHEME, "Agrees with the score")
DISAGREES: Final = Code("DISAGREES", SCHEME, "Disagrees with the score")
ONE_PLANE: Final = Code("ONE-PLANE", SCHEME, "One plane only")
TWO_PLANES: Final = Code("TWO-PLANES", SCHEME, "Two orthogonal planes")
SECOND_PLANE: Final = Code("SECOND-PLANE", SCHEME, "In the second, orthogonal plane")

_SIDES: Final[Mapping[str, Code]] = {"right": codes.SCT.Right, "left": codes.SCT.Left}
_CLOCK: Final[Mapping[int, Code]] = {hour: getattr(codes.SCT, f"_{hour}OClockPosition") for hour in range(1, 13)}
_REGIONS: Final[Mapping[str, Code]] = {
    "A": codes.SCT.UpperInnerQuadrantOfBreast,
    "B": codes.SCT.LowerInnerQuadrantOfBreast,
    "C": codes.SCT.UpperOuterQuadrantOfBreast,
    "D": codes.SCT.LowerOuterQuadrantOfBreast,
    "E": codes.SCT.SubareolarRegion,
    "C'": codes.SCT.AxillaryTailRegion,
}
_FEATURES: Final[Mapping[str, Code]] = {
    "shape": codes.SCT.Shape,
    "orientation": codes.DCM.Orientation,
    "halo": codes.DCM.LesionBoundary,
    "echo pattern": codes.DCM.EchoPattern,
    "posterior": codes.DCM.PosteriorAcousticFeatures,
}
_BI_RADS_TERMS: Final[
    Mapping[tuple[str, str], Code]
] = {  # DICOM has the words of BI-RADS for ultrasound, not those of JABTS
    ("orientation", "parallel"): codes.DCM.Parallel,
    ("orientation", "not parallel"): codes.DCM.NotParallel,
    ("shape", "round"): codes.SCT.Round,
    ("shape", "irregular"): codes.SCT.Irregular,
    ("halo", "echogenic halo"): codes.DCM.EchogenicHalo,
    ("halo", "abrupt interface"): codes.DCM.AbruptInterface,
    ("echo pattern", "anechoic"): codes.DCM.Anechoic,
    ("echo pattern", "hyperechoic"): codes.DCM.Hyperechoic,
    ("echo pattern", "hypoechoic"): codes.DCM.Hypoechoic,
    ("echo pattern", "isoechoic"): codes.DCM.Isoechoic,
    ("posterior", "no change"): codes.DCM.NoPosteriorAcousticFeatures,
    ("posterior", "enhancement"): codes.DCM.PosteriorEnhancement,
    ("posterior", "shadow"): codes.DCM.PosteriorShadowing,
    ("posterior", "combined"): codes.DCM.CombinedPosteriorEnhancementAndShadowing,
}


def side_code(side: str) -> Code:
    """Right or left."""
    return _SIDES[side]


def place_codes(place: Place) -> tuple[Code, ...]:
    """Clock position and region of a lesion, as far as they are known."""
    found = []
    if place.clock is not None:
        hour, half = divmod(place.clock, 1)
        whole = _CLOCK[int(hour) or 12]
        found.append(whole if not half else _half_past(int(hour) or 12))
    if place.region is not None:
        found.append(_REGIONS[place.region])
    return tuple(found)


def category_code(category: Category) -> Code:
    """The clinician's category."""
    if category.system is TermSystem.BI_RADS:
        return Code(f"BI-RADS-{category.value}", SCHEME, f"BI-RADS category {category.value}")
    return Code(f"JABTS-{category.value}", SCHEME, f"JABTS category {category.value}")


def feature_code(descriptor: Descriptor) -> Code:
    """What a descriptor describes."""
    return _FEATURES.get(descriptor.feature) or _own(descriptor.feature)


def term_code(descriptor: Descriptor) -> Code:
    """The clinician's word for it; the descriptor must have one."""
    term = descriptor.term or ""
    known = _BI_RADS_TERMS if descriptor.system is TermSystem.BI_RADS else {}
    return known.get((descriptor.feature, term)) or _own(term, descriptor.system.value)


def own_scheme() -> Dataset:
    """An item of Coding Scheme Identification Sequence (0008,0110) that says whose the private codes are."""
    item = Dataset()
    item.CodingSchemeDesignator = SCHEME
    item.CodingSchemeName = "Minamo's own codes, where no public scheme has the word"
    item.CodingSchemeResponsibleOrganization = "Minamo"
    return item


def _half_past(hour: int) -> Code:
    return Code(f"CLOCK-{hour}-30", SCHEME, f"Half past {hour} o'clock position")


def _own(word: str, system: str = "") -> Code:
    slug = re.sub(r"[^A-Z0-9]+", "-", word.upper()).strip("-")
    value = f"{system}-{slug}".strip("-") if system else slug
    return Code(value[:16], SCHEME, f"{word} ({system})"[:64] if system else word[:64])

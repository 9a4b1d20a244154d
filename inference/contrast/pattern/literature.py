"""What is published on the signs, and the one place where likelihood ratios are computed.

The figures are those of the project's plan (sensitivity and specificity: hyperenhancement 95/30, centripetal order
71/54, penetrating vessels 66/77, perfusion defects 32/96.5). They come from one series, not from a meta-analysis: Park,
Kwon, Woo et al., "A Prospective Study on the Value of Ultrasound Microflow Assessment to Distinguish Malignant from
Benign Solid Breast Masses", Korean J Radiol 2019, from p. 759 (PMC6470080): 98 masses, 41 malignant, 57 benign; of
these hyperenhancement in 95.1 and 70.2 %, centripetal order in 70.7 and 45.6 %, penetrating vessels in 65.9 and 22.8 %,
perfusion defects in 31.7 and 3.5 %. The counts below are the only whole numbers of masses that round to those shares.
Readers saw these signs by eye; that Minamo's measured signs have the same ratios is not shown.
"""

import math
from dataclasses import dataclass

from inference.contrast.pattern import texts

_Z = 1.959964  # of a two-sided 95 % interval


@dataclass(frozen=True, slots=True)
class LikelihoodRatio:
    """A ratio with its 95 % interval."""

    ratio: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often a sign was seen in a published series.

    Attributes:
        malignant_with: Malignant masses with the sign.
        malignant: All of them.
        benign_with: Benign masses with the sign.
        benign: All of them.
        source: Where it is published.
    """

    malignant_with: int
    malignant: int
    benign_with: int
    benign: int
    source: str

    @property
    def sensitivity(self) -> float:
        """Share of the malignant masses that show the sign."""
        return self.malignant_with / self.malignant

    @property
    def specificity(self) -> float:
        """Share of the benign masses that do not."""
        return 1 - self.benign_with / self.benign

    @property
    def positive(self) -> LikelihoodRatio:
        """sensitivity / (1 - specificity)."""
        return _ratio(self.malignant_with, self.malignant, self.benign_with, self.benign)

    @property
    def negative(self) -> LikelihoodRatio:
        """(1 - sensitivity) / specificity."""
        without = self.malignant - self.malignant_with, self.benign - self.benign_with
        return _ratio(without[0], self.malignant, without[1], self.benign)


def likelihood_ratios(sensitivity: float, specificity: float) -> tuple[float, float]:
    """Positive and negative likelihood ratio of a sign: sens / (1 - spec) and (1 - sens) / spec."""
    return sensitivity / (1 - specificity), (1 - sensitivity) / specificity


def _ratio(first: int, of_first: int, second: int, of_second: int) -> LikelihoodRatio:
    """Ratio of two shares; interval by the log method (Simel, Samsa and Matchar, J Clin Epidemiol 1991;44:763)."""
    ratio = first / of_first / (second / of_second)
    deviation = math.sqrt(1 / first - 1 / of_first + 1 / second - 1 / of_second)
    return LikelihoodRatio(ratio, ratio * math.exp(-_Z * deviation), ratio * math.exp(_Z * deviation))


_PARK = "Park et al., Korean J Radiol 2019, p. 759 (PMC6470080): 41 malignant, 57 benign masses"

EVIDENCE: dict[str, Evidence] = {
    texts.ENHANCEMENT: Evidence(39, 41, 40, 57, _PARK),
    texts.ORDER: Evidence(29, 41, 26, 57, _PARK),
    texts.VESSELS: Evidence(27, 41, 13, 57, _PARK),
    texts.DEFECT: Evidence(13, 41, 2, 57, _PARK),
}

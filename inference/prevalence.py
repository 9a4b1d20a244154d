"""A calibrated probability moved from the prevalence it was developed at to that of another setting.

The one place of this arithmetic. Colours and signs never use it: they stand on the unmoved score.
"""

from dataclasses import dataclass

OWN = "own"  # name of the setting whose prevalence the user gives
LEAST_OWN, MOST_OWN = 0.001, 0.99  # what a user can give


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the examination happens.

    Attributes:
        name: A short word; the window has its translation.
        prevalence: Share of malignant among the lesions examined there, 0..1, a round figure to be replaced by the
            site's own.
    """

    name: str
    prevalence: float


SETTINGS = (Setting("screening", 0.01), Setting("diagnostic", 0.10), Setting("before biopsy", 0.50))


def at_prevalence(probability: float, developed_at: float, prevalence: float) -> float:
    """A probability moved from one prevalence to another.

    By Bayes' theorem the odds after a finding are the odds before it times a likelihood ratio, which is the finding's
    own; so only the odds before it are exchanged:

        odds(moved) = odds(probability) * odds(prevalence) / odds(developed_at),    odds(p) = p / (1 - p)

    This holds for a calibrated probability and where benign and malignant lesions themselves look alike in both
    settings (prior shift; Saerens, Latinne & Decaestecker, Neural Comput 2002;14:21, eq. 2.4 for two classes).

    Args:
        probability: Calibrated, 0..1; 0 and 1 stay what they are.
        developed_at: Share of malignant lesions that it refers to, between 0 and 1.
        prevalence: Share of malignant lesions in the setting, between 0 and 1.

    Raises:
        ValueError: A share that is not between 0 and 1, or a probability that is none.
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"{probability} is no probability")
    for share in (developed_at, prevalence):
        if not 0 < share < 1:
            raise ValueError(f"a prevalence lies between 0 and 1, not at {share}")
    malignant = probability * prevalence * (1 - developed_at)
    benign = (1 - probability) * (1 - prevalence) * developed_at
    return malignant / (malignant + benign)

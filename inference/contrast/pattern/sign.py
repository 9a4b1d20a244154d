"""One sign of the pattern of enhancement."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inference.contrast.pattern.literature import EVIDENCE, Evidence


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that readers look for, as measured. Signs are not independent: their ratios are not to be multiplied.

    Attributes:
        name: Of `texts`: an English constant that the window translates.
        present: None where the recording does not tell; `text` then says why.
        value: What was measured; None where nothing was.
        unit: Of value, low and high; "" for shares and counts.
        low: Lower end of the 95 % interval of the value; None where there is none.
        high: Upper end.
        text: Of `texts`: an English template with places for `values`.
        values: For the template.
    """

    name: str
    present: bool | None
    value: float | None
    unit: str
    low: float | None
    high: float | None
    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def said(self) -> str:
        """The text in English."""
        return self.text.format(**self.values)

    @property
    def evidence(self) -> Evidence | None:
        """What is published on this sign; None where the project holds no figures."""
        return EVIDENCE.get(self.name)

    @property
    def likelihood_ratio_positive(self) -> float | None:
        """How much more often malignant masses show the sign; from the literature, not trained."""
        return None if self.evidence is None else self.evidence.positive.ratio

    @property
    def likelihood_ratio_negative(self) -> float | None:
        """How much more often (here: more seldom) malignant masses lack the sign; from the literature, not trained."""
        return None if self.evidence is None else self.evidence.negative.ratio

    @property
    def source(self) -> str:
        """Where the ratios are from; "" where there are none."""
        return "" if self.evidence is None else self.evidence.source


def untold(name: str, unit: str, reason: str, **values: str) -> Sign:
    """A sign that the recording does not tell, and why."""
    return Sign(name, None, None, unit, None, None, reason, values)

"""What the measured descriptors offer beside each feature; taken over only by the clinician's own click."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.exam.content.lesion import TermSystem
from app.exam.lesions.terms import Feature
from inference.descriptors.descriptor import Descriptor as Measurement

JABTS_DW = 0.7  # the guideline's limit between a small and a large depth/width ratio

_JABTS_SHAPES = {"oval": "round or oval", "round": "round or oval", "irregular": "irregular"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What was measured for one feature.

    Attributes:
        measurements: All that belong to it, with a value or with the reason why there is none.
        term: Key of the word they speak for; None where no limit is set between words, or nothing was measured.
    """

    measurements: tuple[Measurement, ...]
    term: str | None = None

    @property
    def value(self) -> float | None:
        """The number behind the word, else the first there is."""
        known = sorted(self.measurements, key=lambda each: each.category is None)
        return next((each.value for each in known if each.value is not None), None)


def offer(feature: Feature, system: TermSystem, measured: Sequence[Measurement]) -> Offer | None:
    """What is offered beside a feature; None where nothing of it can be measured."""
    by_name = {each.name: each for each in measured}
    own = tuple(by_name[name] for name in feature.measured if name in by_name)
    if not own:
        return None
    return Offer(own, _term(feature, system, own))


def _term(feature: Feature, system: TermSystem, own: tuple[Measurement, ...]) -> str | None:
    word = next((each.category for each in own if each.category is not None and each.value is not None), None)
    if word is None:
        return None
    if system is TermSystem.JABTS and feature.key == "depth/width":
        value = own[0].value
        return None if value is None else "large" if value >= JABTS_DW else "small"
    if system is TermSystem.JABTS and feature.key == "shape":
        word = _JABTS_SHAPES[word]
    return word if word in feature.terms else None

"""Whether a track has earned to be shown: evidence that a mass is there, gathered look by look."""

import math

LEAST_CONFIDENCE, MOST_CONFIDENCE = 1e-3, 1 - 1e-3
NS_PER_MS = 1e6


class Presence:
    """Evidence for 'a mass is here' against 'none is', of one track.

    A cumulative sum (Page, "Continuous inspection schemes", Biometrika 41:100, 1954): the sequential likelihood ratio
    test for something that begins at an unknown time, as a mass that comes into the plane does. A detection of
    confidence c speaks with

        e(c) = log(c / (1 - c)) - log(c0 / (1 - c0)) - margin

    for a mass; on development clips the logarithm of the likelihood ratio of c is this times a constant. A track that
    is not seen speaks as a detection too weak to be reported. The first look counts in full; a later one, dt after the
    one before, adds only as much as it brings news,

        E <- min(max(E + tanh(dt / 2C) (e_before + e_now) / 2, least), most)

    where C (`look_ms`) is the time over which two pictures tell nearly the same (the information of an interval under
    errors with correlation exp(-dt / C), as in `MalignancySmoother`). So a strong detection is soon shown, a weak one
    must persist, the rate of the pictures does not matter, and staring makes nothing certain.
    """

    def __init__(self, even_confidence: float, unseen_confidence: float, look_ms: float, limits: tuple[float, float]):
        """Start without a look.

        Args:
            even_confidence: Speaks neither for a mass nor against one.
            unseen_confidence: What not being seen counts as.
            look_ms: C.
            limits: Least and most evidence.
        """
        self._even = log_odds(even_confidence)
        self._unseen = log_odds(unseen_confidence) - self._even
        self._look_ns = look_ms * NS_PER_MS
        self._limits = limits
        self._before = 0.0
        self._time_ns: int | None = None
        self.evidence = 0.0

    def look(self, time_ns: int, confidence: float | None) -> None:
        """Take in one picture: the confidence of the detection in it, or None where there was none."""
        now = self._unseen if confidence is None else log_odds(confidence) - self._even
        if self._time_ns is None:
            evidence = now
        else:
            news = math.tanh(max(time_ns - self._time_ns, 0) / (2 * self._look_ns))
            evidence = self.evidence + news * (self._before + now) / 2
        self.evidence = min(max(evidence, self._limits[0]), self._limits[1])
        self._before, self._time_ns = now, time_ns

    def wait(self, time_ns: int) -> None:
        """Pass over a time in which nothing could be seen."""
        self._time_ns = time_ns


def log_odds(confidence: float) -> float:
    """Of a confidence, kept finite."""
    clipped = min(max(confidence, LEAST_CONFIDENCE), MOST_CONFIDENCE)
    return math.log(clipped / (1 - clipped))


def confidence_of(log_odd: float) -> float:
    """The inverse of `log_odds`."""
    return 1 / (1 + math.exp(-log_odd))

"""What a track has to earn, and how long it may go unseen: every number that following is tuned by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """Spans in ms, evidence in log-odds of the detector's confidence (see `Presence`).

    Attributes:
        show: Evidence from which a mass is shown ...
        show_again: ... and from which one is that was shown before and was lost.
        margin: How far above the confidence of a single box that is worth showing a look must lie to speak for a mass.
        least: Evidence falls no lower, so that a mass that comes into view is shown in time ...
        most: ... and rises no higher, so that one that turns out to be none goes soon. One below 0 is shown no longer.
        look_ms: Time over which two pictures of the same place tell nearly the same of whether a mass is there.
        start_confidence: Detections below it begin no track; they may hold one.
        strong_confidence: Detections from it on are paired first, and alone find a lost track again.
        hold_ms: How long a shown mass stays shown without being seen, carried by the measured motion of the picture.
        tentative_ms: How long a track that was never shown outlives its last detection.
        near_ms: How long a lost mass may come back at its place if its looks cannot be compared.
        lost_ms: How long a lost mass may come back at all.
        alike: Likeness, -1..1, that a lost mass must have to come back at its place ...
        very_alike: ... and elsewhere, as far as the probe may have gone unmeasured.
    """

    show: float = 1.53
    show_again: float = 0.18
    margin: float = 0.43
    least: float = -0.16
    most: float = 2.06
    look_ms: float = 200.0
    start_confidence: float = 0.22
    strong_confidence: float = 0.58
    hold_ms: float = 50.0
    tentative_ms: float = 200.0
    near_ms: float = 1500.0
    lost_ms: float = 15000.0
    alike: float = 0.61
    very_alike: float = 0.74

"""Whether the pictures of a panel are for scoring, steadied over time so that the word does not flicker."""

import math

from inference.abstain import BLANK, NOT_BREAST

NS_PER_MS = 1_000_000
ALONE = (
    0.5  # a picture by itself is refused only so much below the limit: it is weaker evidence than a third of a second
)
MOST_LOG_ODDS = 6.0  # one picture of which the network is very sure does not outweigh a third of a second


class PictureState:
    """Steadies what is said of single pictures: a reason not to score them, and how sure it is that a breast is seen.

    A reason told by the pixels (colour, text, no speckle) counts at once, since such a picture cannot be scored, and
    stays for `hold_ms` after the last picture that had it; a blank picture ends with the blankness: the probe is back.
    That a breast is seen is the exponential mean of the network's log-odds over `memory_ms` of stream time, with two
    limits (hysteresis); the first picture, and a still, has to be clearer by `ALONE`. Spans are times, so every frame
    rate answers alike.
    """

    def __init__(
        self,
        refuse_below: float = 0.0,
        accept_from: float = 0.0,
        *,
        memory_ms: float = 300.0,
        hold_ms: float = 300.0,
    ) -> None:
        """Nothing is known yet.

        Args:
            refuse_below: Log-odds under which a picture that was taken for a breast is not any more.
            accept_from: Log-odds from which a refused one is taken for a breast again; not under `refuse_below`.
            memory_ms: Span of the mean.
            hold_ms: How long a reason outlives its last picture.
        """
        self._refuse_below = refuse_below
        self._accept_from = max(accept_from, refuse_below)
        self._memory_ns = memory_ms * NS_PER_MS
        self._hold_ns = hold_ms * NS_PER_MS
        self._reason: tuple[int, str] | None = None  # when it was last seen, and what it was
        self._level: tuple[int, float] | None = None  # time and mean of the log-odds
        self._refused = False

    @property
    def reason(self) -> str | None:
        """Why the latest picture is not scored, or None."""
        if self._reason is not None:
            return self._reason[1]
        return NOT_BREAST if self._refused else None

    def tell(self, time_ns: int, reason: str | None) -> bool:
        """Take in what the pixels of a picture say by themselves; whether the network is to look at it.

        Args:
            time_ns: Stream time; not before the picture before.
            reason: Why this picture is not for scoring, or None.
        """
        if reason is not None:
            self._reason = time_ns, reason
        elif self._reason is not None:
            since_ns, before = self._reason
            if before == BLANK or time_ns - since_ns > self._hold_ns:
                self._reason = None
        return self._reason is None

    def weigh(self, time_ns: int, log_odds: float | None) -> bool:
        """Take in how sure the network is that a picture shows a breast; whether it is to be scored.

        Args:
            time_ns: Stream time; not before the picture before.
            log_odds: Of a breast; None or not a number where the network cannot tell: nothing changes.
        """
        if log_odds is not None and math.isfinite(log_odds):
            now = min(max(log_odds, -MOST_LOG_ODDS), MOST_LOG_ODDS)
            limit = self._accept_from if self._refused else self._refuse_below
            if self._level is None:
                limit -= ALONE
            else:
                before_ns, before = self._level
                new_share = 1 - math.exp(-max(time_ns - before_ns, 0) / self._memory_ns)
                now = before + new_share * (now - before)
            self._level = time_ns, now
            self._refused = now < limit
        return not self._refused

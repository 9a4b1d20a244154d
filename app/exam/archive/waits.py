"""How long to wait before something is tried again."""

FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 600.0


def wait_s(tries: int) -> float:
    """How long to wait after so many tries in vain: twice as long each time, up to ten minutes."""
    return float(min(FIRST_WAIT_S * 2.0 ** min(tries, 30), LONGEST_WAIT_S))

"""Which packets are left out undecoded, so that a queue in front of the decoder shrinks again."""

INTRA_FROM_NS = 200_000_000  # where every packet is a whole picture, one can be left out at no cost
INTER_FROM_NS = 1_000_000_000  # else everything up to the next key frame is lost with it
RESUME_SHARE = 0.5
KEYS_IN_A_ROW = 10  # by which a codec of whole pictures is known


class CatchUp:
    """Old pictures make room for new ones: live never queues. Owns no clock."""

    def __init__(self) -> None:
        """Start with a decoder that keeps up."""
        self._keys = 0  # in a row
        self._leaving = False

    def takes(self, *, key: bool, lag_ns: int, waited: bool) -> bool:
        """Whether to decode this packet.

        Args:
            key: It can be decoded by itself.
            lag_ns: How much too late it is, in ns.
            waited: It had to be waited for: nothing is queued, and leaving it out would bring nothing.
        """
        self._keys = self._keys + 1 if key else 0
        from_ns = INTRA_FROM_NS if self._keys >= KEYS_IN_A_ROW else INTER_FROM_NS
        if self._leaving:
            self._leaving = not (key and (waited or lag_ns < RESUME_SHARE * from_ns))
        else:
            self._leaving = lag_ns > from_ns and not waited
        return not self._leaving

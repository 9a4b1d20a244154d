"""What every session's health bar says of its source and its network."""

from app.live.view_state import Health
from capture.source import SourceCounts
from inference.detector import NetworkInfo


def health_of(source_name: str, counts: SourceCounts, info: NetworkInfo | None, lag_ms: float | None = None) -> Health:
    """Names and counts; rates, recording and notice are the session's own to add.

    Args:
        source_name: As it is shown.
        counts: Of the source.
        info: The network, once it is loaded.
        lag_ms: Of a live source's newest picture; None where it is not known.
    """
    return Health(
        source_name=source_name,
        device=f"{info.device} · {info.backend}" if info is not None else "",
        precision=info.precision if info is not None else "",
        fell_back=info.fell_back if info is not None else None,
        delivered=counts.delivered,
        repeated=counts.repeated,
        late=counts.late,
        lost=counts.lost,
        held_back=counts.held_back,
        lag_ms=lag_ms,
    )

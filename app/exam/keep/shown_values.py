"""What stood on the screen, as an exam holds it."""

from dataclasses import dataclass, field
from datetime import datetime

from app.exam.content.model import new_id, now
from app.exam.content.picture import NetworkUsed, ShownFinding, Side, Snapshot
from app.live.view_state import ViewState
from app.network import release_of
from capture.errors import RecordingFailed
from capture.screen.layout_file import layout_to_json
from inference.detector import NetworkInfo
from inference.findings import OperatingPoints, Track


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: views hold arrays
class Taken:
    """What stood on the screen when the key was pressed.

    Attributes:
        view: As it was painted; has a picture.
        at: When.
        network: None before it is loaded.
        side: None until it is said.
        id: The snapshot will have it.
    """

    view: ViewState
    at: datetime
    network: NetworkUsed | None = None
    side: Side | None = None
    id: str = field(default_factory=new_id)


def taken(view: ViewState, info: NetworkInfo | None, side: Side | None) -> Taken:
    """Hold what is on the screen now; quick, for the window's thread.

    Raises:
        RecordingFailed: There is no picture.
    """
    if view.frame is None:
        raise RecordingFailed("There is no picture to keep yet; wait for the picture and try again")
    return Taken(view, now(), network_used(info), side)


def snapshot_of(shown: Taken) -> Snapshot:
    """A snapshot whose two files are not written yet; their names tell the time, and nobody's name."""
    view, frame = shown.view, shown.view.frame
    assert frame is not None, "there is a picture in what was taken"
    id, taken_at = shown.id, shown.at
    stem = f"snapshot-{taken_at:%H%M%S}-{id[:8]}"
    return Snapshot(
        id=id,
        taken_at=taken_at,
        plain=f"{stem}.png",
        overlaid=f"{stem}-overlay.png",
        frame_index=frame.index,
        time_ns=frame.time_ns,
        source_name=view.health.source_name,
        layout=layout_to_json(frame.layout),
        side=shown.side,
        findings=findings_of(view),
        network=shown.network,
    )


def findings_of(view: ViewState) -> tuple[ShownFinding, ...]:
    """The tracks that the view paints; none where it is muted or boxes are held back."""
    if view.muted or view.look_first:
        return ()
    numbers = {finding.track.id: finding.number for finding in view.findings}
    return tuple(_finding(track, numbers.get(track.id), view.operating_points, view.abstained) for track in view.tracks)


def network_used(info: NetworkInfo | None) -> NetworkUsed | None:
    """Which weights run; None before they are loaded."""
    if info is None:
        return None
    return NetworkUsed(
        release=release_of(info),
        sha256=dict(info.files_sha256) or {"weights": info.weights_sha256},
        backend=f"{info.device} · {info.backend} {info.precision}",
        low_below=info.operating_points.low_below,
        suspicious_from=info.operating_points.suspicious_from,
        development_prevalence=info.development_prevalence,
    )


def _finding(track: Track, number: int | None, points: OperatingPoints, abstained: str | None) -> ShownFinding:
    box, malignancy = track.box, track.malignancy
    return ShownFinding(
        track_id=track.id,
        number=number,
        box_px=(box.left, box.top, box.right, box.bottom),
        confidence=min(max(track.confidence, 0.0), 1.0),
        malignancy=malignancy,
        malignancy_low=track.malignancy_low,
        malignancy_high=track.malignancy_high,
        look=None if malignancy is None else points.look(malignancy).value,
        settled=track.settled,
        abstained=abstained if malignancy is None else None,
        size_mm=track.size_mm,
    )

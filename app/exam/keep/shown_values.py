"""What stood on the screen, as an exam holds it."""

from app.exam.content.model import new_id, now
from app.exam.content.picture import NetworkUsed, ShownFinding, Side, Snapshot
from app.live.view_state import ViewState
from app.network import release_of
from capture.errors import RecordingFailed
from capture.screen.layout_file import layout_to_json
from inference.detector import NetworkInfo
from inference.findings import OperatingPoints, Track


def snapshot_of(
    view: ViewState, *, network: NetworkUsed | None, side: Side | None, clip_id: str | None = None
) -> Snapshot:
    """A view as a snapshot whose two files are not written yet; the names tell time and picture, and nobody's name.

    Raises:
        RecordingFailed: There is no picture.
    """
    frame = view.frame
    if frame is None:
        raise RecordingFailed("There is no picture to keep yet; wait for the picture and try again")
    id, taken_at = new_id(), now()
    stem = f"snapshot-{taken_at:%H%M%S}-{id[:8]}"
    return Snapshot(
        id=id,
        taken_at=taken_at,
        plain=f"{stem}.png",
        overlaid=f"{stem}-overlay.png",
        frame_index=frame.index,
        time_ns=frame.time_ns,
        source_name=view.health.source_name,
        clip_id=clip_id,
        layout=layout_to_json(frame.layout),
        side=side,
        findings=findings_of(view),
        network=network,
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

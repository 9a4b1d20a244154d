"""The axilla is not for scoring: what the window shows while the user says that the probe is there."""

from dataclasses import replace

from app.live.view_state import ViewState
from inference.findings import Track

REASON = "The axilla is not scored."  # in app.live.look.error_texts, like every reason for an abstention


def without_scores(state: ViewState) -> ViewState:
    """The same state with boxes but no score, and the reason."""
    findings = tuple(replace(finding, track=_bare(finding.track), trend=()) for finding in state.findings)
    timeline = state.timeline
    if timeline is not None:
        timeline = replace(timeline, lanes=tuple(replace(lane, malignancy=None) for lane in timeline.lanes))
    tracks = tuple(_bare(track) for track in state.tracks)
    return replace(state, tracks=tracks, findings=findings, timeline=timeline, abstained=REASON)


def _bare(track: Track) -> Track:
    return replace(track, malignancy=None, malignancy_low=None, malignancy_high=None, settled=False)

"""Boxes for a frame that was not analysed itself, between two frames that were."""

from dataclasses import replace

from capture.screen.layout import Panel, ScanLayout
from inference.findings import Analysis, Box, Track, TrackState

SAME_SCALE = 0.01  # a ruler read twice differs by less


def tracks_at(time_ns: int, before: Analysis, after: Analysis) -> tuple[Track, ...]:
    """The tracks to paint on the frame of `time_ns`: interpolated, never extrapolated.

    A track is painted when it is CONFIRMED on both sides under the same id; its box lies on the straight line
    between its two boxes, and its score is the one known at `before`: what comes later is not told in advance.
    Nothing is painted outside the span of the two analyses or across a change of the layout (depth, zoom, another
    panel). At the very time of one of the analyses its own confirmed tracks are returned as they were measured.

    Args:
        time_ns: Stream time of the frame to paint.
        before: The analysis at or before it.
        after: The analysis at or after it.
    """
    for own in (before, after):
        if time_ns == own.frame.time_ns:
            return tuple(track for track in own.tracks if track.state is TrackState.CONFIRMED)
    start_ns, end_ns = before.frame.time_ns, after.frame.time_ns
    if not start_ns < time_ns < end_ns or not same_geometry(before.frame.layout, after.frame.layout):
        return ()
    share = (time_ns - start_ns) / (end_ns - start_ns)
    later = {track.id: track for track in after.tracks if track.state is TrackState.CONFIRMED}
    return tuple(
        _between(track, later[track.id], share)
        for track in before.tracks
        if track.state is TrackState.CONFIRMED and track.id in later
    )


def same_geometry(first: ScanLayout, second: ScanLayout) -> bool:
    """Whether a pixel means the same place and length under both layouts.

    A scale that became known, or was lost, moves nothing; two scales within 1 % are one, read twice.
    """
    if first is second:
        return True
    return (
        first.origin_px == second.origin_px
        and first.source_size_px == second.source_size_px
        and len(first.panels) == len(second.panels)
        and all(_same_panel(one, other) for one, other in zip(first.panels, second.panels, strict=True))
    )


def _same_panel(first: Panel, second: Panel) -> bool:
    if first.rect != second.rect or first.kind is not second.kind:
        return False
    if first.mm_per_px is None or second.mm_per_px is None:
        return True
    return all(
        abs(one - other) <= SAME_SCALE * abs(other)
        for one, other in zip(first.mm_per_px, second.mm_per_px, strict=True)
    )


def _between(start: Track, end: Track, share: float) -> Track:
    def mix(first: float, second: float) -> float:
        return first + share * (second - first)

    box = Box(
        mix(start.box.left, end.box.left),
        mix(start.box.top, end.box.top),
        mix(start.box.right, end.box.right),
        mix(start.box.bottom, end.box.bottom),
    )
    size_mm = None
    if start.size_mm is not None and end.size_mm is not None:
        size_mm = (mix(start.size_mm[0], end.size_mm[0]), mix(start.size_mm[1], end.size_mm[1]))
    return replace(start, box=box, size_mm=size_mm)

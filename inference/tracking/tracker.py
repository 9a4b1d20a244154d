"""Detections become tracks whose ids hold."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inference.findings import Box, Detection, OperatingPoints, Track, TrackState
from inference.malignancy import MalignancySmoother
from inference.tracking.assignment import Gate, pair_up
from inference.tracking.box_filter import FARTHEST_PX, BoxFilter, moved_box
from inference.tracking.motion import Grey, is_cut

NS_PER_MS = 1_000_000

STRONG_GATE = Gate(iou=0.15, distance=0.6, size_ratio=3.0)
WEAK_GATE = Gate(iou=0.3, distance=0.3, size_ratio=2.5)  # a doubtful box may hold a track, not drag it away
FOUND_AGAIN_GATE = Gate(iou=0.3, distance=0.8, size_ratio=2.0)  # a lost id goes back only to the same place and size
DUPLICATE_IOU = 0.5  # a second box on a lesion that has its track starts no other
WEAK_DOUBT = 2.0  # weak boxes scatter more
CONFIDENCE_MEMORY_MS = 250.0

Carry = Callable[[Box], Box | None]
Scene = Callable[[Box], Grey | None]


@dataclass(slots=True)
class _Followed:
    """A track, and what is needed to follow it."""

    track: Track
    filter: BoxFilter
    score: MalignancySmoother
    strong_ns: int  # latest strong detection
    waiting_ns: int  # absence counts from here: the latest detection, or the end of a freeze
    motion_known: bool = True  # whether the motion of the picture since the frame before was measured
    strong_looks: int = 1
    frames: int = 1  # since the first detection, with or without one
    scene: Grey | None = None  # the picture at the latest strong detection


class Tracker:
    """Follows masses from frame to frame; owns no clock and no thread.

    Two stages, after ByteTrack (Zhang et al., ECCV 2022): strong detections (`shown_confidence` or more) are paired
    with the tracks in sight, then weak ones may hold on to what is left. What strong detections remain may find a
    lost track again, or start a TENTATIVE one. A track is CONFIRMED, and so shown, after `confirm_ms` of support, or
    at its second distinct frame when it is very confident. Without a detection a confirmed track is carried by the
    measured motion of the picture for `hold_ms`, never by its own speed; then, or at once where the motion is not
    known, it is LOST; after `lost_ms` more it has ended. Ids count from 1 and are never reused, not even by `reset`.
    """

    def __init__(
        self,
        shown_confidence: float,
        operating_points: OperatingPoints,
        *,
        very_confident: float | None = None,
        confirm_ms: float = 150.0,
        hold_ms: float = 150.0,
        tentative_ms: float = 150.0,
        weak_ms: float = 1000.0,
        lost_ms: float = 1500.0,
        memory_ms: float = 5000.0,
        correlation_ms: float = 150.0,
        most: int = 50,
    ) -> None:
        """Start without tracks.

        Args:
            shown_confidence: Detections below it start no track and confirm none; they may hold one.
            operating_points: Limits between the three looks, for what counts as settled.
            very_confident: Mean confidence that shows a track at its second frame; by default 60 % of the way from
                `shown_confidence` to 1.
            confirm_ms: Support before a track is shown.
            hold_ms: How long a track stays shown without a detection.
            tentative_ms: How long a track that was never shown outlives its last detection.
            weak_ms: How long weak detections alone may keep a track shown.
            lost_ms: How long a lost track waits to be found again.
            memory_ms, correlation_ms: Of the score, see `MalignancySmoother`.
            most: Detections taken from a frame (the most confident ones), and tracks at a time.
        """
        self._shown_confidence = shown_confidence
        self._points = operating_points
        self._very_confident = shown_confidence + 0.6 * (1 - shown_confidence)
        if very_confident is not None:
            self._very_confident = very_confident
        self._confirm_ns = confirm_ms * NS_PER_MS
        self._hold_ns = hold_ms * NS_PER_MS
        self._tentative_ns = tentative_ms * NS_PER_MS
        self._weak_ns = weak_ms * NS_PER_MS
        self._lost_ns = lost_ms * NS_PER_MS
        self._memory_ms = memory_ms
        self._correlation_ms = correlation_ms
        self._most = most
        self._next_id = 1
        self._time_ns: int | None = None
        self._followed: list[_Followed] = []

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Tracks in every state as of the latest frame, by id."""
        return tuple(followed.track for followed in self._followed)

    def reset(self) -> None:
        """End every track: a new scene."""
        self._followed = []
        self._time_ns = None

    def end_where(self, inside: Callable[[Box], bool]) -> None:
        """End the tracks whose latest box is inside: a new scene in one of several panels."""
        self._followed = [followed for followed in self._followed if not inside(followed.track.box)]

    def rescale(
        self,
        scale_x: float,
        scale_y: float,
        about: tuple[float, float] = (0.0, 0.0),
        to: tuple[float, float] | None = None,
    ) -> None:
        """Keep the tracks through a known change of depth or zoom.

        Args:
            scale_x: New pixels for each old pixel, across; above 0.
            scale_y: The same, down.
            about: The point of the old picture ...
            to: ... that is found here in the new one; by default it stays.
        """
        target = about if to is None else to
        for followed in self._followed:
            followed.filter.rescale(scale_x, scale_y, about, target)
            box = moved_box(followed.track.box, scale_x, scale_y, about, target)
            followed.track = replace(followed.track, box=box)
            followed.scene = None  # pictures of two scales do not compare

    def update(
        self,
        time_ns: int,
        detections: Sequence[Detection],
        carry: Carry | None = None,
        held: Callable[[Box], bool] | None = None,
        scene: Scene | None = None,
    ) -> tuple[Track, ...]:
        """Take in the detections of one frame.

        The time of the frame before changes nothing (one picture is one piece of evidence); an earlier time ends
        every track (the recording was rewound); so does a gap longer than `lost_ms`.

        Args:
            time_ns: Stream time of the frame.
            detections: In any order; those without a usable box or confidence are ignored.
            carry: Takes a box of the frame before to where the motion of the picture brought it, or to None where
                that motion could not be measured; None when it could be measured nowhere.
            held: True for boxes in a frozen panel: their tracks stay as they are, and their absence does not count.
            scene: Gives the small picture (`inference.tracking.motion.shrink`) of the panel that a box lies in. With
                it, a lost track is found again only where the tissue is still the one it was lost in.

        Returns:
            Tracks in every state, by id.
        """
        if self._time_ns is not None and time_ns < self._time_ns:
            self.reset()
        if time_ns == self._time_ns:
            return self.tracks
        elapsed_ns = 0 if self._time_ns is None else time_ns - self._time_ns
        self._time_ns = time_ns
        waiting = self._move_on(time_ns, elapsed_ns, carry, held)
        usable = sorted(filter(_usable, detections), key=lambda detection: -detection.confidence)[: self._most]
        strong = [detection for detection in usable if detection.confidence >= self._shown_confidence]
        weak = [detection for detection in usable if detection.confidence < self._shown_confidence]
        in_sight = [followed for followed in waiting if followed.track.state is not TrackState.LOST]
        lost = [followed for followed in waiting if followed.track.state is TrackState.LOST]
        in_sight, strong = self._match(time_ns, in_sight, strong, STRONG_GATE)
        held_by_weak = [followed for followed in in_sight if time_ns - followed.strong_ns <= self._weak_ns]
        self._match(time_ns, held_by_weak, weak, WEAK_GATE)
        if strong and scene is not None:
            lost = [followed for followed in lost if not _is_elsewhere(followed, scene)]
        _, strong = self._match(time_ns, lost, strong, FOUND_AGAIN_GATE)
        self._age(time_ns, waiting)
        self._start(time_ns, strong)
        if scene is not None:
            for followed in self._followed:
                if followed.strong_ns == time_ns:
                    followed.scene = scene(followed.track.box)
        return self.tracks

    def _move_on(
        self, time_ns: int, elapsed_ns: int, carry: Carry | None, held: Callable[[Box], bool] | None
    ) -> list[_Followed]:
        """Bring every track to this frame's time; returns those that wait for a detection."""
        kept, waiting = [], []
        for followed in self._followed:
            if held is not None and held(followed.track.box):
                followed.waiting_ns = followed.strong_ns = time_ns
                kept.append(followed)
            elif time_ns - followed.waiting_ns <= self._lost_ns:
                self._predict(time_ns, followed, elapsed_ns, carry)
                kept.append(followed)
                waiting.append(followed)
        self._followed = kept
        return waiting

    def _predict(self, time_ns: int, followed: _Followed, elapsed_ns: int, carry: Carry | None) -> None:
        followed.frames += 1
        before = followed.filter.box
        carried = carry(before) if carry is not None else None
        followed.motion_known = carried is not None
        if carried is not None:
            followed.filter.carry(before, carried)
            shown = followed.track.box
            if carry is not None and followed.track.state is not TrackState.LOST:
                followed.track = replace(followed.track, box=carry(shown) or shown)
        unseen = followed.track.last_seen_ns < time_ns - elapsed_ns
        followed.filter.predict(elapsed_ns / 1e9, coasting=unseen)

    def _match(
        self, time_ns: int, candidates: list[_Followed], detections: list[Detection], gate: Gate
    ) -> tuple[list[_Followed], list[Detection]]:
        """Pair tracks and detections; returns the tracks and the detections left over."""
        pairs = pair_up(
            [followed.filter.box for followed in candidates], [detection.box for detection in detections], gate
        )
        for row, column in pairs:
            self._see(time_ns, candidates[row], detections[column])
        rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
        return (
            [followed for row, followed in enumerate(candidates) if row not in rows],
            [detection for column, detection in enumerate(detections) if column not in columns],
        )

    def _see(self, time_ns: int, followed: _Followed, detection: Detection) -> None:
        strong = detection.confidence >= self._shown_confidence
        followed.filter.correct(detection.box, 1.0 if strong else WEAK_DOUBT)
        track = followed.track
        evidence = followed.score.update(time_ns, detection.malignancy, detection.confidence)
        new_share = 1 - math.exp(-(time_ns - track.last_seen_ns) / NS_PER_MS / CONFIDENCE_MEMORY_MS)
        confidence = track.confidence + new_share * (min(detection.confidence, 1.0) - track.confidence)
        followed.waiting_ns = time_ns
        if strong:
            followed.strong_ns = time_ns
            followed.strong_looks += 1
        state = TrackState.CONFIRMED
        if track.state is TrackState.TENTATIVE and not self._is_supported(time_ns, followed, confidence):
            state = TrackState.TENTATIVE
        followed.track = replace(
            track,
            state=state,
            box=followed.filter.box,
            confidence=confidence,
            malignancy=evidence.malignancy,
            malignancy_low=evidence.low,
            malignancy_high=evidence.high,
            settled=evidence.settled,
            last_seen_ns=time_ns,
        )

    def _is_supported(self, time_ns: int, followed: _Followed, confidence: float) -> bool:
        if followed.strong_ns != time_ns or followed.strong_looks < 2:
            return False  # a weak detection never makes a track appear
        if confidence >= self._very_confident:
            return True
        long_enough = time_ns - followed.track.first_seen_ns >= self._confirm_ns
        return long_enough and 2 * followed.strong_looks >= followed.frames

    def _age(self, time_ns: int, waiting: list[_Followed]) -> None:
        """Decide what becomes of the tracks that no detection supported."""
        shown = [followed.track for followed in self._followed if followed.track.state is TrackState.CONFIRMED]
        ended = set()
        for followed in waiting:
            unseen_ns = time_ns - followed.waiting_ns
            hold_ns = self._hold_ns if followed.motion_known else 0
            if followed.track.state is TrackState.CONFIRMED and unseen_ns > hold_ns:
                followed.track = replace(followed.track, state=TrackState.LOST)
            elif followed.track.state is TrackState.TENTATIVE and (
                unseen_ns > self._tentative_ns or _overlaps(followed.track.box, shown)
            ):
                ended.add(id(followed))
        self._followed = [followed for followed in self._followed if id(followed) not in ended]

    def _start(self, time_ns: int, detections: list[Detection]) -> None:
        for detection in detections:
            in_sight = [one.track for one in self._followed if one.track.state is not TrackState.LOST]
            if len(self._followed) >= self._most or _overlaps(detection.box, in_sight):
                continue
            score = MalignancySmoother(self._points, memory_ms=self._memory_ms, correlation_ms=self._correlation_ms)
            evidence = score.update(time_ns, detection.malignancy, detection.confidence)
            track = Track(
                id=self._next_id,
                state=TrackState.TENTATIVE,
                box=detection.box,
                confidence=min(detection.confidence, 1.0),
                malignancy=evidence.malignancy,
                malignancy_low=evidence.low,
                malignancy_high=evidence.high,
                settled=evidence.settled,
                first_seen_ns=time_ns,
                last_seen_ns=time_ns,
            )
            self._next_id += 1
            self._followed.append(_Followed(track, BoxFilter(detection.box), score, time_ns, time_ns))


def _usable(detection: Detection) -> bool:
    box = detection.box
    edges = (box.left, box.top, box.right, box.bottom)
    return (
        all(abs(edge) <= FARTHEST_PX for edge in edges)  # false for NaN
        and box.width >= 1
        and box.height >= 1
        and detection.confidence > 0  # false for NaN
    )


def _is_elsewhere(followed: _Followed, scene: Scene) -> bool:
    """Whether the tissue now in view is not the one in which a track was seen last."""
    now, before = scene(followed.track.box), followed.scene
    return now is not None and before is not None and now.shape == before.shape and is_cut(before, now)


def _overlaps(box: Box, tracks: Sequence[Track]) -> bool:
    return any(box.iou(track.box) >= DUPLICATE_IOU for track in tracks)

"""Detections become tracks whose ids hold."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from inference.findings import Box, Detection, OperatingPoints, Track, TrackState
from inference.malignancy import MalignancySmoother
from inference.tracking.appearance import Look
from inference.tracking.assignment import Gate, pair_up
from inference.tracking.box_filter import FARTHEST_PX, BoxFilter, moved_box
from inference.tracking.followed import NS_PER_MS, Followed
from inference.tracking.found_again import found_again
from inference.tracking.presence import Presence, confidence_of, log_odds
from inference.tracking.rules import Rules

STRONG_GATE = Gate(iou=0.15, distance=0.6, size_ratio=3.0)
WEAK_GATE = Gate(iou=0.3, distance=0.3, size_ratio=2.5)  # a doubtful box may hold a track, not drag it away
DUPLICATE_IOU = 0.5  # a second box on a lesion that has its track starts no other
WEAK_DOUBT = 2.0  # weak boxes scatter more
UNSEEN_CONFIDENCE = 0.05  # of a mass that the detector does not report

Carry = Callable[[Box], Box | None]


class Tracker:
    """Follows masses from frame to frame; owns no clock and no thread.

    Detections are paired in two stages, after ByteTrack (Zhang et al., ECCV 2022): strong ones with the tracks in
    sight, shown tracks first, then weak ones with what is left. Strong detections that remain may be a lost mass that
    has come back: the same place (as far as the motion of the picture was measured) and the same looks. What remains
    then starts a TENTATIVE track. A track is CONFIRMED, and so shown, when it has earned it (`Presence`) in two
    distinct pictures or more. Without a detection a confirmed track is carried by the measured motion of the picture
    for `hold_ms`, never by its own speed; then, or at once where the motion is not known, it is LOST; after `lost_ms`
    more it has ended. Ids count from 1 and are never reused, not even by `reset`.
    """

    def __init__(
        self,
        shown_confidence: float,
        operating_points: OperatingPoints,
        *,
        rules: Rules | None = None,
        memory_ms: float = 5000.0,
        correlation_ms: float = 150.0,
        most: int = 50,
    ) -> None:
        """Start without tracks.

        Args:
            shown_confidence: From which a single box is worth showing; fixed for each network.
            operating_points: Limits between the three looks, for what counts as settled.
            rules: What a track has to earn; by default those tuned on development clips.
            memory_ms, correlation_ms: Of the score, see `MalignancySmoother`.
            most: Detections taken from a frame (the most confident ones), and tracks at a time.
        """
        self._points = operating_points
        self._rules = rules or Rules()
        self._even_confidence = confidence_of(log_odds(shown_confidence) + self._rules.margin)
        self._memory_ms = memory_ms
        self._correlation_ms = correlation_ms
        self._most = most
        self._next_id = 1
        self._time_ns: int | None = None
        self._followed: list[Followed] = []

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

    def update(
        self,
        time_ns: int,
        detections: Sequence[Detection],
        carry: Carry | None = None,
        held: Callable[[Box], bool] | None = None,
        look: Look | None = None,
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
            look: Gives what is seen in a box (`inference.tracking.appearance.patch_of`). Without it, a lost track is
                found again only at its place, and only for `near_ms`.

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
        strong = [one for one in usable if one.confidence >= self._rules.strong_confidence]
        weak = usable[len(strong) :]
        shown = [one for one in waiting if one.state is TrackState.CONFIRMED]
        tentative = [one for one in waiting if one.state is TrackState.TENTATIVE]
        shown, strong = self._match(time_ns, shown, strong, STRONG_GATE, look)
        strong = self._find_again(time_ns, strong, look)
        tentative, strong = self._match(time_ns, tentative, strong, STRONG_GATE, look)
        shown, weak = self._match(time_ns, shown, weak, WEAK_GATE, look)
        _, weak = self._match(time_ns, tentative, weak, WEAK_GATE, look)
        self._start(time_ns, [*strong, *weak], look)
        self._judge(time_ns, look)
        return self.tracks

    def _move_on(
        self, time_ns: int, elapsed_ns: int, carry: Carry | None, held: Callable[[Box], bool] | None
    ) -> list[Followed]:
        """Bring every track to this frame's time; returns those that wait for a detection."""
        kept, waiting = [], []
        for followed in self._followed:
            if held is not None and held(followed.track.box):
                followed.waiting_ns = time_ns
                followed.presence.wait(time_ns)
                kept.append(followed)
            elif time_ns - followed.waiting_ns <= self._rules.lost_ms * NS_PER_MS:
                self._predict(time_ns, followed, elapsed_ns, carry)
                if elapsed_ns > self._rules.near_ms * NS_PER_MS and followed.was_shown:
                    followed.become(TrackState.LOST)
                kept.append(followed)
                waiting.append(followed)
        self._followed = kept
        return waiting

    def _predict(self, time_ns: int, followed: Followed, elapsed_ns: int, carry: Carry | None) -> None:
        before = followed.filter.box
        carried = carry(before) if carry is not None else None
        followed.motion_known = carried is not None
        if carried is not None:
            followed.filter.carry(before, carried)
            shown = followed.track.box
            if carry is not None and followed.state is not TrackState.LOST:
                followed.track = replace(followed.track, box=carry(shown) or shown)
        else:
            followed.unmeasured_ns += elapsed_ns
        unseen = followed.track.last_seen_ns < time_ns - elapsed_ns
        followed.filter.predict(elapsed_ns / 1e9, coasting=unseen)

    def _match(
        self, time_ns: int, candidates: list[Followed], detections: list[Detection], gate: Gate, look: Look | None
    ) -> tuple[list[Followed], list[Detection]]:
        """Pair tracks and detections; returns the tracks and the detections left over."""
        pairs = pair_up(
            [followed.filter.box for followed in candidates], [detection.box for detection in detections], gate
        )
        for row, column in pairs:
            self._see(time_ns, candidates[row], detections[column], look)
        rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
        return (
            [followed for row, followed in enumerate(candidates) if row not in rows],
            [detection for column, detection in enumerate(detections) if column not in columns],
        )

    def _see(self, time_ns: int, followed: Followed, detection: Detection, look: Look | None) -> None:
        strong = detection.confidence >= self._rules.strong_confidence
        followed.see(time_ns, detection, 1.0 if strong else WEAK_DOUBT, look)

    def _find_again(self, time_ns: int, detections: list[Detection], look: Look | None) -> list[Detection]:
        """Give detections to the lost masses they show; returns those left over."""
        lost = [followed for followed in self._followed if followed.state is TrackState.LOST]
        if not lost or not detections:
            return detections
        boxes = [detection.box for detection in detections]
        pairs = found_again(time_ns, lost, boxes, look, self._rules)
        for row, column in pairs:
            followed = lost[row]
            followed.filter, followed.presence = BoxFilter(boxes[column]), self._presence()
            self._see(time_ns, followed, detections[column], look)
            followed.become(TrackState.TENTATIVE)
        found = {column for _, column in pairs}
        return [detection for column, detection in enumerate(detections) if column not in found]

    def _start(self, time_ns: int, detections: list[Detection], look: Look | None) -> None:
        rules = self._rules
        for detection in detections:
            if detection.confidence < rules.start_confidence or len(self._followed) >= self._most:
                continue
            if _overlaps(detection.box, [one for one in self._followed if one.state is not TrackState.LOST]):
                continue
            score = MalignancySmoother(self._points, memory_ms=self._memory_ms, correlation_ms=self._correlation_ms)
            patch = None if look is None else look(detection.box)
            seen = None if patch is None else patch.mass
            evidence = score.update(time_ns, detection.malignancy, detection.confidence, seen)
            presence = self._presence()
            presence.look(time_ns, detection.confidence)
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
            self._followed.append(Followed(track, BoxFilter(detection.box), score, presence, time_ns, patch=patch))

    def _presence(self) -> Presence:
        rules = self._rules
        return Presence(self._even_confidence, UNSEEN_CONFIDENCE, rules.look_ms, (rules.least, rules.most))

    def _judge(self, time_ns: int, look: Look | None) -> None:
        """Decide what becomes of every track in sight, then take what was seen as its looks."""
        ended: set[int] = set()
        for followed in self._followed:
            if followed.state is TrackState.LOST:
                continue
            if followed.waiting_ns < time_ns:
                self._judge_unseen(time_ns, followed, look)
            elif followed.track.last_seen_ns == time_ns:
                self._judge_seen(time_ns, followed, look, ended)
        shown = [followed for followed in self._followed if followed.state is TrackState.CONFIRMED]
        self._followed = [
            followed
            for followed in self._followed
            if followed.track.id not in ended
            and not (followed.state is TrackState.LOST and not followed.was_shown)
            and not (followed.state is TrackState.TENTATIVE and _overlaps(followed.track.box, shown))
        ]

    def _judge_unseen(self, time_ns: int, followed: Followed, look: Look | None) -> None:
        rules = self._rules
        visible = look is None or look(followed.filter.box) is not None
        if visible:
            followed.presence.look(time_ns, None)
        span_ms = rules.tentative_ms
        if followed.state is TrackState.CONFIRMED:
            span_ms = rules.hold_ms if followed.motion_known and visible else 0.0
        if time_ns - followed.waiting_ns > span_ms * NS_PER_MS:
            followed.become(TrackState.LOST)

    def _judge_seen(self, time_ns: int, followed: Followed, look: Look | None, ended: set[int]) -> None:
        rules, evidence = self._rules, followed.presence.evidence
        if followed.state is TrackState.CONFIRMED:
            if evidence < 0:
                followed.become(TrackState.TENTATIVE)
        elif followed.looks >= 2 and evidence >= min(rules.show, rules.show_again):
            earlier = None if followed.was_shown else self._earlier(time_ns, followed, look)
            if earlier is not None:
                earlier.come_back_as(followed)
                ended.add(followed.track.id)
                followed = earlier
            if evidence >= rules.show or followed.was_shown:
                followed.become(TrackState.CONFIRMED)
        if followed.patch is not None and followed.was_shown and followed.track.confidence >= rules.strong_confidence:
            followed.appearance.add(followed.patch)

    def _earlier(self, time_ns: int, followed: Followed, look: Look | None) -> Followed | None:
        """The lost mass that a new track turns out to be."""
        lost = [one for one in self._followed if one.state is TrackState.LOST]
        pairs = found_again(time_ns, lost, [followed.track.box], look, self._rules)
        return lost[pairs[0][0]] if pairs else None


def _usable(detection: Detection) -> bool:
    box = detection.box
    edges = (box.left, box.top, box.right, box.bottom)
    return (
        all(abs(edge) <= FARTHEST_PX for edge in edges)  # false for NaN
        and box.width >= 1
        and box.height >= 1
        and detection.confidence > 0  # false for NaN
    )


def _overlaps(box: Box, others: Sequence[Followed]) -> bool:
    return any(box.iou(other.track.box) >= DUPLICATE_IOU for other in others)

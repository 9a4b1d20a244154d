"""What was measured in pictures that a review on the scanner shows again."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from inference.findings import Track, TrackState

MOST = 3600  # analysed pictures: a minute at 60 Hz
NEAR = 2  # pictures: the boxes of a neighbour so near are as good as a picture's own


class SeenBefore:
    """Tracks of the latest analysed pictures, by the index of the picture."""

    def __init__(self) -> None:
        """Start empty."""
        self._indices: deque[int] = deque(maxlen=MOST)
        self._tracks: deque[tuple[Track, ...]] = deque(maxlen=MOST)

    def clear(self) -> None:
        """Another source: indices begin anew."""
        self._indices.clear()
        self._tracks.clear()

    def add(self, index: int, tracks: tuple[Track, ...]) -> None:
        """Keep what a living picture showed; an index that is not higher than the latest clears what was kept."""
        if self._indices and index <= self._indices[-1]:
            self.clear()
        self._indices.append(index)
        self._tracks.append(tracks)

    def shown_again(self, again: int | None, now: Iterable[Track]) -> tuple[Track, ...]:
        """The tracks of a picture in review: boxes as they were measured in it, scores as they stand now.

        Args:
            again: Index of the picture shown again; None when it is not known which.
            now: The tracks as they are held.

        Returns:
            By id; a track of now that was not shown then is LOST, so it keeps its card and is not painted.
        """
        then = {track.id: track for track in self._at(again) if track.state is TrackState.CONFIRMED}
        shown = []
        for track in now:
            old = then.pop(track.id, None)
            if old is not None:
                shown.append(replace(track, state=old.state, box=old.box, size_mm=old.size_mm))
            else:
                shown.append(track if track.state is TrackState.TENTATIVE else replace(track, state=TrackState.LOST))
        return tuple(sorted([*shown, *then.values()], key=lambda track: track.id))

    def _at(self, again: int | None) -> tuple[Track, ...]:
        if again is None or not self._indices:
            return ()
        at = bisect_left(self._indices, again)
        near = [near for near in (at - 1, at) if 0 <= near < len(self._indices)]
        nearest = min(near, key=lambda place: abs(self._indices[place] - again))
        return self._tracks[nearest] if abs(self._indices[nearest] - again) <= NEAR else ()

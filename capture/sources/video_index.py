"""Where every picture of a video file is: built once when the file is opened."""

from bisect import bisect_right
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import av
import av.error

from capture.errors import UnreadableFile
from capture.sources.broken_off import is_broken_off
from capture.sources.times import ascending_times_ns, even_times_ns
from capture.sources.video_decoding import DecodingFault, LostStep, PacketMark, VideoDecoding, no_picture

HEAD_PICTURES = 24  # decoded to see whether the container's times are those of the pictures
LONGEST_TAIL = 3000  # pictures after the last key frame that are still decoded to see whether the file was cut off
TAIL_KEYS = 3  # key frames to go back for the last picture that can be decoded
MAX_NOTES = 2  # packets at the end of a sound file that are only notes to the decoder, not pictures
ASSUMED_HZ = 25.0
_UNSURE_AFTER_SEEK = ("mpeg", "mpegvideo")  # packets of a fixed size: after a seek a time may belong to another picture


@dataclass(frozen=True, slots=True)
class VideoIndex:
    """The pictures of a file in the order they are shown.

    Attributes:
        pts: Each picture's time stamp in the stream's own unit.
        keys: Numbers of the pictures at which decoding can start, ascending. Empty: the time stamps do not tell the
            pictures apart (missing or repeated), so a picture is found by counting from the start of the file.
        packets: Marks of every packet by its time stamp, to check a seek by. Empty: the container's list was wrong.
        times_ns: Time of each picture from the first.
        assumed_hz: The rate assumed where the file states no times at all, else None.
        breaks_off: Whether pictures are missing at the end: the file is cut off or damaged from there on.
    """

    pts: tuple[int | None, ...]
    keys: tuple[int, ...]
    packets: Mapping[int, PacketMark]
    times_ns: tuple[int, ...]
    assumed_hz: float | None
    breaks_off: bool = False

    def key_at_or_before(self, number: int) -> int:
        """Place in `keys` of the last key frame that is not after `number`; -1 for none."""
        return bisect_right(self.keys, number) - 1


def index_video(path: Path) -> VideoIndex:
    """List the pictures of a file.

    The container's own list is used (nothing but packet headers is looked at, so that a long file opens fast) if
    the first and the last pictures, decoded, carry exactly its time stamps; pictures at either end that cannot be
    decoded (a file cut off) are left out. Otherwise the whole file is decoded once.

    Raises:
        UnreadableFile: Not a video, or nothing in it can be decoded.
    """
    marks = _listed(path)
    if marks is not None:
        pts = sorted(marks)
        keys = [number for number, stamp in enumerate(pts) if marks[stamp].is_key]
        start = _first_shown(path, pts)
        end = _last_shown(path, pts, keys, marks) if start is not None else None
        if start is not None and end is not None and start < end:
            shown = tuple(key - start for key in keys if start <= key < end)
            index = _index(path, list(pts[start:end]), shown, marks)
            return replace(index, breaks_off=is_broken_off(path) or len(pts) - end > MAX_NOTES)
    pictures = _decoded(path)
    if not pictures:
        raise _undecodable(path)
    stamps = [stamp for stamp, _ in pictures]
    known = [stamp for stamp in stamps if stamp is not None]
    ordered = len(known) == len(stamps) and all(a < b for a, b in pairwise(known))
    keys_found = tuple(number for number, (_, is_key) in enumerate(pictures) if is_key) if ordered else ()
    return replace(_index(path, stamps, keys_found, {}), breaks_off=is_broken_off(path))


def _undecodable(path: Path) -> UnreadableFile:
    return UnreadableFile(
        "{file} holds no picture that can be decoded; copy it again or choose another file", file=path.name
    )


def _listed(path: Path) -> dict[int, PacketMark] | None:
    """Every packet by its time stamp, in the file's order; None where this cannot be a list of the pictures."""
    decoding = VideoDecoding(path)
    try:
        packets = [
            (p.pts, PacketMark(p.size, p.is_keyframe)) for p in decoding.packets() if p is not None and not p.is_discard
        ]
        decoding.stream.codec_context.open(strict=False)  # the decoder alone knows whether pictures are reordered
        reorders = bool(decoding.stream.codec_context.has_b_frames)
        container = decoding.container.format.name
    except av.error.FFmpegError as fault:
        raise _undecodable(path) from fault
    finally:
        decoding.close()
    if not packets:
        raise no_picture(path)
    marks = {stamp: mark for stamp, mark in packets if stamp is not None}
    if len(marks) < len(packets):
        return None  # stamps are missing or repeated
    if container == "avi" and reorders and list(marks) == sorted(marks):
        return None  # AVI knows no display times: those of reordered pictures are in the wrong order
    return marks


def _first_shown(path: Path, pts: list[int]) -> int | None:
    """Number of the first picture that can be decoded; None if the list is not that of the pictures."""
    decoding = VideoDecoding(path, threaded=False)
    try:
        shown: list[int | None] = []
        while len(shown) < HEAD_PICTURES and (picture := decoding.next_picture()) is not None:
            shown.append(picture.pts)
    finally:
        decoding.close()
    if not shown or shown[0] not in pts:
        return None
    start = pts.index(shown[0])
    return start if _follow_each_other(shown, pts[start:]) else None


def _follow_each_other(shown: list[int | None], listed: list[int]) -> bool:
    """Whether `shown` runs along `listed`; damaged pictures may be missing, but nothing may be out of place."""
    rest = iter(listed)
    return all(any(stamp == other for other in rest) for stamp in shown)


def _last_shown(path: Path, pts: list[int], keys: list[int], marks: Mapping[int, PacketMark]) -> int | None:
    """One past the number of the last picture that can be decoded; None if the list is not that of the pictures."""
    if len(pts) - (keys[-1] if keys else 0) > LONGEST_TAIL:
        return len(pts)
    for start in [*(pts[key] for key in keys[: -TAIL_KEYS - 1 : -1]), None]:
        shown = _last_stamps(path, start, marks)
        if shown:
            last = shown[-1]
            if last is None or last not in pts:
                return None
            return pts.index(last) + 1 if _follow_each_other(shown, pts) else None
    return None


def _last_stamps(path: Path, start: int | None, marks: Mapping[int, PacketMark]) -> list[int | None]:
    """Time stamps of the last pictures shown when decoding from `start` (None: the first) to the end."""
    for threaded in (True, False):
        decoding = VideoDecoding(path, threaded=threaded)
        shown: deque[int | None] = deque(maxlen=HEAD_PICTURES)
        try:
            if start is not None:
                decoding.seek(start, marks)
            while (picture := decoding.next_picture()) is not None:
                shown.append(picture.pts)
        except DecodingFault:
            continue
        except (av.error.FFmpegError, LostStep):
            break  # this container cannot seek there
        finally:
            decoding.close()
        return list(shown)
    return []


def _decoded(path: Path) -> list[tuple[int | None, bool]]:
    """Time stamp and key-frame mark of every picture, by decoding them all."""
    for threaded in (True, False):
        decoding = VideoDecoding(path, threaded=threaded)
        pictures: list[tuple[int | None, bool]] = []
        try:
            while (picture := decoding.next_picture()) is not None:
                pictures.append((picture.pts, bool(picture.key_frame)))
        except DecodingFault:
            continue
        finally:
            decoding.close()
        return pictures
    return []


def _index(path: Path, pts: list[int | None], keys: tuple[int, ...], marks: Mapping[int, PacketMark]) -> VideoIndex:
    decoding = VideoDecoding(path)
    try:
        rate_hz, unit = decoding.usual_hz, decoding.stream.time_base
        container = decoding.container.format.name
    finally:
        decoding.close()
    if not marks and container in _UNSURE_AFTER_SEEK:
        keys = ()
    if container == "avi" and not keys and rate_hz is not None:  # this format has a constant rate
        return VideoIndex(tuple(pts), keys, marks, even_times_ns(len(pts), rate_hz), None)
    stated_s = [None if stamp is None or unit is None else float(stamp * unit) for stamp in pts]
    no_times = all(stamp is None for stamp in stated_s) and len(pts) > 1
    assumed_hz = ASSUMED_HZ if no_times and rate_hz is None else None
    times_ns = ascending_times_ns(stated_s, 1 / (rate_hz or ASSUMED_HZ))
    return VideoIndex(tuple(pts), keys, marks, times_ns, assumed_hz)

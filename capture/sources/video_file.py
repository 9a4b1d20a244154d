"""A recorded video: MP4, MKV, AVI, MOV, MPEG, GIF and whatever else FFmpeg decodes."""

import logging
import time
from itertools import pairwise
from pathlib import Path

import av
import av.error

from capture.errors import EndOfStream
from capture.screen.layout import ScanLayout
from capture.side_file import layout_for, times_for
from capture.source import Screen
from capture.sources.file_checks import require_file, require_size
from capture.sources.rgb import rgb_pixels
from capture.sources.video_decoding import DecodingFault, LostStep, VideoDecoding
from capture.sources.video_index import index_video

log = logging.getLogger(__name__)

MAX_KEYS_BACK = 4  # key frames to go back in a container that lands too late, before decoding from the start


class VideoFileReader:
    """Reads a video file picture by picture; every picture can be reached exactly.

    A seek goes to the key frame before the picture and decodes forward; time stamps and sizes of the packets say
    whether the container landed where it should (MPEG program streams land one group too late, or give the first
    pictures the times of others); if not, it goes further back, in the end to the start of the file. The file is
    never in memory as a whole. A picture that cannot be decoded is left out, with those built on it: its number is
    missing in what `read` returns, and a seek to it gives the next one. Pixels that are not square are left as they
    are in the file. Minamo's own recordings tell their layout and exact times in the side file beside them.

    Attributes:
        times_ns: Time of every picture from the first, ascending strictly (`times.ascending_times_ns` tells how a
            file that states other times is repaired).
        assumed_hz: The rate assumed where the file states neither times nor a rate, else None.
        breaks_off: Whether pictures are missing at the end: the file is cut off or damaged from there on.
    """

    times_ns: tuple[int, ...]
    assumed_hz: float | None
    breaks_off: bool

    def __init__(self, path: Path) -> None:
        """Open a file, list its pictures and decode the first.

        Raises:
            UnreadableFile: It is missing, not a video, holds no picture, or nothing in it can be decoded.
        """
        require_file(path)
        self._path = path
        self._index = index_video(path)
        self.times_ns = self._index.times_ns
        self._layout: ScanLayout | None = None
        self.assumed_hz = self._index.assumed_hz
        self.breaks_off = self._index.breaks_off
        self._number_of = {stamp: number for number, stamp in enumerate(self._index.pts)} if self._index.keys else {}
        self._threaded = True
        self._keys_back = 0  # learnt: by how many key frames this container lands too late
        self._closed = False
        self._wanted = 0  # the next picture to hand out
        self._told: set[str] = set()
        self._decoding = VideoDecoding(path, threaded=self._threaded, told=self._told)
        self._ahead: tuple[int, av.VideoFrame] | None = None  # decoded and not yet handed out
        self._at = 0  # no picture with a lower number comes out of the decoder any more
        try:
            first = self._picture_from(0)
            if first is not None:
                require_size(path, first[1].width, first[1].height)
                self._ahead = first
                self._take_side_file((first[1].width, first[1].height))
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    def read(self, timeout_s: float) -> Screen | None:
        """Decode the next picture; does not wait for its time to come.

        Raises:
            EndOfStream: The last picture has been read, or the reader is closed.
        """
        del timeout_s  # a file has its pictures at once
        if self._closed or self._wanted >= len(self.times_ns):
            raise EndOfStream
        found = self._picture_from(self._wanted)
        if found is None:
            self._wanted = len(self.times_ns)
            raise EndOfStream
        number, picture = found
        self._wanted = number + 1
        pixels = rgb_pixels(picture)
        layout = self._layout
        if layout is not None and layout.source_size_px != (pixels.shape[1], pixels.shape[0]):
            layout = None  # the size changed in the middle
        return Screen(pixels, number, self.times_ns[number], time.monotonic_ns(), layout)

    def seek(self, number: int) -> None:
        """Make `number` (0-based) the next picture that `read` returns; costs nothing until then.

        Raises:
            IndexError: There is no such picture.
        """
        if not 0 <= number < len(self.times_ns):
            raise IndexError(number)
        self._wanted = number

    def close(self) -> None:
        """Release the file; safe to call twice."""
        self._closed = True
        self._ahead = None
        self._decoding.close()

    def _take_side_file(self, size_px: tuple[int, int]) -> None:
        """Use what was recorded beside the video; nothing of it where it is that of another video."""
        layout, times_ns = layout_for(self._path), times_for(self._path)
        if layout is None or layout.source_size_px != size_px:
            return
        self._layout = layout
        pictures = len(self.times_ns)
        if times_ns and len(times_ns) >= pictures and all(a < b for a, b in pairwise(times_ns)):
            self.times_ns = times_ns[:pictures]

    def _start_over(self) -> None:
        """Stand before the first picture of the file, by opening it anew: the one seek that always lands."""
        self._decoding.close()
        self._decoding = VideoDecoding(self._path, threaded=self._threaded, told=self._told)
        self._ahead, self._at = None, 0

    def _picture_from(self, wanted: int) -> tuple[int, av.VideoFrame] | None:
        """The picture `wanted`, or the first after it that can be decoded; None at the end."""
        try:
            if not self._reaches(wanted):
                self._go_to(wanted)
            return self._decode_to(wanted)
        except LostStep:
            self._start_over()
            return self._decode_to(wanted)
        except DecodingFault as fault:
            log.warning("%s: damaged (%s); decoding without threads from here on", self.name, fault)
            self._threaded = False
            self._start_over()
            return self._picture_from(wanted)

    def _reaches(self, wanted: int) -> bool:
        """Whether decoding forward from here is the way to `wanted`: it is not behind, nor a key frame between."""
        place = self._index.key_at_or_before(wanted)
        if self._at > wanted and (self._ahead is None or self._ahead[0] > wanted):
            return False
        return place < 0 or self._index.keys[place] <= self._at or place <= self._keys_back

    def _go_to(self, wanted: int) -> None:
        """Stand before `wanted`, as near as the container allows."""
        nearest = self._index.key_at_or_before(wanted)
        for back in range(self._keys_back, MAX_KEYS_BACK + 1):
            if nearest - back <= 0:
                break
            stamp = self._index.pts[self._index.keys[nearest - back]]
            if stamp is not None and self._lands_before(wanted, stamp):
                self._keys_back = back
                return
        self._start_over()

    def _lands_before(self, wanted: int, stamp: int) -> bool:
        try:
            self._decoding.seek(stamp, self._index.packets)
            self._ahead, self._at = None, 0
            self._ahead = self._next_numbered()
        except (av.error.FFmpegError, LostStep) as fault:
            log.debug("%s: no seek to %s (%s)", self.name, stamp, fault)
            return False
        return self._ahead is not None and self._ahead[0] <= wanted

    def _decode_to(self, wanted: int) -> tuple[int, av.VideoFrame] | None:
        while True:
            found = self._ahead or self._next_numbered()
            self._ahead = None
            if found is None or found[0] >= wanted:
                return found

    def _next_numbered(self) -> tuple[int, av.VideoFrame] | None:
        """The decoder's next picture with its number; pictures that are not in the index are left out."""
        while (picture := self._decoding.next_picture()) is not None:
            number = self._number_of.get(picture.pts) if self._index.keys else self._at
            if number is not None and number < len(self.times_ns):
                self._at = number + 1
                return number, picture
        return None

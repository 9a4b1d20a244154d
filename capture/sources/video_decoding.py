"""One pass over the pictures of a video file that survives damage."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import av
import av.error
from av.video.stream import VideoStream

from capture.errors import UnreadableFile

log = logging.getLogger(__name__)

# What FFmpeg takes for a video although it is a playlist (which may lead to other files) or a text
_NOT_PICTURES = ("tty", "concat", "hls", "dash", "ffmetadata", "lavfi")
_ATTACHED_PICTURE = 0x0400  # AV_DISPOSITION_ATTACHED_PIC: the cover of a sound file
_MAX_READ_FAULTS = 16  # in a row; more means that the rest of the file is gone
_MAX_SKIPPED = 300  # pictures left out in wait of a key frame; streams that refresh gradually have none


class DecodingFault(Exception):
    """A threaded decoder met damage; what it had in flight is lost."""


class LostStep(Exception):
    """After a seek the container gives its packets other times than when it is read from the start."""


@dataclass(frozen=True, slots=True)
class PacketMark:
    """What tells a packet from the others: its size in bytes, and whether decoding can start at it."""

    size: int
    is_key: bool


class VideoDecoding:
    """An open file and its decoder; yields pictures in the order they are shown.

    A picture that cannot be decoded is left out, and so are those after it up to the next key frame: they would be
    built on what is missing.
    """

    def __init__(self, path: Path, *, threaded: bool = True, told: set[str] | None = None) -> None:
        """Open the file's first video stream.

        Args:
            path: The file.
            threaded: Decode in parallel. A damaged packet then takes its undamaged neighbours along, so
                it raises `DecodingFault`; unthreaded decoding skips the damaged picture alone.
            told: The damage that has been logged, so that it is logged once; None to log nothing.

        Raises:
            UnreadableFile: It is not a video or holds no picture.
        """
        self._path = path
        self._threaded = threaded
        self._told = told
        self.container = _open(path)
        self.stream = _video_stream(path, self.container)
        self.stream.thread_type = "AUTO" if threaded else "NONE"
        self._pictures = self._decode(self.packets())

    @property
    def usual_hz(self) -> float | None:
        """The rate the file claims, or None."""
        rate = self.stream.average_rate or self.stream.guessed_rate
        return float(rate) if rate and rate > 0 else None

    def packets(self) -> "Iterator[av.Packet[VideoStream] | None]":
        """Every packet of the stream from here on, then None: the decoder is to hand out what it holds."""
        faults = 0
        while True:
            try:
                for packet in self.container.demux(self.stream):
                    faults = 0
                    if packet.size:  # PyAV closes with an empty one
                        yield packet
            except (av.error.FFmpegError, OSError) as fault:
                faults += 1
                self._tell(f"a damaged part is skipped ({fault})")
                if faults > _MAX_READ_FAULTS:
                    break
            else:
                break
        yield None

    def seek(self, pts: int, known: Mapping[int, PacketMark]) -> None:
        """Move to the key frame at or before `pts`, as far as the container can tell.

        A container whose packets are no whole pictures (an MPEG program stream) can give the first pictures after a
        seek the times of others. So decoding begins at the first key frame that is the one `known` has at its time.

        Args:
            pts: Where to go, in the stream's unit.
            known: Every packet by its time, as read from the start of the file; empty to believe the container.

        Raises:
            FFmpegError: The container cannot seek there.
        """
        self.container.seek(pts, stream=self.stream, backward=True)
        self._pictures = self._decode(self._in_step(known) if known else self.packets())

    def next_picture(self) -> av.VideoFrame | None:
        """The next undamaged picture; None at the end.

        Raises:
            DecodingFault: Threaded only: damage; open an unthreaded pass to continue.
            LostStep: After a seek only: what follows is not what `known` said.
        """
        return next(self._pictures, None)

    def close(self) -> None:
        """Release the file."""
        self._pictures = iter(())
        self.container.close()

    def _in_step(self, known: Mapping[int, PacketMark]) -> "Iterator[av.Packet[VideoStream] | None]":
        """The packets from the first key frame on that is where `known` has it."""
        in_step = False
        for packet in self.packets():
            if packet is not None and not packet.is_discard:
                mark = None if packet.pts is None else known.get(packet.pts)
                fits = mark == PacketMark(packet.size, packet.is_keyframe)
                if in_step and not fits:
                    raise LostStep(packet.pts)
                in_step = in_step or (fits and packet.is_keyframe)
            if in_step or packet is None:
                yield packet

    def _decode(self, packets: "Iterator[av.Packet[VideoStream] | None]") -> Iterator[av.VideoFrame]:
        to_skip = 0
        for packet in packets:
            stamp = None if packet is None else packet.pts
            try:
                pictures = self.stream.decode(packet)
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, OSError) as fault:
                if self._threaded:
                    raise DecodingFault(str(fault)) from fault
                self._tell(f"the picture at {stamp} is damaged, those up to the next key frame are skipped ({fault})")
                to_skip = _MAX_SKIPPED
                continue
            for picture in pictures:
                to_skip = 0 if picture.key_frame else max(0, to_skip - 1)
                if picture.is_corrupt:
                    self._tell(f"the picture at {picture.pts} is damaged and skipped")
                elif not to_skip:
                    yield picture

    def _tell(self, what: str) -> None:
        if self._told is not None and what not in self._told:
            self._told.add(what)
            log.warning("%s: %s", self._path.name, what)


def _open(path: Path) -> av.container.InputContainer:
    try:
        # `file:` keeps names with a colon or a percent sign plain; the white list keeps playlists off the network
        container = av.open(f"file:{path}", options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except av.error.EOFError as fault:
        raise no_picture(path) from fault
    except (av.error.FFmpegError, OSError, ValueError) as fault:
        with path.open("rb") as file:
            is_mp4 = file.read(12)[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
        if is_mp4:
            raise UnreadableFile(
                "{file} is an incomplete video: its list of pictures is missing, so its recording or copying was cut "
                "off; copy it again or export it again from the scanner",
                file=path.name,
            ) from fault
        raise UnreadableFile(
            "{file} is not a video that can be read, whatever its name says; "
            "open a video, a DICOM file, an image or a folder of images",
            file=path.name,
        ) from fault
    if any(name in _NOT_PICTURES for name in container.format.name.split(",")):
        container.close()
        raise UnreadableFile(
            "{file} holds text or a playlist, not pictures; open the video itself",
            file=path.name,
        )
    return container


def _video_stream(path: Path, container: av.container.InputContainer) -> VideoStream:
    for stream in container.streams.video:
        if not int(stream.disposition) & _ATTACHED_PICTURE and stream.codec_context is not None:
            return stream
    sound_only = bool(container.streams.audio)
    container.close()
    if sound_only:
        raise UnreadableFile("{file} has sound but no picture; choose a file that shows the scan", file=path.name)
    raise no_picture(path)


def no_picture(path: Path) -> UnreadableFile:
    """The error for a video in which there is nothing to see."""
    return UnreadableFile(
        "{file} is a video without a single picture (it may have been cut off); copy it again or choose another file",
        file=path.name,
    )

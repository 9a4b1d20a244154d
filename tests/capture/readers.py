"""Every reader of the product, ready to read: what the contract tests run against.

A new source joins by one entry: a function that gets an empty folder and returns an open reader with at least
five pictures. Recordings belong into `RECORDINGS`, sources without an end into `LIVE`.
"""

from collections.abc import Callable
from pathlib import Path

from pydicom.uid import RLELossless

from capture.source import ScreenReader, SeekableReader
from capture.sources.device import DeviceReader, DeviceSpec
from capture.sources.dicom.cine import DicomReader
from capture.sources.image_folder import ImageFolderReader
from capture.sources.simulated import SimulatedReader
from capture.sources.stream import StreamReader
from capture.sources.video_file import VideoFileReader
from tests.capture.made_files import write_cine, write_images, write_video
from tests.capture.scripted_device import ScriptedDevice

RECORDINGS: dict[str, Callable[[Path], SeekableReader]] = {
    "video in Matroska": lambda folder: VideoFileReader(write_video(folder / "cine.mkv")),
    "video in MP4 with B-frames": lambda folder: VideoFileReader(
        write_video(folder / "cine.mp4", "mpeg4", "yuv420p", b_frames=2)
    ),
    "video in AVI": lambda folder: VideoFileReader(write_video(folder / "cine.avi", "mjpeg", "yuvj420p")),
    "video in an MPEG program stream": lambda folder: VideoFileReader(
        write_video(folder / "cine.mpg", "mpeg2video", "yuv420p", b_frames=2)
    ),
    "animated GIF": lambda folder: VideoFileReader(write_video(folder / "cine.gif", "gif", "rgb8")),
    "folder of images": lambda folder: ImageFolderReader(
        write_images(folder / "images", [f"frame{number}.png" for number in range(12)])
    ),
    "DICOM cine": lambda folder: DicomReader(write_cine(folder / "cine.dcm")),
    "DICOM cine, run-length coded": lambda folder: DicomReader(write_cine(folder / "cine.dcm", compress=RLELossless)),
}


class SentStream(StreamReader):
    """A network stream together with its sender, which ends with it."""

    def __init__(self) -> None:
        self._sender = ScriptedDevice()
        self._sender.__enter__()
        super().__init__(self._sender.url)

    def close(self) -> None:
        self._sender.kill()
        super().close()


LIVE: dict[str, Callable[[Path], ScreenReader]] = {
    "virtual grabber": lambda _: DeviceReader(DeviceSpec("lavfi", "testsrc2=size=640x360:rate=60,realtime", "Grabber")),
    "network stream": lambda _: SentStream(),
    "simulated scan": lambda _: SimulatedReader(size=(320, 240)),
    "simulated scan, unpaced": lambda _: SimulatedReader(size=(320, 240), paced=False),
}

READERS: dict[str, Callable[[Path], ScreenReader]] = {**RECORDINGS, **LIVE}

"""Every reader of the product, ready to read: what the contract tests run against.

A new source joins by one entry: a function that gets an empty folder and returns an open reader with at least
five pictures. Recordings belong into `RECORDINGS`, sources without an end into `LIVE`.
"""

from collections.abc import Callable
from pathlib import Path

from pydicom.uid import RLELossless

from capture.source import ScreenReader, SeekableReader
from capture.sources.dicom_cine import DicomReader
from capture.sources.image_folder import ImageFolderReader
from capture.sources.video_file import VideoFileReader
from tests.capture.made_files import write_cine, write_images, write_video

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

LIVE: dict[str, Callable[[Path], ScreenReader]] = {}

READERS: dict[str, Callable[[Path], ScreenReader]] = {**RECORDINGS, **LIVE}

"""Recordings made for the tests: every picture carries its own number, painted so that lossy coding keeps it."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pydicom
from PIL import Image
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, UltrasoundMultiFrameImageStorage, generate_uid

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 96, 64
_BITS, _BLOCK = 12, 8


def numbered(number: int, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """A textured RGB picture with `number` in the bright and dark blocks of its first rows."""
    rows, columns = np.mgrid[:height, :width]
    texture = 100 + 60 * np.sin((columns + 2 * number) / 11) * np.cos(rows / 9)
    pixels = np.stack([texture, texture * 0.8, 220 - texture], axis=-1).astype(np.uint8)
    for bit in range(_BITS):
        pixels[:_BLOCK, bit * _BLOCK : (bit + 1) * _BLOCK] = 235 if number >> bit & 1 else 20
    return pixels


def painted_number(pixels: Picture) -> int:
    """The number that `numbered` painted."""
    blocks = pixels[2 : _BLOCK - 2].astype(float).mean(axis=(0, 2)).reshape(-1, _BLOCK)[:_BITS]
    return sum(int(block[2:-2].mean() > 128) << bit for bit, block in enumerate(blocks))


def write_video(
    path: Path,
    codec: str = "ffv1",
    pixel_format: str = "bgr0",
    *,
    count: int = 30,
    ticks: Sequence[int] | None = None,
    tick: Fraction = Fraction(1, 25),
    group: int = 12,
    b_frames: int = 0,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    container_options: dict[str, str] | None = None,
) -> Path:
    """Encode numbered pictures.

    Args:
        path: The suffix chooses the container.
        codec: FFmpeg's name of the encoder.
        pixel_format: FFmpeg's name of the pixel format.
        count: How many pictures, where `ticks` does not say.
        ticks: Time of each picture in units of `tick`.
        tick: The unit of time in s.
        group: Pictures from key frame to key frame.
        b_frames: Most B-frames in a row.
        size: (width, height).
        container_options: FFmpeg's options of the muxer.
    """
    with av.open(str(path), "w", container_options=container_options or {}) as container:
        stream = container.add_stream(codec, rate=1 / tick)
        stream.width, stream.height, stream.pix_fmt = (*size, pixel_format)
        stream.codec_context.time_base = tick
        stream.codec_context.gop_size = group
        if b_frames:
            stream.codec_context.max_b_frames = b_frames
        for number, moment in enumerate(ticks if ticks is not None else range(count)):
            frame = av.VideoFrame.from_ndarray(numbered(number, *size), format="rgb24")
            frame.pts, frame.time_base = moment, tick
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def write_images(folder: Path, names: Sequence[str], size: tuple[int, int] = (WIDTH, HEIGHT)) -> Path:
    """Write numbered pictures under `names`, in that order."""
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        Image.fromarray(numbered(number, *size)).save(folder / name, quality=95)
    return folder


def ultrasound(values: npt.NDArray[np.generic], photometric: str = "RGB", **elements: object) -> FileDataset:
    """An ultrasound data set around stored values.

    Args:
        values: (frames, rows, columns) or (frames, rows, columns, 3), of the stored type.
        photometric: Photometric Interpretation.
        elements: Further elements, or other values for those set here, by keyword; None leaves one out.
    """
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = UltrasoundMultiFrameImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid()
    header = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    header.SOPClassUID, header.SOPInstanceUID = UltrasoundMultiFrameImageStorage, meta.MediaStorageSOPInstanceUID
    header.Modality = "US"
    header.NumberOfFrames, header.Rows, header.Columns = values.shape[:3]
    header.SamplesPerPixel = 3 if values.ndim == 4 else 1
    if values.ndim == 4:
        header.PlanarConfiguration = 0
    header.PhotometricInterpretation = photometric
    header.BitsAllocated = header.BitsStored = 8 * values.dtype.itemsize
    header.HighBit = header.BitsStored - 1
    header.PixelRepresentation = int(np.issubdtype(values.dtype, np.signedinteger))
    header.PixelData = values.tobytes()
    header["PixelData"].VR = "OB" if values.dtype.itemsize == 1 else "OW"
    for keyword, value in elements.items():
        if value is not None:
            setattr(header, keyword, value)
        elif keyword in header:
            delattr(header, keyword)
    return header


def write_cine(path: Path, count: int = 6, compress: UID | None = None, **elements: object) -> Path:
    """A DICOM cine of numbered pictures, 40 ms apart unless `elements` says otherwise."""
    frames = np.stack([numbered(number) for number in range(count)])
    header = ultrasound(frames, **{"FrameTime": 40.0, **elements})
    if compress is not None:
        header.compress(compress, encoding_plugin="pydicom" if compress.name.startswith("RLE") else "")
    pydicom.dcmwrite(path, header, enforce_file_format=True)
    return path

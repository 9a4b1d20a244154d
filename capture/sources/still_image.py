"""One still image as an RGB array."""

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS: Final = ("PNG", "JPEG", "WEBP", "BMP", "TIFF")

# what Pillow raises for files that are damaged, cut off or absurdly large
IMAGE_FAULTS: Final = (
    OSError,
    UnidentifiedImageError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
    Image.DecompressionBombError,
)


def open_image(file: Path) -> Image.Image:
    """Read an image's header; raises one of `IMAGE_FAULTS`."""
    return Image.open(file, formats=FORMATS)


def is_deep(image: Image.Image) -> bool:
    """Whether it holds grey values of more than 8 bits."""
    return image.mode.startswith("I")


def upright_size(image: Image.Image) -> tuple[int, int]:
    """(width, height) in pixels, turned as the camera notes."""
    width, height = image.size
    turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)  # Exif orientation: on its side
    return (height, width) if turned else (width, height)


def rgb_of_image(image: Image.Image, depth_bit: int) -> npt.NDArray[np.uint8]:
    """Decode an image.

    Args:
        image: The opened image, standing at its page.
        depth_bit: Bits of the values that white has, for images of more than 8 bits.

    Returns:
        Shape (height, width, 3), uint8, RGB; transparent is black, turned as the camera notes.

    Raises:
        IMAGE_FAULTS: It is damaged, or holds floating-point values.
    """
    image.load()
    upright = ImageOps.exif_transpose(image)
    if is_deep(upright):
        white = (1 << depth_bit) - 1
        grey8 = (np.clip(np.asarray(upright, dtype=np.int64), 0, white) * 255 + white // 2) // white
        return np.repeat(grey8.astype(np.uint8)[..., None], 3, axis=2)
    if upright.mode == "F":
        raise ValueError("floating-point values have no defined white")
    if upright.has_transparency_data:
        rgba = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", rgba.size, (0, 0, 0, 255)), rgba)
    return np.array(upright.convert("RGB"), dtype=np.uint8)

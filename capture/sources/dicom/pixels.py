"""Decoded DICOM pixel values as RGB: grey through its window, palette through its colours."""

import logging

import numpy as np
import numpy.typing as npt
from pydicom.dataset import FileDataset
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi, apply_windowing

log = logging.getLogger(__name__)

MAX_DEPTH_BIT = 16


class PixelColours:
    """Turns the stored values of a file's frames into RGB by one table, built when the file is opened.

    Grey follows PS3.3 C.11: Modality LUT or rescale, then VOI LUT or window (the first of several); without these the
    whole range of the values goes to 0..255, for more than 8 bits that of Smallest and Largest Image Pixel Value
    where they are stated. MONOCHROME1 and an inverse Presentation LUT Shape are inverted.
    """

    def __init__(self, header: FileDataset) -> None:
        """Build the table.

        Raises:
            ValueError: The colours are of a kind that is not supported; the text names it.
        """
        self._kind = str(header.get("PhotometricInterpretation") or "MONOCHROME2").strip().upper()
        self._samples = int(header.get("SamplesPerPixel") or 1)
        self._depth_bit = int(header.get("BitsStored") or header.get("BitsAllocated") or 8)
        if not 1 <= self._depth_bit <= MAX_DEPTH_BIT:
            raise ValueError(f"{self._depth_bit} bits a pixel")
        if self._samples == 3 and self._kind.startswith(("RGB", "YBR_FULL", "YBR_ICT", "YBR_RCT")):
            self._table: npt.NDArray[np.uint8] | None = None
            return
        if self._samples != 1 or self._kind not in ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"):
            raise ValueError(f"{self._kind} with {self._samples} samples a pixel")
        signed = int(header.get("PixelRepresentation") or 0) == 1
        self._lowest = -(1 << (self._depth_bit - 1)) if signed else 0
        values = np.arange(self._lowest, self._lowest + (1 << self._depth_bit), dtype=np.int32)
        if self._kind == "PALETTE COLOR":
            self._table = _palette_table(header, values)
        else:
            grey = _grey_table(header, values)
            inverse = self._kind == "MONOCHROME1" or header.get("PresentationLUTShape") == "INVERSE"
            self._table = np.repeat((255 - grey if inverse else grey)[:, None], 3, axis=1)

    def rgb(self, values: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
        """Colour a frame.

        Args:
            values: (height, width) stored values, or (height, width, 3) RGB of the stored depth.

        Returns:
            Shape (height, width, 3), uint8, read-only.

        Raises:
            ValueError: The frame has another shape than the header says.
        """
        if values.ndim != (2 if self._table is not None else 3):
            raise ValueError(f"a frame of shape {values.shape}")
        if self._table is not None:
            places = np.clip(values.astype(np.int32) - self._lowest, 0, len(self._table) - 1)
            pixels = self._table[places]
        elif self._depth_bit > 8:
            pixels = (values.astype(np.uint32) * 255 // ((1 << self._depth_bit) - 1)).astype(np.uint8)
        else:
            pixels = np.ascontiguousarray(values, dtype=np.uint8)
        pixels.setflags(write=False)
        return pixels


def _grey_table(header: FileDataset, values: npt.NDArray[np.int32]) -> npt.NDArray[np.uint8]:
    """Grey 0..255 of every stored value."""
    shown = apply_modality_lut(values, header).astype(np.float64)
    black, white = float(shown.min()), float(shown.max())
    if header.get("VOILUTSequence"):
        black, white = 0.0, float((1 << int(header.VOILUTSequence[0].LUTDescriptor[2])) - 1)
        shown = apply_voi(np.round(shown).astype(np.int64), header).astype(np.float64)
    elif header.get("WindowCenter") is not None and header.get("WindowWidth") is not None:
        try:
            ends = apply_windowing(np.array([-1e12, 1e12]), header)  # what is outside the window on either side
            shown, (black, white) = apply_windowing(shown, header), ends
        except (ValueError, TypeError, ZeroDivisionError) as fault:
            log.warning("the window of a DICOM file is not valid and not used (%s)", fault)
    elif len(values) > 256:
        smallest, largest = header.get("SmallestImagePixelValue"), header.get("LargestImagePixelValue")
        if isinstance(smallest, int) and isinstance(largest, int) and smallest < largest:
            ends = apply_modality_lut(np.array([smallest, largest], dtype=np.int32), header)
            black, white = float(ends[0]), float(ends[1])
    if white == black:
        return np.zeros(len(values), np.uint8)
    return np.asarray(np.clip(np.round((shown - black) / (white - black) * 255), 0, 255), dtype=np.uint8)


def _palette_table(header: FileDataset, values: npt.NDArray[np.int32]) -> npt.NDArray[np.uint8]:
    """Colours, (n, 3), of every stored value (PS3.3 C.7.6.3.1.5)."""
    if "RedPaletteColorLookupTableData" not in header:
        if "SegmentedRedPaletteColorLookupTableData" not in header:
            raise ValueError("PALETTE COLOR without its palette")
        colours = np.asarray(apply_color_lut(values, header))[:, :3]
        return _eight_bit(colours)
    # pydicom reads a plain palette in the byte order of this machine, whatever the file's
    order = "<" if header.file_meta.TransferSyntaxUID.is_little_endian else ">"
    channels = []
    for name in ("Red", "Green", "Blue"):
        entries, first, _ = (int(n) for n in header[f"{name}PaletteColorLookupTableDescriptor"].value)
        entries = entries % (1 << 16) or 1 << 16
        if first >= 1 << 15 and values[0] < 0:
            first -= 1 << 16  # read as unsigned although the pixels are signed
        data = bytes(header[f"{name}PaletteColorLookupTableData"].value)
        wide = len(data) >= 2 * entries
        table = np.frombuffer(data, dtype=f"{order}u2" if wide else "u1", count=entries)
        channels.append(table[np.clip(values - first, 0, entries - 1)])
    return _eight_bit(np.stack(channels, axis=1))


def _eight_bit(colours: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Palette entries as 8 bits; 16-bit entries that hold 8-bit values (a common fault) are taken as they are."""
    if colours.dtype.itemsize > 1 and int(colours.max(initial=0)) > 255:
        return np.asarray(colours.astype(np.uint16) >> 8, dtype=np.uint8)
    return colours.astype(np.uint8)

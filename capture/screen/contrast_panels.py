"""Which part of a scan shows contrast: the whole of it, or one half with the B-mode beside it.

For a command that is told that a recording shows contrast: it finds grey contrast too, which by itself cannot be told
from a B-mode sweep, and two panels are two halves of equal width. Whatever else opens a recording, or looks at a live
screen, takes tinted contrast alone (`capture.screen.find_layout`).
"""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from capture.errors import CaptureError, EndOfStream
from capture.screen.find_layout import find_layout
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.source import Screen, SeekableReader

STEADY = 0.25  # a B-mode half changes its mean by no more than this share of it over a study
BMODE_FROM = 12.0  # grey levels; a B-mode half is not darker
CHANGES_FROM = 1.35  # a contrast half's brightest mean over its darkest, at least
TINT = 24  # between the highest and the lowest channel of a pixel that has a colour
SAMPLED = 24  # screens spread over a recording
READ_S = 5.0
HALF = 0.9  # share of half the screen that a panel fills if the other half is its twin

Bytes = npt.NDArray[np.uint8]


def contrast_layout_of(reader: SeekableReader) -> ScanLayout | None:
    """The layout that a recording tells, if it has a contrast panel, else the one that is found; None without any.

    Raises:
        CaptureError: The recording cannot be read at all.
    """
    screens = []
    last = len(reader.times_ns) - 1
    for number in sorted({round(last * part / (SAMPLED - 1)) for part in range(SAMPLED)}) if last >= 0 else ():
        with contextlib.suppress(CaptureError, EndOfStream):  # reading reports it when it comes to that place
            reader.seek(number)
            screen = reader.read(READ_S)
            if screen is not None:
                screens.append(screen)
    told = screens[0].layout if screens else None
    if told is not None and any(panel.kind is PanelKind.CONTRAST for panel in told.panels):
        return told
    return find_contrast_layout([screen for screen in screens if screen.pixels.shape == screens[0].pixels.shape])


def find_contrast_layout(screens: Sequence[Screen]) -> ScanLayout | None:
    """Where contrast, and the B-mode beside it, lie on the screens of a recorded study; None where nothing looks so.

    Beside a scan that fills one half of the screen the other half may be taken for a panel that is dark: only where the
    user says that this is a study, because what is not seen to be a scan may be a patient list.

    Args:
        screens: Of one size, in order of time, spread over the whole recording.
    """
    if not screens:
        return None
    # contrast is tinted, which elsewhere tells a photograph or a desktop from a scan
    grey = [replace(screen, pixels=_without_colour(screen.pixels)) for screen in screens]
    found = find_layout(grey)
    if found is None:
        return None
    x, y = found.origin_px
    scan = Rect(
        x, y, x + max(panel.rect.right for panel in found.panels), y + max(panel.rect.bottom for panel in found.panels)
    )
    width, height = found.source_size_px
    for part in (scan, _with_twin(scan, width, height)):
        panels = part and split_panels([s.pixels[part.top : part.bottom, part.left : part.right] for s in screens])
        if part and panels:
            return ScanLayout(panels, (part.left, part.top), (width, height))
    return None


def _without_colour(pixels: Bytes) -> Bytes:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def _with_twin(scan: Rect, width: int, height: int) -> Rect | None:
    """Both halves of a screen that is nothing but two panels, of which one was found alone: the other is dark."""
    half = width / 2
    on_one_side = scan.right <= half + 2 or scan.left >= half - 2
    if on_one_side and scan.width >= HALF * half and scan.height >= HALF * height:
        return Rect(0, 0, width, height)
    return None


def split_panels(pictures: Sequence[Bytes]) -> tuple[Panel, ...] | None:
    """The panels of pictures that were taken over a whole study; None where nothing looks like contrast.

    Args:
        pictures: Of one size, (h, w, 3) uint8 RGB, in order of time.
    """
    height, width = pictures[0].shape[:2]
    whole = Rect(0, 0, width, height)
    middle = width // 2
    halves = Rect(0, 0, middle, height), Rect(width - middle, 0, width, height)
    levels = [_levels(pictures, rect) for rect in halves]
    for contrast, bmode in ((0, 1), (1, 0)):
        if _is_bmode(levels[bmode]) and _is_contrast(levels[contrast]):
            return Panel(halves[bmode], PanelKind.B_MODE), Panel(halves[contrast], PanelKind.CONTRAST)
    if _is_contrast(_levels(pictures, whole)) or _is_tinted(pictures):
        return (Panel(whole, PanelKind.CONTRAST),)
    return None


def _levels(pictures: Sequence[Bytes], rect: Rect) -> npt.NDArray[np.float64]:
    """Mean grey level of a part of each picture, (n,)."""
    return np.array([float(p[rect.top : rect.bottom : 2, rect.left : rect.right : 2].mean()) for p in pictures])


def _is_bmode(levels: npt.NDArray[np.float64]) -> bool:
    middle = float(np.median(levels))
    return middle >= BMODE_FROM and float(np.ptp(levels)) <= STEADY * middle


def _is_contrast(levels: npt.NDArray[np.float64]) -> bool:
    return float(levels.max()) >= CHANGES_FROM * max(float(levels.min()), 0.5)


def _is_tinted(pictures: Sequence[Bytes]) -> bool:
    """Whether most of what is bright has a colour of its own, as contrast maps have."""
    brightest = max(pictures, key=lambda picture: float(picture.mean())).reshape(-1, 3).astype(np.int16)
    seen = brightest[brightest.max(axis=1) > 40]
    return len(seen) > 100 and float(np.median(np.ptp(seen, axis=1))) > TINT

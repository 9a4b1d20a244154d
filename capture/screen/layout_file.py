"""Layouts as JSON, and the memory of the layout of each source."""

import base64
import contextlib
import hashlib
import json
import logging
import os
import re
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from capture.screen.layout import Panel, PanelKind, Rect, ScaleMark, ScaleOrigin, ScanLayout
from capture.screen.signature import ACROSS, DOWN, Signature

log = logging.getLogger(__name__)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _MarkFile(_Strict):
    strip: tuple[int, int, int, int]
    profile: str  # base64


class _PanelFile(_Strict):
    rect: tuple[int, int, int, int]
    kind: PanelKind
    mask_runs: list[int] | None = None  # lengths of runs, row by row, beginning with the pixels outside
    mm_per_px: tuple[float, float] | None = None
    scale_origin: ScaleOrigin | None = None
    scale_mark: _MarkFile | None = None


class _LayoutFile(_Strict):
    version: Literal[1] = 1
    source_size_px: tuple[int, int]
    origin_px: tuple[int, int]
    panels: list[_PanelFile]


class _SignatureFile(_Strict):
    size_px: tuple[int, int]
    edges: str  # base64 of DOWN x ACROSS bytes
    brightness: str
    flat: str


class _MemoryFile(_Strict):
    source: str
    layout: _LayoutFile
    signature: _SignatureFile | None = None


def layout_to_json(layout: ScanLayout, *, marks: bool = False) -> dict[str, Any]:
    """A layout as plain JSON values (the state of the signal is not part of it).

    Args:
        layout: To be written.
        marks: With what the screen looked like beside the panels: for a layout that screens will be seen with again.
    """
    return _layout_file(layout, marks=marks).model_dump(mode="json")


def layout_from_json(value: object) -> ScanLayout:
    """The layout that `layout_to_json` wrote.

    Raises:
        ValueError: It is not such a value, or does not hold together.
    """
    return _layout(_LayoutFile.model_validate(value))


def signature_to_json(signature: Signature) -> dict[str, Any]:
    """A signature as plain JSON values, to a 255th."""
    return _signature_file(signature).model_dump(mode="json")


def signature_from_json(value: object) -> Signature:
    """The signature that `signature_to_json` wrote.

    Raises:
        ValueError: It is not such a value.
    """
    return _signature(_SignatureFile.model_validate(value))


class RemembersLayouts(Protocol):
    """What the layouts drawn for live sources are asked of and told to; used by the capture thread."""

    def recall(self, source: str, size_px: tuple[int, int]) -> tuple[ScanLayout, Signature | None] | None:
        """The layout of this source and size, and what the screen looked like with it; None if there is none."""
        ...

    def keep(self, source: str, layout: ScanLayout, signature: Signature | None) -> None:
        """Remember a layout, replacing an older one; never raises."""
        ...


class LayoutMemory:
    """Remembers a layout, and what the screen looked like with it, for each source and size of its picture."""

    def __init__(self, folder: Path) -> None:
        """Keep the layouts in `folder`, which is made when the first one is kept."""
        self._folder = folder

    def recall(self, source: str, size_px: tuple[int, int]) -> tuple[ScanLayout, Signature | None] | None:
        """The layout of this source; None if there is none or its file is damaged (the log says so)."""
        file = self._file(source, size_px)
        try:
            kept = _MemoryFile.model_validate_json(file.read_text(encoding="utf-8"))
            layout = _layout(kept.layout)
            if layout.source_size_px != size_px:
                raise ValueError("the size of the picture is not the one in the name")
            return layout, None if kept.signature is None else _signature(kept.signature)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, ValidationError) as fault:
            log.warning("the remembered layout %s is not used: %s", file, fault)
            return None

    def keep(self, source: str, layout: ScanLayout, signature: Signature | None) -> None:
        """Remember a layout, replacing an older one; a folder that cannot be written is logged, not raised."""
        file = self._file(source, layout.source_size_px)
        kept = _MemoryFile(
            source=source,
            layout=_layout_file(layout, marks=True),
            signature=None if signature is None else _signature_file(signature),
        )
        beside = file.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(kept.model_dump(mode="json")), encoding="utf-8")
            beside.replace(file)  # all or nothing, also when the machine stops here
        except OSError as fault:
            log.warning("the layout of %s could not be kept: %s", source, fault)
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)

    def forget(self, source: str, size_px: tuple[int, int]) -> None:
        """Remove what is kept for this source."""
        self._file(source, size_px).unlink(missing_ok=True)

    def _file(self, source: str, size_px: tuple[int, int]) -> Path:
        width, height = size_px
        readable = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")[:40]
        key = hashlib.sha256(source.encode()).hexdigest()[:12]  # names may differ in what a file name cannot hold
        return self._folder / f"{readable}-{width}x{height}-{key}.json"


def _layout_file(layout: ScanLayout, *, marks: bool) -> _LayoutFile:
    panels = [
        _PanelFile(
            rect=(panel.rect.left, panel.rect.top, panel.rect.right, panel.rect.bottom),
            kind=panel.kind,
            mask_runs=None if panel.mask is None else _runs(panel.mask),
            mm_per_px=panel.mm_per_px,
            scale_origin=panel.scale_origin,
            scale_mark=None if panel.scale_mark is None or not marks else _mark_file(panel.scale_mark),
        )
        for panel in layout.panels
    ]
    return _LayoutFile(source_size_px=layout.source_size_px, origin_px=layout.origin_px, panels=panels)


def _layout(kept: _LayoutFile) -> ScanLayout:
    width, height = kept.source_size_px
    x, y = kept.origin_px
    panels = []
    for panel in kept.panels:
        rect = Rect(*panel.rect)
        if not (0 <= rect.left + x < rect.right + x <= width and 0 <= rect.top + y < rect.bottom + y <= height):
            raise ValueError(f"the panel {rect} does not lie on a screen of {width}x{height}")
        mask = None if panel.mask_runs is None else _mask(panel.mask_runs, rect)
        mark = None if panel.scale_mark is None else _mark(panel.scale_mark, kept.source_size_px)
        panels.append(Panel(rect, panel.kind, mask, panel.mm_per_px, scale_origin=panel.scale_origin, scale_mark=mark))
    if not panels:
        raise ValueError("a layout needs a panel")
    return ScanLayout(tuple(panels), kept.origin_px, kept.source_size_px)


def _mark_file(mark: ScaleMark) -> _MarkFile:
    strip = mark.strip
    return _MarkFile(
        strip=(strip.left, strip.top, strip.right, strip.bottom), profile=base64.b64encode(mark.profile).decode()
    )


def _mark(kept: _MarkFile, size_px: tuple[int, int]) -> ScaleMark:
    strip, profile = Rect(*kept.strip), base64.b64decode(kept.profile, validate=True)
    if not (0 <= strip.left < strip.right <= size_px[0] and 0 <= strip.top < strip.bottom <= size_px[1]):
        raise ValueError(f"the strip {strip} does not lie on a screen of {size_px[0]}x{size_px[1]}")
    if len(profile) != max(strip.width, strip.height):
        raise ValueError("the profile is not as long as its strip")
    return ScaleMark(strip, profile)


def _runs(mask: npt.NDArray[np.bool_]) -> list[int]:
    flat = np.concatenate([[False], mask.ravel(), [not mask.ravel()[-1]]])
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    lengths = np.diff(np.concatenate([[0], changes]))
    return [int(length) for length in lengths]


def _mask(runs: list[int], rect: Rect) -> npt.NDArray[np.bool_]:
    if any(run < 0 for run in runs) or sum(runs) != rect.width * rect.height:
        raise ValueError("the mask does not fill its panel")
    inside = np.arange(len(runs)) % 2 == 1
    mask = np.repeat(inside, runs).reshape(rect.height, rect.width)
    mask.flags.writeable = False
    return mask


def _signature_file(signature: Signature) -> _SignatureFile:
    return _SignatureFile(
        size_px=signature.size_px,
        edges=_packed(signature.edges * 255),
        brightness=_packed(signature.brightness * 255),
        flat=_packed(signature.flat),
    )


def _signature(kept: _SignatureFile) -> Signature:
    return Signature(_shares(kept.edges), _shares(kept.brightness), kept.size_px, _unpacked(kept.flat) > 0)


def _shares(text: str) -> npt.NDArray[np.float32]:
    return np.asarray(_unpacked(text) / 255, np.float32)


def _packed(values: npt.NDArray[np.generic]) -> str:
    return base64.b64encode(np.rint(np.asarray(values, np.float32)).astype(np.uint8).tobytes()).decode()


def _unpacked(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(base64.b64decode(text, validate=True), np.uint8).reshape(DOWN, ACROSS)

"""What a contrast study has shown: curves, fits, parameters, maps, signs, and what is to be known beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inference.contrast.acquisition.watch import Acquisition
from inference.contrast.compression import Compression
from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit
from inference.contrast.growing.curves import Curves
from inference.contrast.maps import Maps
from inference.contrast.pattern import Sign
from inference.contrast.picture import Bytes
from inference.contrast.regions import Region


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened during the study.

    Attributes:
        time_s: On the curves' axis.
        kind: "burst", "gain change" or "gap".
    """

    time_s: float
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class StudyResult:
    """The result of one study.

    Attributes:
        name: Of the recording.
        time_base: "injection": moments of the parameters count from it; else "arrival": from the earlier arrival of the
            two regions, because the injection is not known.
        axis: What the curves' times mean: {"origin", "hz", "hz_origin"}.
        curves: Of both regions.
        lesion, reference: In pixels of the contrast panel; None where there is none.
        origin_px: (x, y) of the contrast panel in the file or screen.
        compression: What linearised it.
        colour_map: The scanner's, by name.
        lesion_fit, reference_fit: A fit, or the reason why there is none; None where there is no region.
        parameters: By name, rows as `parameters.compare` gives them.
        maps: None where there are none.
        signs: What readers look for, measured; () without maps or a reference.
        marks: Bursts, gain changes, gaps.
        motion: Median and largest shift in px, correlation, pictures out of plane.
        acquisition: What kind of recording it is.
        notes: What the user should know.
        background: What maps are drawn over: the B-mode picture, (h, w) uint8, or None.
        size_px: (width, height) of the contrast panel.
        region_frame: Number of the picture on whose tissue the regions lie; in others they follow it.
    """

    name: str
    time_base: str
    axis: Mapping[str, object]
    curves: Curves
    lesion: Region | None
    reference: Region | None
    origin_px: tuple[int, int]
    compression: Compression
    colour_map: str
    lesion_fit: Fit | ContrastError | None
    reference_fit: Fit | ContrastError | None
    parameters: Mapping[str, Mapping[str, Any]]
    maps: Maps | None
    signs: tuple[Sign, ...]
    marks: tuple[Mark, ...]
    motion: Mapping[str, float | int]
    acquisition: Acquisition
    notes: tuple[ContrastError, ...]
    background: Bytes | None
    size_px: tuple[int, int]
    region_frame: int

    def in_file(self, region: Region | None) -> Region | None:
        """A region in pixels of the file or screen."""
        return None if region is None else region.moved(*self.origin_px)

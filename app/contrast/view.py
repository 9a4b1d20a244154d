"""What the window paints of a contrast study at one moment: one frozen value, made purely."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.contrast.injection import Injection
from app.contrast.phases import Phase
from capture.errors import MinamoError

Series = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class StudyState(Enum):
    """How a study stands."""

    OFF = "off"  # none was begun
    COLLECTING = "collecting"
    FITTING = "fitting"  # stopped; curves, parameters and maps are being computed
    DONE = "done"
    FAILED = "failed"  # what came is kept, but there is no result; the notice says why


class MarkerKind(Enum):
    """Why a line stands on the curve."""

    INJECTION = "injection"
    BURST = "burst"  # a new segment begins
    GAIN = "gain"
    GAP = "gap"  # pictures are missing


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment of a study.

    Attributes:
        kind: What happened.
        time_s: On the study's axis.
    """

    kind: MarkerKind
    time_s: float


@dataclass(frozen=True, slots=True, eq=False)
class CurveView:
    """The curves; None where there is no region, or no fit.

    Attributes:
        times_s: (n,) on the study's axis.
        excluded: (n,) True where the picture is not used.
        lesion_raw, lesion_clean, reference_raw, reference_clean: (n,) mean echo power, NaN where unknown.
        lesion_fit, reference_fit: (n,) the chosen model.
    """

    times_s: Series
    excluded: Flags
    lesion_raw: Series | None = None
    lesion_clean: Series | None = None
    lesion_fit: Series | None = None
    reference_raw: Series | None = None
    reference_clean: Series | None = None
    reference_fit: Series | None = None


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region in pixels of the contrast panel.

    Attributes:
        text: As `minamo contrast --lesion` takes it.
        outline: (x, y) of its corners; an ellipse as a polygon.
    """

    text: str
    outline: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter; None where it is not known.

    Attributes:
        name: Its standard name (PE, TTP ...).
        lesion, reference, ratio: Values.
        low, high: 95 % interval of the lesion's value.
        ratio_low, ratio_high: 95 % interval of the ratio.
        unit: Of the value.
        refused: Why there is no value, or None.
    """

    name: str
    lesion: float | None
    reference: float | None
    ratio: float | None
    low: float | None = None
    high: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    unit: str = ""
    refused: MinamoError | str | None = None


@dataclass(frozen=True, slots=True)
class SignRow:
    """One sign that readers look for, as it was measured.

    Attributes:
        name: Of `inference.contrast.pattern.texts`.
        present: None where the recording does not tell; `text` then says why.
        text: Of the same texts: a template with places for `values`.
        values: For the template.
        ratio: Likelihood ratio of the sign as it was found (present or absent), from the literature; None where
            none is known.
        low, high: 95 % interval of the ratio.
        source: Where it is published.
    """

    name: str
    present: bool | None
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class MapView:
    """One parametric map over the contrast panel.

    Attributes:
        name: PE, TTP ...
        unit: Of its values.
        values: (h, w) float32, NaN where there is none.
        low, high: Ends of the colour bar.
        cell_px: Side of a cell in panel pixels.
        colours: Name of its colour map; "_r" at the end turns it round.
    """

    name: str
    unit: str
    values: npt.NDArray[np.float32]
    low: float
    high: float
    cell_px: float
    colours: str = "viridis"


@dataclass(frozen=True, slots=True, eq=False)
class ResultView:
    """What a finished study found.

    Attributes:
        model: The model that was chosen, with its R2; empty without a fit.
        time_base: What the moments among the parameters count from: "injection", or "arrival" of the agent.
        parameters: In the order of the table.
        signs: Those that were looked for.
        maps: Those that can be overlaid.
        warnings: What the reader has to know of this recording.
    """

    model: str = ""
    time_base: str = "arrival"
    parameters: tuple[ParameterRow, ...] = ()
    signs: tuple[SignRow, ...] = ()
    maps: tuple[MapView, ...] = ()
    warnings: tuple[MinamoError | str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ContrastView:
    """All the window paints of contrast.

    Attributes:
        state: Of the chosen study.
        has_panel: The layout on screen has a contrast panel.
        injections: Of this exam, oldest first.
        chosen: Place of the injection on screen among them.
        clock_s: Of the picture on screen, from the injection, or from the first picture.
        phases: Of the site; empty while the injection is not known.
        curves: So far, or to the playhead of a recording.
        until_s: Recordings: the curve is drawn to here; None for all of it.
        cursor_s: Recordings: the playhead.
        markers: On the curve.
        lesion, reference: Regions, or None.
        proposed: The lesion's region was proposed and not changed.
        shift_px: (x, y) by which the tissue of the picture on screen has moved.
        can_undo: A region was changed.
        editable: Regions can still be changed.
        result: Of a finished study.
        recomputing: A region was changed and its result is not there yet.
        answers: How many changes of regions were answered, also by a refusal: `recomputing` may end before it is seen.
        share: Recordings: how much of the file was read, 0..1.
        pictures: Distinct pictures in the study.
        first_s: Time of the first one, on the study's axis; None before it.
        gaps: Pictures that found no room.
        notice: What went wrong and what to do, or None.
        kept: Folder of the written study, or None.
    """

    state: StudyState = StudyState.OFF
    has_panel: bool = False
    injections: tuple[Injection, ...] = ()
    chosen: int = 0
    clock_s: float | None = None
    phases: tuple[Phase, ...] = ()
    curves: CurveView | None = None
    until_s: float | None = None
    cursor_s: float | None = None
    markers: tuple[Marker, ...] = ()
    lesion: RegionView | None = None
    reference: RegionView | None = None
    proposed: bool = False
    shift_px: tuple[float, float] = (0.0, 0.0)
    can_undo: bool = False
    editable: bool = False
    result: ResultView | None = None
    recomputing: bool = False
    answers: int = 0
    share: float | None = None
    pictures: int = 0
    first_s: float | None = None
    gaps: int = 0
    notice: MinamoError | None = None
    kept: Path | None = None

    @property
    def injection(self) -> Injection | None:
        """The one on screen."""
        return self.injections[self.chosen] if self.injections else None

    @property
    def zero_s(self) -> float:
        """What times count from, on the study's axis."""
        injection = self.injection
        if injection is not None and injection.injected_s is not None:
            return injection.injected_s
        return self.first_s or 0.0

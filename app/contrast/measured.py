"""The study of one injection as `inference.contrast` measures it, in the window's terms.

Everything of `inference.contrast` is imported when the first study begins: it brings scipy and matplotlib, which the
window need not wait for.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.contrast.measured_result import result_view
from app.contrast.range_reader import RangeReader
from app.contrast.studying import StudiedInjection, StudyFigures
from app.contrast.view import CurveView, RegionView, ResultView, Series
from capture.frame import Frame
from capture.screen.layout import PanelKind
from inference.contrast.errors import ContrastError

if TYPE_CHECKING:
    from inference.contrast.fit import Fit
    from inference.contrast.growing.curves import Curves
    from inference.contrast.growing.study import ContrastStudy
    from inference.contrast.outcome.result import StudyResult
    from inference.contrast.regions import Region

MAX_HOLD = "The pictures are accumulated (max-hold), so they show no curve; record without it"
FIRST_PROPOSAL = 5  # pictures; while nothing stands out it is tried again at twice as many


def measured_study(dynamic_range_db: float | None) -> StudiedInjection:
    """An empty study.

    Args:
        dynamic_range_db: Of the scanner's contrast picture; None to estimate it.
    """
    from inference.contrast.compression import Compression
    from inference.contrast.growing.study import ContrastStudy

    compression = None if dynamic_range_db is None else Compression(dynamic_range_db, "given")
    reader = RangeReader()
    return MeasuredStudy(ContrastStudy(compression, on_run=reader.read), reader)


def warm_up() -> None:
    """Load what the first study needs, seconds before it does: its first pictures must not wait for that."""
    import inference.contrast.cine
    import inference.contrast.outcome.conclude
    import inference.contrast.outcome.write  # noqa: F401

    measured_study(None)


class MeasuredStudy:
    """Implements `app.contrast.studying.StudiedInjection`."""

    def __init__(self, study: "ContrastStudy", reader: RangeReader) -> None:
        self._study, self._reader = study, reader
        self._origin_px = (0, 0)
        self._drawn = False  # the user has chosen the regions
        self._next_proposal = FIRST_PROPOSAL
        self._result: StudyResult | None = None
        self._curves: Curves | None = None
        self._shifts: list[tuple[float, float]] = []

    def add(self, frame: Frame) -> bool:
        """Take a picture; False where its layout has no contrast panel."""
        from inference.contrast.cine import picture_of

        picture = picture_of(frame)
        if picture is None:
            return False
        self._study.add(picture)
        if len(self._study) == 1:
            rect = next(panel.rect for panel in frame.layout.panels if panel.kind is PanelKind.CONTRAST)
            left, top = frame.layout.origin_px
            self._origin_px = (rect.left + left, rect.top + top)
        if self._study.lesion is None and not self._drawn and len(self._study) >= self._next_proposal:
            self._next_proposal *= 2
            self._propose()
        return True

    def gap(self, time_s: float) -> None:
        """A picture was left out."""
        self._study.gap(time_s)

    def set_injected(self, time_s: float | None) -> None:
        """The moment of the injection."""
        self._study.injection_s = time_s

    def set_dynamic_range(self, dynamic_range_db: float) -> None:
        """What the scanner's screen says."""
        from inference.contrast.compression import Compression

        self._study.set_compression(Compression(dynamic_range_db, "given"))
        self._result = None

    def suggest(self, lesion: str) -> None:
        """Propose this region, where the user has drawn none."""
        from inference.contrast.cleaning.local_polynomial import ONE_SECOND
        from inference.contrast.regions import Region, propose_reference

        if self._drawn:
            return
        region = Region.parse(lesion, "tracked")
        self._study.set_regions(region, None)
        try:
            reference = propose_reference(region, self._study.stack(self._study.curves(cleaner=ONE_SECOND).excluded))
        except ContrastError:
            return  # the user draws one
        self._study.set_regions(region, reference)

    def set_regions(self, lesion: str | None, reference: str | None) -> None:
        """Use these regions."""
        from inference.contrast.regions import Region

        regions = [None if text is None else Region.parse(text, "drawn") for text in (lesion, reference)]
        self._study.set_regions(regions[0], regions[1])
        self._drawn = True
        self._result = None

    def figures(self) -> StudyFigures:
        """The curves so far, on the pictures' own axis; a growing curve is cleaned with a window of one length."""
        from inference.contrast.cleaning.local_polynomial import ONE_SECOND

        study, result = self._study, self._result
        if result is None:
            study.use_estimate(self._reader.take())
        curves = result.curves if result is not None else study.curves(cleaner=ONE_SECOND)
        self._curves = curves
        times_s = curves.times_s + (study.injection_s or 0.0)
        shown = CurveView(
            times_s,
            curves.excluded,
            _known(curves.lesion_raw),
            _known(curves.lesion_clean),
            None if result is None else _fitted(result.lesion_fit, curves.times_s),
            _known(curves.reference_raw),
            _known(curves.reference_clean),
            None if result is None else _fitted(result.reference_fit, curves.times_s),
        )
        seen = study.watch.report()
        motions = study.motions
        self._shifts += [(motion.dx_px, motion.dy_px) for motion in motions[len(self._shifts) :]]
        return StudyFigures(
            shown,
            _view(study.lesion),
            _view(study.reference),
            proposed=not self._drawn,
            bursts_s=tuple(burst.from_s for burst in seen.bursts),
            gains_s=tuple(change.time_s for change in seen.gain_changes),
            warnings=(ContrastError(MAX_HOLD),) if seen.accumulation is not None else (),
            shifts_px=np.array(self._shifts).reshape(-1, 2),
        )

    def result(self) -> ResultView:
        """Fit, parameters, signs and maps."""
        from inference.contrast.outcome.conclude import About, conclude

        self._result = None
        self._study.use_estimate(self._reader.take(wait=True))
        self._result = conclude(self._study, About("", {}, self._origin_px))
        return result_view(self._result)

    def curve_text(self) -> str | None:
        """The curves that `figures` gave last; None before, or without a region."""
        from inference.contrast.outcome.write import curve_csv

        curves = self._curves
        if curves is None or (np.isnan(curves.lesion_raw).all() and np.isnan(curves.reference_raw).all()):
            return None
        return curve_csv(curves)

    def write(self, folder: Path, record: dict[str, Any]) -> list[Path]:
        """Write parameters, curve and figures; nothing where there is no result."""
        from inference.contrast.outcome.write import write_study

        if self._result is None:
            return []
        name = str(record.get("source", ""))
        return write_study(replace(self._result, name=name), folder)

    def _propose(self) -> None:
        from inference.contrast.cleaning.local_polynomial import ONE_SECOND
        from inference.contrast.regions import propose_lesion, propose_reference

        key = self._study.key
        stack = self._study.stack(self._study.curves(cleaner=ONE_SECOND).excluded)
        try:
            lesion = propose_lesion(key.bmode if key is not None else None, stack)
            self._study.set_regions(lesion, None)
            self._study.set_regions(lesion, propose_reference(lesion, stack))
        except ContrastError:
            return  # nothing stands out yet, or there is no room for a reference: the user draws one


def _known(values: Series) -> Series | None:
    return None if np.isnan(values).all() else values


def _fitted(fit: "Fit | ContrastError | None", times_s: Series) -> Series | None:
    return None if fit is None or isinstance(fit, ContrastError) else fit.curve(times_s)


def _view(region: "Region | None") -> RegionView | None:
    if region is None:
        return None
    return RegionView(region.text(), tuple((float(x), float(y)) for x, y in region.outline()))

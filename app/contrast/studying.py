"""What the program asks of the study of one injection; `inference.contrast.growing.study.ContrastStudy` answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.contrast.injection import Injection
from app.contrast.view import CurveView, RegionView, ResultView, Series
from capture.errors import MinamoError
from capture.frame import Frame


@dataclass(frozen=True, slots=True, eq=False)
class StudyFigures:
    """A study as it stands, in the window's terms.

    Attributes:
        curves: On the study's axis.
        lesion, reference: Regions in pixels of the contrast panel, or None.
        proposed: The lesion's region is a proposal.
        bursts_s, gains_s: Moments of burst pictures and of changes of gain.
        warnings: What is to be known while it runs.
        shifts_px: (n, 2) how far (x, y) the tissue has moved in each picture; None where that is not known.
    """

    curves: CurveView
    lesion: RegionView | None = None
    reference: RegionView | None = None
    proposed: bool = False
    bursts_s: tuple[float, ...] = ()
    gains_s: tuple[float, ...] = ()
    warnings: tuple[MinamoError, ...] = ()
    shifts_px: Series | None = None


class StudiedInjection(Protocol):
    """The study of one injection. Used by one thread at a time."""

    def add(self, frame: Frame) -> bool:
        """Take a picture; False where its layout has no contrast panel.

        Raises:
            ContrastError: It does not fit the ones before.
        """
        ...

    def gap(self, time_s: float) -> None:
        """A picture was left out at this moment."""
        ...

    def set_injected(self, time_s: float | None) -> None:
        """The moment of the injection."""
        ...

    def suggest(self, lesion: str) -> None:
        """Propose this region for the lesion, and one for the reference, where the user has drawn none.

        Raises:
            ContrastError: It cannot be measured.
        """
        ...

    def set_dynamic_range(self, dynamic_range_db: float) -> None:
        """What the scanner's screen says; every pixel is linearised anew.

        Raises:
            ContrastError: No scanner uses it.
        """
        ...

    def set_regions(self, lesion: str | None, reference: str | None) -> None:
        """Use these regions, in pixels of the contrast panel, as `RegionView.text`.

        Raises:
            ContrastError: One is too small, crosses itself or lies outside the panel.
        """
        ...

    def figures(self) -> StudyFigures:
        """The curves so far.

        Raises:
            ContrastError: There are none.
        """
        ...

    def result(self) -> ResultView:
        """Fit, parameters, signs and maps; the fits are in `figures` from then on.

        Raises:
            ContrastError: The recording does not allow a result; the text says why.
        """
        ...

    def curve_text(self) -> str | None:
        """The curves that `figures` gave last as curve.csv has them; None before, or without a region."""
        ...

    def write(self, folder: Path, record: dict[str, Any]) -> list[Path]:
        """Write what there is of the study into an empty folder.

        Raises:
            OSError: The folder cannot be written.
        """
        ...


MakeStudy = Callable[[Injection], StudiedInjection]

"""A study made of nothing but numbers, and frames with two panels. Tests only."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from app.contrast.desk import ContrastDesk, ContrastPlan, has_contrast
from app.contrast.injection import Injection
from app.contrast.phases import Phase
from app.contrast.studying import StudyFigures
from app.contrast.view import ContrastView, CurveView, MapView, ParameterRow, RegionView, ResultView, SignRow
from capture.frame import Frame
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from inference.contrast.errors import ContrastError

PHASES = (Phase("early vascular phase", 0, 60), Phase("late vascular phase", 60, 600))
LESION = "ellipse:60,50,24,16,0"
REFERENCE = "ellipse:60,85,24,8,0"
TWO_PANELS = ScanLayout(
    (Panel(Rect(0, 0, 120, 100)), Panel(Rect(120, 0, 240, 100), PanelKind.CONTRAST)), (10, 20), (320, 240)
)
B_MODE_ONLY = ScanLayout((Panel(Rect(0, 0, 240, 100)),), (10, 20), (320, 240))
PIXELS = np.random.default_rng(0).integers(0, 90, (100, 240, 3), dtype=np.uint8)
PIXELS.setflags(write=False)


def contrast_frame(index: int, *, time_s: float | None = None, layout: ScanLayout = TWO_PANELS) -> Frame:
    """Pictures at 20 Hz."""
    time_ns = round((index / 20 if time_s is None else time_s) * 1e9)
    return Frame(PIXELS, index, time_ns, time_ns, layout)


def outline(text: str) -> tuple[tuple[float, float], ...]:
    """Corners of a region."""
    if not text.startswith("ellipse:"):
        return tuple((float(x), float(y)) for x, y in (corner.split(",") for corner in text.split(";")))
    x, y, across, down, _ = (float(number) for number in text.removeprefix("ellipse:").split(","))
    turns = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return tuple((float(x + across * np.cos(turn)), float(y + down * np.sin(turn))) for turn in turns)


def bolus(times_s: np.ndarray, arrival_s: float = 8.0, peak: float = 0.2, late_s: float = 9.0) -> np.ndarray:
    """A wash-in and a wash-out."""
    since = np.maximum(times_s - arrival_s, 1e-9) / late_s
    return 0.004 + peak * since * np.exp(1 - since)


class FakeStudy:
    """Implements `app.contrast.studying.StudiedInjection`."""

    def __init__(self, injection: Injection, *, refuses: str = "", proposes: bool = True) -> None:
        self.injection = injection
        self.refuses = refuses
        self.times_s: list[float] = []
        self.index: list[int] = []
        self.gaps_s: list[float] = []
        self.lesion: str | None = LESION if proposes else None
        self.reference: str | None = REFERENCE if proposes else None
        self.proposed = proposes
        self.injected_s: float | None = None
        self.dynamic_range_db: float | None = None
        self.fitted = False
        self.results = 0
        self.bursts_s: tuple[float, ...] = ()

    def add(self, frame: Frame) -> bool:
        if not has_contrast(frame.layout):
            return False
        if self.refuses == "add":
            raise ContrastError("the size of the contrast panel changed within the study; start a new one")
        self.times_s.append(frame.time_ns / 1e9)
        self.index.append(frame.index)
        return True

    def gap(self, time_s: float) -> None:
        self.gaps_s.append(time_s)

    def set_injected(self, time_s: float | None) -> None:
        self.injected_s = time_s

    def set_dynamic_range(self, dynamic_range_db: float) -> None:
        self.dynamic_range_db = dynamic_range_db

    def suggest(self, lesion: str) -> None:
        self.lesion, self.proposed = lesion, True

    def set_regions(self, lesion: str | None, reference: str | None) -> None:
        for text in (lesion, reference):
            if text is not None and len(outline(text)) < 3:
                raise ContrastError("the region {region} is too small; draw it larger", region=text)
        self.lesion, self.reference, self.proposed = lesion, reference, False

    def figures(self) -> StudyFigures:
        times_s = np.array(self.times_s)
        noise = np.random.default_rng(1).exponential(1.0, (2, len(times_s)))
        lesion, reference = bolus(times_s), bolus(times_s, 10.0, 0.08, 14.0)
        excluded = np.zeros(len(times_s), np.bool_)
        excluded[40:44] = True
        curves = CurveView(
            times_s,
            excluded,
            lesion * (0.9 + 0.1 * noise[0]) if self.lesion else None,
            lesion if self.lesion else None,
            lesion * 0.99 if self.fitted else None,
            reference * (0.9 + 0.1 * noise[1]) if self.reference else None,
            reference if self.reference else None,
            reference * 0.99 if self.fitted else None,
        )
        regions = [RegionView(text, outline(text)) if text else None for text in (self.lesion, self.reference)]
        shifts = np.stack([2 * np.sin(times_s), np.zeros_like(times_s)], axis=1)
        return StudyFigures(curves, regions[0], regions[1], self.proposed, bursts_s=self.bursts_s, shifts_px=shifts)

    def result(self) -> ResultView:
        self.results += 1
        if self.refuses == "result":
            raise ContrastError("the recording has {pictures} pictures; a curve needs more", pictures=len(self.times_s))
        self.fitted = True
        return made_up_result()

    def curve_text(self) -> str | None:
        return "\n".join(["time_s", *map(str, self.times_s)]) if self.lesion else None

    def write(self, folder: Path, record: dict[str, Any]) -> list[Path]:
        if self.refuses == "write":
            raise OSError(28, "No space left on device")
        if not self.fitted:
            return []
        path = folder / "curve.csv"
        path.write_text("\n".join(["time_s", *map(str, self.times_s)]), encoding="utf-8")
        return [path]


def made_up_result() -> ResultView:
    """As a study of two regions gives it."""
    y, x = np.mgrid[0:25, 0:30]
    inside = ((x - 15) / 10) ** 2 + ((y - 12) / 8) ** 2 < 1
    values = np.where(inside, x + y, np.nan).astype(np.float32)
    return ResultView(
        "lognormal, R² 0.99",
        "injection",
        (
            ParameterRow("PE", 0.21, 0.08, 2.6, 0.19, 0.23, 2.3, 2.9, "a.u."),
            ParameterRow("TTP", 9.1, 13.9, 0.65, 8.8, 9.4, 0.6, 0.7, "s"),
            ParameterRow("MTT", None, None, None, unit="s", refused="the recording ends before the wash-out"),
        ),
        (
            SignRow(
                "Hyperenhancement",
                True,
                "hyperenhancing: peak {value} dB over the reference (limit {limit} dB)",
                {"value": "4.1", "limit": "3"},
                1.36,
                1.1,
                1.6,
                "one series",
            ),
            SignRow("Rim enhancement", None, "the lesion is too small for this sign"),
        ),
        (MapView("PE", "a.u.", values, 10, 40, 4.0), MapView("TTP", "s", values / 2, 5, 20, 4.0, "cividis_r")),
        ("3 % of the lesion's pixels are at white",),
    )


class Workbench:
    """A desk with fake studies."""

    def __init__(self, folder: Path, **study: Any) -> None:
        self.studies: list[FakeStudy] = []
        self.folder = folder

        def make(injection: Injection) -> FakeStudy:
            self.studies.append(FakeStudy(injection, **study))
            return self.studies[-1]

        self.plan = ContrastPlan(make, folder, lambda number: f"study-{number}", phases=PHASES, queue_frames=400)
        self._news = threading.Event()
        self.desk = ContrastDesk(self.plan, self._news.set, source=lambda: "Room 2")

    def until(self, seen: Callable[[ContrastView], bool]) -> ContrastView:
        """The view, as soon as it shows what the test waits for."""
        deadline_ns = time.monotonic_ns() + 60_000_000_000
        while True:
            self._news.clear()
            view = self.desk.view(None)
            if seen(view):
                return view
            assert time.monotonic_ns() < deadline_ns, f"not seen; the last was {view}"
            self._news.wait(0.1)

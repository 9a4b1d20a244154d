"""One injection on the desk: its record, its study, and how much of it is on screen."""

from dataclasses import dataclass, field

from app.contrast.feed import ContrastFeed
from app.contrast.injection import Injection
from app.contrast.recording_pictures import RecordingPictures
from capture.screen.layout import PanelKind, ScanLayout

END_S = 0.2  # of a recording: its last picture may be a repeated one, which is not shown anew


@dataclass(slots=True, eq=False)
class Entry:
    """Changed by the GUI thread alone.

    Attributes:
        injection: Its record.
        feed: Its study.
        undo: Regions before each change, oldest first.
        closed: Its pictures are forgotten; what was found stays.
        pictures: Reads the recording; None live.
        seen_s: A recording was played so far, on the study's axis.
        whole: All of the study may be shown.
        suggested: A finding of the detector was proposed as its lesion.
        asked: Regions that were asked for last, until what follows from them is there.
    """

    injection: Injection
    feed: ContrastFeed
    undo: list[tuple[str | None, str | None]] = field(default_factory=list)
    closed: bool = False
    pictures: RecordingPictures | None = None
    seen_s: float | None = None
    whole: bool = True
    suggested: bool = False
    asked: tuple[str | None, str | None] = (None, None)

    @property
    def regions(self) -> tuple[str | None, str | None]:
        """Lesion and reference, as `RegionView.text`; those that were asked for while they are computed."""
        if self.feed.busy:
            return self.asked
        figures = self.feed.glance.figures
        lesion, reference = (None, None) if figures is None else (figures.lesion, figures.reference)
        return (
            lesion.text if lesion is not None else None,
            reference.text if reference is not None else None,
        )

    def play_along(self, time_s: float | None) -> None:
        """The curve of a recording grows with the picture, until it was played to its end."""
        if self.pictures is None or self.whole or time_s is None:
            return
        self.seen_s = time_s if self.seen_s is None else max(self.seen_s, time_s)
        last_s = self.pictures.last_s
        self.whole = last_s is not None and self.seen_s >= last_s - END_S


def has_contrast(layout: ScanLayout) -> bool:
    """Whether a panel shows contrast."""
    return any(panel.kind is PanelKind.CONTRAST for panel in layout.panels)


def panel_in_source(layout: ScanLayout) -> list[int] | None:
    """The contrast panel's left, top, right, bottom in pixels of the file or screen: regions lead back by it."""
    left, top = layout.origin_px
    rect = next((panel.rect for panel in layout.panels if panel.kind is PanelKind.CONTRAST), None)
    return None if rect is None else [rect.left + left, rect.top + top, rect.right + left, rect.bottom + top]

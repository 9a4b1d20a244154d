"""The queue of every distinct picture of one injection, and the thread that studies and keeps them."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.contrast.glance import StudyGlance, study_record
from app.contrast.injection import Injection
from app.contrast.keeping import keep_curve, not_kept, write_curve, write_record, write_unfinished, write_whole
from app.contrast.studying import StudiedInjection
from app.contrast.view import StudyState
from capture.errors import EndOfStream, MinamoError
from capture.frame import Frame
from capture.frame_queue import FrameQueue, LeftOut
from capture.worker import Worker
from inference.contrast.errors import ContrastError

log = logging.getLogger(__name__)

WAIT_S = 0.1
REFRESH_S = 0.2  # between curves; a quick study is never drawn more often
BEHIND_S = 0.8  # and a slow one never less often: the curve is 1 s behind the picture at most
SAVE_S = 5.0  # a crash or power cut loses no more of the curve
STOP_TIMEOUT_S = 30.0
NO_PICTURE = "No contrast picture came. Check that the scan area has a contrast panel, and start again."


class ContrastFeed:
    """Takes every distinct picture through a bounded queue; a picture that finds no room is a gap of the study."""

    def __init__(
        self,
        study: Callable[[], StudiedInjection],
        injection: Injection,
        folder: Path,
        *,
        queue_frames: int,
        longest_s: float,
        on_news: Callable[[], None],
        on_kept: Callable[[bool], None] = lambda _whole: None,
        provenance: dict[str, Any] | None = None,
    ) -> None:
        """Prepare; nothing is studied before `start`.

        Args:
            study: Makes it; called in the thread.
            injection: Its record.
            folder: Of this study; made when it is kept.
            queue_frames: Pictures that may wait.
            longest_s: A study that is longer is stopped and kept.
            on_news: Called in the thread: the glance has changed.
            on_kept: Called in the thread when something of it stands in the folder; with True when that is all there
                will be, also where there is nothing.
            provenance: Where the pictures come from, for `study.json`.
        """
        self._make = study
        self._study: StudiedInjection | None = None
        self._injection = injection
        self._folder = folder
        self._longest_s = longest_s
        self._on_news = on_news
        self._on_kept = on_kept
        self._provenance = provenance or {}
        self._queue = FrameQueue(queue_frames)
        self._stale_since = 0.0  # monotonic; 0 while the curves are those of every picture
        self._took_s = 0.0
        self._saved_at_s = 0.0  # monotonic
        self._asked = self._answered = 0  # changes of regions: by the user, and by this thread
        self.glance = StudyGlance()
        self._worker = Worker("contrast study", self._step, on_fault=self._fail, cleanup=self._clean_up)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def put(self, frame: Frame) -> bool:
        """Take a picture without waiting; False where it found no room."""
        return self._queue.put(frame)

    @property
    def waiting(self) -> int:
        """Pictures that wait."""
        return self._queue.waiting

    @property
    def busy(self) -> bool:
        """Whether a region was changed and what follows from it is not there yet."""
        return self._asked != self._answered

    @property
    def answers(self) -> int:
        """How many changes of regions were answered."""
        return self._answered

    @property
    def left_out(self) -> int:
        """Pictures that found no room."""
        return self._queue.left_out

    def break_off(self, time_s: float) -> None:
        """The source was lost at this moment."""
        self._queue.call(lambda: self._gap(time_s))

    def set_injection(self, injection: Injection) -> None:
        """Another record; a study that was kept is kept anew."""
        if self._queue.call(lambda: self._take_injection(injection)):
            return
        self._injection = injection  # the study is closed: its record alone is written anew, which is quick
        if self.glance.kept is not None:
            try:
                write_record(self.glance.kept, study_record(self._injection, self.glance, self._provenance))
            except OSError as fault:
                self._show(notice=not_kept(self.glance.kept, fault))

    def set_regions(self, lesion: str | None, reference: str | None) -> None:
        """Other regions; everything that follows from them is computed anew."""
        if self._queue.call(lambda: self._take_regions(lesion, reference)):
            self._asked += 1

    def suggest(self, lesion: str) -> None:
        """A finding of the detector lies here: propose it as the lesion."""
        self._queue.call(lambda: self._take_suggestion(lesion))

    def finish(self, because: Exception | None = None) -> None:
        """Take no more pictures; fit and keep. Returns at once.

        Args:
            because: The source's fault that ends it, which the study's notice then tells.
        """
        self._queue.call(lambda: self._finish(because))

    def close(self) -> None:
        """End the thread when everything that waits is done; a study under way is fitted and kept. Returns at once."""
        self._queue.close()

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> bool:
        """Close, and wait; False (and a log entry) where it hangs."""
        self.close()
        return self._worker.finish(timeout_s)

    # -- the thread -------------------------------------------------------------------------------------------------

    def _step(self) -> None:
        if self._study is None:
            self._study = self._make()
            self._study.set_injected(self._injection.injected_s)
        try:
            item = self._queue.get(WAIT_S)
        except EndOfStream:  # the window closes in the middle: what was collected is fitted and kept
            self._finish()
            raise
        if isinstance(item, Frame):
            self._add(self._study, item)
        elif isinstance(item, LeftOut):
            self._gap(item.time_ns / 1e9)
        elif item is not None:
            item()
        self._refresh()

    def _add(self, study: StudiedInjection, frame: Frame) -> None:
        if self.glance.state is not StudyState.COLLECTING:
            return
        try:
            added = study.add(frame)
        except ContrastError as fault:
            self._show(notice=fault)
            self._finish()
            return
        if not added:
            self._gap(frame.time_ns / 1e9)
            return
        time_s = frame.time_ns / 1e9
        first_s = time_s if self.glance.first_s is None else self.glance.first_s
        self._show(news=False, pictures=self.glance.pictures + 1, first_s=first_s)
        self._stale_since = self._stale_since or time.monotonic()
        if time_s - first_s >= self._longest_s:
            self._finish()

    def _gap(self, time_s: float) -> None:
        if self.glance.state is StudyState.COLLECTING and self._study is not None:
            self._study.gap(time_s)
            self._show(news=False, gaps_s=(*self.glance.gaps_s, time_s))
            self._stale_since = self._stale_since or time.monotonic()

    def _take_injection(self, injection: Injection) -> None:
        moved = injection.injected_s != self._injection.injected_s
        ranged = injection.dynamic_range_db not in (None, self._injection.dynamic_range_db)
        self._injection = injection
        if self._study is not None and moved:
            self._study.set_injected(injection.injected_s)
        if self._study is not None and ranged and injection.dynamic_range_db is not None:
            self._study.set_dynamic_range(injection.dynamic_range_db)
            self._stale_since = self._stale_since or time.monotonic()
        if self.glance.state in (StudyState.DONE, StudyState.FAILED):
            self._conclude() if moved or ranged else self._keep()

    def _take_regions(self, lesion: str | None, reference: str | None) -> None:
        study = self._study
        if study is not None:
            try:
                study.set_regions(lesion, reference)
            except ContrastError as fault:
                self._show(notice=fault)
            else:
                self._show(news=False, notice=None)
                self._draw() if self.glance.state is StudyState.COLLECTING else self._conclude()
        self._answered += 1
        self._on_news()

    def _take_suggestion(self, lesion: str) -> None:
        if self._study is None or self.glance.state is not StudyState.COLLECTING:
            return
        try:
            self._study.suggest(lesion)
        except ContrastError as fault:
            log.info("the finding is not proposed as a region: %s", fault)
            return
        self._draw()

    def _finish(self, because: Exception | None = None) -> None:
        if self.glance.state is StudyState.COLLECTING:
            notice = because if isinstance(because, MinamoError) else self.glance.notice
            self._show(state=StudyState.FITTING, notice=notice)
            if self.glance.pictures:
                self._conclude()
            else:
                self._show(state=StudyState.FAILED, notice=self.glance.notice or ContrastError(NO_PICTURE))
            self._on_kept(True)

    def _conclude(self) -> None:
        """Fit, draw and keep; also of a study whose result fails there is a record."""
        study = self._study
        if study is None:
            return
        result, notice = None, None
        try:
            result = study.result()
        except ContrastError as fault:
            notice = fault
        self._draw()
        earlier = self.glance.notice
        self._show(
            state=StudyState.DONE if result is not None else StudyState.FAILED,
            result=result,
            notice=notice or earlier,
        )
        self._keep()

    def _refresh(self) -> None:
        """Draw the curves where pictures came, no more often than costs a third of the time."""
        if not self._stale_since or self.glance.state is not StudyState.COLLECTING:
            return
        wait_s = min(max(REFRESH_S, 2 * self._took_s), BEHIND_S)
        if time.monotonic() - self._stale_since >= wait_s:
            self._draw()
            if time.monotonic() - self._saved_at_s >= SAVE_S:
                self._save_unfinished()

    def _save_unfinished(self) -> None:
        """Put the curve so far on the disk; the study goes on where that fails."""
        curve = None if self._study is None else self._study.curve_text()
        if curve is None:
            return
        record = study_record(self._injection, self.glance, self._provenance) | {"result": "unfinished"}
        try:
            write_unfinished(self._folder, record, curve)
            self._on_kept(False)
        except MinamoError as fault:
            self._show(notice=fault)
        self._saved_at_s = time.monotonic()

    def _draw(self) -> None:
        study = self._study
        if study is None:
            return
        began = time.monotonic()
        self._stale_since = 0.0
        try:
            figures = study.figures()
        except ContrastError as fault:
            self._show(notice=fault)
            return
        self._took_s = time.monotonic() - began
        self._show(figures=figures)

    def _keep(self) -> None:
        study, glance = self._study, self.glance
        if study is None or not glance.pictures:
            return
        record = study_record(self._injection, self.glance, self._provenance)

        def write(folder: Path) -> None:
            if not study.write(folder, record):  # without a result its curve is kept all the same
                write_curve(folder, study.curve_text())
            write_record(folder, record)

        try:
            write_whole(self._folder, write)
        except MinamoError as fault:
            self._show(notice=fault)
            return
        self._show(kept=self._folder)

    def _show(self, *, news: bool = True, **changes: Any) -> None:
        self.glance = replace(self.glance, **changes)
        if news:
            self._on_news()

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, MinamoError):
            fault = ContrastError(
                "The contrast study stopped ({reason}); start a new one, and see the log if it happens again",
                reason=fault,
            )
        self._show(state=StudyState.FAILED, notice=fault)
        if self.glance.kept is None and self.glance.pictures:
            record = study_record(self._injection, self.glance, self._provenance)

            def write(folder: Path) -> None:
                keep_curve(self._folder, folder)
                write_record(folder, record)

            try:
                write_whole(self._folder, write)
            except MinamoError as error:
                log.error("%s", error)
        self._on_kept(True)

    def _clean_up(self) -> None:
        self._queue.close()
        self._study = None  # with its pictures

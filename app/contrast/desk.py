"""The contrast studies of one session: its injections, which of them is on screen, and what the user does to it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.contrast.entry import Entry, has_contrast, panel_in_source
from app.contrast.feed import ContrastFeed
from app.contrast.injection import Injection
from app.contrast.phases import Phase
from app.contrast.recording_pictures import RecordingPictures
from app.contrast.shown import Shown, shown_view
from app.contrast.study_axis import StudyAxis
from app.contrast.studying import MakeStudy
from app.contrast.view import ContrastView, StudyState
from capture.errors import EndOfStream
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout
from capture.worker import Worker
from inference.contrast.errors import ContrastError

REDRAWABLE = 2  # studies whose pictures stay in memory; older ones keep what was found
NO_PANEL = "This layout has no contrast panel. Draw one in the layout dialog (key {key})."


@dataclass(frozen=True, slots=True)
class Begun:
    """A study that begins, as whoever gives it a place knows it; both may be called from the GUI thread alone.

    Attributes:
        name: Proposed for its folder.
        stop: Ends it early; it is fitted and kept.
        let_go: Nothing of it is written any more.
    """

    name: str
    stop: Callable[[], None]
    let_go: Callable[[], None]


@dataclass(frozen=True, slots=True)
class ContrastPlan:
    """Plain numbers and places that contrast studies are made of.

    Attributes:
        make_study: The study of one injection.
        place: Another folder for a study that begins now, or None for one in `folder`.
        on_kept: Something stands in a folder that `place` gave; True when that is all there will be. From any thread.
        warm_up: Loads what the first one needs; called in a thread as soon as a contrast panel is on screen.
        folder: Studies are kept here, each in a folder of its own.
        name_folder: Name of the next one.
        phases: Of the site.
        agent: The agent that a new record begins with.
        queue_frames: Pictures that may wait.
        longest_s: Of a study.
        layout_key: The key that opens the layout dialog, for the notice.
        at_once: A study begins by itself as soon as a contrast panel is on screen (the demo).
    """

    make_study: MakeStudy
    folder: Path
    name_folder: Callable[[int], str]
    phases: tuple[Phase, ...] = ()
    agent: str = "sonazoid"
    queue_frames: int = 40
    longest_s: float = 600.0
    layout_key: str = "Ctrl+K"
    at_once: bool = False
    warm_up: Callable[[], None] = lambda: None
    place: Callable[[Begun], Path | None] = lambda _begun: None
    on_kept: Callable[[Path, bool], None] = lambda _folder, _whole: None


class ContrastDesk:
    """Fed by the capture thread (`put`), commanded and asked by the GUI thread."""

    def __init__(
        self,
        plan: ContrastPlan,
        on_news: Callable[[], None],
        *,
        source: Callable[[], str],
        open_recording: Callable[[], GatedSource] | None = None,
    ) -> None:
        """Prepare; nothing is studied before the user begins.

        Args:
            plan: Plain numbers.
            on_news: Something new can be viewed; from any thread.
            source: Name of the source, for the record.
            open_recording: Opens the recording, whose every distinct picture is then read from its file; None live.
        """
        self._open_recording = open_recording
        self._plan = plan
        self._on_news = on_news
        self._source = source
        self._lock = threading.Lock()
        self._axis = StudyAxis()
        self._entries: list[Entry] = []
        self._chosen = 0
        self._acknowledged = 0
        self._loader: Worker | None = None
        self._collecting: ContrastFeed | None = None
        self._newest: Frame | None = None  # on the study's axis
        self._shown: Frame | None = None
        self._layout: ScanLayout | None = None

    # -- the capture thread -----------------------------------------------------------------------------------------

    def put(self, frame: Frame) -> None:
        """Take a distinct picture; returns at once."""
        with self._lock:
            before, breaks = self._newest, self._axis.breaks
            placed = self._axis.place(frame)
            self._newest, self._layout = placed, placed.layout
            feed = self._collecting
        if feed is None:
            return
        if self._axis.breaks != breaks and before is not None:
            feed.break_off(before.time_ns / 1e9)
        feed.put(placed)

    # -- the GUI thread ---------------------------------------------------------------------------------------------

    @property
    def collecting(self) -> bool:
        """Whether a study is under way; that of a recording is until it was played to its end or stopped."""
        if not self._entries:
            return False
        last = self._entries[-1]
        if last.pictures is not None:
            return not last.whole
        return self._collecting is last.feed and last.feed.glance.state is StudyState.COLLECTING

    @property
    def unacknowledged(self) -> int:
        """Pictures that found no room and of which the user has not said that he has seen it."""
        return sum(entry.feed.left_out for entry in list(self._entries)) - self._acknowledged

    def acknowledge(self) -> None:
        """The user has seen the gaps."""
        self._acknowledged += self.unacknowledged

    def start_or_stop(self) -> None:
        """Begin a study of a new injection whose moment is not known yet; or stop the one under way and keep it."""
        if self.collecting:
            self.stop_study()
        else:
            self.begin()

    def begin(self) -> None:
        """A new injection: a new study, beginning with the next picture.

        Raises:
            ContrastError: The layout has no contrast panel.
        """
        self.require_panel()
        self.stop_study()
        last = self._entries[-1].injection if self._entries else None
        injection = Injection(len(self._entries) + 1, agent=self._plan.agent)
        if last is not None:  # the next one of an exam is mostly of the same agent, by the same route
            injection = replace(last, number=injection.number, lesion="", note="", injected_s=None)
        entry = Entry(injection, self._open(injection))
        if self._open_recording is not None:
            room = max(self._plan.queue_frames // 2, 1)
            entry.pictures = RecordingPictures(self._open_recording, entry.feed, room=room, on_news=self._on_news)
            entry.whole = False
        with self._lock:
            self._entries.append(entry)
            self._chosen = len(self._entries) - 1
            self._collecting = entry.feed if entry.pictures is None else None
        self._forget_old()
        entry.feed.start()
        if entry.pictures is not None:
            entry.pictures.start()
        self._on_news()

    def mark_injection(self) -> None:
        """The agent is injected at the newest picture, or at that of a recording on screen; begins a study where none
        is under way. On a recording it can be marked anew.

        Raises:
            ContrastError: The layout has no contrast panel, or the timer runs already.
        """
        recorded = self._open_recording is not None
        if not self._entries or not (recorded or self.collecting):
            self.begin()
        if not recorded:
            self._chosen = len(self._entries) - 1
        entry = self._entries[self._chosen]
        if entry.injection.injected_s is not None and not recorded:
            raise ContrastError("The timer runs already. A new injection begins a new study; this one is kept.")
        with self._lock:
            newest = self._newest if self._open_recording is None else self._shown
        moment_s = newest.time_ns / 1e9 if newest is not None else 0.0
        self.set_injection(replace(entry.injection, injected_s=moment_s))

    def stop_study(self) -> None:
        """Take no more pictures; fit and keep. A recording is read to its end all the same."""
        with self._lock:
            feed, self._collecting = self._collecting, None
        if feed is not None:
            feed.finish()
        if self._entries:
            self._entries[-1].whole = True
            self._on_news()

    def set_injection(self, injection: Injection) -> None:
        """Another record of the injection with this number."""
        entry = self._entries[injection.number - 1]
        if injection != entry.injection:
            entry.injection = injection
            entry.feed.set_injection(injection)
            self._on_news()

    def choose(self, place: int) -> None:
        """Show another injection."""
        if 0 <= place < len(self._entries):
            self._chosen = place
            self._on_news()

    def set_regions(self, lesion: str | None, reference: str | None) -> None:
        """Other regions for the study on screen, as `RegionView.text`; everything is computed anew."""
        entry = self._entry()
        if entry is not None and not entry.closed:
            before = entry.regions
            if before != (lesion, reference):
                entry.undo.append(before)
                entry.asked = lesion, reference
                entry.feed.set_regions(lesion, reference)
                self._on_news()

    def undo_regions(self) -> None:
        """The regions as they were before."""
        entry = self._entry()
        if entry is not None and entry.undo and not entry.closed:
            entry.asked = entry.undo.pop()
            entry.feed.set_regions(*entry.asked)
            self._on_news()

    def suggest(self, lesion: str | None) -> None:
        """The detector follows a lesion here: proposed once a study, where the user has drawn nothing."""
        entry = self._entries[-1] if self._entries else None
        if lesion is None or entry is None or entry.suggested:
            return
        glance = entry.feed.glance
        if glance.state is StudyState.COLLECTING and glance.figures is not None and not entry.undo:
            entry.suggested = True
            entry.feed.suggest(lesion)

    def stop(self) -> None:
        """The session ends: what is under way is fitted and kept."""
        with self._lock:
            self._collecting = None
        for entry in self._entries:
            if entry.pictures is not None:
                entry.pictures.stop()
            entry.feed.close()
        for entry in self._entries:
            entry.feed.stop()

    def view(self, shown: Frame | None) -> ContrastView:
        """What to paint beside this picture of the source."""
        entry = self._entry()
        with self._lock:
            if shown is not None:
                self._shown = shown
                self._layout = self._layout if self._open_recording is None else shown.layout
            layout = shown.layout if shown is not None else self._layout
            time_s = self._axis.time_s(shown) if shown is not None else None
        has_panel = layout is not None and has_contrast(layout)
        if has_panel and self._loader is None:
            self._loader = Worker("contrast loader", self._load, on_fault=lambda _fault: None)
            self._loader.start()
        if entry is None:
            if has_panel and self._plan.at_once:
                self.begin()
            return ContrastView(has_panel=has_panel)
        entry.play_along(time_s)
        pictures = entry.pictures
        answers, recomputing = entry.feed.answers, entry.feed.busy  # in this order: the last answer is never missed
        return shown_view(
            entry.feed.glance,  # after that: where nothing is computed any more, it has everything
            Shown(
                injections=tuple(each.injection for each in self._entries),
                chosen=self._chosen,
                phases=self._plan.phases,
                has_panel=has_panel,
                time_s=time_s if pictures is not None or entry is self._entries[-1] else None,
                can_undo=bool(entry.undo) and not entry.closed,
                editable=not entry.closed and entry.feed.glance.figures is not None,
                recomputing=recomputing,
                answers=answers,
                gaps=entry.feed.left_out,
                until_s=None if entry.whole else entry.seen_s,
                share=pictures.share if pictures is not None else None,
            ),
        )

    def _load(self) -> None:
        self._plan.warm_up()
        raise EndOfStream  # loaded once

    def require_panel(self) -> None:
        """Raise where a study cannot begin.

        Raises:
            ContrastError: The layout has no contrast panel; the text names the key of the layout dialog.
        """
        with self._lock:
            layout = self._layout
        if layout is None or not has_contrast(layout):
            raise ContrastError(NO_PANEL, key=self._plan.layout_key)

    def _entry(self) -> Entry | None:
        return self._entries[self._chosen] if self._entries else None

    def _open(self, injection: Injection) -> ContrastFeed:
        plan = self._plan
        provenance: dict[str, Any] = {"source": self._source()}
        if self._layout is not None:
            provenance["contrast_panel_px"] = panel_in_source(self._layout)
        number = injection.number
        begun = Begun(plan.name_folder(number), lambda: self._stop_if_last(number), lambda: self._let_go(number))
        placed = plan.place(begun)
        folder = placed or plan.folder / begun.name
        return ContrastFeed(
            lambda: plan.make_study(injection),
            injection,
            folder,
            queue_frames=plan.queue_frames,
            longest_s=plan.longest_s,
            on_news=self._on_news,
            on_kept=lambda whole: None if placed is None else plan.on_kept(folder, whole),
            provenance=provenance,
        )

    def _stop_if_last(self, number: int) -> None:
        if self._entries and self._entries[-1].injection.number == number:
            self.stop_study()

    def _let_go(self, number: int) -> None:
        """What was kept stays as it is: its regions cannot be redrawn any more."""
        entry = self._entries[number - 1]
        if not entry.closed:
            entry.closed = True
            entry.feed.close()

    def _forget_old(self) -> None:
        """A study holds its pictures as long as its regions can be changed; ten minutes of them are large."""
        for entry in self._entries[:-REDRAWABLE]:
            if not entry.closed:
                entry.closed = True
                entry.feed.close()  # its thread ends, and with it the study

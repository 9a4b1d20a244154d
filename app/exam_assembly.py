"""Puts the exams of the program together: where they are kept, how one is looked at and analysed again."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.exam.content.exam import Item
from app.exam.content.picture import Clip
from app.exam.desk import ExamDesk
from app.exam.keep.analyse_again import analyse_clips
from app.exam.keep.shelf import ExamShelf
from app.exam.keep.shown_exam import Place, ShownExam, shown_exam
from app.exam.record.places import inside
from app.exam.record.rows import load_content
from app.exam.record.thumbnail import thumbnails
from app.recording.recording_analysis import AnalysisPlan, RecordingAnalysis
from app.session.recording import RecordingSession
from capture.errors import MinamoError
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout

log = logging.getLogger(__name__)

MakePlan = Callable[[Path, ScanLayout | None], AnalysisPlan]
OpenRecording = Callable[[Path, ScanLayout | None], GatedSource]


class ExamAssembly:
    """Implements `app.exam.live.exam_actions.ExamActions`."""

    def __init__(self, shelf: ExamShelf, desk: ExamDesk, make_plan: MakePlan, open_recording: OpenRecording) -> None:
        """Nothing is opened yet.

        Args:
            shelf: Where exams are kept.
            desk: The exam that is running.
            make_plan: How a recording is analysed; a layout is given for a still, whose file does not tell it.
            open_recording: Opens one.
        """
        self.shelf = shelf
        self._desk = desk
        self._make_plan = make_plan
        self._open_recording = open_recording

    def show(self, exam_id: str) -> ShownExam:
        """An exam to be looked at; slow.

        Raises:
            ExamError: It is not in the list, in the trash or sealed.
        """
        database = self.shelf.database
        content, folder = load_content(database, exam_id)
        return shown_exam(content, folder, thumbnails(database, exam_id))

    def open(self, shown: ShownExam, place: Place) -> RecordingSession:
        """A clip or still of an exam, not started yet; what is found in a clip is kept beside it, by weights."""
        plan = self._make_plan(place.path, place.layout)
        if place.clip_id:
            plan = self._beside(plan, shown, place.clip_id)
        open_source = partial(self._open_recording, place.path, place.layout)
        return RecordingSession(place.path, open_source, plan, start_at=place.number, pins=place.pins)

    def analyse_again(
        self, shown: ShownExam, *, on_progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> int:
        """Analyse every clip by the weights that run now; how many videos were. Slow.

        Raises:
            MinamoError: A video cannot be read, or the network cannot be loaded.
        """
        clips = shown.content.clips
        videos = [(clip, inside(shown.folder, file)) for clip in clips for file in clip.files]

        def make(clip: Clip, video: Path, on_news: Callable[[], None]) -> RecordingAnalysis:
            plan = self._beside(self._make_plan(video, None), shown, clip.id)
            return RecordingAnalysis(partial(self._open_recording, video, None), plan, on_news)

        return analyse_clips(
            [(clip, video) for clip, video in videos if video.is_file()],
            make,
            frames=sum(clip.frames for clip in clips),
            on_progress=on_progress,
            cancelled=cancelled,
        )

    def _beside(self, plan: AnalysisPlan, shown: ShownExam, clip_id: str) -> AnalysisPlan:
        """Results of these weights beside those of others, and a note of them in the exam."""
        return replace(plan, by_release=True, on_kept=partial(self._note, shown, clip_id))

    def _note(self, shown: ShownExam, clip_id: str, release: str, results: Path) -> None:
        """In an analysis's thread: the exam names the results, unless they had to go elsewhere."""
        if results.parent != shown.folder.resolve():
            return

        def with_results(item: Item) -> Item:
            if not isinstance(item, Clip) or item.analyses.get(release) == results.name:
                return item
            return item.model_copy(update={"analyses": {**item.analyses, release: results.name}})

        exam_id = shown.content.exam.id
        if self._desk.update(exam_id, clip_id, with_results):
            return
        try:
            self._note_in_closed(exam_id, clip_id, with_results)
        except MinamoError as error:  # the file is there and is found by its name
            log.warning("the exam does not name the new analysis: %s", error)

    def _note_in_closed(self, exam_id: str, clip_id: str, how: Callable[[Item], Item]) -> None:
        database = self.shelf.database
        content, _ = load_content(database, exam_id)
        before = next((clip for clip in content.clips if clip.id == clip_id), None)
        if before is None or how(before) == before:
            return
        record = self.shelf.open(exam_id, lambda _fault: None)
        try:
            for clip in record.content.clips:
                if clip.id == clip_id:
                    record.put(how(clip), reopens=False)
        finally:
            record.leave()

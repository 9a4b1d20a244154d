"""The clips of an exam analysed by the weights that run now, beside what other weights found."""

import threading
from collections.abc import Callable
from pathlib import Path

from app.exam.content.picture import Clip
from app.recording.recording_analysis import RecordingAnalysis
from capture.errors import CaptureError, MinamoError

STEP_S = 0.2


def analyse_clips(
    videos: list[tuple[Clip, Path]],
    make_analysis: Callable[[Clip, Path, Callable[[], None]], RecordingAnalysis],
    *,
    frames: int,
    on_progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> int:
    """Analyse every video to its end; how many were. Slow, and to be called in a thread of its own.

    Args:
        videos: Each clip with one of its videos.
        make_analysis: Makes the analysis of one, which keeps its results by itself; given what to call on news.
        frames: Of all of them.
        on_progress: Called with 0..1.
        cancelled: Asked several times a second; what was finished until then stays.

    Raises:
        MinamoError: A video cannot be read, or the network cannot be loaded.
    """
    done = finished = 0
    for clip, video in videos:
        news = threading.Event()
        analysis = make_analysis(clip, video, news.set)
        analysis.start()
        try:
            while not (analysis.complete or analysis.error is not None) and not cancelled():
                news.wait(STEP_S)
                news.clear()
                on_progress(min((done + analysis.count) / max(frames, 1), 1.0))
        finally:
            analysis.stop()
        if analysis.error is not None:
            raise _known(analysis.error, video)
        if cancelled():
            break
        done += analysis.count
        finished += 1
    return finished


def _known(fault: Exception, video: Path) -> MinamoError:
    if isinstance(fault, MinamoError):
        return fault
    return CaptureError("{file} could not be analysed ({reason}); see the log", file=video.name, reason=fault)

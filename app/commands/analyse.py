"""`minamo analyse`: recordings in, JSON lines, a summary and an annotated video out."""

import argparse
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from app import network
from app.analysis_json import FrameResult, Summary
from app.atomic_file import WholeLines, make_folder, whole_file
from app.network import pipeline_for
from app.recording.open_recording import broken_off, open_recording
from app.recording.recording_layouts import RecordingLayouts
from app.recording.recording_walk import Picture, analysed, walk
from app.settings import AnalysisSettings, Settings, load_settings
from capture.errors import CaptureError, RecordingFailed, UnreadableFile
from capture.gated_source import GatedSource
from capture.side_file import is_side_file
from inference.detector import Detector, NetworkInfo
from inference.findings import TrackState

if TYPE_CHECKING:  # each brings a library that other commands and most runs do without
    from app.annotated_video import AnnotatedVideo
    from inference.pipeline import Pipeline

DEVICES = ("auto", "cpu", "cuda", "mps", "intel-gpu")
DONE, BAD_INPUT = 0, 3
FASTEST_HZ = 1000
SUMMARY_BYTES = 1 << 16

Load = Callable[[AnalysisSettings], Detector]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="video, DICOM, image or folder of images")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument("--video", action="store_true", help="also write an annotated MP4")
    parser.add_argument("--device", choices=DEVICES, help="where the network runs (default: as in the settings, auto)")
    parser.add_argument("--fps", type=_rate, metavar="HZ", help="rate of a folder of images, which states none (25)")


def run(args: argparse.Namespace) -> int:
    """Analyse every file; a bad one is reported and the others are done.

    Raises:
        ModelError: The network cannot be loaded.
        SettingsError: The settings file is wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    return analyse_files(args.files, args.out, _settings(args), load=network.load_network, video=args.video)


def analyse_files(files: list[Path], out: Path, settings: Settings, *, load: Load, video: bool) -> int:
    """Analyse every file into `out` and print the paths of the results; the exit code.

    Raises:
        ModelError: The network cannot be loaded.
        RecordingFailed: The folder for the results cannot be made.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    make_folder(out)
    detector = load(settings.analysis)
    if detector.info.fell_back:
        console.print(f"minamo: {detector.info.fell_back}", markup=False)
    names, bad = _Names(out), 0
    written: list[Path] = []
    try:
        with _progress(console) as progress:
            for path in files:
                try:
                    fault, results = _analyse_one(
                        path, out / names.take(path), settings, detector, progress, video=video
                    )
                    written += results
                except CaptureError as error:
                    fault = error
                if fault is not None:
                    bad += 1
                    console.print(f"minamo: {fault}", markup=False)
    finally:  # what was finished before a Ctrl-C or a fault of the network is there, and is named
        for result in written:
            print(result)
    return BAD_INPUT if bad else DONE


def _analyse_one(
    path: Path, stem: Path, settings: Settings, detector: Detector, progress: Progress, *, video: bool
) -> tuple[CaptureError | None, list[Path]]:
    """One file: what ended it early, and the results.

    Results appear whole, or not at all when this is cancelled or the network fails. Of a recording that cannot be read
    to its end, or a disk that fills, those up to there stay, and the summary says so.
    """
    drawn = RecordingLayouts.of_user().recall(path)
    source = open_recording(path, folder_hz=settings.source.folder_hz, layout=drawn)
    lines, about = stem.with_name(stem.name + ".jsonl"), stem.with_name(stem.name + ".summary.json")
    film = _video_path(stem) if video else None
    summary = Summary()
    fault: CaptureError | None = None
    task = progress.add_task(path.name, total=len(source.times_ns))
    try:
        with closing(source), whole_file(about) as second, whole_file(lines) as first:
            second.write(bytes(SUMMARY_BYTES))  # its room is taken now, for a disk that is full at the end
            second.flush()
            pipeline = pipeline_for(detector, settings.analysis)
            try:
                fault = _analyse(
                    source, pipeline, summary, WholeLines(first), film, detector.info, lambda: progress.advance(task)
                )
            except (CaptureError, OSError) as error:
                if not summary.frames:
                    raise
                film = None
                fault = error if isinstance(error, CaptureError) else _not_written(path, stem, error)
            content = summary.as_json(str(path.resolve()), detector.info, source.assumed_hz)
            content["incomplete"] = str(fault) if fault is not None else None
            content["left_out_frames"] = len(source.times_ns) - summary.frames  # damaged, or behind what broke off
            second.seek(0)
            second.write(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n")
            second.truncate()
    except OSError as error:
        raise _not_written(path, stem, error) from error
    finally:
        progress.remove_task(task)
    return fault, [result for result in (lines, about, film) if result is not None and result.exists()]


def _analyse(
    source: GatedSource,
    pipeline: "Pipeline",
    summary: Summary,
    lines: WholeLines,
    film_path: Path | None,
    info: NetworkInfo,
    on_picture: Callable[[], None],
) -> CaptureError | None:
    """Every picture into summary, lines and film; why the recording could not be read to its end.

    Raises:
        CaptureError: Not one picture could be read.
        OSError, RecordingFailed: A result cannot be written; there is no film then.
    """
    numbers = dict[int, int]()
    shown: Picture | None = None
    with _film(film_path, info) as film:
        try:
            for picture, result in analysed(walk(source), pipeline):
                lines.write(result.line().encode("utf-8") + b"\n")
                summary.add(result)
                _number(result, numbers)
                if film is not None:
                    shown = shown if picture.repeated else picture
                    frame = shown.frame if shown is not None else None
                    film.add(frame, result.tracks_in(frame.layout) if frame else (), numbers, result.time_ns)
                on_picture()
        except RecordingFailed:
            raise
        except CaptureError as error:
            if not summary.frames:
                raise
            return error
    if not summary.frames:
        raise UnreadableFile(
            "{file} holds no picture that can be decoded; copy it again or choose another file", file=source.name
        )
    return broken_off(source)


def _film(path: Path | None, info: NetworkInfo) -> "AbstractContextManager[AnnotatedVideo | None]":
    if path is None:
        return nullcontext()
    from app.annotated_video import AnnotatedVideo, ensure_gui

    ensure_gui()
    return AnnotatedVideo(path, info.operating_points)


def _not_written(path: Path, stem: Path, fault: OSError) -> RecordingFailed:
    return RecordingFailed(
        "The results of {file} cannot be written to {folder} ({reason}); free space there or choose another",
        file=path.name,
        folder=stem.parent,
        reason=fault.strerror or fault,
    )


def _number(result: FrameResult, numbers: dict[int, int]) -> None:
    """Lesions are numbered from 1 in the order in which they were first shown, as in the window."""
    for track in result.tracks:
        if track.state is TrackState.CONFIRMED:
            numbers.setdefault(track.id, len(numbers) + 1)


class _Names:
    """File or folder stem; a suffix where two inputs share one, or where another input's results stand already.

    A name that a recording's side file may have is never given.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._taken: set[str] = set()

    def take(self, path: Path) -> str:
        whole = path.resolve()
        stem = (whole.name if whole.is_dir() else whole.stem) or "recording"
        count, name = 1, stem
        while name.casefold() in self._taken or is_side_file(f"{name}.jsonl") or self._of_another(name, whole):
            count += 1
            name = f"{stem}-{count}"
        self._taken.add(name.casefold())
        return name

    def _of_another(self, name: str, path: Path) -> bool:
        try:
            about = json.loads((self._out / f"{name}.summary.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(about, dict) and about.get("file") not in (None, str(path))


def _video_path(stem: Path) -> Path:
    """Never the name of the recording itself, which may lie in the same folder."""
    return stem.with_name(stem.name + ".annotated.mp4")


def _settings(args: argparse.Namespace) -> Settings:
    settings = load_settings()
    if args.device:
        settings = settings.model_copy(
            update={"analysis": settings.analysis.model_copy(update={"device": args.device})}
        )
    if args.fps:
        settings = settings.model_copy(update={"source": settings.source.model_copy(update={"folder_hz": args.fps})})
    return settings


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= FASTEST_HZ:
        raise argparse.ArgumentTypeError(f"{text} is not a frame rate; give frames a second, {FASTEST_HZ} at most")
    return rate


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        redirect_stdout=False,
        redirect_stderr=False,
    )

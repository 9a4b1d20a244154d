"""The files of an exam, written anew one by one under names that tell nothing."""

import csv
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from app.atomic_file import whole_file
from app.exam.content.exam import ExamContent
from app.exam.content.picture import ContrastStudy, Snapshot
from app.exam.errors import ExamError
from app.exam.privacy.media import FoundText, clean_recording, read_picture, write_picture
from app.exam.privacy.study_folder import CURVE, MAPS, PARAMETERS, RECORD, clean_parameters, clean_record, note_in
from app.exam.privacy.texts import FreeText, found_in, identifiers
from app.exam.record.places import EXAM_FILE, inside
from capture.side_file import side_path
from inference.marks.panel_text import blanked, find_panel_text

log = logging.getLogger(__name__)

_VIDEO_ENDING: Final = ".mkv"


class CleanFiles:
    """One export under way: which file got which name, and what was found.

    Attributes:
        names: New name of each file or folder of the exam that was taken along.
        files: What was written.
        marks: Text inside pictures and recordings.
        texts: What somebody typed into records of contrast studies; never taken along.
        notes: What could not be taken along.
    """

    def __init__(
        self,
        content: ExamContent,
        folder: Path,
        out: Path,
        *,
        blank: bool,
        each_picture: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare; nothing is written before `write`."""
        self._content = content
        self._folder = folder
        self._out = out
        self._blank = blank
        self._each_picture = each_picture
        self.names: dict[str, str] = {}
        self.files: list[str] = []
        self.marks: list[FoundText] = []
        self.texts: list[FreeText] = []
        self.notes: list[ExamError] = []

    def write(self) -> None:
        """Write everything that can be known to be free of identity.

        Raises:
            OSError: It cannot be written.
        """
        for number, snapshot in enumerate(self._content.snapshots, 1):
            self._or_note(self._snapshot, snapshot, number)
        for number, clip in enumerate(self._content.clips, 1):
            for part, file in enumerate(clip.files, 1):
                self._or_note(self._recording, file, f"clip-{number:03}-{part:02}")
        for number, study in enumerate(self._content.contrast_studies, 1):
            self._or_note(self._contrast, study, number)

    def left_out(self) -> Iterator[str]:
        """Files in the exam's folder that nothing was made of."""
        videos = [name for name in self.names if name.endswith(_VIDEO_ENDING)]
        taken = {*self.names, *(side_path(Path(name)).as_posix() for name in videos), EXAM_FILE}
        for path in sorted(self._folder.rglob("*")):
            name = path.relative_to(self._folder).as_posix()
            hidden = any(part.startswith(".") for part in path.relative_to(self._folder).parts)  # a lock, half a file
            if path.is_file() and name not in taken and not hidden:
                yield name

    def _or_note(self, write: Callable[..., None], *what: object) -> None:
        try:
            write(*what)
        except ExamError as fault:
            self.notes.append(fault)

    def _snapshot(self, snapshot: Snapshot, number: int) -> None:
        self._each_picture()
        plain = read_picture(inside(self._folder, snapshot.plain))
        overlaid = read_picture(inside(self._folder, snapshot.overlaid))
        # the overlay's own labels are text too: what is blanked in both is what stands in the plain picture
        boxes = find_panel_text(plain)
        for name, pixels, ending in ((snapshot.plain, plain, ""), (snapshot.overlaid, overlaid, "-overlay")):
            new = f"snapshot-{number:03}{ending}.png"
            write_picture(blanked(pixels, boxes) if self._blank else pixels, self._out / new)
            self._took(name, new)
        if boxes:
            self.marks.append(FoundText(snapshot.plain, boxes, self._blank))

    def _recording(self, file: str, name: str, within: str = "") -> None:
        source, out = inside(self._folder, file), self._out / within
        new, boxes = clean_recording(source, out, name, blank=self._blank, each_frame=self._each_picture)
        for video in new:
            self._took(file, f"{within}/{video}".lstrip("/"))
            self.files.append(side_path(Path(within) / video).as_posix())
        if boxes:
            self.marks.append(FoundText(file, boxes, self._blank))

    def _contrast(self, study: ContrastStudy, number: int) -> None:
        folder, new = inside(self._folder, study.folder), f"contrast-{number:03}"
        (self._out / new).mkdir(exist_ok=True)
        self.names[study.folder] = new
        words = note_in(folder / RECORD)
        if words:
            known = identifiers(self._content.exam)
            self.texts.append(FreeText(f"contrast study {number}", words, found_in(words, known)))
        writers: dict[str, Callable[[Path, Path], None]] = {
            RECORD: clean_record,
            PARAMETERS: clean_parameters,
            CURVE: _clean_curve,
            MAPS: _clean_map,
        }
        for name, write in writers.items():
            if (folder / name).is_file():
                try:
                    write(folder / name, self._out / new / name)
                except ValueError as fault:
                    log.warning("%s of a contrast study is left out of the export: %s", name, fault)
                    continue
                self._took(f"{study.folder}/{name}", f"{new}/{name}")
        for part, video in enumerate(sorted(folder.glob(f"*{_VIDEO_ENDING}")), 1):
            self._or_note(self._recording, f"{study.folder}/{video.name}", f"contrast-{part:02}", new)

    def _took(self, name: str, new: str) -> None:
        self.names.setdefault(name, new)
        self.files.append(new)


def _clean_curve(path: Path, out: Path) -> None:
    """`curve.csv`: its numbers and the program's own words why a picture is left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with whole_file(out) as written:
        written.write("".join(f"{','.join(row)}\n" for row in rows).encode("utf-8"))


def _clean_map(path: Path, out: Path) -> None:
    """`maps.png` without what its writer put beside the pixels."""
    write_picture(read_picture(path), out)
